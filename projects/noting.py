"""Writing notes: who may be mentioned, where a note may stand, who hears of it."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.access import WHOLE_STUDIO, Role
from portal.errors import PortalError
from portal.models import Membership, User
from projects import telling
from projects.drawings import checked
from projects.models import Note, Project, Version
from projects.models.notes import TEXT_AT_MOST, tell_of, tell_watchers

MENTIONS_AT_MOST = 20
NOTES_AT_MOST = 5000  # of one version: what a page and a list of markers can hold


def mentionable(project: Project, *, actor: Any) -> list[User]:
    """Who may see the project and be told, by name. Reviewers do not learn who else reviews."""
    crew = Q(role__in=WHOLE_STUDIO)
    reviewing = Q(role=Role.REVIEWER, grants__project=project)
    if actor.roles.get(project.studio_id) not in WHOLE_STUDIO:
        reviewing &= Q(user=actor)
    rows = Membership.objects.active().filter(crew | reviewing, studio=project.studio_id)
    people = {row.user_id: row.user for row in rows.select_related("user") if row.user.is_active}
    return sorted(people.values(), key=str)


@transaction.atomic
def write_note(
    *,
    actor: Any,
    version: Version,
    start: int,
    end: int,
    text: str = "",
    drawing: Any = (),
    mentioned: Any = (),
) -> Note:
    """A note at frames `start` to `end` (exclusive). Raises PortalError `invalid`, `note:full`."""
    _must_have_room(version)
    must_be_in(version, start, end)
    shapes = checked(list(drawing))
    note = Note(
        project=version.project,
        version=version,
        start=start,
        end=end,
        text=_said(text, needed=not shapes),
        drawing=shapes,
        mentions=_named(mentioned, version.project, actor),
        **_written_by(actor),
    )
    return _kept(note, actor, "note:written")


@transaction.atomic
def reply(*, actor: Any, note: Note, text: str, mentioned: Any = ()) -> Note:
    """An answer below a note; an answer to an answer stands in the same place.

    Raises `note:gone` below a note that was deleted.
    """
    thread = note.held()
    if thread.deleted_at:
        raise PortalError("note:gone")
    _must_have_room(note.version)
    answer = Note(
        project=note.project,
        version=note.version,
        parent=thread,
        text=_said(text),
        mentions=_named(mentioned, note.project, actor),
        **_written_by(actor),
    )
    return _kept(answer, actor, "note:replied")


@transaction.atomic
def edit(*, actor: Any, note: Note, manages: bool, **changes: Any) -> Note:
    """New words, frames, drawing or mentions; what is not named stays. Only the new are told."""
    note.held()
    note.must_be_changed_by(actor, manages=manages)
    if note.parent_id:
        changes = {key: value for key, value in changes.items() if key in ("text", "mentioned")}
    else:
        note.start, note.end = changes.get("start", note.start), changes.get("end", note.end)
        must_be_in(note.version, note.start or 0, note.end or 0)
        note.drawing = checked(changes.get("drawing", note.drawing))
    note.text = _said(changes.get("text", note.text), needed=not note.drawing)
    before = {one["id"] for one in note.mentions}
    if "mentioned" in changes:
        note.mentions = _named(changes["mentioned"], note.project, actor)
    note.edited_at, note.edited_by_name = timezone.now(), str(actor)
    note.save()
    note.record(actor, "note:edited")
    _tell(note, actor, [one for one in note.mentions if one["id"] not in before], answered=False)
    tell_of(note)
    return note


def _written_by(actor: Any) -> dict[str, Any]:
    """A guest has no account; the note keeps the link they came by, and their name."""
    author = {"guest": actor.link} if actor.is_guest else {"person": actor}
    return {**author, "person_name": str(actor)}


def _kept(note: Note, actor: Any, verb: str) -> Note:
    note.save()
    note.record(actor, verb)
    _tell(note, actor, note.mentions, answered=bool(note.parent_id))
    if actor.is_guest:
        _tell_the_host(note, actor.link.made_by)
    if note.parent_id:
        tell_of(note)
    else:  # a new one is carried nowhere yet
        tell_watchers(note.version_id)
    return note


def _tell_the_host(note: Note, host: Any) -> None:
    """Whoever let the guest in, while they see the project."""
    still = {person.pk for person in mentionable(note.project, actor=host)} if host else set()
    telling.guest_wrote(note, [host] if host and host.pk in still else [])


def _tell(note: Note, actor: Any, mentions: list[dict[str, str]], *, answered: bool) -> None:
    ids = [one["id"] for one in mentions]
    told = list(User.objects.filter(pk__in=ids).exclude(pk=actor.pk)) if ids else []
    telling.mentioned(note, told)
    author = note.thread.person
    if answered and author and author.pk != actor.pk and author not in told:
        still = {person.pk for person in mentionable(note.project, actor=author)}
        telling.answered(note, [author] if author.pk in still else [])


def _named(wanted: Any, project: Project, actor: Any) -> list[dict[str, str]]:
    ids = list(dict.fromkeys(str(pk) for pk in wanted))
    if len(ids) > MENTIONS_AT_MOST:
        most = {"most": MENTIONS_AT_MOST}
        raise _wrong("mention_ids", _("At most %(most)s people are mentioned at once.") % most)
    known = {str(person.pk): person for person in mentionable(project, actor=actor)} if ids else {}
    if any(pk not in known for pk in ids):
        raise _wrong("mention_ids", _("Somebody mentioned cannot see this project."))
    return [{"id": pk, "name": str(known[pk])} for pk in ids]


def _said(text: str, *, needed: bool = True) -> str:
    said = text.strip()
    if not said and needed:
        raise _wrong("text", _("Say something, or draw on the picture."))
    if len(said) > TEXT_AT_MOST:
        raise _wrong("text", _("At most %(most)s characters.") % {"most": TEXT_AT_MOST})
    return said


def last_frame(version: Version) -> int:
    """How many frames can be pointed at; a picture is one."""
    return version.frames or 1


def must_be_in(version: Version, start: int, end: int) -> None:
    """Raises PortalError `invalid` for frames that the version does not have."""
    if not 0 <= start < end <= last_frame(version):
        facts = {"frames": last_frame(version)}
        raise _wrong("end", _("A note stands within frames 0 to %(frames)s.") % facts)


def _must_have_room(version: Version) -> None:
    if version.notes.count() >= NOTES_AT_MOST:
        raise PortalError("note:full", most=NOTES_AT_MOST)


def _wrong(name: str, said: str) -> PortalError:
    return PortalError("invalid", fields={name: [said]})
