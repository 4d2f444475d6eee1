"""Whatever pages are made of is on the design page: a part that is forgotten fails here."""

import re

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from portal.design import CHAPTERS, components, empties, families, sprite, states, troubles
from portal.design.stylesheets import SHARED, classes, names, own_colours, rules, text, tokens
from portal.errors import REGISTRY
from tests.contract.tree import ROOT, name, templates

COMPONENTS = ROOT / "templates" / "components"


def chapter(slug: str, query: str = "") -> str:
    """As it is written for somebody signed out, which needs no database."""
    request = RequestFactory().get(f"/design/{slug}/{query}")
    found = next(one for one in CHAPTERS if one.slug == slug)
    context = {"chapter": found, "chapters": CHAPTERS, **found.context(request)}
    return render_to_string(found.template, context, request)


@pytest.fixture(scope="module")
def pages() -> dict[str, str]:
    return {one.slug: chapter(one.slug) for one in CHAPTERS if one.slug in OWN}


OWN = {"tokens", "icons", "components", "families", "states", "errors", "empty"}


def test_the_portals_own_chapters_are_there(pages):
    assert set(pages) == OWN


def test_every_component_is_shown():
    files = {path.name for path in COMPONENTS.glob("_*.html")}
    shown = {one.name for one in (*components.specimens(), *states.specimens())}
    assert files - shown - set(components.FRAME) == set()
    assert set(components.FRAME) <= files and not set(components.FRAME) & shown


def test_what_is_of_the_frame_is_in_the_frame():
    base = (ROOT / "templates" / "base.html").read_text(encoding="utf-8")
    assert [one for one in components.FRAME if f"components/{one}" not in base] == []


def used_classes(html: str) -> set[str]:
    return {word for found in re.findall(r'\bclass="([^"]*)"', html) for word in found.split()}


def test_every_class_of_the_shared_stylesheets_is_shown(pages):
    shown = set().union(*map(used_classes, pages.values()))
    missing = set().union(*map(classes, SHARED)) - shown
    assert sorted(missing - set(families.ELSEWHERE)) == []
    assert sorted(set(families.ELSEWHERE) - missing) == [], "shown by now: no longer elsewhere"


def test_every_reason_why_a_class_is_not_shown_is_one():
    assert all(len(str(reason)) > 20 for reason in families.ELSEWHERE.values())


def test_every_state_that_has_a_shape_is_shown():
    marked = [rule.selector for rule in rules(text("components.css")) if ".status" in rule.selector]
    known = {one for selector in marked for one in re.findall(r"\.is-(\w+)", selector)}
    assert known == set(states.WORDS)


def test_every_icon_is_shown_and_every_icon_that_is_used_is_there(pages):
    assert len(sprite.icons()) == len(set(sprite.icons())) > 50
    assert [one for one in sprite.icons() if f"#{one}" not in pages["icons"]] == []
    used = {
        word
        for path in templates()
        for word in re.findall(r'\b(?:icon|with name)="([\w-]+)"', path.read_text(encoding="utf-8"))
    }
    assert len(used) > 30 and used - set(sprite.icons()) == set()


def test_every_token_is_shown(pages):
    shown = pages["tokens"]
    assert [one for one in tokens()["dark"] if f">{one}<" not in shown] == []
    assert [one for one in names() if own_colours(one) and f">{one}<" not in shown] == []


def test_every_error_is_shown_with_its_words_in_both_languages():
    told = {text_.status for text_ in REGISTRY.values()}
    shown = "".join(chapter("errors", f"?status={status}") for status in told)
    assert [code for code in REGISTRY if f"<code>{code}</code>" not in shown] == []
    assert shown.count("<td lang=") == 2 * len(REGISTRY)


def test_an_error_is_said_in_both_languages():
    english, french = troubles.said("not_found")
    assert (english["language"], french["language"]) == ("en", "fr")
    assert english["happened"] == "There is nothing here that you can see."
    assert french["happened"] not in ("", english["happened"])
    with translation.override("fr"):
        assert troubles.said("not_found") == [english, french]


@pytest.mark.parametrize("asked", ["?status=99", "?status=x", "?status=%C2%B2", ""])
def test_a_status_that_no_error_has_shows_the_first(asked):
    assert "<code>invalid</code>" in chapter("errors", asked)


def test_every_error_page_says_what_its_status_is_for():
    assert {400, 403, 404, 405, 413, 429, 500, 503} == set(troubles.PAGES)
    wrong = {s: code for s, (code, _facts) in troubles.PAGES.items() if REGISTRY[code].status != s}
    assert wrong == {}


def test_every_empty_state_is_shown(pages):
    written = sum(
        path.read_text(encoding="utf-8").count('include "components/_empty.html"')
        for path in templates()
        if not path.is_relative_to(ROOT / "templates" / "portal" / "design")
    )
    assert written == len(empties.empties()) > 40
    assert pages["empty"].count('class="empty"') == 2 * written  # in both themes


def test_every_empty_state_says_what_belongs_there():
    silent = [one.template for one in empties.empties() if not str(one.words().get("text", ""))]
    assert silent == []


def test_no_page_writes_an_empty_state_or_a_problem_by_hand():
    """By its component it is on the design page, and looks like all others."""
    found = [
        name(path)
        for path in templates()
        if path.parent != COMPONENTS and re.search(r'class="empty[ "]', path.read_text("utf-8"))
    ]
    assert found == []


def test_no_id_stands_twice_on_a_chapter(pages):
    for slug, html in pages.items():
        ids = re.findall(r'\bid="([^"]+)"', html)
        assert sorted({one for one in ids if ids.count(one) > 1}) == [], slug


def test_what_a_label_or_description_names_is_there(pages):
    for slug, html in pages.items():
        ids = set(re.findall(r'\bid="([^"]+)"', html))
        named = re.findall(r'\b(?:for|aria-labelledby|aria-describedby)="([^"]+)"', html)
        lost = {word for words in named for word in words.split()} - ids
        assert lost == set(), slug


def test_the_second_theme_is_for_the_eye_only(pages):
    for slug in OWN - {"tokens", "errors"}:
        panes = re.findall(r'<\w+ [^>]*data-theme="other"[^>]*>', pages[slug])
        assert panes and all('aria-hidden="true"' in one for one in panes), slug


def test_what_a_pointer_does_is_drawn_by_the_rules_of_the_components():
    """`.is-hovered` and `.is-focused` of design.css say what `:hover` and `:focus-visible` do."""
    real: dict[str, str] = {}
    for rule in (rule for shared in SHARED for rule in rules(text(shared))):
        for part in rule.selector.split(","):
            drawn_as = part.replace(":hover", ".is-hovered").replace(
                ":focus-visible", ".is-focused"
            )
            real.setdefault(drawn_as.strip(), rule.body)
    drawn = [
        r for r in rules(text("design.css")) if re.search(r"\.is-(hovered|focused)", r.selector)
    ]
    assert len(drawn) == 5
    for rule in drawn:
        given, wanted = rule.body.rstrip(";"), real[rule.selector].rstrip(";")
        assert given == wanted, rule.selector
