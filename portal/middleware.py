"""The one translator from errors to answers, for pages and for raw JSON views."""

import logging
import sys
from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.decorators import sync_and_async_middleware

from portal import passing
from portal.bodies import REFUSED, TOO_LARGE
from portal.errors import PortalError, is_taken, sentences, status_of
from portal.tenancy import closed

log = logging.getLogger(__name__)
HEALTH = "/healthz/"
ASKED = frozenset({HEALTH, "/healthz/live/", "/healthz/ready/", "/metrics/"})


@sync_and_async_middleware
def health(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Load balancers and Prometheus ask without TLS and by number: before redirects, hosts and
    sessions.

    Of both kinds, since it stands first: as a plain one it would cost every request a thread.
    """
    if iscoroutinefunction(get_response):

        async def awaited(request: HttpRequest) -> HttpResponse:
            if request.path in ASKED:
                return await sync_to_async(_health)(request)
            return await get_response(request)

        return awaited

    def called(request: HttpRequest) -> HttpResponse:
        return _health(request) if request.path in ASKED else get_response(request)

    return called


def _health(request: HttpRequest) -> HttpResponse:
    from portal.views import home
    from portal.watching.answering import ANSWERS

    try:
        return ANSWERS.get(request.path, home.healthy)(request)
    except passing.DATABASE as error:
        return JsonResponse({"status": _code_of(error)}, status=503)


class TenancyMiddleware:
    """Opens the studios of the person who asks, for this request only."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from portal.meeting import meet

        with closed():
            try:
                meet(request.user)
            except passing.DATABASE as error:
                return answer(request, _code_of(error))
            return self.get_response(request)


class SeenMiddleware:
    """When a session was last used, for the page where its person may end it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        from portal.sessions import seen

        if request.user.is_authenticated and request.session.session_key:
            try:
                seen(request.session.session_key)
            except passing.DATABASE as error:
                return answer(request, _code_of(error))
        return self.get_response(request)


class DoorMiddleware:
    """Nothing opens before the second factor is set up and the agreements are accepted."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        from portal import door  # models are not there yet when settings name this module

        try:
            code = door.stops(request)
        except passing.DATABASE as error:
            return answer(request, _code_of(error))
        return (door.lead(request, code) or answer(request, code)) if code else None


class ShownStudioMiddleware:
    """The one studio a person of several looks at, as chosen in the top bar."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            request.user.show(request.session.get("studio", ""))
        return self.get_response(request)


class ErrorMiddleware:
    """Turns PortalError, and what Django raises, into the person's words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if getattr(request, "scope", {}).get(REFUSED):
            return answer(request, TOO_LARGE)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, PortalError):
            return answer(request, error.code, error.as_dict())
        code = _code_of(error)
        return answer(request, code) if code else None


def _code_of(error: Exception) -> str:
    if isinstance(error, Http404):
        return "not_found"
    if isinstance(error, PermissionDenied):
        return "access:denied"
    if isinstance(error, RequestDataTooBig):
        return TOO_LARGE
    if is_taken(error):
        return "taken"
    if code := passing.code_of(error):
        log.warning("%s: %s", code, type(error).__name__, exc_info=error)
    return code


def answer(request: HttpRequest, code: str, body: dict | None = None) -> HttpResponse:
    """The error as JSON for the API, as a page for everybody else."""
    body = body or {**sentences(code), "fields": {}}
    status = status_of(code)
    headers = {"Retry-After": str(passing.COME_BACK)} if status == 503 else {}
    if request.path.startswith("/api/"):
        return JsonResponse({"error": body}, status=status, headers=headers)
    if status >= 500:
        request.user = AnonymousUser()  # the page must not ask a database that is gone
    page = render(request, "error.html", {"error": body, "status": status}, status=status)
    for name, value in headers.items():
        page[name] = value
    return page


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer(request, "not_found")


def failed(request: HttpRequest) -> HttpResponse:
    """What no view raised: a session that could not be read or saved, on the way in or out."""
    error = sys.exc_info()[1]
    return answer(request, (error and passing.code_of(error)) or "unexpected")


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    return answer(request, "access:forgery")
