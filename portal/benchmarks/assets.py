"""`bench assets`: the asset list of a project costs the same with 100 assets and with 10,000.

One project is filled with 100 assets, then with 10,000, each with a version and its examination.
The project's contact sheet and table and the API's list are asked for at the first page, in the
middle and at the end, in alternating order, by a producer; thirty rows a page, so that each page
is full with a hundred assets, too. CPU is that of the asking process and
of its database backend. Django's queries are counted. Growth is the quotient of the medians.
"""

import json
from typing import Any

from portal.rehearsal import rehearsal

ROUNDS, FEW, MANY, PAGE, TARGET = 9, 100, 10_000, 30, 1.15

MEASURE = """
import gc, json, statistics, time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
import psutil
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.pagination import Cursor
from portal.api.pages import NewestFirst
from portal.models import Membership
from portal.rehearsal import here
from projects.keyset import key_of
from projects.models import *
from projects.views import projects as pages

pages.PAGE = {page}
settings.ALLOWED_HOSTS = ["*"]
producer = Membership.objects.get(studio__name="Lantern Row", role="producer").user
home = Project.objects.get(studio__name="Lantern Row")
client = Client()
client.force_login(producer)
request_started.disconnect(close_old_connections)
request_finished.disconnect(close_old_connections)
with connection.cursor() as cursor:
    cursor.execute("select pg_backend_pid()")
    pid = cursor.fetchone()[0]


def filled(count):
    project = Project.objects.create(studio=home.studio, name=f"{{count}}", code=f"N{{count}}")
    own = {{"studio": home.studio, "project": project}}
    kinds = ["film", "image", "sound"]
    assets = Asset.objects.bulk_create(Asset(**own, name=f"clip {{n}}", kind=kinds[n % 3])
        for n in range(count))
    start = timezone.now() - timedelta(days=300)
    for number, asset in enumerate(assets):
        asset.created_at = start + timedelta(seconds=number)
    Asset.objects.bulk_update(assets, ["created_at"], batch_size=2000)
    versions = Version.objects.bulk_create(Version(**own, asset=asset, number=1,
        file_name=asset.name, size=10, part_size=1, storage_key=str(asset.pk), frames=100,
        rate_num=24, rate_den=1) for asset in assets)
    Ingest.objects.bulk_create(Ingest(**own, version=version, state="READY")
        for version in versions)
    return project


def places(project):
    page = f"/projects/{{project.pk}}/"
    api = f"/api/v1/assets/?page_size={page}&project={{project.pk}}"
    rows = project.assets.order_by("-created_at", "pk")
    half = project.assets.count() // 2
    middle = key_of(rows[half])
    pager = NewestFirst()
    pager.base_url = api
    cursor = lambda reverse, moment: parse_qs(urlsplit(pager.encode_cursor(
        Cursor(offset=0, reverse=reverse, position=str(moment)))).query)["cursor"][0]
    return {{
        "sheet, first": page, "sheet, middle": f"{{page}}?after={{middle}}",
        "sheet, last": f"{{page}}?last=1", "sheet, one kind": f"{{page}}?kind=image",
        "table, first": f"{{page}}?view=table",
        "table, middle": f"{{page}}?view=table&after={{middle}}",
        "table, last": f"{{page}}?view=table&last=1",
        "API, first": api,
        "API, middle": f"{{api}}&cursor={{cursor(False, rows[half].created_at)}}",
        "API, last": f"{{api}}&cursor={{cursor(False, rows[2 * half - {page} - 1].created_at)}}",
        "API, one kind": f"{{api}}&kind=image",
    }}


def spent():
    try:
        there = int(open(f"/proc/{{pid}}/schedstat").read().split()[0]) / 1e9
    except OSError:
        times = psutil.Process(pid).cpu_times()
        there = times.user + times.system
    return time.process_time() + there


def ask(address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer


projects = {{count: filled(count) for count in ({few}, {many})}}
here().psql("vacuum analyze projects_asset, projects_version, projects_ingest")
where = {{count: places(project) for count, project in projects.items()}}
told = {{name: {{}} for name in where[{few}]}}
for count, addresses in where.items():
    for name, address in addresses.items():
        ask(address)
        with CaptureQueriesContext(connection) as seen:
            ask(address)
        told[name][count] = {{"queries": len(seen), "cpu": []}}
for number in range({rounds}):
    for name in told:
        for count in (({few}, {many}) if number % 2 else ({many}, {few})):
            gc.collect()
            began = spent()
            ask(where[count][name])
            ask(where[count][name])
            told[name][count]["cpu"].append((spent() - began) / 2)
print(json.dumps({{name: {{str(count): {{"queries": row["queries"],
    "ms": round(statistics.median(row["cpu"]) * 1000, 2)}} for count, row in counts.items()}}
    for name, counts in told.items()}}))
"""


def run(args: list[str]) -> dict[str, Any]:
    """Queries and CPU by place, with few and many assets, and how much they grow."""
    with rehearsal() as portal:
        code = MEASURE.format(few=FEW, many=MANY, rounds=ROUNDS, page=PAGE)
        told = json.loads(portal.shell(code, seconds=900).splitlines()[-1])
    return summary(told)


def summary(told: dict[str, dict[str, dict[str, float]]]) -> dict[str, Any]:
    """`told`: place → number of assets → queries and ms."""
    rows = {name: _compared(row[str(FEW)], row[str(MANY)]) for name, row in told.items()}
    growth = max(row["growth"] for row in rows.values())
    same = all(row["queries"] == row["queries_many"] for row in rows.values())
    return {
        "bench": "assets",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "few": FEW,
        "many": MANY,
        "places": rows,
        "same_queries": same,
        "growth_at_most": growth,
        "target_growth": TARGET,
        "met": same and growth <= TARGET,
    }


def _compared(few: dict[str, float], many: dict[str, float]) -> dict[str, float]:
    return {
        "queries": few["queries"],
        "queries_many": many["queries"],
        "ms": few["ms"],
        "ms_many": many["ms"],
        "growth": round(many["ms"] / few["ms"], 2),
    }
