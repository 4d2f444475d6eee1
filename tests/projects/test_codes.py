"""A code is taken once: asked twice at the same moment, the second is told so in words."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from projects.codes import code_once
from projects.models import Episode, Project, Scene, Shot
from tests.world import make_version

CODES = {"episode": "E01", "scene": "S01", "shot": "PRJ_0010"}


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


@pytest.fixture
def at_once(monkeypatch):
    """The other one is not there yet when the form looks."""
    for model in (Episode, Scene, Shot, Project):
        monkeypatch.setattr(model, "validate_constraints", lambda *_args, **_how: None)


def structure(house, kind, **more):
    form = {"add": kind, f"{kind}-code": CODES[kind]}
    form |= {f"{kind}-{name}": value for name, value in more.items()}
    return reverse("project_structure", args=[house.project.pk]), form


class TestADoubleClick:
    @pytest.mark.parametrize(
        ("kind", "inside"), [("episode", ""), ("scene", "episode"), ("shot", "scene")]
    )
    def test_on_the_structure_page_is_told_beside_the_code(
        self, world, producer, at_once, kind, inside
    ):
        more = {inside: getattr(world.ours, inside).pk} if inside else {}
        answer = producer.post(*structure(world.ours, kind, **more))
        assert answer.status_code == 200
        said = answer.context["forms"][kind].errors["code"]
        assert said == [f"The code {CODES[kind]} is taken. Choose another code."]

    def test_of_a_new_project(self, world, producer, at_once):
        body = {"studio": world.ours.studio.pk, "name": "N", "code": "PRJ", "rate_label": "24"}
        answer = producer.post(reverse("project_new"), body)
        assert answer.status_code == 200 and "The code PRJ is taken." in answer.text

    def test_of_its_settings(self, world, producer, at_once):
        Project.objects.create(studio=world.ours.studio, name="Two", code="TWO")
        body = {"name": "N", "code": "TWO", "rate_label": "24"}
        answer = producer.post(reverse("project_settings", args=[world.ours.project.pk]), body)
        assert answer.status_code == 200 and "The code TWO is taken." in answer.text

    def test_in_the_admin(self, world, as_person, at_once):
        body = {"project": world.ours.project.pk, "code": "E01", "name": ""}
        answer = as_person(world.admin).post(reverse("admin:projects_episode_add"), body)
        assert answer.status_code == 409 and "The code E01 is taken." in answer.text

    @pytest.mark.parametrize(
        ("where", "what"),
        [
            ("/studio/", "portal.views.people.InviteForm"),
            ("/api/v1/me/", "portal.api.views.notices.unread"),
        ],
    )
    def test_anywhere_else_is_no_failure_of_the_portal(
        self, world, producer, monkeypatch, where, what
    ):
        def again(*_args, **_how):
            with transaction.atomic():
                Episode.objects.create(project=world.ours.project, code="E01")

        monkeypatch.setattr(what, again)
        answer = producer.get(where)
        assert answer.status_code == 409 and "There is one like this already." in answer.text


def test_what_else_the_database_refuses_is_not_taken_for_a_code(world):
    with pytest.raises(IntegrityError, match="shot_has_length"), code_once("X"):
        Shot.objects.create(project=world.ours.project, code="X", cut_in=5, cut_out=5)


class TestTheAdmin:
    @pytest.fixture
    def admin(self, world, as_person):
        return as_person(world.admin)

    @pytest.fixture
    def second(self, world):
        return Project.objects.create(studio=world.ours.studio, name="Two", code="TWO")

    def change(self, admin, row, **body):
        where = reverse(f"admin:projects_{row._meta.model_name}_change", args=[row.pk])
        answer = admin.post(where, {"name": "Changed", "code": getattr(row, "code", ""), **body})
        row.refresh_from_db()
        return answer

    @pytest.mark.parametrize("kind", CODES)
    @pytest.mark.parametrize("whose", ["ours", "theirs"])
    def test_no_row_moves_to_another_project(self, world, admin, second, kind, whose):
        row, before = getattr(world.ours, kind), world.ours.project
        goal = second if whose == "ours" else world.theirs.project
        assert self.change(admin, row, project=goal.pk).status_code == 302
        assert (row.project, row.studio, row.name) == (before, world.ours.studio, "Changed")

    def test_a_project_does_not_move_to_another_studio(self, world, admin):
        project = world.ours.project
        body = {"studio": world.theirs.studio.pk, "rate_label": "24", "watermark": "overlay"}
        assert self.change(admin, project, **body).status_code == 302
        assert (project.studio, project.name) == (world.ours.studio, "Changed")

    def test_a_grant_does_not_become_another_one(self, world, admin, second):
        grant = world.ours.grant
        body = {"project": second.pk, "membership": world.ours.memberships["ungranted"].pk}
        self.change(admin, grant, **body)
        assert grant.project == world.ours.project
        assert grant.membership == world.ours.memberships["reviewer"]

    def test_a_row_names_none_of_another_project(self, world, admin, second):
        scene, shot = world.ours.scene, world.ours.shot
        foreign = Episode.objects.create(project=second, code="E09")
        elsewhere = Scene.objects.create(project=second, code="S09")
        version = make_version(second, world.visitor("artist"), name="b.mp4")
        for row, body in (
            (scene, {"episode": foreign.pk}),
            (scene, {"episode": world.theirs.episode.pk}),
            (shot, {"scene": elsewhere.pk}),
            (shot, {"version": version.pk}),
        ):
            answer = self.change(admin, row, **body)
            assert answer.status_code == 200 and "belongs to another project" in answer.text
        assert (scene.episode, shot.scene) == (world.ours.episode, world.ours.scene)
        assert shot.version is None

    def test_a_taken_code_is_told_on_the_page(self, world, admin):
        Episode.objects.create(project=world.ours.project, code="E02")
        answer = self.change(admin, world.ours.episode, code="E02")
        assert answer.status_code == 200 and world.ours.episode.code == "E01"
