"""`pg_dump` and `pg_restore`: those on the PATH or those of the embedded PostgreSQL.

pg_dump reads servers as old as itself and older; pg_restore reads what an older pg_dump wrote.
"""

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from portal.backups.faults import BackupFault
from portal.backups.places import Place
from portal.embedded import EmbeddedError, postgres_binaries

_SAID = 800


def found(name: str, *, at_least: int) -> Path:
    """The first program of that name that is of this major version or a later one."""
    seen = []
    for path in _candidates(name):
        major = version(path)
        if major >= at_least:
            return path
        seen.append(f"{path} is of {major}")
    told = "; ".join(seen) or "none was found"
    raise BackupFault(
        f"{name} of PostgreSQL {at_least} or later is needed ({told}). Nothing was written."
        f" Install the client programs of PostgreSQL {at_least} and put them on the PATH."
    )


def _candidates(name: str) -> list[Path]:
    usual = shutil.which(name)
    paths = [Path(usual)] if usual else []
    try:
        own = postgres_binaries() / name
    except EmbeddedError:
        return paths
    return [*paths, own] if own.exists() else paths


def version(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    number = re.search(r"(\d+)(?:\.\d+)?", said.stdout)
    return int(number[1]) if number else 0


def dump(place: Place, snapshot: str, to: Path, *, server: int) -> int:
    """Writes `to` in the custom format, as of `snapshot`; the version of the program."""
    program = found("pg_dump", at_least=server)
    flags = ["--format=custom", "--compress=gzip:6", "--no-password", "--schema=public"]
    _run([program, *flags, f"--snapshot={snapshot}", f"--file={to}"], place)
    return version(program)


def restore(place: Place, source: Path, *, made_by: int) -> None:
    """Into the schema that is there and empty, all of it or nothing."""
    program = found("pg_restore", at_least=made_by)
    listed = _run([program, "--list", source], place)
    # `public` is there, with the rights that this database gives it.
    wanted = [line for line in listed.splitlines() if not re.search(r" SCHEMA - public ", line)]
    with tempfile.NamedTemporaryFile("w", suffix=".list") as kept:  # a backup may be read-only
        kept.write("\n".join(wanted))
        kept.flush()
        flags = ["--single-transaction", "--exit-on-error", "--no-password"]
        listed_in = f"--use-list={kept.name}"
        _run([program, *flags, listed_in, f"--dbname={place.name}", source], place)


def _run(command: list[str | Path], place: Place) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        env=place.environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise BackupFault(f"{Path(command[0]).name} failed: {done.stderr[-_SAID:].strip()}")
    return done.stdout
