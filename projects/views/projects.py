"""The list of projects, one project's contact sheet, its structure and settings."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.access import Capability, Role, demand, find
from portal.gates import PersonRequest, gate
from portal.models import Membership
from projects.forms import EpisodeForm, NewProjectForm, ProjectSettingsForm, SceneForm, ShotForm
from projects.keyset import WHERE, page_of
from projects.models import Project, ProjectGrant, Rendition, Tally, Version
from projects.models.assets import Kind
from projects.models.hierarchy import in_order

PAGE = 60
#: In an address: of no kind, because it is not examined yet or could not be read.
UNKNOWN = "none"


@gate(Capability.SEE)
def listed(request: PersonRequest) -> HttpResponse:
    held: Any = Tally.objects.filter(project=OuterRef("pk")).order_by().values("project")
    held = held.annotate(sum=Sum("assets")).values("sum")
    rows = (
        Project.objects.shown_to(request.user)
        .select_related("studio")
        .annotate(
            asset_count=Coalesce(Subquery(held), 0),
            shot_count=Count("shots", distinct=True),
        )
        .order_by("-created_at", "pk")
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "manages": request.user.can(Capability.MANAGE)}
    return render(request, "projects/list.html", context)


@gate(Capability.MANAGE)
def new(request: PersonRequest) -> HttpResponse:
    form = NewProjectForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        demand(request.user, Capability.MANAGE, form.cleaned_data["studio"].pk)
        form.instance.studio = form.cleaned_data["studio"]
        if project := form.save_once():
            project.note_changes(None, actor=request.user)
            return redirect("project", pk=project.pk)
    return render(request, "projects/new.html", {"form": form})


@gate(Capability.SEE)
def detail(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Assets as a contact sheet or table, filtered by kind; the address carries it all."""
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    kind, wanted = request.GET.get("kind", ""), request.GET.get("find", "").strip()[:100]
    kind = kind if kind in (*Kind.values, UNKNOWN) else ""
    assets = _found(project.assets.visible_to(request.user), wanted)
    chosen = assets.filter(kind=_stored(kind)) if kind else assets
    kept = project.tallies.filter(assets__gt=0)
    tallies = _tallied(assets) if wanted else list(kept)
    context = {
        "project": project,
        "page": page_of(chosen.prefetch_related(*newest_versions()), request.GET, PAGE),
        "chips": _chips(request, tallies, kind),
        "kind": kind,
        "find": wanted,
        "as_table": request.GET.get("view") == "table",
        "tabs": tabs(project, "project"),
        "counts": _counts([row for row in tallies if not kind or row.kind == _stored(kind)]),
        "query": _query(request, *WHERE),
        "may": _may(request.user, project),
    }
    return render(request, "projects/detail.html", context)


def _found(assets: Any, wanted: str) -> Any:
    """By name, by folder, and by what logs say: scene, reel, comment, look."""
    if not wanted:
        return assets
    places = ("name", "folder", "log__reel", "log__comment", "log__look")
    named = Q(log__scene__iexact=wanted)
    for place in places:
        named |= Q(**{f"{place}__icontains": wanted})
    return assets.filter(named)


def newest_versions() -> list[Any]:
    pictures = Rendition.objects.filter(role="poster")
    versions = (
        Version.objects.select_related("ingest", "project")
        .prefetch_related(Prefetch("renditions", pictures))
        .order_by("asset_id", "-number")
        .distinct("asset_id")
    )
    return [Prefetch("versions", versions, to_attr="newest")]


def _tallied(assets: Any) -> list[Tally]:
    """What was found, counted: a search reads the rows it finds anyway."""
    counted = dict(assets.order_by().values_list("kind").annotate(Count("pk")))
    of_them = Version.objects.filter(asset__in=assets.order_by()).order_by().values("asset__kind")
    sizes = {row["asset__kind"]: row for row in of_them.annotate(n=Count("pk"), sum=Sum("size"))}
    nothing = {"n": 0, "sum": 0}
    return [
        Tally(kind=kind, assets=count, versions=of["n"], size=of["sum"])
        for kind, count in counted.items()
        for of in [sizes.get(kind, nothing)]
    ]


def _chips(request: PersonRequest, tallies: list[Tally], kind: str) -> list[dict[str, Any]]:
    counted = {row.kind: row.assets for row in tallies}
    query = request.GET.copy()
    for name in set(query) - {"view", "find"}:
        del query[name]
    view = f"&{query.urlencode()}" if query else ""
    chips = [
        {"label": _("all"), "url": f"?{view}", "current": not kind, "count": sum(counted.values())}
    ]
    named = dict(Kind.choices) | {Kind.UNKNOWN: _("without a kind")}
    for value, label in sorted(named.items(), key=lambda pair: pair[0] == Kind.UNKNOWN):
        name, count = value or UNKNOWN, counted.get(value, 0)
        if count or kind == name:  # what is chosen stays in sight, though there is none any more
            url, current = f"?kind={name}{view}", kind == name
            chips.append({"label": label, "url": url, "current": current, "count": count})
    return chips


def _stored(kind: str) -> str:
    return "" if kind == UNKNOWN else kind


def _counts(tallies: list[Tally]) -> list[dict[str, Any]]:
    count, versions = sum(row.assets for row in tallies), sum(row.versions for row in tallies)
    seconds = sum(row.seconds for row in tallies)
    counts: list[dict[str, Any]] = [
        {"value": count, "label": ngettext("asset", "assets", count)},
        {"value": versions, "label": ngettext("version", "versions", versions)},
        {"value": filesizeformat(sum(row.size for row in tallies)), "label": _("of originals")},
    ]
    if seconds:
        counts.insert(1, {"value": _length(round(seconds)), "label": _("in all")})
    return counts


def _length(seconds: int) -> str:
    """As players write it: 3:05, 1:02:07."""
    minutes, rest = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _query(request: PersonRequest, *without: str) -> str:
    query = request.GET.copy()
    for name in without:
        query.pop(name, None)
    return f"{query.urlencode()}&" if query else ""


def _may(user: Any, project: Project) -> dict[str, bool]:
    return {
        "upload": user.can(Capability.UPLOAD, project.studio_id),
        "manage": user.can(Capability.MANAGE, project.studio_id),
    }


def tabs(project: Project, current: str) -> list[dict[str, Any]]:
    places = {
        "project": (_("Assets"), ""),
        "shot_status": (_("Shot status"), "status/"),
        "playlists": (_("Playlists"), "playlists/"),
        "project_shots": (_("Search shots"), "shots/"),
        "project_structure": (_("Episodes, scenes, shots"), "structure/"),
        "people": (_("People"), "people/"),
        "project_policy": (_("Providers"), "policy/"),
        "disclosure": (_("Disclosure"), "disclosure/"),
        "project_settings": (_("Settings"), "settings/"),
    }
    base = f"/projects/{project.pk}/"
    return [
        {"label": label, "url": base + end, "current": name == current}
        for name, (label, end) in places.items()
    ]


FORMS = {"episode": EpisodeForm, "scene": SceneForm, "shot": ShotForm}


@gate(Capability.SEE, POST=Capability.UPLOAD)
def structure(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Episodes, scenes and shots of a project, and three small forms to add to them."""
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    forms = {name: form(project=project, prefix=name) for name, form in FORMS.items()}
    added = request.POST.get("add")
    if request.method == "POST" and added in FORMS:
        forms[added] = FORMS[added](request.POST, project=project, prefix=added)
        if forms[added].is_valid() and (row := forms[added].save_once()):
            messages.success(request, _("%(code)s is added.") % {"code": row.code})
            return redirect("project_structure", pk=project.pk)
    context = {
        "project": project,
        "tabs": tabs(project, "project_structure"),
        "forms": forms,
        "episodes": project.episodes.all(),
        "scenes": in_order(project.scenes.select_related("episode")),
        "shots": _shots(request, project),
        "may": _may(request.user, project),
    }
    return render(request, "projects/structure.html", context)


def _shots(request: PersonRequest, project: Project) -> Any:
    rows = project.shots.select_related("scene__episode", "version__project", "version__asset")
    return Paginator(rows, 200).get_page(request.GET.get("page"))


@gate(Capability.SEE, POST=Capability.MANAGE)
def settings(request: PersonRequest, pk: UUID) -> HttpResponse:
    rows = Project.objects.select_related("studio")
    if request.method == "POST":
        with transaction.atomic():  # two at once are one after the other
            project = find(rows.select_for_update(of=("self",)), request, pk=pk)
            form = ProjectSettingsForm(request.POST, instance=project)
            if _changed(request, form):
                return redirect("project", pk=project.pk)
            project.refresh_from_db()  # the page calls it what it is called, not what was refused
    else:
        project = find(rows, request, pk=pk)
        form = ProjectSettingsForm(instance=project)
    may = _may(request.user, project)
    context = {
        "project": project,
        "form": form,
        "tabs": tabs(project, "project_settings"),
        "may": may,
        "reviewers": _reviewers(project) if may["manage"] else [],
        "granted": set(project.grants.values_list("membership_id", flat=True)),
    }
    return render(request, "projects/settings.html", context)


def _changed(request: PersonRequest, form: ProjectSettingsForm) -> bool:
    if not form.is_valid():
        return False
    before = Project.objects.get(pk=form.instance.pk)
    saved = form.save_once()
    if saved:
        saved.note_changes(before, actor=request.user)
        messages.success(request, _("The project is changed."))
    return bool(saved)


@gate(Capability.MANAGE)
@require_POST
def reviewers(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Which reviewers of the studio see this project: exactly the ones chosen."""
    project = find(Project, request, pk=pk)
    chosen = set(request.POST.getlist("reviewer"))
    for membership in _reviewers(project):
        if str(membership.pk) in chosen:
            project.give_to(membership, actor=request.user)
            continue
        for grant in ProjectGrant.objects.filter(project=project, membership=membership):
            grant.take_back(actor=request.user)
    messages.success(request, _("The reviewers are set."))
    return redirect("project_settings", pk=project.pk)


def _reviewers(project: Project) -> Any:
    people = Membership.objects.active().filter(studio=project.studio_id, role=Role.REVIEWER)
    return people.select_related("user")


def crumbs_of(project: Project, *more: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {"label": project.studio.name, "url": f"/studio/?studio={project.studio_id}"},
        {"label": project.name, "url": f"/projects/{project.pk}/"},
        *more,
    ]
