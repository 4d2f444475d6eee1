"""Final Draft's XML: styles, nested notes, dual dialogue, revisions, hostile files."""

import pytest

from projects.interchange.scripts import model
from projects.interchange.scripts.final_draft import eighths, read_final_draft
from projects.interchange.scripts.scenes import scenes_of
from projects.media.refusal import Refused


def fdx(content, rest=""):
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>'
        '<FinalDraft DocumentType="Script" Template="No" Version="5">'
        f"<Content>{content}</Content>{rest}</FinalDraft>"
    ).encode()


def paragraph(kind, text, inside="", **given):
    told = "".join(f' {name}="{value}"' for name, value in given.items())
    return f'<Paragraph Type="{kind}"{told}>{inside}<Text>{text}</Text></Paragraph>'


HEADING = paragraph(
    "Scene Heading",
    "int. Kitchen - day",
    '<SceneProperties Length="1 3/8" Page="4" Title=""><Summary><Paragraph><Text>They meet'
    "</Text></Paragraph></Summary></SceneProperties>",
    Number="12A",
)
REVISIONS = (
    '<Revisions ActiveSet="2"><Revision Color="#0" ID="1" Name="Blue Rev."/>'
    '<Revision ID="2" Name="Pink Rev."/></Revisions>'
)
TITLE = (
    "<TitlePage><Content><Paragraph><Text></Text></Paragraph>"
    "<Paragraph><Text>THE FILM</Text></Paragraph></Content></TitlePage>"
)


def test_styles_say_what_a_paragraph_is():
    script = read_final_draft(
        fdx(
            HEADING
            + paragraph("Action", "Bob <![CDATA[&]]> Ana cook.")
            + paragraph("Character", "Bob (V.O.)")
            + paragraph("Parenthetical", "(low)")
            + paragraph("Dialogue", "Hi.")
            + paragraph("Transition", "CUT TO:")
            + paragraph("Shot", "ANGLE ON BOB")
            + paragraph("Cast List", "Bob")
            + paragraph("Unheard Of", "Rain."),
            TITLE + REVISIONS,
        )
    )
    assert [(e.kind, e.text) for e in script.elements] == [
        (model.HEADING, "int. Kitchen - day"),
        (model.ACTION, "Bob & Ana cook."),
        (model.CUE, "Bob (V.O.)"),
        (model.PARENTHETICAL, "(low)"),
        (model.DIALOGUE, "Hi."),
        (model.TRANSITION, "CUT TO:"),
        (model.ACTION, "ANGLE ON BOB"),
        (model.NOTE, "Bob"),
        (model.ACTION, "Rain."),
    ]
    assert (script.title, script.draft, script.pages) == ("THE FILM", "Pink Rev.", 4)
    (scene,) = scenes_of(script)
    assert (scene.number, scene.page, scene.length) == ("12A", 4, 11)
    assert (scene.heading.int_ext, scene.heading.time, list(scene.parts)) == (
        "INT",
        "DAY",
        ["BOB"],
    )


def test_text_in_runs_is_one_and_revised_runs_are_marked():
    runs = (
        '<Paragraph Type="Action"><Text>Rain </Text><Text RevisionID="2">falls.</Text></Paragraph>'
    )
    (element,) = read_final_draft(fdx(runs)).elements
    assert (element.text, element.revision) == ("Rain falls.", "2")


def test_dual_dialogue_is_in_order_and_told():
    dual = (
        "<Paragraph><DualDialogue>"
        + paragraph("Character", "BOB")
        + paragraph("Dialogue", "Hi.")
        + paragraph("Character", "ANA")
        + paragraph("Dialogue", "Ho.")
        + "</DualDialogue></Paragraph>"
        + paragraph("Character", "CAROL")
    )
    cues = [e for e in read_final_draft(fdx(dual)).elements if e.kind == model.CUE]
    assert [(e.text, e.dual) for e in cues] == [("BOB", False), ("ANA", True), ("CAROL", False)]


def test_notes_and_headers_are_no_part_of_the_script():
    note = (
        '<ScriptNote ID="1"><Paragraph Type="Action"><Text>ask Ana</Text></Paragraph></ScriptNote>'
    )
    header = (
        "<HeaderAndFooter><Header><Paragraph><Text>2.</Text></Paragraph></Header></HeaderAndFooter>"
    )
    script = read_final_draft(fdx(paragraph("Action", "Rain.", note), header))
    assert [e.text for e in script.elements] == ["Rain."]


def test_headings_typed_as_action_are_headings():
    kinds = [e.kind for e in read_final_draft(fdx(paragraph("Action", "INT. A - DAY"))).elements]
    assert kinds == [model.HEADING]
    kinds = [e.kind for e in read_final_draft(fdx(paragraph("General", "CUT TO:"))).elements]
    assert kinds == [model.TRANSITION]


def test_empty_paragraphs_and_headings_are_left_out():
    assert read_final_draft(fdx(paragraph("Scene Heading", " "))).elements == []


@pytest.mark.parametrize(
    ("text", "count"),
    [("3/8", 3), ("1 3/8", 11), ("2", 16), ("", 0), ("x", 0), ("1/4", 0), (" 2/8 ", 2)],
)
def test_eighths(text, count):
    assert eighths(text) == count


BOMB = b'<!DOCTYPE a [<!ENTITY b "x"><!ENTITY c "&b;&b;">]><FinalDraft>&c;</FinalDraft>'
OUTER = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><FinalDraft>&b;</FinalDraft>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (BOMB, "media:xml_entities"),
        (OUTER, "media:xml_entities"),
        (b"<FinalDraft><Content>", "media:bad_xml"),
        (b"<html/>", "script:not_a_script"),
        (b"<FinalDraft>" + b"<a>" * 100, "media:deep_xml"),
        (b'<?xml version="1.0" encoding="nonsense"?><FinalDraft/>', "media:bad_xml"),
        (b"<FinalDraft>\0</FinalDraft>", "media:bad_xml"),
    ],
)
def test_hostile_files_are_refused(data, code):
    with pytest.raises(Refused) as refused:
        read_final_draft(data)
    assert refused.value.code == code


def test_too_many_paragraphs_are_refused(monkeypatch):
    monkeypatch.setattr("projects.interchange.scripts.final_draft._MOST_PARAGRAPHS", 3)
    with pytest.raises(Refused, match="too_large_text"):
        read_final_draft(fdx(paragraph("Action", "Rain.") * 4))
