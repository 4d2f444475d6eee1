"""The first hour: steps for each role, each leading to its place, and a project to play with."""

import html
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.urls import reverse
from PIL import Image

from portal import first_steps
from portal.access import Capability
from portal.errors import PortalError
from portal.models import AuditEvent, Membership
from projects.first_hour import examples, film
from projects.first_hour.project import CODE, start_sample
from projects.help.tools import ABOUT
from projects.home import awaited
from projects.home.lines import beyond, further
from projects.models import Note, Project, ProjectGrant, Version


@pytest.fixture
def short(monkeypatch):
    """A film that is drawn in no time."""
    monkeypatch.setattr(film, "SECONDS", 1)
    monkeypatch.setattr(film, "SIZE", (64, 48))


def steps(user, studio):
    return {str(step["label"]): step for step in first_steps.steps_of(user, studio)}


class TestSampleProject:
    def test_it_holds_a_film_and_a_script_without_an_upload(self, world, short, as_person):
        producer, studio = world.visitor("producer"), world.ours.studio
        answer = as_person(producer).post(f"/projects/sample/?studio={studio.pk}")
        project = Project.objects.get(studio=studio, code=CODE)
        assert answer.url == f"/projects/{project.pk}/"
        names = {version.file_name for version in Version.objects.filter(project=project)}
        assert names == {film.NAME, film.SCRIPT_NAME}
        assert AuditEvent.objects.filter(verb="project:made", studio=studio).exists()

    def test_reviewers_of_the_studio_may_look(self, world, short):
        project = start_sample(actor=world.visitor("producer"), studio=world.ours.studio)
        granted = ProjectGrant.objects.filter(project=project).count()
        reviewers = world.ours.studio.memberships.active().filter(role="reviewer").count()
        assert granted == reviewers > 0

    def test_asked_for_twice_it_is_the_same(self, world, short):
        made = [
            start_sample(actor=world.visitor("producer"), studio=world.ours.studio)
            for _time in range(2)
        ]
        assert made[0] == made[1]
        assert Version.objects.filter(project=made[0]).count() == 2

    def test_where_there_is_no_room_nothing_is_left_behind(self, world, short):
        studio = world.ours.studio
        studio.quota_bytes = 1
        studio.save()
        with pytest.raises(PortalError, match="upload:quota"):
            start_sample(actor=world.visitor("producer"), studio=studio)
        assert not Project.objects.filter(code=CODE).exists()


class TestSteps:
    def test_each_leads_to_the_very_place(self, world):
        director, studio = world.visitor("director"), world.ours.studio.pk
        url = steps(director, studio)["Ask for a shot breakdown"]["url"]
        films = Version.objects.visible_to(director).filter(studio=studio)
        newest = Project.objects.visible_to(director).filter(studio=studio).first()
        assert url.split("?")[0] in {
            *(reverse("ask", args=[film.pk]) for film in films),
            reverse("project", args=[newest.pk]),
        }

    def test_who_manages_is_offered_the_sample_project(self, world):
        producer, studio = world.visitor("producer"), world.ours.studio.pk
        offer = steps(producer, studio)["Upload a film"]["offer"]
        assert offer["url"] == "/projects/sample/" and offer["studio"] == studio

    def test_nobody_is_offered_what_is_not_theirs(self, world):
        artist, studio = world.visitor("artist"), world.ours.studio.pk
        told = steps(artist, studio)
        assert told["Upload a film"]["offer"] is None
        assert "Look and decide" not in told and "Invite a colleague" not in told
        assert "Write a note on a frame" in told

    def test_a_note_is_a_step_of_who_does_not_decide(self, world):
        director, studio = world.visitor("director"), world.ours.studio.pk
        assert "Write a note on a frame" not in steps(director, studio)

    def test_ones_own_note_does_it(self, world):
        artist, studio = world.visitor("artist"), world.ours.studio.pk
        said = Note.objects.filter(person=artist).exists()
        assert steps(artist, studio)["Write a note on a frame"]["done"] == said

    def test_a_beta_lead_has_steps_of_the_programme(self, world):
        labels = set(steps(world.beta_lead, None))
        assert {"Sort the first ticket", "Publish a questionnaire"} <= labels
        assert "Upload a film" not in labels and "Let a studio in" not in labels

    def test_the_first_that_is_not_done_is_the_next(self, world):
        told = first_steps.steps_of(world.visitor("reviewer"), world.ours.studio.pk)
        following = [step for step in told if step.get("next")]
        assert following == [step for step in told if not step["done"]][:1]


class TestChecklist:
    @pytest.fixture
    def one(self, monkeypatch):
        """A single step that says what it is told to."""
        said = {"done": False, "asked": 0}

        def done(user, studio):
            said["asked"] += 1
            return said["done"]

        step = first_steps.Step(1, "One", "", "home", Capability.SIGNED_IN, done)
        monkeypatch.setattr(first_steps, "STEPS", [step])
        cache.clear()
        return said

    def test_it_stays_until_its_steps_are_done_and_then_asks_no_more(self, db, one, world):
        person, here = world.visitor("producer"), world.ours.studio.pk
        assert len(first_steps.checklist(person, here)) == 1
        one["done"] = True
        assert first_steps.checklist(person, here) == []
        asked = one["asked"]
        assert first_steps.checklist(person, here) == []
        assert one["asked"] == asked

    def test_folded_away_it_is_one_line_for_that_person(self, world, as_person):
        producer = as_person(world.visitor("producer"))
        other = as_person(world.visitor("director"))
        assert 'class="steps"' in producer.get("/").text
        assert producer.post("/first-steps/fold/", {"folded": "1"}).url == "/"
        page = producer.get("/").text
        assert 'class="steps"' not in page and "Show the first steps" in page
        assert 'class="steps"' in other.get("/").text
        producer.post("/first-steps/fold/")
        assert 'class="steps"' in producer.get("/").text


class TestCounting:
    def test_it_stops_where_it_need_not_go_on(self, world):
        rows = Membership.objects.visible_to(world.visitor("producer"))
        assert awaited.counted(rows, 1) == 1 < rows.count()

    def test_the_newest_are_found_beyond_the_recent_requests(self, world, monkeypatch):
        person = world.visitor("producer")
        waiting = list(awaited.awaiting(person)[:3])
        monkeypatch.setattr(awaited, "RECENT", 1)
        assert awaited.newest(person, 3) == waiting

    def test_what_does_not_fit_is_counted_as_far_as_it_is_told(self, monkeypatch, world):
        rows = Version.objects.visible_to(world.visitor("producer"))
        assert beyond(rows, 1, 0) == 0
        assert beyond(rows, 1, 1) == rows.count() - 1

    @pytest.mark.parametrize(
        ("count", "text"),
        [(3, "and 3 more"), (200, "and 200 more"), (201, "and more than 200 more")],
    )
    def test_the_line_says_how_many(self, count, text):
        assert further(count, "and %(n)s more", "/review/")[0]["text"] == text

    def test_there_is_no_line_for_nothing(self):
        assert further(0, "and %(n)s more", "/review/") == []


class TestExample:
    def test_it_is_what_the_tool_gives_of_the_film(self, short, settings, monkeypatch):
        monkeypatch.setattr(film, "SECONDS", 3)
        with Image.open(examples.sheet("shot_breakdown")) as sheet:
            assert sheet.mode == "RGBA"
            assert sheet.size[0] == 976
            assert sheet.getextrema()[3] == (0, 255)  # no ground of its own

    def test_it_is_made_once(self, short, monkeypatch):
        monkeypatch.setattr(film, "SECONDS", 3)
        first = examples.sheet("shot_breakdown")
        monkeypatch.setattr(film, "drawn", None)
        assert examples.sheet("shot_breakdown") == first

    def test_many_who_look_at_once_have_it_made_once(self, settings, tmp_path, monkeypatch):
        settings.WORK_ROOT, made = tmp_path, []

        def slowly(_tool, _role, kept):
            made.append(kept)
            time.sleep(0.3)
            kept.write_bytes(b"RIFF")
            return kept

        monkeypatch.setattr(examples, "_made", slowly)
        with ThreadPoolExecutor(6) as crowd:
            seen = list(crowd.map(examples.sheet, ["shot_breakdown"] * 6))
        assert len(made) == 1 and set(seen) == set(made)

    def test_a_tool_without_one_has_no_page(self, world, as_person):
        artist = as_person(world.visitor("artist"))
        assert artist.get(reverse("tool_example", args=["convert"])).status_code == 404

    def test_it_goes_once_the_studio_has_a_run(self, world, monkeypatch):
        version, ran = world.ours.version, world.ours.run.request.tool
        monkeypatch.setattr(examples, "PICTURES", {ran: "thumbnail", "stills": "small"})
        assert examples.offered(version, examples.TOOLS[ran]) == {}
        stills = examples.offered(version, examples.TOOLS["stills"])
        assert stills["picture"] == "/tools/stills/example.webp" and stills["words"]

    def test_a_tool_without_a_picture_tells_its_case_in_words(self, world, as_person):
        version = world.ours.version
        found = examples.offered(version, examples.TOOLS["clean_plate"])
        assert found == {"words": ABOUT["clean_plate"].example, "picture": ""}
        address = reverse("ask", args=[version.pk]) + "?tool=clean_plate"
        page = as_person(world.visitor("artist")).get(address)
        assert str(found["words"]) in html.unescape(page.text)
        assert "example.webp" not in page.text
