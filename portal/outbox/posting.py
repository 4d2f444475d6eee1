"""One request to an address somebody typed in: checked, pinned, timed and short.

The name is resolved once, every address behind it is checked, and the connection is made
to what was checked: a name that changes between the two has no effect. TLS and `Host` go by
the name. Every wait counts towards one deadline, however slowly the other side drips.
"""

import ssl
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import httpcore

from portal.errors import PortalError
from portal.outbox.addresses import checked, resolve

CONNECT, TOTAL = 5.0, 15.0
ANSWER_BYTES = 4096


@dataclass(frozen=True)
class Answer:
    status: int
    body: str


@dataclass
class Deadline:
    """The seconds left of a request."""

    ends: float = field(default_factory=lambda: time.monotonic() + TOTAL)

    def left(self, wanted: float | None = None) -> float:
        seconds = self.ends - time.monotonic()
        if seconds <= 0:
            raise httpcore.ReadTimeout
        return min(seconds, wanted or seconds)


class _Timed(httpcore.NetworkStream):
    """A stream whose every step ends with the deadline."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        timeout = self._deadline.left(CONNECT)
        return _Timed(self._stream.start_tls(ssl_context, server_hostname, timeout), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def close(self) -> None:
        self._stream.close()


class _Checked(httpcore.NetworkBackend):
    """Connects to the addresses that were checked, and to no other."""

    def __init__(self, deadline: Deadline) -> None:
        self._deadline, self._sockets = deadline, httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        trouble: Exception = httpcore.ConnectError()
        ends = time.monotonic() + CONNECT
        for address in resolve(host, port):
            wait = self._deadline.left(max(ends - time.monotonic(), 0.001))
            try:
                stream = self._sockets.connect_tcp(address, port, timeout=wait)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                trouble = error
            else:
                return _Timed(stream, self._deadline)
        raise trouble


def post(url: str, body: bytes, headers: dict[str, str]) -> Answer:
    """The answer, whatever its status. Raises PortalError `webhook:…` when there is none."""
    return asked("POST", url, body, headers)


def asked(
    method: str, url: str, body: bytes, headers: dict[str, str], *, at_most: int = ANSWER_BYTES
) -> Answer:
    """The same by any method; of the answer's body the first `at_most` bytes are read."""
    checked(url)
    deadline = Deadline()
    pool = httpcore.ConnectionPool(max_connections=1, retries=0, network_backend=_Checked(deadline))
    try:
        with pool, pool.stream(method, url, headers=_encoded(headers), content=body) as response:
            return Answer(response.status, _beginning(response, at_most))
    except httpcore.TimeoutException as error:
        raise PortalError("webhook:timeout", seconds=int(TOTAL)) from error
    except (httpcore.NetworkError, ssl.SSLError) as error:
        raise PortalError("webhook:connect", detail=_short(error)) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
        raise PortalError("webhook:answer", detail=_short(error)) from error


def _encoded(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    own = {"user-agent": "LastMile-Webhooks/1", "content-type": "application/json"}
    return [(k.encode(), v.encode()) for k, v in {**own, **headers}.items()]


def _beginning(response: httpcore.Response, at_most: int) -> str:
    """Enough to see what went wrong; the rest is never read."""
    found = b""
    try:
        for chunk in response.iter_stream():
            found += chunk
            if len(found) >= at_most:
                break
    except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError):
        pass  # the status has come, and that is what counts
    return found[:at_most].decode("utf-8", "replace").replace("\x00", "�")


def _short(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]
