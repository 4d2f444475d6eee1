"""`drill storage [ROUNDS]`: the object store answers errors, hangs, drips, cuts, is gone, at work.

An S3 server on loopback (Swift with its s3api) keeps the files of the demo's portal, behind a line
that falls ill: of ten requests seven are answered with 500, or with 503 SlowDown; get no answer at
all; drip at 100 KB/s; have their bodies cut in the middle, both ways; are answered with half of
the object as if that were all of it (the portal's own requests: a browser could not know); and the
store is gone for 60 seconds. All requests go by that line: the portal's, its workers', and those
of people, who upload, ask for runs that keep candidates and download over HTTP (see
`portal.workday`), while the sender of the command line (`python -m projects.sending`) sends a film
and each studio exports all it has. Afterwards the hourly sweep runs as if a month had passed.
Nothing that was answered is lost, what is stored is what was sent (SHA-256), no object is there
that no row knows, no row names an object that is not there, and jobs end well by themselves: each
tries again for two hours.
"""

import json
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from functools import partial
from pathlib import Path
from typing import Any

from portal.benchmarks import number_in
from portal.drills.storage.ill import IllWire
from portal.object_store import ObjectStore
from portal.processes import die_with_parent
from portal.rehearsal import Rehearsal, rehearsal
from portal.settings.environment import BASE_DIR
from portal.workday import Book, Day, reckon, workday
from portal.workday.mishaps import Mishap, Watch, go_through
from portal.workday.person import GaveUp, Person

QUIET, GONE = 8.0, 60.0
BUCKET = "drill"
FILM_BYTES = 6 * 1024**2
#: Sweeps as if a month had passed; prints what rows name and is not there, and the reverse.
SWEPT = """
import json
from datetime import timedelta
from django.utils import timezone
from portal import possessions
from portal.models import Studio
from portal.storage import files
from projects.models import *
from projects.sweeping import abort_unknown_uploads, tidy
past = timezone.now() - timedelta(days=31)
Upload.objects.filter(state="open").update(touched_at=past)
for model in (Run, Ingest, ViewingCopy, Export, DisclosurePack):
    model.objects.exclude(state__in=("QUEUED", "RUNNING")).update(finished_at=past)
Asset.objects.exclude(deleted_at=None).update(deleted_at=timezone.now() - timedelta(days=365))
tidy()
abort_unknown_uploads(timedelta(0))
named = {key: str(row) for studio in Studio.objects.all()
    for row, key in possessions.stored_keys(studio.pk)
    if not (isinstance(row, Upload) and row.version_id is None)
    and not (isinstance(row, Export) and not row.is_there)}
gone = set(Version.objects.exclude(asset__files_removed_at=None).values_list("storage_key", flat=1))
gone |= set(Rendition.objects.exclude(version__asset__files_removed_at=None)
    .values_list("storage_key", flat=True))
there = {key for key, _size, _stamp in files.everything()}
print(json.dumps({
    "objects": len(there),
    "unknown": sorted(there - set(named))[:20],
    "missing": sorted(set(named) - there - gone)[:20],
    "unfinished_uploads": len([*files.begun_before(timezone.now())]),
}))
"""


def run(args: list[str]) -> dict[str, Any]:
    """What was answered meanwhile, lost, done twice, left over; and how long recovery took."""
    rounds = number_in(args, 1)
    folder = Path(tempfile.mkdtemp(prefix="last-mile-storage-"))
    store, book = ObjectStore(folder / "store", least=1024**2), Book()
    wire = None
    try:
        store.start()
        wire = IllWire(store.ports["proxy"], seed=20261129)
        variables = store.variables(BUCKET, wire.address) | {"S3_ENDPOINT_URL": wire.address}
        with rehearsal({**variables, "WEBHOOK_ALLOW_PRIVATE": "on"}, patience=600) as portal:
            portal.rest()
            with workday(portal, book) as day, Beside(portal, day, folder) as others:
                watch = Watch(portal.address)
                told = go_through(book, watch, _mishaps(wire) * rounds, between=QUIET)
                others.end()
                day.rest(600)
                counts = reckon(portal, book, day)
            swept = json.loads(portal.shell(SWEPT, seconds=600).splitlines()[-1])
    finally:
        if wire:
            wire.close()
        store.stop()
        shutil.rmtree(folder, ignore_errors=True)
    return {
        "drill": "storage",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "struck": dict(wire.met),
        "mishaps": told,
        **counts,
        "sent": others.sent,
        "exports": others.exports,
        "swept": swept,
    }


def _mishaps(wire: IllWire) -> list[Mishap]:
    def ill(name: str, seconds: float, part: str = "") -> Mishap:
        return Mishap(name, seconds, partial(wire.fall_ill, name), wire.recover, part)

    return [
        ill("errors", 15),
        ill("slow down", 15),
        ill("silent", 20),
        ill("drips", 15),
        ill("cuts", 15),
        ill("short", 15),
        ill("gone", GONE, "storage"),
    ]


class Beside:
    """The sender of the command line, one film after the other; an export of each studio."""

    def __init__(self, portal: Rehearsal, day: Day, folder: Path) -> None:
        self.portal, self.day, self.folder = portal, day, folder
        self.sent: dict[str, int] = {"films": 0, "gave_up": 0}
        self.exports: dict[str, int] = {}
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._send, daemon=True)

    def __enter__(self) -> "Beside":
        self._thread.start()
        for person in self.day.people:
            if person.role == "producer":
                _asked_for_export(person)
        return self

    def _send(self) -> None:
        artist = next(p for p in self.day.people if p.role == "artist")
        number = 0
        while not self._ending.is_set():
            number += 1
            path = self.folder / f"sent-{number}.mp4"
            path.write_bytes(_film(artist, number))
            code = self._sent(artist, path)
            self.sent["films" if code == 0 else "gave_up"] += 1
            time.sleep(2)

    def _sent(self, artist: Person, path: Path) -> int:
        command = [sys.executable, "-m", "projects.sending", str(path)]
        command += ["--project", artist.facts["project"], "--url", self.portal.address]
        command += ["--state", str(self.folder / "sender"), "--patience", "180"]
        env = {**self.portal.env, "LAST_MILE_TOKEN": artist.facts["token"]}
        with (self.folder / "sender.log").open("ab") as log:
            how: dict[str, Any] = {"cwd": BASE_DIR, "env": env, "stdout": log, "stderr": log}
            return subprocess.Popen(command, preexec_fn=die_with_parent, **how).wait()

    def end(self) -> None:
        """What is being sent is sent to its end; exports end by themselves."""
        self._ending.set()
        self._thread.join(400)
        rows = self.portal.query("select state, count(*) from projects_export group by 1")
        until = time.monotonic() + 300
        while any(state in ("QUEUED", "RUNNING") for state, _n in rows):
            if time.monotonic() > until:
                break
            time.sleep(1)
            rows = self.portal.query("select state, count(*) from projects_export group by 1")
        self.exports = dict(rows)

    def __exit__(self, *_error: object) -> None:
        self._ending.set()


def _film(person: Person, number: int) -> bytes:
    """The day's film with boxes behind it, until it takes several parts."""
    film = Path(person.facts["film"]).read_bytes()
    size = FILM_BYTES - len(film)
    return film + size.to_bytes(4, "big") + b"free" + number.to_bytes(8, "big") * ((size - 8) // 8)


def _asked_for_export(person: Person) -> None:
    body = {"studio": person.facts["studio"], "reason": "A drill."}
    try:
        answer = person.write("export", "POST", "exports/", body, mark="export")
    except GaveUp:
        return
    if answer.status_code == 201:
        person.book.promise("export", answer.json()["id"])
