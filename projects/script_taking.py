"""The human act: scenes of a script become the project's own, signed and written down."""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from portal.access import Capability
from portal.errors import PortalError
from portal.models import AuditEvent
from projects.codes import code_once
from projects.models import Candidate, Decision, Episode, Project, Scene
from projects.models.decisions import decide
from projects.script_scenes import Choice, LeftOut, Meant, codes, meant, scenes_of


@dataclass
class Taken:
    """Codes of scenes: new in the project, changed to what this script says, as they were."""

    added: list[str] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)


@transaction.atomic
def take_scenes(
    *,
    actor: Any,
    candidate: Candidate,
    choice: Choice,
    episode: Episode | None = None,
    seen: Any = None,
) -> Taken:
    """Take the ticked scenes into the project (or one episode), and nothing else.

    A scene of the same number is changed only if it is ticked, and counted as such. The first
    time, the act approves the breakdown in the person's name; `seen` is the decision that stood
    when they looked. Raises `scenes:none`, `scenes:unknown`, `scenes:not_approved`,
    `decision:stale`.
    """
    candidate.must_be(Candidate.Kind.SCRIPT)
    told = _told(candidate, choice)
    candidate.hold()
    _sign(actor, candidate, seen)
    Project.objects.select_for_update().get(pk=candidate.project_id)
    taken = _write(candidate, told, episode)
    if taken.added or taken.replaced:
        _note(actor, candidate, taken, episode)
    return taken


def _told(candidate: Candidate, choice: Choice) -> list[Meant]:
    rows = candidate.result["scenes"]
    known = {row["index"]: row for row in rows if not row["omitted"]}
    if not choice.scenes:
        raise PortalError("scenes:none")
    for place in sorted(choice.scenes - known.keys()):
        raise PortalError("scenes:unknown", place=place)
    named = codes(rows)
    return [
        meant(known[at], named[at], choice.people, choice.without.get(at, LeftOut()))
        for at in sorted(choice.scenes)
    ]


def _sign(actor: Any, candidate: Candidate, seen: Any) -> None:
    """Whoever may decide does so by this act; others act on what somebody has approved."""
    decision = candidate.decision
    if decision is not None and decision.verdict == Decision.Verdict.APPROVED:
        return
    if not actor.can(Capability.DECIDE, candidate.studio_id):
        raise PortalError("scenes:not_approved")
    decide(
        actor=actor,
        candidate=candidate,
        revision=0,
        verdict=Decision.Verdict.APPROVED,
        seen=seen,
    )


def _write(candidate: Candidate, told: list[Meant], episode: Episode | None) -> Taken:
    taken, there = Taken(), scenes_of(candidate, episode)
    fresh: list[Scene] = []
    for one in told:
        scene = there.get(one.code)
        if scene is None:
            fresh.append(_new(candidate, one, episode))
            taken.added.append(one.code)
        elif (scene.name, scene.script) == (one.name, one.script):
            taken.unchanged.append(one.code)
        else:
            scene.name, scene.script = one.name, one.script
            scene.save(update_fields=["name", "script"])
            taken.replaced.append(one.code)
    with code_once(taken.added[0] if taken.added else ""):
        Scene.objects.bulk_create(fresh)
    return taken


def _new(candidate: Candidate, one: Meant, episode: Episode | None) -> Scene:
    return Scene(
        studio_id=candidate.studio_id,
        project=candidate.project,
        episode=episode,
        code=one.code,
        name=one.name,
        script=one.script,
    )


def _note(actor: Any, candidate: Candidate, taken: Taken, episode: Episode | None) -> None:
    """Which scenes stands in the facts; the sentence counts them."""
    AuditEvent.record(
        actor,
        "script:imported",
        candidate.project.studio,
        added=len(taken.added),
        replaced=len(taken.replaced),
        name=candidate.version.file_name,
        version=candidate.version.number,
        project=candidate.project.name,
        episode=episode.code if episode else "",
        scenes=", ".join(taken.added + taken.replaced),
        id=str(candidate.pk),
    )
