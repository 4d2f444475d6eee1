"""What an error of a client means: whether it was taken, whether it may go well later.

The clients of Anthropic, OpenAI and Google and pydantic-ai around them raise their own errors, but
all carry the HTTP status and answer, or have the network's error as their cause. That is read here
by name, so that none of them has to be installed for the others.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from projects.assist.palette import Final, Transient, Trouble

#: Errors of httpx and httpx2 by which nothing was sent yet.
_BEFORE = {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError", "UnsupportedProtocol"}
#: And those that came while it was sent or answered.
_BROKEN = {
    *("ReadError", "ReadTimeout", "WriteError", "WriteTimeout", "CloseError"),
    *("RemoteProtocolError", "NetworkError", "TimeoutException"),
}
_USED_UP = ("insufficient_quota", "billing_error", "credit balance", "billing_hard_limit", "PerDay")
_FILTERED = (
    *("content_filter", "content_policy", "moderation_blocked", "content filtering policy"),
    *("usage guidelines", "Responsible AI", "PROHIBITED_CONTENT"),
)
_BAD_KEY = ("API_KEY_INVALID", "invalid_api_key", "API key not valid")
_BUSY = {429, 503, 529}


def trouble(error: Exception, *, sending: bool, answered: int | None = None) -> Trouble | None:
    """In the words of the palette; None where it is no trouble with the provider but a fault here.

    `sending` says that work was sent, `answered` which status came back before the error. A gone
    model is `remote:retired` without its dates: the adapter knows those.
    """
    if status := _status(error) or (answered if answered and answered >= 300 else None):
        return _by_status(status, error, sending)
    names = {type(cause).__name__ for cause in _causes(error)}
    if names & _BEFORE:
        return Transient("remote:down", _words(error))
    if names & _BROKEN:
        return Transient("remote:down", _words(error), taken=sending)
    if answered is not None and 200 <= answered < 300:
        return malformed(_words(error))
    return None


def malformed(detail: str) -> Final:
    """An answer came, was made and is paid, and cannot be read. It is never asked for again."""
    return Final("remote:malformed", detail, billed=True)


def _by_status(status: int, error: Exception, sending: bool) -> Trouble:
    body = json.dumps(_body(error), default=str)
    said = _words(error)
    after = _after(error, body)
    if _used_up(error, body) and status < 500:
        return Final("remote:quota", said)
    if status in (401, 402, 403):
        return Final("remote:quota" if status == 402 else "remote:key", said)
    if status in _BUSY:
        return Transient("remote:throttled", said, after=after)
    if status == 408 or status >= 500:
        # 500 is the provider's own word that it failed, and it charges nothing for it. What 502,
        # 504 and their like say comes from a gateway, which does not know what goes on behind it.
        return Transient("remote:down", said, after=after, taken=sending and status > 500)
    if any(word in body for word in _BAD_KEY):
        return Final("remote:key", said)
    if any(word in body for word in _FILTERED):
        return Final("remote:filtered", said)
    if status in (404, 410):
        return Final("remote:retired" if sending else "remote:lost", said)
    return Final("remote:invalid", said)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _status(error: Exception) -> int | None:
    response = getattr(error, "response", None)
    for holder, name in ((error, "status_code"), (error, "code"), (response, "status_code")):
        value = getattr(holder, name, None)
        if isinstance(value, int) and value >= 300:
            return value
    return None


def _body(error: Exception) -> Any:
    """What the provider answered, as read by its client."""
    for name in ("body", "details"):
        if (value := getattr(error, name, None)) is not None:
            return value
    return getattr(getattr(error, "response", None), "text", "")


def _words(error: Exception) -> str:
    """The provider's own sentence, or else the client's."""
    body = _body(error)
    if isinstance(body, Mapping):
        inner = body.get("error", body)
        told = inner.get("message") if isinstance(inner, Mapping) else inner
        if isinstance(told, str) and told:
            return told
    return str(error) or type(error).__name__


def _used_up(error: Exception, body: str) -> bool:
    kinds = {kind.__name__ for kind in type(error).__mro__}
    return "ModelQuotaExceededError" in kinds or any(word in body for word in _USED_UP)


def _after(error: Exception, body: str) -> float | None:
    """Seconds that it asks to wait: `Retry-After` (seconds or a date), or Google's `retryDelay`."""
    headers = getattr(error, "headers", None) or getattr(
        getattr(error, "response", None), "headers", None
    )
    if told := (headers or {}).get("retry-after"):
        return _seconds(told)
    found = re.search(r'"retryDelay": ?"([\d.]+)s"', body)
    return float(found[1]) if found else None


def _seconds(told: str) -> float | None:
    try:
        return max(0.0, float(told))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None
