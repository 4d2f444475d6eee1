"""Performers and characters of a project, what they allowed, and who is seen in a version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from projects import consent_words
from projects.casting import FORMS, keep, say_seen
from projects.consent_forms import StrikeForm, checked
from projects.models import Consent, Performer, PerformerLink, Project, Rendition, Version
from projects.models.characters import link_for
from projects.models.trash import stands_withdrawn
from projects.seen_form import SeenForm
from projects.striking import hold_all, release_all
from projects.views.projects import crumbs_of, tabs

#: So many pictures of a performer stand on the page.
PICTURES = 4


@gate(Capability.SEE, POST=Capability.MANAGE)
def people(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Who is in it, what each allowed in a sentence, and three small forms to add to them."""
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    forms = {name: form(project=project, prefix=name) for name, form in FORMS.items()}
    added = request.POST.get("add", "")
    if request.method == "POST" and added in FORMS:
        forms[added] = FORMS[added](request.POST, project=project, prefix=added)
        if forms[added].is_valid():
            made = keep(added, forms[added], actor=request.user)
            name = getattr(made, "name", "") or made.creator
            messages.success(request, _("%(name)s is added.") % {"name": name})
            return redirect("people", pk=project.pk)
    return render(request, "projects/people.html", _page(request, project, forms))


def _page(request: PersonRequest, project: Project, forms: Any) -> dict[str, Any]:
    manages = request.user.can(Capability.MANAGE, project.studio_id)
    consents = Consent.objects.select_related("performer", "project", "script_version__asset")
    rows = project.performers.prefetch_related(
        "characters", Prefetch("consents", consents.order_by("-number"))
    )
    links = PerformerLink.objects.visible_to(request.user).filter(revoked_at=None)
    open_links = {link.performer_id: link for link in links.filter(project=project)}
    pictures = _pictures(request, project)
    performers = [
        {
            "row": one,
            "pictures": pictures.get(one.pk, [])[:PICTURES],
            "link": open_links.get(one.pk),
            "consents": [
                {"row": c, "sentence": consent_words.sentence(c), "state": _state(c)}
                for c in one.consents.all()
            ],
        }
        for one in rows
    ]
    return {
        "project": project,
        "tabs": tabs(project, "people"),
        "performers": performers,
        "unplayed": project.characters.filter(performer=None),
        "consultations": project.consultations.all(),
        "forms": forms if manages else {},
        "strike_form": StrikeForm(auto_id="strike_%s"),
        "wrong": next((name for name, form in forms.items() if form.errors), ""),
        "manages": manages,
    }


def _state(consent: Consent) -> Any:
    return consent_words.STATES[consent.state]


def _pictures(request: PersonRequest, project: Project) -> dict[Any, list[str]]:
    """Performer → addresses of posters of versions that show them."""
    posters = Rendition.objects.visible_to(request.user).filter(role="poster", project=project)
    told = posters.filter(version__likenesses__performer__isnull=False)
    told = told.exclude(stands_withdrawn("version"))
    rows = told.order_by("-version__created_at").values_list(
        "version__likenesses__performer", "version__asset", "pk"
    )
    found: dict[Any, dict[Any, str]] = {}
    for performer, asset, pk in rows[:400]:
        found.setdefault(performer, {}).setdefault(asset, f"/media/renditions/{pk}/")
    return {performer: list(urls.values()) for performer, urls in found.items()}


@gate(Capability.MANAGE)
@require_POST
def strike(request: PersonRequest, pk: UUID) -> HttpResponse:
    """All consents of the project on hold for a strike, or let go (`on` is empty)."""
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    why = checked(StrikeForm(request.POST)).cleaned_data["why"]
    turn = hold_all if request.POST.get("on") else release_all
    turn(project=project, actor=request.user, why=why)
    return redirect("people", pk=project.pk)


@gate(Capability.MANAGE)
@require_POST
def link(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A personal link, shown in this answer alone; one that was made before ends."""
    performer = find(Performer.objects.select_related("project__studio"), request, pk=pk)
    mailed = bool(request.POST.get("mail") and performer.email)
    _made, address = link_for(actor=request.user, performer=performer, mailed=mailed)
    place = {"label": _("People"), "url": performer.get_absolute_url()}
    context = {
        "performer": performer,
        "address": address,
        "mailed": mailed,
        "crumbs": crumbs_of(performer.project, place, {"label": _("Personal link")}),
    }
    response = render(request, "projects/performer_link.html", context)
    response["Cache-Control"] = "no-store"
    return response


@gate(Capability.MANAGE)
@require_POST
def link_revoke(request: PersonRequest, pk: UUID) -> HttpResponse:
    rows = PerformerLink.objects.select_related("performer__project__studio")
    row = find(rows, request, pk=pk)
    row.revoke(actor=request.user)
    told = _("The personal link of %(name)s is withdrawn.") % {"name": row.performer}
    messages.success(request, told)
    return redirect(row.performer)


@gate(Capability.SEE, POST=Capability.UPLOAD)
def seen(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Who is seen here? Answered by a person, performer by performer, or "nobody"."""
    rows = Version.objects.select_related("project__studio", "asset")
    version = find(rows, request, pk=pk)
    form = SeenForm(request.POST if request.method == "POST" else None, version=version)
    if request.method == "POST" and _said(request, version, form):
        return redirect(_asset(version))
    place = {"label": version.asset.name, "url": _asset(version)}
    context = {
        "version": version,
        "form": form,
        "nobody": request.POST.get("nobody") == "on" if form.is_bound else form.nobody,
        "said": version.likenesses.all().first(),
        "back": _asset(version),
        "may": request.user.can(Capability.UPLOAD, version.studio_id),
        "crumbs": crumbs_of(version.project, place, {"label": _("Who is seen here?")}),
    }
    return render(request, "projects/seen.html", context)


def _said(request: PersonRequest, version: Version, form: SeenForm) -> bool:
    """Whether it says one thing, and is kept; else the form says what is missing, as filled in."""
    if not form.is_valid():
        return False
    nobody = request.POST.get("nobody") == "on"
    try:
        say_seen(actor=request.user, version=version, form=form, nobody=nobody)
    except PortalError as error:
        if error.code != "invalid":
            raise
        form.add_error(None, [words for said in error.fields.values() for words in said])
        return False
    messages.success(request, _("It is noted who is seen, with your name."))
    return True


def _asset(version: Version) -> str:
    return f"/assets/{version.asset_id}/?version={version.number}"
