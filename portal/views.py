"""Coming in, Home, the studio's people, and one's own tokens."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, demand, find
from portal.errors import PortalError
from portal.forms import AcceptForm, InviteForm, RoleForm, TokenForm
from portal.frame import BANDS
from portal.gates import PersonRequest, gate, open_to_all
from portal.models import ApiToken, Invitation, Membership, SignInLink, Studio, User
from portal.signin import enter, invite_by_mail


@gate(Capability.SIGNED_IN)
def home(request: PersonRequest) -> HttpResponse:
    """What needs me, what runs, what changed; each band is contributed by a room."""
    bands: dict[str, list[dict[str, Any]]] = {}
    for _order, name, lines in BANDS:
        bands.setdefault(name, []).extend(lines(request.user))
    return render(request, "portal/home.html", {"bands": bands, "empty": not any(bands.values())})


@open_to_all("load balancers ask without an account; it tells nothing but that it works")
def healthy(request: PersonRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ok"})


@open_to_all("whoever holds the link has been invited; the secret is the gate")
def invitation(request: PersonRequest, secret: str) -> HttpResponse:
    """Accept: a new person gives name and password, a known one signs in first."""
    found = Invitation.by_secret(secret)
    known = User.objects.filter(email__iexact=found.email).exists()
    if known:
        return _accept_known(request, found)
    form = AcceptForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        enter(request, found.accept(**form.cleaned_data))
        return redirect("home")
    return render(request, "portal/invitation.html", {"form": form, "invitation": found})


def _accept_known(request: PersonRequest, found: Invitation) -> HttpResponse:
    user = request.user
    if not user.is_authenticated:
        context = {"invitation": found, "known": True, "next": request.path}
        return render(request, "portal/invitation.html", context)
    if user.email.lower() != found.email.lower():
        raise PortalError("invitation:other_person", email=found.email)
    if request.method == "POST":
        found.accept(user=user)
        return redirect("home")
    return render(request, "portal/invitation.html", {"invitation": found})


@open_to_all("whoever holds the one-time link is the person it was made for")
def enter_by_link(request: PersonRequest, secret: str) -> HttpResponse:
    """A page first, so that a mail scanner's visit does not use the link up."""
    if request.method == "POST":
        enter(request, SignInLink.redeem(secret), "signed_in:link")
        return redirect("home")
    SignInLink.must_be_usable(secret)
    return render(request, "portal/enter.html")


def _my_studio(request: PersonRequest) -> Studio:
    """The studio asked for by `?studio=`, or the first of mine."""
    mine = Studio.objects.filter(pk__in=list(request.user.roles))
    try:
        wanted = UUID(request.GET["studio"]) if "studio" in request.GET else None
    except ValueError:
        raise Http404 from None
    studio = (mine.filter(pk=wanted) if wanted else mine).first()
    if studio is None:
        raise Http404
    demand(request.user, request.capability, studio.pk)
    return studio


@gate(Capability.SEE, POST=Capability.MEMBERS)
def studio(request: PersonRequest) -> HttpResponse:
    """Who belongs to the studio, and who is invited."""
    house = _my_studio(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        sent = invite_by_mail(actor=request.user, studio=house, **form.cleaned_data)
        messages.success(request, _("%(email)s is invited.") % {"email": sent.email})
        return redirect(request.get_full_path())
    people = Membership.objects.visible_to(request.user).active().filter(studio=house)
    context = {
        "studio": house,
        "studios": Studio.objects.filter(pk__in=list(request.user.roles)),
        "people": people.select_related("user"),
        "invitations": Invitation.objects.visible_to(request.user).open().filter(studio=house),
        "manages": request.user.can(Capability.MEMBERS, house.pk),
        "form": form,
        "roles": RoleForm.CHOICES,
    }
    return render(request, "portal/studio.html", context)


@gate(Capability.MEMBERS)
@require_POST
def member(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a role, or end the membership."""
    membership = find(Membership.objects.active().select_related("user", "studio"), request, pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise PortalError("invalid", fields=form.errors)
    if form.cleaned_data["role"]:
        membership.change_role(form.cleaned_data["role"], actor=request.user)
    else:
        membership.revoke(actor=request.user)
    messages.success(request, _("%(person)s: changed.") % {"person": membership.user})
    return redirect("studio")


@gate(Capability.MEMBERS)
@require_POST
def withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    find(Invitation.objects.open(), request, pk=pk).revoke(actor=request.user)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("studio")


@gate(Capability.SIGNED_IN)
def tokens(request: PersonRequest) -> HttpResponse:
    """My API tokens; a new one is shown once, on the page that made it."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _token, secret = ApiToken.issue(request.user, **form.cleaned_data)
        form = TokenForm()
    mine = ApiToken.objects.visible_to(request.user).usable()
    return render(request, "portal/tokens.html", {"tokens": mine, "form": form, "secret": secret})


@gate(Capability.SIGNED_IN)
@require_POST
def token_revoke(request: PersonRequest, pk: UUID) -> HttpResponse:
    token = ApiToken.objects.visible_to(request.user).filter(pk=pk).first()
    if token is None:
        raise Http404
    token.revoke()
    messages.success(request, _("The token no longer works."))
    return redirect("tokens")
