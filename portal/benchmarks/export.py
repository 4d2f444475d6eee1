"""`bench export`: a table of 15 columns over joined tables in four formats, beside its limits.

A running portal of its own gets a million answers (or as many as the first argument says). Each
format is written to nowhere by a process of its own, three times in turns with the others,
medians; rows a second are by the clock; memory is what the process grew by, at its largest, over
what it held before its first row (looked at every 5 ms). In the same turns: `psql \\copy` of the
same query, `psql \\copy` of its row_to_json, and xlsxwriter's constant-memory mode fed by Django's
iterator with a tenth of the rows. The first bytes are those of a CSV that a beta lead downloads
from the portal, from the request to the first rows.
"""

import json
import statistics
import time
from typing import Any

import httpx

from portal.benchmarks import number_in
from portal.rehearsal import Rehearsal, rehearsal

ROWS, TIMES, FORMATS = 1_000_000, 3, ("csv", "jsonl", "parquet", "xlsx")
#: Share of the limit's rows a second; XLSX: times xlsxwriter's.
TARGETS = {"csv": 0.8, "jsonl": 0.7, "parquet": 0.5, "xlsx": 8.0}

BUILD = """
from django.db import connection
from feedback.models import Response
from feedback.models.sharing import share
from portal.models import User
from projects.models import *
person = User.objects.first()
for studio in Studio.objects.all():
    share(actor=person, studio=studio, words=True, raw=True)
version = Version.objects.select_related("project__studio").first()
project = version.project
own = dict(studio=project.studio, project=project)
User.objects.bulk_create(User(email=f"bench{{n}}@example.org", name=f"Bench {{n}}")
    for n in range(1000))
requests = AssistRequest.objects.bulk_create(
    AssistRequest(**own, tool="stills", state="decided") for _n in range({decisions}))
runs = Run.objects.bulk_create(Run(**own, request=r, state="READY") for r in requests)
candidates = Candidate.objects.bulk_create(
    Candidate(**own, run=run, version=version, number=1, result=dict(), kind="plate")
    for run in runs)
revisions = Revision.objects.bulk_create(
    Revision(**own, candidate=c, number=0, cut=dict()) for c in candidates)
Decision.objects.bulk_create(Decision(**own, candidate=c, revision=r, verdict="approved",
    person=person, person_name="Bench", reason="bench") for c, r in zip(candidates, revisions))
Response.objects.all().delete()
with connection.cursor() as cursor:
    cursor.execute('''insert into feedback_response (id, studio_id, project_id, decision_id,
          person_id, minutes_by_hand, ease, comment, created_at)
        select gen_random_uuid(), d.studio_id, d.project_id, d.id, u.id,
          (random() * 600)::numeric(7, 2), 1 + (random() * 6)::int,
          case when random() < 0.3 then 'The corners were weak, and the "sky" too soft; '
            || 'a producer wrote this with an é.' else '' end,
          now() - random() * interval '60 days'
        from projects_decision d, portal_user u
        where d.reason = 'bench' and u.email like 'bench%'
        order by random() limit {rows}''')
print(Response.objects.count())
"""
QUERY = """
from django.db import connection
from psycopg import ClientCursor
from feedback.exporting.datasets import DATASETS
sql, params = DATASETS["answers"].table().sql()
connection.ensure_connection()
print(ClientCursor(connection.connection).mogrify(sql, params))
"""
WRITE = """
import json, os, threading, time, psutil
from django.db import connection
from feedback.exporting.datasets import DATASETS
from feedback.exporting.formats import FORMATS
import pyarrow, pyarrow.csv, pyarrow.parquet
process, most, done = psutil.Process(), 0, threading.Event()
def watch():
    global most
    while not done.wait(0.005):
        most = max(most, process.memory_info().rss)
connection.ensure_connection()
table = DATASETS["answers"].table()
idle = process.memory_info().rss
threading.Thread(target=watch, daemon=True).start()
began, cpu = time.perf_counter(), time.process_time()
with open(os.devnull, "wb") as out:
    size = sum(out.write(piece) for piece in FORMATS[{ending!r}].write(table, "answers"))
took, cpu = time.perf_counter() - began, time.process_time() - cpu
done.set()
print(json.dumps(dict(seconds=took, cpu=cpu, bytes=size, grew=max(0, most - idle))))
"""
XLSXWRITER = """
import json, os, tempfile, time, xlsxwriter
from feedback.exporting.datasets import DATASETS
table = DATASETS["answers"].table()
began = time.perf_counter()
with tempfile.TemporaryDirectory() as folder:
    book = xlsxwriter.Workbook(folder + "/t.xlsx", dict(constant_memory=True,
        strings_to_formulas=False, strings_to_urls=False, remove_timezone=True))
    moment = book.add_format(dict(num_format="yyyy-mm-dd hh:mm:ss"))
    sheet = book.add_worksheet("answers")
    for number, row in enumerate(table.query[:{rows}].iterator(2000)):
        for column, value in enumerate(row):
            if hasattr(value, "isoformat"):
                sheet.write_datetime(number, column, value, moment)
            elif isinstance(value, str):
                sheet.write_string(number, column, value)
            elif hasattr(value, "hex") and not isinstance(value, float):
                sheet.write_string(number, column, str(value))
            elif value is not None:
                sheet.write_number(number, column, value)
    book.close()
print(json.dumps(dict(seconds=time.perf_counter() - began)))
"""


def run(args: list[str]) -> dict[str, Any]:
    """Rows a second of each way, the shares of the limits, memory and the first bytes."""
    rows = number_in(args, ROWS)
    with rehearsal() as portal:
        portal.rest()
        built = int(portal.shell(BUILD.format(rows=rows, decisions=rows // 1000), seconds=1800))
        assert built == rows, built
        portal.psql("vacuum analyze")  # as a database does by itself within a minute
        source = portal.shell(QUERY)
        turns = [_turn(portal, source, rows) for _n in range(TIMES)]
        first = _first_bytes(portal)
    rates = {way: [turn[way]["rate"] for turn in turns] for way in turns[0]}
    grew = {way: max(turn[way]["grew"] for turn in turns) for way in FORMATS}
    cpu = {way: statistics.median(turn[way]["cpu_rate"] for turn in turns) for way in FORMATS}
    return _told(rows, rates, grew, cpu, first)


def _told(
    rows: int,
    rates: dict[str, list[int]],
    grew: dict[str, int],
    cpu: dict[str, float],
    first: list[float],
) -> dict[str, Any]:
    middle = {way: statistics.median(each) for way, each in rates.items()}
    limits = {"csv": "psql", "parquet": "psql", "jsonl": "psql_json", "xlsx": "xlsxwriter"}
    shares = {way: round(middle[way] / middle[limit], 2) for way, limit in limits.items()}
    return {
        "bench": "export",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "rows": rows,
        "rows_a_second": middle,
        "rows_a_second_each": rates,
        "rows_a_cpu_second": cpu,
        "of_the_limit": shares,
        "asked": TARGETS,
        "mib_above_idle": {way: round(bytes_ / 2**20) for way, bytes_ in grew.items()},
        "first_bytes_ms": round(1000 * statistics.median(first)),
        "first_bytes_ms_each": [round(1000 * seconds) for seconds in first],
    }


def _turn(portal: Rehearsal, source: str, rows: int) -> dict[str, Any]:
    every, as_json = (f"select {what} from {source}" for what in ("*", "row_to_json(t)"))  # noqa: S608
    found: dict[str, Any] = {
        "psql": _limit(portal, every, rows),
        "psql_json": _limit(portal, as_json, rows),
    }
    for ending in FORMATS:
        told = json.loads(portal.shell(WRITE.format(ending=ending), seconds=1800))
        found[ending] = {
            "rate": round(rows / told["seconds"]),
            "cpu_rate": round(rows / told["cpu"]),
            "grew": told["grew"],
        }
    told = json.loads(portal.shell(XLSXWRITER.format(rows=rows // 10), seconds=1800))
    found["xlsxwriter"] = {"rate": round(rows / 10 / told["seconds"])}
    return found


def _limit(portal: Rehearsal, select: str, rows: int) -> dict[str, int]:
    """By the server's own program, past all fences."""
    began = time.perf_counter()
    portal.psql(f"\\copy ({select}) to '/dev/null' csv")
    return {"rate": round(rows / (time.perf_counter() - began))}


def _first_bytes(portal: Rehearsal) -> list[float]:
    """Seconds from asking for the CSV until its first rows are there, once warm."""
    found = []
    with httpx.Client(base_url=portal.address, follow_redirects=True, timeout=60) as client:
        link = portal.link("eta lead")
        secret = client.get(link).text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        client.post(link, data={"csrfmiddlewaretoken": secret})
        for _n in range(TIMES + 1):
            began = time.perf_counter()
            with client.stream("GET", "/feedback/data/answers.csv") as answer:
                assert answer.headers["content-type"].startswith("text/csv"), answer.status_code
                next(answer.iter_raw())
                found.append(time.perf_counter() - began)
    return found[1:]
