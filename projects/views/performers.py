"""What a performer sees by the personal link, without an account: what they allowed, every use
that was made of it, and how they withdraw it. Plain words; nothing of the portal around it.
"""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.addresses import address_of
from portal.errors import PortalError
from portal.gates import open_to_all
from portal.models.secrets import digest
from portal.tenancy import enter_studio
from portal.throttles import PersonalLinks
from projects import consent_words
from projects.consent_forms import WithdrawForm
from projects.guests import refused, unshared
from projects.models import Consent, Performer, PerformerLink
from projects.revoking import revoke, touched
from projects.uses_made import brought_in, uses_made

_WHY = "the secret of the link is the gate: it shows what one performer allowed, and no picture"


@open_to_all(_WHY)
def page(request: Any, token: str) -> HttpResponse:
    try:
        link = _standing(request, token)
    except PortalError as error:
        return refused(request, error)
    performer = link.performer
    link.note_opening(address_of(request))
    consents = _consents(performer)
    context = {
        "performer": performer,
        "token": token,
        "consents": [_told(consent) for consent in consents.order_by("-number")],
    }
    return unshared(render(request, "projects/performer.html", context))


@open_to_all(_WHY)
def withdraw(request: Any, token: str, number: int) -> HttpResponse:
    """Says what follows and what does not, then asks once; withdrawn is withdrawn."""
    try:
        link = _standing(request, token)
        consent = _consents(link.performer).filter(number=number).first()
        if consent is None:
            raise PortalError("not_found")
        form = WithdrawForm(request.POST or None, initial={"name": link.performer.speaker})
        late = request.method == "POST" and consent.revoked_at is not None
        if request.method == "POST" and not late and form.is_valid():
            said = form.cleaned_data
            why = said["why"] or _("no reason given")
            revoke(consent=consent, actor=None, name=said["name"], why=why)
            return unshared(redirect("performer", token=token))
    except PortalError as error:
        return refused(request, error)
    context = {
        "performer": link.performer,
        "token": token,
        "consent": consent,
        "sentence": consent_words.sentence(consent),
        "touched": touched(consent),
        "form": form,
    }
    status = 409 if late else 200
    return unshared(render(request, "projects/performer_withdraw.html", context, status=status))


def _standing(request: Any, token: str) -> PerformerLink:
    """Inside the studio of the link; that it is over is told to whoever has the secret."""
    PersonalLinks.note(request)
    link = PerformerLink.by_secret(digest(token))
    if link is None:
        raise PortalError("not_found")
    link.must_be_open()
    enter_studio(link.studio_id)
    rows = PerformerLink.objects.select_related("performer__project__studio")
    return rows.get(pk=link.pk)


def _consents(performer: Performer) -> Any:
    rows = Consent.objects.filter(performer=performer)
    return rows.select_related("performer", "project__studio", "script_version__asset")


def _told(consent: Consent) -> dict[str, Any]:
    uses, count = uses_made(consent)
    return {
        "row": consent,
        "sentence": consent_words.sentence(consent),
        "state": consent_words.STATES[consent.state],
        "clauses": consent_words.clauses(consent),
        "uses": uses,
        "count": count,
        "brought": brought_in(consent).count(),
    }
