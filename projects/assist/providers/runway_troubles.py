"""Runway's refusals and failures, told apart: what may go well later, and what will not."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from projects.assist.palette import Final, Retired, Transient
from projects.assist.providers.runway_asking import gone

#: After these the request may have been taken all the same.
_PERHAPS = {408, 500, 502, 504}
_NO_CREDITS = re.compile(r"credit", re.IGNORECASE)
_NO_MODEL = re.compile(
    r"model.*(not available|no longer|deprecated|retired|removed|sunset)", re.IGNORECASE
)
_MODERATED = re.compile(r"moderat|safety", re.IGNORECASE)


@contextmanager
def told_apart(*, sending: bool = False, model: str = "") -> Iterator[None]:
    """Around a call of its client. `sending`: what is asked makes a task, and may cost."""
    import httpx
    import runwayml

    try:
        yield
    except runwayml.APITimeoutError as error:
        raise Transient("remote:down", _why(error), taken=sending) from error
    except runwayml.APIConnectionError as error:
        never = isinstance(error.__cause__, httpx.ConnectError | httpx.ConnectTimeout)
        raise Transient("remote:down", _why(error), taken=sending and not never) from error
    except runwayml.APIStatusError as error:
        raise _by_status(error, sending, model) from error
    except runwayml.APIResponseValidationError as error:
        raise _unreadable(str(error), sending) from error
    except runwayml.RunwayMLError as error:
        raise Transient("remote:down", str(error), taken=sending) from error
    except (AttributeError, TypeError, ValueError) as error:
        # Its client trips over an answer that is no JSON, or of another form than it knows.
        raise _unreadable(type(error).__name__, sending) from error


def why_failed(task: Any) -> tuple[str, str]:
    """(code, detail) of a task that has failed, by its `failureCode`."""
    code = str(getattr(task, "failure_code", None) or "")
    told = str(getattr(task, "failure", None) or "")
    detail = f"{told} ({code})" if code else told
    if code.startswith("SAFETY."):
        return "remote:filtered", detail
    if code.startswith(("ASSET.", "INPUT_PREPROCESSING.SAFETY")):
        filtered = code.startswith("INPUT_PREPROCESSING.SAFETY")
        return ("remote:filtered" if filtered else "remote:invalid"), detail
    return "remote:failed", detail


def _by_status(error: Any, sending: bool, model: str) -> Exception:
    status, told = error.status_code, _told(error)
    if status == 429:
        return Transient("remote:throttled", told, after=_after(error.response))
    if status >= 500 or status == 408:
        taken = sending and status in _PERHAPS
        return Transient("remote:down", f"HTTP {status}", after=_after(error.response), taken=taken)
    if sending and _NO_MODEL.search(told):
        return Retired(model, gone(model))
    if status == 401:
        return Final("remote:key", told)
    if status == 402 or (status in (400, 403) and _NO_CREDITS.search(told)):
        return Final("remote:quota", told)
    if status == 404 and not sending:
        return Final("remote:lost", told, billed=True)
    if status == 403:
        return Final("remote:key", told)
    return Final("remote:filtered" if _MODERATED.search(told) else "remote:invalid", told)


def _unreadable(told: str, sending: bool) -> Exception:
    """A reply that made no sense: what it answers may have been taken, and may cost."""
    if sending:
        return Final("remote:malformed", told, billed=True)
    return Transient("remote:malformed", told)


def _told(error: Any) -> str:
    """Its own words, with each issue that it names; never the whole of what was sent."""
    body = error.body if isinstance(error.body, dict) else {}
    issues = body.get("issues")
    listed = issues if isinstance(issues, list) else []
    named = [str(issue.get("message", "")) for issue in listed if isinstance(issue, dict)]
    said = str(body.get("error") or f"HTTP {error.status_code}")
    return ": ".join(part for part in (said, "; ".join(filter(None, named))) if part)[:300]


def _after(response: Any) -> float | None:
    """Seconds, where it says them as a number."""
    try:
        return max(0.0, float(response.headers.get("retry-after", "")))
    except ValueError:
        return None


def _why(error: Exception) -> str:
    cause = error.__cause__
    return (str(cause) if cause and str(cause) else str(error))[:200]
