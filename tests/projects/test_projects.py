"""Making and changing projects."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from portal.access import Role
from portal.models import Membership
from projects.models import Project
from projects.models.projects import RATES
from tests.world import enrolled


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


NEW = {"name": "New film", "code": "NEW", "rate_label": "25"}


class Tab:
    """The settings as one tab of a browser shows them, with what it hides beside each field."""

    def __init__(self, person, project, page=None):
        self.person, self.address = person, reverse("project_settings", args=[project.pk])
        form = (page or person.get(self.address)).context["form"]
        self.fields = {}
        for field in form:
            shown = str(field)
            hidden = re.search(rf'name="{field.html_initial_name}" value="([^"]*)"', shown)
            self.fields[field.html_initial_name] = hidden[1] if hidden else ""
            if field.value() not in (False, "False", None):
                self.fields[field.html_name] = field.value()
        for name, value in self.fields.items():  # as a browser sends lines
            self.fields[name] = "\r\n".join(str(value).splitlines())

    def save(self, **typed):
        return self.person.post(self.address, {**self.fields, **typed})


class TestProjects:
    def test_a_producer_makes_one(self, world, producer):
        answer = producer.post("/projects/new/", {**NEW, "studio": world.ours.studio.pk})
        made = Project.objects.get(code="NEW")
        assert answer.url == f"/projects/{made.pk}/"
        assert (made.studio, made.rate_label) == (world.ours.studio, "25")

    def test_not_in_a_studio_where_one_does_not_produce(self, world, producer):
        both = world.ours.people["producer"]
        for role in (None, Role.ARTIST):
            if role:
                Membership.objects.create(studio=world.theirs.studio, user=both, role=role)
                enrolled(both)
            answer = producer.post("/projects/new/", {**NEW, "studio": world.theirs.studio.pk})
            assert answer.status_code == 200 and answer.context["form"].errors["studio"]
        assert not Project.objects.filter(code="NEW").exists()

    def test_a_producer_of_two_studios_chooses(self, world, producer):
        both = world.ours.people["producer"]
        Membership.objects.create(studio=world.theirs.studio, user=both, role=Role.PRODUCER)
        enrolled(both)
        page = producer.get("/projects/new/")
        assert {str(s) for s in page.context["form"].fields["studio"].queryset} == {
            *["Ours", "Theirs"]
        }
        producer.post("/projects/new/", {**NEW, "studio": world.theirs.studio.pk})
        assert Project.objects.get(code="NEW").studio == world.theirs.studio

    def test_a_taken_code_is_a_sentence_on_every_face(self, world, producer):
        taken = {**NEW, "code": "PRJ", "studio": str(world.ours.studio.pk)}
        page = producer.post("/projects/new/", taken)
        assert page.status_code == 200 and page.context["form"].errors
        answer = producer.post("/api/v1/projects/", taken, "application/json")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "code:taken")
        assert "PRJ" in answer.json()["error"]["message"]

    def test_a_code_taken_by_another_studio_is_free_here(self, world, producer):
        Project.objects.create(studio=world.theirs.studio, name="x", code="NEW")
        producer.post("/projects/new/", {**NEW, "studio": world.ours.studio.pk})
        assert Project.objects.filter(code="NEW").count() == 2

    @pytest.mark.parametrize("code", ["", "a b", "é", "x" * 17, "a/b", "A\n"])
    def test_a_code_is_short_and_plain(self, world, producer, code):
        form = {**NEW, "code": code, "studio": str(world.ours.studio.pk)}
        answer = producer.post("/api/v1/projects/", form, "application/json")
        assert answer.status_code == (201 if code == "A\n" else 400)
        assert not Project.objects.filter(code__contains="\n").exists()

    @pytest.mark.parametrize("label", ["24.5", "", "23.98"])
    def test_only_known_rates(self, world, producer, label):
        form = {**NEW, "rate_label": label, "studio": str(world.ours.studio.pk)}
        assert producer.post("/api/v1/projects/", form, "application/json").status_code == 400
        with pytest.raises(IntegrityError), transaction.atomic():
            Project.objects.create(studio=world.ours.studio, code="R", rate_label=label)

    @pytest.mark.parametrize("label", RATES)
    def test_a_rate_is_exact(self, label):
        project = Project(rate_label=label)
        assert abs(float(project.rate) - float(label.split()[0])) < 0.001
        assert project.drop_frame == ("DF" in label)

    def test_settings_are_changed_by_a_producer_only(self, world, as_person, producer):
        address = reverse("project_settings", args=[world.ours.project.pk])
        form = {**NEW, "allow_downloads": "on"}
        assert as_person(world.visitor("director")).get(address).status_code == 200
        assert as_person(world.visitor("director")).post(address, form).status_code == 403
        assert as_person(world.visitor("other")).post(address, form).status_code == 404
        assert producer.post(address, form).status_code == 302
        world.ours.project.refresh_from_db()
        assert world.ours.project.allow_downloads and world.ours.project.code == "NEW"

    def test_settings_with_a_taken_code_say_so(self, world, producer):
        Project.objects.create(studio=world.ours.studio, name="x", code="NEW")
        address = reverse("project_settings", args=[world.ours.project.pk])
        answer = producer.post(address, NEW)
        said = ["The code NEW is taken. Choose another code."]
        assert answer.status_code == 200 and answer.context["form"].errors == {"code": said}

    def test_a_new_one_with_a_taken_code_says_so_beside_it(self, world, producer):
        Project.objects.create(studio=world.ours.studio, name="x", code="NEW")
        answer = producer.post(reverse("project_new"), {**NEW, "studio": world.ours.studio.pk})
        said = ["The code NEW is taken. Choose another code."]
        assert answer.context["form"].errors == {"code": said}

    def test_who_changes_the_name_erases_nobodys_description(self, world, producer):
        page = Tab(producer, world.ours.project)
        Tab(producer, world.ours.project).save(description="Two\r\nlines.", allow_downloads="on")
        assert page.save(name="Renamed").status_code == 302
        project = Project.objects.get(pk=world.ours.project.pk)
        assert (project.name, project.description) == ("Renamed", "Two\r\nlines.")
        assert project.allow_downloads

    def test_what_both_changed_is_refused_once_with_what_stands(self, world, producer):
        page = Tab(producer, world.ours.project)
        Tab(producer, world.ours.project).save(description="Hers.", name="Her name")
        refused = page.save(description="Mine.")
        assert list(refused.context["form"].errors) == ["description"]
        assert "to “Hers.”. Nothing is saved yet" in refused.text and "Mine.</text" in refused.text
        again = Tab(producer, world.ours.project, refused)
        assert again.fields["name"] == "Her name"
        assert again.save().status_code == 302
        project = Project.objects.get(pk=world.ours.project.pk)
        assert (project.name, project.description) == ("Her name", "Mine.")

    def test_what_both_changed_to_the_same_is_no_trouble(self, world, producer):
        page = Tab(producer, world.ours.project)
        Tab(producer, world.ours.project).save(rate_label="25")
        assert page.save(rate_label="25", name="N").status_code == 302

    def test_lines_that_a_script_wrote_are_no_change(self, world, producer):
        Project.objects.filter(pk=world.ours.project.pk).update(description=" Two\nlines.")
        assert Tab(producer, world.ours.project).save(description="One.").status_code == 302
        assert Project.objects.get(pk=world.ours.project.pk).description == "One."
