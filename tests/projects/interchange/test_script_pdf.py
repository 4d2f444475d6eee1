"""Screenplays in PDF: columns, margins, pages, and files that hold no script."""

import io
import random

import pytest
from PIL import Image

from projects.apart.child import Ended
from projects.interchange.pdf_pages import Pages
from projects.interchange.scripts import model, pdf_lines
from projects.interchange.scripts.fountain import read_fountain
from projects.interchange.scripts.pdf_script import read_pdf_script
from projects.interchange.scripts.scenes import scenes_of
from projects.media.refusal import Refused
from tests.projects.interchange.script_pages import printed

WORDS = "people town never know what happens when storm comes them asks why leave before".split()


def words(count, chance=random.Random(7)):  # noqa: B008
    """No two lines alike: what stands on every page at one place is taken for a header."""
    return " ".join(chance.choices(WORDS, k=count)).capitalize() + "."


LONG = f"""INT. KITCHEN - DAY

Bob cooks. {words(42)}

BOB
(quietly, to himself
and nobody)
{words(280)}

KIM (CONT'D)
{words(14)}

CUT TO:

EXT. A VERY LONG STREET WITH MANY HOUSES AND EVEN MORE NAMES TO IT - NIGHT

{words(112)}

MAN #2
{words(168)}

D'ARTAGNAN (V.O.)
No.

INT./EXT. CAR - CONTINUOUS

{words(84)}

BOB
{words(126)}
"""


def shape(script):
    """What must be the same whatever the file was."""
    return [(s.heading.text, s.heading.time, list(s.parts)) for s in scenes_of(script)]


@pytest.mark.parametrize(
    "wishes",
    [
        {},
        {"numbers": False},
        {"mark": ""},
        {"shift": -30},
        {"title": ""},
        {"last": 500},
        {"shift": 18, "numbers": False, "mark": ""},
    ],
)
def test_a_printed_script_reads_as_the_one_it_was_set_from(tmp_path, wishes):
    script = read_pdf_script(printed(tmp_path / "a.pdf", LONG, **wishes))
    assert script.format == "pdf" and not script.warnings
    assert shape(script) == shape(read_fountain(LONG))


def test_numbers_pages_and_the_title(tmp_path):
    script = read_pdf_script(printed(tmp_path / "a.pdf", LONG))
    scenes = scenes_of(script)
    assert script.title == "A FILM"
    assert [scene.number for scene in scenes] == ["1", "2", "3"]
    assert [scene.page for scene in scenes] == sorted(scene.page for scene in scenes)
    assert scenes[0].page == 1 and scenes[-1].page == script.pages - 1


def test_a_speech_over_two_pages_is_one(tmp_path):
    scenes = scenes_of(read_pdf_script(printed(tmp_path / "a.pdf", LONG, last=300)))
    plain = scenes_of(read_fountain(LONG))
    for found, true in zip(scenes, plain, strict=True):
        assert {n: p.speeches for n, p in found.parts.items()} == {
            n: p.speeches for n, p in true.parts.items()
        }
        assert {n: p.words for n, p in found.parts.items()} == {
            n: p.words for n, p in true.parts.items()
        }


def test_nothing_around_the_text_comes_in(tmp_path):
    script = read_pdf_script(printed(tmp_path / "a.pdf", LONG, last=400))
    told = " ".join(element.text for element in script.elements)
    for around in ("Jane", "CONFIDENTIAL", "CONTINUED", "(MORE)", "2."):
        assert around not in told
    directions = [e.text for e in script.elements if e.kind == model.PARENTHETICAL]
    assert directions == ["(quietly, to himself and nobody)"]
    assert "CUT TO:" in [e.text for e in script.elements if e.kind == model.TRANSITION]


def page(*lines):
    """A page of lines (x, y, text)."""
    pages = Pages(612, 792)
    pages.page()
    for x, y, text in lines:
        pages.text(x, y, text, 12)
    return pages


SCENE = [(108, 72, "INT. KITCHEN - DAY"), (108, 96, "Bob cooks and Ana looks on.")]


def read(path, pages):
    path.write_bytes(pages.document())
    return read_pdf_script(path)


def test_two_who_speak_at_once_stand_side_by_side(tmp_path):
    pages = page(
        *SCENE,
        (180, 120, "BOB"),
        (400, 120, "ANA"),
        (130, 132, "No, I do not."),
        (330, 132, "Yes, you do."),
        (330, 144, "And more."),
        (108, 168, "They laugh."),
    )
    script = read(tmp_path / "a.pdf", pages)
    told = [(e.kind, e.text, e.dual) for e in script.elements[2:]]
    assert told == [
        (model.CUE, "BOB", False),
        (model.DIALOGUE, "No, I do not.", False),
        (model.CUE, "ANA", True),
        (model.DIALOGUE, "Yes, you do. And more.", False),
        (model.ACTION, "They laugh.", False),
    ]


def test_asterisks_of_a_revision_are_marks(tmp_path):
    script = read(tmp_path / "a.pdf", page(*SCENE, (560, 96, "*")))
    assert [(e.text, e.revision) for e in script.elements] == [
        ("INT. KITCHEN - DAY", ""),
        ("Bob cooks and Ana looks on.", "*"),
    ]


def test_an_omitted_scene_keeps_its_number(tmp_path):
    script = read(
        tmp_path / "a.pdf", page(*SCENE, (54, 130, "2"), (108, 130, "OMITTED"), (550, 130, "2"))
    )
    assert [(s.number, s.omitted) for s in scenes_of(script)] == [("1", False), ("2", True)]


def test_without_columns_the_empty_lines_tell(tmp_path):
    lines = ["INT. KITCHEN - DAY", "", "BOB", "Hello there.", "", "ANA", "Hi.", "", "They eat."]
    lines += [
        "",
        "EXT. STREET - NIGHT",
        "",
        "Rain.",
        "",
        "Wind.",
        "",
        "Snow.",
        "",
        "Sun.",
        "",
        "Fog.",
    ]
    lines += ["", "Ice.", "", "Hail."]
    pages = page(*((72, 72 + 12 * n, line) for n, line in enumerate(lines) if line))
    script = read(tmp_path / "a.pdf", pages)
    assert script.warnings == [("no_columns", {})]
    assert shape(script) == [
        ("INT. KITCHEN - DAY", "DAY", ["BOB", "ANA"]),
        ("EXT. STREET - NIGHT", "NIGHT", []),
    ]


def test_a_scan_has_no_text(tmp_path):
    scan = tmp_path / "scan.pdf"
    Image.new("L", (300, 400), 255).save(scan, "PDF")
    with pytest.raises(Refused) as refused:
        read_pdf_script(scan)
    assert (refused.value.code, refused.value.detail) == ("script:no_text", "1 pages")


def test_broken_files_are_refused(tmp_path):
    broken = tmp_path / "broken.pdf"
    broken.write_bytes(b"%PDF-1.4\nnothing of the kind")
    with pytest.raises(Refused) as refused:
        read_pdf_script(broken)
    assert refused.value.code == "script:unreadable_pdf"


def test_a_cut_file_ends_well(tmp_path):
    whole = printed(tmp_path / "a.pdf", LONG).read_bytes()
    (tmp_path / "b.pdf").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused) as refused:
        read_pdf_script(tmp_path / "b.pdf")
    assert refused.value.code in ("script:unreadable_pdf", "script:no_text")


def locked():
    """A PDF whose standard security handler asks for a password nobody has."""
    keys = f"/O <{'00' * 32}> /U <{'11' * 32}> /P -4"
    body = io.BytesIO()
    body.write(b"%PDF-1.4\n")
    places = []
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"]
    objects.append(f"<< /Filter /Standard /V 1 /R 2 {keys} >>")
    for number, words in enumerate(objects, 1):
        places.append(body.tell())
        body.write(f"{number} 0 obj\n{words}\nendobj\n".encode())
    begun = body.tell()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    body.write(f"xref\n0 4\n0000000000 65535 f \n{table}".encode())
    ids = f"/ID [<{'22' * 16}> <{'22' * 16}>]"
    body.write(f"trailer\n<< /Size 4 /Root 1 0 R /Encrypt 3 0 R {ids} >>\n".encode())
    body.write(f"startxref\n{begun}\n%%EOF\n".encode())
    return body.getvalue()


def test_a_locked_file_is_refused(tmp_path):
    (tmp_path / "locked.pdf").write_bytes(locked())
    with pytest.raises(Refused) as refused:
        read_pdf_script(tmp_path / "locked.pdf")
    assert refused.value.code == "script:locked"


def test_a_reader_that_dies_or_hangs_is_a_refusal(tmp_path, monkeypatch):
    path = printed(tmp_path / "a.pdf", "INT. A - DAY\n\nRain.\n")
    monkeypatch.setattr(pdf_lines, "SECONDS", 0.001)
    with pytest.raises(Refused, match="too long"):
        pdf_lines.read_pieces(path)

    def dies(*_args, **_given):
        raise Ended("SIGSEGV")

    monkeypatch.setattr(pdf_lines, "ask", dies)
    with pytest.raises(Refused, match="stopped"):
        pdf_lines.read_pieces(path)


def test_too_large_and_too_long_files_are_refused(tmp_path, monkeypatch):
    path = printed(tmp_path / "a.pdf", LONG)
    monkeypatch.setattr(pdf_lines, "MOST_PAGES", 1)
    assert pdf_lines.pieces_of(path) == {"refused": "long"}
    monkeypatch.setattr(pdf_lines, "MOST_PAGES", 100)
    monkeypatch.setattr(pdf_lines, "MOST_PIECES", 3)
    assert pdf_lines.pieces_of(path) == {"refused": "long"}
    with pytest.raises(Refused, match="too_long"):
        pdf_lines._answer({"refused": "long"})
    monkeypatch.setattr(pdf_lines, "MOST_BYTES", 10)
    with pytest.raises(Refused, match="too_long"):
        pdf_lines.read_pieces(path)
