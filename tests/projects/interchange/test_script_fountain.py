"""Fountain: what each line is, in the usual cases and in those that people make."""

import pytest

from projects.interchange.scripts import model
from projects.interchange.scripts.fountain import read_fountain
from projects.interchange.scripts.scenes import scenes_of

FULL = """Title:
    _**THE LONG ROAD**_
    PART ONE
Credit: Written by
Author: Ana O'Neil
Draft date: Blue Rev. 2/3/2026

FADE IN:

# Act one

= They meet.

INT. KITCHEN - DAY #1A#

A man, BOB (40), cooks. [[check the stove
with the set]]

BOB
(quietly)
I cook.
~La la la

ALICE ^
You burn.

@McBride
Hello.

!BANG
The door falls.

> CHAPTER TWO <

CUT TO:

.THE VOID

/* struck out

INT. NOWHERE - DAY
*/

She floats.

===

ext. road - night

WHO IS THERE?

The wind.

> FADE OUT.
"""


def kinds(text):
    return [(element.kind, element.text) for element in read_fountain(text).elements]


def test_every_sign_of_the_syntax():
    script = read_fountain(FULL)
    assert (script.format, script.title) == ("fountain", "THE LONG ROAD PART ONE")
    assert script.draft == "Blue Rev. 2/3/2026"
    assert [(e.kind, e.text) for e in script.elements] == [
        (model.TRANSITION, "FADE IN:"),
        (model.SECTION, "Act one"),
        (model.SYNOPSIS, "They meet."),
        (model.HEADING, "INT. KITCHEN - DAY"),
        (model.ACTION, "A man, BOB (40), cooks."),
        (model.NOTE, "check the stove\nwith the set"),
        (model.CUE, "BOB"),
        (model.PARENTHETICAL, "(quietly)"),
        (model.DIALOGUE, "I cook."),
        (model.LYRIC, "La la la"),
        (model.CUE, "ALICE"),
        (model.DIALOGUE, "You burn."),
        (model.CUE, "McBride"),
        (model.DIALOGUE, "Hello."),
        (model.ACTION, "BANG"),
        (model.ACTION, "The door falls."),
        (model.CENTRED, "CHAPTER TWO"),
        (model.TRANSITION, "CUT TO:"),
        (model.HEADING, "THE VOID"),
        (model.ACTION, "She floats."),
        (model.PAGE_BREAK, ""),
        (model.HEADING, "ext. road - night"),
        (model.ACTION, "WHO IS THERE?"),
        (model.ACTION, "The wind."),
        (model.TRANSITION, "FADE OUT."),
    ]


def test_numbers_duals_and_lines():
    by_text = {element.text: element for element in read_fountain(FULL).elements}
    assert by_text["INT. KITCHEN - DAY"].number == "1A"
    assert by_text["ALICE"].dual and not by_text["BOB"].dual
    lines = FULL.split("\n")
    for text in ("THE VOID", "She floats.", "ext. road - night"):
        assert lines[by_text[text].line - 1].strip(".") == text.strip(".")


def test_without_a_title_page_the_first_line_is_of_the_script():
    assert kinds("FADE IN:\n\nINT. A - DAY\n")[0] == (model.TRANSITION, "FADE IN:")
    assert kinds("INT. A - DAY\n\nRain.")[0] == (model.HEADING, "INT. A - DAY")
    assert kinds("\n\n  INT. A - DAY\n\nRain.")[0] == (model.HEADING, "INT. A - DAY")


def test_a_heading_stands_without_empty_lines_where_it_is_in_capitals():
    told = kinds("Rain.\nINT. A - DAY\nBob waits.\n\nBOB\nHi.\nEXT. B - NIGHT\nMore rain.")
    assert [text for kind, text in told if kind == model.HEADING] == [
        "INT. A - DAY",
        "EXT. B - NIGHT",
    ]


def test_emphasis_hides_nothing():
    told = kinds("**FADE IN:**\n\n**INT. A - DAY**\n\nBOB\n_Hi._\n")
    assert [kind for kind, _text in told] == [
        model.TRANSITION,
        model.HEADING,
        model.CUE,
        model.DIALOGUE,
    ]


def test_a_sentence_that_begins_with_int_is_action():
    assert kinds("He waits.\nint he thinks\n") == [(model.ACTION, "He waits.\nint he thinks")]


def test_dialogue_goes_on_over_a_line_with_two_spaces():
    told = kinds("BOB\nOne.\n  \nTwo.\n\nThree.")
    assert told == [
        (model.CUE, "BOB"),
        (model.DIALOGUE, "One."),
        (model.DIALOGUE, "Two."),
        (model.ACTION, "Three."),
    ]


@pytest.mark.parametrize(
    "text",
    ['"STOP"\nreads the sign.', "BANG!\nThe door flies.", "CLOSE ON BOB\nHe smiles.", "BOB"]
    + [
        "Note the TRAIN\nis late.",
        "FADE IN:\nA street.",
        "...\nNothing.",
        "A SHADOW\nmoves over the wall.",
    ],
)
def test_capitals_that_are_no_name(text):
    assert not any(kind == model.CUE for kind, _text in kinds(f"INT. A - DAY\n\n{text}\n\nEnd."))


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"])
def test_ends_of_lines(ends):
    assert kinds(FULL.replace("\n", ends)) == kinds(FULL)


def test_signs_that_are_never_closed_are_text():
    told = kinds("INT. A - DAY\n\nHe /* goes [[ on.\n\nEXT. B - DAY\n")
    assert [kind for kind, _text in told] == [model.HEADING, model.ACTION, model.HEADING]


def test_many_signs_take_no_long_time():
    text = "INT. A - DAY\n\n" + "[[ x ]] /* y */\n" * 20_000
    assert len(read_fountain(text).elements) == 20_001
    text = "INT. A - DAY\n\n" + "[[\n\n" * 20_000 + "]]"
    assert len(read_fountain(text).elements) == 20_002


def test_a_note_that_is_never_closed_swallows_no_scene():
    told = kinds("INT. A - DAY\n\nHe [[ goes.\n\nEXT. B - DAY\n\nShe [[ask]] stays.\n")
    assert [text for _kind, text in told] == [
        "INT. A - DAY",
        "He [[ goes.",
        "EXT. B - DAY",
        "She  stays.",
        "ask",
    ]


def test_dots_and_ellipses_are_no_headings():
    assert kinds("...and then he left.") == [(model.ACTION, "...and then he left.")]
    assert kinds(".") == [(model.ACTION, ".")]


def test_omitted_scenes_keep_their_number():
    (heading, _rest) = read_fountain("12 OMITTED\n\nINT. A - DAY\n").elements
    assert (heading.kind, heading.text) == (model.HEADING, "12 OMITTED")


def test_headings_of_other_languages():
    text = "INNEN. KÜCHE - TAG\n\nEr kocht.\n\nAUSSEN - WALD - NACHT\n\nWind.\n"
    assert [s.heading.location for s in scenes_of(read_fountain(text))] == ["KÜCHE", "WALD"]


def test_only_odd_signs_end_well():
    for text in ("", "@", "@\n@\n", "#", ">", "> <", "~", "!", "=", "^\nx", "()\n()\n", "BOB\n("):
        read_fountain(text)
        read_fountain(f"INT. A - DAY\n\n{text}\n")


def test_a_tab_indented_script_reads_the_same():
    told = kinds("INT. A - DAY\n\n\t\t\tJACK\n\t\t(low)\n\tHi there.\n\n\t\t\tCUT TO:\n")
    assert [kind for kind, _text in told] == [
        model.HEADING,
        model.CUE,
        model.PARENTHETICAL,
        model.DIALOGUE,
        model.TRANSITION,
    ]


def test_a_calibre_begins_no_scene():
    kinds = [e.kind for e in read_fountain(".22 rifle in hand.\n\n.22\n\n.4TH FLOOR\n").elements]
    assert kinds == [model.ACTION, model.HEADING, model.HEADING]
