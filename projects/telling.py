"""Who hears of what happens to the work: notifications of people, webhooks of studios.

Called inside the transaction of what happened, so that neither goes without the other.
Knows no model of this room: each function is given the row it tells of.
"""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import TABLE, Capability, Role
from portal.models import Membership, Notification, User
from portal.outbox.events import fire
from portal.outbox.kinds import Kind
from portal.outbox.notices import notify, still_needed

KINDS = {
    "run.failed": Kind(
        _("A run of mine failed"),
        _("{work} in {project} did not succeed."),
        _("See why"),
        needs_me=True,
    ),
    "run.ready": Kind(
        _("Results await a decision"),
        _("{work} in {project} is ready; its result awaits a decision."),
        _("Look and decide"),
        needs_me=True,
        over=_("{work} in {project} was ready; it awaits no decision any more."),
    ),
    "run.done": Kind(
        _("A run of mine is ready"), _("{work} in {project} is ready."), _("Look at the result")
    ),
    "decision.changes": Kind(
        _("Changes are requested to what I asked for"),
        _("{person} requested changes to {work} in {project}."),
        _("See what to change"),
        needs_me=True,
    ),
    "decision.made": Kind(
        _("Somebody decided on what I asked for"),
        _("{person} decided on {work} in {project}: {verdict}."),
        _("Look at the decision"),
    ),
    "board.decided": Kind(
        _("All pictures of what I asked for are decided"),
        _("All pictures of {work} in {project} are decided; {person} signed the last."),
        _("Look at the pictures"),
    ),
    "note.mention": Kind(
        _("Somebody mentions me in a note"),
        _("{person} mentions you in a note on {file} in {project}."),
        _("Read the note"),
        needs_me=True,
    ),
    "note.reply": Kind(
        _("Somebody answers a note of mine"),
        _("{person} answered your note on {file} in {project}."),
        _("Read the answer"),
    ),
    "note.guest": Kind(
        _("A guest whom I let in writes a note"),
        _("{person} wrote a note on {file} in {project}."),
        _("Read the note"),
    ),
    "consent.revoked": Kind(
        _("A performer's consent is withdrawn"),
        _("Consent {number} of {performer} in {project} was withdrawn: {count} things are held."),
        _("See what changes"),
        needs_me=True,
        fixed=True,
    ),
    "studio.glass": Kind(
        _("An administrator looks at our work without being asked in"),
        _("{person} of the beta team broke the glass to look at the studio's work: {reason}"),
        _("See who looks"),
        needs_me=True,
        fixed=True,
    ),
    "closeout.asked": Kind(
        _("A studio asks to be closed"),
        _("{person} asks to close {studio}: {reason}"),
        _("Confirm or refuse"),
        needs_me=True,
        fixed=True,
    ),
    "upload.refused": Kind(
        _("A file of mine cannot be used"),
        _("{file} in {project} could not be examined."),
        _("See why"),
        needs_me=True,
    ),
}

EVENTS = {
    "run.finished": _("A run has finished, in whatever state"),
    "decision.made": _("Somebody approved, rejected or requested changes"),
    "asset.ready": _("A version of an asset was examined and can be used"),
}
#: Their sentences name a file, which may be deleted.
TELL_A_FILE = ("upload.refused", "note.mention", "note.reply", "note.guest")
#: They wait for somebody until the request is decided; results do again once it is opened again.
AWAITED = ("run.failed", "run.ready")
_FAILED = ("FAILED", "ERRORED")


def run_ended(run: Any, awaits: bool) -> None:
    """The requester, and whoever may decide on a result, where it awaits a decision."""
    studio, requester = run.project.studio, run.request.person
    about = {"studio": studio, "url": run.get_absolute_url(), "facts": _facts(run)}
    if run.state in _FAILED:
        notify(kind="run.failed", people=[requester], **about)
    elif run.state == "READY":
        deciders = _deciders(run.studio_id) if awaits else []
        notify(kind="run.ready", people=deciders, **about)
        notify(kind="run.done", people={requester} - set(deciders), **about)
    fire("run.finished", studio=studio, data=_of_run(run))


def _facts(run: Any) -> dict[str, Any]:
    return {"work": run, "project": run.project}


def consent_revoked(consent: Any, count: int) -> None:
    """Every producer of the studio, whoever withdrew it."""
    facts = {"number": consent.number, "performer": consent.performer, "project": consent.project}
    notify(
        kind="consent.revoked",
        people=_producers(consent.studio_id),
        studio=consent.project.studio,
        url=consent.get_absolute_url(),
        facts={**facts, "count": count},
    )


def _producers(studio: Any) -> list[User]:
    rows = Membership.objects.active().filter(studio=studio, role=Role.PRODUCER)
    return [row.user for row in rows.select_related("user")]


def _deciders(studio: Any) -> list[User]:
    roles = list(TABLE[Capability.DECIDE])
    rows = Membership.objects.active().filter(studio=studio, role__in=roles)
    return [row.user for row in rows.select_related("user")]


def _of_run(run: Any) -> dict[str, Any]:
    return {
        "id": str(run.pk),
        "request": str(run.request_id),
        "project": str(run.project_id),
        "project_name": run.project.name,
        "tool": run.request.tool,
        "state": run.state,
        "error": run.error_code or None,
    }


def glass_broken(opening: Any) -> None:
    """The producers, who can end it; nobody can choose not to hear of it."""
    rows = Membership.objects.active().filter(studio=opening.studio, role=Role.PRODUCER)
    notify(
        kind="studio.glass",
        people=[row.user for row in rows.select_related("user")],
        studio=opening.studio,
        url=f"{reverse('openings')}?studio={opening.studio_id}",
        facts={"person": opening.person, "reason": opening.reason},
    )


def closeout_asked(closeout: Any) -> None:
    """Every administrator: one of them has to confirm it."""
    notify(
        kind="closeout.asked",
        people=User.objects.filter(programme_role=Role.ADMIN),
        studio=closeout.studio,
        url=reverse("admin:projects_closeout_changelist"),
        facts={
            "person": closeout.person_name,
            "studio": closeout.studio,
            "reason": closeout.reason,
        },
    )


def decided(decision: Any) -> None:
    """The requester, unless it was their own decision; of pictures, when all are decided."""
    run, studio = decision.candidate.run, decision.project.studio
    fire("decision.made", studio=studio, data=_of_decision(decision))
    if decision.candidate.kind == "picture":
        return
    changes = decision.verdict == decision.Verdict.CHANGES
    url = decision.candidate.get_absolute_url()
    # The changes that were asked for before are made, or wanted no more.
    still_needed(False, kinds=["decision.changes"], studio=decision.studio_id, urls=[url])
    notify(
        kind="decision.changes" if changes else "decision.made",
        people=_without(decision.person, [run.request.person]),
        studio=studio,
        url=url,
        facts={
            **_facts(run),
            "person": decision.person_name,
            "verdict": decision.Verdict(decision.verdict).label,
        },
    )


def awaited(request: Any, still: bool) -> None:
    """Whether what the runs of this request told as waiting for somebody does so still."""
    places = [reverse("run", args=[pk]) for pk in request.runs.values_list("pk", flat=True)]
    kinds = AWAITED[1:] if still else AWAITED
    still_needed(still, kinds=kinds, studio=request.studio_id, urls=places)


def board_decided(request: Any, last: Any) -> None:
    """The requester, unless they signed the last one."""
    notify(
        kind="board.decided",
        people=_without(last.person, [request.person]),
        studio=request.project.studio,
        url=reverse("triage", args=[request.pk]),
        facts={"work": request, "project": request.project, "person": last.person_name},
    )


def mentioned(note: Any, people: Iterable[User]) -> None:
    """Those who are named in it and may see it."""
    _of_note("note.mention", note, people)


def answered(note: Any, people: Iterable[User]) -> None:
    """Whoever wrote what is answered."""
    _of_note("note.reply", note, people)


def guest_wrote(note: Any, people: Iterable[User]) -> None:
    """Whoever shared the link by which the guest came."""
    _of_note("note.guest", note, people)


def _of_note(kind: str, note: Any, people: Iterable[User]) -> None:
    facts = {"person": note.person_name, "file": note.version.file_name, "project": note.project}
    url = note.get_absolute_url()
    notify(kind=kind, people=people, studio=note.project.studio, url=url, facts=facts)


def _without(person: User, people: Iterable[User | None]) -> list[User]:
    return [one for one in people if one and one.pk != person.pk]


def _of_decision(decision: Any) -> dict[str, Any]:
    return {
        "id": str(decision.pk),
        "candidate": str(decision.candidate_id),
        "run": str(decision.candidate.run_id),
        "project": str(decision.project_id),
        "project_name": decision.project.name,
        "verdict": decision.verdict,
        "person": decision.person_name,
    }


def examined(ingest: Any) -> None:
    """The uploader when it failed, the studio's systems when it can be used."""
    version, studio = ingest.version, ingest.project.studio
    if ingest.state in _FAILED:
        notify(
            kind="upload.refused",
            people=[version.uploaded_by],
            studio=studio,
            url=ingest.get_absolute_url(),
            facts={"file": version.file_name, "project": ingest.project},
        )
    elif ingest.state == "READY":
        fire("asset.ready", studio=studio, data=_of_version(version))


def deleted(asset: Any) -> None:
    """What people were told of its file says no longer how it was called."""
    where = {"studio": asset.studio_id, "url__startswith": reverse("asset", args=[asset.pk])}
    for row in Notification.objects.filter(kind__in=TELL_A_FILE, **where):
        row.facts = {**row.facts, "file": asset.shown_name}
        row.save(update_fields=["facts"])


def _of_version(version: Any) -> dict[str, Any]:
    return {
        "id": str(version.asset_id),
        "version": str(version.pk),
        "number": version.number,
        "name": version.asset.name,
        "kind": version.asset.kind,
        "project": str(version.project_id),
        "project_name": version.project.name,
    }
