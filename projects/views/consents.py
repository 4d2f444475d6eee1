"""One consent: what it says, what stands on it before it is withdrawn, and what follows."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects import consent_words
from projects.consent_forms import ConsentForm, RevokeForm
from projects.models import Consent, Performer
from projects.revoking import hold, record, replace, revoke, touched
from projects.views.projects import crumbs_of

_ROWS = ("performer", "project__studio", "script_version__asset", "document__asset", "replaced_by")


@gate(Capability.MANAGE)
def new(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Record what a performer has signed, field by field as the paper has it."""
    performer = find(Performer.objects.select_related("project__studio"), request, pk=pk)
    form = ConsentForm(request.POST or None, performer=performer)
    if request.method == "POST" and form.is_valid():
        made = record(actor=request.user, performer=performer, fields=form.fields_of_consent)
        messages.success(request, _("Consent %(n)s is recorded.") % {"n": made.number})
        return redirect(made)
    context = {
        "performer": performer,
        "form": form,
        "crumbs": _crumbs(performer, {"label": _("Record a consent")}),
    }
    return render(request, "projects/consent_new.html", context)


@gate(Capability.SEE)
def detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    consent = find(Consent.objects.select_related(*_ROWS), request, pk=pk)
    return render(request, "projects/consent.html", _page(request, consent, RevokeForm()))


def _page(request: PersonRequest, consent: Consent, form: RevokeForm) -> dict[str, Any]:
    further = consent.performer.consents.filter(
        revoked_at=None, signed_at__gt=consent.revoked_at or consent.signed_at
    )
    open_again = consent.revoked_at and not consent.replaced_by_id
    return {
        "consent": consent,
        "sentence": consent_words.sentence(consent),
        "state": consent_words.STATES[consent.state],
        "clauses": consent_words.clauses(consent),
        "touched": touched(consent),
        "further": further if open_again else [],
        "form": form,
        "manages": request.user.can(Capability.MANAGE, consent.studio_id),
        "crumbs": _crumbs(consent.performer, {"label": _("Consent %(n)s") % {"n": consent.number}}),
    }


def _crumbs(performer: Performer, *more: dict[str, Any]) -> list[dict[str, Any]]:
    place = {"label": _("People"), "url": performer.get_absolute_url()}
    return crumbs_of(performer.project, place, *more)


@gate(Capability.MANAGE)
@require_POST
def withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    """On the performer's behalf. The page asks with its counts; what follows is at once."""
    consent = find(Consent.objects.select_related(*_ROWS), request, pk=pk)
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return render(request, "projects/consent.html", _page(request, consent, form))
    found = revoke(consent=consent, actor=request.user, **form.cleaned_data)
    told = _("Consent %(n)s is withdrawn. In quarantine: %(things)s.")
    messages.success(request, told % {"n": consent.number, "things": found.things})
    return redirect(consent)


@gate(Capability.MANAGE)
@require_POST
def held(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Put on hold for a strike, or end the hold (`on` is empty)."""
    consent = find(Consent.objects.select_related(*_ROWS), request, pk=pk)
    hold(consent=consent, actor=request.user, on=bool(request.POST.get("on")))
    return redirect(consent)


@gate(Capability.MANAGE)
@require_POST
def replaced(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A further consent of the same performer takes over what was made under this one."""
    consent = find(Consent.objects.select_related(*_ROWS), request, pk=pk)
    further = consent.performer.consents.visible_to(request.user)  # type: ignore[attr-defined]
    try:
        by = further.filter(pk=UUID(request.POST.get("by", ""))).first()
    except ValueError:
        by = None
    if by is None:
        raise PortalError("invalid", fields={"by": [_("Choose a further consent.")]})
    replace(consent=consent, by=by, actor=request.user)
    messages.success(request, _("Consent %(n)s took over; it is open again.") % {"n": by.number})
    return redirect(consent)
