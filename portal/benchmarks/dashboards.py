"""`bench dashboards`: what a page of beta leads costs over a million answers.

A database of its own, with no other part of the portal beside it, gets a million answers (or as
many as the first argument says): of a thousand people in six studios of two cohorts, each to every
decision of their studio (a thousandth of the answers for each studio) on six tools, evenly over
sixty days up to now, in the order in which they were given; as many runs as decisions, of which a
tenth failed. Two studios share single answers, every tenth answer has a comment. The weeks that are
over are closed as the portal does it (told as seconds), the last days are counted anew by each
page. Then each page is asked for by a beta lead in a process of its own, through everything that a
request goes through but the socket: once to warm up, then three rounds of all pages in turns, three
requests each, with the cache emptied before each round; medians. CPU is that of the asking process
and of its database backend, which runs no parallel workers, so that nothing is spent elsewhere. As
a check, the answers in the figures and those that wait are all that were given before this week.
"""

import json
from typing import Any

import psycopg

from portal.benchmarks import number_in
from portal.embedded import database_url
from portal.rehearsal import Rehearsal, bare

ROWS, ROUNDS, TIMES, TARGET = 1_000_000, 3, 3, 150

BUILD = """
from datetime import timedelta
from allauth.mfa.models import Authenticator
from django.core.management import call_command
from django.utils import timezone
from feedback.models.sharing import share
from portal.models import Cohort, Studio, User
from portal.tenancy import open_across
from projects.models import *
call_command("collectstatic", interactive=False, verbosity=0)
TOOLS = ["stills", "shot_match", "shot_breakdown", "plate", "selects", "script"]
lead = User.objects.create_user("lead@example.org", None, name="Lead", programme_role="beta_lead")
Authenticator.objects.create(user=lead, type="totp", data=dict())
waves = [Cohort.objects.create(name=f"Wave {{n}}", capacity=9, opens_on="2026-01-01",
    closes_on="2046-01-01") for n in range(2)]
houses = [Studio.objects.create(name=f"Studio {{n}}") for n in range(6)]
open_across(houses, reason="bench", actor=lead)
for n, studio in enumerate(houses):
    waves[n % 2].admit(studio, actor=lead)
now = timezone.now()
when = [now - timedelta(days=60 * (1 - n / {decisions})) for n in range({decisions})]


def fill(studio, shares):
    share(actor=lead, studio=studio, words=True, raw=shares)
    project = Project.objects.create(studio=studio, name=f"Film of {{studio}}", code="BEN")
    own = dict(studio=studio, project=project)
    asset = Asset.objects.create(**own, name="a.mov", kind="film")
    version = Version.objects.create(**own, asset=asset, number=1, file_name="a.mov", size=1,
        tree_sha256="0" * 64, part_size=1, storage_key=f"bench-{{studio}}", uploaded_by=lead)
    made = AssistRequest.objects.bulk_create(AssistRequest(**own, tool=TOOLS[n % 6],
        state="decided", person=lead) for n in range({decisions}))
    runs = Run.objects.bulk_create(Run(**own, request=r, queued_at=at, finished_at=at,
        state="FAILED" if n % 10 == 0 else "READY") for n, (r, at) in enumerate(zip(made, when)))
    found = Candidate.objects.bulk_create(Candidate(**own, run=run, version=version, number=1,
        result=dict(), kind="plate") for run in runs)
    first = Revision.objects.bulk_create(
        Revision(**own, candidate=c, number=0, cut=dict()) for c in found)
    decided = Decision.objects.bulk_create(Decision(**own, candidate=c, revision=r, at=at,
        verdict="approved", person=lead, person_name="Lead", reason="bench")
        for c, r, at in zip(found, first, when))
    for decision, at in zip(decided, when):
        decision.at = at
    Decision.objects.bulk_update(decided, ["at"], batch_size=2000)


for n, studio in enumerate(houses):
    fill(studio, shares=n < 2)
User.objects.bulk_create(User(email=f"bench{{n}}@example.org", name=f"Bench {{n}}")
    for n in range(1000))
"""
#: Straight into the table, past foreign keys and fences: what is measured is reading.
ANSWERS = """
set session_replication_role = replica;
insert into feedback_response (id, studio_id, project_id, decision_id, person_id, minutes_by_hand,
    ease, comment, created_at)
with people as (
    select id, row_number() over (order by email) % 6 as house from portal_user
    where email like 'bench%'),
houses as (select id, row_number() over (order by name) - 1 as house from portal_studio)
select gen_random_uuid(), studio_id, project_id, decision, person, (random() * 600)::numeric(7, 2),
    1 + floor(random() * 7)::int, case when random() < 0.1 then 'Soft corners.' else '' end, at
from (
    select d.studio_id, d.project_id, d.id as decision, p.id as person,
        least(d.at + random() * (now() - d.at) * 0.05, now()) as at
    from projects_decision d join houses on houses.id = d.studio_id
        join people p on p.house = houses.house
    order by random() limit {rows}) as given
order by at;
vacuum analyze;
"""
CLOSE = """
import json, time
from django.db.models import Sum
from feedback.dashboard import leaves
from feedback.dashboard.closing import LEAVES, close_weeks
from feedback.models import ClosedWeek, Response
from feedback.periods import start_of
began = time.perf_counter()
close_weeks()
took = time.perf_counter() - began
last = ClosedWeek.objects.first()
given = Response.objects.filter(created_at__lt=start_of(last.week + 1)).count()
found = dict(seconds=round(took, 1), weeks=ClosedWeek.objects.count(), given=given)
for model in LEAVES:
    told, taken, wait = model.objects.aggregate(n=Sum("answers"))["n"] or 0, leaves.taken(model), 0
    for week in range(last.week if last.waits_from is None else last.waits_from, last.week + 1):
        wait += sum(row.answers for row in leaves.sums(week, model.QUESTION)
            if week > taken.get(row.said.place[1:], week - 1))
    found[model.QUESTION] = dict(told=told, waiting=wait)
print(json.dumps(found))
"""
MEASURE = """
import gc, json, time
import psutil
from django.conf import settings
from django.core.cache import cache
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
    cache.clear()
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
    "/feedback/answers/",
    *(f"/feedback/programme/{what}/" for what in ("people", "asks", "decisions", "runs", "ease")),
)


def run(args: list[str]) -> dict[str, Any]:
    """CPU of each page in milliseconds, of the portal and of the database."""
    rows = number_in(args, ROWS)
    with bare(quick=True) as portal:
        _build(portal, rows)
        closed = json.loads(portal.shell(CLOSE, seconds=1800).splitlines()[-1])
        code = MEASURE.format(pages=PAGES, rounds=ROUNDS, times=TIMES)
        told = json.loads(portal.shell(code, seconds=900).splitlines()[-1])
    return summary(rows, closed, told)


def _build(portal: Rehearsal, rows: int) -> None:
    portal.shell(BUILD.format(decisions=rows // 1000 + 6), seconds=600)
    with psycopg.connect(database_url(portal.var, role="postgres"), autocommit=True) as base:
        for statement in ANSWERS.format(rows=rows).split(";")[:-1]:
            base.execute(statement)
    built = portal.query("select count(*) from feedback_response")
    assert built == [(rows,)], built


def summary(
    rows: int, closed: dict[str, Any], told: dict[str, list[tuple[float, float]]]
) -> dict[str, Any]:
    """`told`: page → (portal, database) in milliseconds, of each round."""
    pages = {page: _middle(rounds) for page, rounds in told.items()}
    questions = [part for part in closed.values() if isinstance(part, dict)]
    whole = all(part["told"] + part["waiting"] == closed["given"] for part in questions)
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
