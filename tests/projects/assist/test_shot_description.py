"""Shots in words: small frames leave, and what comes back is bounded."""

import csv
import io
from fractions import Fraction

import pytest
from PIL import Image

from projects.assist.contract import ToolInput, ToolRefused
from projects.assist.palette import Answer, Need
from projects.assist.tools import TOOLS
from projects.media.carrying.edits import write
from tests.projects.assist.palette_made import SECRET, picture, sent_bytes, silent
from tests.projects.media.test_shots_films import scene

TOOL = TOOLS["shot_description"]


@pytest.fixture(scope="module")
def film(tmp_path_factory):
    """Three shots of 30 frames."""
    path = tmp_path_factory.mktemp("describe") / "film.mp4"
    write(path, [p for seed in (1, 2, 3) for p in scene(seed, 30)], Fraction(24))
    return ToolInput(path, f"{SECRET}.mp4")


def composed(item, folder, **parameters):
    return TOOL.compose([item], TOOL.parameters(**parameters), folder, silent)


def concluded(item, folder, *pictures, **parameters):
    answer = Answer(data={"pictures": list(pictures)}, model="eye-1")
    (made,) = TOOL.conclude(answer, [item], TOOL.parameters(**parameters), folder)
    return made


def said(number, description="A lantern swings.", **fields):
    plain = {"tags": ["Lantern", "night"], "size": "close-up", "people": 1, "setting": "a kitchen"}
    return {"picture": number, "description": description, "place": "interior", **plain, **fields}


class TestWhatIsSent:
    def test_a_small_frame_of_each_shot(self, film, tmp_path):
        work = composed(film, tmp_path)
        assert work.need == Need.VISION and work.text == ""
        assert [one.name for one in work.attachments] == [f"shot-00{n}.jpg" for n in (1, 2, 3)]
        for one in work.attachments:
            with Image.open(one.path) as image:
                assert max(image.size) <= 768 and not dict(image.getexif())
        assert SECRET.encode() not in sent_bytes(work)
        assert b"ftyp" not in sent_bytes(work), "nothing of the film itself"

    def test_only_of_those_that_are_asked_for(self, film, tmp_path):
        assert len(composed(film, tmp_path, from_shot=2, most=1).attachments) == 1

    def test_of_a_picture_the_picture(self, tmp_path):
        work = composed(picture(tmp_path, size=(2000, 1000)), tmp_path)
        (one,) = work.attachments
        with Image.open(one.path) as image:
            assert image.size == (768, 384)

    def test_a_shot_that_is_not_there_is_refused(self, film, tmp_path):
        with pytest.raises(ToolRefused) as refused:
            composed(film, tmp_path, from_shot=9)
        assert refused.value.code == "palette:no_shot"

    def test_what_cannot_be_read_is_refused_by_name(self, tmp_path):
        odd = tmp_path / "odd.mp4"
        odd.write_bytes(b"no film at all")
        with pytest.raises(ToolRefused) as refused:
            composed(ToolInput(odd, "odd.mp4"), tmp_path)
        assert refused.value.code == "tool:unreadable"


class TestWhatIsBelieved:
    def test_each_shot_has_its_description_and_picture(self, film, tmp_path):
        made = concluded(film, tmp_path, said(2, "A wave."), said(1))
        first, second, third = made.result["shots"]
        assert (first["start"], second["start"], third["end"]) == (0, 30, 90)
        assert first["description"] == "A lantern swings." and second["description"] == "A wave."
        assert first["tags"] == ["lantern", "night"] and third["description"] == ""
        assert (first["frame"], third["people"]) == (15, None)
        pictures = [file for file in made.files if file.role == "large"]
        assert [file.index for file in pictures] == [0, 1, 2]
        assert made.kind == "described" and made.result["input"]["shots"] == 3

    def test_from_a_later_shot_the_numbers_are_those_of_the_film(self, film, tmp_path):
        made = concluded(film, tmp_path, said(1), from_shot=3)
        assert [row["index"] for row in made.result["shots"]] == [2]
        assert made.result["shots"][0]["start"] == 60 and made.result["from_shot"] == 3

    def test_odd_answers_are_dropped_and_counted(self, film, tmp_path):
        odd = [said(0), said(4), said(1), said(1, "Again."), said(2, "\0 \n")]
        made = concluded(film, tmp_path, *odd)
        assert made.result["dropped"] == {"unknown_shot": 2, "twice": 1, "no_words": 1}
        assert made.result["shots"][0]["description"] == "A lantern swings."

    def test_texts_and_numbers_are_bounded(self, film, tmp_path):
        many = [f"tag {n} " + "x" * 90 for n in range(99)]
        made = concluded(film, tmp_path, said(1, "x" * 5000 + "\u202e", tags=many, people=-3))
        row = made.result["shots"][0]
        assert len(row["description"]) == 600 and row["people"] is None
        assert len(row["tags"]) == 12 and max(map(len, row["tags"])) == 40

    @pytest.mark.parametrize(
        "data", [{}, {"pictures": [{"picture": 1}]}, {"pictures": [said(1, size="huge")]}]
    )
    def test_another_form_is_refused(self, film, tmp_path, data):
        with pytest.raises(ToolRefused) as refused:
            TOOL.conclude(Answer(data=data), [film], TOOL.parameters(), tmp_path)
        assert refused.value.code == "remote:malformed"

    def test_the_table_computes_nothing(self, film, tmp_path):
        made = concluded(film, tmp_path, said(1, "=HYPERLINK(1)"))
        table = next(file.path for file in made.files if file.role == "csv")
        rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8-sig"))))
        assert rows[0]["description"] == "'=HYPERLINK(1)" and rows[0]["shot"] == "1"
