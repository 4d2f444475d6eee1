"""Sections of questionnaires, of response and of tickets: what was known at the end of the data."""

from datetime import timedelta

import pytest

from feedback.models import Ask, Ticket, Topic, Vote
from feedback.models.reports import data_cut
from feedback.periods import week_of
from feedback.questionnaires.instruments import INSTRUMENTS
from feedback.reports.reach import RESPONSE
from feedback.reports.scales import QUESTIONNAIRES
from feedback.reports.scope import Scope
from feedback.reports.topics import TICKETS
from portal.models import Studio
from projects.assist.tools import TOOLS
from tests.asked import definition, make_ask, make_questionnaire
from tests.feedback.said import many_answers
from tests.tickets import TITLE, make_ticket
from tests.world import person

WEEK = timedelta(weeks=1)


def blocks(section, weeks_ago=0, since=None, **where):
    """What the section says of the data until then."""
    until = data_cut() - weeks_ago * WEEK
    scope = Scope(week_of(until), None if since is None else week_of(until) - since, where)
    return section.make(scope, until)


def rows(found, name):
    """Of the table of this name, by the first column."""
    return {row[0]: row[1:] for one in found if one.get("name") == name for row in one["rows"]}


def words(found):
    return " ".join(one["text"] for one in found if one["kind"] == "text")


def days_ago(weeks):
    return data_cut() - weeks * WEEK + timedelta(days=1)


class TestQuestionnaires:
    @pytest.fixture
    def row(self, house):
        scales = ("sus", "umux_lite", "nps", "seq", "csat")
        asked = [one for name in scales for one in INSTRUMENTS[name].questions()]
        row = make_questionnaire(definition(*asked), published_at=days_ago(20))
        self.answer(row, house.studio, 6, 4)
        return row

    def answer(self, row, studio, people, said, weeks_ago=6):
        for n in range(people):
            who = person(f"{studio.name}{weeks_ago}voice{n}")
            ask = make_ask(row, who, studio, answered_at=days_ago(weeks_ago))
            for asked in row.published.definition.questions:
                ask.answers.create(
                    question=asked.key, value=said, studio=studio, person=who, ask=ask
                )

    def test_each_scale_has_its_score_with_how_many(self, row):
        found = blocks(QUESTIONNAIRES)
        pk = row.published.pk
        assert rows(found, f"sus_v{pk}_all") == {"": [50, 50, 50, 6, 6]}
        assert rows(found, f"umux_lite_v{pk}_all") == {"": [50, 50, 50, 6, 6]}
        assert rows(found, f"seq_v{pk}_all")[""][0] == 4
        assert rows(found, f"sus_v{pk}_studio") == {"Small": [50, 50, 50, 6, 6]}
        assert rows(found, f"sus_v{pk}_cohort") == {"Wave": [50, 50, 50, 6, 6]}

    def test_what_moves_by_classes_or_tells_of_few_is_not_answerable_yet(self, row):
        found = blocks(QUESTIONNAIRES)
        assert not rows(found, f"nps_v{row.published.pk}_all")
        assert not rows(found, f"csat_v{row.published.pk}_all")  # that nobody was dissatisfied
        assert words(found).count("Not answerable yet") == 2

    def test_one_more_answer_changes_no_figure(self, row):
        before = blocks(QUESTIONNAIRES)
        self.answer(row, Studio.objects.create(name="Second"), 1, 5, weeks_ago=2)
        after = blocks(QUESTIONNAIRES)
        kept = [[one for one in found if one["kind"] != "text"] for found in (before, after)]
        assert kept[0] == kept[1] and "wait, uncounted" in words(after)

    def test_only_what_was_known_then(self, row):
        assert not rows(blocks(QUESTIONNAIRES, weeks_ago=7), f"sus_v{row.published.pk}_all")
        assert "no published scale was asked" in words(blocks(QUESTIONNAIRES, weeks_ago=30))

    def test_of_a_tool_there_is_nothing_apart_which_is_said(self, row):
        found = blocks(QUESTIONNAIRES, tool="stills")
        assert rows(found, f"sus_v{row.published.pk}_all") and "do not apply" in words(found)
        assert not rows(blocks(QUESTIONNAIRES, studio="x"), f"sus_v{row.published.pk}_all")


class TestResponse:
    @pytest.fixture
    def asks(self, house):
        row = make_questionnaire()
        fates = [
            {"answered_at": days_ago(6), "opened_at": days_ago(6)},
            {"answered_at": days_ago(2)},
            {"declined_at": days_ago(6)},
            {"expires_at": days_ago(5)},
            {},
        ]
        for n, fate in enumerate(fates):
            ask = make_ask(row, person(f"Asked{n}"), house.studio, **fate)
            Ask.objects.filter(pk=ask.pk).update(created_at=days_ago(8))
        return row

    def test_every_count_has_its_denominator_and_the_rate_an_interval(self, asks):
        told = rows(blocks(RESPONSE), "asks")
        assert set(told) == {"All", "Weekly · v1"}
        assert told["All"][:5] == [5, 2, 1, 1, 1]
        rate, low, high = told["All"][5:]
        assert rate == 40 and low < 40 < high

    def test_only_what_was_known_then(self, asks):
        assert rows(blocks(RESPONSE, weeks_ago=4), "asks")["All"][:5] == [5, 1, 1, 1, 1]
        assert rows(blocks(RESPONSE, weeks_ago=7), "asks")["All"][:5] == [5, 0, 0, 0, 0]
        assert "nobody was asked" in words(blocks(RESPONSE, weeks_ago=8))

    def test_it_says_which_weeks_count_for_the_running_one_does_not(self, asks):
        end = f"{data_cut() - 4 * WEEK:%Y-%m-%d}"
        assert f"before Monday {end}, and nothing since" in words(blocks(RESPONSE, weeks_ago=4))
        since = f"{data_cut() - 6 * WEEK:%Y-%m-%d}"
        told = words(blocks(RESPONSE, weeks_ago=4, since=2))
        assert f"from Monday {since} and before Monday {end}" in told
        assert "nobody was asked in these weeks" in words(blocks(RESPONSE, weeks_ago=9))

    def test_weeks_and_places_narrow_it(self, asks):
        assert not rows(blocks(RESPONSE, since=4), "asks")
        assert not rows(blocks(RESPONSE, cohort="Other"), "asks")
        assert rows(blocks(RESPONSE, cohort="Wave", studio="Small"), "asks")["All"][0] == 5
        assert "apply to decisions only" in words(blocks(RESPONSE, tool="stills"))

    def test_decisions_with_and_without_an_answer(self, world):
        type(world.ours.decision).objects.update(at=days_ago(7))
        many_answers(world.ours, 3)
        type(world.ours.response).objects.filter(studio=world.theirs.studio).delete()
        told = rows(blocks(RESPONSE), "decisions_asked")
        assert told["All"][:4] == [2, 1, 1, 0] and told["All"][4] == 50
        tool = world.ours.decision.candidate.run.request.tool
        title = str(TOOLS[tool].title)
        assert rows(blocks(RESPONSE, tool=tool), "decisions_asked")[title] == told[title]
        assert not rows(blocks(RESPONSE, tool="none"), "decisions_asked")


class TestTickets:
    @pytest.fixture
    def told(self, house):
        """A blocker of two people, published; a minor idea of one; a praise of this week."""
        big = make_ticket(house.studio, house.artist, severity="blocker")
        Vote.objects.create(studio=house.studio, topic=big.topic, person=house.producer)
        headline = {"headline": "Bars freeze", "published_at": days_ago(5)}
        Topic.objects.filter(pk=big.topic_id).update(stage="planned", **headline)
        make_ticket(house.studio, house.artist, kind="idea", severity="minor", feature="tool:x")
        Ticket.objects.update(created_at=days_ago(6))
        Topic.objects.update(stage_since=days_ago(3), created_at=days_ago(6))
        Vote.objects.update(created_at=days_ago(6))
        make_ticket(house.studio, house.artist, kind="praise")
        return big

    def test_what_counts_most_comes_first_without_words_of_a_studio(self, told):
        found = blocks(TICKETS)
        names = next(one["rows"] for one in found if one.get("name") == "topics")
        assert [row[0] for row in names] == ["Bars freeze", names[1][0]]
        assert names[0][3:] == ["Planned", 1, 2, 16.0] and names[1][4:] == [1, 1, 2.0]
        assert names[1][0].startswith("T-")
        assert TITLE not in str(found) and "Small" not in str(found)

    def test_counts_are_of_all_until_then(self, told):
        found = blocks(TICKETS)
        assert rows(found, "tickets_kind") == {"Bug": [1, 50], "Idea": [1, 50]}
        assert rows(found, "tickets_severity") == {"Blocker": [1, 50], "Minor": [1, 50]}
        assert rows(found, "tickets_status") == {"Planned": [1, 50], "New": [1, 50]}

    def test_what_came_later_is_not_told(self, told):
        found = blocks(TICKETS, weeks_ago=5)
        assert rows(found, "tickets_status") == {"changed since": [2, 100]}
        assert "Bars freeze" not in str(found) and "of the moment" in words(found)
        assert "No ticket was written in these weeks" in words(blocks(TICKETS, weeks_ago=6))

    def test_places_narrow_it_and_tools_do_not(self, told):
        assert "No ticket of the studios chosen" in words(blocks(TICKETS, studio="Other"))
        assert rows(blocks(TICKETS, studio="Small", cohort="Wave"), "topics")
        assert "do not apply" in words(blocks(TICKETS, tool="stills"))

    def test_many_topics_are_cut_and_the_rest_counted(self, house, monkeypatch):
        monkeypatch.setattr("feedback.reports.topics.MOST", 2)
        for _n in range(3):
            make_ticket(house.studio, house.artist)
        Ticket.objects.update(created_at=days_ago(2))
        found = blocks(TICKETS)
        assert len(rows(found, "topics")) == 2 and "1 further topics" in words(found)
