"""Which tools a page offers for a file, and in which order they stand."""

import re

import pytest

from projects.assist.contract import Tool
from projects.assist.tools import TOOLS
from projects.help.serving import GROUPS
from projects.offering import offered
from tests.world import make_version


@pytest.mark.parametrize("kind", sorted(Tool.KINDS))
def test_every_tool_that_takes_it_is_offered_once(kind):
    shown = [tool.name for group in offered(kind)["tools"] for tool in group["tools"]]
    assert sorted(shown) == sorted(name for name, tool in TOOLS.items() if tool.takes(kind))


def test_groups_stand_as_the_help_has_them_and_their_tools_as_they_are_listed():
    groups = offered("film")["tools"]
    orders = [GROUPS[group["tools"][0].serves].order for group in groups]
    assert orders == sorted(set(orders))
    listed = [*TOOLS]
    for group in groups:
        names = [listed.index(tool.name) for tool in group["tools"]]
        assert names == sorted(names)


def test_the_first_is_the_one_that_is_listed_first():
    assert offered("film")["first_tool"] is TOOLS["shot_breakdown"]
    assert offered("script")["first_tool"] is TOOLS["script_breakdown"]


def test_a_kind_that_no_tool_takes_is_offered_nothing():
    assert offered("nothing") == {"first_tool": None, "tools": []}


class TestPage:
    @pytest.fixture
    def html(self, world, as_person):
        person = world.ours.people["artist"]
        version = make_version(world.ours.project, person)
        return as_person(person).get(f"/assets/{version.asset_id}/").content.decode()

    def test_one_button_leads_and_one_menu_has_them_all_with_what_they_do(self, html):
        head = html.split('<div class="page-head">')[1].split("</div></div>")[0]
        assert head.count("is-primary") == 1
        assert len(re.findall(r'<details class="menu is-wide">', head)) == 1
        for tool in (tool for group in offered("film")["tools"] for tool in group["tools"]):
            assert f'?tool={tool.name}"><span>' in head
            assert str(tool.purpose).split(",")[0] in head

    def test_who_may_not_ask_is_shown_no_tool(self, world, as_person):
        version = make_version(world.ours.project, world.ours.people["artist"])
        page = as_person(world.ours.people["reviewer"]).get(f"/assets/{version.asset_id}/")
        assert "?tool=" not in page.content.decode()
