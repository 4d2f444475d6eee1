"""What of the work can be found, and how each row stands among what was found."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Capability
from portal.finding import actions, kinds
from portal.finding.actions import Action
from portal.finding.kinds import Found, Kind
from projects.finding.index import look_up
from projects.models import Asset, Note, Project, Rendition, Scene, Shot
from projects.showing import clock

Rows = dict[UUID, Found]


def projects(person: Any, ids: Iterable[UUID]) -> Rows:
    rows = Project.objects.visible_to(person).filter(pk__in=ids).select_related("studio")
    return {
        row.pk: Found(
            row.pk,
            f"{row.code} · {row.name}",
            reverse("project", args=[row.pk]),
            [row.studio.name],
            text=row.description,
            project=(row.pk, row.name),
        )
        for row in rows
    }


def scenes(person: Any, ids: Iterable[UUID]) -> Rows:
    """A scene leads to its shots."""
    rows = Scene.objects.visible_to(person).filter(pk__in=ids)
    return {
        row.pk: Found(
            row.pk,
            str(row),
            f"{reverse('shot_status', args=[row.project_id])}?scene={row.pk}",
            _where(row.project, row.episode),
            project=_of(row),
        )
        for row in rows.select_related("project__studio", "episode")
    }


def shots(person: Any, ids: Iterable[UUID]) -> Rows:
    rows = Shot.objects.visible_to(person).filter(pk__in=ids)
    posters = _posters(person, version__asset__shot__in=ids)
    return {
        row.pk: Found(
            row.pk,
            str(row),
            reverse("shot", args=[row.pk]),
            _where(row.project, row.scene and row.scene.episode, row.scene),
            picture=posters.get(row.pk) or _frame(row),
            project=_of(row),
        )
        for row in rows.select_related("project__studio", "scene__episode", "version__asset")
    }


def assets(person: Any, ids: Iterable[UUID]) -> Rows:
    rows = Asset.objects.visible_to(person).filter(pk__in=ids)
    posters = _posters(person, version__asset__in=ids)
    return {
        row.pk: Found(
            row.pk,
            row.name,
            reverse("asset", args=[row.pk]),
            [*_where(row.project), *([row.folder] if row.folder else [])],
            picture=posters.get(row.pk, ""),
            project=_of(row),
        )
        for row in rows.select_related("project__studio")
    }


def notes(person: Any, ids: Iterable[UUID]) -> Rows:
    """A note leads to its frame; an answer to that of its note."""
    rows = Note.objects.visible_to(person).filter(pk__in=ids, deleted_at=None)
    return {
        row.pk: Found(
            row.pk,
            f"{row.person_name} · {clock(row.version, row.thread.start or 0)}",
            row.get_absolute_url(),
            [*_where(row.project), row.version.asset.name],
            text=row.text,
            project=_of(row),
        )
        for row in rows.select_related("project__studio", "version__asset", "parent")
    }


def _of(row: Any) -> tuple[UUID, str]:
    return row.project_id, row.project.name


def _where(project: Project, *inside: Any) -> list[str]:
    return [project.studio.name, project.name, *(str(one) for one in inside if one)]


def _posters(person: Any, **of: Any) -> dict[UUID, str]:
    """Addresses by asset and by shot: the newest version's picture of each."""
    rows = Rendition.objects.visible_to(person).filter(role="poster", candidate=None, **of)
    found: dict[UUID, str] = {}
    told = rows.order_by("version__number").values_list(
        "pk", "version__asset", "version__asset__shot"
    )
    for pk, asset, shot in told:
        found |= dict.fromkeys(filter(None, (asset, shot)), reverse("rendition", args=[pk]))
    return found


def _frame(shot: Shot) -> str:
    """Of a shot cut from a longer film the frame in its middle."""
    film = shot.version
    if film is None or shot.cut_out is None or film.asset.deleted_at or not film.frames:
        return ""
    return reverse("frame", args=[film.pk, ((shot.cut_in or 0) + shot.cut_out) // 2])


KINDS = (
    Kind(10, "project", "p", _("Projects"), "projects", projects),
    Kind(20, "scene", "c", _("Scenes"), "script", scenes),
    Kind(30, "shot", "s", _("Shots"), "film", shots, pictured=True),
    Kind(40, "asset", "a", _("Assets"), "film", assets, pictured=True),
    Kind(50, "note", "n", _("Notes"), "note", notes),
)


ACTIONS = (
    Action(10, _("Start a project"), "project_new", "plus", Capability.MANAGE),
    Action(20, _("Upload files to a project"), "projects", "upload", Capability.UPLOAD),
    Action(30, _("Ask for assistance on a film"), "projects", "runs", Capability.REQUEST),
    Action(40, _("Review what awaits a decision"), "review", "review", Capability.DECIDE),
    Action(50, _("Invite a colleague"), "studio", "person", Capability.MEMBERS),
)


def register() -> None:
    actions.register(*ACTIONS)
    kinds.register(*KINDS, index=look_up)
