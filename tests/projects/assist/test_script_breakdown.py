"""The tool: what it leaves in its folder, in which form, and what it refuses."""

import csv
import io
import json
import random
import zipfile
from xml.parsers import expat

import pypdfium2 as pdfium
import pytest
from django.core.management import CommandError, call_command
from pydantic import ValidationError

from portal.errors import REGISTRY
from projects.assist.contract import Cancelled, ToolInput, ToolRefused
from projects.assist.scripts.tables import RULES
from projects.assist.tools import TOOLS
from projects.media.refusal import Refused
from tests.projects.assist.scripts_written import broken_down
from tests.projects.media.ingest_films import DATA, needs_data

TOOL = TOOLS["script_breakdown"]
TEXT = """Title: THE FILM
Draft date: Blue Rev.

INT. KITCHEN - DAY #1#

BOB (40) drops the gun. A CROWD watches. KARL (50) nods.

BOB (V.O.)
=SUM(A1) is what I say.

INT. HALL - CONTINUOUS #2#

Bob aims the gun at CYBER BOB.

CYBER BOB
(smiling)
No.

EXT. ROAD - NIGHT #3#

A car burns.
"""


def run(folder, *files, progress=lambda stage, share: None, **wishes):
    folder.mkdir(exist_ok=True)
    inputs = [ToolInput(path, path.name) for path in files]
    return TOOL.run(inputs, TOOL.parameters(**wishes), folder, progress)


@pytest.fixture
def script(tmp_path):
    path = tmp_path / "my film.fountain"
    path.write_text(TEXT)
    return path


def result(folder):
    return json.loads((folder / "result.json").read_text())


def test_scenes_people_and_strips(script, tmp_path):
    (outcome,) = run(tmp_path / "out", script)
    told = result(tmp_path / "out")
    assert outcome.result == told
    assert told["input"] == {
        "name": "my film.fountain",
        "format": "fountain",
        "title": "THE FILM",
        "draft": "Blue Rev.",
        "pages": 1,
        "scenes": 3,
        "eighths": 3,
    }
    first = told["scenes"][0]
    assert (first["number"], first["heading"], first["length"]) == (
        "1",
        "INT. KITCHEN - DAY",
        "1/8",
    )
    assert (first["int_ext"], first["location"], first["time"]) == ("INT", "KITCHEN", "DAY")
    assert (first["characters"], first["present"]) == (["BOB"], ["BOB"])
    assert [person["name"] for person in first["silent"]] == ["KARL"]
    assert first["speaking"][0]["extensions"] == {"V.O.": 1}
    assert ("weapon", "gun") in {(e["kind"], e["name"]) for e in first["elements"]}
    names = {c["name"]: c for c in told["characters"]}
    assert names["BOB"]["maybe_same"] == ["CYBER BOB"] and names["BOB"]["board"] == 1
    assert names["BOB"]["first_words"].startswith("BOB (40) drops")
    assert {row["name"] for row in told["locations"]} == {"KITCHEN", "HALL", "ROAD"}
    (hint,) = told["continuity"]
    assert (hint["rule"], hint["first"]["scene"], hint["then"]["scene"]) == (
        "held_after_let_go",
        1,
        2,
    )
    assert told["warnings"] == []


def test_what_another_reading_is_compared_with(script, tmp_path):
    run(tmp_path / "out", script)
    rows = result(tmp_path / "out")["scripts"]["my film.fountain"]
    assert rows["characters"] == ["BOB", "CYBER BOB"]
    assert rows["scenes"][1] == {
        "heading": "INT. HALL - CONTINUOUS",
        "int_ext": "INT",
        "location": "HALL",
        "time": "CONTINUOUS",
        "characters": ["CYBER BOB"],
    }


def test_papers_and_tables(script, tmp_path):
    (outcome,) = run(tmp_path / "out", script, pages_per_day=0.25)
    assert {(f.role, f.path.name) for f in outcome.files} == {
        ("table", "scenes.csv"),
        ("table", "characters.csv"),
        ("table", "elements.csv"),
        ("table", "shooting_order.csv"),
        ("table", "story.csv"),
        ("table", "continuity.csv"),
        ("workbook", "breakdown.xlsx"),
        ("sheets", "sheets.pdf"),
        ("stripboard", "stripboard.pdf"),
        ("result", "result.json"),
    }
    assert len({(f.role, f.index) for f in outcome.files}) == len(outcome.files)
    with pdfium.PdfDocument(tmp_path / "out" / "sheets.pdf") as sheets:
        assert len(sheets) == 3
        words = sheets[0].get_textpage().get_text_range()
        assert "smiling" not in sheets[1].get_textpage().get_text_range()  # said, not seen
    for said in (
        "INT. KITCHEN - DAY",
        "CAST",
        "1 BOB",
        "SILENT PARTS",
        "KARL",
        "WEAPONS",
        "EXTRAS",
    ):
        assert said in words
    with pdfium.PdfDocument(tmp_path / "out" / "stripboard.pdf") as board:
        words = [page.get_textpage().get_text_range() for page in board]
    assert "SCRIPT ORDER" in words[0] and "SHOOTING ORDER" in words[1] and "DAY 1" in words[1]
    assert "1 BOB (1 scenes)" in words[2]


def test_no_cell_is_a_formula(script, tmp_path):
    script.write_text(TEXT.replace("INT. HALL", ".=cmd|' /C calc'!A0"))
    run(tmp_path / "out", script)
    for path in (tmp_path / "out").glob("*.csv"):
        for row in csv.reader(path.read_text("utf-8-sig").splitlines()):
            assert not [cell for cell in row if cell.startswith(("=", "+", "@"))]
    with zipfile.ZipFile(tmp_path / "out" / "breakdown.xlsx") as book:
        sheets = [n for n in book.namelist() if n.startswith("xl/worksheets/")]
        assert len(sheets) == 6
        assert not any(b"<f>" in book.read(name) for name in sheets)


def test_two_drafts_are_compared(script, tmp_path):
    later = tmp_path / "my film v2.fountain"
    later.write_text(
        TEXT.replace("Blue Rev.", "").replace("A car burns.", "A car stands.") + "\n"
        "INT. BARN - DAY #4#\n\nHay.\n"
    )
    (outcome,) = run(tmp_path / "out", later, script)
    told = outcome.result
    assert told["input"]["name"] == later.name and len(told["scripts"]) == 2
    (revision,) = told["revisions"]
    assert (revision["colour_before"], revision["colour"]) == ("Blue", "Pink")
    assert revision["counts"] == {"unchanged": 2, "changed": 1, "added": 1}
    assert [row["kinds"] for row in revision["scenes"]] == [[], [], ["changed"], ["added"]]
    rows = list(
        csv.reader(io.StringIO((tmp_path / "out" / "revisions.csv").read_text("utf-8-sig")))
    )
    assert rows[3][4] == "changed" and rows[4][4] == "added"


def test_drafts_of_one_name_are_told_apart(script, tmp_path):
    (outcome,) = run(tmp_path / "out", script, script)
    assert list(outcome.result["scripts"]) == ["my film.fountain", "my film.fountain (2)"]


def test_numbers_that_come_twice_are_warned_about(script, tmp_path):
    script.write_text(TEXT.replace("#3#", "#1#"))
    (outcome,) = run(tmp_path / "out", script)
    assert outcome.result["warnings"] == [{"code": "numbers_twice", "numbers": ["1"]}]


def test_a_scene_tells_its_synopsis_and_its_revisions(tmp_path):
    path = tmp_path / "a.fdx"
    path.write_text(
        '<FinalDraft><Content><Paragraph Type="Scene Heading"><Text>INT. A - DAY</Text></Paragraph>'
        '<Paragraph Type="Outline Body"><Text>They meet.</Text></Paragraph>'
        '<Paragraph Type="Action"><Text RevisionID="2">Rain.</Text></Paragraph></Content>'
        '<Revisions><Revision ID="2" Name="Pink Rev."/></Revisions></FinalDraft>'
    )
    (scene,) = run(tmp_path / "out", path)[0].result["scenes"]
    assert (scene["synopsis"], scene["revised"]) == ("They meet.", ["Pink Rev."])


def test_different_scripts_are_warned_about(script, tmp_path):
    other = tmp_path / "other.fountain"
    other.write_text("EXT. MOON - NIGHT\n\nDust.\n\nINT. MARS - NIGHT\n\nRed.\n")
    (outcome,) = run(tmp_path / "out", other, script)
    assert [row["code"] for row in outcome.result["warnings"]] == [
        "nobody_speaks",
        "different_scripts",
    ]


def test_letters_that_pdfs_spell_are_warned_about(tmp_path):
    path = tmp_path / "a.fountain"
    path.write_text("ИНТ. ДОМ - ДЕНЬ\n\nИВАН\nДа.\n")
    (outcome,) = run(tmp_path / "out", path)
    assert [row["code"] for row in outcome.result["warnings"]] == ["spelled_in_pdf"]
    assert outcome.result["characters"][0]["name"] == "ИВАН"
    assert "ИВАН" in (tmp_path / "out" / "characters.csv").read_text(encoding="utf-8")


def test_papers_can_be_left_out_and_elements_be_surer(script, tmp_path):
    (outcome,) = run(tmp_path / "out", script, sheets=False, least_sure=0.9)
    assert not [f for f in outcome.files if f.media_type == "application/pdf"]
    elements = [e for scene in outcome.result["scenes"] for e in scene["elements"]]
    assert elements and min(e["sure"] for e in elements) >= 0.9


def test_many_elements_go_on_over_columns_and_pages(tmp_path):
    things = "phone,laptop,camera,suitcase,briefcase,backpack,handbag,purse,wallet,envelope".split(
        ","
    )
    people = "".join(f"PERSON {chr(65 + n // 26)}{chr(65 + n % 26)}\nYes.\n\n" for n in range(150))
    path = tmp_path / "a.fountain"
    path.write_text(f"INT. A - DAY\n\nA {', a '.join(things)}.\n\n{people}")
    run(tmp_path / "out", path)
    with pdfium.PdfDocument(tmp_path / "out" / "sheets.pdf") as sheets:
        words = " ".join(page.get_textpage().get_text_range() for page in sheets)
        assert len(sheets) == 2
    assert all(name in words for name in ("PERSON AA", "PERSON FT", "wallet"))


def test_progress_grows_through_all_stages(script, tmp_path):
    told = []
    run(tmp_path / "out", script, progress=lambda stage, share: told.append((stage, share)))
    assert list(dict.fromkeys(stage for stage, _share in told)) == list(TOOL.stages)
    shares = [share for _stage, share in told]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] == 1


def test_it_can_be_cancelled(script, tmp_path):
    def cancel(stage, _share):
        if stage == "finding":
            raise Cancelled

    with pytest.raises(Cancelled):
        run(tmp_path / "out", script, progress=cancel)
    assert not (tmp_path / "out" / "result.json").exists()


def test_a_text_without_scenes_is_refused(script, tmp_path):
    script.write_text("Dear Ana,\n\nhow are you?\n")
    with pytest.raises(ToolRefused) as refused:
        run(tmp_path / "out", script)
    assert (refused.value.code, refused.value.detail) == ("script:no_scenes", "my film.fountain")


def test_odd_letters_and_long_lines_end_well(script, tmp_path):
    odd = "\x01\x0b\x1f\ufffe\U0001f600\u202e"
    script.write_text(
        f".{odd}{'HEADING ' * 1249}\n\n{odd} picks up the gun. {'x' * 9999}\n\n"
        f"@{odd}{'NAME' * 500}\n{odd}\n\nBOB\n=1+1\n",
        encoding="utf-8",
    )
    (outcome,) = run(tmp_path / "out", script)
    assert len(outcome.result["scenes"]) == 1 and len(outcome.result["characters"]) == 2
    with pdfium.PdfDocument(tmp_path / "out" / "sheets.pdf") as sheets:
        assert "HEADING" in sheets[0].get_textpage().get_text_range()
    with zipfile.ZipFile(tmp_path / "out" / "breakdown.xlsx") as book:
        for name in book.namelist():
            if name.endswith(".xml"):
                expat.ParserCreate().Parse(book.read(name), True)


@pytest.mark.parametrize("seed", range(12))
def test_broken_bytes_are_read_or_refused(script, tmp_path, seed):
    chance, data = random.Random(seed), bytearray(TEXT.encode())
    if seed % 2:
        data = bytearray(
            b'<FinalDraft><Content><Paragraph Type="Scene Heading"><Text>INT. A - DAY'
            b"</Text></Paragraph></Content></FinalDraft>"
        )
    for _ in range(chance.randint(1, 12)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    script.write_bytes(bytes(data))
    try:
        (outcome,) = run(tmp_path / "out", script, sheets=False)
    except (Refused, ToolRefused) as refused:
        assert refused.code in REGISTRY  # noqa: PT017
    else:
        assert outcome.result["scenes"]


def test_an_empty_file_is_refused(script, tmp_path):
    script.write_text("")
    with pytest.raises(Refused, match="media:empty"):
        run(tmp_path / "out", script)


@pytest.mark.parametrize("wishes", [{"least_sure": 2}, {"pages_per_day": -1}, {"other": 1}])
def test_parameters_have_limits(wishes):
    with pytest.raises(ValidationError):
        TOOL.parameters(**wishes)


def test_every_rule_has_words():
    from projects.assist.scripts.continuity import _SURE

    assert set(RULES) == set(_SURE)


def test_who_speaks_most_has_the_lowest_number():
    found = broken_down("INT. A - DAY\n\nANA\nA.\n\nBOB\nB.\n\nBOB\nC.\n\nMAN\nD.\n\nMAN #2\nE.\n")
    boards = {c.name: c.board for c in found.characters.values()}
    assert boards == {"BOB": 1, "ANA": 2, "MAN": 3, "MAN #2": 4}
    assert found.characters["MAN"].maybe_same == []


def test_the_shell_runs_it_and_says_how_many(script, tmp_path, capsys):
    out = tmp_path / "out"
    call_command("assist", "script_breakdown", "--input", script, "--out", out)
    assert f"3 scenes in {out / 'result.json'}" in capsys.readouterr().out


def test_the_shell_says_what_is_wrong(tmp_path):
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4 broken")
    with pytest.raises(CommandError, match="The PDF cannot be read: it is broken"):
        call_command("assist", "script_breakdown", "--input", path, "--out", tmp_path / "out")


@needs_data
def test_a_script_of_final_draft(tmp_path):
    (outcome,) = run(tmp_path / "out", DATA / "screenplays" / "radio_test_finaldraft.fdx")
    assert [c["name"] for c in outcome.result["characters"]] == ["DJ", "DAVE", "JIM", "KAY"]
    assert [s["eighths"] for s in outcome.result["scenes"]] == [3, 2]
