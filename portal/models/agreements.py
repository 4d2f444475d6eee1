"""The terms people work under: kinds, their versions, and who accepted which words when."""

import hashlib
from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Role, TenantQuerySet
from portal.errors import PortalError
from portal.models.audit import AuditEvent
from portal.models.persons import record_of_person
from portal.models.studios import Studio
from portal.models.users import User


class Agreement(models.Model):
    """`per_studio`: whoever works for two studios accepts it for each of them."""

    class Kind(models.TextChoices):
        NDA = "nda", _("Confidentiality agreement")
        BETA = "beta", _("Beta terms")
        AI = "ai", _("AI terms")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, unique=True)
    title = models.CharField(_("title"), max_length=120)
    per_studio = models.BooleanField(
        _("for each studio"),
        default=False,
        help_text=_("People of several studios accept it once for each."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("agreement"), _("agreements")
        ordering = ["kind"]

    def __str__(self) -> str:
        return self.title


class VersionQuerySet(models.QuerySet[Any, Any]):
    def published(self) -> Self:
        return self.exclude(published_at=None)

    def in_force(self, at: datetime | None = None) -> Self:
        """The newest version of each agreement whose day has come: now, or at that moment."""
        begun = self.published().filter(in_force_from__lte=at or timezone.now())
        return begun.order_by("agreement_id", "-in_force_from", "-number").distinct("agreement_id")


class AgreementVersion(models.Model):
    """The words. Once published neither they nor the hash change: the database refuses it."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"), editable=False)
    text = models.TextField(_("text (Markdown)"))
    pdf = models.FileField(_("PDF"), upload_to="agreements", blank=True)
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64, editable=False)
    pdf_sha256 = models.CharField(
        _("SHA-256 of the PDF"), max_length=64, editable=False, blank=True
    )
    in_force_from = models.DateTimeField(_("in force from"), default=timezone.now)
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("agreement version"), _("agreement versions")
        ordering = ["agreement", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="agreement_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.agreement} · v{self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Line ends are made one, so that the hash is of the bytes everybody is shown."""
        if self.published_at is None:
            self.text = self.text.replace("\r\n", "\n")
            self.sha256 = hashlib.sha256(self.text.encode()).hexdigest()
            if self.pdf:
                self.pdf_sha256 = hashlib.file_digest(self.pdf.open(), "sha256").hexdigest()
                self.pdf.seek(0)
            if not self.number:
                newest = AgreementVersion.objects.filter(agreement=self.agreement)
                self.number = (newest.aggregate(n=models.Max("number"))["n"] or 0) + 1
        super().save(*args, **kwargs)

    @transaction.atomic
    def publish(self, *, actor: User | None) -> None:
        """From its day on everybody is asked at their next request."""
        rows = AgreementVersion.objects.filter(pk=self.pk, published_at=None)
        if not rows.update(published_at=timezone.now()):
            raise PortalError("agreement:published", title=str(self))
        self.refresh_from_db()
        AuditEvent.record(
            actor, "agreement:published", title=str(self.agreement), version=self.number
        )

    @transaction.atomic
    def accept(self, *, actor: User, studios: list[Any], address: str | None) -> list["Acceptance"]:
        """One row for each studio; `[None]` where it is accepted for oneself."""
        rows = []
        for studio in studios:
            row, made = Acceptance.objects.get_or_create(
                version=self,
                person=actor,
                studio_id=studio,
                defaults={
                    "person_name": actor.name,
                    "email": actor.email,
                    "sha256": self.sha256,
                    "address": address,
                },
            )
            if made:
                facts = {"title": str(self.agreement), "version": self.number}
                _told(actor, row.studio, **facts)
            rows.append(row)
        return rows


def _told(actor: User, studio: Any, **facts: Any) -> None:
    """In the studio it is accepted for; what is accepted for oneself, in each of one's studios."""
    if studio:
        AuditEvent.record(actor, "agreement:accepted", studio, **facts)
    else:
        record_of_person(actor, "agreement:accepted", **facts)


class Acceptance(models.Model):
    """Who accepted which words: the name and the hash as they were. Never changed."""

    version = models.ForeignKey(AgreementVersion, models.PROTECT, related_name="acceptances")
    person = models.ForeignKey(User, models.SET_NULL, null=True, related_name="acceptances")
    studio = models.ForeignKey(Studio, models.CASCADE, null=True, blank=True, related_name="+")
    person_name = models.CharField(_("name"), max_length=150)
    email = models.EmailField(_("e-mail address"))
    address = models.GenericIPAddressField(_("network address"), null=True)
    sha256 = models.CharField(_("SHA-256 of the text"), max_length=64)
    at = models.DateTimeField(_("accepted"), auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("acceptance"), _("acceptances")
        ordering = ["-at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "person", "studio"],
                name="acceptance_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_name} · {self.version}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """One's own; who accepted what in a studio is for administrators to see."""
        return Q(person=actor)


def open_agreements(person: User) -> list[tuple[int, list[Any]]]:
    """(version in force, the studios it is not yet accepted for), in one query."""
    done_by = Acceptance.objects.filter(version=OuterRef("pk"), person=person)
    rows = AgreementVersion.objects.in_force().values_list(
        "pk", "agreement__per_studio", ArraySubquery(done_by.values("studio_id"))
    )
    found: list[tuple[int, list[Any]]] = []
    for pk, per_studio, done in rows:
        if missing := still_missing(person, per_studio, done):
            found.append((pk, missing))
    return found


def still_missing(person: User, per_studio: bool, done: Collection[Any]) -> list[Any]:
    """The studios (None: all of them) a version is not yet accepted for."""
    # Whoever only looks, opened by the studio or by breaking the glass, joins nothing.
    mine: list[Any] = [pk for pk, role in person.roles.items() if role != Role.VIEWER]
    mine += [None] if person.programme_role else []
    wanted = mine if per_studio else [None]
    return [studio for studio in wanted if studio not in done]


def done_with_agreements(people: list[User]) -> set[Any]:
    """Ids of those who have nothing to accept, in two queries for all of them."""
    versions = dict(AgreementVersion.objects.in_force().values_list("pk", "agreement__per_studio"))
    done: dict[Any, set[Any]] = defaultdict(set)
    rows = Acceptance.objects.filter(version__in=[*versions], person__in=people)
    for version, person, studio in rows.values_list("version_id", "person_id", "studio_id"):
        done[version, person].add(studio)
    return {
        person.pk
        for person in people
        if not any(
            still_missing(person, each, done[pk, person.pk]) for pk, each in versions.items()
        )
    }
