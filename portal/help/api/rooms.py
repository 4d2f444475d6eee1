"""Operations by what they are about, as the help shows them."""

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language

from portal.help.api.examples import examples
from portal.help.api.fields import Field, fields_of, parameters_of
from portal.help.api.reading import document
from portal.help.api.routes import scope_of

HOST = "https://portal.example.org"
#: An operation between its code and its recording; the tests name it.
_UNTRIED: dict[str, Any] = {"path": "", "status": 0, "type": "", "text": []}


@dataclass(frozen=True)
class Operation:
    """One call. `body` and `answers` are rows of fields; `curl` and `answer` are the example."""

    method: str
    path: str
    about: str
    scope: str
    parameters: list[Field]
    body: list[Field]
    answers: list[tuple[str, str, list[Field]]]
    curl: str
    status: int
    answer: str
    kind: str

    @property
    def anchor(self) -> str:
        return (
            f"{self.method}{self.path}".lower().replace("/api/v1", "").strip("/").replace("/", "-")
        )


@dataclass(frozen=True)
class Room:
    name: str
    operations: list[Operation]

    @property
    def url(self) -> str:
        return reverse("help_api_room", args=[self.name])


def address() -> str:
    return reverse("help_api")


def rooms() -> list[Room]:
    """All of them, made once a language."""
    return list(_made(get_language() or "en").values())


def room(name: str) -> Room | None:
    return _made(get_language() or "en").get(name)


@lru_cache(4)
def _made(language: str) -> dict[str, Room]:
    del language
    found: dict[str, list[Operation]] = {}
    for path, methods in document()["paths"].items():
        for method, offered in methods.items():
            found.setdefault(offered["tags"][0], []).append(
                _operation(method.upper(), path, offered)
            )
    return {name: Room(name, found[name]) for name in sorted(found)}


def _operation(method: str, path: str, offered: dict[str, Any]) -> Operation:
    told = examples().get(f"{method} {path}", _UNTRIED)
    sent = offered.get("requestBody", {}).get("content", {}).get("application/json", {})
    return Operation(
        method,
        path,
        offered.get("description", ""),
        str(scope_of(f"{method} {path}")),
        parameters_of(offered),
        fields_of(sent.get("schema", {})),
        [_answer(code, form) for code, form in offered["responses"].items() if code != "default"],
        curl(method, told),
        told["status"],
        answer(told),
        told["type"],
    )


def _answer(code: str, form: dict[str, Any]) -> tuple[str, str, list[Field]]:
    kinds = form.get("content", {})
    schema = kinds.get("application/json", {}).get("schema", {})
    return code, ", ".join(kinds), fields_of(schema)


def curl(method: str, told: dict[str, Any]) -> str:
    """As it is typed, with the token in a variable so that it stands in no history."""
    if not told["path"]:
        return ""
    query = f"?{told['query']}" if told["query"] else ""
    lines = ["curl" if method == "GET" else f"curl -X {method}", f"'{HOST}{told['path']}{query}'"]
    lines = [" ".join(lines), '-H "Authorization: Bearer $LAST_MILE_TOKEN"']
    if told["body"] is not None:
        text = json.dumps(told["body"], indent=2, ensure_ascii=False).replace("'", "'\\''")
        lines += ["-H 'Content-Type: application/json'", f"-d '{text}'"]
    return " \\\n  ".join(lines)


def answer(told: dict[str, Any]) -> str:
    if "answer" in told:
        return json.dumps(told["answer"], indent=2, ensure_ascii=False)
    return "\n".join(told["text"])
