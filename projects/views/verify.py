"""A file that anybody of the portal drops: what it says of its origin. Nothing of it is kept."""

import tempfile
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpResponse
from django.shortcuts import render

from portal.access import Capability
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects import origin_words
from projects.media.credentials.apart import read_apart
from projects.media.credentials.signing import BESIDE
from projects.media.refusal import Refused, gettext_noop
from projects.seals import anchors


@gate(Capability.SIGNED_IN)
def verify(request: PersonRequest) -> HttpResponse:
    """Reads in a child of its own; the file is gone when the page is there."""
    if request.method != "POST":
        return render(request, "projects/verify.html")
    sent: Any = request.FILES.get("file")
    if sent is None:
        raise PortalError("origin:no_file")
    try:
        record = _read(sent, request.FILES.get("manifest"))
    except Refused as refused:
        problem = PortalError(refused.code, **refused.facts)
        told = {"file_name": sent.name, "problem": problem.as_dict()}
        return render(request, "projects/verify.html", told, status=problem.status)
    shown = {"file_name": sent.name, "size": sent.size, "shown": origin_words.told(record)}
    return render(request, "projects/verify.html", shown)


def _read(sent: UploadedFile, manifest: Any) -> dict[str, Any]:
    """What its credentials say. A large file lies on the disk already; it is read where it lies,
    unless a manifest has to lie beside it.
    """
    if not sent.size:
        raise Refused("origin:unreadable", gettext_noop("it is empty"))
    if isinstance(sent, TemporaryUploadedFile) and manifest is None:
        return read_apart(Path(sent.temporary_file_path()), anchors())
    with tempfile.TemporaryDirectory(prefix="last-mile-verify-") as folder:
        path = Path(folder) / "file"
        _write(sent, path)
        if manifest is not None:
            _write(manifest, path.with_name(path.name + BESIDE))
        return read_apart(path, anchors())


def _write(sent: UploadedFile, path: Path) -> None:
    with path.open("wb") as file:
        for piece in sent.chunks():
            file.write(piece)
