"""Who owns, and who may enter, the folders of embedded services."""

import os
import stat
from pathlib import Path

from portal.processes import NOBODY

#: What the portal makes in its folder, up to the first dot or dash.
_MADE = {"secret_key", "postgres", "valkey", "log", "lock", "media", "work", "mail", "static"}
_MADE |= {"beat", "demo", "reels", "c2pa"}


class EmbeddedError(RuntimeError):
    """An embedded service did not start; the message says why and where the log is."""


def own(var: Path) -> Path:
    """The folder of everything embedded, closed to others; one that was open is closed now.

    A folder that holds other things too was chosen by somebody, and stays as it is: what the
    portal makes in it is private all the same.
    """
    var.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = var.stat()
    allowed = 0o710 if found.st_gid == NOBODY else 0o700  # see `let_nobody_in`
    alone = all(name.partition(".")[0].partition("-")[0] in _MADE for name in os.listdir(var))
    if alone and found.st_uid == os.getuid() and stat.S_IMODE(found.st_mode) & ~allowed:
        var.chmod(stat.S_IMODE(found.st_mode) & allowed)
    return var


def private(folder: Path, *, also: int | None = None, passable: bool = False) -> Path:
    """A folder that nobody else can read or write: whoever writes here may pose as a service.

    `also` may own it too. A `passable` one lets others through to the folders inside.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError:
        raise EmbeddedError(f"{folder} is no folder; remove it or set TMPDIR") from None
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode):
        raise EmbeddedError(f"{folder} is no folder; remove it or set TMPDIR")
    if found.st_uid not in (os.getuid(), also):
        raise EmbeddedError(f"{folder} belongs to somebody else; remove it or set TMPDIR")
    if stat.S_IMODE(found.st_mode) & (0o066 if passable else 0o077):
        raise EmbeddedError(f"{folder} is open to others; remove it or set TMPDIR")
    return folder


def hand_over(folder: Path, uid: int) -> None:
    """Give a folder and all in it to `uid`. The top comes last, so it tells of the rest."""
    if folder.lstat().st_uid == uid:
        return
    group = NOBODY if uid == NOBODY else os.getegid()
    for place, folders, names in os.walk(folder, topdown=False):
        for name in (*folders, *names):
            os.chown(Path(place) / name, uid, group, follow_symlinks=False)
    os.chown(folder, uid, group)


def let_nobody_in(var: Path, *ends: Path) -> None:
    """Open the portal's own folders for nobody to pass; others are not ours to change."""
    if not _nobody_passes(var):
        os.chown(var, -1, NOBODY)
        var.chmod(stat.S_IMODE(var.stat().st_mode) | 0o010)
    for end_ in ends:
        for folder in reversed(end_.parents):
            if not _nobody_passes(folder):
                raise EmbeddedError(
                    f"PostgreSQL runs here as nobody, who may not enter {folder}; "
                    "start the portal as another user than root, or set PORTAL_VAR or DATABASE_URL"
                )


def _nobody_passes(folder: Path) -> bool:
    found = folder.stat()
    if found.st_uid == NOBODY:
        return bool(found.st_mode & stat.S_IXUSR)
    return bool(found.st_mode & (stat.S_IXGRP if found.st_gid == NOBODY else stat.S_IXOTH))
