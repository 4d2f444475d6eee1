"""The palette over the API, and requests that name where they go."""

from uuid import uuid4

import pytest
from django.urls import reverse

from projects.models import AssistRequest
from tests.projects.palette_made import READ, make_connection, open_way, palette_made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nothing_sent")]


@pytest.fixture
def sent(monkeypatch):
    return palette_made(monkeypatch)


@pytest.fixture
def artist(world, as_person, sent):
    return as_person(world.visitor("artist"))


def palette(world, client, tool=READ.name):
    address = reverse("api:version-palette", args=[world.ours.version.pk])
    return client.get(address, {"tool": tool})


def ask(world, client, to, **more):
    body = {"tool": READ.name, "versions": [str(world.ours.version.pk)], "to": to, **more}
    return client.post(reverse("api:assistrequest-list"), body, "application/json")


def test_every_offer_says_whether_and_why(world, artist):
    connection = open_way(world.ours.project)
    good, old, unconnected = palette(world, artist).json()[:3]
    assert good["allowed"] and good["connection"] == str(connection.pk)
    assert good["cost"] == {"low": "0.2500", "high": "2.2500", "currency": "USD"}
    assert good["terms"]["contract"] == "MSA 7" and good["outside"] and good["region"] == "us"
    assert [reason["code"] for reason in old["reasons"]] == ["model:retired"]
    assert unconnected["connection"] is None and unconnected["terms"] is None


def test_a_tool_of_the_engine_has_no_palette(world, artist):
    assert palette(world, artist, "shot_breakdown").json() == []


def test_a_tool_that_is_none_or_that_does_not_take_it_is_refused(world, artist):
    assert palette(world, artist, "nothing").status_code == 422
    assert palette(world, artist, "").status_code == 422
    assert palette(world, artist, "script_breakdown").status_code == 422


def test_a_request_goes_where_it_says(world, artist, sent):
    connection = open_way(world.ours.project)
    answer = ask(world, artist, [{"connection": str(connection.pk), "model": "good-1"}])
    assert answer.status_code == 201, answer.json()
    assert "to" not in answer.json()
    (run,) = sent
    told = artist.get(reverse("api:run-detail", args=[run.pk])).json()
    assert (told["provider"], told["model"]) == ("elsewhere", "good-1")


def test_blind_if_wished(world, artist):
    connection = open_way(world.ours.project)
    to = [{"connection": str(connection.pk), "model": "good-1"}]
    answer = ask(world, artist, to, blind=True)
    made = AssistRequest.objects.get(pk=answer.json()["id"])
    assert made.blind == [str(world.visitor("artist").pk)]


def test_a_refusal_says_every_reason_and_nothing_is_sent(world, artist, sent):
    connection = make_connection()
    answer = ask(world, artist, [{"connection": str(connection.pk), "model": "good-1"}])
    told = answer.json()["error"]
    assert answer.status_code == 409 and told["code"] == "remote:gate"
    assert "No terms of Elsewhere Inc" in told["message"]
    assert "There is no price for good-1" in told["message"] and sent == []


def test_without_a_target_a_remote_tool_is_not_asked(world, artist):
    answer = ask(world, artist, [])
    assert answer.status_code == 422 and answer.json()["error"]["code"] == "remote:target"


@pytest.mark.parametrize("whose", ["theirs", "nobody's"])
def test_a_connection_that_is_not_open_to_the_studio_does_not_exist(world, artist, whose, sent):
    foreign = open_way(world.ours.project, studio=world.theirs.studio)
    pk = foreign.pk if whose == "theirs" else uuid4()
    answer = ask(world, artist, [{"connection": str(pk), "model": "good-1"}])
    assert answer.status_code == 400 and "to" in answer.json()["error"]["fields"] and sent == []


@pytest.mark.parametrize(
    "to",
    ["x", [1], [{}], [{"connection": "x", "model": "m"}], [{"connection": str(uuid4())}]],
)
def test_nonsense_is_refused(world, artist, to):
    assert ask(world, artist, to).status_code == 400


def test_no_version_is_no_request(world, artist):
    connection = open_way(world.ours.project)
    to = [{"connection": str(connection.pk), "model": "good-1"}]
    assert ask(world, artist, to, versions=[]).status_code in (400, 422)


def test_tools_say_what_they_need(world, artist):
    needs = {tool["name"]: tool["needs"] for tool in artist.get(reverse("api:tools")).json()}
    assert needs[READ.name] == "text" and needs["shot_breakdown"] == "engine"
