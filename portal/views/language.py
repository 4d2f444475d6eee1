"""The switch between languages, for this browser or the person, and the words of its scripts."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.http import etag, require_POST
from django.views.i18n import JavaScriptCatalog

from portal.gates import open_to_all

#: A year: a browser that is not told again asks for the language it was bought with.
KEPT_SECONDS = 365 * 24 * 3600


@open_to_all("guests, performers and whoever signs in read the portal, too")
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """The choice of a person goes with them; the cookie is for pages without a sign-in."""
    wanted = request.POST.get("language", "")
    if wanted not in dict(settings.LANGUAGES):
        raise Http404
    if request.user.is_authenticated:
        request.user.prefer(wanted)
    back = request.POST.get("next") or request.headers.get("Referer", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = redirect(back if safe else "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        wanted,
        max_age=KEPT_SECONDS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@cache
def _made() -> int:
    """When the words were written: a process reads them once."""
    texts = settings.LOCALE_PATHS[0].rglob("djangojs.po")
    return max(text.stat().st_mtime_ns for text in texts)


def mark() -> str:
    """Of the words in the language of now: another one once they change."""
    return f"{get_language()}-{_made():x}"


def _etag(request: HttpRequest) -> str:
    return f'"{mark()}"'


def _keep(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For ever under an address that tells which words they are, else asked for every time."""

    def kept(request: HttpRequest) -> HttpResponseBase:
        response = view(request)
        if request.META["QUERY_STRING"] == mark():
            patch_cache_control(response, private=True, max_age=KEPT_SECONDS, immutable=True)
        else:
            patch_cache_control(response, private=True, no_cache=True)
        return response

    return kept


catalogue = open_to_all("words of the interface, needed before sign-in too")(
    _keep(etag(_etag)(JavaScriptCatalog.as_view(packages=["portal"])))
)
