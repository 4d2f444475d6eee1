"""What is known of the work of each shot: its order, its state, its notes, and who may ask."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import AssistRequest, Decision, Episode, Project, Run, Scene, Shot, State
from projects.shot_status import find_shots, rows_of, scenes_of
from projects.shot_status.asked import Asked, read
from tests.world import make_candidate, make_note, make_version


@pytest.fixture
def artist(world, as_person):
    return as_person(world.visitor("artist"))


@pytest.fixture
def film(world):
    """A project of its own, without a shot."""
    return Project.objects.create(studio=world.ours.studio, name="Another film", code="AN")


@pytest.fixture
def shot(film):
    return Shot.objects.create(project=film, code="AN_0010")


@pytest.fixture
def version(world, film, shot):
    made = make_version(film, world.ours.people["artist"])
    made.asset.shot = shot
    made.asset.save()
    return made


def rows(project, **asked):
    return rows_of(find_shots(project, Asked(**asked)), scenes_of(project))


def codes(project, **asked):
    return [row["code"] for row in rows(project, **asked)]


def address(project):
    return reverse("api:shot_status", args=[project.pk])


class TestPlanning:
    """Of a whole project nothing is looked up row by row, and only for this one statement."""

    def said(self, name):
        with connection.cursor() as cursor:
            cursor.execute(f"show {name}")
            return cursor.fetchone()[0]

    @pytest.mark.parametrize(("asked", "hashed"), [({}, True), ({"size": 2}, False)])
    def test_a_whole_project_is_hashed_and_a_page_looked_up(self, shot, film, asked, hashed):
        with CaptureQueriesContext(connection) as told:
            assert find_shots(film, Asked(**asked)).count == 1
        assert ("enable_nestloop = off" in told.captured_queries[-1]["sql"]) == hashed

    def test_what_comes_after_it_in_a_transaction_is_planned_as_ever(self, shot, film):
        assert self.said("enable_nestloop") == "on"
        find_shots(film, Asked())
        assert self.said("enable_nestloop") == "on"


class TestOrder:
    @pytest.fixture
    def series(self, film):
        first, second = (Episode.objects.create(project=film, code=code) for code in ("E2", "E10"))
        for episode, code, shots in (
            (second, "1", ["Z1"]),
            (first, "10", ["9", "10A", "10", "11"]),
            (first, "2", ["B_020", "B_010"]),
        ):
            scene = Scene.objects.create(project=film, episode=episode, code=code)
            for shot in shots:
                Shot.objects.create(project=film, scene=scene, code=shot)
        Shot.objects.create(project=film, code="A1")
        return film

    STORY = ("B_010", "B_020", "9", "10", "10A", "11", "Z1", "A1")

    def test_people_count_scenes_and_shots_and_those_without_a_scene_come_last(self, series):
        assert codes(series) == [*self.STORY]

    @pytest.mark.parametrize("start", range(8))
    def test_a_page_is_a_part_of_the_whole(self, series, start):
        found = find_shots(series, Asked(start=start, size=3))
        assert found.count == 8
        assert codes(series, start=start, size=3) == [*self.STORY[start : start + 3]]

    def test_an_episode_or_a_scene_has_its_own_only(self, series):
        scene = Scene.objects.get(project=series, code="2")
        assert codes(series, episode=scene.episode_id) == [*self.STORY[:6]]
        assert codes(series, scene=scene.pk, size=1) == ["B_010"]

    def test_words_are_looked_for_as_they_stand(self, series):
        Shot.objects.create(project=series, code="C", name="100% rain")
        assert codes(series, words="b_0") == ["B_010", "B_020"]
        assert codes(series, words="0% R") == ["C"]
        assert codes(series, words="%") == ["C"]

    def test_by_code(self, series):
        assert codes(series, sort="code") == sorted(self.STORY)

    def test_another_project_stays_out(self, series, world):
        assert world.ours.shot.code not in codes(series)


class TestRequests:
    def ask(self, version, state="open", run="READY", tool="clean_plate"):
        of = {"project": version.project}
        request = AssistRequest.objects.create(**of, tool=tool, state=state)
        request.versions.set([version], through_defaults={"studio": version.studio})
        Run.objects.create(**of, request=request, state=run)
        return request

    @pytest.mark.parametrize(
        ("run", "state"),
        [
            *[(State.QUEUED, "queued"), (State.RUNNING, "running"), (State.FAILED, "failed")],
            *[(State.ERRORED, "failed"), (State.CANCELLED, "cancelled"), (State.READY, "ready")],
        ],
    )
    def test_a_run_says_how_it_stands(self, version, run, state):
        self.ask(version, run=run)
        ((row),) = rows(version.project)
        assert row["work"] == [["clean_plate", state, 1]]

    @pytest.mark.parametrize(
        ("verdicts", "state"),
        [
            ([], "needs_you"),
            (["approved"], "approved"),
            (["rejected"], "rejected"),
            (["changes"], "needs_you"),
            (["approved", "reopened"], "needs_you"),
            (["rejected", "approved"], "approved"),
        ],
    )
    def test_the_last_word_counts(self, world, version, verdicts, state):
        person = world.ours.people["director"]
        made = make_candidate(version, person)
        for verdict in verdicts:
            decision = Decision.objects.create(
                project=version.project,
                candidate=made,
                revision=made.revisions.get(),
                verdict=verdict,
                reason="so",
                person=person,
                person_name=str(person),
            )
        closed = verdicts and decision.verdict in ("approved", "rejected")
        AssistRequest.objects.filter(pk=made.run.request_id).update(
            state="decided" if closed else "open"
        )
        (row,) = rows(version.project)
        assert row["work"] == [["shot_breakdown", state, 1]]

    def test_what_was_withdrawn_is_not_told_and_what_is_blocked_is(self, version):
        self.ask(version, state="withdrawn")
        self.ask(version, state="blocked", run="QUEUED")
        assert rows(version.project)[0]["work"] == [["clean_plate", "blocked", 1]]

    def test_the_most_pressing_comes_first_and_alike_are_counted(self, version):
        for run in ("READY", "FAILED", "FAILED", "RUNNING"):
            self.ask(version, run=run)
        (row,) = rows(version.project)
        assert [(told["state"], told["times"]) for told in row["asked"]] == [
            *[("running", 1), ("failed", 2), ("ready", 1)]
        ]

    def test_a_state_chooses_shots_and_so_does_none(self, version):
        Shot.objects.create(project=version.project, code="AN_0020")
        self.ask(version, run="RUNNING")
        assert codes(version.project, state="running") == ["AN_0010"]
        assert codes(version.project, state="none") == ["AN_0020"]
        found = find_shots(version.project, Asked(state="none", size=1))
        assert (found.chosen, found.count) == (2, 1)

    def test_a_deleted_file_takes_its_work_and_picture_along(self, world, version):
        self.ask(version)
        version.asset.delete_by(world.ours.people["producer"])
        (row,) = rows(version.project)
        assert (row["work"], row["poster"], row["notes"]) == (None, None, 0)

    def test_a_page_and_the_whole_tell_the_same(self, world, version):
        self.ask(version)
        make_note(version, world.ours.people["artist"])
        assert rows(version.project, size=5) == rows(version.project)


class TestNotes:
    def test_open_threads_on_the_shots_own_files(self, world, version):
        person = world.ours.people["artist"]
        note = make_note(version, person)
        make_note(version, person, parent=note, start=None, end=None)
        settled = make_note(version, person)
        settled.resolve(actor=person)
        assert rows(version.project)[0]["notes"] == 1
        assert codes(version.project, sort="notes") == ["AN_0010"]

    def test_of_a_longer_film_those_that_begin_in_its_frames(self, world, film):
        person = world.ours.people["artist"]
        reel = make_version(film, person)
        for code, first, end in (("A", 0, 10), ("B", 10, 20), ("C", 30, 40)):
            cut = {"version": reel, "cut_in": first, "cut_out": end}
            Shot.objects.create(project=film, code=code, **cut)
        for start in (0, 9, 10, 25, 39, 40):
            make_note(reel, person, start=start, end=start + 30)
        assert [(row["code"], row["notes"]) for row in rows(film)] == [("A", 2), ("B", 1), ("C", 1)]
        assert [str(reel.pk)] * 3 == [row["film"] for row in rows(film)]


class TestApi:
    def test_it_is_sent_once(self, artist, version):
        answer = artist.get(address(version.project))
        told = answer.json()
        assert told["count"] == 1 and told["columns"]["code"] == ["AN_0010"]
        assert told["columns"]["poster"] == [str(version.rendition("poster").pk)]
        again = artist.get(address(version.project), headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304 and not again.content

    def test_work_items_are_told_by_the_room_above(self, artist, world):
        told = artist.get(address(world.ours.project)).json()
        assert [part["name"] for part in told["parts"]] == ["items"]
        items = [item for items in told["columns"]["items"] for item in items or []]
        named = {item.code for item in world.ours.shot.work_items.exclude(state="dropped")}
        assert {code for code, _stage, _state in items} >= named

    def test_an_empty_project_has_no_row(self, artist, film):
        told = artist.get(address(film)).json()
        assert told["count"] == 0 and told["columns"]["id"] is None

    @pytest.mark.parametrize(
        "query", ["state=x", "sort=x", "scene=x", "episode=1", "size=0", "start=-1", "size=9999"]
    )
    def test_what_cannot_be_asked_is_refused(self, artist, film, query):
        answer = artist.get(f"{address(film)}?{query}")
        assert answer.status_code == 400
        assert list(answer.json()["error"]["fields"]) == [query.split("=")[0]]


class TestPage:
    def test_rows_and_the_address_of_the_others(self, artist, version):
        text = artist.get(reverse("shot_status", args=[version.project.pk])).text
        assert "AN_0010" in text and address(version.project) in text
        assert reverse("rendition", args=[version.rendition("poster").pk]) in text

    def test_pages_without_a_script(self, artist, film, monkeypatch):
        monkeypatch.setattr("projects.views.shot_status.PAGE", 2)
        Shot.objects.bulk_create(
            Shot(project=film, studio=film.studio, code=f"S{n}") for n in range(1, 6)
        )
        page = reverse("shot_status", args=[film.pk])
        text = artist.get(f"{page}?page=2&sort=code").text
        assert "S3" in text and "S5" not in text and "?sort=code&amp;page=3" in text
        assert 'aria-rowcount="6"' in text and 'aria-rowindex="4"' in text

    @pytest.mark.parametrize("query", ["page=x", "page=99999999", "state=x&scene=1", "find=%00"])
    def test_an_address_that_names_nothing_leads_nowhere_worse(self, artist, shot, query):
        page = reverse("shot_status", args=[shot.project_id])
        assert artist.get(f"{page}?{query}").status_code == 200

    def test_a_shot_leads_to_its_newest_file_then_its_film_then_where_shots_are(
        self, artist, world, version, shot
    ):
        other = Shot.objects.create(project=shot.project, code="N", version=world.ours.version)
        bare = Shot.objects.create(project=shot.project, code="M")
        leads = [artist.get(reverse("shot", args=[row.pk])).url for row in (shot, other, bare)]
        assert leads[0] == f"{reverse('asset', args=[version.asset_id])}?version=1"
        assert leads[1] == reverse("asset", args=[world.ours.version.asset_id])
        assert leads[2] == reverse("project_structure", args=[shot.project_id])


def test_words_are_cut_and_freed_of_what_no_database_takes():
    asked = read({"find": f" a\0b  {'c' * 200}"}, size=None)
    assert asked.words.startswith("ab c") and len(asked.words) == 100
