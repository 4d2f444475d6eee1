"""The bench of the fence compares neighbours, and says what the fence asks besides."""

from contextlib import contextmanager

import pytest

from portal.benchmarks import rls

ROUNDS = [
    [False, {"/a/": 1.0, "/b/": 3.0}],
    [True, {"/a/": 1.1, "/b/": 3.3}],
    [True, {"/a/": 2.0, "/b/": 6.0}],
    [False, {"/a/": 2.0, "/b/": 4.0}],
    [True, {"/a/": 1.2, "/b/": 3.0}],
    [False, {"/a/": 1.0, "/b/": 3.0}],
]
SEEN = {"queries": {"/a/": 6, "/b/": 7}, "told": {"/a/": 3, "/b/": 3}, "plan": "Index Scan"}


class Portal:
    var = "/nowhere"

    def __init__(self, told):
        self.told, self.codes = told, []

    def shell(self, code, **_how):
        self.codes.append(code)
        return "noise\n" + self.told


@pytest.fixture
def measured(monkeypatch):
    def measure(on=SEEN, off=SEEN):
        told = rls.json.dumps({"True": on, "False": off, "rounds": ROUNDS})
        portal = Portal(told)

        @contextmanager
        def rehearsal():
            yield portal

        monkeypatch.setattr(rls, "rehearsal", rehearsal)
        monkeypatch.setattr(rls, "database_url", lambda var, role: "postgresql://x")
        return rls.run([]), portal

    return measure


def test_ratios_are_medians_of_pairs(measured):
    told, _portal = measured()
    assert told["ratio_by_page"] == {"/a/": 1.1, "/b/": 1.1}
    assert told["ratio"] == pytest.approx(1.1)
    assert told["ratio_quartiles"][1] == told["ratio"]
    assert told["ms_without"]["/a/"] == pytest.approx(1000 / rls.REQUESTS)


def test_queries_and_plans_of_both_sides_are_compared(measured):
    assert measured()[0]["same_queries"] and measured()[0]["index_scan_with"]
    more = {**SEEN, "queries": {"/a/": 7, "/b/": 7}, "plan": "Seq Scan on projects_asset"}
    told, _portal = measured(on=more)
    assert not told["same_queries"] and not told["index_scan_with"]
    assert told["statements_that_name_studios"] == {"/a/": 3, "/b/": 3}


def test_what_runs_inside_the_portal_is_python(measured):
    _told, portal = measured()
    assert len(portal.codes) == 2
    for code in portal.codes:
        compile(code, "inside", "exec")
    assert "postgresql://x" in portal.codes[1]
