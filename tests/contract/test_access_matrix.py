"""Every page, API route and socket topic, tried by every kind of visitor."""

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from tests.contract import matrix, visits
from tests.contract.routes import cells
from tests.guests import came_in
from tests.world import VISITORS, World

ROWS = {**matrix.PAGES, **matrix.API}
#: Rows of ours that nobody outside (or without a grant) may meet in any answer.
SECRET = ("project", "asset", "version", "rendition", "run", "candidate", "decision", "shot")


@pytest.fixture
def clients(world, as_person):
    """One signed-in client for each kind of visitor; a visit leaves no trace in it."""
    found = {kind: as_person(world.visitor(kind)) for kind in VISITORS}
    for client in found.values():
        client.raise_request_exception = False  # a 500 is a wrong cell like any other
    return found


@pytest.fixture(autouse=True)
def a_frame_without_a_film(monkeypatch):
    monkeypatch.setattr("projects.views.media.still", lambda path, number, **given: b"jpeg")


def visit(client: Any, cell: str, world: World) -> Any:
    name, method = cell.split()
    where, what = visits.address(cell, world), visits.body(cell, world)
    if method == "GET":
        return client.get(where)
    if not name.startswith(("api:", "guest_note", "guest_copies")):
        return client.post(where, what)
    return client.generic(method, where, json.dumps(what), content_type="application/json")


def outcome(response: Any, cell: str) -> str:
    """The word of the matrix for what came back."""
    status, page_post = response.status_code, cell.endswith(" POST") and "api:" not in cell
    if status == 302 and urlsplit(response["Location"]).path == reverse("account_login"):
        return "in"
    if status == 401:
        return "in" if "api:" in cell or not cell.endswith(" GET") else "401"
    fine = (302,) if page_post else (200,) if cell.endswith(" GET") else (200, 201, 204)
    return "ok" if status in fine else str(status)


def wrong_cells(
    rows: dict[str, str], clients: dict[str, Any], world: World, *, kinds: tuple = VISITORS
) -> list[str]:
    wrong = []
    for cell, row in rows.items():
        for kind, expected in zip(VISITORS, row.split(), strict=True):
            if kind not in kinds:
                continue
            client, cookies = clients[kind], clients[kind].cookies.copy()
            point = transaction.savepoint()
            response = visit(client, cell, world)
            found = outcome(response, cell)
            if found != expected and str(response.status_code) != expected:
                wrong.append(f"{cell} as {kind}: {found}, expected {expected}")
            if found == "ok" and kind in ("anonymous", "other", "ungranted"):
                wrong += [f"{cell} as {kind} tells of our {row}" for row in told(response, world)]
            transaction.savepoint_rollback(point)
            client.cookies = cookies
    return wrong


def told(response: Any, world: World) -> list[str]:
    found = b"".join(response.streaming_content) if response.streaming else response.content
    content = found.decode(errors="replace")
    return [name for name in SECRET if str(getattr(world.ours, name).pk) in content]


def test_every_route_has_a_row_and_every_row_a_route():
    known = set(cells())
    assert sorted(known - set(ROWS)) == [], "routes without a row in matrix.py"
    assert sorted(set(ROWS) - known) == [], "rows whose route is gone"


def test_every_body_belongs_to_a_cell():
    names = {cell.split()[0] for cell in ROWS}
    assert set(visits.BODIES) | set(visits.ARGUMENTS_OF_CELL) <= set(ROWS)
    assert set(visits.ARGUMENTS) | set(visits.QUERY) <= names


def test_every_row_has_one_outcome_for_each_visitor():
    rows = {**ROWS, **matrix.TOPICS}
    assert [cell for cell, row in rows.items() if len(row.split()) != len(VISITORS)] == []


def test_every_page_answers_every_visitor_as_the_matrix_says(world, clients):
    wrong = wrong_cells(matrix.PAGES, clients, world)
    assert not wrong, "\n".join(wrong)


def test_every_api_route_answers_every_visitor_as_the_matrix_says(world, clients):
    wrong = wrong_cells(matrix.API, clients, world)
    assert not wrong, "\n".join(wrong)


#: What a guest's own pages may name: the film that was shared, and their link's playlist.
SHARED = {"version", "rendition"}


def test_a_guest_meets_their_playlist_and_nothing_else(world, client):
    """Every page and API route, with a valid link: a stranger everywhere but at their own door."""
    client.raise_request_exception = False
    came_in(client, world.ours.share)
    wrong = []
    for cell, row in ROWS.items():
        expected, cookies = matrix.GUEST.get(cell, row.split()[0]), client.cookies.copy()
        point = transaction.savepoint()
        response = visit(client, cell, world)
        found = outcome(response, cell)
        if expected not in (found, str(response.status_code)):
            wrong.append(f"{cell}: {found}, expected {expected}")
        spared = SHARED if cell in matrix.GUEST else set()
        wrong += [f"{cell} tells of our {row}" for row in set(told(response, world)) - spared]
        transaction.savepoint_rollback(point)
        client.cookies = cookies
    assert set(matrix.GUEST) <= set(ROWS)
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("cell", sorted(set(matrix.GUEST) - {"guest_door POST"}))
@pytest.mark.parametrize("end", ["revoked", "expired", "suspended", "other"])
def test_a_guest_whose_link_is_over_or_another_meets_nothing(world, client, end, cell):
    client.raise_request_exception = False
    came_in(client, world.theirs.share if end == "other" else world.ours.share)
    ended(world, end)
    response = visit(client, cell, world)
    row_of_ours = (
        cell.split()[0] in ("guest_media", "guest_note", "guest_copies")
        or cell == "guest_notes POST"
    )
    over = 410 if end != "other" else 404 if row_of_ours else 200
    assert response.status_code == over
    assert told(response, world) == []


def ended(world: World, how: str) -> None:
    now, link = timezone.now(), type(world.ours.share).objects.filter(pk=world.ours.share.pk)
    if how == "revoked":
        link.update(revoked_at=now)
    elif how == "expired":
        link.update(expires_at=now)
    elif how == "suspended":
        type(world.ours.studio).objects.filter(pk=world.ours.studio.pk).update(suspended_at=now)


@pytest.mark.parametrize("kind", ["director", "artist"])
def test_originals_open_to_directors_and_artists_where_the_project_allows_it(world, clients, kind):
    world.ours.project.allow_downloads = True
    world.ours.project.save()
    assert visit(clients[kind], "original GET", world).status_code == 200


#: Where the admin itself lets anybody in, or answers before it knows who asks.
ADMIN_DOORS = {"admin:login", "admin:logout", "admin:jsi18n", "admin:password_change_done"}
_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def admin_addresses(world: World) -> dict[str, str]:
    """Every address that the Django admin mounts, filled with rows of ours."""
    found = {}
    for pattern, name in admin_patterns():
        filled = {
            "object_id": str(world.ours.studio.pk),
            "pk": str(world.ours.studio.pk),
            "content_type_id": "1",
            "app_label": "portal",
            "url": "nowhere",
        }
        found[name] = "/admin/" + _CONVERTER.sub(lambda m, row=filled: row.get(m[1], "1"), pattern)
    return {name: at for name, at in found.items() if name not in ADMIN_DOORS}


def admin_patterns() -> Iterator[tuple[str, str]]:
    walk = [(entry, "") for entry in admin.site.get_urls()]
    for entry, before in walk:
        at = before + str(entry.pattern).replace("^", "").replace("$", "")
        if hasattr(entry, "url_patterns"):
            walk += [(inner, at) for inner in entry.url_patterns]
        elif "(?P<" not in at:
            yield at, f"admin:{entry.name or at}"


def admin_lists() -> set[str]:
    registered = [m._meta for m in admin.site._registry]
    return {f"admin:{o.app_label}_{o.model_name}_changelist" for o in registered}


def admitted(ask: Any, address: str) -> bool:
    answer, doors = ask(address), (reverse("admin:login"), reverse("account_login"))
    led = answer.status_code == 302 and answer["Location"].startswith(doors)
    return not led and answer.status_code not in (403, 404)


def test_the_django_admin_opens_to_administrators_only(clients, world):
    """Who may most elsewhere tries every address; everybody else the lists."""
    addresses = admin_addresses(world)
    assert admin_lists() < set(addresses)
    wrong = []
    for name, address in addresses.items():
        for kind in ("anonymous", "producer", "beta_lead"):
            asked = (clients[kind].get, clients[kind].post)
            wrong += [f"{name} as {kind}" for ask in asked if admitted(ask, address)]
    for kind in set(VISITORS) - {"admin"}:
        opened = [n for n in admin_lists() if admitted(clients[kind].get, addresses[n])]
        wrong += [f"{name} as {kind}" for name in opened]
    assert wrong == []


def test_the_admin_has_every_list_for_administrators(clients):
    answers = {n: clients["admin"].get(reverse(n)) for n in ["admin:index", *admin_lists()]}
    assert {n: a.status_code for n, a in answers.items() if a.status_code != 200} == {}
