"""Figures for notebooks: a section of a report, with the filters of reports."""

import pytest

from feedback.models.reports import data_cut
from feedback.reports import METHOD
from feedback.reports.sections import SECTIONS
from portal.models import ApiToken, AuditEvent
from tests.feedback.said import many_answers

ADDRESS = "/api/v1/figures/"


@pytest.fixture
def lead(world, as_person):
    many_answers(world.ours, 6)
    many_answers(world.theirs, 5, ease=2)
    return as_person(world.beta_lead)


def figures(client, status=200, **query):
    answer = client.get(ADDRESS, {"section": "answers", **query})
    assert answer.status_code == status, answer.content
    return answer.json()


def rows(told, name):
    return [row for block in told["blocks"] if block.get("name") == name for row in block["rows"]]


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_answers_and_says_what_it_is(lead, section):
    told = figures(lead, section=section)
    assert (told["section"], told["method"], told["filters"]) == (section, METHOD, {})
    assert told["title"] and told["blocks"]
    assert told["as_of"].startswith(f"{data_cut():%Y-%m-%d}")


def test_figures_come_with_interval_and_n(lead):
    told = figures(lead)
    ((label, value, low, high, n, people),) = rows(told, "ease_all")
    assert (label, n, people) == ("", 11, 11) and low < value < high
    assert {row[0] for row in rows(told, "ease_studio")} == {"Ours", "Theirs"}


def test_filters_choose_among_leaves(lead):
    told = figures(lead, studio="Theirs")
    assert rows(told, "ease_all")[0][4] == 5 and told["filters"] == {"studio": "Theirs"}
    assert not rows(told, "ease_studio")
    assert not rows(figures(lead, since=f"{data_cut():%Y-%m-%d}"), "ease_all")
    assert not rows(figures(lead, until="2024-02-05"), "ease_all")


def test_an_earlier_day_tells_what_was_known_then(lead):
    assert not rows(figures(lead, as_of="2024-02-07"), "ease_all")
    assert figures(lead, as_of="2024-02-07")["as_of"].startswith("2024-02-05T00:00:00")


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"section": "once"}, "section"),
        ({"section": ""}, "section"),
        ({"cohort": "Nowhere"}, "cohort"),
        ({"studio": "Nowhere"}, "studio"),
        ({"tool": "nothing"}, "tool"),
        ({"since": "yesterday"}, "since"),
        ({"since": "2026-02-02", "until": "2026-02-02"}, "until"),
        ({"as_of": "2026-13-01"}, "as_of"),
        ({"cohrot": "First wave"}, "cohrot"),  # it would tell of everything
    ],
)
def test_what_is_asked_wrongly_is_told_by_field(lead, query, field):
    assert set(figures(lead, 400, **query)["error"]["fields"]) == {field}


@pytest.mark.parametrize("day", ["2099-01-05", "9999-12-31"])
def test_of_the_future_there_are_no_data(lead, day):
    assert figures(lead, 422, as_of=day)["error"]["code"] == "report:future"


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("section", ["answers", "response", "tickets"])
def test_the_ends_of_time_are_days_too(lead, section, day):
    figures(lead, section=section, since=day)
    figures(lead, section=section, until=day)
    figures(lead, section=section, as_of="0001-01-01")


def test_studios_are_opened_with_a_reason(lead):
    figures(lead)
    facts = [event.facts["reason"] for event in AuditEvent.objects.filter(verb="studios:across")]
    assert "figures over the API" in facts


@pytest.mark.parametrize(("scopes", "status"), [(["feedback"], 200), (["read"], 403)])
def test_a_token_needs_the_scope_of_feedback(lead, world, client, scopes, status):
    _token, secret = ApiToken.issue(world.beta_lead, name="notebook", scopes=scopes)
    answer = client.get(f"{ADDRESS}?section=answers", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == status


@pytest.mark.parametrize("kind", ["producer", "director", "reviewer"])
def test_partners_read_none(world, as_person, kind):
    assert as_person(world.visitor(kind)).get(ADDRESS).status_code == 403


def test_it_is_in_the_language_that_is_asked_for(lead):
    for language in ("fr", "en"):
        answer = lead.get(f"{ADDRESS}?section=answers", headers={"Accept-Language": language})
        assert answer.json()["language"] == language


def test_nothing_is_written_by_it(lead):
    assert lead.post(ADDRESS, {"section": "answers"}).status_code in (403, 405)
