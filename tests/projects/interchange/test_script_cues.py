"""Names above dialogue: extensions, spellings, and lines in capitals that are none."""

import pytest

from projects.interchange.scripts.cues import (
    is_transition,
    looks_like_cue,
    parse_cue,
    together,
)


@pytest.mark.parametrize(
    ("text", "name", "extensions"),
    [
        ("BOB", "BOB", ()),
        ("BOB (V.O.)", "BOB", ("V.O.",)),
        ("BOB (vo) (CONT’D)", "BOB", ("V.O.", "CONT'D")),
        ("Bob (O.S.)", "BOB", ("O.S.",)),
        ("BOB (on the phone)", "BOB", ("on the phone",)),
        ("BOB V.O.", "BOB", ("V.O.",)),
        ("BOB (CONTINUED)", "BOB", ("CONT'D",)),
        ("BRICK ^", "BRICK", ()),
        ("MAN #2", "MAN #2", ()),
        ("O’NEIL", "O'NEIL", ()),
        ("DÉSIRÉE (O.C.)", "DÉSIRÉE", ("O.C.",)),
        ("BOB (V.O", "BOB", ("V.O.",)),
        ("McGEE:", "MCGEE", ()),
        ("*BOB*", "BOB", ()),
        ("MR. T", "MR. T", ()),
    ],
)
def test_a_cue_in_parts(text, name, extensions):
    cue = parse_cue(text)
    assert (cue.name, cue.extensions) == (name, extensions)


@pytest.mark.parametrize(
    "line",
    ["BOB", "MAN #2", "O'NEIL", "BOB/ALICE", "MR. T", "SAMMY JR.", "R2D2", "ÉLODIE", "BOB (V.O.)"]
    + ["McGEE", "DeNIRO (cont'd)", "THE OLD MAN", "FATHER O'MALLEY", "PAN", "J.R.", "ИВАН"],
)
def test_names(line):
    assert looks_like_cue(line)


@pytest.mark.parametrize(
    "line",
    ["BANG!", "WHAT?", "THE CAR EXPLODES.", "SUPER:", '"YES, SERIOUSLY"', "23", "CUT TO:", "Bob"]
    + ["FADE OUT.", "CLOSE ON", "INSERT - LETTER", "THE END", "MONTAGE", "BACK TO SCENE", "..."]
    + ["ANGLE ON BOB", "A MAN WHO WALKS INTO THE ROOM AND SITS", "(MORE)", "INTERCUT WITH BOB"]
    + [
        "ON THE TV",
        "INSIDE THE CAR",
        "BOB'S POV",
        "SFX: PHONE RINGS",
        "LATER",
        "TITLE CARD",
        "FREEZE FRAME",
        "",
        "A" * 70,
    ],
)
def test_lines_in_capitals_that_are_no_name(line):
    assert not looks_like_cue(line)


@pytest.mark.parametrize(
    "line",
    ["CUT TO:", "SMASH CUT TO:", "FADE IN:", "FADE OUT.", "DISSOLVE TO:", "MATCH CUT TO BLACK."]
    + ["FADE TO BLACK", "CUT TO BLACK.", "WIPE TO:", "INTERCUT:", "THE END"],
)
def test_transitions(line):
    assert is_transition(line)


@pytest.mark.parametrize("line", ["Cut to:", "FADED JEANS", "CUTTER", "WE GO TO THE SEA"])
def test_no_transitions(line):
    assert not is_transition(line)


def test_two_who_speak_at_once_are_two_when_both_are_known():
    known = {"BOB", "ALICE"}
    assert together("BOB/ALICE", known) == ["BOB", "ALICE"]
    assert together("BOB & ALICE", known) == ["BOB", "ALICE"]
    assert together("BOB AND ALICE", known) == ["BOB", "ALICE"]
    assert together("BOB/CAROL", known) == ["BOB/CAROL"]
    assert together("AC/DC", known) == ["AC/DC"]
