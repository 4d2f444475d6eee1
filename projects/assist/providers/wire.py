"""How the clients of providers speak here: once, to one address, with nothing of the environment.

A key, a proxy or another address that stands in the environment of a worker was chosen for other
programs. Content would go through it unseen by the gate, so none of it is read: a connection's row
says all of it. No redirect is followed either, since it would take the content to another host.
"""

import ipaddress
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from projects.assist.contract import Connected
from projects.assist.palette import Final, Trouble
from projects.assist.providers.troubles import trouble

#: An answer that is made while one waits takes longer than a plain question.
_PATIENCE = 10
_CONNECTING = 10.0  # seconds


def client_of(module: str, extra: str) -> ModuleType:
    """A provider's client, imported now. `Final` `remote:client` names the extra that brings it."""
    try:
        return import_module(module)
    except ImportError as missing:
        raise Final("remote:client", f"last-mile[{extra}]") from missing


def key_of(connected: Connected) -> str:
    if not (key := connected.value("api_key").strip()):
        raise Final("remote:not_connected", "api_key")
    return key


def address_of(connected: Connected, usual: str, in_house: bool = False) -> str:
    """Where it is reached. In clear only within the house: a key and a film are no postcards."""
    address = connected.endpoint or usual
    parts = urlsplit(address)
    if parts.scheme == "http" and not (in_house or near(address)):
        raise Final("remote:invalid", f"{parts.hostname}: https")
    return address.rstrip("/")


def near(address: str) -> bool:
    """Whether the address itself says that it is in this machine or network. No name is looked
    up."""
    return _host(address) == "localhost" or _is_global(address) is False


def far(address: str) -> bool:
    """Whether it says itself that it is on the internet."""
    return _is_global(address) is True


def _host(address: str) -> str:
    return urlsplit(address).hostname or ""


def _is_global(address: str) -> bool | None:
    """None where a name says nothing of it."""
    try:
        return ipaddress.ip_address(_host(address)).is_global
    except ValueError:
        return None


@cache
def certificates(http: str = "httpx2") -> ssl.SSLContext:
    """Whom that library trusts, read once: reading takes 50 ms and a call is otherwise faster."""
    return import_module(http).create_ssl_context(trust_env=False)


class Line:
    """One line to a provider for one verb. `sending` says that the verb makes work, which must not
    be begun twice; questions can be asked again. `answered` is the status of the last answer."""

    def __init__(self, connected: Connected, *, sending: bool = False) -> None:
        self.connected, self.sending = connected, sending
        self.answered: int | None = None

    @property
    def seconds(self) -> float:
        return self.connected.seconds * (_PATIENCE if self.sending else 1)

    def _options(self, http: ModuleType, hook: Any) -> dict[str, Any]:
        wait = http.Timeout(self.seconds, connect=min(_CONNECTING, self.seconds))
        plain = {"timeout": wait, "trust_env": False, "follow_redirects": False}
        return plain | {"verify": certificates(), "event_hooks": {"response": [hook]}}

    def client(self, extra: str) -> Any:
        """An `httpx2.Client`; whoever takes it closes it."""

        def heard(response: Any) -> None:
            self.answered = response.status_code

        http = client_of("httpx2", extra)
        return http.Client(**self._options(http, heard))

    def client_async(self, extra: str) -> Any:
        """An `httpx2.AsyncClient`."""

        async def heard(response: Any) -> None:
            self.answered = response.status_code

        http = client_of("httpx2", extra)
        return http.AsyncClient(**self._options(http, heard))

    @contextmanager
    def told(self) -> Iterator["Line"]:
        """Whatever a client raises within, in the words of the palette."""
        try:
            yield self
        except Trouble:
            raise
        except Exception as error:
            found = trouble(error, sending=self.sending, answered=self.answered)
            if found is None:
                raise
            found.detail = self._without_secrets(found.detail)
            raise found from error

    def _without_secrets(self, text: str) -> str:
        key = self.connected.value("api_key").strip()
        return text.replace(key, "…") if key else text
