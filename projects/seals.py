"""What content credentials are signed with here, and which roots are trusted when they are read.

The operator's certificate, or a test chain that is made once and kept in the portal's folder.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.languages.days import day
from portal.wellbeing import Worry
from projects.media.credentials.chains import Seal, trial_chain
from projects.media.refusal import Refused, gettext_noop

_CHAIN, _KEY = "chain.pem", "key.pem"
#: A demonstration outlives the beta.
_TEST_DAYS = 3650


def seal() -> Seal:
    """Raises `Refused` `origin:certificate` where what the settings name cannot sign."""
    chain, key = _files()
    try:
        read = _read(str(chain), str(key), chain.stat().st_mtime_ns, key.stat().st_mtime_ns)
    except OSError as error:
        said = gettext_noop("%(name)s cannot be read")
        raise Refused("origin:certificate", said, name=Path(error.filename or chain).name) from None
    return Seal(*read, settings.C2PA_TIMESTAMP_URL)


@lru_cache(maxsize=8)
def _read(chain: str, key: str, *_changed: int) -> tuple[str, str]:
    return Path(chain).read_text(), Path(key).read_text()


def _files() -> tuple[Path, Path]:
    named = settings.C2PA_CERTIFICATE, settings.C2PA_PRIVATE_KEY
    if all(named):
        return Path(named[0]), Path(named[1])
    if any(named):
        said = gettext_noop("C2PA_CERTIFICATE and C2PA_PRIVATE_KEY belong together")
        raise Refused("origin:certificate", said)
    folder = Path(settings.C2PA_TEST_FOLDER)
    if not (folder / _KEY).is_file():
        _make_trial(folder)
    return folder / _CHAIN, folder / _KEY


def _make_trial(folder: Path) -> None:
    """Whole or not at all: of several processes that begin together one wins."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    made, held = trial_chain(days=_TEST_DAYS), Path(tempfile.mkdtemp(dir=folder.parent))
    (held / _CHAIN).write_text(made.chain)
    descriptor = os.open(held / _KEY, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(made.key)
    try:
        held.rename(folder)
    except OSError:  # another one was there first
        shutil.rmtree(held)


def anchors() -> str:
    """Roots that are trusted: of what signs here, and those that the operator has named; PEM.

    One that cannot be read is no reason to read nothing: the system check tells of it.
    """
    found = []
    with suppress(Refused):
        found.append(seal().anchors)
    if settings.C2PA_TRUST_ANCHORS:
        with suppress(OSError):
            found.append(Path(settings.C2PA_TRUST_ANCHORS).read_text())
    return "\n".join(found)


_CANNOT = gettext_noop("Pictures and films cannot be signed; runs that make some fail: %(why)s.")
_TEST = gettext_noop(
    "Pictures and films are signed with a test certificate, which nobody outside trusts: "
    "set C2PA_CERTIFICATE and C2PA_PRIVATE_KEY."
)
_LAPSES = gettext_noop(
    "The certificate that signs pictures and films lapses in %(days)s days, on %(day)s: "
    "put a new one in its place."
)
_ANCHORS = gettext_noop("C2PA_TRUST_ANCHORS names a file that cannot be read.")


def worries() -> Iterator[Worry]:
    """For the page that the administration opens on."""
    for said in warnings():
        yield Worry(said, "")


def warnings() -> Iterator[str]:
    """What an administrator has to know of the certificate, in sentences."""
    try:
        standing = seal()
        standing.must_be_whole()
    except Refused as refused:
        yield _(_CANNOT) % {"why": _(refused.said) % refused.numbers}
        return
    if standing.is_test:
        yield _(_TEST)
    if told := _lapsing(standing):
        yield told
    named = settings.C2PA_TRUST_ANCHORS
    if named and not Path(named).is_file():
        yield _(_ANCHORS)


def _lapsing(standing: Seal) -> str:
    left = standing.lapses - timezone.now()
    if left >= timedelta(days=settings.C2PA_WARN_DAYS):
        return ""
    return _(_LAPSES) % {"days": left.days, "day": day(standing.lapses)}


def lapsing() -> str:
    """What has to be said of the certificate's end within the days ahead; "" for nothing."""
    try:
        standing = seal()
        standing.must_be_whole()
    except Refused as refused:
        return _(_CANNOT) % {"why": _(refused.said) % refused.numbers}
    return _lapsing(standing)
