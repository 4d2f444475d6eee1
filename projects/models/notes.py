"""What people say about a version: pinned to frames, drawn on the picture, answered, resolved.

A note stands at frames `start` to `end` (exclusive) of its version, counted from the first
picture; a reply stands where its note does. Whoever wrote it, or a producer, changes and deletes
it. A note that was answered leaves a stone behind, so that the answers still make sense.
"""

import uuid
from typing import Any, Self

from django.db import models, transaction
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import TenantQuerySet
from portal.errors import PortalError
from portal.live import publish
from portal.models import AuditEvent
from projects.models.assets import Version
from projects.models.projects import Project, ProjectRow

TEXT_AT_MOST = 4000


class NoteQuerySet(TenantQuerySet):
    def threads(self) -> Self:
        """Notes without the replies, which come with them, oldest first."""
        replies = Note.objects.order_by("created_at", "pk")
        return self.filter(parent=None).prefetch_related(Prefetch("replies", replies))


class Note(ProjectRow):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="notes")
    version = models.ForeignKey(Version, models.CASCADE, related_name="notes")
    parent = models.ForeignKey(
        "self", models.CASCADE, null=True, blank=True, related_name="replies"
    )
    start = models.PositiveBigIntegerField(_("first frame"), null=True)
    end = models.PositiveBigIntegerField(_("end frame"), null=True)
    text = models.TextField(_("text"), blank=True, max_length=TEXT_AT_MOST)
    drawing = models.JSONField(_("drawing"), default=list, blank=True)
    #: [{"id", "name"}]: who was told, called as they were then.
    mentions = models.JSONField(_("people mentioned"), default=list, blank=True)
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    person_name = models.CharField(_("written by"), max_length=150)
    #: The link of the guest who wrote it, while there is one; the name stays.
    guest = models.ForeignKey(
        "projects.ShareLink", models.SET_NULL, null=True, blank=True, related_name="notes"
    )
    said_by = models.CharField(
        _("said by"),
        max_length=150,
        blank=True,
        help_text=_("Who said it by the file it was brought in from."),
    )
    created_at = models.DateTimeField(_("written"), auto_now_add=True)
    edited_at = models.DateTimeField(_("changed"), null=True, blank=True)
    edited_by_name = models.CharField(_("changed by"), max_length=150, blank=True)
    resolved_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    resolved_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    resolved_by_name = models.CharField(_("resolved by"), max_length=150, blank=True)
    deleted_at = models.DateTimeField(_("deleted"), null=True, blank=True)

    objects = NoteQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("note"), _("notes")
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["version", "created_at", "id"], name="note_of_version")]
        constraints = [
            models.CheckConstraint(
                # What compares with nothing is neither true nor false, and would pass.
                condition=Q(parent=None, start__isnull=False, end__isnull=False)
                & Q(end__gt=models.F("start"))
                | Q(parent__isnull=False, start=None, end=None),
                name="note_has_frames",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_name} · {self.start if self.start is not None else _('reply')}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return super().visibility(actor) & Q(version__asset__deleted_at=None)

    @classmethod
    def guest_visibility(cls, guest: Any) -> Q:
        """Their own, on what the playlist still shows; what the studio says stays with it."""
        shown = Q(version__playlist_items__playlist=guest.link.playlist_id)
        return Q(guest=guest.link) & shown & Q(version__asset__deleted_at=None)

    def get_absolute_url(self) -> str:
        """The page of its version, with the note in view."""
        page = reverse("asset", args=[self.version.asset_id])
        return f"{page}?version={self.version.number}&note={self.parent_id or self.pk}"

    @property
    def thread(self) -> "Note":
        return self.parent or self

    def held(self) -> "Note":
        """Its thread, locked until the transaction ends, and itself as it is by then.

        Raises `note:gone` where somebody has deleted it meanwhile: two people press at once.
        """
        try:
            thread = Note.objects.select_for_update().get(pk=self.parent_id or self.pk)
            self.refresh_from_db()
        except Note.DoesNotExist:
            raise PortalError("note:gone") from None
        return thread

    def resolve(self, *, actor: Any) -> None:
        self._settle(actor, resolved=True)

    def reopen(self, *, actor: Any) -> None:
        self._settle(actor, resolved=False)

    @transaction.atomic
    def _settle(self, actor: Any, *, resolved: bool) -> None:
        """Twice is once: two people may press at the same moment."""
        self.held()
        if self.parent_id or self.deleted_at:
            raise PortalError("note:no_thread")
        by = {
            "resolved_at": timezone.now() if resolved else None,
            "resolved_by": actor if resolved else None,
            "resolved_by_name": str(actor) if resolved else "",
        }
        rows = Note.objects.filter(pk=self.pk, resolved_at__isnull=resolved)
        if rows.update(**by):
            self.record(actor, "note:resolved" if resolved else "note:reopened")
            tell_of(self)
        self.refresh_from_db(fields=[*by])

    def must_be_changed_by(self, actor: Any, *, manages: bool) -> None:
        """Its author, or whoever manages the project. Raises `note:not_yours`, `note:gone`."""
        if self.deleted_at:
            raise PortalError("note:gone")
        author = self.guest_id if actor.is_guest else self.person_id
        if author != actor.pk and not manages:
            raise PortalError("note:not_yours", name=self.person_name)

    @transaction.atomic
    def delete_by(self, actor: Any, *, manages: bool) -> None:
        """Gone; while there are replies its place stays. The last reply takes the stone along."""
        thread = self.held()
        self.must_be_changed_by(actor, manages=manages)
        self.record(actor, "note:deleted")
        tell_of(thread)  # while it knows where it stands
        if self.replies.exists():
            self._leave_a_stone()
        else:
            self.delete()
            if thread.deleted_at and not thread.replies.exists():
                thread.delete()

    def _leave_a_stone(self) -> None:
        self.text, self.drawing, self.mentions = "", [], []
        self.deleted_at = timezone.now()
        self.save(update_fields=["text", "drawing", "mentions", "deleted_at"])

    def record(self, actor: Any, verb: str) -> None:
        """In the audit, without a word of what it says."""
        facts = {"name": self.version.file_name, "version": self.version.number}
        facts |= {"frame": self.thread.start, "project": self.project.name}
        AuditEvent.record(actor, verb, self.project.studio, **facts)


def tell_of(note: Note) -> None:
    """Whoever has a version open where it stands."""
    thread = note.parent_id or note.pk
    for version in {note.version_id, *_standing_too(thread)}:
        tell_watchers(version)


def _standing_too(thread: Any) -> Any:
    from projects.models.placements import Placement

    return Placement.objects.filter(note=thread).values_list("version", flat=True)


def tell_watchers(version_id: Any) -> None:
    """Whoever has the version open reads its notes anew; the frame itself tells nothing."""
    news = {"type": "notes", "version": str(version_id)}
    transaction.on_commit(lambda: publish([f"version.{version_id}"], news))
