"""Frames shown by a look, larger, and with a name in every picture."""

from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest
from PIL import Image

from projects.media.copying import FILE, copy
from projects.media.curves import cineon
from projects.media.deep_stills import deep_still
from projects.media.facts import Facts
from projects.media.looks import of_frames, shown
from projects.media.pictures import header
from projects.media.sequence import sequence_facts
from tests.projects.media.frame_files import dpx, frames, png, tar


@pytest.fixture
def sequence(tmp_path):
    path = tmp_path / "shot.tar"
    path.write_bytes(tar(frames(range(1, 6), png)))
    return path, sequence_facts(path, Fraction(24), tmp_path)


def copied(sequence, tmp_path, facts=None, **how):
    path, known = sequence
    made = {"height": 1080, "mark": "", **how}
    told = (facts or known).as_dict()
    result = copy(source=str(path), folder=str(tmp_path), facts=told, tell=lambda *_: None, **made)
    with av.open(str(tmp_path / FILE)) as film:
        return result, [one.to_ndarray(format="rgb24") for one in film.decode(video=0)]


def test_a_copy_has_each_frame(sequence, tmp_path):
    result, pictures = copied(sequence, tmp_path)
    assert result["frames"] == len(pictures) == 5
    assert (result["width"], result["height"]) == (64, 36)


def test_a_name_is_in_every_picture(sequence, tmp_path):
    _plain, before = copied(sequence, tmp_path)
    _told, after = copied(sequence, tmp_path, mark="Ines Okafor")
    assert all(np.abs(a.astype(int) - b).mean() > 0.3 for a, b in zip(before, after, strict=True))


def test_a_look_is_put_on(sequence, tmp_path):
    _plain, before = copied(sequence, tmp_path)
    looked = replace(sequence[1], colour={"look": "slog3"})
    _told, after = copied(sequence, tmp_path, looked)
    wanted = np.asarray(Image.fromarray(before[0]).filter(of_frames("slog3")))
    assert np.abs(wanted[18, 32].astype(int) - after[0][18, 32]).max() < 12
    assert np.abs(before[0].astype(int) - after[0]).mean() > 10


def test_codes_of_frames_are_the_codes_of_the_curve():
    """A white of a film scan is at 685 of 1023, whether the picture is read as video or not."""
    code = np.full(3, 685 / 1023)
    light = 0.9 * (1 + 0.9 / 64) / 1.9
    assert shown("cineon", code, video=False) == pytest.approx([light ** (1 / 2.4)] * 3)
    assert shown("cineon", (code * 1023 - 64) / 876) == pytest.approx([light ** (1 / 2.4)] * 3)


def test_the_table_of_frames_is_the_transform():
    grey = Image.new("RGB", (2, 2), (100, 100, 100)).filter(of_frames("logc3"))
    wanted = shown("logc3", np.full(3, 100 / 255), video=False) * 255
    assert np.asarray(grey)[0, 0] == pytest.approx(wanted, abs=2)


@pytest.mark.parametrize("value", [24, 120, 170])
def test_a_scan_is_left_to_the_look_that_a_person_named(tmp_path, value):
    path = tmp_path / "scan.dpx"
    path.write_bytes(dpx(value, transfer=1))
    assert set(deep_still(path, header(path), as_it_is=True).ravel()) == {value}
    light = float(cineon(np.array(value / 255))) / 0.9
    linear = max(0.0, min(1.0, light))
    curved = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055
    assert deep_still(path, header(path))[0, 0] == pytest.approx([curved * 255] * 3, abs=1)


def test_facts_keep_the_look():
    facts = Facts(kind="sequence", container="dpx", bytes=1, colour={"look": "cineon"})
    assert Facts.from_dict(facts.as_dict()).colour == {"look": "cineon"}
