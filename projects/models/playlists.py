"""Versions in order for a review session, what the session said of each, and how it ended.

OPEN ⇄ CLOSED, with the session's result in a sentence. What a session says is a word among
people who look together; it is no decision: nothing is approved, nothing opens by it.
"""

import uuid
from collections import Counter
from typing import Any

from django.db import models, transaction
from django.db.models import F, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError
from portal.models import AuditEvent
from portal.names import NameField
from projects.models.assets import Version
from projects.models.projects import Project, ProjectRow
from projects.models.trash import stands_withdrawn

ITEMS_AT_MOST = 200  # what is looked at in one session, and a page can hold


class Playlist(ProjectRow):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="playlists")
    name = NameField(_("name"), max_length=120)
    description = models.TextField(_("what it is for"), blank=True, max_length=2000)
    made_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(_("made by"), max_length=150)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    closed_at = models.DateTimeField(_("session closed"), null=True, blank=True)
    closed_by_name = models.CharField(_("closed by"), max_length=150, blank=True)
    summary = models.CharField(_("result of the session"), max_length=500, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("playlist"), _("playlists")
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def guest_visibility(cls, guest: Any) -> Q:
        return Q(pk=guest.link.playlist_id)

    def get_absolute_url(self) -> str:
        return reverse("playlist", args=[self.pk])

    @property
    def missing(self) -> int:
        """How many of its versions are in the trash: they are not shown, and come back with it."""
        return self.items.exclude(version__asset__deleted_at=None).count()

    @property
    def counts(self) -> dict[str, int]:
        """Result → how many versions, in the order of the results."""
        shown = self.items.filter(version__asset__deleted_at=None)
        found = Counter(shown.values_list("result", flat=True))
        return {result: found[result] for result in PlaylistItem.Result.values if found[result]}

    def must_be_open(self) -> None:
        if self.closed_at:
            raise PortalError("playlist:closed", name=self.name)

    @transaction.atomic
    def add(self, versions: list[Version], *, actor: Any) -> int:
        """At the end, in the order given; what is in it already stays where it is."""
        from projects.consenting import must_be_free

        self.hold()
        if any(version.project_id != self.project_id for version in versions):
            raise PortalError("playlist:elsewhere")
        known = set(self.items.values_list("version_id", flat=True))
        new = [version for version in dict.fromkeys(versions) if version.pk not in known]
        must_be_free(*new)
        if len(known) + len(new) > ITEMS_AT_MOST:
            raise PortalError("playlist:full", most=ITEMS_AT_MOST)
        last = self.items.aggregate(last=Max("position"))["last"] or 0
        for place, version in enumerate(new, last + 1):
            self.items.create(project=self.project, version=version, position=place)
        if new:
            self.record(actor, "playlist:added", count=len(new))
        return len(new)

    @transaction.atomic
    def put_in_order(self, ids: list[str], *, actor: Any) -> None:
        """The items as named; those that are not named keep their order behind them.

        What is in the trash keeps its place in the list, where it comes back.
        """
        self.hold()
        there: Any = self.items.order_by("position", "pk")
        there = there.values_list("pk", "version__asset__deleted_at")
        items = {str(pk): deleted is not None for pk, deleted in there}
        wanted = [pk for pk in dict.fromkeys(map(str, ids)) if items.get(pk) is False]
        rest = (pk for pk, hidden in items.items() if not hidden and pk not in set(wanted))
        shown = iter([*wanted, *rest])
        order = [pk if hidden else next(shown) for pk, hidden in items.items()]
        if order != list(items):
            for place, pk in enumerate(order, 1):
                PlaylistItem.objects.filter(pk=pk).update(position=place)
            self.record(actor, "playlist:ordered")

    def hold(self) -> None:
        """Locked as it is now until the transaction ends. Raises `playlist:closed`, `not_found`."""
        now = Playlist.objects.select_for_update().filter(pk=self.pk)
        row = now.values("closed_at").first()
        if row is None:
            raise PortalError("not_found")
        self.closed_at = row["closed_at"]
        self.must_be_open()

    @transaction.atomic
    def close(self, *, actor: Any, summary: str) -> None:
        """The session is over: nothing is added or moved until somebody opens it again."""
        said = {"closed_at": timezone.now(), "closed_by_name": str(actor), "summary": summary}
        if not Playlist.objects.filter(pk=self.pk, closed_at=None).update(**said):
            raise PortalError("playlist:closed", name=self.name)
        self.refresh_from_db(fields=[*said])
        self.record(actor, "playlist:closed", summary=summary or "…")

    @transaction.atomic
    def reopen(self, *, actor: Any) -> None:
        """What the session said stays, and can be said anew."""
        rows = Playlist.objects.filter(pk=self.pk).exclude(closed_at=None)
        if rows.update(closed_at=None, closed_by_name=""):
            self.record(actor, "playlist:reopened")
        self.refresh_from_db(fields=["closed_at", "closed_by_name"])

    @transaction.atomic
    def delete_by(self, actor: Any) -> None:
        """With its order, results and links; the versions and their notes stay."""
        self.record(actor, "playlist:deleted")
        self.delete()

    def record(self, actor: Any, verb: str, **facts: Any) -> None:
        named = {"playlist": self.name, "project": self.project.name}
        AuditEvent.record(actor, verb, self.project.studio, **named, **facts)


class PlaylistItem(ProjectRow):
    """A version in its place. `result` is the session's word on it, never a decision."""

    class Result(models.TextChoices):
        NONE = "", _("nothing said")
        FOR_NOW = "for_now", _("good for now")
        WORK = "work", _("needs work")
        HOLD = "hold", _("on hold")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    playlist = models.ForeignKey(Playlist, models.CASCADE, related_name="items")
    version = models.ForeignKey(Version, models.CASCADE, related_name="playlist_items")
    position = models.PositiveIntegerField(_("place"))
    result = models.CharField(
        _("result of the session"), max_length=10, choices=Result.choices, blank=True, default=""
    )
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    said_by_name = models.CharField(_("said by"), max_length=150, blank=True)
    said_at = models.DateTimeField(_("said"), null=True, blank=True)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("version in a playlist"), _("versions in playlists")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(fields=["playlist", "version"], name="version_once_a_playlist"),
            models.CheckConstraint(
                condition=Q(result__in=["", "for_now", "work", "hold"]), name="item_result_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position} · {self.version}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return super().visibility(actor) & Q(version__asset__deleted_at=None)

    @classmethod
    def guest_visibility(cls, guest: Any) -> Q:
        shown = Q(playlist=guest.link.playlist_id, version__asset__deleted_at=None)
        return shown & ~stands_withdrawn("version")

    @transaction.atomic
    def say(self, *, actor: Any, result: str, remark: str = "") -> None:
        """What the session says of this version; said anew, the later word stands."""
        self._hold()
        said = {"result": result, "remark": remark.strip(), "said_at": timezone.now()}
        self.__dict__.update(said | {"said_by_name": str(actor)})
        self.save(update_fields=[*said, "said_by_name"])
        told = str(self.Result(result).label)
        self.playlist.record(actor, "playlist:said", name=self.version.file_name, result=told)

    @transaction.atomic
    def move(self, step: int, *, actor: Any) -> None:
        """One place up (-1) or down (1) among those that are shown."""
        self._hold()
        shown = self.playlist.items.filter(version__asset__deleted_at=None)
        ids = [str(pk) for pk in shown.order_by("position", "pk").values_list("pk", flat=True)]
        at = ids.index(str(self.pk))
        ids.insert(max(0, at + step), ids.pop(at))
        self.playlist.put_in_order(ids, actor=actor)

    @transaction.atomic
    def remove(self, *, actor: Any) -> None:
        self._hold()
        self.playlist.record(actor, "playlist:removed", name=self.version.file_name)
        self.playlist.items.filter(position__gt=self.position).update(position=F("position") - 1)
        self.delete()

    def _hold(self) -> None:
        """Where it stands now, in a list that nobody else changes. `not_found` once it is out."""
        self.playlist.hold()
        row = self.playlist.items.filter(pk=self.pk).values("position").first()
        if row is None:
            raise PortalError("not_found")
        self.position = row["position"]


@transaction.atomic
def make_playlist(*, actor: Any, project: Project, name: str, description: str = "") -> Playlist:
    made = Playlist.objects.create(
        project=project,
        name=name,
        description=description,
        made_by=actor,
        made_by_name=str(actor),
    )
    made.record(actor, "playlist:made")
    return made
