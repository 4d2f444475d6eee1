"""Drafts of a script compared in the portal: chosen, read in their order, told in colours."""

import pytest
from django.urls import reverse

from portal.storage import files
from projects.models import AssistRequest, Candidate
from projects.models.assets import Asset, Kind, Version
from projects.script_revisions import MOST, MOST_LINES, revisions
from projects.tasks import run as run_task
from tests.projects.scripts import TEXT, uploaded
from tests.world import make_version

LATER = TEXT.replace("A car burns.", "A car stands.") + "\nINT. BARN - DAY #11#\n\nHay.\n"


def draft(world, tmp_path, text, name="film.fountain", **fields):
    version = make_version(world.ours.project, world.visitor("artist"), name=name, **fields)
    path = tmp_path / f"{version.pk}.fountain"
    path.write_text(text)
    files.put(version.storage_key, path)
    Asset.objects.filter(pk=version.asset_id).update(kind=Kind.SCRIPT)
    Version.objects.filter(pk=version.pk).update(facts={})
    return Version.objects.get(pk=version.pk)


@pytest.fixture
def first(world, tmp_path):
    return uploaded(world, tmp_path)


@pytest.fixture
def later(world, tmp_path, first):
    return draft(world, tmp_path, LATER, asset=first.asset)


@pytest.fixture
def artist(world, as_person):
    return as_person(world.visitor("artist"))


def path(version):
    return f"{reverse('ask', args=[version.pk])}?tool=script_breakdown"


def broken_down(client, version, *drafts):
    answer = client.post(path(version), {"also": [one.pk for one in drafts], "sheets": ""})
    assert answer.status_code == 302, answer.text
    request = AssistRequest.objects.latest("created_at")
    run = request.runs.get()
    run_task(*run.message)
    run.refresh_from_db()
    assert run.state == "READY", run.event()["error"]
    return run.candidates.get()


class TestAsking:
    def test_older_versions_are_offered_before_other_scripts(
        self, world, artist, first, later, tmp_path
    ):
        other = draft(world, tmp_path, TEXT, name="another.fountain")
        text = artist.get(path(later)).text
        assert text.index(str(first.pk)) < text.index(str(other.pk))
        assert "Break down" in text and 'type="radio" name="first"' not in text
        assert "v1" in text and "v2" in text

    def test_one_draft_alone_does(self, artist, first):
        candidate = broken_down(artist, first)
        assert candidate.result["revisions"] == [] and revisions(candidate) == []
        assert "compared with" not in artist.get(candidate.get_absolute_url()).text

    def test_the_newest_of_those_before_comes_first(self, world, artist, first, later, tmp_path):
        third = draft(world, tmp_path, LATER.replace("Hay.", "Straw."), asset=first.asset)
        candidate = broken_down(artist, third, first, later)
        assert candidate.version == third
        assert candidate.run.request.inputs == [third, later, first]


class TestThePage:
    def test_what_changed_is_told_in_the_colour_of_the_draft(self, artist, first, later):
        candidate = broken_down(artist, later, first)
        (told,) = revisions(candidate)
        assert (told["colour_before"], told["colour"], told["paper"]) == ("White", "Blue", "blue")
        assert told["after"] == "film.fountain, version 2"
        assert told["said"] == "1 added, 1 changed; 2 scenes are as they were."
        changed, added = told["scenes"]
        assert changed["kinds"] == ["changed"] and changed["url"] == "?page=1#scene-4"
        assert (changed["taken"], changed["put"]) == (
            ["A car burns. Bob runs."],
            ["A car stands. Bob runs."],
        )
        assert (added["number"], added["kinds"], added["was"]) == ("11", ["added"], "")
        text = artist.get(candidate.get_absolute_url()).text
        assert '<span class="script-draft is-blue">Blue</span>' in text
        assert "<del>A car burns. Bob runs.</del>" in text
        assert 'href="?page=1#scene-4"' in text and 'id="scene-4"' in text

    def test_each_draft_is_held_against_the_one_before(self, world, artist, later, first, tmp_path):
        third = draft(world, tmp_path, LATER.replace("Hay.", "Straw."), asset=first.asset)
        newest, older = revisions(broken_down(artist, third, first, later))
        assert (newest["before"], newest["colour"]) == ("film.fountain, version 2", "Pink")
        assert (older["before"], older["colour"]) == ("film.fountain, version 1", "Blue")
        assert not any(scene["url"] for scene in older["scenes"])

    def test_what_is_hostile_stays_text(self, artist, later, first, world, tmp_path):
        evil = draft(
            world, tmp_path, TEXT.replace("A car burns.", "<b>A car</b>"), name="x.fountain"
        )
        text = artist.get(broken_down(artist, later, evil).get_absolute_url()).text
        assert "<b>A car</b>" not in text and "&lt;b&gt;A car&lt;/b&gt;" in text

    def test_much_is_cut_short_and_says_so(self, artist, later, first):
        candidate = broken_down(artist, later, first)
        row = candidate.result["revisions"][0]["scenes"][3]
        row["taken"] = [f"line {n}" for n in range(MOST_LINES + 3)]
        candidate.result["revisions"][0]["scenes"] = [row] * (MOST + 2)
        Candidate.objects.filter(pk=candidate.pk).update(result=candidate.result)
        (told,) = revisions(candidate)
        assert (len(told["scenes"]), told["more"], told["scenes"][0]["more"]) == (MOST, 2, 3)
        text = artist.get(candidate.get_absolute_url()).text
        assert "2 more scenes differ" in text and "3 more paragraphs differ" in text

    def test_with_a_draft_that_is_deleted_its_words_go(self, world, artist, later, tmp_path):
        other = draft(world, tmp_path, TEXT, name="other.fountain")
        candidate = broken_down(artist, later, other)
        other.asset.delete_by(world.visitor("producer"))
        assert artist.get(candidate.get_absolute_url()).status_code == 404
