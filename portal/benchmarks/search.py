"""`bench search`: what a search costs among few rows, and among a million.

A portal of its own. The index of search holds cards of 100 studios, a third of them one studio's:
half shots, the rest assets and notes. The same questions are asked in that studio, as the portal's
own role behind the fence, through the verb that the page and the API use: with 10,000 cards, and
with a million (or as many as the first argument says). Each question is asked forty times; CPU is
that of the asking process and of its database backend. The cards stand without the rows they are
of, so what is measured is the index; showing the rows found costs the same at any size.
"""

import json
from typing import Any

import psycopg

from portal.benchmarks import number_in
from portal.embedded import database_url
from portal.rehearsal import Rehearsal, bare

ROWS, FEW, FLAT, TIMES = 1_000_000, 10_000, 1.2, 40
#: What is asked: in each size one shot has the first name, and no row has the last.
QUESTIONS = {
    "a whole name": "sq0001_sh0042",
    "part of a name": "c0007_0412",
    "two words of a note": "green frame 29",
    "beginning that many have": "sq",
    "nothing": "quagga",
}

FILL = """
insert into projects_indexcard (studio_id, kind, row, title, lexemes, at)
select s.id, k.kind, gen_random_uuid(), k.said,
    projects_index_lexemes(s.id, k.kind, k.said), now() - make_interval(secs => g)
from generate_series({first}, {last}) g
join (select id, row_number() over (order by id = {big!r}::uuid desc, id) n from portal_studio
    order by 2 limit 100) s on s.n = case when g % 3 = 0 then 1 else 1 + g % 100 end,
lateral (select case when g % 10 < 5 then 's' when g % 10 < 8 then 'a' else 'n' end as kind,
    case when g % 10 < 5
        then 'sq' || lpad((g / 300)::text, 4, '0') || '_sh' || lpad((g % 300)::text, 4, '0')
    when g % 10 < 8
        then 'a' || lpad((g % 400)::text, 3, '0') || '_c' || lpad((g / 400)::text, 4, '0')
            || '_0412ab.mov'
    else 'the grade is too green, look at frame ' || g || ' before she turns' end as said) k
"""

ASK = """
import gc, json, time
from django.db import connection
from portal.finding.seeking import OF_A_KIND, MOST
from portal.models import Membership
from portal.tenancy import acting_as
from projects.finding.index import look_up

person = Membership.objects.get(studio_id={big!r}, role="producer").user
with connection.cursor() as cursor:
    cursor.execute("select pg_backend_pid()")
    pid = cursor.fetchone()[0]
backend = lambda: int(open(f"/proc/{{pid}}/schedstat").read().split()[0]) / 1e6
told = {{}}
with acting_as(person):
    for name, words in {questions!r}.items():
        rows = []
        for number in range({times} + 3):
            began, own, there = time.perf_counter(), time.process_time(), backend()
            found = look_up(person, words, letters="pcsant", project=None, most=MOST)
            if len(found) == MOST:
                how = {{"project": None, "most": OF_A_KIND}}
                each = [look_up(person, words, letters=letter, **how) for letter in "pcsant"]
                found = sum(each, [])
            cpu = (time.process_time() - own) * 1000 + backend() - there
            rows.append(((time.perf_counter() - began) * 1000, cpu))
        waits, costs = (sorted(column) for column in zip(*rows[3:]))
        at = lambda column, share: round(column[int(len(column) * share)], 2)
        told[name] = {{"found": len(found), "p50_ms": at(waits, 0.5), "p95_ms": at(waits, 0.95),
            "cpu_ms": at(costs, 0.5)}}
print(json.dumps(told))
"""

PREPARE = """
from portal.models import Membership, Studio, User
from portal.tenancy import in_studio
studios = [Studio.objects.create(name=f"Studio {n}") for n in range(100)]
with in_studio(studios[0]):
    person = User.objects.create_user("p@example.org", "a long sentence", name="P")
    Membership.objects.create(studio=studios[0], user=person, role="producer")
print(studios[0].pk)
"""


def run(args: list[str]) -> dict[str, Any]:
    """Milliseconds of each question in both sizes, how many times more CPU, and the plan."""
    rows = number_in(args, ROWS)
    with bare(quick=True) as portal:
        big = portal.shell(PREPARE).splitlines()[-1]
        few = _asked(portal, big, 1, FEW)
        many = _asked(portal, big, FEW + 1, rows)
        plan = _plan(portal, big)
    times = {name: round(many[name]["cpu_ms"] / few[name]["cpu_ms"], 2) for name in few}
    return {
        "bench": "search",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "cards": [FEW, rows],
        "few": few,
        "many": many,
        "times_cpu": times,
        "asked": FLAT,
        "index_used": "Bitmap Index Scan on card_lexemes" in plan,
        "plan": plan,
    }


def _asked(portal: Rehearsal, big: str, first: int, last: int) -> dict[str, Any]:
    with psycopg.connect(database_url(portal.var, role="postgres"), autocommit=True) as line:
        for begin in range(first, last + 1, 50_000):
            line.execute(FILL.format(first=begin, last=min(last, begin + 49_999), big=big))
        line.execute("vacuum analyze projects_indexcard")
    code = ASK.format(big=big, questions=QUESTIONS, times=TIMES)
    return json.loads(portal.shell(code, seconds=600).splitlines()[-1])


def _plan(portal: Rehearsal, big: str) -> str:
    code = f"""
from portal.tenancy import in_studio, seeking
from projects.models import IndexCard
with in_studio({big!r}), seeking("s sq0001_sh0042"):
    print(IndexCard.objects.all()[:50].explain())
"""
    return portal.shell(code)
