"""Every page, API route and socket topic, tried by every kind of visitor."""

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import reverse

from tests.contract import matrix, visits
from tests.contract.routes import cells
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
    monkeypatch.setattr("projects.views.media.still", lambda path, number, at=None: b"jpeg")


def visit(client: Any, cell: str, world: World) -> Any:
    name, method = cell.split()
    where, what = visits.address(cell, world), visits.body(cell, world)
    if method == "GET":
        return client.get(where)
    if not name.startswith("api:"):
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


@pytest.mark.parametrize("kind", ["director", "artist"])
def test_originals_open_to_directors_and_artists_where_the_project_allows_it(world, clients, kind):
    world.ours.project.allow_downloads = True
    world.ours.project.save()
    assert visit(clients[kind], "original GET", world).status_code == 200


def test_the_django_admin_opens_to_administrators_only(clients):
    wrong, door = [], reverse("admin:login")
    lists = [
        f"admin:{m._meta.app_label}_{m._meta.model_name}_changelist" for m in admin.site._registry
    ]
    for name in ["admin:index", *lists]:
        for kind, client in clients.items():
            response = client.get(reverse(name))
            turned_away = response.status_code == 302 and response["Location"].startswith(door)
            if response.status_code != 200 if kind == "admin" else not turned_away:
                wrong.append(f"{name} as {kind}: {response.status_code}")
    assert wrong == []
