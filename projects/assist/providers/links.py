"""What a provider made, fetched by its link: a picture or film, of limited size, to disk.

A link is the provider's word and may lead anywhere. The name is resolved once, every address
behind it is checked, and the connection is made to what was checked: a private address is met
only where it is the server that the connection itself names. Redirects are not followed.
"""

import ipaddress
import socket
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.assist.contract import OutputFile
from projects.assist.palette import Final, Transient

MOST = {"picture": 200 * 1024**2, "film": 8 * 1024**3, "": 8 * 1024**3}  # bytes
CONNECT, WAIT, WHOLE = 10.0, 60.0, 1800.0  # seconds
GONE = {401, 403, 404, 410}

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind IPv6 alone (RFC 6052)
_PORTS = {"http": 80, "https": 443}
#: Media type by the first bytes: (offset, bytes).
_PICTURES = {
    "image/png": (0, b"\x89PNG\r\n\x1a\n"),
    "image/jpeg": (0, b"\xff\xd8\xff"),
    "image/webp": (8, b"WEBP"),
}
_FILMS = {"video/mp4": (4, b"ftyp"), "video/webm": (0, b"\x1a\x45\xdf\xa3")}
_PROMISES = dict.fromkeys(("png", "jpg", "jpeg", "webp"), "picture") | dict.fromkeys(
    ("mp4", "mov", "webm", "mkv"), "film"
)
_PROMISED = {
    "picture": gettext_lazy("a picture was promised"),
    "film": gettext_lazy("a film was promised"),
    "": gettext_lazy("it is neither a picture nor a film"),
}
_ENDINGS = {"image/jpeg": ".jpg", "video/quicktime": ".mov"}


def fetched(
    url: str,
    folder: Path,
    kind: str,
    *,
    own: str,
    index: int = 0,
    headers: Mapping[str, str] | None = None,
    most: int | None = None,
) -> OutputFile:
    """The file behind a link. `kind` is `picture` or `film` as promised, empty where the link does
    not say which; `own` is the connection's own address.

    `Final` `remote:expired` where the link is over, `remote:malformed` where it leads elsewhere or
    to something else; `Transient` `remote:down` where it may go well a little later.
    """
    parts = _sound(url)
    path = folder / f"made_{index}.part"
    folder.mkdir(parents=True, exist_ok=True)
    try:
        _stream(parts, path, _own_address(own), headers or {}, most or MOST[kind])
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
        path.unlink(missing_ok=True)
        raise Transient("remote:down", str(error) or type(error).__name__) from error
    return _kept(path, kind, index)


def _sound(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        good = parts.scheme in _PORTS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not url.isascii() or any(c.isspace() for c in url):
        raise Final("remote:malformed", _("its link is no web address"), billed=True)
    return parts


def _own_address(own: str) -> tuple[str, int] | None:
    parts = urlsplit(own)
    return (parts.hostname, _port(parts)) if parts.hostname else None


def _port(parts: SplitResult) -> int:
    return parts.port or _PORTS.get(parts.scheme, 0)


def _stream(
    parts: SplitResult,
    path: Path,
    own: tuple[str, int] | None,
    headers: Mapping[str, str],
    most: int,
) -> None:
    ends = time.monotonic() + WHOLE
    waits = {"connect": CONNECT, "read": WAIT, "write": WAIT, "pool": CONNECT}
    pool = httpcore.ConnectionPool(network_backend=_Checked(own), retries=0, max_connections=1)
    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    with (
        pool,
        pool.stream("GET", parts.geturl(), headers=given, extensions={"timeout": waits}) as answer,
        path.open("wb") as file,
    ):
        _must_be_there(answer.status)
        left = most
        for chunk in answer.iter_stream():
            left -= len(chunk)
            if left < 0:
                raise Final("remote:malformed", _("the file is too large"), billed=True)
            if time.monotonic() > ends:
                raise httpcore.ReadTimeout(_("the transfer took too long"))
            file.write(chunk)


def _must_be_there(status: int) -> None:
    if status in GONE:
        raise Final("remote:expired", billed=True)
    if status == 429 or status >= 500:
        raise Transient("remote:down", f"HTTP {status}")
    if status != 200:
        raise Final("remote:malformed", f"HTTP {status}", billed=True)


def _kept(path: Path, kind: str, index: int) -> OutputFile:
    with path.open("rb") as file:
        begins = file.read(16)
    found, media_type = sniffed(begins)
    if not found or kind not in ("", found):
        path.unlink()
        raise Final("remote:malformed", str(_PROMISED[kind]), billed=True)
    ending = _ENDINGS.get(media_type, "." + media_type.partition("/")[2])
    return OutputFile(path.rename(path.with_suffix(ending)), found, media_type, index)


def sniffed(begins: bytes) -> tuple[str, str]:
    """(kind, media type) by the first sixteen bytes; empty where they are of no kind we take."""
    for kind, known in (("picture", _PICTURES), ("film", _FILMS)):
        for media_type, (at, mark) in known.items():
            if begins[at : at + len(mark)] == mark:
                quicktime = begins[4:12] == b"ftypqt  "
                return kind, "video/quicktime" if quicktime else media_type
    return "", ""


def promised(name: str) -> str:
    """`picture` or `film` by the ending of a name or link; empty where it says neither."""
    ending = name.partition("?")[0].rpartition(".")[2].lower()
    return _PROMISES.get(ending, "")


def is_public(text: str) -> bool:
    """Whether an address can be reached from anywhere; one wrapped into another counts as it."""
    address = ipaddress.ip_address(text.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour
        if address in _TRANSLATED:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner or address.teredo:
            return bool(inner) and is_public(str(inner))
    odd = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not odd


def resolve(host: str, port: int) -> list[str]:
    """The addresses behind a name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise Transient("remote:down", host) from error
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


class _Checked(httpcore.NetworkBackend):
    """Connects to addresses that were checked, and to no other."""

    def __init__(self, own: tuple[str, int] | None) -> None:
        self._own, self._sockets = own, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = resolve(host, port)
        if (host, port) != self._own and not all(map(is_public, addresses)):
            told = _("its link leads to a private address")
            raise Final("remote:malformed", told, billed=True)
        trouble: Exception = httpcore.ConnectError(host)
        for address in addresses:
            try:
                return self._sockets.connect_tcp(address, port, timeout=timeout)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
        raise trouble
