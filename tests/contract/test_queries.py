"""How many queries each list and page asks, recorded in `queries.json`.

The count must not grow with the rows, and any change of it must be meant. To record anew:

    RECORD=1 uv run pytest tests/contract/test_queries.py
"""

import json
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import AssistRequest
from tests.contract.crowd import grow
from tests.contract.recorded import HOW, agreed
from tests.contract.routes import routes
from tests.world import World, make_pictures

FEW, MANY = 2, 8
#: Lists that beta leads read, and no partner.
LEADS = (
    *("questionnaires", "api:questionnaire-list", "reports", "data"),
    *("api:reportdefinition-list", "api:report-list"),
)


def pages(world: World) -> dict[str, str]:
    house = world.ours
    project = reverse("project", args=[house.project.pk])
    return {
        "home": reverse("home"),
        "projects": reverse("projects"),
        "project, grid": project,
        "project, table": f"{project}?view=table",
        "project settings": reverse("project_settings", args=[house.project.pk]),
        "people": reverse("people", args=[house.project.pk]),
        "ledger": reverse("project_ledger", args=[house.project.pk]),
        "policy": reverse("project_policy", args=[house.project.pk]),
        "shot status": reverse("shot_status", args=[house.project.pk]),
        "structure": reverse("project_structure", args=[house.project.pk]),
        "runs": reverse("runs"),
        "runs, active": reverse("runs") + "?state=active",
        "run": reverse("run", args=[house.run.pk]),
        "review": reverse("review"),
        "asset": reverse("asset", args=[house.asset.pk]),
        "notes": reverse("version_notes", args=[house.version.pk]),
        "playlists": reverse("playlists", args=[house.project.pk]),
        "playlist": reverse("playlist", args=[house.playlist.pk]),
        "shares": reverse("shares", args=[house.playlist.pk]),
        "ask": reverse("ask", args=[house.version.pk]),
        "candidate": reverse("candidate", args=[house.candidate.pk]),
        "triage": reverse("triage", args=[_board(world)]),
        "asks": reverse("asks"),
        "worth": reverse("worth", args=[house.decision.pk]),
        "work": reverse("work"),
        "work of a project": reverse("project_work", args=[house.project.pk]),
        "work item": reverse("work_item", args=[house.workitem.pk]),
        "studio": reverse("studio"),
        "tokens": reverse("tokens"),
        "webhooks": reverse("webhooks"),
        "webhook": reverse("webhook", args=[world.ours.endpoint.pk]),
        "notifications": reverse("notifications"),
        "notification choices": reverse("notification_choices"),
        "leaving": reverse("leaving"),
        "storage": reverse("storage"),
        "audit": reverse("audit"),
        "providers": reverse("providers"),
        "feedback": reverse("feedback"),
        "feedback, studio": reverse("feedback") + "?whose=studio",
        "released": reverse("released"),
        "search": reverse("search") + "?q=PRJ",
    }


def _board(world: World) -> Any:
    """A board that has as many pictures as there are of everything."""
    version, producer = world.ours.version, world.ours.people["producer"]
    found = AssistRequest.objects.filter(parameters={"counted": True}).first()
    many = world.ours.project.requests.count()
    board = make_pictures(version, producer, [f"{n:016x}" for n in range(many)], request=found)
    AssistRequest.objects.filter(pk=board.pk).update(parameters={"counted": True})
    return board.pk


def api(world: World) -> dict[str, str]:
    lists = {r.name: reverse(r.name) for r in routes() if r.name.endswith("-list")}
    decisions = reverse("api:candidate-decisions", args=[world.ours.candidate.pk])
    jobs = f"{reverse('api:jobs')}?topic=mine"
    boards = {
        f"api:assistrequest-{part}": reverse(f"api:assistrequest-{part}", args=[_board(world)])
        for part in ("board", "decisions")
    }
    single = {"api:candidate-decisions": decisions, "api:jobs": jobs, "api:me": _me()}
    return {name: at for name, at in {**lists, **boards, **single}.items() if name not in LEADS}


def _me() -> str:
    return reverse("api:me")


def changelists(world: World) -> dict[str, str]:
    names = [f"admin:{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry]
    found = {name: reverse(f"{name}_changelist") for name in names}
    studio = reverse("admin:portal_studio_change", args=[world.ours.studio.pk])
    return {**found, "admin:portal_studio change": studio}


#: Who looks at what: everything is looked at by somebody who sees it all.
LOOKS = (("producer", pages), ("producer", api), ("admin", changelists))
ANSWERS = (
    "beta_lead",
    lambda world: {
        **{name: reverse(name) for name in ("answers", "tickets", "releases", *LEADS)},
        "topic": reverse("topic", args=[world.ours.topic.pk]),
        "measures": reverse("measures"),
        "beta": reverse("beta"),
        "beta_rows": reverse("beta_rows", args=["runs"]),
    },
)


#: One studio is ours; the others are no lists.
ONE_ROW = {
    "api:agreementversion-list",
    "api:studio-list",
    "api:me",
    "api:candidate-decisions",
    "api:jobs",
    "api:assistrequest-decisions",
}


#: Statements that count what a page does not show; while everything fits there is none of them.
REST = {
    "home": 2,
    **dict.fromkeys(
        ("admin:projects_derivation", "admin:projects_indexcard", "admin:projects_candidate"), 1
    ),
}


def listed(response: Any) -> Any:
    """The rows of an API list; of a page, or a list without pages, anything not empty."""
    is_json = response["Content-Type"] == "application/json"
    found = response.json() if is_json else response.content
    if isinstance(found, dict):
        return found["results"] if "results" in found else found["pictures"]
    return found


def count(clients: dict[str, Any], world: World) -> dict[str, int]:
    counted = {}
    for kind, addresses in [*LOOKS, ANSWERS]:
        for name, address in addresses(world).items():
            with CaptureQueriesContext(connection) as asked:
                response = clients[kind].get(address)
            assert response.status_code == 200, f"{name}: {response.status_code}"
            assert name in ONE_ROW or len(listed(response)) > FEW - 1, f"{name}: nothing to count"
            counted[name] = len(asked)
    return counted


@pytest.fixture
def counts(world, as_person, monkeypatch) -> tuple[dict[str, int], dict[str, int]]:
    # Where a machine is slow, what is counted once a minute would be counted on some page.
    monkeypatch.setattr("portal.outbox.notices._COUNT_SECONDS", 3600)
    monkeypatch.setattr("feedback.work.timer_news._SECONDS", 3600)
    monkeypatch.setattr("portal.sessions.SEEN_EVERY", 10**9)
    # Who looked is noted anew every quarter of an hour by the clock, which may strike meanwhile.
    monkeypatch.setattr("projects.viewing.WINDOW", 10**9)
    clients = {kind: as_person(world.visitor(kind)) for kind in ("producer", "beta_lead", "admin")}
    grow(world, range(FEW))
    count(clients, world)  # content types and the like are read once a process
    few = count(clients, world)
    grow(world, range(FEW, MANY))
    return few, count(clients, world)


def test_no_list_asks_more_when_there_are_more_rows_and_counts_are_as_recorded(counts):
    few, many = counts
    grown = [
        f"{name}: {n} → {many[name]}"
        for name, n in few.items()
        if many[name] > n + REST.get(name, 0)
    ]
    assert not grown, "\n".join(grown)
    text = json.dumps(many, indent=1, sort_keys=True) + "\n"
    kept = json.loads(agreed("queries.json", text) or "{}")
    changed = [
        f"{name}: recorded {kept.get(name)}, now {many.get(name)}"
        for name in sorted({*kept, *many})
        if kept.get(name) != many.get(name)
    ]
    assert not changed, "\n".join([*changed, HOW.format(test="test_queries.py")])
