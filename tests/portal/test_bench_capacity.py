"""The capacity model: what so many studios need, and what gives way first."""

from dataclasses import asdict, replace

import pytest

from portal.benchmarks import capacity
from portal.benchmarks.capacity.measuring import widths
from portal.benchmarks.capacity.model import (
    NEXT_STEP,
    Costs,
    Habits,
    Plant,
    apart,
    needs,
    processes,
    table,
)

ALL = (Habits(), Costs(), Plant())


def need(what, studios, *, habits=ALL[0], costs=ALL[1], plant=ALL[2]):
    return next(n for n in needs(studios, habits, costs, plant) if n.what == what)


def test_pages_and_calls_of_the_busy_hour_are_the_webs_work():
    habits = replace(Habits(), people=10, pages_a_person=100, calls_a_person=0, runs=0)
    habits = replace(habits, busy_hour=0.36)
    # 10 people × 100 pages × 0.36 in 3,600 s are 0.1 a second, of 50 ms each.
    found = need("web CPU", 1, habits=habits, costs=replace(Costs(), page_web_ms=50))
    assert found.used == pytest.approx(0.005)
    assert found.share == pytest.approx(0.005 / 0.6)


def test_every_event_reaches_every_watcher():
    habits = replace(Habits(), people=0, runs=100, events_a_run=36, watchers=10, busy_hour=1)
    found = need("web CPU", 1, habits=habits, costs=replace(Costs(), delivery_us=100))
    assert found.used == pytest.approx(1 * 10 * 100 / 1e6)


def test_rows_and_bytes_of_a_year():
    habits = replace(Habits(), people=2, runs=3, uploads=4)
    costs = replace(Costs(), run_rows=10, upload_rows=5, person_day_rows=1)
    assert need("largest table", 1, habits=habits, costs=costs).used == pytest.approx(
        (30 + 20 + 2) * 250 / 3
    )


def test_everything_has_a_next_step():
    assert {n.what for n in needs(5, *ALL)} == set(NEXT_STEP)


@pytest.mark.parametrize("studios", [5, 50, 500])
def test_ten_times_the_studios_never_need_less(studios):
    few = {n.what: n.share for n in needs(studios, *ALL)}
    many = {n.what: n.share for n in needs(studios * 10, *ALL)}
    assert all(many[what] >= few[what] for what in few)


def test_the_first_to_give_way_has_the_largest_share():
    told = table(50, *ALL)
    assert told["first"] == told["needs"][0]["what"]
    assert told["needs"] == sorted(told["needs"], key=lambda n: -n["share"])
    assert told["next_step"] == NEXT_STEP[told["first"]]
    assert set(told["given_way"]) == {n["what"] for n in told["needs"] if n["share"] > 1}


def test_another_plant_gives_way_elsewhere():
    slow_line = replace(Plant(), line_mbit=1)
    assert table(5, Habits(), Costs(), slow_line)["first"] == "line"
    dear_pages = replace(Costs(), page_web_ms=20_000)
    assert table(5, Habits(), dear_pages, Plant())["first"] == "web CPU"


def test_processes_are_as_many_as_the_busy_hour_wants():
    assert processes(1, *ALL)[0] == 1
    few, many = processes(50, *ALL), processes(500, *ALL)
    assert many[0] >= few[0] and many[1] > few[1]
    connections = need("database connections", 500).used
    assert connections == many[0] * Plant().web_connections + many[1] * Plant().slot_connections


def test_what_was_measured_far_from_the_decision_is_flagged():
    decided = Costs()
    assert apart(decided, asdict(decided)) == {}
    told = apart(decided, {"page_web_ms": decided.page_web_ms * 3, "socket_kib": 1.0})
    assert told == {"page_web_ms": 3.0, "socket_kib": round(1 / decided.socket_kib, 2)}
    assert apart(decided, {"page_web_ms": decided.page_web_ms * 1.9}) == {}


def test_rows_of_one_thing_are_what_came_divided_by_how_many():
    before = {"a": 10, "b": 5, "gone": 3}
    after = {"a": 30, "b": 5, "new": 10}
    rows, size = widths(before, after, {"a": 100.0, "b": 50.0, "new": 20.0}, times=10)
    assert rows == 3 and size == (20 * 100 + 10 * 20) / 10


def test_what_is_not_measured_is_the_decisions():
    measured = [{"page_web_ms": ms, "socket_kib": 500.0} for ms in (20.0, 30.0, 40.0)]
    told = capacity.told(measured)
    assert told["measured"]["page_web_ms"] == 30 and told["noise"]["page_web_ms"] == 0.67
    assert [*told["apart_from_the_decision"]] == ["socket_kib"]
    assert [row["studios"] for row in told["studios"]] == [5, 50, 500]
    as_decided = table(5, Habits(), replace(Costs(), page_web_ms=30, socket_kib=500), Plant())
    assert told["studios"][0] == as_decided
