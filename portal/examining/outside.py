"""The portal as a browser meets it: certificate, proxy, page, cookies, and the live socket."""

import re
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpx
from django.conf import settings
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from portal.examining.findings import Examination, Finding, doubt, ok, wrong

SECONDS = 10
#: Days before its end at which a certificate ought to have been renewed.
RENEWED = 14
SIGN_IN = "/accounts/login/"


@dataclass(frozen=True)
class Door:
    """An address of the portal, and whom its certificate may be signed by (a file of PEM)."""

    url: str
    authority: str = ""

    def examinations(self) -> dict[str, Examination]:
        return {"certificate": self.certificate, "page": self.page, "socket": self.socket}

    @property
    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.authority or None)

    @property
    def secure(self) -> bool:
        return urlsplit(self.url).scheme == "https"

    def certificate(self) -> Iterator[Finding]:
        if not self.secure:
            yield doubt(f"{self.url} is without TLS", "Ask the address that browsers use.")
            return
        parts = urlsplit(self.url)
        where = (parts.hostname or "", parts.port or 443)
        try:
            with (
                socket.create_connection(where, SECONDS) as line,
                self.trust.wrap_socket(line, server_hostname=where[0]) as tls,
            ):
                ends = (tls.getpeercert() or {})["notAfter"]
        except ssl.SSLCertVerificationError as error:
            yield wrong(f"the certificate is not good: {error.verify_message}", "Renew it.")
            return
        except OSError as error:
            yield wrong(f"{where[0]}:{where[1]} does not answer: {error}", "Start the proxy.")
            return
        yield _lasting(ssl.cert_time_to_seconds(str(ends)) - time.time())

    def page(self) -> Iterator[Finding]:
        """The sign-in page needs everything: proxy, host, TLS, database, templates, files."""
        with httpx.Client(verify=self.trust, timeout=SECONDS, base_url=self.url) as client:
            try:
                answer = client.get(SIGN_IN)
            except httpx.HTTPError as error:
                yield wrong(f"{self.url} does not answer: {error}", "Look at proxy and name.")
                return
            if trouble := self._trouble(answer):
                yield trouble
                return
            yield from self._headers(answer)
            yield _styled(client, answer)

    def _trouble(self, answer: httpx.Response) -> Finding | None:
        """Answers that come from something between here and a page, each with its own cure."""
        status, where = answer.status_code, urljoin(self.url, answer.headers.get("location", ""))
        if status == 301 and urlsplit(where).path == SIGN_IN and self.secure:
            return wrong(
                "every page leads to itself", "Let the proxy write X-Forwarded-Proto: https."
            )
        if status == 400:
            return wrong("the host is not known", "Add it to ALLOWED_HOSTS; let the proxy keep it.")
        if status in (502, 503, 504):
            return wrong(f"the proxy answers {status}", "Start web servers, and look at their log.")
        if status != 200:
            return wrong(f"the sign-in page answers {status}", "Look at the log of a web server.")
        return None

    def _headers(self, answer: httpx.Response) -> Iterator[Finding]:
        if not self.secure:
            return
        cookies = SimpleCookie("; ".join(answer.headers.get_list("set-cookie")))
        loose = [name for name, morsel in cookies.items() if not morsel["secure"]]
        if loose:
            yield wrong(f"the cookie {loose[0]} is sent without TLS too", "Set PORTAL_ENV.")
        if "strict-transport-security" not in answer.headers:
            yield wrong("browsers are not told to stay with TLS", "Let the proxy pass all headers.")
        if not loose:
            yield ok("the sign-in page comes by TLS, and its cookies by nothing else")

    def socket(self) -> Iterator[Finding]:
        """Nobody is signed in here: the portal takes the line, and then says so."""
        there = urlsplit(self.url)._replace(path="/ws/live/")
        address = there._replace(scheme="wss" if self.secure else "ws").geturl()
        how: dict[str, Any] = {"open_timeout": SECONDS, "close_timeout": 1, "proxy": None}
        how |= {"ssl": self.trust if self.secure else None, "origin": _origin(self.url)}
        try:
            connect(address, **how).close()
        except (OSError, WebSocketException) as error:
            yield wrong(
                f"no socket comes through: {error}",
                "Let the proxy pass Upgrade and Origin; pages poll meanwhile.",
            )
            return
        yield ok("a live socket comes through")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _lasting(seconds: float) -> Finding:
    days = int(seconds // 86400)
    if days < RENEWED:
        return doubt(f"the certificate ends in {days} days", "Look whether it is being renewed.")
    return ok(f"the certificate is good for {days} more days")


def _styled(client: httpx.Client, page: httpx.Response) -> Finding:
    found = re.search(r'rel="stylesheet" href="([^"]+)"', page.text)
    if found is None:
        return wrong("the sign-in page is another one", "Look whose page this address shows.")
    status = client.get(found[1]).status_code
    if status != 200:
        return wrong(f"the page's style answers {status}", "Run manage.py collectstatic.")
    return ok("static files are there")


def hops(processes: dict[str, dict]) -> Iterator[Finding]:
    """How many proxies wrote who asks, beside how many are believed."""
    counted = {told["hops"] for told in processes.values()}
    for count in sorted(counted - {settings.TRUSTED_PROXIES}):
        yield wrong(
            f"{count} proxies wrote X-Forwarded-For, and {settings.TRUSTED_PROXIES} are trusted",
            f"Set TRUSTED_PROXIES to {count}, if all of them are yours; limits and audit go by it.",
        )
    if counted == {settings.TRUSTED_PROXIES}:
        yield ok("the address of who asks is the proxy's word")
