"""Disclosure of AI use: what people say of results, and the packs that are made of everything."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import Capability, demand, find
from portal.gates import PersonRequest, gate
from projects.disclosure import classes, consented, making
from projects.disclosure.forms import FinalCutForm, UseForm, WriterForm
from projects.disclosure.gathering import approved_results
from projects.disclosure.shot_map import final_cuts, standing_uses
from projects.models import Candidate, DisclosurePack, Project
from projects.models.jobs import ACTIVE
from projects.views.projects import crumbs_of, tabs

#: Results on a page, and packs.
PAGE, PACKS = 25, 20


@gate(Capability.SEE, POST=Capability.DECIDE)
def overview(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What is still to be said, what was said, and the packs."""
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    said = request.POST.get("say", "")
    forms = {
        "final": FinalCutForm(None, project=project, prefix="final"),
        "writer": WriterForm(None, project=project, prefix="writer"),
    }
    if request.method == "POST" and said in _SAYING:
        form = _SAYING[said](request, project)
        if form is None:
            return redirect("disclosure", pk=project.pk)
        forms[said] = form
    return render(request, "projects/disclosure.html", _page(request, project, forms, said))


def _final(request: PersonRequest, project: Project) -> Any:
    demand(request.user, Capability.MANAGE, project.studio_id)
    form = FinalCutForm(request.POST, project=project, prefix="final")
    if not form.is_valid():
        return form
    told = {"version": form.cleaned_data["version"], "episode": form.cleaned_data.get("episode")}
    making.choose_final(actor=request.user, project=project, **told)
    messages.success(request, _("It is the final cut from now on."))
    return None


def _writer(request: PersonRequest, project: Project) -> Any:
    form = WriterForm(request.POST, project=project, prefix="writer")
    if not form.is_valid():
        return form
    making.tell_writer(actor=request.user, **form.cleaned_data)
    messages.success(request, _("It is noted, with your name."))
    return None


_SAYING: dict[str, Callable[[PersonRequest, Project], Any]] = {"final": _final, "writer": _writer}


def _page(request: PersonRequest, project: Project, forms: Any, wrong: str) -> dict[str, Any]:
    user, studio = request.user, project.studio_id
    uses = standing_uses(project)
    results = list(approved_results(project))
    told = {use.candidate_id for use in uses}
    open_first = sorted(results, key=lambda one: one.pk in told)
    page = Paginator(open_first, PAGE).get_page(request.GET.get("page"))
    manages = user.can(Capability.MANAGE, studio)
    packs = DisclosurePack.objects.visible_to(user).filter(project=project).defer("content")
    rows = list(packs.prefetch_related("signatures")[:PACKS]) if manages else []
    return {
        "project": project,
        "tabs": tabs(project, "disclosure"),
        "page": page,
        "results": [_result(one, uses) for one in page],
        "cuts": final_cuts(project),
        "forms": forms,
        "wrong": wrong,
        "missing": _missing(project, sum(one.pk not in told for one in results)),
        "running": next((row for row in rows if row.state in ACTIVE), None),
        "packs": [row for row in rows if row.state not in ACTIVE],
        "may": {"decide": user.can(Capability.DECIDE, studio), "manage": manages},
    }


def _result(candidate: Candidate, uses: list[Any]) -> dict[str, Any]:
    mine = [use for use in uses if use.candidate_id == candidate.pk]
    name = classes.CLASSES[classes.of_result(candidate)][0]
    return {"row": candidate, "class": name, "uses": mine}


def _missing(project: Project, open_uses: int) -> list[dict[str, str]]:
    """What would stand in a pack as unknown: each with where it is said."""
    found = []
    if not final_cuts(project):
        found.append({"text": _("No final cut is chosen: no shots are counted."), "url": "#final"})
    if open_uses:
        text = ngettext(
            "Nobody said what %(n)s approved result is used as.",
            "Nobody said what %(n)s approved results are used as.",
            open_uses,
        )
        found.append({"text": text % {"n": open_uses}, "url": "#results"})
    for one in consented.unanswered(project)[:PAGE]:
        text = _("Nobody said who is seen in %(file)s, version %(version)s.") % one
        found.append({"text": text, "url": f"/versions/{one['row']['id']}/people/"})
    if not project.consultations.exists():
        text = _("Nobody recorded that the creator of the original was asked.")
        found.append({"text": text, "url": f"/projects/{project.pk}/people/"})
    return found


@gate(Capability.DECIDE)
def use(request: PersonRequest, pk: UUID) -> HttpResponse:
    """What one approved result is used as, and in which shots."""
    rows = Candidate.objects.select_related(
        "project__studio", "run__request", "version__asset", "version__project"
    )
    candidate = find(rows, request, pk=pk)
    form = UseForm(request.POST or None, project=candidate.project)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        making.say_use(
            actor=request.user,
            candidate=candidate,
            used_as=said["used_as"],
            shots=list(said.get("shots", ())),
        )
        messages.success(request, _("It is noted what this is used as, with your name."))
        return redirect("disclosure", pk=candidate.project_id)
    place = {"label": _("Disclosure"), "url": _of(candidate.project)}
    context = {
        "candidate": candidate,
        "class": classes.CLASSES[classes.of_result(candidate)],
        "form": form,
        "said": candidate.uses.select_related("shot"),
        "back": _of(candidate.project),
        "crumbs": crumbs_of(candidate.project, place, {"label": str(candidate.run)}),
    }
    return render(request, "projects/result_use.html", context)


def _of(project: Project) -> str:
    return f"/projects/{project.pk}/disclosure/"
