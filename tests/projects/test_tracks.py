"""A track in the portal: watched, looked at frame by frame, signed, taken away."""

import io
import json
import re

import numpy as np
import pytest
from django.urls import reverse
from PIL import Image

from portal.models import AuditEvent
from portal.storage import files
from projects import track_words
from projects.assist.tools.scope_extension_words import warnings_of
from projects.models import AssistRequest, Candidate
from projects.models.decisions import decide
from projects.tasks import run as run_task
from projects.track_strips import HIGH, MOST, WIDE, strips
from tests.projects.media.planar_shots import shot
from tests.projects.media.test_shots_films import write
from tests.projects.track_made import FILES, TRACK, make_track, row
from tests.world import make_version

HOSTILE = "<b>\u202e" + "x" * 180 + ".png"


@pytest.fixture
def track(world):
    return make_track([world.ours.version], world.visitor("artist"))


def image(world, name="matte.png"):
    matte = make_version(world.ours.project, world.visitor("artist"), name=name)
    matte.asset.kind = "image"
    matte.asset.save()
    return matte


def page(client, candidate):
    return client.get(candidate.get_absolute_url())


def sign(world, track):
    candidate = Candidate.objects.get(pk=track.pk)
    decide(
        actor=world.visitor("director"), candidate=candidate, revision=0, verdict="approved",
        reason="", seen=None,
    )  # fmt: skip


class TestThePage:
    def test_warnings_are_sentences_with_timecodes_the_worst_first(self, world, as_person, track):
        text = page(as_person(world.visitor("reviewer")), track).text
        said = [
            "The region is lost at frame 52 (00:00:02:04)",
            "2 frames of 40 are held by little, the worst is frame 31 (00:00:01:07)",
            "Up to 52 % of the region is masked",
            "The shot begins with frame 12 (00:00:00:12)",
            "Something new was found.",
        ]
        places = [text.index(sentence) for sentence in said]
        assert places == sorted(places)

    def test_it_says_how_well_it_holds(self, world, as_person, track):
        text = page(as_person(world.visitor("reviewer")), track).text
        assert "Tracked through 40 frames, from frame 12 (00:00:00:12)" in text
        assert "be off by 0.18 pixels" in text and "look closely" in text
        assert "red 1.7, green 1.2, blue 1.5 levels" in text and "52.0 %" in text

    def test_it_can_be_watched_before_anybody_has_signed(self, world, as_person, track):
        client, film = (
            as_person(world.visitor("reviewer")),
            track.renditions.get(role="large", index=0),
        )
        text = page(client, track).text
        address = reverse("rendition", args=[film.pk])
        assert f'data-src="{address}"' in text and 'data-first-number="12"' in text
        assert re.search(r"<frame-player[^>]*data-mark=\"[^\"]+\"", text), "marked while it plays"
        assert client.get(address).status_code == 200
        for row_ in track.renditions.exclude(role="large"):
            assert str(row_.pk) not in text

    def test_frames_are_compared_and_each_has_its_mark(self, world, as_person, track):
        text = page(as_person(world.visitor("reviewer")), track).text
        assert text.count("<picture-compare") == 2 and "Worst frame" in text
        for look in track.renditions.filter(role="large", index__gt=1):
            assert reverse("rendition", args=[look.pk]) in text
        assert text.count("<view-mark") == 3

    def test_the_outline_is_told_where_the_preview_does_not_show_it(self, world, as_person, track):
        text = page(as_person(world.visitor("reviewer")), track).text
        told = json.loads(re.search(r'id="track-outline"[^>]*>(.*?)</script>', text)[1])
        assert told["first"] == 12 and len(told["corners"]) == 40
        bare = make_track([world.ours.version], world.visitor("artist"), inserted=None)
        text = page(as_person(world.visitor("reviewer")), bare).text
        assert "track-outline" not in text and "in red" in text

    def test_looking_is_written_down(self, world, as_person, track):
        page(as_person(world.visitor("reviewer")), track)
        assert AuditEvent.objects.filter(verb="media:viewed").count() == 1

    def test_another_studio_does_not_find_it(self, world, as_person, track):
        stranger = as_person(world.visitor("other"))
        assert page(stranger, track).status_code == 404
        for look in track.renditions.all():
            assert stranger.get(reverse("rendition", args=[look.pk])).status_code == 404

    def test_only_who_decides_has_the_buttons(self, world, as_person, track):
        assert 'id="approve"' in page(as_person(world.visitor("director")), track).text
        assert 'id="approve"' not in page(as_person(world.visitor("artist")), track).text

    def test_hostile_names_are_escaped(self, world, as_person):
        track = make_track([world.ours.version], world.visitor("artist"), inserted=HOSTILE)
        text = page(as_person(world.visitor("reviewer")), track).text
        assert "<b>\u202e" not in text and "&lt;b&gt;" in text


class TestBurningProjects:
    @pytest.fixture(autouse=True)
    def burnt(self, world):
        world.ours.project.watermark = "burnt"
        world.ours.project.save()

    def test_the_film_is_not_shown_and_this_is_said(self, world, as_person, track):
        client = as_person(world.visitor("reviewer"))
        text = page(client, track).text
        film = reverse("rendition", args=[track.renditions.get(role="large", index=0).pk])
        assert "<frame-player" not in text and film not in text and "names in its pictures" in text
        assert client.get(film).status_code == 403

    def test_its_frames_carry_the_name(self, world, as_person, track, tmp_path):
        look = track.renditions.get(role="large", index=4)
        Image.new("RGB", (320, 180), (90, 90, 90)).save(tmp_path / "grey.jpg")
        files.put(look.storage_key, tmp_path / "grey.jpg")
        client = as_person(world.visitor("reviewer"))
        assert reverse("rendition", args=[look.pk]) in page(client, track).text
        shown = client.get(reverse("rendition", args=[look.pk]))
        assert len(Image.open(io.BytesIO(shown.content)).getcolors(99999)) > 50


class TestTheWork:
    @pytest.mark.parametrize("role", FILES)
    def test_it_leaves_approved_alone(self, world, as_person, track, role):
        client = as_person(world.visitor("producer"))
        address = reverse("candidate_export", args=[track.pk, role])
        look = reverse("rendition", args=[track.renditions.get(role=role).pk])
        assert client.get(look).status_code == 404
        assert client.get(address).status_code == 409
        text = page(client, track).text
        assert address not in text and "What each is for" not in text
        sign(world, track)
        text = page(client, track).text
        assert address in text and "CornerPin2D" in text
        answer = client.get(address)
        assert answer.status_code == 200 and f"clip_{role}" in answer["Content-Disposition"]

    def test_every_file_of_the_tool_has_its_line(self):
        assert set(track_words.USES) == set(FILES)


class TestWords:
    @pytest.fixture
    def version(self, world):
        return world.ours.version

    def result(self, **facts):
        return {**TRACK, **facts}

    @pytest.mark.parametrize("code", ["lost", "weak", "hidden", "no_mask", "cut", "far", "short"])
    def test_each_code_of_the_tool_is_a_sentence(self, version, code):
        rows = [{"code": f"scope:{code}", "detail": "THE TOOL"}]
        (told,) = track_words.warnings(self.result(warnings=rows), version)
        assert re.search(r"\w\.$", told["text"]) and "THE TOOL" not in told["text"]

    def test_the_tool_gives_no_other(self):
        import inspect

        from projects.assist.tools import scope_extension_words as words

        source = inspect.getsource(words._ends) + inspect.getsource(words._doubts)
        source += inspect.getsource(words.warnings_of_look)
        given = set(re.findall(r'"(far|short|no_mask|hidden)"', source))
        known = {words.CUT, words.LOST, words.WEAK, *given}
        assert {f"scope:{code}" for code in known} == set(track_words._SAID)
        assert warnings_of is words.warnings_of

    def test_without_a_clock_frames_are_told_once(self, version):
        version.rate_num, version.rate_den = 25, 2
        assert track_words.place(version, 62) == "frame 62"

    def test_both_ends_are_told_once(self, version):
        rows = [{"code": "scope:lost", "detail": "x"}] * 2
        ends = {"lost_before": {"frame": 11, "why": "lost"}}
        (told,) = track_words.warnings(self.result(warnings=rows, **ends), version)
        assert "frame 11" in told["text"] and "frame 52" in told["text"]

    def test_a_sparse_wall_is_held_by_little(self, version):
        rows = [row(n, 0.25, 1.4) for n in range(12, 52)]
        assert track_words.verdict(self.result(frames=rows)) == ("blocked", "held by little")
        rows = [{"code": "scope:weak", "detail": ""}]
        (told,) = track_words.warnings(
            self.result(frames=[row(n, 0.9, 1.4) for n in range(12, 52)], warnings=rows), version
        )
        assert "40 frames of 40" in told["text"] and "more texture" in told["text"]

    def test_a_sound_track_holds(self, version):
        rows = [row(n) for n in range(12, 52)]
        ends = {"lost_at": None, "lost_before": None, "warnings": []}
        assert track_words.verdict(self.result(frames=rows, **ends)) == ("ready", "holds")
        assert track_words.warnings(self.result(frames=rows, **ends), version) == []

    def test_what_was_not_measured_is_not_told(self, version):
        bare = self.result(grain=None, softened=None, hidden=None, inserted=None)
        labels = [line["label"] for line in track_words.numbers(bare, version)]
        assert "Grain of the film there" not in labels and "Picture laid in" in labels


class TestDegenerate:
    def test_a_track_of_one_frame_without_pictures(self, world, as_person):
        track = make_track(
            [world.ours.version], world.visitor("artist"), frames=[row(20)], first=20, last=20,
            looks=[], worst=20, inserted=None, grain=None, softened=None, hidden=None,
            warnings=[{"code": "scope:no_mask", "detail": "x"}],
        )  # fmt: skip
        text = page(as_person(world.visitor("reviewer")), track).text
        assert "Tracked in 1 frame" in text and "there is no mask" in text

    def test_a_long_track_is_drawn_by_its_worst(self):
        frames = [row(n, 0.9, 2.0 if n == 5001 else 0.1) for n in range(20_000)]
        drawn = strips({**TRACK, "frames": frames})
        assert drawn["strays"].count("L") == 2 * MOST + 1 and drawn["top"] == "2.0"
        heights = {float(part.split()[1].rstrip("Z")) for part in drawn["strays"].split("L")[1:]}
        assert min(heights) == 0 and len(drawn["weak"]) == 1

    def test_lanes_reach_from_side_to_side(self):
        drawn = strips(TRACK)
        assert drawn["certainty"].startswith(f"M0 {HIGH}L0.0 ")
        assert drawn["certainty"].endswith(f"L{WIDE} {HIGH}Z")
        assert drawn["weak"] == [{"x": 450.0, "width": 50.0}] and drawn["marked"] == 212.5


def test_the_real_tool_leads_to_its_page(world, as_person, tmp_path):
    version, artist = world.ours.version, as_person(world.visitor("artist"))
    frames, truth, _before = shot("occluded", 12)
    files.put(version.storage_key, write(tmp_path / "film.mp4", frames))
    matte = image(world)
    Image.fromarray(np.full((90, 120, 3), 120, np.uint8)).save(tmp_path / "matte.png")
    files.put(matte.storage_key, tmp_path / "matte.png")
    answer = artist.post(
        f"{reverse('ask', args=[version.pk])}?tool=scope_extension",
        {"corners": json.dumps(truth[4].tolist()), "at": "4", "also": str(matte.pk),
         "occlusion": "auto", "match_grain": "on", "follow_light": "on"},
    )  # fmt: skip
    assert answer.status_code == 302, answer.text
    run = AssistRequest.objects.get(tool="scope_extension").runs.get()
    run_task(*run.message)
    run.refresh_from_db()
    assert run.state == "READY", run.event()["error"]
    assert "Look at the track" in artist.get(run.get_absolute_url()).text
    candidate = run.candidates.get()
    assert candidate.kind == "track" and set(candidate.result) == set(TRACK)
    text = page(artist, candidate).text
    looks = candidate.renditions.filter(role="large")
    assert looks.count() == 1 + 2 * len(candidate.result["looks"])
    for look in looks:
        assert artist.get(reverse("rendition", args=[look.pk])).status_code == 200
    after = [look["after"] for look in candidate.result["looks"]]
    shown = looks.filter(index__in=[0, *after])
    assert all(str(look.pk) in text for look in shown)
    for look in looks.filter(media_type="image/jpeg"):
        with look.open() as file:
            assert Image.open(file).size == (480, 270)


class TestAsking:
    @pytest.fixture
    def form(self, world, as_person):
        def call(version=None, **given):
            path = reverse("ask", args=[(version or world.ours.version).pk])
            client, path = as_person(world.visitor("artist")), f"{path}?tool=scope_extension"
            return client.post(path, given) if given else client.get(path)

        return call

    def test_the_region_is_marked_in_a_frame_of_the_film(self, world, form):
        version = world.ours.version
        text = form().text
        tag = re.search(r"<mark-quad[^>]*>", text)[0]
        assert f'data-frame="{reverse("frame", args=[version.pk, 0])}"' in tag
        assert f'data-frames="{version.frames}"' in tag and 'data-width="' in tag
        assert "<view-mark" in text and 'name="corners"' in text
        assert not re.search(r'name="corners"[^>]* required', text), "it may be folded away"

    def test_other_tools_have_no_region(self, world, as_person):
        path = reverse("ask", args=[world.ours.version.pk])
        text = as_person(world.visitor("artist")).get(f"{path}?tool=clean_plate").text
        assert "<mark-quad" not in text

    def test_without_frames_there_are_the_numbers(self, world, form):
        world.ours.version.facts = {}
        world.ours.version.save()
        text = form().text
        assert "<mark-quad" not in text and "no frames to show" in text

    def test_without_corners_the_form_says_so(self, form):
        answer = form(at="0", first_frame="0", occlusion="auto")
        assert answer.status_code == 200 and "Fill this in." in answer.text
        assert not AssistRequest.objects.filter(tool="scope_extension").exists()

    def test_at_most_one_picture_is_chosen_or_none(self, world, form):
        assert "works without one" in form().text
        other = make_version(world.ours.project, world.visitor("artist"), name="other film.mp4")
        mattes = [image(world, name) for name in ("matte.png", HOSTILE)]
        text = form().text
        radios = re.findall(r'<input type="(\w+)" name="also" value="([^"]*)"( checked)?', text)
        assert {kind for kind, _value, _ticked in radios} == {"radio"}
        assert {value for _kind, value, _ticked in radios} == {"", *(str(m.pk) for m in mattes)}
        assert [value for _kind, value, ticked in radios if ticked] == [""]
        assert str(other.pk) not in text and "<b>\u202e" not in text

    def test_what_was_chosen_stays_chosen(self, world, form):
        matte = image(world)
        text = form(also=str(matte.pk), corners="").text
        ticked = re.findall(r'name="also" value="([^"]*)" checked', text)
        assert ticked[-1] == str(matte.pk), "of radio buttons the last one counts"

    def test_a_picture_of_another_studio_is_not_found(self, world, form):
        answer = form(also=str(world.theirs.version.pk), corners="[[1,1],[99,1],[99,99],[1,99]]")
        assert answer.status_code == 404
