"""Every create that takes a key gives its answer again only to whoever may still ask."""

import ast

import pytest
from django.utils import timezone

from portal.models import Membership
from tests.contract.tree import files, parsed
from tests.contract.visits import address, body

CELLS = [
    *[f"api:{name}-list POST" for name in ("project", "episode", "scene", "shot", "projectgrant")],
    *[f"api:{name}-list POST" for name in ("invitation", "upload", "assistrequest", "opening")],
    *[f"api:{name}-list POST" for name in ("note", "playlist", "playlistitem")],
    *[f"api:{name}-list POST" for name in ("performer", "character", "creatorconsultation")],
    "api:consent-list POST",
    *[f"api:{name}-list POST" for name in ("export", "closeout", "response", "ticket")],
    *[f"api:{name}-list POST" for name in ("resultuse", "finalcut", "writernotice")],
    *[f"api:{name}-list POST" for name in ("workitem", "timeentry")],
    *["api:disclosurepack-list POST", "api:disclosurepack-sign POST"],
    *[f"api:candidate-{name} POST" for name in ("revise", "decisions", "adopt", "scenes")],
    "api:assistrequest-decisions POST",
    "api:run-again POST",
]


#: What a reviewer without any project may do as well, and is told again as their own.
REVIEWERS_TOO = {"api:ticket-list POST"}


@pytest.fixture
def producer(world):
    """Of two studios, so that no gate says no before the row is looked for."""
    user = world.visitor("producer")
    Membership.objects.create(studio=world.theirs.studio, user=user, role="producer")
    return user


@pytest.fixture
def repeat(world, producer, as_person):
    """The same call again and again, with one key; each as a request of its own."""

    def prepared(cell):
        where, what = address(cell, world), body(cell, world)

        def call(key="k"):
            headers = {"Idempotency-Key": key}
            return as_person(producer).post(where, what, "application/json", headers=headers)

        return call

    return prepared


def test_all_of_them_are_here():
    """Kinds of the hierarchy share one method, and so do those who are in a project."""
    decorated = [
        node
        for path in files(".py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef)
        and any(isinstance(d, ast.Name) and d.id == "idempotent" for d in node.decorator_list)
    ]
    assert len(decorated) == len(CELLS) - 5


@pytest.mark.parametrize("cell", CELLS)
def test_a_revoked_member_gets_what_a_new_call_gets(world, producer, repeat, cell):
    call = repeat(cell)
    first, second = call(), call()
    assert first.status_code == second.status_code == 201, first.content
    assert second["Idempotent-Replay"] == "true" and second.json() == first.json()
    mine = Membership.objects.filter(user=producer, studio=world.ours.studio)
    mine.update(role="reviewer")
    demoted = call()
    told = first.json() if isinstance(first.json(), list) else [first.json()]
    if cell in REVIEWERS_TOO:
        assert demoted.json() == first.json()
    else:
        assert demoted.status_code in (403, 404)
        assert not any(str(row.get("id")) in demoted.text for row in told)
    mine.update(role="producer")
    assert call()["Idempotent-Replay"] == "true"
    mine.update(revoked_at=timezone.now())
    revoked = call()
    assert (revoked.status_code, revoked.json()["error"]["code"]) == (404, "not_found")
    assert call("another").status_code in (400, 404)
