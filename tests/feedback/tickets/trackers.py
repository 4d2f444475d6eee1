"""GitHub, GitLab and Jira on loopback: what they take, and answers as they write them."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.portal.endpoints import Heard, server


@dataclass
class Made:
    """What stands in the tracker, and what it answers instead of taking more."""

    heard: Heard
    issues: list[dict[str, Any]] = field(default_factory=list)
    #: (status, body) for the next creations, first to last; None takes it and loses the answer.
    troubles: list[tuple[int, Any] | None] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.heard.port}"

    @property
    def calls(self) -> list[str]:
        return [path for path, _headers, _body in self.heard.requests]


@contextmanager
def github() -> Iterator[Made]:
    def create(made: Made, body: Any) -> tuple[int, Any]:
        number = len(made.issues) + 1
        row = {
            **body,
            "number": number,
            "html_url": f"https://github.com/film/portal/issues/{number}",
        }
        made.issues.append(row)
        return 201, row

    with _tracker(create, lambda made, _path, _body: (200, made.issues)) as made:
        yield made


@contextmanager
def gitlab() -> Iterator[Made]:
    def create(made: Made, body: Any) -> tuple[int, Any]:
        number = len(made.issues) + 1
        row = {
            **body,
            "id": 900 + number,
            "iid": number,
            "web_url": f"https://gitlab.com/-/{number}",
        }
        made.issues.append(row)
        return 201, row

    with _tracker(create, lambda made, _path, _body: (200, made.issues)) as made:
        yield made


@contextmanager
def jira() -> Iterator[Made]:
    def create(made: Made, body: Any) -> tuple[int, Any]:
        row = {**body["fields"], "key": f"LM-{len(made.issues) + 1}"}
        made.issues.append(row)
        return 201, {"id": "10000", "key": row["key"], "self": "https://x.atlassian.net/1"}

    def look(made: Made, path: str, body: Any) -> tuple[int, Any]:
        mark = body["jql"].split('labels = "')[1].rstrip('"')
        found = [{"key": row["key"]} for row in made.issues if mark in row["labels"]]
        return 200, {"issues": found, "isLast": True}

    with _tracker(create, look) as made:
        yield made


@contextmanager
def _tracker(create: Any, look: Any) -> Iterator[Made]:
    made: Made

    def act(handler: Any) -> None:
        path, _headers, content = made.heard.requests[-1]
        body = json.loads(content or b"null")
        if handler.command == "GET" or path.endswith("/search/jql"):
            _answer(handler, *look(made, path, body))
            return
        trouble = made.troubles.pop(0) if made.troubles else ()
        if trouble is None:  # taken, and the line breaks before the answer
            create(made, body)
            handler.close_connection = True
            handler.connection.close()
            return
        _answer(handler, *(trouble or create(made, body)))

    with server(act=act) as heard:
        made = Made(heard)
        yield made


def _answer(handler: Any, status: int, told: Any) -> None:
    content = told if isinstance(told, bytes) else json.dumps(told).encode()
    handler.send_response(status)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)


def asked_for(path: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(path).query).items()}
