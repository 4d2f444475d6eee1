"""Parameters of a request in the words of its form."""

from django.utils.translation import override

from projects.parameter_words import told


def test_parameters_have_the_titles_and_words_of_the_form():
    given = {"find_takes": False, "minimum_shot_length": 3, "sensitivity": 0.5}
    assert told("shot_breakdown", given) == [
        ("Find takes", "no"),
        ("Shortest shot", "3"),
        ("Sensitivity", "0.5"),
    ]
    assert told("convert", {"to": "fcpxml", "rate": ""}) == [
        ("Format", "Final Cut Pro XML (FCPXML)"),
        ("Rate", "–"),
    ]
    assert told("clean_plate", {"last_frame": None}) == [("Last frame", "–")]


def test_they_are_said_in_french():
    with override("fr"):
        [takes, sensitivity] = told("shot_breakdown", {"find_takes": True, "sensitivity": 0.5})
    assert takes[1] == "oui" and takes[0] != "Find takes" and sensitivity[1] == "0,5"


def test_what_the_tool_has_no_more_keeps_its_name():
    assert told("shot_breakdown", {"gone_since": "auto"}) == [("gone_since", "auto")]
    assert told("a_tool_of_once", {"most": 3}) == [("most", "3")]
