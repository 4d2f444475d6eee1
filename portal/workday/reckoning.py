"""The reckoning of a day: what was promised, held beside what is there.

`lost`: promised and not there, or ended as it should not. `duplicated`: there more often than it
was asked for. `stuck`: begun, and never ended. Each finding names its kind and its row.
"""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable
from typing import Any

from portal.audit.verify_audit import verify
from portal.rehearsal import Rehearsal
from portal.settings.environment import BASE_DIR
from portal.workday.book import Book, Promise, summed
from portal.workday.day import Day

#: Act → the words of all rows in which its mark stands.
MARKED = {
    "note": "select text from projects_note",
    "decide": "select reason from projects_decision",
    "episode": "select code from projects_episode",
    "upload": "select file_name from projects_version",
}
RUNS = """
select r.id::text, r.request_id::text, r.state, r.error_code,
       (select count(*) from projects_candidate c where c.run_id = r.id),
       (select count(distinct number) from projects_candidate c where c.run_id = r.id)
from projects_run r where r.project_id::text = any(%s)
"""
INGESTS = """
select v.id::text, i.state, i.error_code from projects_ingest i
join projects_version v on v.id = i.version_id where v.project_id::text = any(%s)
"""
TOLD = "select user_id::text || kind || url from portal_notification where kind like 'run.%%'"
SENT = "select endpoint_id::text || event || (payload ->> 'data') from portal_webhookdelivery"
HEARD = "select 'msg_' || replace(id::text, '-', ''), state from portal_webhookdelivery"
MAILS = "select replace(id::text, '-', ''), state from portal_mail"
AUDITED = "select facts ->> 'id' from portal_auditevent where verb = 'run:requested'"
UNSEALED = "select count(*) from portal_auditpending"
ENDS = ("READY", "CANCELLED")


class Found:
    """Findings by kind; each kind is counted, and its first few rows are told."""

    def __init__(self) -> None:
        self.lost: list[str] = []
        self.duplicated: list[str] = []
        self.stuck: list[str] = []

    def compare(self, what: str, wanted: Iterable[str], there: Counter[str]) -> None:
        """Each of `wanted` has to be there once."""
        for mark in wanted:
            if not there[mark]:
                self.lost.append(f"{what} {mark}")
        self.once(what, there)

    def once(self, what: str, there: Counter[str]) -> None:
        self.duplicated += [f"{what} {mark} ×{n}" for mark, n in there.items() if n > 1]

    def as_dict(self) -> dict[str, Any]:
        counts = {name: len(getattr(self, name)) for name in ("lost", "duplicated", "stuck")}
        told = {f"{name}_rows": getattr(self, name)[:8] for name in counts}
        return {**counts, **{name: rows for name, rows in told.items() if rows}}


def reckon(portal: Rehearsal, book: Book, day: Day) -> dict[str, Any]:
    """All counts of a day, for the last line of a drill."""
    found = Found()
    projects = sorted({facts["project"] for facts in day.cast})
    _marks(portal, book, found)
    runs = portal.query(RUNS, projects)
    judge_runs(book, runs, found)
    judge_ingests(portal.query(INGESTS, projects), found)
    _access(portal, book, found)
    _bytes(portal, book, found)
    _messages(portal, day, found)
    found.compare("audit", *_audit_of_runs(portal, runs))
    told = summed(book)
    return {
        **told,
        **found.as_dict(),
        "runs": dict(Counter(state for _pk, _request, state, *_more in runs)),
        "promises": dict(Counter(promise.act for promise in book.promises)),
        "webhooks": sum(day.hearer.heard.values()),
        "seconds_to_rest": day.seconds_to_rest,
        "audit": audit_of(portal),
    }


def marks_in(words: Iterable[str], marks: Iterable[str]) -> Counter[str]:
    """How often each mark stands in some words."""
    pattern = re.compile("|".join(sorted(map(re.escape, marks), reverse=True)) or r"(?!)")
    return Counter(mark for text in words for mark in set(pattern.findall(text or "")))


def _marks(portal: Rehearsal, book: Book, found: Found) -> None:
    """Also of what was tried and never answered: it may be there, and not twice."""
    for act, statement in MARKED.items():
        promised = {promise.mark for promise in book.promised(act)}
        name = "announce" if act == "upload" else act
        tried = {mark.upper() if act == "episode" else mark for a, mark in book.tried if a == name}
        there = marks_in((row[0] for row in portal.query(statement)), promised | tried)
        found.compare(act, promised, there)


def judge_runs(book: Book, runs: list[tuple], found: Found) -> None:
    """Each request once, with its run; each run ended once, with its result where it is ready."""
    asked = Counter(request for _pk, request, *_more in runs)
    found.compare("ask", [p.facts["request"] for p in book.promised("ask")], asked)
    tried = len({mark for act, mark in book.tried if act == "ask"})
    if len(asked) > tried:
        found.duplicated.append(f"asked {tried} times, {len(asked)} requests")
    cancelled = {promise.mark for promise in book.promised("cancel")}
    for pk, _request, state, code, candidates, numbers in runs:
        if state in ("QUEUED", "RUNNING"):
            found.stuck.append(f"run {pk} {state}")
        elif state not in ENDS or (pk in cancelled) > (state == "CANCELLED"):
            found.lost.append(f"run {pk} {state} {code}")
        elif state == "READY" and not candidates:
            found.lost.append(f"result of run {pk}")
        if candidates > max(numbers, 1 if state == "READY" else 0):
            found.duplicated.append(f"candidates of run {pk}")


def judge_ingests(rows: list[tuple], found: Found) -> None:
    for version, state, code in rows:
        if state in ("QUEUED", "RUNNING"):
            found.stuck.append(f"ingest of {version} {state}")
        elif state != "READY":
            found.lost.append(f"ingest of {version} {state} {code}")


def _access(portal: Rehearsal, book: Book, found: Found) -> None:
    there = {row[0] for row in portal.query("select id::text from projects_projectgrant")}
    judge_access(book.promises, there, found)


def judge_access(promises: list[Promise], there: set[str], found: Found) -> None:
    """What was given and not taken back is there, what was taken back is not."""
    taken = {promise.mark for promise in promises if promise.act == "take back"}
    for promise in promises:
        if promise.act == "grant":
            grant = promise.facts["grant"]
            if (str(grant) in there) == (str(grant) in {str(pk) for pk in taken}):
                found.lost.append(f"grant {grant}")


BYTES = """
import hashlib, json
from portal.storage import files
from projects.models import Version
wanted = json.loads({wanted!r})
for version in Version.objects.filter(pk__in=wanted):
    digest = hashlib.sha256()
    for block in files.chunks(version.storage_key):
        digest.update(block)
    if digest.hexdigest() != wanted[str(version.pk)]:
        print("wrong", version.pk)
"""


def _bytes(portal: Rehearsal, book: Book, found: Found) -> None:
    """The bytes that are stored are those that were sent; what was downloaded was whole."""
    wanted = {p.facts["version"]: p.facts["sha256"] for p in book.promised("upload")}
    told = portal.shell(BYTES.format(wanted=json.dumps(wanted)), seconds=300)
    found.lost += [f"bytes of {line}" for line in told.splitlines() if line.startswith("wrong")]
    found.lost += [f"download {p.mark}" for p in book.promised("download") if not p.facts["whole"]]


def _messages(portal: Rehearsal, day: Day, found: Found) -> None:
    """Each person told once of each run, each mail in the post once, each webhook heard once."""
    found.once("notification", Counter(row[0] for row in portal.query(TOLD)))
    found.once("delivery", Counter(row[0] for row in portal.query(SENT)))
    judge_sent("mail", portal.query(MAILS), "sent", _posted(portal), found)
    if day.hearer.heard:
        judge_sent("webhook", portal.query(HEARD), "delivered", day.hearer.heard, found)


def judge_sent(what: str, rows: list[tuple], done: str, there: Counter[str], found: Found) -> None:
    """`rows`: (id, state). What is not done yet is stuck."""
    found.stuck += [f"{what} {pk} {state}" for pk, state in rows if state != done]
    found.compare(what, [pk for pk, state in rows if state == done], there)


def _posted(portal: Rehearsal) -> Counter[str]:
    files = (path.read_text(errors="replace") for path in (portal.var / "mail").glob("*"))
    return Counter(
        pk for text in files for pk in re.findall(r"^Message-ID: <([0-9a-f]{32})@", text, re.M)
    )


def _audit_of_runs(portal: Rehearsal, runs: list[tuple]) -> tuple[list[str], Counter[str]]:
    wanted = [request for _pk, request, *_more in runs]
    known = set(wanted)
    there = Counter(row[0] for row in portal.query(AUDITED) if row[0] in known)
    return wanted, there


def audit_of(portal: Rehearsal) -> dict[str, Any]:
    """The chain as an export of it verifies, and what is not sealed yet."""
    command = [sys.executable, "manage.py", "export_audit"]
    how: dict[str, Any] = {"cwd": BASE_DIR, "env": portal.env, "timeout": 300, "text": True}
    done = subprocess.run(command, capture_output=True, check=True, **how)
    report = verify(done.stdout.splitlines())
    return {
        "rows": report.rows,
        "findings": len(report.findings),
        "unsealed": portal.query(UNSEALED)[0][0],
    }
