"""Each request: an id for the log and the answer, its time, and one count by its route's template.

A path may hold a secret, an address or a name; the template is of the code. What led nowhere has
none, and counts as such. Of both kinds, as it stands first: a plain one costs a thread.
"""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

from portal.logs import about
from portal.middleware import ASKED
from portal.watching import numbers, tracing

_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
Answering = Callable[[HttpRequest], Any]


@sync_and_async_middleware
def measured(get_response: Answering) -> Answering:
    if iscoroutinefunction(get_response):

        async def awaited(request: HttpRequest) -> HttpResponse:
            asked = Asked(request)
            with about(request=asked.ident), asked.traced() as span:
                return asked.answered(await get_response(request), span)

        return awaited

    def called(request: HttpRequest) -> HttpResponse:
        asked = Asked(request)
        with about(request=asked.ident), asked.traced() as span:
            return asked.answered(get_response(request), span)

    return called


class Asked:
    """One request under way; a proxy's own id is kept where it is one."""

    def __init__(self, request: HttpRequest) -> None:
        given = request.headers.get("X-Request-ID", "")
        self.request = request
        self.ident = given if _ID.fullmatch(given) else uuid.uuid4().hex
        self.began = time.perf_counter()
        request.ident = self.ident  # type: ignore[attr-defined]  # for lines after the answer

    def traced(self) -> Any:
        return tracing.span("request", kind="SERVER", parent=tracing.clicked(self.request))

    def answered(self, response: HttpResponse, span: Any) -> HttpResponse:
        route = template_of(self.request)
        method = self.request.method if self.request.method in _METHODS else "other"
        numbers.requests.labels(method, route, str(response.status_code)).inc()
        numbers.seconds.labels(route).observe(time.perf_counter() - self.began)
        span.update_name(f"{method} {route}")
        span.set_attribute("http.route", route)
        span.set_attribute("http.response.status_code", response.status_code)
        span.set_attribute("lastmile.request", self.ident)
        response.headers["X-Request-ID"] = self.ident
        return response


def template_of(request: HttpRequest) -> str:
    """As in `urls.py`, without its values."""
    found = getattr(request, "resolver_match", None)
    if found is not None:
        return "/" + found.route
    if request.path in ASKED:
        return request.path
    return "static" if request.path.startswith("/static/") else "nowhere"
