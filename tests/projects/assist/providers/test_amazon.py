"""An account at Amazon: whose keys sign, what is never read, and what its errors mean."""

import socket
import sys
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from botocore.exceptions import ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError

from projects.assist.contract import Connected
from projects.assist.palette import Final, Transient
from projects.assist.providers import amazon
from projects.assist.providers.amazon import Account
from projects.assist.providers.amazon_troubles import answered, asked_to_wait, unanswered
from tests.projects.assist.providers.aws_server import Cut, Fails, Raw, Silent, serving

OURS = {"access_key_id": "AKIDOURS", "secret_access_key": "secret", "bucket": "films/portal"}
RAY = "arn:aws:bedrock:eu-west-1::foundation-model/luma.ray-v2:0"
MODELS = {"modelSummaries": [{"modelArn": RAY, "modelId": "luma.ray-v2:0"}]}


@pytest.fixture
def aws():
    with serving() as server:
        yield server


@pytest.fixture
def account(aws):
    return Account(Connected(aws.url, "eu-west-1", OURS, seconds=5))


@pytest.fixture
def elsewhere(tmp_path, monkeypatch, aws):
    """Credentials of somebody else, at every place where the client would look by itself."""
    keys = "aws_access_key_id = AKIDELSE\naws_secret_access_key = other\nregion = us-east-1\n"
    for name in ("config", "credentials"):
        (tmp_path / name).write_text(f"[default]\n{keys}[profile else]\n{keys}")
    told = {
        "AWS_ACCESS_KEY_ID": "AKIDELSE",
        "AWS_SECRET_ACCESS_KEY": "other",
        "AWS_SESSION_TOKEN": "other",
        "AWS_BEARER_TOKEN_BEDROCK": "other",
        "AWS_PROFILE": "nobody",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_REGION": "us-east-1",
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
        "AWS_MAX_ATTEMPTS": "5",
        "AWS_EC2_METADATA_SERVICE_ENDPOINT": f"{aws.url}/metadata",
    }
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    amazon._session.cache_clear()
    yield
    amazon._session.cache_clear()


def listed(account, begins=False):
    return account.call("bedrock", "list_foundation_models", begins=begins)


class TestKeys:
    def test_the_connections_keys_sign_in_its_region(self, aws, account):
        aws.says("ListFoundationModels", MODELS)
        assert listed(account)["modelSummaries"][0]["modelId"] == "luma.ray-v2:0"
        signed = aws.calls[0].headers["authorization"]
        assert "Credential=AKIDOURS/" in signed and "/eu-west-1/bedrock/" in signed
        assert "x-amz-security-token" not in aws.calls[0].headers

    def test_temporary_keys_bring_their_token(self, aws):
        values = {**OURS, "session_token": "TOKEN"}
        aws.says("ListFoundationModels", MODELS)
        listed(Account(Connected(aws.url, "eu-west-1", values)))
        assert aws.calls[0].headers["x-amz-security-token"] == "TOKEN"

    @pytest.mark.parametrize("missing", ["access_key_id", "secret_access_key"])
    def test_without_keys_nobody_elses_are_taken(self, aws, elsewhere, missing):
        """Not of the environment, not of the user's files, not of the machine."""
        account = Account(Connected(aws.url, "eu-west-1", {**OURS, missing: ""}))
        with pytest.raises(Final) as told:
            listed(account)
        assert told.value.code == "remote:not_connected" and aws.calls == []

    def test_what_lies_about_in_the_machine_changes_nothing(self, aws, elsewhere):
        aws.says("ListFoundationModels", MODELS)
        listed(Account(Connected(aws.url, "eu-west-1", OURS)))
        assert "Credential=AKIDOURS/" in aws.calls[0].headers["authorization"]

    def test_an_address_of_the_environment_is_not_called(self, elsewhere):
        """Without an address of the connection's own it is Amazon's, never one set elsewhere."""
        client = Account(Connected("", "eu-west-1", OURS)).client("bedrock-runtime")
        assert client.meta.endpoint_url == "https://bedrock-runtime.eu-west-1.amazonaws.com"

    def test_a_region_is_never_guessed(self, aws, elsewhere):
        with pytest.raises(Final) as told:
            listed(Account(Connected(aws.url, "", OURS)))
        assert told.value.code == "remote:not_connected"

    @pytest.mark.parametrize(("address", "region"), [("no address", "eu-west-1"), ("", "eu west")])
    def test_an_address_or_region_that_is_none_is_told(self, address, region):
        with pytest.raises(Final) as told:
            listed(Account(Connected(address, region, OURS)))
        assert told.value.code == "remote:invalid" and told.value.detail

    @pytest.mark.parametrize("host", ["bedrock.example", "8.8.8.8"])
    def test_nothing_goes_out_in_clear(self, host):
        with pytest.raises(Final) as told:
            listed(Account(Connected(f"http://{host}", "eu-west-1", OURS)))
        assert told.value.code == "remote:invalid" and told.value.detail == f"{host}: https"

    def test_no_bucket_is_told(self):
        with pytest.raises(Final) as told:
            Account(Connected(values={"bucket": "/"})).place
        assert told.value.code == "remote:not_connected"

    @pytest.mark.parametrize(
        ("given", "place"),
        [("films", ("films", "")), ("films/a/b/", ("films", "a/b/"))],
    )
    def test_a_bucket_may_name_a_folder(self, given, place):
        assert Account(Connected(values={"bucket": given})).place == place


def test_an_answer_that_is_made_meanwhile_is_waited_for(aws):
    account = Account(Connected(aws.url, "eu-west-1", OURS, seconds=0.3))
    aws.says("CompareFaces", lambda told: time.sleep(0.8) or {})
    assert "FaceMatches" not in account.answer(
        "rekognition",
        "compare_faces",
        SourceImage={"Bytes": b"a"},
        TargetImage={"Bytes": b"b"},
    )
    aws.says("ListFoundationModels", lambda told: time.sleep(0.8) or MODELS)
    with pytest.raises(Transient):
        listed(account)


def test_nothing_is_repeated(aws, account, monkeypatch):
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "5")
    monkeypatch.setenv("AWS_RETRY_MODE", "adaptive")
    aws.says("ListFoundationModels", Fails("InternalServerException"))
    with pytest.raises(Transient):
        listed(account)
    assert len(aws.calls) == 1


@pytest.mark.parametrize(
    ("said", "code", "taken"),
    [
        (Fails("ThrottlingException"), "remote:throttled", False),
        (Raw(503, b"<html>"), "remote:throttled", False),
        (Fails("InternalServerException"), "remote:down", False),
        (Raw(502, b"<html>"), "remote:down", True),
        (Raw(504), "remote:down", True),
        (Cut(), "remote:down", True),
        (Cut(told=100), "remote:down", True),
        (Silent(2.5), "remote:down", True),
    ],
)
def test_what_may_go_well_later(aws, said, code, taken):
    """And whether it may have been taken all the same, where the call begins something."""
    account = Account(Connected(aws.url, "eu-west-1", OURS, seconds=1.5))
    aws.says("ListFoundationModels", said)
    for begins in (True, False):
        with pytest.raises(Transient) as told:
            listed(account, begins)
        assert (told.value.code, told.value.taken) == (code, taken and begins)
    assert len(aws.calls) == 2


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (Fails("AccessDeniedException"), "remote:key"),
        (Fails("UnrecognizedClientException"), "remote:key"),
        (Fails("ExpiredTokenException"), "remote:key"),
        (Fails("InvalidSignatureException"), "remote:key"),
        (Raw(403, b"<html>"), "remote:key"),
        (Fails("ValidationException", "the model is not a string"), "remote:invalid"),
    ],
)
def test_what_will_never_go_well(aws, account, said, code):
    aws.says("ListFoundationModels", said)
    with pytest.raises(Final) as told:
        listed(account, begins=True)
    assert told.value.code == code and not told.value.billed
    assert getattr(said, "message", "") in told.value.detail
    assert "secret" not in told.value.detail


def test_nobody_there_has_taken_nothing():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(Transient) as told:
        listed(Account(Connected(address, "eu-west-1", OURS)), begins=True)
    assert told.value.code == "remote:down" and not told.value.taken


@pytest.mark.parametrize(
    ("error", "taken"),
    [
        (EndpointConnectionError(endpoint_url="x"), False),
        (ConnectTimeoutError(endpoint_url="x"), False),
        (ReadTimeoutError(endpoint_url="x"), True),
    ],
)
def test_only_what_was_sent_may_have_been_taken(error, taken):
    told = unanswered(error, begins=True)
    assert isinstance(told, Transient) and told.taken is taken


def test_what_cannot_be_written_is_not_sent(aws, account):
    with pytest.raises(Final) as told:
        account.call("bedrock", "get_foundation_model", modelIdentifier=3)
    assert told.value.code == "remote:invalid" and aws.calls == []


class TestWaiting:
    def test_the_wait_that_is_asked_for_is_passed_on(self, aws, account):
        aws.says("ListFoundationModels", Fails("ThrottlingException", headers={"retry-after": "7"}))
        with pytest.raises(Transient) as told:
            listed(account)
        assert told.value.after == 7.0

    def test_without_one_nobody_invents_it(self, aws, account):
        aws.says("ListFoundationModels", Fails("ThrottlingException"))
        with pytest.raises(Transient) as told:
            listed(account)
        assert told.value.after is None

    def test_a_moment_becomes_seconds(self):
        until = datetime.now(UTC) + timedelta(seconds=90)
        assert asked_to_wait({"retry-after": format_datetime(until, usegmt=True)}) == pytest.approx(
            90, abs=5
        )

    @pytest.mark.parametrize("said", ["soon", "-3", "", "Wed, 99 Foo"])
    def test_nonsense_is_no_wait(self, said):
        assert asked_to_wait({"retry-after": said}) is None

    def test_a_moment_that_is_past_is_now(self):
        past = {"retry-after": "Sun, 01 Nov 2026 00:00:00 GMT"}
        assert asked_to_wait(past) == 0.0


def test_an_error_without_a_word_is_still_an_error():
    assert answered({}, begins=True).code == "remote:invalid"


class TestBucket:
    def test_laid_there_found_taken_and_removed(self, aws, account, tmp_path):
        (tmp_path / "in").write_bytes(b"film" * 1000)
        account.put(tmp_path / "in", "portal/a/film", "video/mp4")
        assert list(account.names("films", "portal/a/")) == ["portal/a/film"]
        account.take("films", "portal/a/film", tmp_path / "out.mp4")
        assert (tmp_path / "out.mp4").read_bytes() == b"film" * 1000
        account.remove("films", "portal/a/film")
        account.remove("films", "portal/a/film")
        assert list(account.names("films", "portal/a/")) == []

    def test_a_large_film_goes_in_parts(self, aws, account, tmp_path):
        film = bytes(range(256)) * 40_000  # 10 MB
        (tmp_path / "in").write_bytes(film)
        account.put(tmp_path / "in", "portal/film", "video/mp4")
        assert aws.store.objects["films", "portal/film"] == film
        assert len(aws.asked("UploadPart")) == 2

    def test_half_a_file_is_no_file(self, aws, account, tmp_path):
        aws.says("GetObject", Cut(told=500))
        with pytest.raises(Transient):
            account.take("films", "portal/film", tmp_path / "out.mp4")
        assert not (tmp_path / "out.mp4").exists()

    def test_a_bucket_that_is_not_there_is_told(self, aws, tmp_path):
        (tmp_path / "in").write_bytes(b"film")
        account = Account(Connected(aws.url, "eu-west-1", {**OURS, "bucket": "elsewhere"}))
        with pytest.raises(Final) as told:
            account.put(tmp_path / "in", "film", "video/mp4")
        assert told.value.code == "remote:invalid" and "NoSuchBucket" in told.value.detail

    def test_a_bucket_of_somebody_else_is_told(self, aws, account):
        aws.says("DeleteObject", Fails("AccessDenied"))
        with pytest.raises(Final) as told:
            account.remove("films", "film")
        assert told.value.code == "remote:key"


def test_without_its_client_that_is_told(aws, account, monkeypatch):
    monkeypatch.setitem(sys.modules, "botocore.exceptions", None)
    with pytest.raises(Final) as told:
        listed(account)
    assert (told.value.code, told.value.detail) == ("remote:client", "boto3")
