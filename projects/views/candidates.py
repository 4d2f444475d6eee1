"""Looking at a breakdown, correcting it, deciding, taking it away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects import triage
from projects.adopting import adopt_shots, scene_choices
from projects.api.candidates import may_edit
from projects.consenting import withdrawn_of
from projects.exporting import (
    FORMATS,
    PICTURE,
    export,
    picture_name,
    take_picture,
    what_is_lost,
)
from projects.factsheet import LOSSES, WARNINGS, said
from projects.forms import DecisionForm
from projects.home.awaited import awaiting
from projects.models import Candidate
from projects.models.decisions import decide
from projects.responses import attachment, stored
from projects.showing import frame_pattern, shots
from projects.taking import FILES, take_file
from projects.unsigned import Unsigned, keep, not_signed, taken
from projects.views import (
    casts,
    changes,
    clips,
    compared,
    conversions,
    described,
    enriched,
    found,
    matches,
    plates,
    scripts,
    selects,
    tracks,
)
from projects.views.assets import player
from projects.views.projects import crumbs_of

_ROWS = Candidate.objects.select_related(
    "project__studio", "version__asset", "version__project", "run__request"
)


#: Pages of what is no cut and no picture, by kind.
PAGES: dict[str, Callable[[PersonRequest, Candidate], HttpResponse]] = {
    Candidate.Kind.PLATE: plates.page,
    Candidate.Kind.MATCH: matches.page,
    Candidate.Kind.SCRIPT: scripts.detail,
    Candidate.Kind.SELECTS: selects.page,
    Candidate.Kind.CHANGES: changes.page,
    Candidate.Kind.FOUND: found.page,
    Candidate.Kind.CAST: casts.page,
    Candidate.Kind.TRACK: tracks.page,
    Candidate.Kind.EDITORIAL: conversions.page,
    Candidate.Kind.ENRICHED: enriched.page,
    Candidate.Kind.DESCRIBED: described.page,
    Candidate.Kind.CLIP: clips.page,
    Candidate.Kind.COMPARED: compared.page,
}


@gate(Capability.SEE)
def listed(request: PersonRequest) -> HttpResponse:
    """What awaits a decision, newest first."""
    page = Paginator(awaiting(request.user), 50).get_page(request.GET.get("page"))
    boards = triage.lines(request.user, 50)
    return render(request, "projects/review.html", {"page": page, "boards": boards})


@gate(Capability.SEE)
def detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    candidate = find(_ROWS.prefetch_related("renditions", "version__renditions"), request, pk=pk)
    if candidate.kind == Candidate.Kind.PICTURE:
        return redirect(candidate.get_absolute_url())
    if found := withdrawn_of([candidate.pk, candidate.version_id]):
        return _held(request, candidate, next(iter(found.values())))
    candidate.unsigned = taken(request.session, candidate)
    if candidate.kind in PAGES:
        return PAGES[candidate.kind](request, candidate)
    latest, decision = candidate.latest, candidate.decision
    cards = shots(candidate, latest)
    for card in cards:
        card["doubtful"] = card["confidence"] < 0.6
    lost = what_is_lost(candidate, (decision.revision if decision else latest).cut)
    context = {
        "candidate": candidate,
        "revision": latest,
        "shots": cards,
        "locked": not may_edit(request.user, candidate),
        "decision": decision,
        "decisions": candidate.decisions.select_related("revision"),
        "revisions": candidate.revisions.select_related("made_by").order_by("-number")[:20],
        "exports": _exports(lost),
        "player": _player(request.user, candidate),
        "frame_url": frame_pattern(candidate.version_id),
        "summary": _summary(cards),
        "warnings": said(WARNINGS, candidate.result.get("warnings", [])),
        "scenes": scene_choices(candidate.project),
        "may": _may(request.user, candidate),
        "answer": _answer(request.user, decision),
        "crumbs": crumbs_of(
            candidate.project,
            {
                "label": candidate.version.asset.name,
                "url": f"/assets/{candidate.version.asset_id}/",
            },
            {"label": str(candidate.run)},
        ),
    }
    return render(request, "projects/candidate.html", context)


def _held(request: PersonRequest, candidate: Candidate, consent: Any) -> HttpResponse:
    """In the place of a result that stands on a withdrawn consent: which, and nothing of it."""
    asset = candidate.version.asset
    place = {"label": asset.name, "url": f"/assets/{asset.pk}/"}
    crumbs = crumbs_of(candidate.project, place, {"label": str(candidate.run)})
    context = {"candidate": candidate, "consent": consent, "crumbs": crumbs}
    return render(request, "projects/held.html", context)


def _exports(offers: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "format": chosen,
            "lost": said(LOSSES, offers[name].lost),
            "refused": said(LOSSES, [offers[name].refused])[0] if offers[name].refused else None,
        }
        for name, chosen in FORMATS.items()
    ]


def _summary(cards: list[dict[str, Any]]) -> str:
    doubtful = sum(card["doubtful"] for card in cards)
    text = ngettext("%(n)s shot", "%(n)s shots", len(cards)) % {"n": len(cards)}
    if doubtful:
        text += " · " + ngettext("%(n)s cut to look at", "%(n)s cuts to look at", doubtful) % {
            "n": doubtful
        }
    return text


def _player(person: Any, candidate: Candidate) -> dict[str, Any] | None:
    version = candidate.version
    version.project = candidate.project  # known already
    return player(version, version.project.mark_over(person), person)


def _may(user: Any, candidate: Candidate) -> dict[str, bool]:
    return {
        "decide": user.can(Capability.DECIDE, candidate.studio_id),
        "adopt": user.can(Capability.UPLOAD, candidate.studio_id),
    }


def _answer(user: Any, decision: Any) -> bool:
    """Whether this person has said yet what the decided work was worth."""
    return decision is not None and decision.responses.filter(person=user).exists()


@gate(Capability.DECIDE)
@require_POST
def decide_(request: PersonRequest, pk: UUID) -> HttpResponse:
    candidate = find(_ROWS, request, pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        if form.errors.keys() != {"reason"}:
            raise PortalError("invalid", fields=form.errors)
        return _back(request, candidate, _("Nothing was signed."), str(form.errors["reason"][0]))
    try:
        made = decide(actor=request.user, candidate=candidate, **form.cleaned_data)
    except PortalError as error:
        if error.code == "decision:reason":
            return _back(request, candidate, error.sentence, error.fields["reason"][0])
        if error.code not in ("revision:stale", "decision:stale"):
            raise
        return _back(request, candidate, not_signed(error))
    messages.success(
        request,
        _("Signed: %(verdict)s by %(name)s.")
        % {"verdict": made.get_verdict_display(), "name": made.person_name},
    )
    return redirect(candidate.get_absolute_url() + "#decided")


def _back(request: PersonRequest, candidate: Candidate, said: str, wrong: str = "") -> HttpResponse:
    """To the candidate as it is now, with what was written; `wrong` is said of the reason."""
    if candidate.kind == Candidate.Kind.PICTURE:  # its board signs by itself and keeps the words
        messages.warning(request, said)
        return redirect(candidate.get_absolute_url())
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    keep(request.session, candidate, Unsigned(verdict, reason, said, wrong))
    return redirect(reverse("candidate", args=[candidate.pk]))


@gate(Capability.UPLOAD)
@require_POST
def adopt(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The approved cut becomes the project's shots, in a scene if one is chosen."""
    candidate = find(_ROWS, request, pk=pk)
    made = adopt_shots(candidate, scene=request.POST.get("scene", ""))
    messages.success(
        request,
        ngettext("%(n)s shot is in the project.", "%(n)s shots are in the project.", made)
        % {"n": made},
    )
    return redirect("project_structure", pk=candidate.project_id)


@gate(Capability.EXPORT)
def export_(request: PersonRequest, pk: UUID, name: str) -> HttpResponse:
    candidate = find(_ROWS, request, pk=pk)
    if candidate.kind in FILES:
        return take_file(actor=request.user, candidate=candidate, name=name).leaves()
    if name == PICTURE:
        row = take_picture(actor=request.user, candidate=candidate)
        return stored(row.storage_key, row.media_type, download_as=picture_name(row))
    if name not in FORMATS:
        raise PortalError("not_found")
    made = export(actor=request.user, candidate=candidate, name=name)
    return attachment(made.content, made.file_name, made.media_type)
