"""What one process says of itself: its findings, and facts that others' are compared with."""

import hashlib
import time
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core import checks
from django.core.checks import Tags
from django.http.request import validate_host

from portal.examining import database, lines, places, sessions
from portal.examining.findings import Examination, Finding, doubt, ok, taken, wrong
from portal.settings.environment import BASE_DIR, is_strong
from portal.storage.asking import process_name

ROOMS = ("portal", "projects", "feedback")


def examinations() -> dict[str, Examination]:
    return {
        "database role": database.role,
        "fences": database.fences,
        "database sessions": sessions.sessions,
        "migrations": database.migrations,
        "clock": database.clock,
        "broker": lines.broker,
        "live layer": lines.live,
        "mail": lines.mail,
        "storage": places.storage,
        "disks": places.disks,
        "keys": secrets,
        "addresses": addresses,
        "settings": security,
    }


def examine() -> dict[str, Any]:
    """`{"process", "facts", "findings"}`, within half a minute."""
    return {"process": process_name(), "facts": facts(), "findings": taken(examinations())}


_lately: tuple[float, dict[str, Any]] = (-60.0, {})


def examined_lately(seconds: float = 10) -> dict[str, Any]:
    """For web servers, which are asked until nobody new answers: the same again for a while."""
    global _lately
    if time.monotonic() - _lately[0] > seconds:
        _lately = (time.monotonic(), examine())
    return _lately[1]


def facts() -> dict[str, str]:
    """Short fingerprints: the same in all processes of one deployment. Nothing can be read back."""
    return {
        "SECRET_KEY": _print(settings.SECRET_KEY),
        "addresses": _print(*_addresses()),
        "code": code(),
    }


def _addresses() -> Iterator[Any]:
    """Who reads from one database and writes to another bucket is no part of this deployment."""
    base = settings.DATABASES["default"]
    yield from (base.get(name) for name in ("HOST", "PORT", "NAME"))
    yield from (settings.CHANNELS_URL, settings.CELERY_BROKER_URL, settings.PUBLIC_URL)
    yield from (settings.S3_BUCKET, settings.S3_ENDPOINT_URL)


def _print(*words: Any) -> str:
    return hashlib.scrypt(repr(words).encode(), salt=b"last-mile", n=2**12, r=8, p=1).hex()[:12]


@cache
def code() -> str:
    """Of the code that lies here: two versions are told apart, whatever they are called.

    Servers and workers ask for it when they start: later another version may lie in its place.
    """
    digest = hashlib.sha256()
    for path in sorted(p for room in ROOMS for p in (BASE_DIR / room).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def secrets() -> Iterator[Finding]:
    weak = [
        name
        for name, found in (
            ("SECRET_KEY", [settings.SECRET_KEY]),
            ("SECRET_KEY_FALLBACKS", settings.SECRET_KEY_FALLBACKS),
        )
        if not all(is_strong(key) for key in found)
    ]
    for name in weak:
        yield wrong(f"{name} could be guessed", "Draw one with manage.py make_secrets.")
    if settings.SECRET_KEY_FALLBACKS:
        count = len(settings.SECRET_KEY_FALLBACKS)
        yield doubt(f"{count} keys of before are still taken", "Leave them out in a fortnight.")
    if not weak:
        yield ok("the key is long and drawn by chance")


def addresses() -> Iterator[Finding]:
    public = urlsplit(settings.PUBLIC_URL)
    if not validate_host(public.hostname or "", settings.ALLOWED_HOSTS):
        yield wrong(
            f"ALLOWED_HOSTS does not name {public.hostname}, the host of PUBLIC_URL",
            "Add it there, or every page answers 400.",
        )
    if not settings.PRODUCTION:
        yield doubt("this is the embedded portal", "Set PORTAL_ENV=production to deploy it.")
    elif public.scheme != "https":
        yield wrong("PUBLIC_URL is without TLS", "Give it an address with https://.")
    else:
        yield ok(f"links lead to {settings.PUBLIC_URL}")


def security() -> Iterator[Finding]:
    """What `check --deploy` has to say; the database is examined by itself."""
    found = checks.run_checks(tags=[Tags.security], include_deployment_checks=True)
    for message in found:
        grade = wrong if message.is_serious() else doubt
        yield grade(
            f"{message.msg} ({message.id})", message.hint or "See manage.py check --deploy."
        )
    if not found:
        yield ok("Django's deployment checks find nothing")
