"""`drill live`: news that get lost, doubled, late and out of order, on lines that are cut.

A web server by its own command, and the portal's own page of runs in Chromium, four tabs of
fifty jobs each, with all its scripts. The drill plays the workers: it claims, shows and stores
progress, finishes, fails, cancels and takes over what a dead worker left, by the jobs' own verbs.
Of what it publishes 30 % are lost, 15 % sent twice and 15 % late, past what was sent after them.
The page's socket runs through a proxy that cuts it at random (eight seconds on average; some are
silent first), and Redis drops the server's subscription now and then. A sequence is one job's life
from queued to its end; a tenth of them also rest on the way. What a person reads of each job (word,
colours, bar, percent, stage, error, link) must be seen to be what its row says five seconds after
its last change at the latest (it is looked four times a second), and the number of running jobs in
the top bar too. An exception is an error in a page's scripts, in its console (but for the cut lines
themselves), in the server or the worker.
"""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import redis

from portal.benchmarks import number_in
from portal.benchmarks.live.turns import Helper
from portal.drills.live.cutting import Cutter
from portal.drills.live.pages import COUNT, LOOK, Seen
from portal.drills.live.server import web
from portal.embedded import live_url
from portal.rehearsal import OPEN, Rehearsal, bare
from portal.reviewers import chromium

SEQUENCES, TABS, ON_A_PAGE, WITHIN = 10_000, 4, 50, 5.0
FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
#: Milliseconds that a page may take to come: on a busy machine, behind a line that is cut, long.
PATIENCE = 180_000
#: Seconds between two losses of the subscription, and from one look at the pages to the next.
FORGETS, LOOKS = 9.0, 0.25
OF_THE_CUT = "WebSocket connection to"

MAKE = """
from django.core.management import call_command
call_command("collectstatic", verbosity=0, interactive=False)
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from portal.enrolling import enrol
from portal.models import Membership, Studio, User
from portal.signin import BACKEND
from projects.models import Project
studio = Studio.objects.create(name="Lantern Row", concurrent_runs=30000)
open_across([studio], reason="rehearsal")
Project.objects.create(studio=studio, name="One", code="ONE")
user = User.objects.create_user("watcher@lantern-row.example", None, name="Watcher")
Membership.objects.create(studio=studio, user=user, role="director")
enrol(user)
session = SessionStore()
session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), BACKEND
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.create()
print(settings.SESSION_COOKIE_NAME, session.session_key)
"""
WORK = "from portal.drills.live.lives import main\nmain({seed})\n"


def run(args: list[str]) -> dict[str, Any]:
    """`drill live [sequences]`: how many, of how many faults, and what was wrong on the page."""
    wanted = number_in(args, SEQUENCES)
    tally = Tally()
    with bare(quick=True) as portal:
        cookie = portal.shell(MAKE, seconds=300).split()
        with web(portal) as server, _worker(portal, seed=20261129) as worker:
            cutter = Cutter(server.port, seed=20261129)
            try:
                with _tabs(cutter.port, cookie, tally) as tabs:
                    drill = Drill(portal, worker, tabs, cutter.port, tally)
                    while tally.sequences < wanted:
                        drill.batch(min(TABS * ON_A_PAGE, wanted - tally.sequences))
            finally:
                cutter.close()
            tally.errors += server.errors()
    return {
        "drill": "live",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "messages": tally.messages,
        "sockets": cutter.sockets,
        "cut": cutter.cuts,
        "subscriptions_lost": tally.forgotten,
        **tally.told(),
    }


class Tally:
    """What was seen."""

    def __init__(self) -> None:
        self.sequences = self.forgotten = 0
        self.messages: dict[str, int] = {}
        self.mismatches: list[Any] = []
        self.errors: list[str] = []
        self.waits: list[float] = []

    def told(self) -> dict[str, Any]:
        waits = sorted(self.waits) or [0.0]
        return {
            "p95_s": round(waits[int(len(waits) * 0.95)], 2),
            "worst_s": round(waits[-1], 2),
            "examples": [*self.mismatches[:3], *self.errors[:3]],
            "sequences": self.sequences,
            "mismatches": len(self.mismatches),
            "exceptions": len(self.errors),
        }

    def hear(self, message: Any) -> None:
        """A page's console: a line that was cut is told there, and is no error of the page."""
        if message.type == "error" and not message.text.startswith(OF_THE_CUT):
            self.errors.append(message.text)


@contextmanager
def _worker(portal: Rehearsal, *, seed: int) -> Iterator[Helper]:
    code = OPEN + WORK.format(seed=seed)
    worker = Helper([sys.executable, "manage.py", "shell", "-v0", "-c", code], portal.env)
    try:
        yield worker
    finally:
        worker.end()


@contextmanager
def _tabs(port: int, cookie: list[str], tally: Tally) -> Iterator[list[Any]]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=[*FLAGS])
        context = browser.new_context(locale="en-GB")
        context.set_default_navigation_timeout(PATIENCE)
        name, value = cookie
        here = f"http://127.0.0.1:{port}/"
        context.add_cookies([{"name": name, "value": value, "url": here}])
        tabs = [context.new_page() for _tab in range(TABS)]
        for tab in tabs:
            tab.on("pageerror", lambda error: tally.errors.append(str(error)))
            tab.on("console", tally.hear)
        yield tabs
        browser.close()


class Drill:
    """Batch by batch: as many new jobs as the tabs show, from queued to their ends."""

    def __init__(
        self, portal: Rehearsal, worker: Helper, tabs: list[Any], port: int, tally: Tally
    ) -> None:
        self._worker, self._tabs, self._tally = worker, tabs, tally
        self._address = f"http://127.0.0.1:{port}/runs/"
        self._redis = redis.Redis.from_url(live_url(portal.var))
        self._forget_at = time.monotonic() + FORGETS
        self._look_at = 0.0

    def batch(self, many: int) -> None:
        runs = json.loads(self._ask("make", many))
        tabs = self._tabs[: -(-many // ON_A_PAGE)]
        for number, tab in enumerate(tabs, 1):
            shown = tab.goto(f"{self._address}?page={number}", wait_until="load")
            if not shown or shown.status != 200:
                raise RuntimeError(f"the page of runs was not shown: {shown and shown.status}")
            tab.wait_for_selector("live-badge[data-state=connected]", state="attached")
        seen = Seen()
        rows = self._lead("live", runs, tabs, seen)
        resting = [pk for pk, row in rows.items() if row["state"] == "RUNNING"]
        if resting:
            self._lead("end", resting, tabs, seen)
        self._tally.sequences += many

    def _ask(self, do: str, runs: Any) -> str:
        self._worker.tell(json.dumps({"do": do, "runs": runs}))
        return self._worker.answer()

    def _lead(self, do: str, runs: list[str], tabs: list[Any], seen: Seen) -> dict[str, Any]:
        """The worker goes about it while the tabs are looked at, and then until they agree."""
        self._worker.tell(json.dumps({"do": do, "runs": runs}))
        while not self._worker.ready():
            self._look(tabs, seen)
        told = json.loads(self._worker.answer())
        self._tally.messages = told["messages"]
        self._tally.errors += told["errors"]
        deadline = time.time() + WITHIN + 1
        active = sum(row["state"] in ("QUEUED", "RUNNING") for row in told["rows"].values())
        while True:
            self._look(tabs, seen)
            counts = [tab.evaluate(COUNT) for tab in tabs]
            if (seen.agrees(told["rows"]) and set(counts) == {active}) or time.time() > deadline:
                break
        self._judge(told, seen, counts, active)
        return dict(told["rows"])

    def _look(self, tabs: list[Any], seen: Seen) -> None:
        """Not more often than it tells anything: looking without a pause took half the machine,
        and what was late was late for that."""
        time.sleep(max(0.0, self._look_at - time.monotonic()))
        self._look_at = time.monotonic() + LOOKS
        for tab in tabs:
            seen.note(tab.evaluate(LOOK), time.time())
        if time.monotonic() > self._forget_at:
            self._tally.forgotten += self._redis.client_kill_filter(_type="pubsub")
            self._forget_at = time.monotonic() + FORGETS

    def _judge(self, told: dict[str, Any], seen: Seen, counts: list[float], active: int) -> None:
        wrong = seen.differing(told["rows"])
        waits = seen.waits(told["changed"])
        late = {pk: wait for pk, wait in waits.items() if wait > WITHIN and pk not in wrong}
        tally = self._tally
        tally.mismatches += [{pk: found} for pk, found in wrong.items()]
        tally.mismatches += [{pk: f"{wait:.1f} s"} for pk, wait in late.items()]
        tally.mismatches += [f"{n} run, and {active} do" for n in counts if n != active]
        tally.waits += [wait for pk, wait in waits.items() if pk not in wrong]
