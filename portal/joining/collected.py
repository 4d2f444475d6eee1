"""What is collected, with our own modules and stylesheets joined."""

import hashlib
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from portal.joining.modules import check, read
from portal.joining.shares import ALONE, shared_out
from portal.joining.styles import imported, whole
from portal.joining.written import joined

SCRIPTS, STYLES = "js/", "css/"


class Collected:
    """`paths`: (storage, path) of each file by its name, as `collectstatic` has them. Afterwards
    `paths` are the files to be kept, `inside` the names of those that lie in others now, and
    `version` tells any change of any module."""

    def __init__(self, paths: dict[str, tuple[Any, str]]) -> None:
        self._made = InMemoryStorage()
        scripts, styles = _texts(paths, SCRIPTS, ".js"), _texts(paths, STYLES, ".css")
        files = _modules(scripts) | _sheets(styles)
        self.inside = {name for name in scripts | styles if name not in files}
        self.paths = {name: at for name, at in paths.items() if name not in self.inside}
        for name, text in files.items():
            self._made.save(name, ContentFile(text.encode()))
            self.paths[name] = (self._made, name)
        self.version = _version(files)


def _texts(paths: dict[str, tuple[Any, str]], folder: str, kind: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, (storage, path) in paths.items():
        if str(PurePosixPath(name).parent) + "/" == folder and name.endswith(kind):
            with storage.open(path) as file:
                found[name] = file.read().decode()
    return found


def _modules(scripts: dict[str, str]) -> dict[str, str]:
    plain = {name.removeprefix(SCRIPTS): text for name, text in scripts.items()}
    modules = {name: read(name, text) for name, text in sorted(plain.items())}
    check(modules)
    files = shared_out(modules)
    place = {name: door for door, names in files.items() if door not in ALONE for name in names}
    return {SCRIPTS + door: joined(door, names, modules, place) for door, names in files.items()}


def _sheets(styles: dict[str, str]) -> dict[str, str]:
    inside = {STYLES + name for text in styles.values() for name in imported(text)}
    return {
        name: whole(text, lambda other: styles[STYLES + other])
        for name, text in styles.items()
        if name not in inside
    }


def _version(files: dict[str, str]) -> str:
    """Modules name each other in rings (the first fetches the others, they take from it), so that
    none can be named after what it holds alone: all bear one mark."""
    digest = hashlib.sha256()
    for name in sorted(name for name in files if name.startswith(SCRIPTS)):
        digest.update(f"{name}\n{files[name]}\n".encode())
    return digest.hexdigest()[:12]
