"""Which files a tool that takes several is asked with."""

from typing import Any

from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from portal.access import find
from portal.gates import PersonRequest
from projects.assist.contract import Tool
from projects.models import State, Version

#: So many of a project's files stand on the page; the API takes any.
MOST = 120


def offered(user: Any, version: Version, tool: Tool) -> list[Version]:
    """The newest ready version of each further file of the project, those of its scene first;
    before them, where the tool compares drafts, the older versions of this one.
    """
    rows = Version.objects.visible_to(user).filter(
        project=version.project_id, asset__kind__in=_further(tool), ingest__state=State.READY
    )
    rows = rows.select_related("asset__shot", "project").prefetch_related("renditions")
    scene = version.asset.shot.scene_id if version.asset.shot else None
    found = list(_others(rows, version))
    found.sort(key=lambda v: not (scene and v.asset.shot and v.asset.shot.scene_id == scene))
    return [*_drafts(rows, version, tool), *found]


def _further(tool: Tool) -> list[str]:
    """Kinds of what can be chosen beside the file that the person came from."""
    first = not (tool.inputs and tool.inputs.begins)
    return [k for k in tool.accepts if tool.takes(k, first=False) or (first and tool.takes(k))]


def _others(rows: QuerySet[Version], version: Version) -> QuerySet[Version]:
    newest = Version.objects.filter(asset=OuterRef("asset")).order_by("-number").values("pk")[:1]
    rows = rows.filter(pk=Subquery(newest)).exclude(asset=version.asset_id)
    return rows.order_by("asset__name", "pk")[:MOST]


def _drafts(rows: QuerySet[Version], version: Version, tool: Tool) -> list[Version]:
    if tool.inputs is None or not tool.inputs.drafts:
        return []
    mine = rows.filter(~Q(pk=version.pk), asset=version.asset_id)
    return list(mine.order_by("-number")[:MOST])


def chosen(request: PersonRequest, version: Version, tool: Tool) -> list[Version]:
    """The first one first; each is one that this person may see, or a 404."""
    if tool.inputs is None or request.method != "POST":
        return [version]
    rows = Version.objects.select_related("asset", "ingest", "project__studio")
    here = rows.filter(project=version.project_id)
    first = "" if tool.inputs.begins else request.POST.get("first", "")
    wanted = [first or str(version.pk), *request.POST.getlist("also")]
    if not _pair(tool):  # of a pair both are named
        wanted.insert(1, str(version.pk))
    pks = dict.fromkeys(pk for pk in wanted if pk)
    found = [find(here, request, pk=pk) for pk in list(pks)[: tool.most_inputs + 1]]
    if tool.inputs.drafts and not _pair(tool):  # the newest of those before it comes first
        found[1:] = sorted(found[1:], key=lambda one: one.created_at, reverse=True)
    return found


def _pair(tool: Tool) -> bool:
    """Whether it takes two files, of which the person's own may be either."""
    return tool.most_inputs == 2 and tool.inputs is not None and not tool.inputs.begins


def enough(form: forms.Form, versions: list[Version], tool: Tool) -> bool:
    """Whether there are files enough; otherwise the form says so."""
    if tool.inputs is None:
        return True
    parts = bool(form.cleaned_data.get(tool.inputs.instead, "").strip())
    if len(versions) < tool.inputs.least and not parts:
        form.add_error(None, tool.inputs.few)
    elif len(versions) > 1 and parts:
        words = _("Frames can be named where one film alone is chosen.")
        form.add_error(tool.inputs.instead, words)
    elif len(versions) > 1:
        for name in tool.inputs.alone:
            form.cleaned_data.pop(name, None)
    return form.is_valid()


def choices(user: Any, version: Version, tool: Tool, picked: list[Version]) -> list[dict[str, Any]]:
    """Lines of the page, this file first; none where the tool takes one file only."""
    if tool.inputs is None:
        return []
    lines = [version, *offered(user, version, tool)]
    first, also = _ticked(tool, lines, picked)
    return [
        {
            "version": one,
            "may_be_first": tool.takes(one.asset.kind) and not tool.inputs.begins,
            "may_be_other": tool.takes(one.asset.kind, first=False),
            "first": one.pk == first,
            "also": one.pk in also,
            "fixed": one.pk == version.pk and not _pair(tool),
        }
        for one in lines
    ]


def _ticked(tool: Tool, lines: list[Version], picked: list[Version]) -> tuple[Any, set[Any]]:
    """What is ticked as first and as further ones. Of a pair, what somebody came with is the
    later one, and the draft before it the earlier.
    """
    if not _pair(tool) or len(picked) > 1:
        return picked[0].pk, {one.pk for one in picked[1 if _pair(tool) else 0 :]}
    mine = lines[0]
    before = [one for one in lines[1:] if one.asset_id == mine.asset_id]
    before = [one for one in before if one.number < mine.number]
    return (before[0].pk if before else None), {mine.pk}
