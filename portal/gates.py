"""Every view says who may come in: a capability, or in words why everybody may.

`@gate(Capability.SEE)` or, per method, `@gate(Capability.SEE, POST=Capability.UPLOAD)`.
The gate's capability then binds `access.find`, which asks it again for the very studio.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse

from portal.access import Capability, demand
from portal.errors import PortalError
from portal.models import User

View = Callable[..., Any]


class PersonRequest(HttpRequest):
    """What a gated view gets: a signed-in person, and the capability asked for."""

    user: User
    capability: Capability
    htmx: Any


def gate(default: Capability, **by_method: Capability) -> Callable[[View], View]:
    """Signed in, and the method's capability held somewhere; `find` narrows it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            _take_token(request)
            if not request.user.is_authenticated:
                return _ask_to_sign_in(request)
            request.capability = by_method.get(request.method or "", default)  # type: ignore[attr-defined]
            demand(request.user, request.capability)  # type: ignore[attr-defined]
            return view(request, *args, **kwargs)

        guarded.gate = {"default": default, **by_method}  # type: ignore[attr-defined]
        return guarded

    return decorate


def _take_token(request: HttpRequest) -> None:
    """Scripts may read with a token what people read with a session (media, exports)."""
    if request.method in ("GET", "HEAD") and "Authorization" in request.headers:
        from portal.api.signin import TokenAuthentication
        from portal.door import must_be_free

        if found := TokenAuthentication().authenticate(request):
            request.user = found[0]
            must_be_free(found[0])


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.method == "GET" and not getattr(request, "htmx", False):
        return redirect_to_login(request.get_full_path())
    raise PortalError("access:signed_out")


def open_to_all(reason: str) -> Callable[[View], View]:
    """A view without sign-in; the reason is read by the route guard test."""

    def decorate(view: View) -> View:
        view.gate = {"open": reason}  # type: ignore[attr-defined]
        return view

    return decorate
