"""What passes by itself is told as such, with when to come back, and is tried again."""

import errno

import pytest
import redis
from boto3.exceptions import RetriesExceededError, S3UploadFailedError
from botocore.exceptions import (
    ClientError,
    EndpointConnectionError,
    IncompleteReadError,
    ReadTimeoutError,
)
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError

from portal import passing
from portal.storage.away import Truncated, is_away


def answered(status, code="X"):
    told = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(told, "PutObject")


def failed_by(cause):
    try:
        try:
            raise cause
        except Exception:
            raise S3UploadFailedError("Failed to upload") from None
    except S3UploadFailedError as error:
        return error


@pytest.mark.parametrize(
    "error",
    [
        answered(500, "InternalError"),
        answered(503, "SlowDown"),
        answered(400, "RequestTimeout"),
        EndpointConnectionError(endpoint_url="http://store"),
        ReadTimeoutError(endpoint_url="http://store"),
        IncompleteReadError(actual_bytes=1, expected_bytes=2),
        RetriesExceededError(OSError("cut")),
        failed_by(answered(503)),
        OSError(errno.ENOSPC, "full"),
        Truncated("key", 1, 2),
    ],
)
def test_a_storage_that_is_away_passes(error):
    assert is_away(error) and passing.code_of(error) == "storage:away"


@pytest.mark.parametrize(
    "error",
    [
        answered(403, "AccessDenied"),
        answered(404, "NoSuchBucket"),
        failed_by(answered(403, "AccessDenied")),
        FileNotFoundError(errno.ENOENT, "gone"),
        ValueError("wrong"),
    ],
)
def test_a_refusal_does_not_pass(error):
    assert not is_away(error) and passing.code_of(error) == ""


@pytest.mark.parametrize(
    "error", [OperationalError("cut"), InterfaceError("closed"), redis.ConnectionError("gone")]
)
def test_a_database_or_cache_that_is_away_passes(error):
    assert passing.code_of(error) == "unavailable"


class TestInsisting:
    @pytest.fixture(autouse=True)
    def quick(self, monkeypatch):
        monkeypatch.setattr(passing.time, "sleep", lambda _seconds: None)
        monkeypatch.setattr(passing, "connection", Line())

    def work(self, *errors):
        left = list(errors)

        def do():
            if left:
                raise left.pop(0)
            return "written"

        return do

    def test_goes_on_until_the_database_is_back(self):
        do = self.work(OperationalError("cut"), InterfaceError("closed"))
        assert passing.insisted(do, seconds=60) == "written"
        assert passing.connection.closed == 2

    def test_has_an_end(self):
        with pytest.raises(OperationalError):
            passing.insisted(self.work(OperationalError("cut")), seconds=-1)

    def test_repeats_no_part_of_a_transaction(self):
        passing.connection.in_atomic_block = True
        with pytest.raises(OperationalError):
            passing.insisted(self.work(OperationalError("cut")), seconds=60)
        assert passing.connection.closed == 0

    def test_is_not_for_other_errors(self):
        with pytest.raises(ValueError, match="wrong"):
            passing.insisted(self.work(ValueError("wrong")), seconds=60)


class Line:
    in_atomic_block, closed = False, 0

    def close(self):
        self.closed += 1


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


@pytest.mark.parametrize("error", [OperationalError("cut"), InterfaceError("closed")])
@pytest.mark.parametrize("path", ["/projects/", "/api/v1/me/"])
def test_who_is_sent_away_is_told_when_to_come_back(producer, monkeypatch, error, path):
    def gone(*_args):
        raise error

    producer.raise_request_exception = False
    monkeypatch.setattr(SessionStore, "load", gone)
    answer = producer.get(path)
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")


def test_a_session_that_cannot_be_saved_is_no_failure_of_the_portal(producer, monkeypatch):
    """On the way out no view is there any more to say so."""
    producer.raise_request_exception = False

    def gone(*_args, **_how):
        raise OperationalError("cut")

    monkeypatch.setattr(SessionStore, "save", gone)
    monkeypatch.setattr("portal.middleware.ShownStudioMiddleware.__call__", changes_the_session)
    answer = producer.get("/projects/")
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "A part of the portal does not answer" in answer.text


def changes_the_session(self, request):
    request.session["seen"] = 1
    return self.get_response(request)
