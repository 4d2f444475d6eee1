"""Calls of a ComfyUI server over HTTP: one try each, and its refusals told apart."""

import json
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
from django.utils.translation import gettext as _

from projects.assist.palette import Final, Transient
from projects.assist.providers.wire import certificates

#: After these the request may have been taken all the same.
_PERHAPS = {500, 502, 504}


class Calls:
    """Nothing of the environment is read: no proxy and no key."""

    def __init__(self, address: str, token: str, seconds: float) -> None:
        if not address.startswith(("http://", "https://")):
            raise Final("remote:not_connected", _("its address is missing"))
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._client = httpx.Client(
            base_url=address,
            headers=self.headers,
            timeout=seconds,
            trust_env=False,
            verify=certificates("httpx"),
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def asked(self, path: str) -> dict[str, Any]:
        return _object(self._call("GET", path), sending=False)

    def sent(self, path: str, what: dict[str, Any]) -> dict[str, Any]:
        """What makes a job: a broken line leaves open whether it was taken."""
        return _object(self._call("POST", path, sending=True, json=what), sending=True)

    def told(self, path: str, what: dict[str, Any]) -> None:
        self._call("POST", path, json=what)

    def uploaded(self, path: Path, name: str, media_type: str) -> dict[str, Any]:
        with path.open("rb") as file:
            answer = self._call(
                "POST",
                "/upload/image",
                files={"image": (name, file, media_type)},
                data={"type": "input", "subfolder": "last-mile", "overwrite": "true"},
            )
        return _object(answer, sending=False)

    def _call(self, method: str, path: str, *, sending: bool = False, **what: Any) -> Any:
        try:
            answer = self._client.request(method, path, **what)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Transient("remote:down", _why(error)) from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise Transient("remote:down", _why(error), taken=sending) from error
        except httpx.InvalidURL as error:
            raise Final("remote:not_connected", _why(error)) from error
        if answer.status_code != 200:
            raise _trouble(answer, sending)
        return answer


def _trouble(answer: httpx.Response, sending: bool) -> Exception:
    status = answer.status_code
    if status == 429:
        return Transient("remote:throttled", f"HTTP {status}", after=_after(answer))
    if status >= 500:
        taken = sending and status in _PERHAPS
        return Transient("remote:down", f"HTTP {status}", after=_after(answer), taken=taken)
    if status in (401, 403):
        return Final("remote:key", f"HTTP {status}")
    return Final("remote:invalid", _said(answer))


def _said(answer: httpx.Response) -> str:
    """What it found wrong with a workflow: the error, and each node that has one."""
    try:
        body = _object(answer, sending=False)
    except Transient:
        return f"HTTP {answer.status_code}"
    error = body.get("error")
    parts = [str(error.get("message", "")) if isinstance(error, dict) else str(error or "")]
    nodes = body.get("node_errors")
    for number, node in nodes.items() if isinstance(nodes, dict) else ():
        for found in node.get("errors", ()) if isinstance(node, dict) else ():
            if isinstance(found, dict):
                parts.append(f"{number}: {found.get('message', '')} {found.get('details', '')}")
    return "; ".join(part.strip() for part in parts if part.strip())[:400]


def _object(answer: httpx.Response, *, sending: bool) -> dict[str, Any]:
    try:
        value = answer.json()
    except (json.JSONDecodeError, UnicodeDecodeError):
        value = None
    if not isinstance(value, dict):
        raise Transient("remote:malformed", _("it is no JSON object"), taken=sending)
    return value


def _after(answer: httpx.Response) -> float | None:
    try:
        return max(0.0, float(answer.headers.get("retry-after", "")))
    except ValueError:
        return None


def _why(error: Exception) -> str:
    return (str(error) or type(error).__name__)[:200]
