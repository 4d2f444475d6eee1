"""The benchmark of calls says no more than it measured."""

import json

import pytest

from portal.benchmarks.api import calls, missed
from portal.benchmarks.api.inside import growth
from portal.benchmarks.api.served import Answer


def found(**cpu):
    return {"cpu_ms": 1.0, "wire_kb": 100.0, **cpu}


def test_what_costs_more_than_asked_is_told_by_its_figure():
    measured = {"one shot": found(cpu_ms=2.1), "shots with work, 1,000": found(wire_kb=151.0)}
    assert missed(measured) == {
        "one shot": {"cpu_ms": 2.1},
        "shots with work, 1,000": {"wire_kb": 151.0},
    }
    assert missed({"one shot": found(cpu_ms=2.0)}) == {}


def test_growth_is_of_cpu_of_queries_and_of_blocks():
    few = {"runs": {"cpu_ms": 4.0, "queries": 10, "buffers": 100}}
    many = {"runs": {"cpu_ms": 5.0, "queries": 10, "buffers": 300}}
    assert growth(few, many)["runs"] == {"cpu_ms": 1.25, "queries": 1.0, "buffers": 3.0}


def test_a_mix_counts_each_call_as_often_as_it_is_made():
    even = dict.fromkeys(calls.MIX, 10.0)
    assert sum(calls.MIX.values()) == 100 and calls.mixed(even) == pytest.approx(100)
    dearer = even | {"shots with work, 5,000": 60.0}
    assert calls.mixed(dearer) == pytest.approx(1000 / 11)


def test_zou_is_compared_call_by_call():
    assert set(calls.MIX) <= set(calls.ZOU) <= set(calls.ASKED)


def test_a_whole_list_is_read_page_after_page():
    class Web:
        asked: list[str] = []

        def ask(self, _method, path):
            self.asked.append(path)
            following = "http://x:1/api/v1/shots/?cursor=2" if "cursor" not in path else None
            return Answer(200, json.dumps({"next": following}).encode(), {})

    web = Web()
    whole = calls._all(web, "/api/v1/shots/")
    assert web.asked == ["/api/v1/shots/", "/api/v1/shots/?cursor=2"]
    assert len(whole.body) == sum(len(each.body) for each in calls._pages(Web(), "/api/v1/shots/"))
