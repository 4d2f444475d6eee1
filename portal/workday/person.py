"""One person at the portal: a token for the API, a session for pages; asks again as one should."""

import random
import re
import threading
import time
import uuid
from typing import Any

import httpx

from portal.workday.book import Answer, Book

#: Seconds: a page that takes longer is given up, as people do.
TIMEOUT = httpx.Timeout(60, connect=5)
#: Answers that say: not now. What was asked has not happened, or is still on its way.
LATER = {0, 429, 500, 502, 503, 504}
LATER_CODES = {"idempotency:in_progress", "upload:part_busy"}
PAUSE, LONGEST = 0.3, 4.0


class GaveUp(Exception):
    """Nothing worked for as long as the person would wait."""


class Person:
    """`facts` come from the casting: name, role, studio, token, links, project."""

    def __init__(self, address: str, facts: dict[str, Any], book: Book, home: threading.Event):
        self.address, self.facts, self.book, self.home = address, facts, book, home
        self.name, self.role = facts["name"], facts["role"]
        self.links = list(facts["links"])
        self.patience = 180.0
        headers = {"Authorization": f"Bearer {facts['token']}", "Accept": "application/json"}
        self.api = httpx.Client(headers=headers, timeout=TIMEOUT)
        self.pages = httpx.Client(timeout=TIMEOUT)

    def close(self) -> None:
        self.api.close()
        self.pages.close()

    # -- the API ---------------------------------------------------------------------

    def read(self, path: str, **params: Any) -> Any:
        """What is there now, or None: whoever only looks does not insist."""
        answer = self._ask(self.api, "read", "read", "GET", f"/api/v1/{path}", params=params)
        return answer.json() if answer is not None and answer.is_success else None

    def write(
        self, act: str, method: str, path: str, body: Any = None, *, mark: str = ""
    ) -> httpx.Response:
        """Until it is answered with something else than "later"; raises GaveUp.

        With a `mark` it may be made again without doing it twice: the key goes along.
        """
        headers = {"Idempotency-Key": str(uuid.uuid4())} if mark else {}
        until, pause = time.monotonic() + self.patience, PAUSE
        while True:
            if mark:
                self.book.tries(act, mark)
            where = f"/api/v1/{path}"
            answer = self._ask(self.api, act, "write", method, where, json=body, headers=headers)
            if answer is not None and not later(answer):
                return answer
            if time.monotonic() > until:
                raise GaveUp(f"{act} {path}")
            time.sleep(pause * random.uniform(0.5, 1))  # noqa: S311 (spreads load)
            pause = min(LONGEST, pause * 2)

    def put(self, url: str, body: bytes, headers: dict[str, str]) -> httpx.Response | None:
        """A part, to where the portal said; its own token is for the portal alone."""
        return self._ask(self.pages, "part", "write", "PUT", url, content=body, headers=headers)

    # -- pages -----------------------------------------------------------------------

    def open(self, path: str) -> bool:
        answer = self._ask(self.pages, f"page {path}", "page", "GET", path)
        return answer is not None and answer.status_code == 200

    @property
    def is_in(self) -> bool:
        return "sessionid" in self.pages.cookies

    def sign_in(self) -> bool:
        """By the next one-time link. One whose answer was lost may be used up."""
        if not self.links:
            return self.is_in
        answer = self._submit("sign in", self.links[0])
        if answer is None or answer.status_code in LATER:
            return False
        self.links.pop(0)
        return answer.status_code == 302

    def take(self, path: str, why: str) -> httpx.Response | None:
        """A file, from wherever the portal sends it, after saying what it is for."""
        led = self._submit("release", path, reason=why)
        if led is None or led.status_code != 302:
            return None
        where = led.headers["location"]
        return self._ask(self.pages, "download", "read", "GET", where, follow_redirects=True)

    def _submit(self, act: str, path: str, **fields: str) -> httpx.Response | None:
        """A page's form as it came; the page itself where it has none."""
        page = self._ask(self.pages, act, "page", "GET", path)
        form = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text) if page else None
        if page is None or not page.is_success or not form:
            return page
        body = {"csrfmiddlewaretoken": form[1], **fields}
        return self._ask(self.pages, act, "page", "POST", path, data=body)

    def _ask(
        self, client: httpx.Client, act: str, lane: str, method: str, path: str, **how: Any
    ) -> httpx.Response | None:
        began = time.monotonic()
        url = path if path.startswith("http") else self.address + path
        lane = lane if url.startswith(self.address) else "store"  # somebody else answers there
        try:
            answer = client.request(method, url, **how)
        except httpx.HTTPError:
            self._note(act, lane, began, 0)
            return None
        if not str(answer.url).startswith(self.address):  # where it was sent on to
            lane = "store"
        wait = answer.headers.get("retry-after", "")
        self._note(act, lane, began, answer.status_code, code_of(answer), wait)
        return answer

    def _note(
        self, act: str, lane: str, began: float, status: int, code: str = "", wait: str = ""
    ) -> None:
        now = time.monotonic()
        self.book.note(Answer(now, now - began, self.name, act, lane, status, code, wait))


def later(answer: httpx.Response) -> bool:
    return answer.status_code in LATER or code_of(answer) in LATER_CODES


def code_of(answer: httpx.Response) -> str:
    """Of an error: its code; of a page, that it is the portal's own page."""
    if answer.status_code < 400:
        return ""
    try:
        return str(answer.json()["error"]["code"])
    except (ValueError, KeyError, TypeError):
        return "page" if "<h1" in answer.text else ""
