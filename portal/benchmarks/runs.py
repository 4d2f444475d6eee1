"""`bench runs`: empty runs through queue, claim, progress and end."""

import time
from typing import Any

from portal.drills.workers.crew import crew
ASK = "\nfrom portal.drills.workers.house import tell\ntell({asked!r})\n"
from portal.rehearsal import bare

def run(args):
    n = int(args[0]) if args else 400
    with bare(quick=True) as portal, crew(portal) as people:
        people.hire("work", "assist,reports", pool=2)
        people.wait("work")
        portal.shell(ASK.format(asked=[{"name": "Warm", "count": 40}]))
        _until(portal, 0)
        pre = portal.query("select count(*) from projects_run where state='READY'")[0][0]
        before, began = people.cpu("work"), time.monotonic()
        portal.shell(ASK.format(asked=[{"name": "House", "count": n}]), seconds=600)
        asked = time.monotonic() - began
        _until(portal, 0)
        used = people.cpu("work") - before
        ready = portal.query("select count(*) from projects_run where state='READY'")[0][0] - pre
        return {"ready": ready, "cpu": used, "per": ready / used, "asked": asked, "wall": time.monotonic() - began}

def _until(portal, left):
    end = time.monotonic() + 300
    while portal.query("select count(*) from projects_run where state in ('QUEUED','RUNNING')")[0][0] > left:
        if time.monotonic() > end:
            raise RuntimeError(portal.query("select state, count(*) from projects_run group by 1"))
        time.sleep(0.2)
