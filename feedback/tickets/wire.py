"""How GitHub, GitLab and Jira take an issue, and how one is found again. Pure: no network.

Written after the makers' own references, API versions as of November 2026:
GitHub  docs.github.com/rest/issues/issues (2022-11-28): POST and GET /repos/{owner}/{repo}/issues
GitLab  docs.gitlab.com/api/issues (v4): POST and GET /projects/:id/issues
Jira    developer.atlassian.com/cloud/jira/platform/rest/v3: POST /issue, POST /search/jql;
        description in the Atlassian Document Format, version 1

Each issue carries a mark of its topic, so that a try whose answer was lost is found again. The
two of git are listed, which shows at once what was made; Jira's search may lag by seconds.
"""

import base64
import json
import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

#: Rows of one page of a list, and characters that each of the three takes as a title.
PAGE, TITLE = 100, 250


@dataclass(frozen=True)
class Draft:
    """What shall stand there. `words` are a person's own, quoted so that they call nobody."""

    mark: str
    title: str
    facts: list[tuple[str, str]]
    words: str = ""
    labels: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Call:
    method: str
    url: str
    headers: dict[str, str]
    body: Any = None

    @property
    def content(self) -> bytes:
        return b"" if self.body is None else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Made:
    """Its name there (#12, LM-7) and its address for people."""

    name: str
    url: str


def fenced(words: str) -> str:
    """A block of code longer than any inside: nobody is called by an @, nothing is linked."""
    longest = max((len(run) for run in re.findall(r"`+", words)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{words}\n{fence}"


def markdown(draft: Draft) -> str:
    facts = "\n".join(f"- {what}: {value}" for what, value in draft.facts)
    parts = [facts, fenced(draft.words) if draft.words else "", f"`{draft.mark}`"]
    return "\n\n".join(part for part in parts if part)


@dataclass(frozen=True)
class GitHub:
    address: str
    project: str
    token: str

    @property
    def _list(self) -> str:
        owner, _slash, name = self.project.partition("/")
        return f"{self.address}/repos/{quote(owner, safe='')}/{quote(name, safe='')}/issues"

    @property
    def _headers(self) -> dict[str, str]:
        return {
            "accept": "application/vnd.github+json",
            "authorization": f"Bearer {self.token}",
            "x-github-api-version": "2022-11-28",
        }

    def creating(self, draft: Draft) -> Call:
        body = {"title": draft.title[:TITLE], "body": markdown(draft), "labels": draft.labels}
        return Call("POST", self._list, self._headers, body)

    def made(self, told: Any) -> Made:
        return Made(f"#{int(told['number'])}", str(told["html_url"]))

    def looking(self, mark: str, since: datetime, page: int) -> Call:
        asked = {"state": "all", "sort": "created", "direction": "desc", "per_page": PAGE}
        query = urlencode({**asked, "since": f"{since:%Y-%m-%dT%H:%M:%SZ}", "page": page})
        return Call("GET", f"{self._list}?{query}", self._headers)

    def found(self, told: Any, mark: str) -> tuple[Made | None, bool]:
        """(what carries the mark, whether there is another page)."""
        mine = [row for row in told if mark in (row.get("body") or "")]
        return (self.made(mine[-1]) if mine else None), len(told) == PAGE

    def said(self, told: Any) -> str:
        errors = [str(one.get("message") or one.get("code")) for one in told.get("errors", [])]
        return "; ".join([str(told.get("message", "")), *errors]).strip("; ")


@dataclass(frozen=True)
class GitLab:
    address: str
    project: str
    token: str

    @property
    def _list(self) -> str:
        return f"{self.address}/api/v4/projects/{quote(self.project, safe='')}/issues"

    @property
    def _headers(self) -> dict[str, str]:
        return {"accept": "application/json", "private-token": self.token}

    def creating(self, draft: Draft) -> Call:
        labels = ",".join(label.replace(",", " ") for label in draft.labels)
        body = {"title": draft.title[:TITLE], "description": markdown(draft), "labels": labels}
        return Call("POST", self._list, self._headers, body)

    def made(self, told: Any) -> Made:
        return Made(f"#{int(told['iid'])}", str(told["web_url"]))

    def looking(self, mark: str, since: datetime, page: int) -> Call:
        asked = {"scope": "all", "order_by": "created_at", "sort": "desc", "per_page": PAGE}
        query = urlencode({**asked, "created_after": f"{since:%Y-%m-%dT%H:%M:%SZ}", "page": page})
        return Call("GET", f"{self._list}?{query}", self._headers)

    def found(self, told: Any, mark: str) -> tuple[Made | None, bool]:
        mine = [row for row in told if mark in (row.get("description") or "")]
        return (self.made(mine[-1]) if mine else None), len(told) == PAGE

    def said(self, told: Any) -> str:
        message = told.get("message") or told.get("error_description") or told.get("error") or ""
        return message if isinstance(message, str) else json.dumps(message)


@dataclass(frozen=True)
class Jira:
    address: str
    project: str
    token: str
    account: str = ""
    issue_type: str = ""

    @property
    def _headers(self) -> dict[str, str]:
        key = base64.b64encode(f"{self.account}:{self.token}".encode()).decode()
        return {"accept": "application/json", "authorization": f"Basic {key}"}

    def creating(self, draft: Draft) -> Call:
        fields = {
            "project": {"key": self.project},
            "issuetype": {"name": self.issue_type or "Task"},
            "summary": draft.title[:TITLE],
            "description": document(draft),
            "labels": [label.replace(" ", "-") for label in [*draft.labels, draft.mark]],
        }
        return Call("POST", f"{self.address}/rest/api/3/issue", self._headers, {"fields": fields})

    def made(self, told: Any) -> Made:
        name = str(told["key"])
        return Made(name, f"{self.address}/browse/{quote(name, safe='')}")

    def looking(self, mark: str, since: datetime, page: int) -> Call:
        query = f'project = "{self.project}" AND labels = "{mark}"'
        body = {"jql": query, "fields": ["summary"], "maxResults": 1}
        return Call("POST", f"{self.address}/rest/api/3/search/jql", self._headers, body)

    def found(self, told: Any, mark: str) -> tuple[Made | None, bool]:
        rows = told["issues"]
        return (self.made(rows[0]) if rows else None), False

    def said(self, told: Any) -> str:
        errors = [f"{name}: {why}" for name, why in (told.get("errors") or {}).items()]
        return "; ".join([*(told.get("errorMessages") or []), *errors])


def document(draft: Draft) -> dict[str, Any]:
    """The description as Jira's document: facts as a list, words as a block of code."""
    rows = [
        {"type": "listItem", "content": [_paragraph(f"{what}: {value}")]}
        for what, value in draft.facts
    ]
    content: list[dict[str, Any]] = [{"type": "bulletList", "content": rows}]
    if draft.words:
        content.append({"type": "codeBlock", "content": [{"type": "text", "text": draft.words}]})
    return {"type": "doc", "version": 1, "content": [*content, _paragraph(draft.mark)]}


def _paragraph(text: str) -> dict[str, Any]:
    return {"type": "paragraph", "content": [{"type": "text", "text": text}]}


System = GitHub | GitLab | Jira


def system(kind: str, *, address: str, project: str, token: str, **more: str) -> System:
    """One of github, gitlab and jira; `more` is Jira's account and issue type."""
    at = {"address": address.rstrip("/"), "project": project, "token": token}
    if kind == "jira":
        return Jira(**at, **more)
    return GitHub(**at) if kind == "github" else GitLab(**at)
