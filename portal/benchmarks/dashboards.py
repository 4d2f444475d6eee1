"""`bench dashboards`: what a page of beta leads costs over a million answers.

A running portal of its own gets a million answers (or as many as the first argument says) of a
thousand people to a thousandth as many decisions on six tools, evenly over sixty days up to now, in
the order in which they were given; as many runs as decisions, of which a tenth failed. The weeks
that are over are closed as the portal does it (told as seconds), the last days are counted anew by
each page. Then each page is asked for by a beta lead in a process of its own, through everything
that a request goes through but the socket: once to warm up, then three rounds of all pages in
turns, three requests each; medians. CPU is that of the asking process and of its database backend,
which runs no parallel workers, so that nothing is spent elsewhere. As a check, the answers in the
figures and those that wait are all that were given before this week.
"""

import json
from typing import Any

import psycopg

from portal.embedded import database_url
from portal.rehearsal import rehearsal

ROWS, ROUNDS, TIMES, TARGET = 1_000_000, 3, 3, 150

BUILD = """
from datetime import timedelta
from django.db import connection
from django.utils import timezone
from feedback.models import Response
from portal.models import User
from projects.models import *
tools = ["stills", "shot_match", "shot_breakdown", "plate", "selects", "script"]
person = User.objects.first()
project = Version.objects.select_related("project__studio").first().project
version = Version.objects.filter(project=project).first()
own = dict(studio=project.studio, project=project)
User.objects.bulk_create(User(email=f"bench{{n}}@example.org", name=f"Bench {{n}}")
    for n in range(1000))
now = timezone.now()
when = [now - timedelta(days=60 * (1 - n / {decisions})) for n in range({decisions})]
requests = AssistRequest.objects.bulk_create(AssistRequest(**own, tool=tools[n % len(tools)],
    state="decided", person=person) for n in range({decisions}))
runs = Run.objects.bulk_create(Run(**own, request=r, queued_at=at, finished_at=at,
    state="FAILED" if n % 10 == 0 else "READY") for n, (r, at) in enumerate(zip(requests, when)))
candidates = Candidate.objects.bulk_create(
    Candidate(**own, run=run, version=version, number=1, result=dict(), kind="plate")
    for run in runs)
revisions = Revision.objects.bulk_create(
    Revision(**own, candidate=c, number=0, cut=dict()) for c in candidates)
decisions = Decision.objects.bulk_create(Decision(**own, candidate=c, revision=r,
    verdict="approved", person=person, person_name="Bench", reason="bench")
    for c, r in zip(candidates, revisions))
for decision, at in zip(decisions, when):
    decision.at = at
Decision.objects.bulk_update(decisions, ["at"], batch_size=2000)
Response.objects.all().delete()
with connection.cursor() as cursor:
    cursor.execute('''insert into feedback_response (id, studio_id, project_id, decision_id,
          person_id, minutes_by_hand, ease, comment, created_at)
        select gen_random_uuid(), studio_id, project_id, decision_id, person_id,
          (random() * 600)::numeric(7, 2), 1 + (random() * 6)::int, '', at
        from (select d.studio_id, d.project_id, d.id as decision_id, u.id as person_id,
            now() - random() * interval '60 days' as at
          from projects_decision d, portal_user u
          where d.reason = 'bench' and u.email like 'bench%' limit {rows}) as given
        order by at''')
print(Response.objects.count())
"""
CLOSE = """
import json, time
from django.db.models import Sum
from feedback.dashboard import ease
from feedback.dashboard.closing import close_weeks, last_closed
from feedback.models import ClosedWeek, EaseLeaf, Response
from feedback.periods import start_of
began = time.perf_counter()
close_weeks()
took = time.perf_counter() - began
last = ClosedWeek.objects.first()
given = Response.objects.filter(created_at__lt=start_of(last.week + 1)).count()
told, taken, wait = EaseLeaf.objects.aggregate(n=Sum("answers"))["n"] or 0, ease.taken(), 0
for week in range(last.week if last.waits_from is None else last.waits_from, last.week + 1):
    wait += sum(row.answers for row in ease.sums(week)
        if week > taken.get(row.said.place[1:], week - 1))
print(json.dumps(dict(seconds=round(took, 1), weeks=ClosedWeek.objects.count(), told=told,
    waiting=wait, given=given)))
"""
MEASURE = """
import gc, json, time
import psutil
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from portal.models import User
settings.ALLOWED_HOSTS = ["*"]
lead = next(user for user in User.objects.filter(is_active=True) if user.can("run_beta"))
client = Client()
client.force_login(lead)
request_started.disconnect(close_old_connections)
request_finished.disconnect(close_old_connections)
with connection.cursor() as cursor:
    cursor.execute("set max_parallel_workers_per_gather = 0")
    cursor.execute("select pg_backend_pid()")
    pid = cursor.fetchone()[0]


def there():
    try:
        return int(open(f"/proc/{{pid}}/schedstat").read().split()[0]) / 1e9
    except OSError:
        times = psutil.Process(pid).cpu_times()
        return times.user + times.system


def ask(address):
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)


told = {{address: [] for address in {pages}}}
for address in told:
    ask(address)
for _round in range({rounds}):
    for address, found in told.items():
        gc.collect()
        web, base = time.process_time(), there()
        for _time in range({times}):
            ask(address)
        found.append([1000 * (time.process_time() - web) / {times},
            1000 * (there() - base) / {times}])
print(json.dumps(told))
"""
PAGES = (
    "/feedback/programme/",
    *(f"/feedback/programme/{what}/" for what in ("people", "asks", "decisions", "runs", "ease")),
)


def run(args: list[str]) -> dict[str, Any]:
    """CPU of each page in milliseconds, of the portal and of the database."""
    rows = int(args[0]) if args else ROWS
    with rehearsal() as portal:
        portal.rest()
        code = BUILD.format(rows=rows, decisions=max(rows // 1000, 1))
        built = int(portal.shell(code, seconds=1800).splitlines()[-1])
        assert built == rows, built
        with psycopg.connect(database_url(portal.var, role="postgres"), autocommit=True) as base:
            base.execute("vacuum analyze")
        closed = json.loads(portal.shell(CLOSE, seconds=1800).splitlines()[-1])
        portal.rest()
        code = MEASURE.format(pages=PAGES, rounds=ROUNDS, times=TIMES)
        told = json.loads(portal.shell(code, seconds=900).splitlines()[-1])
    return summary(rows, closed, told)


def summary(
    rows: int, closed: dict[str, Any], told: dict[str, list[tuple[float, float]]]
) -> dict[str, Any]:
    """`told`: page → (portal, database) in milliseconds, of each round."""
    pages = {page: _middle(rounds) for page, rounds in told.items()}
    whole = closed["told"] + closed["waiting"] == closed["given"]
    most = max(page["cpu_ms"] for page in pages.values())
    return {
        "bench": "dashboards",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "rows": rows,
        "pages": pages,
        "cpu_ms_at_most": most,
        "asked_ms": TARGET,
        "closing": closed,
        "all_answers_in_figures_or_waiting": whole,
        "met": most <= TARGET and whole,
    }


def _middle(rounds: list[tuple[float, float]]) -> dict[str, Any]:
    """The round in the middle by what both spent together."""
    ordered = sorted(rounds, key=sum)
    web, base = ordered[len(ordered) // 2]
    return {
        "cpu_ms": round(web + base, 1),
        "portal_ms": round(web, 1),
        "database_ms": round(base, 1),
        "cpu_ms_each": [round(sum(one), 1) for one in rounds],
    }
