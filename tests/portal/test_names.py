"""One rule for the names of people and things, by whatever door they come in."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse

from portal.models import ApiToken, Invitation, Studio, User
from portal.models.invitations import invite
from portal.names import NameField, composed, made_plain, plain_name
from portal.rosters import import_roster
from projects.models import Asset, Project
from tests.world import person

BAD = ["two\nlines", "a\rb", "tab\tbed", "nul\x00", "\x1b[31m", "\x85", "a\u2028b", "a\u2029b"]
BAD += [f"a{chr(sign)}b" for sign in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
GOOD = ["Åsa Lindqvist", "می‌خواهم", "क्‍ष", "יעל", "映画", "O'Neil & Söhne (2) – №1", "🎬"]
APART = unicodedata.normalize("NFD", "Zoë Çelik")
WHOLE = "Zoë Çelik"


@pytest.mark.parametrize("name", BAD, ids=repr)
def test_a_name_draws_one_line_in_the_order_it_is_read(name):
    with pytest.raises(ValidationError, match="one line"):
        plain_name(name)
    assert plain_name(made_plain(name, most=40)) is None


@pytest.mark.parametrize("name", GOOD)
def test_names_of_the_world_are_names(name):
    plain_name(name)
    assert composed(f" {name}\u00a0") == made_plain(name, most=40) == name


def test_what_a_server_sends_is_cut_and_trimmed():
    assert made_plain(" a\nb\u202e " + "c" * 90, most=10) == "a b  ccccc"
    assert made_plain("\u202e\n", most=10) == ""


@pytest.mark.parametrize("model", [User, Studio, ApiToken, Invitation, Project, Asset])
def test_they_are_names_wherever_they_are_kept(model):
    assert isinstance(model._meta.get_field("name"), NameField)


def test_no_name_of_the_work_is_forgotten(db):
    from django.apps import apps

    ours = [m for m in apps.get_models() if m._meta.app_label in ("portal", "projects")]
    fields = [f for m in ours for f in m._meta.concrete_fields if f.name == "name"]
    assert len(fields) > 9
    assert [f for f in fields if isinstance(f, models.CharField)] == [
        f for f in fields if isinstance(f, NameField)
    ]


def test_whoever_writes_the_row_it_is_composed(world):
    row = person("Ann", programme_role="")
    row.name = f" {APART} "
    row.save()
    assert row.name == User.objects.get(pk=row.pk).name == WHOLE
    (project,) = Project.objects.bulk_create(
        [Project(studio=world.ours.studio, name=APART, code="NEW")]
    )
    assert Project.objects.get(pk=project.pk).name == WHOLE


class TestPages:
    def accept(self, world, client, name):
        _row, secret = invite(
            actor=None, email="nora@example.org", role="artist", studio=world.ours.studio
        )
        body = {"name": name, "password": "a quiet sentence about rain"}
        return client.post(reverse("invitation", args=[secret]), body)

    def test_a_person_who_joins(self, world, client):
        answer = self.accept(world, client, "Nora\u202egnp.exe")
        assert answer.status_code == 200 and answer.context["form"].errors["name"]
        self.accept(world, client, f" {APART}")
        assert User.objects.get(email="nora@example.org").name == WHOLE

    def test_a_token_and_a_project(self, world, as_person):
        producer = as_person(world.visitor("producer"))
        token = {"name": "a\nb", "scopes": ["read"], "days": "9"}
        project = {"studio": world.ours.studio.pk, "name": "a\u2066b", "code": "N"}
        for page, body in (("tokens", token), ("project_new", project)):
            answer = producer.post(reverse(page), {**body, "rate_label": "24"})
            assert answer.status_code == 200 and "A name is one line" in answer.text
        assert not Project.objects.filter(code="N").exists()

    @pytest.mark.parametrize("kind", ["user", "studio", "project"])
    def test_the_admin(self, world, as_person, kind):
        row = {"user": world.visitor("artist"), "studio": world.ours.studio}.get(
            kind, world.ours.project
        )
        where = reverse(f"admin:{row._meta.app_label}_{kind}_change", args=[row.pk])
        answer = as_person(world.admin).post(where, {"name": "a\u202eb"})
        assert answer.status_code == 200
        assert "A name is one line" in str(answer.context["adminform"].form.errors["name"])


class TestTheApi:
    @pytest.fixture
    def producer(self, world, as_person):
        return as_person(world.visitor("producer"))

    def change(self, producer, row, kind, name):
        where = f"/api/v1/{kind}/{row.pk}/"
        answer = producer.patch(where, {"name": name}, "application/json")
        row.refresh_from_db()
        return answer

    @pytest.mark.parametrize("kind", ["assets", "projects", "episodes", "scenes", "shots"])
    def test_changing_a_name(self, world, producer, kind):
        row = getattr(world.ours, kind[:-1])
        before = row.name
        answer = self.change(producer, row, kind, "a\u202eb")
        assert answer.status_code == 400 and answer.json()["error"]["fields"]["name"]
        assert row.name == before
        assert self.change(producer, row, kind, f" {APART}").status_code == 200
        assert row.name == WHOLE

    def test_the_length_is_of_what_is_kept(self, world, producer):
        longer = "\u0958" * 128  # two signs each, once composed
        assert self.change(producer, world.ours.asset, "assets", longer).status_code == 400


class TestFiles:
    def test_a_row_of_a_roster_is_refused_alone(self, world):
        text = "studio,email,name\nA\u202eB,a@a.example,\nC,c@a.example,x\x07\n"
        text += f"D,d@a.example,{APART}\n"
        outcome = import_roster(text.encode(), actor=world.admin)
        assert [line for line, _email in outcome.invited] == [4]
        assert all("one line" in reason for _line, reason in outcome.refused)
        assert Invitation.objects.get(email="d@a.example").name == WHOLE
        assert not Studio.objects.filter(name__startswith="A").exists()
