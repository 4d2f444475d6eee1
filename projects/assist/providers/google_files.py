"""A film behind a link of Google's: fetched whole, or not at all."""

from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from projects.assist.palette import Final
from projects.assist.providers.troubles import malformed
from projects.assist.providers.wire import near

#: What a link answers whose time is over. A key of ours was good when the job was asked about.
_OVER = {403, 404, 410}
_MOST_HOPS = 3
_MOST = 8 << 30  # bytes


def fetched(client: Any, link: str, path: Path, own: str, headers: dict[str, str]) -> None:
    """The bytes of `link` at `path`, through an `httpx2.Client` that follows nothing by itself.

    `headers` hold the key: they go to the address `own` and to no other host that the link leads
    to. `Final` `remote:expired` where the link's time is over; what is cut off raises the client's
    own error, and leaves no file.
    """
    for _hop in range(_MOST_HOPS + 1):
        kept = headers if _origin(link) == _origin(own) else {}
        if not kept and (urlsplit(link).scheme != "https" or near(link)):
            raise Final("remote:invalid", urlsplit(link).hostname or "")
        with client.stream("GET", link, headers=kept) as reply:
            if not reply.has_redirect_location:
                return _written(reply, path)
            link = urljoin(link, reply.headers["location"])
    raise Final("remote:invalid", urlsplit(link).hostname or "")


def _written(reply: Any, path: Path) -> None:
    if reply.status_code in _OVER:
        raise Final("remote:expired", str(reply.status_code), billed=True)
    if reply.status_code != 200:
        reply.read()
        reply.raise_for_status()
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            for piece in reply.iter_bytes(1 << 20):
                file.write(piece)
                if file.tell() > _MOST:
                    raise malformed("the film is too large")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _origin(link: str) -> tuple[str, str]:
    parts = urlsplit(link)
    return parts.scheme, parts.netloc
