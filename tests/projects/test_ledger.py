"""The ledger of a project: its page, its file, and over the API."""

import csv
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from portal.models import AuditEvent
from projects import budgets, ledger
from projects.models import Entry, Policy, Run
from tests.projects.palette_made import make_entry

pytestmark = pytest.mark.django_db
NOV = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
DEC = datetime(2026, 12, 1, tzinfo=UTC)
RATES = [{"unit": "second", "amount": "0.0500000000", "currency": "USD"}]


@pytest.fixture
def house(world):
    """Its own entry is of a film that costs nothing: another project's money stays out of sums."""
    Entry.objects.all().delete()
    world.ours.studio.currency = "USD"
    world.ours.studio.save()
    return world.ours


@pytest.fixture
def producer(world, as_person):
    return as_person(world.visitor("producer"))


@pytest.fixture
def year(house):
    """A job whose end was in the next month, and one that is under way."""
    first = make_entry(house.project, "hold", "2.5000", at=NOV, rates=RATES, usage={"second": "5"})
    run = first.run
    Run.objects.filter(pk=run.pk).update(provider="runway", model="gen4_turbo")
    make_entry(house.project, "cost", "0.1001", run, at=DEC, rates=RATES, usage={"second": "5"})
    make_entry(house.project, "release", "2.5000", run, at=DEC)
    make_entry(house.project, "hold", "0.3333", at=DEC)
    return run


def where(house, end="/"):
    return f"/projects/{house.project.pk}/ledger{end}"


def page(answer):
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("2026-11", ("2026-11-01", "2026-12-01")),
        ("2026-12", ("2026-12-01", "2027-01-01")),
        *((bad, None) for bad in ("", "2026", "2026-13", "9999-12", "x", "2026-11-01")),
    ],
)
def test_a_month_ends_where_the_next_begins(text, months):
    found = ledger.month_of(text)
    assert (tuple(f"{day:%Y-%m-%d}" for day in found) if found else None) == months


def test_sums_are_exact_and_of_the_month(house, year):
    rows = Entry.objects.filter(project=house.project)
    (all_of_it,) = ledger.sums(rows)
    assert all_of_it.booked == Decimal("0.1001") and all_of_it.open == Decimal("0.3333")
    assert all_of_it.booked + all_of_it.open == budgets.committed(rows)
    november, december = (ledger.sums(ledger.entries(rows, f"2026-{n}"))[0] for n in (11, 12))
    assert (november.held, november.booked) == (Decimal("2.5"), 0)
    assert (december.held, december.released) == (Decimal("0.3333"), Decimal("2.5"))
    assert ledger.months(rows) == ["2026-12", "2026-11"]


def test_two_currencies_are_never_added(house, year):
    make_entry(house.project, "cost", "7", currency="EUR")
    found = ledger.sums(Entry.objects.filter(project=house.project))
    assert [(one.currency, one.booked) for one in found] == [
        ("EUR", Decimal(7)),
        ("USD", Decimal("0.1001")),
    ]


def test_the_page_tells_each_entry_with_its_price(house, year, producer):
    Policy.change(house.project, {"total_limit": Decimal(10)}, actor=None)
    text = page(producer.get(where(house)))
    assert "2026-11-30 23:59:59" in text and "0.1001 USD" in text
    assert "5 × 0.05 USD / second of film" in text and "gen4_turbo" in text
    assert year.get_absolute_url() in text
    assert "This project has 9.5666 USD left in all." in text
    assert "Held for jobs under way: 0.3333 USD." in text
    assert "In all: <b>0.1001 USD</b> booked, 2.8333 USD held, 2.50 USD released." in text


def test_one_month_is_shown_alone(house, year, producer):
    text = page(producer.get(where(house) + "?month=2026-11"))
    assert "2026-11-30" in text and "2026-12-01 00:00:00" not in text
    assert "In 2026-11: <b>0.00 USD</b> booked, 2.50 USD held, 0.00 USD released." in text
    assert 'aria-current="true"' in text and "2026-11 as CSV" in text
    assert "Nothing in this month" in page(producer.get(where(house) + "?month=2025-01"))
    assert "2026-12-01 00:00:00" in page(producer.get(where(house) + "?month=much"))


def test_without_entries_it_says_what_belongs_there(house, producer):
    text = page(producer.get(where(house)))
    assert "Nothing was spent yet" in text and "as CSV" not in text


def test_long_lists_go_on_where_a_page_ended(house, producer, monkeypatch):
    monkeypatch.setattr("projects.views.ledger.PAGE", 2)
    made = [make_entry(house.project, "hold", str(n), at=NOV) for n in range(1, 6)]
    seen, address = [], where(house)
    while address:
        answer = producer.get(address)
        seen += [row.pk for row in answer.context["page"].rows]
        after = answer.context["page"].after
        address = f"{where(house)}?after={after}" if after else ""
    assert sorted(seen) == sorted(row.pk for row in made) and len(seen) == len(set(seen)) == 5
    last = producer.get(where(house) + "?last=1").context["page"]
    assert [row.pk for row in last.rows] == seen[-2:] and last.before
    before = producer.get(f"{where(house)}?before={last.before}").context["page"]
    assert [row.pk for row in before.rows] == seen[1:3]


def test_an_entry_outlives_its_run(house, year, producer):
    Run.objects.filter(pk=year.pk).delete()
    assert "of a run that is gone" in page(producer.get(where(house)))
    assert producer.get(where(house, ".csv")).status_code == 200
    told = producer.get("/api/v1/entries/").json()["results"]
    assert {row["provider"] for row in told if row["run"] == str(year.pk)} == {""}


def test_the_file_has_every_entry_and_no_formula(house, year, producer):
    Run.objects.filter(pk=year.pk).update(model="=cmd()")
    answer = producer.get(where(house, ".csv"))
    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert [row["kind"] for row in rows].count("hold") == 2 and len(rows) == 4
    assert rows[0]["amount"] == "2.5000" and rows[0]["prices"] == "0.0500000000 USD / second"
    assert rows[0]["model"] == "'=cmd()" and rows[0]["usage"] == "5 second"
    assert sum(Decimal(row["amount"]) for row in rows if row["kind"] == "cost") == Decimal("0.1001")
    one = producer.get(where(house, ".csv?month=2026-11"))
    assert len(one.content.decode().splitlines()) == 2
    assert "ledger" in one["Content-Disposition"]
    assert AuditEvent.objects.filter(verb="ledger:exported").count() == 2


def test_the_api_gives_entries_sums_and_what_is_left(house, year, producer):
    Policy.change(house.project, {"monthly_limit": Decimal(5)}, actor=None)
    told = producer.get(f"/api/v1/entries/?project={house.project.pk}&month=2026-11").json()
    (row,) = told["results"]
    assert (row["kind"], row["amount"], row["provider"]) == ("hold", "2.5000", "runway")
    assert row["rates"] == RATES and row["usage"] == {"second": "5"}
    assert producer.get(f"/api/v1/entries/{row['id']}/").json() == row
    whole = producer.get(f"/api/v1/projects/{house.project.pk}/ledger/").json()
    assert whole["sums"] == [
        {
            **{"currency": "USD", "held": "2.8333", "released": "2.5000"},
            **{"booked": "0.1001", "open": "0.3333"},
        }
    ]
    assert whole["left"]["currency"] == "USD" and whole["left"]["project_total"] is None
    assert Decimal(whole["left"]["project_month"]) < 5
    month = producer.get(f"/api/v1/projects/{house.project.pk}/ledger/?month=2026-11").json()
    assert month["sums"][0]["booked"] == "0.0000"


@pytest.mark.parametrize("place", ["entries/?month=x", "projects/{pk}/ledger/?month=2026-13"])
def test_what_is_no_month_is_told(house, producer, place):
    answer = producer.get("/api/v1/" + place.format(pk=house.project.pk))
    assert answer.status_code == 400 and "month" in answer.json()["error"]["fields"]


def test_nothing_is_written_over_the_api(house, year, producer):
    row = Entry.objects.first()
    for method in ("post", "put", "patch", "delete"):
        for place in ("entries/", f"entries/{row.pk}/"):
            answer = getattr(producer, method)(f"/api/v1/{place}", {}, "application/json")
            assert answer.status_code == 405
