"""A frame made over or widened: one frame leaves, on grey where there is to be more."""

import numpy as np
import pytest
from PIL import Image

from projects.assist.contract import ToolRefused
from projects.assist.palette import Need
from projects.assist.tools import TOOLS
from tests.projects.assist.palette_made import (
    SECRET,
    came,
    footage,
    picture,
    sent_bytes,
    silent,
)
from tests.projects.media.ingest_films import number_in

TOOL = TOOLS["plate_picture"]


def parameters(**given):
    return TOOL.parameters(**{"prompt": "A lighthouse on the cliff.", **given})


def composed(item, folder, **given):
    work = TOOL.compose([item], parameters(**given), folder, silent)
    with Image.open(work.attachments[0].path) as image:
        return work, np.asarray(image.convert("RGB"))


def grey(pixels):
    return bool(np.abs(pixels.astype(int) - 128).max() < 12)


class TestWhatIsSent:
    def test_the_frame_that_was_named(self, tmp_path):
        work, pixels = composed(footage(tmp_path), tmp_path, frame=13)
        assert work.need == Need.IMAGE and number_in(pixels) == 13
        assert {one.role for one in work.attachments} == TOOL.pictures({}, ["film"]) == {"source"}
        assert "lighthouse" in work.text and "lighthouse" not in work.instructions
        assert SECRET.encode() not in sent_bytes(work) and b"ftyp" not in sent_bytes(work)

    @pytest.mark.parametrize(
        ("reach", "size", "where"),
        [
            ("left", (960, 360), np.s_[:, :300]),
            ("right", (960, 360), np.s_[:, 660:]),
            ("above", (640, 540), np.s_[:170]),
            ("below", (640, 540), np.s_[370:]),
            ("sides", (1152, 360), np.s_[:, :240]),
            ("around", (960, 540), np.s_[:80]),
        ],
    )
    def test_beyond_the_frame_it_lies_on_grey(self, tmp_path, reach, size, where):
        work, pixels = composed(picture(tmp_path), tmp_path, reach=reach)
        assert (pixels.shape[1], pixels.shape[0]) == size
        assert grey(pixels[where]) and not grey(pixels[180:360, 300:600])
        assert "grey area" in work.instructions
        asked = work.option("width") / work.option("height")
        assert asked == pytest.approx(size[0] / size[1], abs=0.03)

    def test_however_large_it_is_no_larger_than_is_looked_at(self, tmp_path):
        _work, pixels = composed(picture(tmp_path, size=(3000, 1500)), tmp_path, reach="sides")
        assert max(pixels.shape) <= 1568

    def test_a_frame_that_is_not_there_is_refused(self, tmp_path):
        with pytest.raises(ToolRefused) as refused:
            composed(footage(tmp_path), tmp_path, frame=99)
        assert refused.value.code == "palette:no_frame"


class TestWhatComes:
    def test_it_stands_beside_the_frame(self, tmp_path):
        answer = came(tmp_path / "got", "a.png", size=(1536, 1152))
        (made,) = TOOL.conclude(answer, [footage(tmp_path)], parameters(frame=5), tmp_path)
        assert (made.picture.plate, made.picture.plate_frame) == (0, 5)
        assert made.result["makes"] == "compositeWithTrainedAlgorithmicMedia"
        assert made.result["differs"] == []

    def test_of_a_picture_there_is_no_frame_to_compare(self, tmp_path):
        answer = came(tmp_path / "got", "a.png", size=(640, 640))
        (made,) = TOOL.conclude(answer, [picture(tmp_path)], parameters(), tmp_path)
        assert made.picture.plate is None and made.result["differs"] == ["shape"]
