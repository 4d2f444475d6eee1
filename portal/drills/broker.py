"""`drill broker [ROUNDS]`: Valkey stopped, flushed, restarted, killed, frozen while people work.

A Valkey of the drill's own carries Celery's messages, the live layer and the cache of the demo's
portal. People of two studios work over HTTP (see `portal.workday`), sockets listen, and a studio's
system takes webhooks. Every mishap comes in every round, at the moment that people happen to be at;
the last is an absence of 75 seconds. Pages and answers must go on meanwhile; `/healthz/ready/` has
to tell it, and operators are mailed once. Afterwards each run that was asked for has ended once,
each person was told once, each mail and webhook went once, and nobody had to be started again but
Valkey. Recovery is counted from the moment that Valkey is back to the first success of each of:
page, reading, writing, the end of a run, a frame on a socket. A message that was lost waits for the
sweep, which looks for rows that nobody has taken for 60 seconds.
"""

import re
import shutil
import signal
import tempfile
from pathlib import Path
from typing import Any

import psutil

from portal.benchmarks import number_in
from portal.embedded import Valkey, broker_url, live_url, socket_dir
from portal.rehearsal import Rehearsal, rehearsal
from portal.workday import Book, reckon, workday
from portal.workday.mishaps import Mishap, Watch, go_through

LONG = 75.0  # seconds: longer than whoever looks after the broker waits before telling
QUIET = 12.0
TROUBLES = "select about, count(*) from portal_trouble where about like 'part:%%' group by about"


def run(args: list[str]) -> dict[str, Any]:
    """What was answered meanwhile, told, lost, done twice; and how long it took to recover."""
    rounds = number_in(args, 1)
    folder = Path(tempfile.mkdtemp(prefix="last-mile-broker-"))
    valkey, book = Valkey(folder), Book()
    valkey.start()
    try:
        addresses = {"CELERY_BROKER_URL": broker_url(folder), "CHANNELS_URL": live_url(folder)}
        with rehearsal({**addresses, "WEBHOOK_ALLOW_PRIVATE": "on"}, patience=600) as portal:
            portal.rest()
            with workday(portal, book) as day:
                before = _processes(portal)
                watch = Watch(portal.address)
                told = go_through(book, watch, _mishaps(valkey, rounds), between=QUIET)
                day.rest()
                counts = reckon(portal, book, day)
                same = before == _processes(portal)
            alerts = _alerts(portal)
    finally:
        valkey.stop()
        for place in (folder, socket_dir(folder)):
            shutil.rmtree(place, ignore_errors=True)
    return {
        "drill": "broker",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "mishaps": told,
        "pages_refused": sum(row["pages"] - row["pages_answered"] for row in told),
        **counts,
        "alerts": alerts,
        "nobody_restarted": same,
    }


def _mishaps(valkey: Valkey, rounds: int) -> list[Mishap]:
    def kill() -> None:
        assert valkey.process
        valkey.process.kill()
        valkey.process.wait()

    def send(number: int) -> None:
        assert valkey.process
        valkey.process.send_signal(number)

    once = [
        Mishap("stopped", 12, valkey.stop, valkey.start, "broker"),
        Mishap("flushed", 0, lambda: _flush(valkey)),
        Mishap("restarted", 0, valkey.stop, valkey.start),
        Mishap("killed", 4, kill, valkey.start),
        Mishap("frozen", 10, lambda: send(signal.SIGSTOP), lambda: send(signal.SIGCONT), "broker"),
    ]
    return [*once * rounds, Mishap("away", LONG, kill, valkey.start, "broker")]


def _flush(valkey: Valkey) -> None:
    import redis

    with redis.Redis(unix_socket_path=str(valkey._socket)) as line:
        line.flushall()


def _processes(portal: Rehearsal) -> set[int]:
    """Web server, workers and clock: their own children come and go."""
    assert portal.process
    return {child.pid for child in psutil.Process(portal.process.pid).children()}


def _alerts(portal: Rehearsal) -> dict[str, Any]:
    """Part → mails that said that it does not answer. What is seen no more is over later."""
    rows = dict(portal.query(TROUBLES))
    text = "".join(path.read_text(errors="replace") for path in (portal.var / "mail").glob("*"))
    subjects = re.findall(r"^Subject: Last Mile: (\w+) does not answer", text, re.MULTILINE)
    return {
        "troubles": rows,
        "mails": {part: subjects.count(part) for part in sorted(set(subjects))},
    }
