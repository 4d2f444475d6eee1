"""The drill's two studios have one of everything there is, read from the models."""

import json
from uuid import uuid4

import pytest

from portal.drills.tenants import people, two_studios
from portal.models import Membership, Studio
from portal.possessions import rows_of, tenant_models
from projects.models import Opening, Project, ProjectGrant
from tests.world import make_version, person, publish

#: Model → why the drill's studios need no row of it.
EXCEPTIONS: dict[str, str] = {}


def bare(name: str) -> Studio:
    """What the sample programme makes of a studio: people, a project, a film."""
    studio = Studio.objects.create(name=name)
    roles = ("producer", "director", "artist", "reviewer")
    members = {
        role: Membership.objects.create(
            studio=studio, user=person(f"{name.split()[0]}-{role}"), role=role
        )
        for role in roles
    }
    project = Project.objects.create(studio=studio, name=name, code="P")
    ProjectGrant.objects.create(project=project, membership=members["reviewer"])
    make_version(project, members["artist"].user)
    publish().accept(actor=members["producer"].user, studios=[studio.pk], address=None)
    return studio


@pytest.fixture
def filled(db):
    lead, mark = person("Lead", programme_role="beta_lead"), "mark" + uuid4().hex
    studio = bare(two_studios.THEIRS)
    return studio, mark, two_studios.fill(studio, mark, lead)


def test_every_model_with_a_studio_has_a_row(filled):
    studio, _mark, _secrets = filled
    empty = [m._meta.label for m in tenant_models() if not rows_of(m, studio).exists()]
    assert sorted(empty) == sorted(EXCEPTIONS), "fill the drill's studios: see two_studios.py"


def test_every_kind_can_be_guessed_and_there_is_one_more_for_each_way_of_ending_it(filled):
    studio, _mark, _secrets = filled
    found = people.ids(studio)
    assert [kind for kind, rows in found.items() if not rows] == []
    assert {m._meta.model_name for m in tenant_models()} < set(found)
    assert len(found["invitation"]) == 4
    assert min(len(found[kind]) for kind in ("apitoken", "asset", "opening")) >= 2


def test_what_is_made_bears_the_mark(filled):
    studio, mark, secrets = filled
    project = Project.objects.get(studio=studio)
    assert project.name == mark and studio.closeouts.get().reason == mark
    assert secrets["closed"].startswith("/closed/") and "/uploads/parts/" in secrets["part"]


def test_nobody_was_let_in_to_look(filled):
    studio, _mark, _secrets = filled
    assert people.ids(studio)["opening"] != []
    assert not Opening.objects.open().filter(studio=studio).exists()


def test_all_is_told_with_keys_of_everybody(db, capsys):
    lead = person("Lead", programme_role="beta_lead")
    for name in (two_studios.OURS, two_studios.THEIRS):
        bare(name)
    two_studios.tell()
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert {two_studios.OURS, two_studios.THEIRS, "people", "lead", "crossed"} == set(told)
    assert {people.READING, people.FORMER, "beta_lead", "our artist", "their producer"} < set(
        told["people"]
    )
    theirs = Studio.objects.get(name=two_studios.THEIRS)
    assert not theirs.memberships.active().filter(user__email="former@example.org").exists()
    assert lead.memberships.count() == 0
