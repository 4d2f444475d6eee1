"""`bench api`: what the calls of a production cost, beside what Zou's cost, and in a large portal.

A portal of its own: one studio with a production of 1,000 shots, one of 5,000, each shot with its
asset, version, poster, three requests (run, candidate, decision), two notes and a work item; around
them productions of other codes, until there are a million rows (or as many as the first
argument says). uvicorn is asked over the loopback, as `compose.yaml` runs it. "shots" are those of
the list of shots, in pages of 200, one after the other; "shots with work" are the one answer that
the page of shots fetches. Calls are counted as `portal/benchmarks/api/served.py` says. Signing in
is compared with checking the same password alone. What is flat is asked before and after the
portal grew.
"""

from typing import Any

from portal.benchmarks import number_in
from portal.benchmarks.api import calls, inside, signing, world
from portal.benchmarks.api.served import costs, machine, served
from portal.rehearsal import Rehearsal, bare

ROWS, PEOPLE = 1_000_000, 60
#: How many times more a call may cost among a million rows than among a thousand.
FLAT = 1.2
#: Rows that a shot of `world.production` brings along, about.
OF_A_SHOT = 27


def run(args: list[str]) -> dict[str, Any]:
    rows = number_in(args, ROWS)
    with bare(quick=True) as portal:
        portal.collect()
        known = filled(portal)
        first = inside.asked(portal, known["keys"][0], _paths(portal, known))
        before = world.rows(portal)
        grown(portal, known, rows)
        last = inside.asked(portal, known["keys"][0], _paths(portal, known))
        with served(portal, known["keys"]) as web:
            found = {
                name: costs(web, call, calls.TIMES.get(name, 40))
                for name, call in calls.calls(web, portal, known).items()
            }
            signed = signing.measured(portal, web, known["people"][:24])
        after = world.rows(portal)
    return _told(found, {"rows": [before, after], "few": first, "many": last}, signed)


def filled(portal: Rehearsal) -> dict[str, Any]:
    known = world.people(portal, PEOPLE)
    known["few"] = world.production(portal, known, "FEW", 1000)
    known["made"] = world.production(portal, known, "MADE", 10)
    world.analysed(portal)
    return known


def grown(portal: Rehearsal, known: dict[str, Any], rows: int) -> None:
    known["many"] = world.production(portal, known, "MANY", 5000)
    wanted = max(0, rows - world.rows(portal)) // OF_A_SHOT
    for number in range(-(-wanted // 5000)):
        shots = min(5000, wanted - 5000 * number)
        world.production(portal, known, f"MORE{number}", shots, open_every=world.NEVER)
    world.analysed(portal)


def _paths(portal: Rehearsal, known: dict[str, Any]) -> dict[str, str]:
    sql = "select id::text from projects_shot where project_id = %s limit 1"
    ((shot,),) = portal.query(sql, known["few"])
    few = known["few"]
    return {
        "one shot": f"/api/v1/shots/{shot}/",
        "shots": f"/api/v1/shots/?project={few}",
        "shots with work": f"/api/v1/projects/{few}/shot-status/?size=50",
        "notes": f"/api/v1/notes/?project={few}",
        "runs": f"/api/v1/runs/?project={few}",
        "assets": f"/api/v1/assets/?project={few}",
    }


def _told(
    found: dict[str, dict[str, Any]], flat: dict[str, Any], signed: dict[str, Any]
) -> dict[str, Any]:
    times = inside.growth(flat["few"], flat["many"])
    cpu = {name: row["cpu_ms"] for name, row in found.items()}
    ours, theirs = calls.mixed(cpu), calls.mixed({k: float(v) for k, v in calls.ZOU.items()})
    return {
        "bench": "api",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "machine": machine(),
        "calls": found,
        "asked": calls.ASKED,
        "missed": missed(found),
        "sign_in": signed,
        "flat": {**flat, "times": times, "asked": FLAT},
        "grown": [name for name, row in times.items() if max(row.values()) > FLAT],
        "mixed_reads": {
            "mix": calls.MIX,
            "a_cpu_second": round(ours, 1),
            "zou_a_cpu_second": round(theirs, 1),
            "times": round(ours / theirs, 1),
            "asked": 10,
        },
    }


def missed(found: dict[str, dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Each figure that is more than what was asked, by its call."""
    over = {
        name: {what: found[name][what] for what, most in wanted.items() if found[name][what] > most}
        for name, wanted in calls.ASKED.items()
        if name in found
    }
    return {name: figures for name, figures in over.items() if figures}
