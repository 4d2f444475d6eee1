"""What never stands in the log: secrets in addresses, people's addresses, and, as JSON, content."""

import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from traceback import extract_tb
from typing import Any

from portal.tenancy import current

_SECRET = re.compile(
    r"(/(?:enter|invitations|uploads/parts|password/reset/key|closed|shared)/|%2F(?:enter|invitations|closed|shared)%2F)"
    r"""[^\s"'<>?#&]+""",
    re.IGNORECASE,
)


#: What opens an object for whoever has the address, and the portal's own signed word.
_SIGNED = re.compile(
    r"""((?:X-Amz-(?:Signature|Credential|Security-Token)|storage)=)[^\s"'<>#&]+""", re.IGNORECASE
)


_MAIL = re.compile(r"[^\s\"'<>()\[\],;:=@]+@[^\s\"'<>()\[\],;:=@]+\.[^\s\"'<>()\[\],;:=@]+")
_about: ContextVar[dict[str, str]] = ContextVar("about", default={})  # noqa: B039  (never changed)


def blanked(text: str) -> str:
    return _MAIL.sub("…@…", _SIGNED.sub(r"\1…", _SECRET.sub(r"\1…", text)))


@contextmanager
def about(**ids: str) -> Iterator[None]:
    """What lines written meanwhile are about: `request`, `run`, …, by their ids."""
    token = _about.set({**_about.get(), **ids})
    try:
        yield
    finally:
        _about.reset(token)


def ids() -> dict[str, str]:
    return _about.get()


class BlankSecrets(logging.Filter):
    """For a handler, where lines of every logger pass. Changes the record itself.

    Arguments keep their places where that is enough. A path that stands half in the message
    and half in an argument is only seen in the whole line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(blanked(a) if isinstance(a, str) else a for a in record.args)
        try:
            line = record.getMessage()
        except (TypeError, ValueError, KeyError):  # logging would print its parts as they are
            _replace(record, blanked(f"{record.msg} {record.args!r}"))
        else:
            if blanked(line) != line:
                _replace(record, blanked(line))
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = blanked(record.exc_text)
        if record.stack_info:
            record.stack_info = blanked(record.stack_info)
        return True


def _replace(record: logging.LogRecord, line: str) -> None:
    """What was filled in is gone; the template stays beside it, for lines that tell no more."""
    record.template = blanked(str(record.msg)) if record.args else "…"
    record.msg, record.args = line, ()


_FILLED = re.compile(r"%(?:\(\w+\))?[-#0 +]*[\d.*]*[a-zA-Z]")
#: What an argument may be to stand in a line: an id, a name of the code (a module's, a class of
#: errors). One word with nothing around it may be a film's title, and one with a dot its file.
_PLAIN = re.compile(
    r"[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}|\d+"
    r"|(?:portal|projects|feedback|celery|django)(?:\.[a-z_]+)+|[A-Z][A-Za-z]+(?:Error|Exception)"
)
#: Our own code fills in words of its own too, and never a path, a file's name or an address.
_OWN = ("portal", "projects", "feedback")
_WORD = re.compile(r"[A-Za-z0-9_:-]{1,80}")
#: Whose messages are templates also where nothing is filled in; others may have put them together.
_CODE = (*_OWN, "celery", "kombu", "uvicorn", "django")
_PUT_TOGETHER = ("celery.redirected", "django.security")


class JsonLines(logging.Formatter):
    """An object a line: what happened in the code's own words, which ids it is about, no content.

    The message is the template as it stands in the code. Arguments are told where they are numbers,
    ids or names of the code; an exception by its class and where it came from, since its words may
    quote a row, a file or a script.
    """

    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _said(record),
            **_asked(record),
            **_about.get(),
        }
        if studios := current().studios:
            told |= {"studio": studios[0]} if len(studios) == 1 else {"studios": len(studios)}
        if record.exc_info and record.exc_info[0]:
            told |= _raised(*record.exc_info)  # type: ignore[arg-type]
        return json.dumps(told, ensure_ascii=False)


def _said(record: logging.LogRecord) -> str:
    if left := getattr(record, "template", ""):
        return _FILLED.sub("…", left)
    template, own = str(record.msg), record.name.startswith(_OWN)
    if not record.args:
        known = record.name.startswith(_CODE) and not record.name.startswith(_PUT_TOGETHER)
        return template if known else "…"
    try:
        if isinstance(record.args, dict):
            return template % {name: _plain(value, own) for name, value in record.args.items()}
        return template % tuple(_plain(value, own) for value in record.args)
    except (TypeError, ValueError, KeyError):
        return _FILLED.sub("…", template)


def _plain(value: Any, own: bool) -> Any:
    if isinstance(value, int | float) or value is None:
        return value
    if isinstance(value, BaseException):
        return type(value).__name__
    text = str(value)
    return text if _PLAIN.fullmatch(text) or (own and _WORD.fullmatch(text)) else "…"


def _asked(record: logging.LogRecord) -> dict[str, Any]:
    """Django's lines on an answer come when its id is no longer under way, and tell a path."""
    request = getattr(record, "request", None)
    found = getattr(request, "resolver_match", None)
    told: dict[str, Any] = {"route": f"/{found.route}"} if found else {}
    if ident := getattr(request, "ident", ""):
        told["request"] = ident
    if status := getattr(record, "status_code", 0):
        told["status"] = status
    return told


def _raised(kind: type[BaseException], _error: BaseException, trace: Any) -> dict[str, Any]:
    places = [f"{f.filename.rsplit('/', 3)[-1]}:{f.lineno} {f.name}" for f in extract_tb(trace)]
    return {"error": kind.__name__, "trace": places[-30:]}
