"""`bench rls`: what the second fence costs.

The same pages and API lists are asked for again and again, with the fence and without (the
policies switched off and nothing told to the connection), in alternating rounds of one run, by
a producer of one studio among twenty with 20,000 assets in all. CPU is that of the asking
process and of its database backend, to the nanosecond where the system tells it, so that other
work on the machine does not count. After each switch every page is asked once unmeasured; the
ratios are medians over pairs of neighbouring rounds. Queries are Django's; the statements that
name the studios are counted beside them.
"""

import json
import statistics
from typing import Any

from portal.embedded import database_url
from portal.rehearsal import rehearsal

ROUNDS, REQUESTS, STUDIOS, ASSETS = 14, 10, 20, 1000

FILL = """
from django.db import connection
from projects.models import *
from portal.models import Studio
from portal.tenancy import in_studio
for n in range({studios}):
    name = "Lantern Row" if n == 0 else f"Studio {{n}}"
    studio, _made = Studio.objects.get_or_create(name=name)
    with in_studio(studio):
        project = Project.objects.filter(studio=studio).first() or Project.objects.create(
            studio=studio, name="Film", code="F")
        Asset.objects.bulk_create(Asset(studio=studio, project=project, name=f"clip {{i}}",
            kind="film") for i in range({assets}))
        Version.objects.bulk_create(Version(studio=studio, project=project, asset=asset, number=1,
            file_name=asset.name, size=1, tree_sha256="", part_size=1, storage_key=str(asset.pk),
            frames=100, rate_num=24, rate_den=1)
            for asset in Asset.objects.filter(project=project, versions=None))
        Ingest.objects.bulk_create(Ingest(studio=studio, project=project, version=version,
            state="READY") for version in Version.objects.filter(project=project, ingest=None))
"""

MEASURE = """
import gc, json, time
import psutil, psycopg
from django.conf import settings
from django.db import close_old_connections, connection
from django.core.signals import request_finished, request_started
from django.test import Client
from django.test.utils import CaptureQueriesContext
from portal.models import Membership
from portal.tenancy import Fence, acting_as
from projects.models import Asset, Project, Run

settings.ALLOWED_HOSTS = ["*"]
super_ = psycopg.connect("{address}", autocommit=True)
tables = [t for (t,) in super_.execute("select tablename from pg_policies").fetchall()]
super_.execute("analyze")
producer = Membership.objects.get(studio__name="Lantern Row", role="producer").user
project = Project.objects.get(studio__name="Lantern Row")
asset = Asset.objects.filter(project=project).last()
client = Client()
client.force_login(producer)
PAGES = ["/projects/", f"/projects/{{project.pk}}/", f"/assets/{{asset.pk}}/", "/runs/",
    "/api/v1/assets/", "/api/v1/versions/", f"/api/v1/assets/?project={{project.pk}}"]


def switch(on):
    word = "enable" if on else "disable"
    for table in tables:
        super_.execute(f"alter table {{table}} {{word}} row level security")
    tell = connection._tell_first
    connection.execute_wrappers = [w for w in connection.execute_wrappers if w != tell]
    connection.execute_wrappers += [tell] if on else []
    connection.told = None
    for page in PAGES:
        ask(page)


def ask(page):
    assert client.get(page).status_code == 200, page


def backend():
    try:
        return int(open(f"/proc/{{pid}}/schedstat").read().split()[0]) / 1e9
    except OSError:
        times = psutil.Process(pid).cpu_times()
        return times.user + times.system


def cpu(page, times):
    gc.collect()
    began, there = time.process_time(), backend()
    for _n in range(times):
        ask(page)
    return time.process_time() - began + backend() - there


def counted(page):
    before = len(told_to)
    with CaptureQueriesContext(connection) as seen:
        ask(page)
    return len(seen), len(told_to) - before


def plan():
    with acting_as(producer):
        rows = Asset.objects.visible_to(producer).filter(project=project)
        return rows.order_by("-created_at", "id")[:50].explain()


request_started.disconnect(close_old_connections)
request_finished.disconnect(close_old_connections)
with connection.cursor() as cursor:
    cursor.execute("select pg_backend_pid()")
    pid = cursor.fetchone()[0]
told_to, as_settings = [], Fence.as_settings
Fence.as_settings = lambda fence: told_to.append(1) or as_settings(fence)
found = {{}}
switch(True)
for on in (True, False):
    switch(on)
    counts = {{page: counted(page) for page in PAGES}}
    found[str(on)] = {{
        "queries": {{page: count[0] for page, count in counts.items()}},
        "told": {{page: count[1] for page, count in counts.items()}},
        "plan": plan(),
    }}
Fence.as_settings = as_settings
rounds = []
for n in range({rounds}):
    for on in ((True, False) if n % 2 else (False, True)):
        switch(on)
        rounds.append([on, {{page: cpu(page, {requests}) for page in PAGES}}])
switch(True)
print(json.dumps({{**found, "rounds": rounds}}))
"""


def run(args: list[str]) -> dict[str, Any]:
    """CPU with over CPU without, by page and in all; queries and index scans of both."""
    with rehearsal() as portal:
        portal.shell(FILL.format(studios=STUDIOS, assets=ASSETS))
        address = database_url(portal.var, role="postgres")
        code = MEASURE.format(address=address, rounds=ROUNDS, requests=REQUESTS)
        told = json.loads(portal.shell(code, seconds=600).splitlines()[-1])
    pages = list(told["True"]["queries"])
    ratios = {page: _ratio(told["rounds"], page) for page in pages}
    return {
        "bench": "rls",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "ms_with": {page: _ms(told["rounds"], page, True) for page in pages},
        "ms_without": {page: _ms(told["rounds"], page, False) for page in pages},
        "ratio_by_page": ratios,
        "ratio": round(statistics.median(_whole(told["rounds"])), 3),
        "ratio_quartiles": [round(q, 3) for q in statistics.quantiles(_whole(told["rounds"]))],
        "target_ratio": 1.10,
        "same_queries": told["True"]["queries"] == told["False"]["queries"],
        "queries": told["True"]["queries"],
        "statements_that_name_studios": told["True"]["told"],
        "index_scan_with": "Index" in told["True"]["plan"],
        "index_scan_without": "Index" in told["False"]["plan"],
        "plan_with": told["True"]["plan"],
    }


def _times(rounds: list, page: str, on: bool) -> list[float]:
    return [times[page] for with_, times in rounds if with_ == on]


def _ms(rounds: list, page: str, on: bool) -> float:
    """CPU milliseconds of one request."""
    return round(statistics.median(_times(rounds, page, on)) / REQUESTS * 1000, 2)


def _ratio(rounds: list, page: str) -> float:
    pairs = zip(_times(rounds, page, True), _times(rounds, page, False), strict=True)
    return round(statistics.median(a / b for a, b in pairs), 3)


def _whole(rounds: list) -> list[float]:
    """All pages of a round together, with over without, pair by pair."""
    on = [sum(times.values()) for with_, times in rounds if with_]
    off = [sum(times.values()) for with_, times in rounds if not with_]
    return [a / b for a, b in zip(on, off, strict=True)]
