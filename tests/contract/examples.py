"""What the help's examples of the API are made of: a call to the test world, and its answer.

Ids, moments and secrets differ with every run, so others that look like them take their place.
"""

import json
import re
from typing import Any
from uuid import UUID

from jsonschema import Draft202012Validator

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_MOMENT = re.compile(r"20\d\d-\d\d-\d\d([T ])\d\d:\d\d(:\d\d(\.\d+)?)?(Z|\+00:00)?")
_DAY = re.compile(r"20[2-9]\d-\d\d-\d\d")
_LONG_HEX = re.compile(r"\b[0-9a-f]{32,}\b")
_SECRET = re.compile(r"\b(lm_|whsec_)[\w+/=-]{8,}")
_IN_ADDRESS = re.compile(r"(/(?:allowed|closed|shared|uploads/parts)/)[\w:.~-]{20,}")
_PHRASE = re.compile(r"\b[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}\b")
_LOCAL = re.compile(r"https?://(testserver|127\.0\.0\.1(:\d+)?|localhost(:\d+)?)")
#: The test world's names, as the sample's people would write them.
_NAMES = {
    "Ours film": "The Salt Road",
    "Ours-producer": "Ines Okafor",
    "Ours-director": "Tomas Lindqvist",
    "Ours-artist": "Mei Tanaka",
    "Ours-reviewer": "Ravi Menon",
}
#: Whole numbers that name a row.
_COUNTED = ("id", "version_id", "agreement", "user", "seq", "membership")
MOST = 2  # of a list's entries, as much as an example needs


class Tamer:
    """Replaces what differs from run to run; the same id becomes the same one within an example."""

    def __init__(self) -> None:
        self.known: dict[str, str] = {}

    def text(self, value: str) -> str:
        for found, kept in (
            (_SECRET, r"\1EXAMPLE"),
            (_MOMENT, r"2026-05-04\g<1>09:30:00Z"),
            (_IN_ADDRESS, r"\1EXAMPLE"),
            (_LOCAL, "https://portal.example.org"),
        ):
            value = found.sub(kept, value)
        for name, shown in _NAMES.items():
            value = value.replace(name, shown)
        value = _ID.sub(lambda m: self.known.setdefault(m[0], self._next()), value)
        value = _DAY.sub("2026-05-04", value)
        return _LONG_HEX.sub(lambda m: ("5eed" * 32)[: len(m[0])], value)

    def _next(self) -> str:
        return str(UUID(int=(0x10E2 << 112) + (0x4 << 76) + (0x8 << 60) + len(self.known) + 1))

    def __call__(self, value: Any, name: str = "") -> Any:
        if isinstance(value, dict):
            return {self.text(key): self(one, key) for key, one in value.items()}
        if isinstance(value, list):
            return [self(one, name) for one in value[:MOST]]
        if name in _COUNTED and isinstance(value, int) and not isinstance(value, bool):
            return 1
        if name == "passphrase":
            return _PHRASE.sub("abcd-efgh-ijkl", value)
        if value == "Ours":
            return "Lantern Row"
        return self.text(value) if isinstance(value, str) else value


def example(where: str, sent: Any, response: Any) -> dict[str, Any]:
    """One call as the help shows it. `answer` is JSON, `text` anything else."""
    tame, (path, _, query) = Tamer(), where.partition("?")
    told = {"path": tame.text(path), "query": tame.text(query), "body": tame(sent) or None}
    return {**told, "status": response.status_code, **answered(response, tame)}


def answered(response: Any, tame: Tamer) -> dict[str, Any]:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if kind == "application/json":
        return {"type": kind, "answer": tame(json.loads(content))}
    lines = content.decode(errors="replace").splitlines()[:4] if kind.startswith("text/") else []
    return {"type": kind if content else "", "text": [tame.text(line) for line in lines]}


def differences(told: Any, found: Any, at: str = "answer") -> list[str]:
    """Where an answer has another form than its example. Nothing, and empty lists, fit anything."""
    if told is None or found is None:
        return []
    if isinstance(told, dict) and isinstance(found, dict):
        missing = [f"{at}: {sorted(set(told) ^ set(found))}"] if set(told) != set(found) else []
        return missing + [
            one
            for key in set(told) & set(found)
            for one in differences(told[key], found[key], f"{at}.{key}")
        ]
    if isinstance(told, list) and isinstance(found, list):
        return differences(told[0], found[0], f"{at}[0]") if told and found else []
    return [] if _kind(told) == _kind(found) else [f"{at}: {_kind(told)}, now {_kind(found)}"]


def _kind(value: Any) -> str:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return "number" if number else type(value).__name__


def breaches(value: Any, form: dict[str, Any], schema: dict[str, Any]) -> list[str]:
    """Where a value is not of the form that the OpenAPI 3.0 schema promises."""
    whole = {**_plain(form), "components": _plain(schema["components"])}
    found = Draft202012Validator(whole).iter_errors(value)
    return [f"{error.json_path}: {error.message[:160]}" for error in found]


def _plain(form: Any) -> Any:
    """OpenAPI 3.0's `nullable` as JSON Schema says it."""
    if isinstance(form, list):
        return [_plain(one) for one in form]
    if not isinstance(form, dict):
        return form
    inner = {key: _plain(one) for key, one in form.items() if key != "nullable"}
    if "oneOf" in inner:  # formats are not examined, so an empty text is of each kind of text
        inner["anyOf"] = inner.pop("oneOf")
    if inner.get("format") == "binary":  # a document, handed over as it is
        return {}
    return {"anyOf": [inner, {"type": "null"}]} if form.get("nullable") is True else inner
