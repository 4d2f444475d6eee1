"""The same character? A model's word beside the local measure, and only with consent."""

import cv2
import pytest

from projects.assist.contract import ToolInput, ToolRefused
from projects.assist.palette import Answer, Need
from projects.assist.tools import TOOLS, character_vision
from projects.media.faces.beside import beside_first
from projects.media.faces.boxes import Box
from projects.media.faces.cascades import Face
from tests.projects.assist.palette_made import SECRET, footage, sent_bytes, silent
from tests.projects.media.people_drawn import person, room

TOOL = TOOLS["character_vision"]
RED, BLUE = (40, 40, 200), (200, 60, 40)


class Marked:
    """Finds the face where it was drawn; nobody in a picture that is dark."""

    by, searches = "cascades", ("once",)

    def find(self, picture, search):
        small = Face(Box(4, 4, 12, 12), 1, 0.5)
        return [small, Face(Box(140, 60, 44, 44), 4, 0.9)] if picture.max() > 100 else []

    def embedding(self, picture, box):
        return None


def drawn(clothes, face, seed=0):
    return person(room(seed), 140, 60, clothes=clothes, face=face)


@pytest.fixture
def people(tmp_path, monkeypatch):
    """Somebody twice, somebody else, nobody."""
    monkeypatch.setattr(character_vision, "finder", lambda folder: Marked())
    pictures = [drawn(RED, 1), drawn(RED, 1, 5), drawn(BLUE, 9), room() // 4]
    found = []
    for n, picture in enumerate(pictures):
        path = tmp_path / f"{n}.png"
        cv2.imwrite(str(path), picture)
        found.append(ToolInput(path, f"{SECRET} {n}.png"))
    return found


def parameters(**given):
    vouched = {"consent_vouched": True, "vouched_by": "Ada Word", "vouched_at": "2026-11-29"}
    return TOOL.parameters(**{**vouched, **given})


def concluded(inputs, folder, *pairs, **given):
    answer = Answer(data={"pairs": list(pairs)}, model="eye-1")
    (made,) = TOOL.conclude(answer, inputs, parameters(**given), folder)
    return made


def says(picture, verdict, because="The face is the same.", sure=0.8):
    return {"picture": picture, "verdict": verdict, "because": because, "sure": sure}


def test_the_measure_tells_one_person_from_another(people):
    pictures = [cv2.imread(str(item.path)) for item in people]
    same, different, nobody = beside_first(pictures, Marked())
    assert same < 1 < different and nobody is None


class TestConsent:
    @pytest.mark.parametrize("verb", ["compose", "conclude"])
    def test_without_it_nothing_is_done(self, people, tmp_path, verb):
        given = parameters(consent_vouched=False)
        called = {
            "compose": lambda: TOOL.compose(people, given, tmp_path, silent),
            "conclude": lambda: TOOL.conclude(Answer(data={"pairs": []}), people, given, tmp_path),
        }[verb]
        with pytest.raises(ToolRefused) as refused:
            called()
        assert refused.value.code == "palette:no_consent"
        assert refused.value.parameter == "consent_vouched" == TOOL.vouched

    def test_it_stands_in_the_result(self, people, tmp_path):
        made = concluded(people[:2], tmp_path)
        assert made.result["consent"] == {"by": "Ada Word", "at": "2026-11-29"}


class TestWhatIsSent:
    def test_one_frame_of_each_and_no_name(self, people, tmp_path):
        work = TOOL.compose(people, parameters(), tmp_path, silent)
        assert work.need == Need.VISION and len(work.attachments) == 4 and work.text == ""
        for secret in (SECRET.encode(), b"Ada Word"):
            assert secret not in sent_bytes(work)

    def test_frames_of_one_film(self, tmp_path):
        work = TOOL.compose([footage(tmp_path)], parameters(frames="1 2 3"), tmp_path, silent)
        assert [one.origin for one in work.attachments] == ["input 1"] * 3

    @pytest.mark.parametrize("frames", ["", "1", "1 1", "1 2 3 4 5 6 7", "x"])
    def test_what_names_no_frames_is_refused(self, tmp_path, frames):
        with pytest.raises(ToolRefused) as refused:
            TOOL.compose([footage(tmp_path)], parameters(frames=frames), tmp_path, silent)
        assert refused.value.code == "palette:frames"


class TestBesideEachOther:
    def test_both_are_told_and_what_they_disagree_on(self, people, tmp_path):
        pairs = [says(2, "same"), says(3, "same"), says(4, "different")]
        made = concluded(people, tmp_path, *pairs)
        rows = made.result["pairs"]
        assert [row["measured"] for row in rows] == ["same", "different", "unclear"]
        assert [row["disagree"] for row in rows] == [False, True, False]
        assert rows[2]["distance"] is None and made.kind == "compared"

    def test_odd_answers_are_dropped_and_counted(self, people, tmp_path):
        pairs = [says(1, "same"), says(99, "same"), says(2, "unclear", "x" * 999), says(2, "same")]
        made = concluded(people[:3], tmp_path, *pairs)
        assert made.result["dropped"] == {"unknown_picture": 2, "twice": 1}
        first, second = made.result["pairs"]
        assert first["said"] == "unclear" and len(first["because"]) == 300
        assert (second["said"], second["sure"]) == ("unclear", 0.0)

    @pytest.mark.parametrize("data", [{}, {"pairs": [says(2, "twins")]}])
    def test_another_form_is_refused(self, people, tmp_path, data):
        with pytest.raises(ToolRefused) as refused:
            TOOL.conclude(Answer(data=data), people, parameters(), tmp_path)
        assert refused.value.code == "remote:malformed"

    def test_no_description_of_a_face_is_kept(self, people, tmp_path):
        made = concluded(people, tmp_path)
        assert {file.role for file in made.files} == {"numbers", "large"}
        row = set(made.result["pairs"][0])
        plain = {"picture", "said", "because", "sure", "distance", "measured", "disagree"}
        assert row == plain
