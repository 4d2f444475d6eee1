"""Notes over the API: lists and their filters, replies, changes, and who may."""

import pytest

from portal.models import ApiToken
from projects.models import Note
from tests.world import make_note, make_version

NOTES = "/api/v1/notes/"


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def api(house, as_person):
    def call(method, path="", body=None, *, who="reviewer", **headers):
        client = as_person(house.people[who])
        sent = {"headers": headers} if headers else {}
        if method == "GET":
            return client.get(NOTES + path, **sent)
        return client.generic(
            method, NOTES + path, json(body), content_type="application/json", **sent
        )

    return call


def json(body):
    import json as plain

    return "" if body is None else plain.dumps(body)


def new(house, **fields):
    return {"version": str(house.version.pk), "start": 7, "text": "Look.", **fields}


def test_one_frame_when_no_end_is_said_and_the_same_key_makes_one_note(house, api):
    headers = {"Idempotency-Key": "k"}
    first = api("POST", body=new(house), **headers)
    again = api("POST", body=new(house), **headers)
    assert first.status_code == again.status_code == 201
    told = first.json()
    assert (told["start"], told["end"], told["may_change"]) == (7, 8, True)
    assert again.json()["id"] == told["id"]
    assert Note.objects.filter(text="Look.").count() == 1


def test_a_reply_stands_within_its_note(house, api):
    body = {"parent": str(house.note.pk), "text": "Yes."}
    assert api("POST", body=body).status_code == 201
    [note] = api("GET").json()["results"]
    assert note["id"] == str(house.note.pk)
    [reply] = note["replies"]
    assert (reply["text"], reply["person_name"], reply["may_change"]) == (
        "Yes.",
        "Ours-reviewer",
        True,
    )


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"text": "x", "start": 1}, "version"),
        ({"version": True}, "start"),
        ({"version": True, "start": 1}, "text"),
        ({"version": True, "start": 90, "end": 300, "text": "x"}, "end"),
        ({"version": True, "start": 1, "text": "x", "drawing": [{"kind": "?"}]}, "drawing"),
        ({"version": True, "start": 1, "text": "x", "drawing": "?"}, "drawing"),
        ({"version": True, "start": 1, "text": "x", "mention_ids": ["?"]}, "mention_ids"),
        ({"version": True, "start": 1, "text": "x" * 4001}, "text"),
        ({"version": True, "start": "a", "text": "x"}, "start"),
        ({"version": True, "start": 10**30, "text": "x"}, "end"),
        ({"parent": "3f6ac7de-6b1a-4d3b-9d0e-1f6f7a1c0000", "text": "x"}, "parent"),
        ({"parent": True}, "text"),
    ],
)
def test_what_is_missing_or_wrong_is_named(house, api, body, field):
    rows = {"version": str(house.version.pk), "parent": str(house.note.pk)}
    sent = {k: rows[k] if v is True else v for k, v in body.items()}
    answer = api("POST", body=sent)
    assert answer.status_code == 400, answer.content
    assert field in answer.json()["error"]["fields"]


def test_lists_are_narrowed(house, api):
    artist, reviewer = house.people["artist"], house.people["reviewer"]
    mine = make_note(house.version, reviewer)
    mine.resolve(actor=artist)
    other = make_note(make_version(house.project, artist, name="b.mp4"), artist)
    found = {
        "": {house.note, mine, other},
        f"?version={house.version.pk}": {house.note, mine},
        "?resolved=true": {mine},
        "?resolved=False": {house.note, other},
        "?mine=true": {mine},
        "?mine=false": {house.note, other},
        f"?person={artist.pk}&version={house.version.pk}": {house.note},
    }
    for query, rows in found.items():
        told = {note["id"] for note in api("GET", query).json()["results"]}
        assert told == {str(row.pk) for row in rows}, query
    assert api("GET", "?mine=perhaps").json()["error"]["fields"]["mine"]


def test_oldest_first(house, api):
    make_note(house.version, house.people["artist"], text="second")
    texts = [note["text"] for note in api("GET").json()["results"]]
    assert texts == ["The hand is soft.", "second"]


def test_changing_and_mentioning(house, api):
    director = house.people["director"]
    body = {"text": "@Ours-director look", "mention_ids": [str(director.pk)], "drawing": []}
    told = api("PATCH", f"{house.note.pk}/", body, who="artist").json()
    assert told["mentions"] == [{"id": str(director.pk), "name": "Ours-director"}]
    assert (told["drawing"], told["edited_by_name"]) == ([], "Ours-artist")


def test_an_author_who_lost_the_right_to_comment_changes_nothing(house, api):
    _token, secret = ApiToken.issue(house.people["artist"], name="t", scopes=["read"])
    for method, path in (("PATCH", ""), ("DELETE", ""), ("POST", "resolve/")):
        answer = api(
            method,
            f"{house.note.pk}/{path}",
            {},
            who="ungranted",
            Authorization=f"Bearer {secret}",
        )
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "token:scope")


def test_a_commenting_token_of_a_producer_changes_their_own_only(house, api):
    producer = house.people["producer"]
    _token, secret = ApiToken.issue(producer, name="t", scopes=["read", "comment"])
    own, headers = make_note(house.version, producer), {"Authorization": f"Bearer {secret}"}
    changed = api("PATCH", f"{own.pk}/", {"text": "x"}, who="producer", **headers)
    other = api("PATCH", f"{house.note.pk}/", {"text": "x"}, who="producer", **headers)
    assert (changed.status_code, other.status_code) == (200, 403)
    assert other.json()["error"]["code"] == "note:not_yours"


def test_resolve_and_reopen(house, api):
    done = api("POST", f"{house.note.pk}/resolve/").json()
    assert done["resolved_by_name"] == "Ours-reviewer"
    assert api("POST", f"{house.note.pk}/reopen/").json()["resolved_at"] is None


def test_deleting_leaves_nothing_or_a_stone(house, api):
    api("POST", body={"parent": str(house.note.pk), "text": "Yes."})
    assert api("DELETE", f"{house.note.pk}/", who="artist").status_code == 204
    [stone] = api("GET").json()["results"]
    assert stone["deleted_at"] and not stone["may_change"] and len(stone["replies"]) == 1
    assert api("PATCH", f"{house.note.pk}/", {"text": "x"}, who="artist").status_code == 409
