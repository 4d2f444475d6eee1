"""`bench pages`: what the first screen of the main pages costs, and in a portal of a million rows.

The world is that of `bench api`. Each page is asked for by a producer through all middleware, in
one process and one connection; CPU is that process's and its database backend's, five rounds,
medians. Queries are Django's, buffers are blocks that PostgreSQL looked at (from memory or not), KB
are as compressed. First with one production of 1,000 shots, then with a million rows around it
(or as many as the first argument says); growth is the quotient. The same pages of productions with
1,000 and with 5,000 shots stand side by side, too.
"""

from typing import Any

from portal.benchmarks import api, number_in
from portal.benchmarks.api import inside, world
from portal.benchmarks.api.served import machine
from portal.rehearsal import Rehearsal, bare


def run(args: list[str]) -> dict[str, Any]:
    rows = number_in(args, api.ROWS)
    with bare(quick=True) as portal:
        portal.collect()
        known = api.filled(portal)
        world.rest(portal, known, 1000)
        paths, before = _paths(portal, known), world.rows(portal)
        few = inside.asked(portal, known["keys"][0], paths)
        world.rest(portal, known, rows // 5)
        api.grown(portal, known, rows)
        many = inside.asked(portal, known["keys"][0], paths)
        status = f"/projects/{known['many']}/status/"
        many |= inside.asked(portal, known["keys"][0], {"shot status, 5,000": status})
        after = world.rows(portal)
    times = inside.growth(few, many)
    return {
        "bench": "pages",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "machine": machine(),
        "rows": [before, after],
        "few": few,
        "many": many,
        "times": times,
        "asked": api.FLAT,
        "grown": [name for name, row in times.items() if max(row.values()) > api.FLAT],
    }


def _paths(portal: Rehearsal, known: dict[str, Any]) -> dict[str, str]:
    project = f"/projects/{known['few']}/"
    sql = "select asset_id::text, id::text from projects_version where project_id = %s limit 1"
    ((asset, _version),) = portal.query(sql, known["few"])
    return {
        "home": "/",
        "projects": "/projects/",
        "project, grid": project,
        "project, table": f"{project}?view=table",
        "shot status, 1,000": f"{project}status/",
        "structure": f"{project}structure/",
        "asset": f"/assets/{asset}/",
        "runs": "/runs/",
        "review": "/review/",
        "feedback": "/feedback/mine/",
        "work": "/work/",
        "audit": "/studio/audit/",
    }
