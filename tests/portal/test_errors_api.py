"""Errors of the API: one form of JSON."""

import json

import pytest
from rest_framework.throttling import UserRateThrottle

from portal.api.views import MeView

FORM = {"code", "message", "kept", "todo", "fields"}


def told(answer):
    """The error of a JSON answer, after checking its form."""
    body = answer.json()
    assert set(body) == {"error"} and set(body["error"]) == FORM
    return answer.status_code, body["error"]["code"]


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


class TestTheApi:
    def test_an_unknown_path_is_json(self, client, db):
        assert told(client.get("/api/v1/nothing/")) == (404, "not_found")
        assert told(client.get("/api/v2/me/")) == (404, "not_found")

    def test_an_unknown_row(self, producer, world):
        assert told(producer.get(f"/api/v1/runs/{world.theirs.run.pk}/")) == (404, "not_found")
        assert told(producer.get("/api/v1/runs/not-an-id/"))[0] in (400, 404)

    def test_signed_out(self, client, db):
        answer = client.get("/api/v1/me/")
        assert told(answer) == (401, "access:signed_out")
        assert answer["WWW-Authenticate"] == "Bearer"

    def test_without_the_capability(self, world, as_person):
        artist = as_person(world.visitor("artist"))
        assert told(artist.get("/api/v1/invitations/")) == (403, "access:denied")

    def test_a_method_that_is_not_taken(self, producer):
        answer = producer.put("/api/v1/projects/", {}, content_type="application/json")
        assert told(answer) == (405, "method")

    def test_a_form_instead_of_json(self, producer):
        assert told(producer.post("/api/v1/projects/", {"name": "x"})) == (415, "media_type")

    @pytest.mark.parametrize("body", ["{", "", "nul", '{"a":', "\x00", '{"size": NaN'])
    def test_broken_json(self, producer, body):
        answer = producer.post("/api/v1/projects/", body, content_type="application/json")
        assert told(answer) == (400, "invalid")

    @pytest.mark.parametrize("body", [[], "text", 5, None, True, [{"name": "x"}]])
    def test_json_that_is_not_an_object(self, producer, body):
        for path in ("projects", "uploads", "requests", "tokens", "responses", "grants"):
            answer = producer.post(
                f"/api/v1/{path}/", json.dumps(body), content_type="application/json"
            )
            assert told(answer) == (400, "invalid"), path

    def test_only_json_is_answered(self, producer):
        answer = producer.get("/api/v1/me/", headers={"accept": "text/html"})
        assert told(answer) == (406, "not_acceptable")

    def test_wrong_values_are_named(self, producer):
        answer = producer.post("/api/v1/projects/", {"code": "a b"}, "application/json")
        assert told(answer) == (400, "invalid")
        assert {"name", "code", "studio"} <= set(answer.json()["error"]["fields"])

    def test_an_unexpected_failure_shows_no_details(self, producer, monkeypatch):
        monkeypatch.setattr(MeView, "get", lambda *_args: 1 / 0)
        producer.raise_request_exception = False
        answer = producer.get("/api/v1/me/")
        assert told(answer) == (500, "unexpected")
        assert "division" not in answer.text

    def test_too_many_requests(self, producer, monkeypatch):
        monkeypatch.setattr(UserRateThrottle, "THROTTLE_RATES", {"user": "2/min"})
        monkeypatch.setattr(MeView, "throttle_classes", [UserRateThrottle])
        statuses = [producer.get("/api/v1/me/").status_code for _n in range(2)]
        refused = producer.get("/api/v1/me/")
        assert statuses == [200, 200]
        assert told(refused) == (429, "throttled")
        assert 0 < int(refused["Retry-After"]) <= 60
        assert f"Wait {refused['Retry-After']} seconds" in refused.json()["error"]["todo"]

    @pytest.mark.parametrize("query", ["studio=x", "project=1", "state=no"])
    def test_an_impossible_filter_is_named(self, producer, query):
        answer = producer.get(f"/api/v1/runs/?{query}")
        assert answer.status_code in (200, 400)
        if answer.status_code == 400:
            assert told(answer) == (400, "invalid")

    @pytest.mark.parametrize("cursor", ["x", "%00", "cD0yMDI2", "=" * 300])
    def test_a_made_up_cursor_is_not_found_or_the_first_page(self, producer, cursor):
        answer = producer.get(f"/api/v1/projects/?cursor={cursor}")
        assert answer.status_code in (200, 400, 404)
