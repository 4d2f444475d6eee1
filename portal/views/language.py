"""The switch between languages: for this browser, and for whoever is signed in everywhere."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

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
    back = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
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
