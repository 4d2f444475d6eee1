"""The processes of a deployment, each with its command: read by the supervisor, by
`print_units` and, through a test, by `compose.yaml`.
"""

import sys
from dataclasses import dataclass

#: Seconds that a web server, once told to end, lets requests finish; sockets go at once.
DRAIN_WEB = 30
#: Seconds that a worker, once told to end, has for the tasks in its hands. What takes longer is
#: killed, and taken up by another worker when its lease has run out.
DRAIN_WORKER = 600

#: Sweeps, mails and the audit's seal never wait behind long work, nor an ingest behind a run.
#: Webhooks mostly wait for other people's servers: threads do that in one light process.
WORKERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "default": ("seal,default", ("-c", "2")),
    "webhooks": ("webhooks", ("-P", "threads", "-c", "8")),
    "media": ("media", ("-c", "1")),
    "work": ("assist,reports", ("-c", "2")),
}
_CELERY = ("celery", "-A", "portal")


@dataclass(frozen=True)
class Role:
    """One kind of process. `words` is what follows `python -m`; `drain` is in seconds."""

    name: str
    does: str
    words: tuple[str, ...]
    drain: int = 10
    many: bool = True

    @property
    def command(self) -> list[str]:
        """With the interpreter that runs now."""
        return [sys.executable, "-m", *self.words]


def web(host: str, port: int, *, drain: int = DRAIN_WEB) -> Role:
    """One web server. Forwarded addresses are read by the portal alone; a socket says little, and
    what it is told is too short to be worth a compressor each (decision 0053)."""
    words = ["uvicorn", "portal.asgi:application", "--host", host, "--port", str(port)]
    words += ["--no-access-log", "--no-proxy-headers", "--ws-max-size", "65536"]
    words += ["--ws", "websockets-sansio", "--ws-per-message-deflate", "false"]
    words += ["--timeout-graceful-shutdown", str(drain)]
    return Role("web", "pages, API and live events", tuple(words), drain + 10)


def workers() -> list[Role]:
    return [_worker(name, queues, how) for name, (queues, how) in WORKERS.items()]


def _worker(name: str, queues: str, how: tuple[str, ...]) -> Role:
    quiet = ("--without-gossip", "--without-mingle", "-l", "INFO")
    words = (*_CELERY, "worker", *quiet, "-n", f"{name}@%h", "-Q", queues, *how)
    return Role(f"worker-{name}", f"tasks of {queues.replace(',', ', ')}", words, DRAIN_WORKER)


def beat(schedule: str) -> Role:
    """The clock: never more than one, or everything is asked for twice."""
    words = (*_CELERY, "beat", "-s", schedule, "--pidfile=", "-l", "WARNING")
    return Role("beat", "the clock that wakes the sweeps", words, many=False)
