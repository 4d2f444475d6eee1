"""`bench capacity`: the capacity model of decision 0056, with its constants measured anew.

A portal of its own does a little of everything, three times: pages and calls by a producer (CPU of
the asking process and of its database backend, each place in turn), uploads of scripts and quick
runs (rows counted before and after; a row's width as stored, with its header and 48 bytes for each
index; CPU of the worker), sockets (memory that the web server alone holds) and processes. The model
then says what 5, 50 and 500 studios need in their busy hour and in a year, and what gives way first
on one web process, four worker slots, a database of four cores and a line of 1 Gbit/s, with the
next step. A constant that lies apart from the decision's by more than a factor of two is flagged;
one that is not measured here (deliveries: `bench live`) is the decision's. Medians of the runs.
"""

import os
import statistics
from dataclasses import asdict, replace
from typing import Any

from portal.benchmarks import number_in
from portal.benchmarks.capacity.measuring import measured
from portal.benchmarks.capacity.model import Costs, Habits, Plant, apart, table
from portal.rehearsal import rehearsal

TIMES, STUDIOS = 3, (5, 50, 500)


def run(args: list[str]) -> dict[str, Any]:
    """The table, the constants, and which of them lie apart from the decision's."""
    runs = []
    for _n in range(number_in(args, TIMES)):
        with rehearsal(patience=600) as portal:
            portal.rest(600)
            runs.append(measured(portal))
    return told(runs)


def told(runs: list[dict[str, float]]) -> dict[str, Any]:
    found = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    noise = {
        name: round((max(values) - min(values)) / found[name], 2)
        for name in found
        if found[name] and (values := [run[name] for run in runs])
    }
    decided, habits, plant = Costs(), Habits(), Plant()
    costs = replace(decided, **found)
    return {
        "bench": "capacity",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "machine": {"cores": os.cpu_count(), "load_1_5_15": [round(n, 1) for n in os.getloadavg()]},
        "measured": {name: round(value, 2) for name, value in found.items()},
        "noise": noise,
        "decided": asdict(decided),
        "apart_from_the_decision": apart(decided, found),
        "habits": asdict(habits),
        "plant": asdict(plant),
        "studios": [table(studios, habits, costs, plant) for studios in STUDIOS],
    }
