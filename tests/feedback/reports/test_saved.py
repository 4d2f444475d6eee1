"""The section that answers the claim, from a made-up programme of a known saving."""

from datetime import UTC, datetime

import pytest

from feedback.measured import Design
from feedback.models import ReportDefinition, WorkItem
from feedback.periods import week_of
from feedback.reports import saved
from feedback.reports.making import content_of
from feedback.reports.scope import Scope
from feedback.simulation.programme import programme
from feedback.simulation.worlds import world
from portal.models import Studio

UNTIL = datetime(2040, 1, 2, tzinfo=UTC)
RANDOMISED = next(n for n in range(60) if world(1, n).design == Design.RANDOMISED)


@pytest.fixture
def made(monkeypatch, db):
    """Measured items of one randomised world, in place of the database's."""
    found = programme(world(1, RANDOMISED))
    monkeypatch.setattr(saved, "facts", lambda **_cut: found.items)
    monkeypatch.setattr(WorkItem.objects, "filter", lambda **_w: Something())
    return found


class Something:
    def exists(self):
        return True


def blocks(since=None, **where):
    return saved.SAVINGS.make(Scope(until=week_of(UNTIL), since=since, where=where), UNTIL)


def tables(found):
    return {block["name"]: block for block in found if block["kind"] == "estimates"}


def words(found):
    return " ".join(block["text"] for block in found if block["kind"] == "text")


def test_without_measured_work_it_says_so(db):
    assert words(blocks()) == "Not answerable yet: no work is measured."


def test_cost_and_hours_with_intervals_and_what_they_rest_on(made):
    found = tables(blocks())
    assert set(found) == {"saving_cost", "saving_hours"}
    ((label, value, low, high, items, studios, people, at_least),) = found["saving_cost"]["rows"]
    assert low < value < high and label and 0 <= at_least <= 100
    assert studios >= 4 and people >= 5 and items > 50
    assert len(found["saving_cost"]["columns"]) == 8


def test_what_is_left_out_is_said(made):
    assert "Not counted: " in words(blocks())


def test_the_method_of_an_answer_and_the_tipping_point_are_said(made):
    said = words(blocks())
    assert "Method (A draw): Randomisation inference" in said
    assert "The bids would have to be" in said or "Against its bids" in said
    assert "bids" not in words(blocks(cohort="elsewhere"))


def test_what_does_not_apply_is_said(made):
    said = "do not apply to this section"
    assert said not in words(blocks())
    assert said in words(blocks(tool="stills")) and said in words(blocks(since=3))


def test_a_cohort_and_a_studio_are_told_of_their_own_work(made, monkeypatch):
    studio = Studio.objects.create(name="Ours")
    whole = tables(blocks())["saving_cost"]["rows"][0][4]
    one = made.items[0]
    monkeypatch.setattr(saved, "pseudonym", lambda _kind, pk: one.studio if pk == studio.pk else "")
    rows = tables(blocks(studio="Ours")).get("saving_cost", {}).get("rows", [])
    assert all(0 < row[4] < whole and row[5] == 1 for row in rows)
    assert tables(blocks(cohort=one.cohort))["saving_cost"]["rows"][0][4] <= whole
    for nowhere in ({"studio": "Nowhere"}, {"cohort": "Nowhere"}):
        assert words(blocks(**nowhere)).count("no work item can be told") == 2


def test_the_answer_leads_and_is_the_summary(made):
    definition = ReportDefinition(name="x", title="x", sections=["answers", "savings"])
    content = content_of(definition, UNTIL)
    assert [section["name"] for section in content["sections"]] == ["savings", "answers"]
    assert content["summary"] == [content["sections"][0]["blocks"][0]["text"]]
    definition.sections = ["answers"]
    assert content_of(definition, UNTIL)["summary"] == []
