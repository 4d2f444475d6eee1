"""Static files with hashed names, also where one ES module imports another."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestFilesMixin
from django.core.management import call_command
from servestatic.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):
    """Rewrites `import` in our own modules, so that a file can be cached for ever.

    Only in ours: packages ship modules that import what they do not ship.
    """

    max_post_process_passes = 12  # as many as the longest chain of imports
    patterns = (
        *ManifestFilesMixin.patterns,
        ("js/*.js", ManifestFilesMixin._js_module_import_aggregation_patterns[1]),  # type: ignore[attr-defined]
    )


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
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            found = path.stat()
            digest.update(f"{name}|{path}|{found.st_size}|{found.st_mtime_ns}\n".encode())
    return digest.hexdigest()
