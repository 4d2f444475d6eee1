"""The page "Beta": the answer first, charts that open their rows, nothing of few people."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from feedback.dashboard import closing
from feedback.dashboard.hurting import failing
from feedback.dashboard.page import Rate, page
from feedback.dashboard.rows import AT_MOST, TITLES, rows
from feedback.dashboard.weeks import Total, monday
from feedback.models import ClosedWeek, WeekCount
from feedback.periods import start_of
from projects.models import Run, State
from tests.feedback.dashboard.made import a_quarter, answers, decide, first_week
from tests.world import person

PAGE = "/feedback/programme/"


@pytest.fixture
def lead(world, as_person):
    return as_person(world.beta_lead)


def say(world, people, ease=3, tool="stills", back=0):
    """So many people of our studio found the tool so easy, in the first week or later."""
    week = first_week() + back
    decision = decide(world.ours, tool, when=start_of(week) + timedelta(hours=30))
    some = [person(f"{tool}-{back}-{n}") for n in range(people)]
    answers(world.ours, decision, some, week, lambda n: ease + n % 2)
    return monday(week)


class TestTheAnswer:
    def test_before_any_week_is_over_it_says_so(self, world):
        found = page(world.beta_lead)
        assert found.sentence == "Not answerable yet: no week of the beta is over."
        assert found.until is None and found.hard is None and found.answers == []

    def test_what_was_said_at_the_weeks_end_stands_at_the_top(self, world, lead):
        told = {"en": {"sentences": ["Saving 18 %.", "More."], "chart": None}}
        ClosedWeek.objects.create(week=first_week(), told=told)
        ClosedWeek.objects.create(week=first_week() - 1, told={})
        found = page(world.beta_lead)
        assert (found.sentence, found.more) == ("Saving 18 %.", ["More."])
        assert found.until == monday(first_week() + 1)
        assert found.answers[0][1] == "Saving 18 %."
        assert "Saving 18 %." in lead.get(PAGE).content.decode()

    def test_closing_a_week_writes_it_down_in_each_language(self, world):
        a_quarter(world, 1)
        closing.close_weeks()
        told = ClosedWeek.objects.first().told
        assert set(told) == {"en", "fr"}
        assert told["en"]["sentences"][0].startswith("Not answerable yet")


class TestFigures:
    def test_rates_have_their_denominators(self, world):
        say(world, 6)
        closing.close_weeks()
        asks, decisions = page(world.beta_lead).rates
        assert decisions.of >= 1 and decisions.href == f"{PAGE}decisions/"
        assert asks.what == "asks"

    @pytest.mark.parametrize(("some", "of", "share"), [(0, 0, None), (9, 10, ("90", "60", "98"))])
    def test_a_share_has_its_interval(self, some, of, share):
        assert Rate("", some, of, "asks").share == share

    def test_the_hardest_tool_comes_first_and_opens_its_leaves(self, world):
        say(world, 6, ease=5, tool="stills")
        say(world, 6, ease=2, tool="shot_match")
        closing.close_weeks()
        (hard, href), (easy, _href) = page(world.beta_lead).hard["opened"]
        assert (hard[1], easy[1]) == (2.5, 5.5)
        assert href == f"{PAGE}ease/?tool=shot_match"

    def test_four_people_are_in_no_figure_and_no_row(self, world, lead):
        say(world, 4, tool="shot_match", back=8)
        closing.close_weeks()
        assert page(world.beta_lead).hard is None
        assert rows("ease", {}).rows == []
        assert "Not answerable yet: it is told" in lead.get(PAGE).content.decode()

    def test_tools_that_fail_most_come_first(self):
        def ran(ended, failed):
            total = Total()
            total.sums |= {"ended": ended, "failed": failed}
            return total

        found = failing({"a": ran(10, 1), "b": ran(4, 2), "c": ran(9, 0)})
        assert [(one.tool, one.failed, one.ended) for one in found] == [("b", 2, 4), ("a", 1, 10)]
        assert found[0].share == "50 (15–85)" and found[0].href == f"{PAGE}runs/?tool=b"


class TestRows:
    @pytest.mark.parametrize("what", TITLES)
    def test_every_kind_opens(self, world, lead, what):
        a_quarter(world, 2)
        closing.close_weeks()
        shown = lead.get(f"{PAGE}{what}/").content.decode()
        assert str(TITLES[what]) in shown and "<tbody>" in shown

    def test_they_add_up_to_the_figure(self, world):
        a_quarter(world, 3)
        closing.close_weeks()
        pairs = page(world.beta_lead).charts["decisions"][1].pairs
        for pair in pairs:
            found = rows("decisions", {"week": pair.label}).rows
            assert sum(int(numbers[0]) for _words, numbers in found) == pair.numbers[0]

    def test_a_week_and_a_tool_narrow_them(self, world, lead):
        week = say(world, 6)
        say(world, 6, back=2, tool="shot_match")
        closing.close_weeks()
        assert [words[0] for words, _n in rows("runs", {"week": week}).rows] == [week]
        (row,) = rows("ease", {"tool": "shot_match"}).rows
        assert row[0][2] == world.ours.studio.name and row[1] == ["6", "6", "3.50"]
        assert "No rows" in lead.get(f"{PAGE}runs/?week=never&tool=none").content.decode()

    def test_a_studio_that_left_has_no_name(self, world):
        week = ClosedWeek.objects.create(week=first_week())
        WeekCount.objects.create(closed=week, studio_id="0" * 32, people=3)
        assert "a studio that left" in rows("people", {}).rows[-1][0]

    def test_the_newest_come_first_and_what_is_left_out_is_told(self, world, monkeypatch):
        assert AT_MOST == 500
        monkeypatch.setattr("feedback.dashboard.rows.AT_MOST", 1)
        say(world, 1)
        say(world, 1, back=3)
        closing.close_weeks()
        found = rows("decisions", {"week": ""})
        assert len(found.rows) == 1 and found.more >= 1

    def test_what_is_not_counted_is_not_found(self, lead):
        assert lead.get(f"{PAGE}secrets/").status_code == 404


class TestInTheBrowser:
    def test_every_figure_opens_rows_that_are_there(self, world, lead):
        a_quarter(world, 7)
        Run.objects.filter(request__tool="stills").update(state=State.FAILED)
        closing.close_weeks()
        shown = lead.get(PAGE).content.decode()
        opened = set(re.findall(r'href="(/feedback/programme/[^"]+)"', shown))
        assert len(opened) > 12
        for address in opened:
            assert lead.get(address.replace("&amp;", "&")).status_code == 200

    def test_charts_have_words_and_a_table_behind_them(self, world, lead):
        a_quarter(world, 8)
        closing.close_weeks()
        shown = lead.get(PAGE).content.decode()
        charts = re.findall(r'<svg[^>]*role="(?:img|group)"[^>]*>', shown)
        assert len(charts) >= 6 and all('aria-label="' in chart for chart in charts)
        assert shown.count('<details id="beta-table-') == len(charts)
        ids = re.findall(r'\bid="(beta-[^"]+)"', shown)
        assert len(ids) == len(set(ids))

    def test_asked_again_it_sends_what_changed_and_otherwise_nothing(self, world, lead):
        seen = lead.get(PAGE).context["seen"]
        again = {"headers": {"HX-Request": "true"}}
        assert lead.get(PAGE, {"seen": seen}, **again).status_code == 204
        decide(world.ours, "stills")
        answer = lead.get(PAGE, {"seen": seen}, **again)
        assert answer.status_code == 200 and "<html" not in answer.content.decode()
        assert answer.context["seen"] != seen

    @pytest.mark.parametrize("kind", ["producer", "reviewer"])
    def test_partners_have_no_such_page(self, world, as_person, kind):
        client: Client = as_person(world.visitor(kind))
        assert client.get(reverse("beta")).status_code == 403
        assert reverse("beta") not in client.get("/").content.decode()
