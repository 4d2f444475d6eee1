"""The benchmark of asset lists says no more than it measured."""

import pytest

from portal.benchmarks.assets import FEW, MANY, summary


def measured(queries=9, ms=10.0, more=0, slower=1.0):
    few, many = {"queries": queries, "ms": ms}, {"queries": queries + more, "ms": ms * slower}
    return {"sheet, first": {str(FEW): few, str(MANY): many}}


def test_the_worst_place_counts():
    told = summary({**measured(slower=1.02), "API, last": measured(slower=1.1)["sheet, first"]})
    assert told["growth_at_most"] == 1.1 and told["same_queries"] and told["met"]
    assert told["places"]["sheet, first"]["ms_many"] == pytest.approx(10.2)


@pytest.mark.parametrize("how", [{"more": 1}, {"slower": 1.5}])
def test_one_more_query_or_more_time_is_growth(how):
    assert not summary(measured(**how))["met"]
