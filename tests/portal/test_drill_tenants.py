"""The drill tries what it says: every door, every reference, and it notices a leak."""

from collections import Counter

import httpx
import pytest

from portal.drills import doors, nesting, tenants
from projects.api.hierarchy import ShotViewSet
from tests.contract.routes import routes

IDS = {"studio": ["s" * 36], "project": ["p" * 36], "run": ["r" * 36], "membership": ["7"]}
THEIRS = {"mark": "markx", "ids": IDS}


def test_every_route_of_the_portal_is_a_door():
    known = {route.view for route in routes() if route.gate}
    found = {getattr(door.view, "cls", door.view) for door in doors.doors()}
    assert known <= found


def test_a_door_is_filled_with_the_identifier():
    tried = {address for _method, address, _ident in doors.named(IDS, reading=False)}
    assert f"/projects/{'p' * 36}/" in tried and f"/api/v1/runs/{'r' * 36}/" in tried
    assert f"/versions/{'p' * 36}/frames/0.jpg" in tried
    assert not [address for address in tried if "%" in address]


def test_a_page_is_tried_with_both_methods_and_an_api_route_with_its_own():
    tried = [(m, a) for m, a, _ in doors.named(IDS, reading=False) if a.endswith("r" * 36 + "/")]
    assert {m for m, a in tried if a.startswith("/runs/")} == {"GET", "POST"}
    assert {m for m, a in tried if a.startswith("/api/v1/shots/")} >= {"GET", "PATCH", "DELETE"}
    assert {m for m, _a, _i in doors.named(IDS, reading=True)} == {"GET"}


def test_lists_are_filtered_by_every_field_they_offer():
    asked = {address for _method, address, _ident in doors.listed(IDS)}
    for field in ShotViewSet.filterset_fields:
        assert any(a.startswith(f"/api/v1/shots/?{field}=") for a in asked), field
    assert f"/projects/?studio={'s' * 36}" in asked


def test_every_reference_is_swapped_alone():
    ours = {kind: ["ours"] for kind in ("project", "membership", "studio", "episode", "version")}
    theirs = {kind: ["theirs"] for kind in [*ours, "scene", "asset", "shot", "decision"]}
    found = [(route, body) for route, body, _ident in nesting.nested(ours, theirs)]
    assert ("/api/v1/scenes/", {"project": "ours", "episode": "theirs", "code": "S7"}) in found
    assert ("/api/v1/scenes/", {"project": "theirs", "episode": "ours", "code": "S7"}) in found
    assert (
        "/api/v1/requests/",
        {"tool": "shot_breakdown", "versions": ["theirs"]},
    ) in found
    for _route, body in found:
        assert str(body).count("theirs") == 1


@pytest.mark.parametrize(
    ("status", "text", "opened", "leaks"),
    [
        (404, "nothing", False, 0),
        (403, "no", False, 0),
        (200, "an empty list", False, 0),
        (200, "", True, 1),
        (200, "the name is markx", False, 1),
        (404, f"not found, but see {'r' * 36}", False, 1),
        (500, "failed", False, 1),
    ],
)
def test_a_leak_is_what_opens_tells_or_fails(status, text, opened, leaks):
    tally = tenants.Tally()
    answer = httpx.Response(status, text=text)
    who = tenants.Intruder("producer", httpx.Client(), "token")
    tenants._judge(who, "GET /x", answer, "p" * 36, THEIRS, tally, opened)
    assert (tally.attempts, len(tally.leaks)) == (1, leaks)
    assert tally.statuses == Counter({status: 1})


def test_the_identifier_one_asked_with_is_no_leak():
    tally = tenants.Tally()
    answer = httpx.Response(404, text="p" * 36)
    who = tenants.Intruder("producer", httpx.Client(), "token")
    tenants._judge(who, "GET /x", answer, "p" * 36, THEIRS, tally, False)
    assert tally.leaks == []


def test_a_changed_table_is_named():
    assert tenants._changed({"a": "1", "b": "2"}, {"a": "1", "b": "3"}) == [
        "b: rows of the other studio changed"
    ]
