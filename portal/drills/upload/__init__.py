"""`drill upload`: kill the sender, the server, the network and the storage at every part.

For each part of a file of 40 parts, each victim is struck once, in turn when the part's request
begins, when half of it is sent, and when its answer is on the way back; then it is started again
and the sender goes on by itself (where it was killed: by the same command). On an S3 server all
four, in the local folder the three that are not the storage itself. Afterwards the hourly sweep
runs as if a month had passed. `drill upload 8` strikes every eighth part only.
"""

import hashlib
import os
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from portal.benchmarks import number_in
from portal.drills.upload.breaking import BUCKET, Broken, broken
from portal.wire import MOMENTS

PARTS, MEBIBYTE = 40, 1024 * 1024
SIZE = PARTS * MEBIBYTE - 1000
SECONDS = 150  # until a round counts as stuck

#: Prints, for each version of the drill: its name, its number, the SHA-256 of what is stored.
STORED = """
import hashlib
from portal.storage import files
from projects.models import Version
for version in Version.objects.filter(file_name__startswith="round-"):
    digest = hashlib.sha256()
    for block in files.chunks(version.storage_key):
        digest.update(block)
    print(version.file_name, version.asset.versions.count(), digest.hexdigest())
"""
#: Sweeps as if a month had passed; prints what no finished upload accounts for.
SWEPT = """
from datetime import timedelta
from django.utils import timezone
from portal.storage import files
from projects.models import Upload, Version
from projects.sweeping import tidy
Upload.objects.filter(state="open").update(touched_at=timezone.now() - timedelta(days=31))
tidy()
print("open", Upload.objects.filter(state="open").count())
known = set(Version.objects.values_list("storage_key", flat=True))
if not hasattr(files, "s3"):
    from pathlib import Path
    top = Path(files.location)
    stored = {p.relative_to(top).as_posix() for p in (top / "originals").iterdir()}
    print("parts", len(list((top / "uploads").glob("*"))))
else:
    pages = files.s3.get_paginator("list_objects_v2").paginate(Bucket=files.bucket_name)
    rows = [row["Key"] for page in pages for row in page.get("Contents", [])]
    stored = {key for key in rows if key.startswith("originals/")}
    print("parts", len(files._uploads("originals/")))
print("files", len(stored - known))
for key, ref in Upload.objects.filter(state="complete").values_list("storage_key", "storage_ref"):
    print("kept", f"{key}/{ref}/")
"""


def run(args: list[str]) -> dict[str, Any]:
    """Rounds told by victim, and the four figures that must be total, total, 0 and 0."""
    every = number_in(args, 1)
    folder = Path(tempfile.mkdtemp(prefix="last-mile-drill-"))
    try:
        told = [row for on_s3 in (True, False) for row in _on(folder, every, on_s3=on_s3)]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return {
        "drill": "upload",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "rounds": told,
        "total": sum(row["total"] for row in told),
        "completed": sum(row["completed"] for row in told),
        "confirmed_parts_resent": sum(row["confirmed_parts_resent"] for row in told),
        "orphans": sum(row["orphans"] for row in told if "orphans" in row),
    }


def _on(folder: Path, every: int, *, on_s3: bool) -> list[dict[str, Any]]:
    where = "S3" if on_s3 else "folder"
    with broken(folder / where, on_s3=on_s3) as house:
        told = [_victim(house, folder, victim, every) for victim in house.strikes()]
        _compare(house, told)
        orphans = _orphans(house)
    for row in told:
        row["on"] = where
    told[-1]["orphans"] = orphans
    return told


def _victim(house: Broken, folder: Path, victim: str, every: int) -> dict[str, Any]:
    before, began = house.aim.resent, time.monotonic()
    ended = {}
    for number in range(1, PARTS + 1, every):
        path = folder / f"round-{victim}-{number}.mov"
        path.write_bytes(os.urandom(SIZE))
        sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        code, struck = _round(house, path, victim, number)
        ended[path.name] = {"exit": code, "struck": struck, "sha256": sha256}
        path.unlink()
    return {
        "victim": victim,
        "total": len(ended),
        "struck": sum(row["struck"] for row in ended.values()),
        "confirmed_parts_resent": house.aim.resent - before,
        "seconds": round(time.monotonic() - began, 1),
        "ended": ended,
    }


def _round(house: Broken, path: Path, victim: str, number: int) -> tuple[int | None, bool]:
    """(exit code, or None where it hangs; whether the blow fell)."""
    house.aim.take(number, MOMENTS[number % len(MOMENTS)], house.strikes()[victim])
    house.send(path)
    deadline, whole = time.monotonic() + SECONDS, True
    while time.monotonic() < deadline:
        if whole and house.aim.struck.is_set():
            house.repair(victim, path)
            whole = False
        elif house.sender.poll() is not None and (victim != "client" or not whole):
            return house.sender.returncode, not whole
        time.sleep(0.02)
    house.sender.kill()
    house.sender.wait()
    return None, not whole


def _compare(house: Broken, told: list[dict[str, Any]]) -> None:
    """A round is complete when the sender ended well and the storage holds its bytes, once."""
    rows = [line.split() for line in house.portal.shell(STORED, seconds=900).splitlines()]
    stored = {name: (int(versions), sha256) for name, versions, sha256 in rows}
    for row in told:
        ended = row.pop("ended")
        good = [n for n, e in ended.items() if e["exit"] == 0 and stored.get(n) == (1, e["sha256"])]
        row["completed"] = len(good)
        if bad := sorted({*ended} - {*good}):
            row["not_completed"] = {name: ended[name] for name in bad}


def _orphans(house: Broken) -> int:
    lines = [line.split() for line in house.portal.shell(SWEPT, seconds=300).splitlines()]
    kept = tuple(value for word, value in lines if word == "kept")
    found = sum(int(value) for word, value in lines if word != "kept")
    if house.store:
        segments = house.store.names(f"{BUCKET}+segments")
        found += sum(not name.startswith(kept) for name in segments)
    return found
