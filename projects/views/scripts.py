"""The page of a script breakdown: look, leave out what is wrong, import the rest, take it away."""

import json
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects import script_showing as showing
from projects.api.scripts import ImportScenesSerializer, choice_of, episode_of
from projects.models import Candidate, Decision, Episode
from projects.responses import stored
from projects.script_papers import paper_name, papers, take_paper
from projects.script_revisions import revisions
from projects.script_taking import Taken, take_scenes
from projects.unsigned import not_signed
from projects.views.projects import crumbs_of
from projects.views.works import watched

_ROWS = Candidate.objects.select_related(
    "project__studio", "version__asset", "version__project__studio", "run__request"
)


def detail(request: PersonRequest, candidate: Candidate) -> HttpResponse:
    """Called by `views.candidates.detail` for candidates of this kind."""
    watched(request, candidate)  # the page quotes the script, and its drafts
    episode = _episode(request, candidate)
    page, decision = showing.paged(candidate, request.GET.get("page")), candidate.decision
    cards = showing.cards(candidate, page, episode)
    query = f"episode={episode.pk}&" if episode else ""
    asset = candidate.version.asset
    context = {
        "candidate": candidate,
        "revision": {"number": 0},
        "decision": decision,
        "summary": showing.summary(candidate),
        "warnings": showing.told_warnings(candidate),
        "boards": showing.boards(candidate, page.number, query),
        "page": page,
        "cards": cards,
        "new": sum(card["state"] == showing.NEW for card in cards),
        "people": showing.people(candidate),
        "hints": showing.hints(candidate),
        "revisions": revisions(candidate),
        "papers": [{"row": row, "name": paper_name(row)} for row in papers(candidate)],
        "episode": episode,
        "chips": _chips(candidate, episode),
        "query": query,
        "may": _may(request.user, candidate, decision),
        "answer": decision is not None and decision.responses.filter(person=request.user).exists(),
        "mark": candidate.project.mark_over(request.user),
        "crumbs": crumbs_of(
            candidate.project,
            {"label": asset.name, "url": reverse("asset", args=[asset.pk])},
            {"label": str(candidate.run)},
        ),
    }
    return render(request, "projects/script.html", context)


def _episode(request: PersonRequest, candidate: Candidate) -> Episode | None:
    return episode_of(candidate, request.GET.get("episode") or None)


def _chips(candidate: Candidate, chosen: Episode | None) -> list[dict[str, Any]]:
    """Where scenes go; nothing to choose in a project without episodes."""
    rows = list(candidate.project.episodes.all())
    if not rows:
        return []
    whole = {"label": _("The project itself"), "url": "?", "current": chosen is None}
    return [whole] + [
        {"label": str(row), "url": f"?episode={row.pk}", "current": row == chosen} for row in rows
    ]


def _may(user: Any, candidate: Candidate, decision: Decision | None) -> dict[str, bool]:
    """Whose import is the signature, and who acts on one."""
    approved = decision is not None and decision.verdict == Decision.Verdict.APPROVED
    decides = user.can(Capability.DECIDE, candidate.studio_id)
    return {
        "decide": decides,
        "sign": decides and not approved,
        "take": decides or (approved and user.can(Capability.UPLOAD, candidate.studio_id)),
        "upload": user.can(Capability.UPLOAD, candidate.studio_id),
        "export": user.can(Capability.EXPORT, candidate.studio_id),
    }


@gate(Capability.UPLOAD)
@require_POST
def take(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Import what is ticked; the page says afterwards what was added, replaced, left as it was."""
    candidate = find(_ROWS, request, pk=pk)
    try:
        sent = json.loads(request.POST.get("choice", ""))
    except (ValueError, RecursionError):
        raise PortalError("invalid", fields={"choice": [_("Open the page again.")]}) from None
    form = ImportScenesSerializer(data=sent)
    if not form.is_valid():
        raise PortalError("invalid", fields=form.errors)
    episode = episode_of(candidate, form.validated_data.get("episode"))
    choice = choice_of(form.validated_data)
    seen = request.POST.get("seen") or None
    back = candidate.get_absolute_url() + _where(request, episode)
    try:
        taken = take_scenes(
            actor=request.user, candidate=candidate, choice=choice, episode=episode, seen=seen
        )
    except PortalError as error:
        if error.code != "decision:stale":
            raise
        messages.warning(request, not_signed(error))
        return redirect(back)
    messages.success(request, _said(taken))
    return redirect(back)


def _where(request: PersonRequest, episode: Episode | None) -> str:
    """Back to the same scenes of the script, beside those of the same episode."""
    wanted = {"episode": str(episode.pk)} if episode else {}
    if (number := request.GET.get("page", "")).isdecimal() and number != "1":
        wanted["page"] = number
    return f"?{urlencode(wanted)}" if wanted else ""


def _said(taken: Taken) -> str:
    new, other, same = len(taken.added), len(taken.replaced), len(taken.unchanged)
    texts = [ngettext("%(n)s scene is new.", "%(n)s scenes are new.", new) % {"n": new}]
    if not new:
        texts = [_("No scene is new.")]
    if other:
        text = ngettext("%(n)s scene was replaced.", "%(n)s scenes were replaced.", other)
        texts.append(text % {"n": other})
    if same:
        text = ngettext(
            "%(n)s was in the project as it is.", "%(n)s were in the project as they are.", same
        )
        texts.append(text % {"n": same})
    return " ".join(texts)


@gate(Capability.EXPORT)
def paper(request: PersonRequest, pk: UUID, name: str) -> HttpResponse:
    """One of the files that the tool wrote, under a name that says of which script."""
    candidate = find(_ROWS.prefetch_related("renditions"), request, pk=pk)
    row, leaves = take_paper(actor=request.user, candidate=candidate, name=name)
    return stored(row.storage_key, row.media_type, download_as=leaves)
