"""One page of each kind that a person can come to by links, found by following them."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx
from django.urls import Resolver404, resolve

#: Persons by what stands in the demo's line of sign-in links; "" is somebody signed out.
PEOPLE = ("producer", "beta lead", "")
STARTS = ["/"]
SIGNED_OUT = ["/accounts/login/", "/accounts/password/reset/"]
#: Not pages to be read: other software's, files, and doors that lead elsewhere.
OTHERS = ("/admin", "/media/", "/static/", "/api/", "/accounts/logout")
MOST = 120


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        if tag == "a" and known.get("href") and "download" not in known:
            self.found.append(str(known["href"]))


def links(text: str, address: str) -> Iterator[str]:
    """Paths of this host that a page leads to, without questions and marks."""
    parser = _Links()
    parser.feed(text)
    for href in parser.found:
        parts = urlsplit(urljoin(address, href))
        if parts.netloc == urlsplit(address).netloc and not parts.path.startswith(OTHERS):
            yield parts.path


def kind(path: str) -> str:
    """The name of its route; empty where there is none."""
    try:
        found = resolve(path)
    except Resolver404:
        return ""
    return found.view_name or found.route


def walked(address: str, cookies: dict[str, str]) -> dict[str, str]:
    """Paths by the name of their route: of each kind the first that answers with a page."""
    found: dict[str, str] = {}
    waiting, tried = list(STARTS if cookies else SIGNED_OUT), 0
    with httpx.Client(base_url=address, cookies=cookies, timeout=60) as client:
        while waiting and tried < MOST:
            path = waiting.pop(0)
            if not (name := kind(path)) or name in found:
                continue
            tried += 1
            answer = client.get(path)
            if _is_page(answer):
                found[name] = path
                waiting += links(answer.text, f"{address}{path}")
    return found


def _is_page(answer: httpx.Response) -> bool:
    whole = answer.headers.get("content-type", "").startswith("text/html")
    return answer.status_code == 200 and whole and "<html" in answer.text
