"""Asking a studio's sign-on server: public addresses only, few starts, and trouble in words."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from requests import RequestException
from requests.adapters import HTTPAdapter

from portal.errors import PortalError, Text, register
from portal.outbox.addresses import checked, resolve
from portal.throttles import SignOnStarts

log = logging.getLogger(__name__)


class CheckedAdapter(HTTPAdapter):
    """Every address is looked at, also those that the server names or redirects to.

    The connection is made to the address that was looked at: a name that changes in between
    has no effect. The certificate and `Host` go by the name.
    """

    def send(self, request: Any, *args: Any, **how: Any) -> Any:
        host = urlsplit(request.url).hostname or "…"
        request.headers.setdefault("Host", urlsplit(request.url).netloc)
        try:
            checked(request.url)
            return super().send(request, *args, **how)
        except PortalError as error:
            log.warning("a sign-on server was not asked: %s", error)
            raise PortalError("sso:address", host=host) from error

    def build_connection_pool_key_attributes(
        self, request: Any, verify: Any, cert: Any = None
    ) -> tuple[Any, Any]:
        to, how = super().build_connection_pool_key_attributes(request, verify, cert)
        name = to["host"]
        standard = 443 if to["scheme"] == "https" else 80
        to = {**to, "host": resolve(name, to["port"] or standard)[0]}
        if to["scheme"] == "https":
            how = {**how, "server_hostname": name, "assert_hostname": name}
        return to, how


def checked_session(session: Any) -> Any:
    for scheme in ("http://", "https://"):
        session.mount(scheme, CheckedAdapter())
    return session


def told_in_words(view: Callable[..., HttpResponse], *, begins: bool) -> Callable[..., Any]:
    """The library's view; a server that says nothing, or nonsense, is no failure of ours."""

    @wraps(view)
    def told(request: HttpRequest, provider_id: str) -> HttpResponse:
        if begins:
            SignOnStarts.note(request)
        try:
            return view(request, provider_id)
        except (RequestException, LookupError, AttributeError, TypeError, ValueError) as error:
            log.warning("the sign-on server %s did not answer: %r", provider_id, error)
            raise PortalError("sso:silent", provider=provider_id) from error

    return told


register(
    {
        "sso:address": Text(
            502,
            _("The studio's sign-in server is at {host}, where the portal may not ask."),
            _("Nobody was signed in."),
            _("Tell the beta team; it needs a public address that begins with https."),
        ),
        "sso:silent": Text(
            502,
            _("The studio's sign-in server ({provider}) gave no answer that can be used."),
            _("Nobody was signed in."),
            _("Try again in a minute, sign in with your password, or tell your producer."),
        ),
    }
)
