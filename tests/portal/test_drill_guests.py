"""The drill's guest tries every door of guests, everything of people, and the socket."""

from uuid import uuid4

import httpx
import pytest

from portal.drills.tenants import doors, guests
from portal.drills.tenants.judging import Tally
from portal.drills.tenants.people import OURS, THEIRS
from portal.drills.tenants.tries import Try

SIDES = {
    name: {
        **{key: str(uuid4()) for key in ("shared", "guest_note", "film")},
        **{"mark": f"mark{number}", "name": name, "ids": {"run": [str(uuid4())]}},
    }
    for number, name in enumerate((OURS, THEIRS))
}


class Guest:
    """Answers each call as it is told."""

    who = "our guest"

    def __init__(self, status, text=""):
        self.status, self.text, self.asked = status, text, []

    def ask(self, asked):
        self.asked.append(asked)
        fine = asked.address == "/shared/"
        return httpx.Response(200 if fine else self.status, text="" if fine else self.text)


@pytest.fixture
def closed_socket(monkeypatch):
    def joined(portal, guest, names):
        raise RuntimeError("closed")

    monkeypatch.setattr(guests, "joined", joined)


def plan():
    run = SIDES[THEIRS]["ids"]["run"][0]
    asked = Try("guessed", "GET", f"/runs/{run}/", run)
    return [(asked, asked)]


def tally_of(guest):
    tally = Tally(owners={asked.key: True for asked in guests.doors(SIDES[THEIRS])})
    guests.intrude(None, {OURS: guest}, SIDES, plan(), tally)
    return tally


def test_every_door_of_guests_is_tried():
    tried = {(t.method, t.address.replace(t.ident, "ID")) for t in guests.doors(SIDES[THEIRS])}
    named = {d.name for d in doors.doors() if d.name.startswith("guest")}
    without_rows = {"guest", "guest_door", "guest_leave", "guest_still_open"}
    assert named - without_rows == {"guest_media", "guest_copies", "guest_notes", "guest_note"}
    assert {("GET", "/shared/media/ID/"), ("POST", "/api/guest/notes/")} < tried
    assert ("POST", "/api/guest/copies/ID/") in tried
    assert {m for m, a in tried if a == "/api/guest/notes/ID/"} == {"GET", "PATCH", "DELETE"}


def test_refusals_count_where_the_owner_gets_through(closed_socket):
    tally = tally_of(Guest(404))
    assert tally.leaks == []
    assert tally.counted()[guests.KIND] == len(guests.doors(SIDES[THEIRS])) + 1  # and the socket


def test_the_same_is_tried_with_rows_of_the_guests_own_studio(closed_socket):
    guest = Guest(401)
    tally_of(guest)
    assert f"/runs/{SIDES[OURS]['ids']['run'][0]}/" in {asked.address for asked in guest.asked}


@pytest.mark.parametrize("answer", [(200, ""), (403, "it is mark1")])
def test_what_opens_or_tells_is_a_leak(closed_socket, answer):
    assert tally_of(Guest(*answer)).leaks


def test_an_open_socket_is_a_leak(monkeypatch):
    monkeypatch.setattr(guests, "joined", lambda portal, guest, names: dict.fromkeys(names, False))
    assert [leak for leak in tally_of(Guest(404)).leaks if leak.startswith("socket")]
