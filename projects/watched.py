"""What a page may watch: jobs, projects, versions, requests, and all that is the person's own."""

import uuid
from contextlib import suppress
from typing import Any

from portal.access import WHOLE_STUDIO
from portal.live import topics
from projects.models import (
    AssistRequest,
    Carrying,
    Closeout,
    DisclosurePack,
    Export,
    Ingest,
    Project,
    Run,
    Version,
    ViewingCopy,
)
from projects.models.jobs import ACTIVE, ProgrammeJob

#: Active jobs of a kind that one topic tells of at once: a page shows fewer.
TOLD = 100


def job_topic(model: Any, *related: str) -> topics.Topic:
    """`related`: what a job's title is made of."""

    def open_one(user: Any, ident: str) -> Any:
        job = _by_id(model.objects.visible_to(user), ident)
        return ([f"{model.kind}.{job.pk}"], [_frame(job)]) if job else None

    def frames(user: Any, idents: list[str]) -> dict[str, list[dict[str, Any]]]:
        rows = model.objects.visible_to(user).filter(pk__in=[*_ids(idents).values()])
        jobs = {job.pk: job for job in (rows.select_related(*related) if related else rows)}
        return {i: [_frame(jobs[pk])] for i, pk in _ids(idents).items() if pk in jobs}

    return _topic(model, model.kind, open_one, frames)


def _ids(idents: list[str]) -> dict[str, uuid.UUID]:
    """Those that are ids at all, in the one spelling that the portal gives out: others would be
    topics of their own, each with a snapshot."""
    found = {}
    for ident in idents:
        with suppress(ValueError):
            if str(known := uuid.UUID(ident)) == ident:
                found[ident] = known
    return found


def _sight_of(model: Any) -> Any:
    """Whoever sees whole studios sees what the others see; a grant is one person's own."""

    def sight(user: Any) -> Any:
        whole = set(user.roles.values()) <= WHOLE_STUDIO
        return model.visibility(user) if whole else user.pk

    return sight


def _groups_of(model: Any, kind: str) -> Any:
    """Which of these rows may be seen, in one query."""

    def groups(user: Any, idents: list[str]) -> dict[str, list[str]]:
        named = _ids(idents)
        rows = model.objects.visible_to(user).filter(pk__in=[*named.values()])
        seen = set(rows.values_list("pk", flat=True))
        return {ident: [f"{kind}.{pk}"] for ident, pk in named.items() if pk in seen}

    return groups


def _by_id(queryset: Any, ident: str) -> Any:
    known = _ids([ident])
    return queryset.filter(pk=known[ident]).first() if known else None


def _frame(job: ProgrammeJob) -> dict[str, Any]:
    return {"type": "job", "job": job.news()}


def _project_topic(user: Any, ident: str) -> Any:
    project = _by_id(Project.objects.visible_to(user), ident)
    if project is None:
        return None
    return [f"project.{project.pk}"], _active_frames(user, project=project)


def _of(kind: str, model: Any) -> Any:
    """Says when notes of a version, or decisions on a request, changed; who hears it asks anew."""

    def opened(user: Any, ident: str) -> Any:
        row = _by_id(model.objects.visible_to(user), ident)
        return ([f"{kind}.{row.pk}"], []) if row else None

    return opened


def _silent(model: Any) -> Any:
    """Nothing is stored to be told of these, however many are joined."""

    def frames(user: Any, idents: list[str]) -> dict[str, list[dict[str, Any]]]:
        return {ident: [] for ident in _groups_of(model, "")(user, idents)}

    return frames


def _mine_topic(user: Any, ident: str) -> Any:
    return _my_groups(user, [ident])[ident], _active_frames(user)


def _my_groups(user: Any, idents: list[str]) -> dict[str, list[str]]:
    projects = Project.objects.visible_to(user).values_list("pk", flat=True)
    groups = [f"project.{pk}" for pk in projects[:200]]
    return dict.fromkeys(idents, groups)


def _active_frames(user: Any, **scope: Any) -> list[dict[str, Any]]:
    """The newest of each kind; where there are more of one, it is said how many there are."""
    jobs: list[Any] = []
    more: dict[str, int] = {}
    for model, related in ((Run, "request"), (Ingest, "version__asset")):
        rows = model.objects.visible_to(user).filter(state__in=ACTIVE, **scope)
        told = [*rows.select_related(related)[: TOLD + 1]]
        jobs += told[:TOLD]
        if len(told) > TOLD:
            more[model.kind] = rows.count()
    return [*map(_frame, jobs), *([{"type": "more", "more": more}] if more else [])]


def _topic(model: Any, kind: str, opened: Any, frames: Any = None) -> topics.Topic:
    return topics.Topic(opened, _groups_of(model, kind), _sight_of(model), frames)


def register() -> None:
    topics.register(Run.kind, job_topic(Run, "request"))
    topics.register(Ingest.kind, job_topic(Ingest, "version__asset"))
    for job in (ViewingCopy, Carrying, Export, DisclosurePack, Closeout):
        topics.register(job.kind, job_topic(job))
    topics.register("project", _topic(Project, "project", _project_topic))
    for kind, model in (("version", Version), ("request", AssistRequest)):
        topics.register(kind, _topic(model, kind, _of(kind, model), _silent(model)))
    topics.register("mine", topics.Topic(_mine_topic, _my_groups, _sight_of(Project)))
