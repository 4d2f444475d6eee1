"""Every tool has a page that says where the material goes and whose decision it stays."""

import re

import pytest
from django.utils.translation import override

from portal.help import topic
from projects.assist.tools import TOOLS
from projects.help.tools import ABOUT, slug_of
from tests.contract.tree import ROOT


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def _said(tool) -> dict[str, str]:
    return {str(p.title): " ".join(map(str, p.words)) for p in topic(slug_of(tool)).sections}


def test_every_tool_has_its_page_and_no_page_is_left_over():
    assert set(ABOUT) == set(TOOLS)


@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.name)
def test_a_page_is_true_to_its_tool(tool):
    said, about = _said(tool), ABOUT[tool.name]
    assert said["How it works, and when not to trust it"] == str(tool.method)
    assert ("Nothing leaves" in said["Where your material goes"]) == (not tool.remote)
    assert bool(about.leaves) == tool.remote
    assert ("trained model" in said["Where your material goes"]) == bool(tool.makes)
    assert ("vouches by name" in said["What it needs"]) == bool(tool.vouched)
    assert ("Nobody has to sign" in said["Whose decision it is"]) == (not tool.decided)


@pytest.mark.parametrize("tool", TOOLS.values(), ids=lambda tool: tool.name)
def test_what_depends_on_a_provider_claims_no_figure(tool):
    if tool.remote:
        measured = str(ABOUT[tool.name].measured)
        assert measured.startswith("Not measured") and not re.search(r"\d", measured)


def test_figures_are_those_of_the_decisions():
    """A figure on a page stands in a decision, as it is or before rounding."""
    decisions = "".join(
        p.read_text(encoding="utf-8") for p in (ROOT / "portal/decisions").glob("00*.md")
    )
    for name, figures in {
        "shot_breakdown": ("0.981", "0.970", "0.979", "0.935", "0.897", "0.883", "1.2"),
        "cut_compare": ("140 of 151",),
        "clean_plate": ("41.8", "32.7", "0.2 %", "33.9", "3.3 %"),
        "character_continuity": ("0.80", "0.50"),
        "selects": ("0.83",),
    }.items():
        page = str(ABOUT[name].measured) + str(ABOUT[name].time)
        for figure in figures:
            shown = "83" if figure == "0.83" else figure
            assert shown in page and figure in decisions, (name, figure)


def test_the_request_page_leads_to_the_page_of_its_tool():
    source = (ROOT / "templates/projects/ask.html").read_text(encoding="utf-8")
    assert "{% url 'help_page' 'tool-'|add:tool.name %}" in source
    assert slug_of(TOOLS["stills"]) == "tool-stills"
