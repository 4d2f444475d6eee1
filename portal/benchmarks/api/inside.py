"""What a page or call asks of the database, and how it grows: asked inside one process, in one
connection, through all middleware. Blocks are the server's own count, of this database.
"""

import json
import time
from collections.abc import Sequence
from typing import Any

from portal.rehearsal import Rehearsal

ROUNDS = 5
MEASURE = """
import gc, gzip, json, statistics, time
import psutil
from django.conf import settings
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

settings.ALLOWED_HOSTS = ["*"]
request_started.disconnect(close_old_connections)
request_finished.disconnect(close_old_connections)
with connection.cursor() as cursor:
    cursor.execute("select pg_backend_pid()")
    backend = psutil.Process(cursor.fetchone()[0])
by_token = Client(headers={{"Authorization": "Bearer {token}", "Accept-Encoding": "gzip"}})
by_session = Client(headers={{"Accept-Encoding": "gzip"}})
by_session.cookies["sessionid"] = "{session}"


def blocks():
    with connection.cursor() as cursor:
        cursor.execute("select pg_stat_force_next_flush()")
        cursor.execute("select pg_stat_clear_snapshot()")
        cursor.execute('''select blks_hit + blks_read from pg_stat_database
            where datname = current_database()''')
        return cursor.fetchone()[0]


def ask(path):
    client = by_token if path.startswith("/api/") else by_session
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return answer


def spent():
    return sum(backend.cpu_times()[:2])


found = {{}}
for name, path in json.loads('''{paths}''').items():
    ask(path), ask(path)
    with CaptureQueriesContext(connection) as queries:
        answer = ask(path)
        asked = len(queries)  # the next request forgets them
    blocks()  # what the question itself reads of the catalogues, once
    none = blocks()
    none = blocks() - none
    before = blocks()
    ask(path)
    read = blocks() - before - none
    times = []
    gc.collect()
    for _round in range({rounds}):
        repeated, began, base = 0, time.process_time(), spent()
        while repeated < {least} or time.process_time() - began < 0.1:
            ask(path)
            repeated += 1
        web, database = time.process_time() - began, spent() - base
        times.append(1000 * (web + database) / repeated)
    found[name] = dict(cpu_ms=round(statistics.median(times), 2), noise_ms=round(max(times)
        - min(times), 2), queries=asked, buffers=read,
        wire_kb=round(len(answer.content) / 1000, 1))
print(json.dumps(found))
"""


def asked(
    portal: Rehearsal, key: Sequence[str], paths: dict[str, str], *, least: int = 5
) -> dict[str, dict[str, Any]]:
    """By name: CPU of process and backend, queries, blocks read (from memory or not), size."""
    token, session = key
    code = MEASURE.format(
        token=token, session=session, paths=json.dumps(paths), rounds=ROUNDS, least=least
    )
    told: dict[str, dict[str, Any]] = json.loads(portal.shell(code, seconds=3000).splitlines()[-1])
    return told


def growth(few: dict[str, Any], many: dict[str, Any]) -> dict[str, dict[str, float]]:
    """How many times more each costs, by name: CPU, queries, blocks."""
    return {
        name: {what: round(many[name][what] / max(few[name][what], 1e-9), 2) for what in measures}
        for name in few
        for measures in [("cpu_ms", "queries", "buffers")]
    }


def warmed(seconds: float) -> None:
    """A database that was just filled writes to the disk for a while."""
    time.sleep(seconds)
