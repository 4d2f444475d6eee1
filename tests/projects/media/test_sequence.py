"""A sequence examined: its numbers, its gaps, and a viewing copy that has a frame for each."""

from fractions import Fraction

import av
import numpy as np
import pytest

from projects.media.examining import examine
from projects.media.facts import Facts
from projects.media.refusal import Refused
from projects.media.sequence import runs, sequence_facts, together
from tests.projects.media.frame_files import dpx, exr, frames, png, tar


@pytest.fixture
def look(tmp_path):
    def at(files, rate="24/1"):
        path, made = tmp_path / "shot.tar", tmp_path / "made"
        path.write_bytes(tar(files))
        made.mkdir(exist_ok=True)
        heard = []
        found = examine(
            source=str(path),
            name="shot.[1-9].png.tar",
            folder=str(made),
            tell=lambda *told: heard.append(told),
            rate=rate,
        )
        assert [told[1] for told in heard] == sorted(told[1] for told in heard)
        assert {item["file"] for item in found["made"]} == {one.name for one in made.iterdir()}
        return found["kind"], Facts.from_dict(found["facts"]), pictures(made / "proxy.mp4")

    return at


def pictures(path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        return [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]


def codes(facts):
    return {row["code"]: row["detail"] for row in facts.warnings}


def test_each_number_has_its_frame_and_gaps_are_told(look):
    kind, facts, shown = look(frames([1001, 1002, 1005, 1006], png), rate="24000/1001")
    assert kind == "sequence" and facts.rate == Fraction(24000, 1001)
    assert facts.frames == len(shown) == 6 and facts.timecode == "00:00:41:17"
    assert (facts.width, facts.height, facts.container) == (64, 36, "png")
    told = {"first": 1001, "last": 1006, "files": 4, "stem": "shot.", "missing": [[1003, 1004]]}
    assert facts.sequence == told and codes(facts) == {"frames_missing": "1003\N{EN DASH}1004"}
    edges = [picture[2:6, 2:6].mean() for picture in shown]
    assert edges[2] < edges[1] / 2 and edges[3] < edges[1] / 2 and edges[4] > edges[1] * 0.9


def test_frames_that_are_broken_or_of_another_size_are_named(look):
    files = frames(range(1, 7), png)
    files["shot.0003.png"] = files["shot.0003.png"][:60]
    files["shot.0004.png"] = b"not a picture at all"
    files["shot.0006.png"] = png(6, (36, 64))
    _kind, facts, shown = look(files)
    assert len(shown) == 6 and shown[5].shape == (36, 64, 3)
    assert codes(facts) == {"frames_unread": "3\N{EN DASH}4", "frames_of_other_sizes": "6"}


def test_the_first_may_be_broken_but_not_all(look):
    files = frames([1, 2], png)
    files["shot.0001.png"] = b"broken"
    assert codes(look(files)[1]) == {"frames_unread": "1"}
    with pytest.raises(Refused) as refused:
        look({"shot.1.png": b"broken", "shot.2.png": b"broken"})
    assert refused.value.code == "media:no_frames"


def test_scene_light_is_shown_as_a_screen_shows_it(look):
    files = frames([1, 2], lambda _n: exr(0, light=0.18), kind="exr")
    _kind, facts, shown = look(files)
    assert facts.container == "exr" and abs(shown[0].mean() - 118) < 4  # 18 % grey in sRGB


def test_film_scans_are_brought_to_light(look):
    scanned = look(frames([1], lambda _n: dpx(171, transfer=1), kind="dpx"))[2]
    plain = look(frames([1], lambda _n: dpx(171, transfer=2), kind="dpx"))[2]
    assert scanned[0].mean() > 245 and abs(plain[0].mean() - 171) < 4  # 685 of 1023 is white


def test_one_frame_is_a_sequence_too(look):
    assert look(frames([7], png))[1].frames == 1


def test_a_rate_without_a_clock_has_no_timecode(tmp_path):
    path = tmp_path / "a.tar"
    path.write_bytes(tar(frames([1], png)))
    assert sequence_facts(path, Fraction(15), tmp_path).timecode in (None, "00:00:00:01")


def test_runs_are_told_shortly():
    assert runs(together([1, 2, 3, 7, 9, 10])) == "1\N{EN DASH}3, 7, 9\N{EN DASH}10"
    assert runs(together(range(0, 60, 2))).endswith(", 38, \N{HORIZONTAL ELLIPSIS}")
    assert runs(together([])) == ""
