"""Whether the storage does what the portal asks of it, proved from the process that asks.

Each step is one thing a person would miss: writing, reading, listing, parts with checksums
through signed addresses, and that what is deleted is gone. What was written is removed again.
"""

import hashlib
import tempfile
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from portal.storage import Part, files

BODY = b"Last Mile was here.\n"
SECONDS = 20


@dataclass(frozen=True)
class Proved:
    """One step: `trouble` says what went wrong, and is empty when nothing did."""

    step: str
    trouble: str = ""


class NotAsAsked(Exception):
    """The storage did something else than it was asked."""


def prove(storage: Any = files) -> list[Proved]:
    """All steps, in order; one that fails does not stop the next."""
    trial = Trial(storage)
    try:
        return [_take(name, step) for name, step in trial.steps()]
    finally:
        trial.clean()


def _take(name: str, step: Callable[[], None]) -> Proved:
    try:
        step()
    except Exception as error:  # whatever it is, it is what the operator has to read
        return Proved(name, f"{type(error).__name__}: {error}"[:500])
    return Proved(name)


class Trial:
    """Two files below a prefix of their own."""

    def __init__(self, storage: Any) -> None:
        self.storage = storage
        self.prefix = f"checks/{uuid.uuid4().hex}/"
        self.file, self.upload = f"{self.prefix}file", f"{self.prefix}upload"
        self.remote = storage.link(self.file) is not None

    def steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        yield "write", self.write
        yield "read", self.read
        yield "list", self.list
        if self.remote:
            yield "signed download", self.download
            yield "signed upload with a checksum", self.send
            yield "upload by a browser (CORS)", self.ask_as_browser
        else:
            yield "upload in parts", self.receive
        yield "delete", self.delete

    def write(self) -> None:
        with tempfile.TemporaryDirectory(prefix="last-mile-") as folder:
            path = Path(folder) / "file"
            path.write_bytes(BODY)
            self.storage.put(self.file, path, "text/plain")

    def read(self) -> None:
        _must(b"".join(self.storage.chunks(self.file)) == BODY, _("other bytes were read"))

    def list(self) -> None:
        _must((self.file, len(BODY)) in [*self.storage.listed(self.prefix)], _("it is not listed"))

    def download(self) -> None:
        answer = httpx.get(self.storage.link(self.file), timeout=SECONDS)
        _must(answer.content == BODY, f"{answer.status_code} {answer.text[:200]}")

    def send(self) -> None:
        """Other bytes than those that were signed for must not be taken."""
        ref, part = self.storage.begin(self.upload), _part()
        signed = self.storage.sign_part(self.upload, ref, part)
        wrong = httpx.put(signed.url, content=BODY[::-1], headers=signed.headers, timeout=SECONDS)
        right = httpx.put(signed.url, content=BODY, headers=signed.headers, timeout=SECONDS)
        _must(right.is_success, f"{right.status_code} {right.text[:200]}")
        self.storage.finish(self.upload, ref, [part])
        _must(self.storage.size(self.upload) == len(BODY), _("it has another size"))
        _must(not wrong.is_success, _("bytes with a wrong checksum were taken"))

    def receive(self) -> None:
        ref, part = self.storage.begin(self.upload), _part()
        self.storage.receive(self.upload, ref, part, BODY)
        self.storage.finish(self.upload, ref, [part])

    def ask_as_browser(self) -> None:
        """Leave to send is not enough: a page that may not read the answer sends it all again."""
        ref, part = self.storage.begin(self.upload), _part()
        try:
            signed = self.storage.sign_part(self.upload, ref, part)
            asked = {
                "Origin": origin(),
                "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": ",".join(signed.headers),
            }
            sent = {**signed.headers, "Origin": origin()}
            self._lets_pages("OPTIONS", signed.url, headers=asked)
            self._lets_pages("PUT", signed.url, headers=sent, content=BODY)
        finally:
            self.storage.abandon(self.upload, ref)

    def _lets_pages(self, method: str, url: str, **sent: Any) -> None:
        answer = httpx.request(method, url, timeout=SECONDS, **sent)
        allowed = answer.headers.get("access-control-allow-origin", "")
        _must(allowed in ("*", origin()), _("pages of this portal may not upload: set the rule"))

    def delete(self) -> None:
        for key in (self.file, self.upload):
            self.storage.delete(key)
            _must(not self.storage.exists(key), _("it is still there"))

    def clean(self) -> None:
        """Again, for steps that failed halfway; what is in the way was told already."""
        for key in (self.file, self.upload):
            _take("clean", lambda key=key: self.storage.delete(key))  # type: ignore[misc]


def _part() -> Part:
    return Part(1, len(BODY), hashlib.sha256(BODY).hexdigest())


def _must(holds: bool, trouble: str) -> None:
    if not holds:
        raise NotAsAsked(trouble)


def origin() -> str:
    """Of the portal's pages, as browsers name it."""
    public = urlsplit(settings.PUBLIC_URL)
    return f"{public.scheme}://{public.netloc}"
