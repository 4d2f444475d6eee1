"""Filters say their values in words, an empty one too."""

import re

import pytest
from django.utils import translation

from projects.models import AssistRequest, Placement
from tests.portal.test_admin import _carried, address
from tests.world import make_placement, make_version


@pytest.fixture
def inside(world, as_person):
    return as_person(world.admin)


def choices(page, title):
    """(words, address) of a filter's links."""
    found = re.search(rf'<details data-filter-title="{title}".*?</details>', page, re.S)[0]
    return [
        (words.strip(), where) for where, words in re.findall(r'<a href="([^"]*)">(.*?)</a>', found)
    ]


def test_what_is_empty_can_be_chosen_by_its_word(world, inside):
    """A link without words is none for whoever hears the page."""
    _carried(world)
    other = make_version(world.ours.project, world.ours.people["artist"])
    gone = make_placement(world.ours.note, other)
    Placement.objects.filter(pk=gone.pk).update(reason="cut")
    page = inside.get(address(Placement)).text
    found = dict(choices(page, "why not"))
    assert set(found) == {"All", "none", "cut"}
    chosen = inside.get(address(Placement) + found["none"]).text
    assert str(gone.pk) not in chosen


@pytest.mark.parametrize(("language", "title"), [("en", "Shot breakdown"), ("fr", "Découpage")])
def test_a_tool_is_named_as_everywhere(world, inside, language, title):
    inside.cookies["django_language"] = language
    assert AssistRequest.objects.filter(tool="shot_breakdown").exists()
    with translation.override(language):
        page = inside.get(address(AssistRequest), headers={"accept-language": language}).text
    assert [words for words, _where in choices(page, "tool" if language == "en" else "outil")][1:]
    assert title in page and ">shot_breakdown</a></li>" not in page
