"""How people come in: by invitation, or by a one-time link."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from portal.errors import PortalError
from portal.forms import AcceptForm
from portal.gates import PersonRequest, open_to_all
from portal.models import Invitation, SignInLink, User
from portal.signin import enter, enter_by
from portal.sso import app_of


@open_to_all("whoever holds the link has been invited; the secret is the gate")
def invitation(request: PersonRequest, secret: str) -> HttpResponse:
    """Accept: a new person gives name and password, a known one signs in first."""
    found = Invitation.by_secret(secret)
    known = User.objects.filter(email__iexact=found.email).exists()
    if known:
        return _accept_known(request, found)
    if request.user.is_authenticated:  # accepting would end their session without a word
        raise PortalError("invitation:other_person", email=found.email)
    form = AcceptForm(request.POST or None, email=found.email, initial={"name": found.name})
    if request.method == "POST" and form.is_valid():
        enter(request, found.accept(**form.cleaned_data), "invitation")
        return redirect("home" if form.cleaned_data["password"] else "mfa_add_webauthn")
    context = {"form": form, "invitation": found, "sso": found.studio and app_of(found.studio)}
    return render(request, "portal/invitation.html", context)


def _accept_known(request: PersonRequest, found: Invitation) -> HttpResponse:
    user = request.user
    if not user.is_authenticated:
        context = {"invitation": found, "known": True, "next": request.path}
        return render(request, "portal/invitation.html", context)
    if user.email.lower() != found.email.lower():
        raise PortalError("invitation:other_person", email=found.email)
    if request.method == "POST":
        found.accept(user=user)
        return redirect(
            f"{reverse('first_steps')}?studio={found.studio_id}" if found.studio else "/"
        )
    return render(request, "portal/invitation.html", {"invitation": found})


@open_to_all("whoever holds the one-time link is the person it was made for")
def enter_by_link(request: PersonRequest, secret: str) -> HttpResponse:
    """A page first, so that a mail scanner's visit does not use the link up."""
    if request.method == "POST":
        return enter_by(request, SignInLink.redeem(secret))
    SignInLink.must_be_usable(secret)
    return render(request, "portal/enter.html")
