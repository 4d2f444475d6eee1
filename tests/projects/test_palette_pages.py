"""What providers made, in the portal: looked at, signed, taken away."""

from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils.html import escape

from portal.models import AuditEvent
from projects.assist.contract import Outcome, OutputFile, ToolInput
from projects.assist.palette import Answer
from projects.assist.tools import TOOLS
from projects.media.carrying.edits import write
from projects.models import AssistRequest, Candidate
from projects.models.decisions import decide
from tests.projects.assist.palette_made import came, footage, picture, script
from tests.projects.media.test_shots_films import scene
from tests.projects.palette_offers import answer, offered
from tests.world import make_version


@pytest.fixture
def artist(world, as_person):
    return as_person(world.visitor("artist"))


def concluded(name, item, told, folder, **parameters):
    tool = TOOLS[name]
    items = item if isinstance(item, list) else [item]
    return tool.conclude(told, items, tool.parameters(**parameters), folder)


def content(row):
    with row.open() as file:
        return file.read()


def sign(world, candidate):
    decide(
        actor=world.visitor("director"),
        candidate=candidate,
        revision=0,
        verdict="approved",
        seen=None,
    )


@pytest.fixture
def enriched(world, tmp_path):
    said = {"kind": "prop", "name": "<b>lantern</b>", "quote": "a brass lantern", "sure": 0.9}
    lost = {"kind": "prop", "name": "gun", "quote": "a gun", "note": "", "sure": 0.9}
    rows = [{"scene": 1, "seconds": 75, "elements": [said | {"note": "It swings."}, lost]}]
    made = concluded("script_enriched", script(tmp_path), answer(scenes=rows), tmp_path)
    (candidate,) = offered("script_enriched", [world.ours.version], world.visitor("artist"), made)
    return candidate


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clips")
    frames = scene(1, 60)
    write(folder / "shot.mp4", frames[:40], Fraction(24))
    write(folder / "more.mp4", frames[39:], Fraction(24))
    return folder


@pytest.fixture
def clip(world, films, tmp_path):
    told = Answer(files=[OutputFile(films / "more.mp4", "film", "video/mp4")], model="mover-1")
    item = ToolInput(films / "shot.mp4", "shot.mp4")
    made = concluded("shot_extension", item, told, tmp_path, prompt="A <i>wave</i> breaks.")
    (candidate,) = offered("shot_extension", [world.ours.version], world.visitor("artist"), made)
    return candidate


class TestEnriched:
    def test_each_addition_stands_with_its_words(self, artist, enriched):
        text = artist.get(enriched.get_absolute_url()).text
        assert "<q>a brass lantern</q>" in text and "It swings." in text
        assert "&lt;b&gt;lantern&lt;/b&gt;" in text and "about 1 min 15 s" in text
        assert "1 addition quoted words that the script does not have" in text
        assert "no literary material" in text and "reader-1" in text
        assert "The model added nothing here." in text

    def test_it_leaves_approved(self, world, artist, enriched):
        path = reverse("candidate_export", args=[enriched.pk, "csv"])
        assert artist.get(path).status_code == 409
        sign(world, enriched)
        taken = artist.get(path)
        assert taken.status_code == 200
        assert b"AI material" in content(enriched.renditions.get(role="csv"))

    def test_its_run_leads_to_it(self, artist, enriched):
        text = artist.get(enriched.run.get_absolute_url()).text
        assert "Look at the scenes" in text and enriched.get_absolute_url() in text


class TestClip:
    def test_it_plays_beside_the_frame_that_was_sent(self, artist, clip):
        text = artist.get(clip.get_absolute_url()).text
        assert "Goes on after frame 39" in text and "<frame-player" in text
        for index in (0, 1, 2):
            row = clip.renditions.get(role="large", index=index)
            assert reverse("rendition", args=[row.pk]) in text
        assert "It lasts 0.875 s; 5 s were asked for." in text
        assert "A &lt;i&gt;wave&lt;/i&gt; breaks." in text and "mover-1" in text

    def test_the_film_that_came_leaves_approved_alone(self, world, artist, clip, films):
        row = clip.renditions.get(role="film")
        assert artist.get(reverse("rendition", args=[row.pk])).status_code == 404
        path = reverse("candidate_export", args=[clip.pk, "film"])
        assert artist.get(path).status_code == 409
        sign(world, clip)
        assert artist.get(path)["Content-Disposition"].startswith("attachment;")
        came = (films / "more.mp4").read_bytes()
        pictures = came[came.index(b"mdat") + 4 :].partition(b"moov")[0][:-4]
        assert pictures in content(row)  # with its credentials, and never encoded anew
        assert AuditEvent.objects.filter(verb="file:exported").exists()

    def test_where_names_are_burnt_in_it_does_not_play(self, world, artist, clip):
        world.ours.project.watermark = "burnt"
        world.ours.project.save()
        text = artist.get(clip.get_absolute_url()).text
        assert "<frame-player" not in text and "carries your name" in text


class TestCompared:
    @pytest.fixture
    def compared(self, world, tmp_path):
        row = {"kind": "prop", "what": "The <b>lantern</b> is out.", "first": "lit", "sure": 0.7}
        boxes = {"first_box": [0.1, 0.2, 0.3, 0.4], "second_box": [5, 5, 5, 5]}
        told = answer(differences=[row | boxes | {"second": "out"}])
        made = concluded("continuity_notes", footage(tmp_path), told, tmp_path, frames="3, 12")
        artist = world.visitor("artist")
        (candidate,) = offered("continuity_notes", [world.ours.version], artist, made)
        return candidate

    def test_both_frames_stand_there_with_what_differs(self, world, artist, compared):
        text = artist.get(compared.get_absolute_url()).text
        assert "The &lt;b&gt;lantern&lt;/b&gt; is out." in text and "1 difference" in text
        assert '<rect x="100.0" y="200.0" width="300.0" height="400.0"/>' in text
        assert "clip.mp4, frame 3, 00:00:00:03" in text and "frame 12" in text
        assert "1 place lay outside the picture" in text
        for row in compared.renditions.filter(role="large"):
            assert reverse("rendition", args=[row.pk]) in text

    def test_without_a_difference_nothing_is_promised(self, world, artist, tmp_path):
        told = answer(differences=[])
        made = concluded("continuity_notes", footage(tmp_path), told, tmp_path, frames="3, 12")
        user = world.visitor("artist")
        (candidate,) = offered("continuity_notes", [world.ours.version], user, made)
        text = artist.get(candidate.get_absolute_url()).text
        assert "That does not mean that the frames match." in text

    def test_it_goes_with_either_of_its_files(self, world, artist, compared, tmp_path):
        other = make_version(world.ours.project, world.visitor("artist"))
        inputs = [footage(tmp_path), picture(tmp_path)]
        told = answer(differences=[])
        made = concluded("continuity_notes", inputs, told, tmp_path)
        versions = [world.ours.version, other]
        (candidate,) = offered("continuity_notes", versions, world.visitor("artist"), made)
        other.asset.delete_by(world.visitor("producer"))
        assert artist.get(candidate.get_absolute_url()).status_code == 404
        assert artist.get(compared.get_absolute_url()).status_code == 200


class TestSameCharacter:
    def test_a_disagreement_is_marked(self, world, artist, tmp_path):
        pair = {"picture": 2, "said": "same", "because": "<b>face</b>", "sure": 0.8}
        pair |= {"distance": 1.7, "measured": "different", "disagree": True}
        size = {"input": 0, "width": 64, "height": 36}
        result = {"tool": "character_vision", "version": "1.0", "model": "eye-1", "dropped": {}}
        result |= {"consent": {"by": "Ada Word", "at": ""}, "pairs": [pair]}
        result["frames"] = [{"frame": 3, **size}, {"frame": 12, **size}]
        user = world.visitor("artist")
        made = [Outcome(result, kind="compared")]
        (candidate,) = offered("character_vision", [world.ours.version], user, made)
        text = artist.get(candidate.get_absolute_url()).text
        assert "they disagree: look yourself" in text and "they disagree on 1" in text
        assert "distance 1.70; below 1 it may be the same" in text
        assert "&lt;b&gt;face" in text and "Ada Word vouched" in text

    def test_its_page_asks_for_the_consent(self, world, artist):
        path = reverse("ask", args=[world.ours.version.pk]) + "?tool=character_vision"
        asked = artist.get(path).text
        assert "consent_vouched" in asked and "leave the house" in asked
        told = artist.post(path, {"frames": "1, 2"}).text
        assert "Nobody has vouched" in told
        assert not AssistRequest.objects.filter(tool="character_vision").exists()


class TestStoryboard:
    def test_pictures_stand_on_the_board(self, world, artist, tmp_path):
        got = came(tmp_path / "got", "a.png", "b.png")
        item = script(tmp_path)
        made = concluded("storyboard_frame", item, got, tmp_path, description="A lantern.")
        rows = offered("storyboard_frame", [world.ours.version], world.visitor("artist"), made)
        assert [row.kind for row in rows] == [Candidate.Kind.PICTURE] * 2
        board = artist.get(f"/api/v1/requests/{rows[0].run.request_id}/board/").json()
        assert [one["width"] for one in board["pictures"]] == [1536, 1536]
        assert board["pictures"][0]["plate"] is None
        text = artist.get(rows[0].run.get_absolute_url()).text
        assert "Look at 2 pictures" in text
        assert artist.get(reverse("triage", args=[rows[0].run.request_id])).status_code == 200


class TestAsking:
    @pytest.mark.parametrize("name", [n for n, tool in TOOLS.items() if tool.remote])
    def test_each_tool_has_its_page(self, world, artist, name):
        kind = sorted(TOOLS[name].accepts)[0]
        version = world.ours.version
        type(version.asset).objects.filter(pk=version.asset_id).update(kind=kind)
        answer = artist.get(reverse("ask", args=[version.pk]), {"tool": name})
        assert answer.status_code == 200 and str(escape(TOOLS[name].purpose)) in answer.text
        assert not AssistRequest.objects.filter(tool=name).exists()

    @pytest.mark.parametrize("name", [n for n, tool in TOOLS.items() if tool.remote])
    def test_each_tool_is_whole(self, name):
        tool = TOOLS[name]
        assert tool.compose and tool.conclude and tool.needs != "engine"
        assert bool(tool.makes) == (tool.needs in ("image", "video"))
        assert set(tool.stages) == {"composing", "waiting"}
