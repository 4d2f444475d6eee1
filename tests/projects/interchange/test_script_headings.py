"""Scene headings in parts, as scripts of many hands and languages write them."""

import pytest

from projects.interchange.scripts.headings import is_heading, is_omitted, is_time, parse_heading


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("INT. OFFICE - DAY", ("INT", "OFFICE", "DAY")),
        ("EXT. PARK--DAY", ("EXT", "PARK", "DAY")),
        ("EXT. PARK – NIGHT", ("EXT", "PARK", "NIGHT")),
        ("EXT PARK—DUSK", ("EXT", "PARK", "DUSK")),
        ("INT. HOUSE - KITCHEN - NIGHT", ("INT", "HOUSE - KITCHEN", "NIGHT")),
        ("INT. RADIO STUDIO", ("INT", "RADIO STUDIO", "")),
        ("INT. NIGHT CLUB - NIGHT", ("INT", "NIGHT CLUB", "NIGHT")),
        ("INT. DAY ROOM", ("INT", "DAY ROOM", "")),
        ("INT. NIGHT CLUB", ("INT", "NIGHT CLUB", "")),
        ("INT./EXT. CAR - DAY", ("INT/EXT", "CAR", "DAY")),
        ("INT/EXT CAR - DAY", ("INT/EXT", "CAR", "DAY")),
        ("I/E. CAR - DAY", ("INT/EXT", "CAR", "DAY")),
        ("I/E CAR - DAY", ("INT/EXT", "CAR", "DAY")),
        ("EXT./INT. TRAIN - DAY", ("EXT/INT", "TRAIN", "DAY")),
        ("E/I. TRAIN - DAY", ("EXT/INT", "TRAIN", "DAY")),
        ("EST. CITY - DAWN", ("EST", "CITY", "DAWN")),
        ("int. kitchen - day", ("INT", "kitchen", "DAY")),
        ("INT: BEDROOM - DAY", ("INT", "BEDROOM", "DAY")),
        ("INTERIOR - BEDROOM - DAY", ("INT", "BEDROOM", "DAY")),
        ("INT - BEDROOM - DAY", ("INT", "BEDROOM", "DAY")),
        ("INT. BEDROOM - LATER", ("INT", "BEDROOM", "LATER")),
        ("INT. BEDROOM - THREE WEEKS LATER", ("INT", "BEDROOM", "THREE WEEKS LATER")),
        ("INT. BEDROOM - 3 AM", ("INT", "BEDROOM", "3 AM")),
        ("INT. BEDROOM - 10:30 PM", ("INT", "BEDROOM", "10:30 PM")),
        ("INT. BEDROOM - LATE AFTERNOON", ("INT", "BEDROOM", "LATE AFTERNOON")),
        ("INT. BEDROOM - PRE-DAWN", ("INT", "BEDROOM", "PRE-DAWN")),
        ("INT. BEDROOM - DAY - CONTINUOUS", ("INT", "BEDROOM", "DAY")),
        ("INT. BEDROOM - CONTINUOUS", ("INT", "BEDROOM", "CONTINUOUS")),
        ("INT. BEDROOM - DAY (FLASHBACK)", ("INT", "BEDROOM", "DAY")),
        ("INT. BEDROOM - FLASHBACK - NIGHT", ("INT", "BEDROOM", "NIGHT")),
        ("INT. BEDROOM. DAY.", ("INT", "BEDROOM", "DAY")),
        ("INT. BEDROOM, DAY", ("INT", "BEDROOM", "DAY")),
        ("INT. BEDROOM DAY", ("INT", "BEDROOM", "DAY")),
        ("EXT. BREAK-IN SITE-NIGHT", ("EXT", "BREAK-IN SITE", "NIGHT")),
        ("INNEN. KÜCHE - TAG", ("INT", "KÜCHE", "TAG")),
        ("BILD 12 INNEN KÜCHE - TAG", ("INT", "KÜCHE", "TAG")),
        ("12 KÜCHE. INNEN. TAG", ("INT", "KÜCHE", "TAG")),
        ("WALD, AUSSEN, NACHT", ("EXT", "WALD", "NACHT")),
        ("SÉQ. 4 - INT. SALON - JOUR", ("INT", "SALON", "JOUR")),
        ("SCENE 12: INT. HOUSE - NIGHT", ("INT", "HOUSE", "NIGHT")),
        ("KITCHEN - INT - DAY", ("INT", "KITCHEN", "DAY")),
        ("AUSSEN - WALD - NACHT", ("EXT", "WALD", "NACHT")),
        ("INNEN/AUSSEN AUTO - TAG", ("INT/EXT", "AUTO", "TAG")),
        ("INT. MAISON - JOUR", ("INT", "MAISON", "JOUR")),
        ("EXT. CALLE - DÍA", ("EXT", "CALLE", "DÍA")),
        ("INT. JOUR - SALON", ("INT", "SALON", "JOUR")),
        ("INT./JOUR - PETIT SALON - COULOIR", ("INT", "PETIT SALON - COULOIR", "JOUR")),
        ("INTÉRIEUR JOUR – BUREAU", ("INT", "BUREAU", "JOUR")),
        ("INT. KÜCHE - ABENDS", ("INT", "KÜCHE", "ABENDS")),
        ("INT. SALON - JOUR - SUITE", ("INT", "SALON", "JOUR")),
        ("INT. HOTEL - SUITE - NIGHT", ("INT", "HOTEL - SUITE", "NIGHT")),
        ("INT. SUITE - BATHROOM - NIGHT", ("INT", "SUITE - BATHROOM", "NIGHT")),
        ("INT. LATER - BATHROOM", ("INT", "LATER - BATHROOM", "")),
        ("INT. CUCINA - GIORNO", ("INT", "CUCINA", "GIORNO")),
        ("EST. STRADA - NOTTE", ("EXT", "STRADA", "NOTTE")),
        ("ИНТ. КВАРТИРА - НОЧЬ", ("INT", "КВАРТИРА", "НОЧЬ")),
        ("INT HOUSE DAY", ("INT", "HOUSE", "DAY")),
        ("I./E. HOUSE - DAY", ("INT/EXT", "HOUSE", "DAY")),
        ("INT.  LOFT - (PRESENT) DAY", ("INT", "LOFT", "DAY")),
        ("INT.  BAR (LA RUE 14°) - NIGHT (1998)", ("INT", "BAR (LA RUE 14°)", "NIGHT")),
        ("EXT.  YARD - NIGHT [CONTINUOUS]", ("EXT", "YARD", "NIGHT")),
        ("INT.  747 / FLYING - NIGHT", ("INT", "747 / FLYING", "NIGHT")),
        ("SNIPER SCOPE POV", ("", "SNIPER SCOPE POV", "")),
        ("**INT. OFFICE - DAY**", ("INT", "OFFICE", "DAY")),
    ],
)
def test_a_heading_in_parts(text, parts):
    heading = parse_heading(text)
    assert (heading.int_ext, heading.location, heading.time) == parts


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("12 INT. HOUSE - DAY 12", "12", "INT. HOUSE - DAY"),
        ("12A. INT. HOUSE - DAY", "12A", "INT. HOUSE - DAY"),
        ("A12 EXT. ROAD - NIGHT A12", "A12", "EXT. ROAD - NIGHT"),
        ("INT. HOUSE - DAY #1-A#", "1-A", "INT. HOUSE - DAY"),
        ("INT. ROOM 12 - DAY", "", "INT. ROOM 12 - DAY"),
    ],
)
def test_its_number_stands_before_or_behind(text, number, rest):
    heading = parse_heading(text)
    assert (heading.number, heading.text) == (number, rest)
    assert is_heading(rest)


def test_a_number_from_elsewhere_is_kept():
    assert parse_heading("INT. HOUSE - DAY", "7B").number == "7B"


@pytest.mark.parametrize(
    ("line", "number"),
    [("BILD 12 INNEN KÜCHE - TAG", "12"), ("SÉQ. 4 - INT. SALON - JOUR", "4")]
    + [("12A KÜCHE. INNEN. TAG", "12A"), ("SC. 7 EXT. FIELD - DAY", "7")],
)
def test_the_word_before_a_number_is_none_of_it(line, number):
    told = parse_heading(line)
    assert is_heading(line) and told.number == number and line.endswith(told.text)


def test_what_stands_aside_is_kept():
    assert parse_heading("INT. BARN - NIGHT (1985)").asides == ("1985",)
    assert parse_heading("INT. BARN - DAY - FLASHBACK").asides == ("FLASHBACK",)


@pytest.mark.parametrize(
    "line",
    [
        "Internal affairs is on the phone.",
        "Interior designer (40s) walks in.",
        "Exit, pursued by a bear.",
        "EXTREME CLOSE UP",
        "INTERCUT WITH:",
        "ESTELLE",
        "INTO THE WOODS",
        "EXTRA LARGE",
        "INT.",
        "IN THE CAR",
        "PLAN B",
        "PL",
        "Est-ce que tu viens ?",
        "HE IS IN. OUT. GONE",
        "SCENE 12",
        "BILD 4 IST GUT",
        "MARIA. INT. KNOWS",
        "I/O ERROR",
        "",
        "INT. " + "A" * 300,
    ],
)
def test_what_only_begins_like_one(line):
    assert not is_heading(line) or line == "INT."


@pytest.mark.parametrize("line", ["OMITTED", "12A OMITTED", "SCENES 12-14 OMITTED", "OMIT"])
def test_a_scene_left_out(line):
    assert is_omitted(line)


def test_omitting_in_a_sentence_is_no_scene_left_out():
    assert not is_omitted("He omitted to tell her about the gun in the drawer.")


@pytest.mark.parametrize(
    ("words", "time"),
    [("DAY", True), ("THE NEXT MORNING", True), ("SAME TIME", True), ("KITCHEN", False)]
    + [("GOLDEN HOUR", True), ("LATER THAT NIGHT", True), ("DAY CARE", False), ("", False)],
)
def test_times_are_told_from_places(words, time):
    assert is_time(words) is time


@pytest.mark.parametrize("line", ["Est. 1892 is carved above the door.", "Int. is short for it!"])
def test_a_sentence_is_no_heading(line):
    assert not is_heading(line)


@pytest.mark.parametrize(
    ("line", "number"),
    [("12A OMITTED", "12A"), ("SCENES 12-14 OMITTED", "12-14"), ("4 OMITTED 4", "4")]
    + [("5 & 6 OMITTED", "5 & 6"), ("OMITTED", "")],
)
def test_an_omitted_scene_has_the_number_that_is_written(line, number):
    assert parse_heading(line).number == number
    assert parse_heading(line, "7").number == "7"
