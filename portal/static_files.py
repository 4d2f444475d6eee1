"""Static files with hashed names, our own modules joined."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.management import call_command
from servestatic.storage import CompressedManifestStaticFilesStorage

from portal import joining
from portal.joining.collected import SCRIPTS, Collected


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Joins our own modules (`portal/joining`) and rewrites what they still import, so that a file
    can be cached for ever.

    Only in ours: packages ship modules that import what they do not ship.
    """

    patterns = (
        *ManifestFilesMixin.patterns,
        ("js/*.js", ManifestFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )
    _version = ""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Any:
        if dry_run:
            return
        found = Collected(paths)
        self._version = found.version
        for name in found.inside:
            self.delete(name)
        yield from super().post_process(found.paths, dry_run=dry_run, **options)

    def file_hash(self, name: str | None, content: Any = None) -> str | None:
        ours = self._version and name and name.startswith(SCRIPTS) and name.endswith(".js")
        return self._version if ours else super().file_hash(name, content)


def collect() -> bool:
    """Collect them unless nothing has changed since; whether it was done."""
    mark = Path(settings.STATIC_ROOT).with_suffix(".collected")
    now = _sources()
    if mark.exists() and mark.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return False
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(now)
    return True


def _sources() -> str:
    """What all sources are now: by name, place, size and time, and how they are rewritten."""
    digest = hashlib.sha256(Path(__file__).read_bytes())
    for code in sorted(Path(joining.__path__[0]).glob("*.py")):
        digest.update(code.read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            found = path.stat()
            digest.update(f"{name}|{path}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
