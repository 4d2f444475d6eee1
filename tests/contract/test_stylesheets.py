"""The design system keeps its own rules: neutral greys, contrast, colours, steps of four."""

import re
from functools import cache

import pytest

from portal.design import palette
from portal.design.stylesheets import (
    ADMIN,
    COLOUR,
    FOLDER,
    SHARED,
    THEMES,
    Rule,
    contrast,
    luminance,
    names,
    rules,
    text,
    tokens,
)
from tests.contract.tree import ROOT, files, name, templates

OURS = [one for one in names() if one != ADMIN]
LAYERS = ("reset", "tokens", "base", "layout", "components", "utilities")
SPACE = re.compile(r"(?:^|[;\s])(?:gap|padding[\w-]*|margin[\w-]*)\s*:\s*([^;]+)")
RADIUS = re.compile(r"border-radius\s*:\s*([^;]+)")
FINE = {0, 1, 2}


@cache
def all_rules() -> list[tuple[str, Rule]]:
    return [(one, rule) for one in OURS for rule in rules(text(one))]


def printed(rule: Rule) -> bool:
    return any("print" in around for around in rule.around)


def test_the_reader_of_stylesheets_sees_rules_in_their_layers():
    found = list(
        rules("@layer a, b; @layer a { .x { color: red } @media print { .y { top: 0 } } }")
    )
    assert found == [
        Rule(("@layer a",), ".x", "color: red"),
        Rule(("@layer a", "@media print"), ".y", "top: 0"),
    ]


def test_contrast_is_that_of_the_standard():
    assert luminance("#fff") == 1 and luminance("#000000") == 0
    assert contrast("#000", "#fff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48  # the well-known near miss


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("grey", palette.GREYS + palette.CONSTANT_GREYS)
def test_greys_hold_no_tint(theme, grey):
    digits = tokens()[theme][f"--{grey}"].lstrip("#")
    channels = {*re.findall("..", digits)} if len(digits) == 6 else {*digits}
    assert len(channels) == 1, f"--{grey} is #{digits}"


@pytest.mark.parametrize("pair", palette.pairs(), ids=lambda pair: f"{pair.ink} on {pair.ground}")
def test_what_is_read_has_the_contrast_that_reading_needs(pair):
    assert pair.holds, pair


def test_every_token_has_a_word_on_the_design_page_and_every_word_a_token():
    known = {f"--{one}" for one in (*palette.COLOURS, *palette.MEASURES)}
    for theme in THEMES:
        assert set(tokens()[theme]) == known, theme


def test_every_colour_of_the_light_theme_has_its_dark_one():
    theirs = [
        rule for rule in rules(text(SHARED[0])) if rule.selector.startswith('[data-theme="light"]')
    ]
    assert theirs
    both = {one for one, value in tokens()["dark"].items() if value != tokens()["light"][one]}
    assert len(both) > 20


def test_there_is_one_accent():
    """Amber, and its shades: of the other hues each is a state's."""
    warm = [one for one in tokens()["dark"] if one.startswith("--accent")]
    assert warm == ["--accent", "--accent-ink", "--accent-hover", "--accent-text", "--accent-shade"]


def test_a_colour_is_given_to_a_token_and_nowhere_else():
    found = [
        f"{one}: {rule.selector}: {declaration.strip()}"
        for one, rule in all_rules()
        if not printed(rule)
        for declaration in rule.body.split(";")
        if COLOUR.search(declaration) and not declaration.strip().startswith("--")
    ]
    assert found == []


def test_every_token_that_is_used_is_there():
    given = {one for _name, rule in all_rules() for one in re.findall(r"(--[\w-]+)\s*:", rule.body)}
    scripts = "".join(p.read_text() for p in (ROOT / "static" / "js").glob("*.js"))
    given |= set(re.findall(r'setProperty\("(--[\w-]+)"', scripts))
    used = {
        (one, token)
        for one, rule in all_rules()
        for token, rest in re.findall(r"var\((--[\w-]+)(,?)", rule.body)
        if not rest
    }
    assert len(used) > 100
    assert sorted(f"{one}: {token}" for one, token in used if token not in given) == []


def test_no_token_is_left_over():
    sources = "".join(text(one) for one in OURS)
    assert [one for one in tokens()["dark"] if f"var({one})" not in sources] == []


def test_corners_are_of_three_kinds():
    found = {
        f"{one}: {value.strip()}"
        for one, rule in all_rules()
        for value in RADIUS.findall(rule.body)
        if value.strip() not in ("0", "50%", "var(--round)", "var(--pill)")
    }
    assert sorted(found) == []


def test_space_is_in_steps_of_four():
    found = [
        f"{one}: {rule.selector}: {value}"
        for one, rule in all_rules()
        for value in SPACE.findall(rule.body)
        if "calc" not in value
        for number in re.findall(r"-?\d*\.?\d+(?=px)", value)
        if abs(float(number)) not in FINE and float(number) % 4
    ]
    assert found == []


def test_every_rule_stands_in_a_layer():
    """Paper excepted: what is printed is black on white over all layers."""
    loose = {one for one, rule in all_rules() if not rule.around and not printed(rule)}
    assert loose == set()
    outermost = {rule.around[0] for _one, rule in all_rules() if not printed(rule)}
    assert outermost <= {f"@layer {one}" for one in LAYERS}


def test_pages_link_one_stylesheet_of_all_which_takes_in_the_others():
    """They travel as one file: collecting joins what is taken in."""
    head = (ROOT / "templates" / "components" / "_head.html").read_text(encoding="utf-8")
    first, *others = SHARED
    assert re.findall(r"css/([\w-]+\.css)", head) == [first]
    assert re.findall(r'@import "\./([\w-]+\.css)"', text(first)) == others


def test_every_stylesheet_is_linked_by_a_page():
    linked = "".join(p.read_text(encoding="utf-8") for p in templates())
    linked += "".join(p.read_text(encoding="utf-8") for p in files(".py"))
    alone = [one for one in names() if one not in SHARED[1:]]
    assert [one for one in alone if f"css/{one}" not in linked] == []


def test_figures_are_tabular_everywhere():
    body = [rule.body for _one, rule in all_rules() if rule.selector == "body"]
    assert any("font-variant-numeric: tabular-nums" in one for one in body)


def test_nothing_is_fetched_by_a_stylesheet():
    """What the shared one takes in is joined with it when files are collected."""
    assert [one for one in names() if "url(" in text(one)] == []
    assert [one for one in names() if "@import" in text(one)] == [SHARED[0]]


PICTOGRAM = re.compile("[\U0001f000-\U0001faff\u2600-\u26ff\u2702-\u27bf\ufe0f]")
#: Letters of a form's own, which say yes, no and note in rows of figures; an icon font has none.
LETTERS = {"✓", "✎", "✕", "✗"}


def test_no_emoji_stands_for_an_icon():
    places = [*templates(), *(ROOT / "static").rglob("*.js"), *FOLDER.glob("*.css")]
    found = {
        f"{name(path)}: {sign}"
        for path in places
        for sign in PICTOGRAM.findall(path.read_text(encoding="utf-8"))
        if sign not in LETTERS
    }
    assert sorted(found) == []


def test_focus_is_seen_with_more_contrast_and_with_the_systems_colours():
    found = {
        rule.around[-1]: rule.body
        for _one, rule in all_rules()
        if rule.selector == ":focus-visible"
    }
    assert "outline: 2px solid" in found["@layer base"]
    assert "outline-width: 3px" in found["@media (prefers-contrast: more)"]
    assert "Highlight" in found["@media (forced-colors: active)"]


@pytest.mark.parametrize("theme", THEMES)
def test_more_contrast_is_more(theme):
    mark = f'[data-theme="{theme}"]'
    body = next(
        rule.body
        for rule in rules(text(SHARED[0]))
        if rule.around[-1:] == ("@media (prefers-contrast: more)",) and mark in rule.selector[:30]
    )
    page = tokens()[theme]["--page"]
    for token, value in re.findall(r"(--[\w-]+): (#\w+)", body):
        assert contrast(value, page) >= contrast(tokens()[theme][token], page), token
        if token in ("--text", "--quiet"):
            assert contrast(value, page) >= 7, token  # AAA
        else:
            assert contrast(value, page) >= 3, token
