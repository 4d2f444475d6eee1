"""What a guest writes: own notes alone, within the list, under their name."""

import json

import pytest
from django.utils import timezone

from portal.models import AuditEvent, Notification
from projects.models import Note, ShareLink
from tests.guests import came_in
from tests.world import make_note, make_share

NOTES = "/api/guest/notes/"


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def guest(client, house):
    return came_in(client, house.share)


@pytest.fixture
def own(house):
    return make_note(house.version, None, guest=house.share, person_name="Gina Guest (guest)")


def send(client, method, address, **data):
    return client.generic(method, address, json.dumps(data), "application/json")


def say(client, film, **data):
    given = {"version": str(film.pk), "start": 3, "text": "x"}
    return send(client, "POST", NOTES, **{**given, **data})


def test_a_note_stands_at_its_frames_under_the_guests_name(guest, house):
    arrow = {"kind": "arrow", "colour": "red", "points": [[0.1, 0.2], [0.5, 0.5]]}
    answer = say(guest, house.version, start=3, end=9, text="Too dark.", drawing=[arrow])
    assert answer.status_code == 201
    note = Note.objects.get(pk=answer.json()["id"])
    assert (note.start, note.end, note.text, note.drawing) == (3, 9, "Too dark.", [arrow])
    assert (note.person, note.person_name, note.guest) == (None, "Gina Guest (guest)", house.share)
    said = AuditEvent.objects.filter(verb="note:written").get()
    assert said.actor is None and said.actor_name == "Gina Guest (guest)"


@pytest.fixture
def host(house):
    ShareLink.objects.filter(pk=house.share.pk).update(made_by=house.people["producer"])
    return house.people["producer"]


def test_who_let_the_guest_in_is_told(guest, house, host):
    Notification.objects.all().delete()
    made = say(guest, house.version, text="Too dark.").json()["id"]
    news = Notification.objects.get()
    assert (news.user, news.kind) == (host, "note.guest")
    assert news.sentence == (
        f"Gina Guest (guest) wrote a note on clip.mp4 in {house.project.name}."
    )
    assert news.url.endswith(f"note={made}")
    send(guest, "PATCH", f"{NOTES}{made}/", text="Softer.")
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("how", ["left", "erased"])
def test_who_is_here_no_longer_is_told_nothing(guest, house, host, how):
    Notification.objects.all().delete()
    if how == "left":
        host.memberships.update(revoked_at=timezone.now())
    else:
        ShareLink.objects.update(made_by=None)
    assert say(guest, house.version).status_code == 201
    assert not Notification.objects.exists()


def test_people_see_it_beside_theirs(guest, house, as_person):
    say(guest, house.version, text="Too dark.")
    answer = as_person(house.people["reviewer"]).get(f"/api/v1/notes/?version={house.version.pk}")
    told = [(note["person_name"], note["person"]) for note in answer.json()["results"]]
    assert ("Gina Guest (guest)", None) in told


def test_without_an_end_it_is_one_frame(guest, house):
    assert say(guest, house.version, start=5).json()["end"] == 6


def test_a_guest_sees_own_notes_alone_and_no_answers(guest, house, own):
    other = make_share(house.playlist, guest_name="Other")
    make_note(house.version, None, guest=other, person_name="Other (guest)")
    artist = house.people["artist"]
    answer = Note.objects.create(
        project=house.project, version=house.version, parent=own, text="We know.", person=artist
    )
    told = guest.get(f"{NOTES}?version={house.version.pk}").json()["results"]
    assert [note["id"] for note in told] == [str(own.pk)] and told[0]["replies"] == []
    assert guest.get(f"{NOTES}{house.note.pk}/").status_code == 404
    assert guest.get(f"{NOTES}{answer.pk}/").status_code == 404


def test_a_guest_changes_and_deletes_their_own(guest, own):
    changed = send(guest, "PATCH", f"{NOTES}{own.pk}/", text="Softer.", mention_ids=["x"])
    assert changed.status_code == 200 and changed.json()["text"] == "Softer."
    own.refresh_from_db()
    assert (own.text, own.start, own.edited_by_name) == ("Softer.", 12, "Gina Guest (guest)")
    assert own.drawing
    assert guest.delete(f"{NOTES}{own.pk}/").status_code == 204
    assert not Note.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_notes_of_others_are_not_found(guest, house, world, method):
    for note in (house.note, world.theirs.note):
        assert send(guest, method, f"{NOTES}{note.pk}/", text="x").status_code == 404
    assert Note.objects.get(pk=house.note.pk).text == "The hand is soft."


def test_a_link_for_looking_only_writes_nothing(client, house):
    link = make_share(house.playlist, may_comment=False)
    note = make_note(house.version, None, guest=link, person_name="Gina")
    came_in(client, link)
    for answer in (
        say(client, house.version),
        send(client, "PATCH", f"{NOTES}{note.pk}/", text="y"),
        client.delete(f"{NOTES}{note.pk}/"),
    ):
        assert answer.status_code == 403
        assert answer.json()["error"]["code"] == "guest:may_not_comment"
    assert "version-notes" not in client.get("/shared/").content.decode()
    assert Note.objects.filter(pk=note.pk).exists()


@pytest.mark.parametrize(
    "body",
    [
        {"start": None},
        {"start": "3"},
        {"start": True},
        {"start": 3, "end": 2},
        {"start": 10**30},
        {"start": 96},
        {"text": 7},
        {"text": ""},
        {"text": "x" * 4001},
        {"drawing": "no"},
        {"drawing": [{"kind": "spiral"}]},
    ],
)
def test_what_is_no_note_is_refused_in_words(guest, house, body):
    answer = say(guest, house.version, **body)
    assert answer.status_code == 400 and answer.json()["error"]["fields"]


def test_what_is_no_json_is_refused_in_words(guest):
    for raw in ("", "[]", "{", "\ud800".encode("utf-8", "surrogatepass")):
        answer = guest.generic("POST", NOTES, raw, "application/json")
        assert answer.status_code == 400, raw


def test_json_nested_without_end_is_refused_in_words(guest, house):
    deep = '{"drawing": ' + "[" * 100_000
    for address in (NOTES, f"/api/guest/copies/{house.version.pk}/"):
        answer = guest.generic("POST", address, deep, "application/json")
        assert answer.status_code == 400 and answer.json()["error"]["fields"], address


def test_half_a_character_is_left_out(guest, house):
    raw = json.dumps({"version": str(house.version.pk), "start": 3, "text": "a\ud800b"})
    answer = guest.generic("POST", NOTES, raw, "application/json")
    assert answer.status_code == 201 and answer.json()["text"] == "ab"


def test_a_zero_in_the_text_is_no_failure(guest, house):
    assert say(guest, house.version, text="a\x00b").json()["text"] == "ab"


def test_the_studios_of_others_are_out_of_reach(guest, world):
    assert say(guest, world.theirs.version).status_code == 404
    assert say(guest, world.theirs.version, version="x").status_code == 404
    assert world.theirs.version.notes.count() == 1


def test_a_guest_does_not_flood_the_studio(guest, house, settings):
    statuses = [say(guest, house.version).status_code for _n in range(61)]
    assert statuses.count(201) <= 60 and statuses[-1] == 429


def test_what_a_guest_wrote_outlives_the_link(guest, house):
    made = say(guest, house.version, text="Keep this.").json()["id"]
    house.playlist.delete_by(house.people["producer"])
    note = Note.objects.get(pk=made)
    assert (note.guest, note.person_name) == (None, "Gina Guest (guest)")
