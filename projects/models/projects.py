"""A project: what a studio is making, at which frame rate, and who may review it."""

import uuid
from fractions import Fraction
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import WHOLE_STUDIO, Role, TenantModel
from portal.live import close_sockets
from portal.models import AuditEvent, Membership
from portal.names import NameField

#: label → (frames, seconds, drop-frame timecode)
RATES: dict[str, tuple[int, int, bool]] = {
    "23.976": (24000, 1001, False),
    "24": (24, 1, False),
    "25": (25, 1, False),
    "29.97 DF": (30000, 1001, True),
    "29.97": (30000, 1001, False),
    "30": (30, 1, False),
    "50": (50, 1, False),
    "59.94 DF": (60000, 1001, True),
    "59.94": (60000, 1001, False),
    "60": (60, 1, False),
}
RATE_CHOICES = [(label, label) for label in RATES]


#: Characters of what is written into pictures.
MARK_AT_MOST = 400
#: What a project's audit tells when it changes.
NOTED = (
    "name",
    "code",
    "rate_label",
    "description",
    "watermark",
    "allow_downloads",
    "credit_names",
)


def granted(actor: Any) -> models.QuerySet:
    """Ids of the projects a reviewer was given, as a subquery."""
    return ProjectGrant.objects.filter(
        membership__user=actor,
        membership__revoked_at=None,
        membership__studio=F("studio"),
        studio__suspended_at=None,
    ).values("project_id")


def seen_by(actor: Any, path: str) -> Q:
    """Rows of the actor's studios; for reviewers, those whose project (`path`) is granted."""
    rule = Q(studio__in=actor.studios_with({Role.PRODUCER, Role.DIRECTOR, Role.ARTIST}))
    if Role.REVIEWER in actor.roles.values():
        rule |= Q(**{f"{path}__in": granted(actor)})
    if Role.VIEWER in actor.roles.values():
        from projects.models.openings import opened_projects

        rule |= Q(**{f"{path}__in": opened_projects(actor)})
    return rule


CODE = RegexValidator(r"^[A-Za-z0-9_-]+\Z", _("Use letters, digits, - and _."))


class Watermark(models.TextChoices):
    """What lies over the media while somebody looks at them."""

    OVERLAY = "overlay", _("name, studio and time over every picture")
    BURNT = "burnt", _("name, studio and time in the picture itself, for each person")
    NONE = "none", _("none")


class Project(TenantModel):
    """Rates are exact: `rate` is a fraction of frames per second."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = NameField(_("name"), max_length=120)
    code = models.CharField(
        _("code"),
        max_length=16,
        help_text=_("Short, such as LMP; it begins the names of shots and exports."),
        validators=[CODE],
    )
    rate_label = models.CharField(
        _("frame rate"), max_length=10, choices=RATE_CHOICES, default="24"
    )
    description = models.TextField(_("description"), blank=True, max_length=2000)
    watermark = models.CharField(
        _("watermark"), max_length=10, choices=Watermark.choices, default=Watermark.OVERLAY
    )
    allow_downloads = models.BooleanField(
        _("directors and artists may download originals"), default=False
    )
    #: Whether names of files and of who approved may stand in what leaves: see `projects.origin`.
    credit_names = models.BooleanField(
        _("names in content credentials"),
        default=False,
        help_text=_(
            "Names of files, and of who approved, are then signed into pictures and films. "
            "Otherwise hashes and roles stand there."
        ),
    )
    #: While set, every consent of the project is on hold: see `projects.striking`.
    strike_since = models.DateTimeField(_("on strike since"), null=True, editable=False)
    strike_by_name = models.CharField(max_length=150, blank=True, editable=False)
    strike_why = models.TextField(max_length=2000, blank=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("project"), _("projects")
        ordering = ["-created_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["studio", "code"], name="project_code_once"),
            models.CheckConstraint(
                condition=Q(rate_label__in=list(RATES)), name="project_rate_known"
            ),
            models.CheckConstraint(
                condition=Q(watermark__in=Watermark.values), name="project_watermark_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return seen_by(actor, "pk")

    def note_changes(self, before: "Project | None", *, actor: Any) -> None:
        """In the audit: that it was made, or each value that differs, as it was and is."""
        if before is None:
            AuditEvent.record(actor, "project:made", self.studio, project=self.name)
            return
        for field in NOTED:
            old, new = getattr(before, field), getattr(self, field)
            if old != new:
                facts = {"what": field, "before": str(old), "after": str(new)}
                AuditEvent.record(actor, "project:changed", self.studio, project=self.name, **facts)

    def give_to(self, membership: Membership, *, actor: Any) -> "ProjectGrant":
        """The reviewer may see it from now on."""
        grant, new = ProjectGrant.objects.get_or_create(project=self, membership=membership)
        if new:
            grant.note(actor, "grant:given")
        return grant

    def mark_for(self, person: Any) -> str:
        """What is written over or into the media for this person; the time is added there."""
        if person.is_guest:
            return person.mark
        if self.watermark == Watermark.NONE:
            return ""
        return f"{person} · {self.studio.name}"

    def mark_over(self, person: Any) -> str:
        """What a page lays over the media; nothing where it is in the picture already."""
        return "" if self.burns else self.mark_for(person)

    def mark_in(self, person: Any) -> str:
        """What is written into the media: names may be alike, addresses for mail are not."""
        known = f" · {person.email}" if person.email and person.email != str(person) else ""
        return self.mark_for(person)[: MARK_AT_MOST - len(known)] + known

    def mark_now(self, person: Any) -> str:
        """With the time, for what is written into a picture at this moment."""
        return f"{self.mark_in(person)} · {timezone.now():%Y-%m-%d %H:%M} UTC"

    @property
    def burns(self) -> bool:
        """Whether nobody is shown a picture without their name in it."""
        return self.watermark == Watermark.BURNT

    @property
    def rate(self) -> Fraction:
        return Fraction(*RATES[self.rate_label][:2])

    @property
    def drop_frame(self) -> bool:
        return RATES[self.rate_label][2]


class ProjectRow(TenantModel):
    """A row inside a project; its studio is the project's, by construction."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="+", verbose_name=_("project")
    )

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.studio_id = self.project.studio_id
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """What the row names belongs to its project (the admin offers every row there is)."""
        super().clean()
        for field in self._meta.get_fields():
            if not isinstance(field, models.ForeignKey) or not self.project_id:
                continue
            named = getattr(self, field.name, None)
            if isinstance(named, ProjectRow) and named.project_id != self.project_id:
                raise ValidationError({field.name: _("This belongs to another project.")})

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return seen_by(actor, "project")


class ProjectGrant(ProjectRow):
    """A reviewer of the studio may see this project."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="grants")
    membership = models.ForeignKey("portal.Membership", models.CASCADE, related_name="grants")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("project grant"), _("project grants")
        constraints = [models.UniqueConstraint(fields=["project", "membership"], name="grant_once")]

    def __str__(self) -> str:
        return f"{self.membership} → {self.project}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """A reviewer sees their own, and not who else reviews."""
        crew = Q(studio__in=actor.studios_with(WHOLE_STUDIO))
        return super().visibility(actor) & (crew | Q(membership__user=actor))

    def take_back(self, *, actor: Any) -> None:
        self.note(actor, "grant:removed")
        self.delete()

    def note(self, actor: Any, verb: str) -> None:
        facts = {"person": str(self.membership.user), "project": self.project.name}
        AuditEvent.record(actor, verb, self.project.studio, **facts)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """A reviewer of another studio can never be granted this project."""
        if self.membership.studio_id != self.project.studio_id:
            raise ValidationError(_("The reviewer belongs to another studio."))
        super().save(*args, **kwargs)


@receiver(post_delete, sender=ProjectGrant)
def close_what_the_reviewer_watches(instance: ProjectGrant, **_kwargs: Any) -> None:
    """However the grant went: one by one, in the admin, or with its project."""
    person = Membership.objects.filter(pk=instance.membership_id).values_list("user_id", flat=True)
    for user_id in person:
        transaction.on_commit(partial(close_sockets, user_id))
