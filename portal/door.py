"""What stands between signing in and the portal: a second factor, then the agreements.

Pages are led to what is missing, the API is told in the error's form, sockets are not opened.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from portal.errors import PortalError
from portal.meeting import STRONG
from portal.models import User
from portal.models.agreements import done_with_agreements, open_agreements

MISSING, OPEN = "mfa:missing", "agreement:open"
#: Where a person is led to, by what is missing.
PLACES = {MISSING: "mfa_index", OPEN: "agreements"}
#: Pages that open before: account security, signing out, the agreements, and public ones.
ALWAYS = {"invitation", "sign_in_link", "healthz", "javascript-catalog", "session_end", "security"}
ALWAYS |= {"language", "help", "help_page"}
ALWAYS |= {"healthz_live", "healthz_ready", "metrics"}
ALWAYS |= {"mail_off"}  # nobody has to agree to anything to get no more mails
ALWAYS |= {"closed", "closed_certificate"}  # whoever holds the signed link, signed in or not
ALWAYS_BEGIN = ("account_", "mfa_", "usersessions_", "openid_connect_", "socialaccount_")
AGREEMENTS = {"agreements", "agreement", "agreement_file", "agreement_receipt"}
CAME_FOR = "came_for"


def obstacle(person: User) -> str:
    """The code of what is still missing; "" when the way is free."""
    known, person.known = person.known, None  # what is done in this request changes it
    strong = known.strong if known else has_second_factor(person)
    if settings.MFA_REQUIRED and not strong:
        return MISSING
    return OPEN if (known.missing if known else open_agreements(person)) else ""


def with_a_free_way(people: list[User]) -> set[Any]:
    """Ids of those for whom nothing is missing; what they accepted must be open to be read."""
    free = done_with_agreements(people)
    if not settings.MFA_REQUIRED:
        return free
    strong = Authenticator.objects.filter(user__in=people, type__in=STRONG)
    return free & set(strong.values_list("user_id", flat=True))


def has_second_factor(person: User) -> bool:
    return Authenticator.objects.filter(user=person, type__in=STRONG).exists()


def must_be_free(person: User, *, accepted: bool = True) -> None:
    """For the API: raises what is missing. The agreements themselves open before `accepted`."""
    code = obstacle(person)
    if code == MISSING or (code and accepted):
        raise PortalError(code)


def stops(request: HttpRequest) -> str:
    """The code of what keeps this page closed. The API's views ask for themselves."""
    if not request.user.is_authenticated or request.path.startswith("/api/"):
        return ""
    match: Any = request.resolver_match
    name = match.url_name or ""
    always = name in ALWAYS or name.startswith(ALWAYS_BEGIN)
    if always and not match.namespace:  # the admin names its own pages much like allauth's
        return ""
    code = obstacle(request.user)
    return "" if code == OPEN and name in AGREEMENTS and not match.namespace else code


def lead(request: HttpRequest, code: str) -> HttpResponse | None:
    """To the page where it can be done; nothing for a form, which is refused instead."""
    place = reverse(PLACES[code])
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": place})
    if request.method not in ("GET", "HEAD"):
        return None
    request.session[CAME_FOR] = request.get_full_path()
    return redirect(place)


def onwards(request: HttpRequest) -> str:
    """Where to go once the way is free: what was asked for, or the first steps of a studio."""
    asked = request.session.pop(CAME_FOR, "/")
    person: Any = request.user
    return reverse("first_steps") if asked == "/" and person.roles else asked
