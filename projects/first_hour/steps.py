"""The steps of the first hour in this room, each with the very place where it is done."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Capability
from portal.first_steps import Step
from projects.home.awaited import newest
from projects.models import Decision, Note, Project, Run, State, Version
from projects.models.assets import Kind


def _films(user: Any, studio: Any) -> Any:
    rows = Version.objects.visible_to(user).filter(studio=studio, asset__kind=Kind.FILM)
    return rows.filter(ingest__state=State.READY).order_by("-created_at", "pk")


def _project(user: Any, studio: Any) -> str:
    """The newest one; who may start the first is led there."""
    pk = Project.objects.visible_to(user).filter(studio=studio).values_list("pk", flat=True).first()
    if pk is None:
        return reverse("project_new") if user.can(Capability.MANAGE, studio) else ""
    return reverse("project", args=[pk])


def _ask(user: Any, studio: Any) -> str:
    film = _films(user, studio).first()
    if film is None:
        return _project(user, studio)
    return f"{reverse('ask', args=[film.pk])}?tool=shot_breakdown"


def _film(user: Any, studio: Any) -> str:
    film = _films(user, studio).first()
    return reverse("asset", args=[film.asset_id]) if film else ""


def _waiting(user: Any, studio: Any) -> str:
    here = (row for row in newest(user, 1) if row.studio_id == studio)
    return next((row.get_absolute_url() for row in here), "")


def _has_film(user: Any, studio: Any) -> bool:
    return Version.objects.visible_to(user).filter(studio=studio).exists()


def _has_asked(user: Any, studio: Any) -> bool:
    return Run.objects.visible_to(user).filter(studio=studio, request__person=user).exists()


def _has_decided(user: Any, studio: Any) -> bool:
    return Decision.objects.visible_to(user).filter(studio=studio, person=user).exists()


def _has_noted(user: Any, studio: Any) -> bool:
    return Note.objects.visible_to(user).filter(studio=studio, person=user).exists()


FIRST_STEPS = [
    Step(
        10,
        _("Upload a film"),
        _("Open a project, or start one, and drop a clip onto its page."),
        "projects",
        Capability.UPLOAD,
        _has_film,
        _project,
        offers=("sample_project", Capability.MANAGE, _("Play with the sample project")),
    ),
    Step(
        20,
        _("Ask for a shot breakdown"),
        _("On the page of the film. Watch it work; it can be cancelled."),
        "projects",
        Capability.REQUEST,
        _has_asked,
        _ask,
    ),
    Step(
        30,
        _("Look and decide"),
        _("Correct a cut, then approve or reject. Nothing is decided without you."),
        "review",
        Capability.DECIDE,
        _has_decided,
        _waiting,
    ),
    Step(
        35,
        _("Write a note on a frame"),
        _("Stop the film where you mean it, and say what you see; the others hear of it."),
        "projects",
        Capability.COMMENT,
        _has_noted,
        _film,
        unless=Capability.DECIDE,
    ),
]
