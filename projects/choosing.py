"""Which films a tool that takes several is asked with: a hero, and those compared with it."""

from typing import Any

from django import forms
from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext as _

from portal.access import find
from portal.gates import PersonRequest
from projects.assist.contract import Tool
from projects.models import State, Version

#: So many of a project's films stand on the page; the API takes any.
MOST = 120


def offered(user: Any, version: Version, tool: Tool) -> list[Version]:
    """The newest ready version of each further film of the project, those of its scene first."""
    newest = Version.objects.filter(asset=OuterRef("asset")).order_by("-number").values("pk")[:1]
    rows = Version.objects.visible_to(user).filter(
        project=version.project_id,
        pk=Subquery(newest),
        asset__kind__in=tool.accepts,
        ingest__state=State.READY,
    )
    rows = rows.exclude(asset=version.asset_id).select_related("asset__shot", "project")
    scene = version.asset.shot.scene_id if version.asset.shot else None
    found = list(rows.prefetch_related("renditions").order_by("asset__name", "pk")[:MOST])
    return sorted(
        found, key=lambda v: not (scene and v.asset.shot and v.asset.shot.scene_id == scene)
    )


def chosen(request: PersonRequest, version: Version, tool: Tool) -> list[Version]:
    """The hero first, then the others; each is one that this person may see, or a 404."""
    if tool.most_inputs == 1 or request.method != "POST":
        return [version]
    rows = Version.objects.select_related("asset", "ingest", "project__studio")
    here = rows.filter(project=version.project_id)
    hero = request.POST.get("hero_version") or str(version.pk)
    wanted = dict.fromkeys([hero, str(version.pk), *request.POST.getlist("also")])
    return [find(here, request, pk=pk) for pk in list(wanted)[: tool.most_inputs + 1]]


def enough(form: forms.Form, versions: list[Version], tool: Tool) -> bool:
    """Whether there is something to compare; otherwise the form says so."""
    if tool.most_inputs == 1:
        return True
    ranges = form.cleaned_data.get("shots", "").strip()
    if len(versions) > 1 and not ranges:
        form.cleaned_data.pop("hero", None)  # the hero is chosen by its picture
    elif len(versions) == 1 and not ranges:
        words = _("Choose at least one shot to compare with the hero, or name frames of this one.")
        form.add_error(None, words)
    elif len(versions) > 1:
        form.add_error("shots", _("Frames can be named where one film alone is chosen."))
    return form.is_valid()


def choices(user: Any, version: Version, tool: Tool, picked: list[Version]) -> list[dict[str, Any]]:
    """Lines of the page, this film first; none where the tool takes one film only."""
    if tool.most_inputs == 1:
        return []
    hero, also = picked[0].pk, {one.pk for one in picked}
    return [
        {
            "version": one,
            "hero": one.pk == hero,
            "also": one.pk in also,
            "fixed": one.pk == version.pk,
        }
        for one in [version, *offered(user, version, tool)]
    ]
