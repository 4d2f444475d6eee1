"""The benchmark of dashboards says no more than it measured."""

import pytest

from portal.benchmarks.dashboards import PAGES, TARGET, summary

ALL = {"told": 90, "waiting": 10}
CLOSED = {"given": 100, "ease": ALL, "minutes_by_hand": ALL}


def measured(web=40.0, base=20.0):
    return {"/a/": [(web, base), (1.0, 1.0), (500.0, 500.0)], "/b/": [(2.0, 2.0)] * 3}


def test_the_dearest_page_counts_by_its_round_in_the_middle():
    told = summary(100, CLOSED, measured())
    assert told["cpu_ms_at_most"] == 60.0 and told["met"]
    page = told["pages"]["/a/"]
    assert (page["portal_ms"], page["database_ms"]) == (40.0, 20.0)
    assert page["cpu_ms_each"] == [60.0, 2.0, 1000.0]


def test_a_page_over_the_target_is_not_met():
    assert not summary(100, CLOSED, measured(web=TARGET))["met"]


@pytest.mark.parametrize("question", ["ease", "minutes_by_hand"])
@pytest.mark.parametrize("told", [89, 91])
def test_answers_that_are_lost_or_counted_twice_are_not_met(told, question):
    assert not summary(100, {**CLOSED, question: {**ALL, "told": told}}, measured())["met"]


def test_the_pages_are_addresses_of_the_portal(client, db):
    assert {client.get(page).status_code for page in PAGES} == {302}
