"""Any file as a script: told by its content, whatever its encoding, and refused with a reason."""

import json
import time

import pytest

from projects.interchange.scripts import model, paging, reading
from projects.interchange.scripts.reading import read_script
from projects.interchange.scripts.scenes import scenes_of
from projects.media.refusal import Refused
from tests.projects.interchange.script_pages import printed
from tests.projects.media.ingest_films import DATA, needs_data

TEXT = "INT. CAFÉ - DAY\n\nIl boit.\n\nÉLODIE\nBonjour, ça va ?\n\nEXT. RUE - NUIT\n\nPluie.\n"


def read(path, data):
    path.write_bytes(data)
    return read_script(path)


@pytest.mark.parametrize(
    ("encoding", "warning"),
    [("utf-8", None), ("utf-8-sig", None), ("utf-16", None), ("utf-16-le", None)]
    + [("utf-16-be", None), ("cp1252", "old_encoding"), ("latin-1", "old_encoding")],
)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_encodings_and_ends_of_lines(tmp_path, encoding, warning, ends):
    script = read(tmp_path / "a.fountain", TEXT.replace("\n", ends).encode(encoding))
    scenes = scenes_of(script)
    assert [s.heading.location for s in scenes] == ["CAFÉ", "RUE"]
    assert list(scenes[0].parts) == ["ÉLODIE"]
    assert [code for code, _facts in script.warnings] == ([warning] if warning else [])


def test_zeros_are_left_out_and_told(tmp_path):
    script = read(tmp_path / "a.fountain", TEXT.replace("boit", "bo\0it").encode())
    assert script.warnings == [("zeros", {"count": 1})]
    assert "Il boit." in [element.text for element in script.elements]


def test_the_content_tells_and_not_the_name(tmp_path):
    assert read_script(printed(tmp_path / "a.txt", TEXT)).format == "pdf"
    xml = b'\n<?xml version="1.0"?><FinalDraft><Content/></FinalDraft>'
    assert read(tmp_path / "b.pdf", xml).format == "fdx"
    assert read(tmp_path / "c.fdx", TEXT.encode()).format == "fountain"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "media:empty"),
        (b" \r\n\t\n", "media:empty"),
        (b"\xef\xbb\xbf", "media:empty"),
        (b"\0\0\0", "media:empty"),
        (b"PK\x03\x04 a docx", "script:not_a_script"),
        (b"{\\rtf1 text}", "script:not_a_script"),
        (bytes(range(1, 32)) * 50, "script:not_a_script"),
        (b"<svg/>", "script:not_a_script"),
        (b"INT. A - DAY\n\n" + b"A" * 100_001, "media:line_too_long"),
    ],
)
def test_what_is_no_script_is_refused(tmp_path, data, code):
    with pytest.raises(Refused) as refused:
        read(tmp_path / "a.fountain", data)
    assert refused.value.code == code


def test_too_large_a_text_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_BYTES", 100)
    with pytest.raises(Refused, match="too_large_text"):
        read(tmp_path / "a.fountain", TEXT.encode() * 10)


def test_a_long_line_is_read(tmp_path):
    script = read(tmp_path / "a.fountain", f"INT. A - DAY\n\n{'word ' * 2000}".encode())
    (scene,) = scenes_of(script)
    assert scene.length > 16  # more than two pages


@needs_data
@pytest.mark.parametrize("name", ["null_bytes.fountain", "one_long_line.fountain"])
def test_odd_files_of_the_developer_set_end_well(name):
    path = DATA / "robustness" / name
    if "long" in name:
        with pytest.raises(Refused, match="line_too_long"):
            read_script(path)
    else:
        assert len(scenes_of(read_script(path))) == 1


@needs_data
def test_the_scripts_of_the_developer_set():
    truth = json.loads((DATA / "screenplays" / "truth.json").read_text())["scripts"]
    for name, known in truth.items():
        scenes = scenes_of(read_script(DATA / "screenplays" / name))
        told = [(s.heading.int_ext, s.heading.location, s.heading.time) for s in scenes]
        assert told == [(s["int_ext"], s["location"], s["time"]) for s in known["scenes"]]
        assert [sorted(s.parts) for s in scenes] == [sorted(s["speaking"]) for s in known["scenes"]]


def scenes(text):
    from projects.interchange.scripts.fountain import read_fountain

    return scenes_of(read_fountain(text))


def test_parts_count_speeches_lines_and_words():
    (scene,) = scenes(
        "INT. A - DAY\n\nBOB (V.O.)\n(low)\nOne two three.\n\nANA ^\nFour.\n\nBOB (cont'd)\n"
        + "word " * 20
    )
    bob, ana = scene.parts["BOB"], scene.parts["ANA"]
    assert (bob.speeches, bob.words, bob.lines) == (2, 23, 4)
    assert dict(bob.extensions) == {"V.O.": 1, "CONT'D": 1}
    assert (ana.speeches, ana.dual) == (1, 1)


def test_two_known_names_in_a_cue_are_two_people():
    (scene,) = scenes("INT. A - DAY\n\nBOB\nA.\n\nANA\nB.\n\nBOB/ANA\nC.\n")
    assert {name: part.speeches for name, part in scene.parts.items()} == {"BOB": 2, "ANA": 2}


def test_eighths_follow_the_lines():
    text = "INT. A - DAY\n\n" + "Rain.\n\n" * 27 + "EXT. B - DAY\n\nSun.\n"
    first, second = scenes(text)
    assert (first.length, second.length) == (8, 1)
    assert (first.page, second.page) == (1, 2)


def test_a_page_break_begins_a_page():
    first, second = scenes("INT. A - DAY\n\nRain.\n\n===\n\nEXT. B - DAY\n\nSun.\n")
    assert (first.page, second.page) == (1, 2)


def test_who_speaks_at_once_takes_no_more_room():
    alone = "INT. A - DAY\n\n" + "BOB\nHi.\n\n" * 10
    both = "INT. A - DAY\n\n" + "BOB\nHi.\n\nANA ^\nHo.\n\n" * 10
    assert scenes(alone)[0].length == scenes(both)[0].length


def test_notes_take_no_room():
    assert paging.height(model.Element(model.NOTE, "x")) == 0
    assert paging.height(model.Element(model.HEADING, "INT. A - DAY")) == 3


@pytest.mark.parametrize(
    ("eighths", "words"), [(1, "1/8"), (8, "1"), (11, "1 3/8"), (0, "0"), (20, "2 4/8")]
)
def test_eighths_as_people_write_them(eighths, words):
    assert paging.spelled(eighths) == words


def test_what_stands_before_the_first_heading_is_of_no_scene():
    assert scenes("FADE IN:\n\nBOB\nHi.\n") == []


@pytest.mark.parametrize(
    "line",
    ["INT. A - DAY{}x", "OMITTED{}x", "INT. A{}#x", ".A{}#x", "BOB{}x\nHi.", "@BOB{}x\nHi."],
)
@pytest.mark.parametrize("filling", [" ", " #", "("])
def test_a_line_far_too_long_takes_no_time(tmp_path, line, filling):
    """Patterns that go back over blanks and brackets would take minutes for one of these."""
    text = TEXT + "\n\n" + line.format(filling * (90_000 // len(filling))) + "\n"
    begun = time.process_time()
    scenes = scenes_of(read(tmp_path / "a.fountain", text.encode()))
    assert time.process_time() - begun < 5
    assert [s.heading.location for s in scenes][:2] == ["CAFÉ", "RUE"]


def test_brackets_without_end_in_final_drafts_names_and_headings_take_no_time(tmp_path):
    kinds = {"Scene Heading": "INT. A (x)", "Character": "BOB ("}
    told = [
        f'<Paragraph Type="{k}"><Text>{t * 60_000}</Text></Paragraph>' for k, t in kinds.items()
    ]
    xml = f"<FinalDraft><Content>{''.join(told)}</Content></FinalDraft>"
    begun = time.process_time()
    scenes = scenes_of(read(tmp_path / "a.fdx", xml.encode()))
    assert time.process_time() - begun < 5
    assert (len(scenes), list(scenes[0].parts)) == (1, ["BOB"])


def test_too_many_lines_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "MOST_LINES", 5)
    with pytest.raises(Refused, match="script:too_long"):
        read(tmp_path / "a.fountain", TEXT.encode())
