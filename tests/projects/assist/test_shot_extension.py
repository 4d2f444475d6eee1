"""A shot made longer: one frame leaves, and a film is believed when it has been decoded."""

from fractions import Fraction

import numpy as np
import pytest
from PIL import Image

from projects.assist.contract import OutputFile, ToolInput, ToolRefused
from projects.assist.palette import Answer, Need
from projects.assist.tools import TOOLS
from projects.media.carrying.edits import write
from tests.projects.assist.palette_made import SECRET, footage, picture, sent_bytes, silent
from tests.projects.media.ingest_films import film, number_in
from tests.projects.media.test_shots_films import scene

TOOL = TOOLS["shot_extension"]


def parameters(**given):
    return TOOL.parameters(**{"prompt": "She turns to the window.", "seconds": 2, **given})


def composed(item, folder, **given):
    return TOOL.compose([item], parameters(**given), folder, silent)


def concluded(item, folder, *paths, **given):
    files = [OutputFile(path, "film", "video/mp4", n) for n, path in enumerate(paths)]
    answer = Answer(files=files, model="mover-1")
    return TOOL.conclude(answer, [item], parameters(**given), folder)


def shown(work):
    with Image.open(work.attachments[0].path) as image:
        return number_in(np.asarray(image.convert("RGB")))


@pytest.fixture(scope="module")
def shot(tmp_path_factory):
    """40 frames, and what goes on from the last of them in 2 s, 1280 pixels wide."""
    folder = tmp_path_factory.mktemp("extend")
    frames = scene(1, 88)
    write(folder / "shot.mp4", frames[:40], Fraction(24))
    write(folder / "more.mp4", frames[39:87], Fraction(24))
    write(folder / "other.mp4", scene(7, 30), Fraction(25))
    return folder


class TestWhatIsSent:
    @pytest.mark.parametrize(
        ("given", "frame", "role"),
        [
            ({}, 23, "first"),
            ({"last_frame": 11}, 11, "first"),
            ({"grows": "before", "first_frame": 7}, 7, "last"),
            ({"grows": "before"}, 0, "last"),
        ],
    )
    def test_the_one_frame_at_the_end_that_grows(self, tmp_path, given, frame, role):
        work = composed(footage(tmp_path), tmp_path, **given)
        assert work.need == Need.VIDEO and len(work.attachments) == 1
        assert shown(work) == frame
        assert TOOL.pictures({"grows": given.get("grows", "after")}, ["film"]) == {role}
        assert work.attachments[0].role == role and work.attachments[0].name == "frame-001.jpg"
        assert work.text == "She turns to the window." and "She" not in work.instructions

    def test_nothing_of_the_film_and_no_name(self, tmp_path):
        work = composed(footage(tmp_path), tmp_path)
        assert SECRET.encode() not in sent_bytes(work) and b"ftyp" not in sent_bytes(work)

    def test_size_and_length(self, tmp_path):
        work = composed(picture(tmp_path, size=(2390, 1000)), tmp_path, seconds=8)
        assert dict(work.options) == {"seconds": 8, "width": 1280, "height": 528, "count": 1}

    @pytest.mark.parametrize("given", [{"last_frame": 99}, {"first_frame": 9, "last_frame": 3}])
    def test_a_frame_that_is_not_there_is_refused(self, tmp_path, given):
        with pytest.raises(ToolRefused) as refused:
            composed(footage(tmp_path), tmp_path, **given)
        assert refused.value.code == "palette:no_frame"


class TestWhatComes:
    def item(self, shot):
        return ToolInput(shot / "shot.mp4", "shot.mp4")

    def test_it_is_kept_as_it_came_and_told(self, shot, tmp_path):
        (made,) = concluded(self.item(shot), tmp_path, shot / "more.mp4")
        files = {(file.role, file.index): file for file in made.files}
        assert files["film", 0].path.read_bytes() == (shot / "more.mp4").read_bytes()
        assert files["film", 0].media_type == "video/mp4"
        assert {("large", 0), ("large", 1), ("large", 2), ("numbers", 0)} < set(files)
        came = made.result["came"]
        assert (came["frames"], came["seconds"], came["rate"]) == (48, 2.0, "24/1")
        assert made.result["frame"] == 39 and made.result["jump"] <= 10
        assert "jump" not in made.result["differs"] and "length" not in made.result["differs"]
        assert made.kind == "clip" and made.result["makes"] == "trainedAlgorithmicMedia"

    def test_what_differs_is_told(self, shot, tmp_path):
        (made,) = concluded(self.item(shot), tmp_path, shot / "other.mp4", seconds=5)
        assert {"length", "rate", "jump", "small"} <= set(made.result["differs"])

    def test_before_the_shot_its_last_frame_has_to_meet(self, shot, tmp_path):
        item = ToolInput(shot / "more.mp4", "more.mp4")
        (made,) = concluded(item, tmp_path, shot / "shot.mp4", grows="before")
        assert made.result["frame"] == 0 and made.result["jump"] <= 10

    def test_what_is_no_film_is_left_out(self, shot, tmp_path):
        odd = tmp_path / "odd.mp4"
        odd.write_bytes(b"<html>expired</html>")
        still = tmp_path / "still.mp4"
        Image.new("RGB", (64, 36)).save(still, "PNG")
        (made,) = concluded(self.item(shot), tmp_path, odd, still, shot / "more.mp4")
        assert len(made.result["left_out"]) == 2

    @pytest.mark.parametrize("content", [b"", b"no film at all", b"\0" * 5000])
    def test_nothing_usable_is_said(self, shot, tmp_path, content):
        odd = tmp_path / "odd.mp4"
        odd.write_bytes(content)
        with pytest.raises(ToolRefused) as refused:
            concluded(self.item(shot), tmp_path, odd)
        assert refused.value.code == "palette:nothing_usable"

    def test_a_film_that_ends_early_is_no_surprise(self, shot, tmp_path):
        whole = film(tmp_path / "whole.mkv", frames=60, size=(320, 180))
        cut = tmp_path / "cut.mkv"
        cut.write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
        (made,) = concluded(self.item(shot), tmp_path, cut)
        assert made.files[0].path.suffix == ".mkv"
        assert made.result["came"]["frames"] < 60 and "length" in made.result["differs"]
