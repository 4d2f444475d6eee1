"""Stylesheets, sprite, samples and specimens are read and made as they are."""

import pytest
from django.utils import translation

from portal.design import empties, palette, samples, tray
from portal.design.specimens import alone
from portal.design.stylesheets import classes, declared, own_colours, rules, tokens


def test_ids_become_a_specimens_own_with_all_that_refers_to_them():
    html = '<label for="a">A</label><input id="a" aria-describedby="a-hint far"><p id="a-hint"></p>'
    assert alone(html, "x-0-this") == (
        '<label for="a-x-0-this">A</label>'
        '<input id="a-x-0-this" aria-describedby="a-hint-x-0-this far"><p id="a-hint-x-0-this"></p>'
    )


def test_the_two_themes_differ_and_what_is_the_same_is_in_both():
    dark, light = tokens()["dark"], tokens()["light"]
    assert (dark["--page"], light["--page"]) == ("#161616", "#fafafa")
    assert dark["--round"] == light["--round"] == "2px"
    assert set(dark) == set(light)


def test_a_rule_that_is_not_closed_is_refused():
    with pytest.raises(ValueError, match="brace"):
        list(rules("@layer a { .x { color: red }"))


def test_tokens_and_classes_are_found_in_a_rule():
    assert declared("--a: 1px; color: red; --b:  var(--a)") == {"--a": "1px", "--b": "var(--a)"}
    assert {"button", "is-primary", "is-wrong"} <= classes("components.css")
    assert ".track-strip, .track-legend --sure" in own_colours("track.css")


def test_a_pair_that_cannot_be_read_does_not_hold():
    assert not palette.Pair("quiet", "line", 4.5, (4.4, 7.0)).holds
    assert palette.Pair("quiet", "page", 4.5, (4.5, 7.0)).holds


def test_the_sample_form_comes_back_with_what_was_typed_and_how_to_mend_it():
    form = samples.wrong_form()
    assert form["comment"].value() == "Rain at the window"
    assert {"name", "words", "kind", "day"} < set(form.errors) and form.non_field_errors()


def test_empty_states_speak_the_language_of_who_reads():
    first = next(one for one in empties.empties() if one.template == "projects/list.html")
    with translation.override("fr"):
        french = str(first.words()["title"])
    assert str(first.words()["title"]) == "No project yet" != french


def test_an_empty_state_whose_words_the_page_makes_shows_that_it_does():
    made = [one for one in empties.empties() if one.template == "feedback/measures.html"]
    assert [str(one.words()["title"]) for one in made] == ["A sentence that the page makes"]


def test_the_tray_shows_every_state_of_the_script_that_draws_it():
    from tests.contract.tree import ROOT

    script = (ROOT / "static" / "js" / "upload-row.js").read_text(encoding="utf-8")
    assert [
        state for state in tray.STATES if f"{state}:" not in script and f'"{state}"' not in script
    ] == []
    assert len(tray.lines()) == len(tray.STATES) == 12
