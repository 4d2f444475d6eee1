"""What holds with a provider, as dated snapshots; and what it charges, as dated rows."""

import uuid
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from projects.assist.gate import records
from projects.assist.palette import Rate

#: What is written for sub-processors where there are none.
NO_SUBPROCESSORS = "none"


def in_force(on: date) -> Q:
    """Begun, and not lapsed, on that day."""
    return Q(starts__lte=on) & (Q(ends=None) | Q(ends__gte=on))


class Terms(models.Model):
    """Written once: what changes is a new snapshot. Unknown is unknown, and counts as "no"."""

    class Owner(models.TextChoices):
        STUDIO = "studio", _("the studio")
        SHARED = "shared", _("the studio and the provider")
        PROVIDER = "provider", _("the provider")

    class Indemnity(models.TextChoices):
        PROVIDER = "provider", _("the provider stands for the studio")
        NONE = "none", _("nobody")
        STUDIO = "studio", _("the studio stands for the provider")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.CharField(_("provider"), max_length=40)
    product = models.CharField(_("product"), max_length=80)
    plan = models.CharField(_("plan"), max_length=80, blank=True)
    region = models.CharField(
        _("region"), max_length=40, blank=True, help_text=_("Empty: where no region is chosen.")
    )
    starts = models.DateField(_("in force from"))
    ends = models.DateField(_("valid until"), null=True, blank=True)
    review_on = models.DateField(_("to be reviewed on"), null=True, blank=True)
    trains_on_inputs = models.BooleanField(
        _("trains on inputs"), null=True, help_text=_("Unknown counts as yes.")
    )
    retention_days = models.PositiveIntegerField(_("keeps inputs (days)"), null=True, blank=True)
    human_review = models.BooleanField(_("people may look at inputs"), null=True)
    subprocessors = models.TextField(
        _("sub-processors"),
        blank=True,
        help_text=_("One a line; “none” where it has none. Empty: not known."),
    )
    contract = models.CharField(_("contract reference"), max_length=200, blank=True)
    source = models.URLField(_("where it is written"), blank=True, max_length=500)
    output_owner = models.CharField(
        _("who owns the output"), max_length=10, choices=Owner.choices, blank=True
    )
    licence = models.CharField(_("licence of the output"), max_length=300, blank=True)
    indemnity = models.CharField(
        _("who indemnifies whom"), max_length=10, choices=Indemnity.choices, blank=True
    )
    note = models.TextField(_("note"), blank=True, max_length=2000)
    recorded_by = models.ForeignKey(
        "portal.User", models.PROTECT, null=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("recorded"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("terms"), _("terms")
        ordering = ["provider", "product", "plan", "region", "-starts", "-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="terms_end_after_start"
            ),
        ]

    def __str__(self) -> str:
        where = " · ".join(part for part in (self.product, self.plan, self.region) if part)
        return f"{where}, {self.starts.isoformat()}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise ValidationError(_("Terms are never changed: record a new snapshot."))
        super().save(*args, **kwargs)

    @classmethod
    def of(cls, connection: Any, on: date | None = None) -> "Terms | None":
        """The newest snapshot in force for this product, plan and region."""
        rows = cls.objects.filter(in_force(on or timezone.now().date()))
        names = {name: getattr(connection, name) for name in ("provider", "product", "plan")}
        rows = rows.filter(**names, region=connection.region)
        return rows.order_by("-starts", "-created_at").first()

    def record(self) -> records.Terms:
        """As the gate reads it."""
        told = {name: getattr(self, name) for name in _SAME}
        return records.Terms(id=str(self.pk), subprocessors=self.passed_on_to, **told)

    @property
    def passed_on_to(self) -> tuple[str, ...] | None:
        """The sub-processors, line by line; empty where there are none, None where nobody knows."""
        lines = tuple(line.strip() for line in self.subprocessors.splitlines() if line.strip())
        if [line.casefold() for line in lines] == [NO_SUBPROCESSORS]:
            return ()
        return lines or None


_SAME = (
    *("provider", "product", "plan", "region", "starts", "ends", "trains_on_inputs"),
    *("retention_days", "human_review", "contract", "output_owner", "licence", "indemnity"),
)


class Price(models.Model):
    """What one unit of a model costs from a day on."""

    class Unit(models.TextChoices):
        INPUT_TOKEN = "input_token", _("input token")
        OUTPUT_TOKEN = "output_token", _("output token")
        IMAGE = "image", _("picture")
        SECOND = "second", _("second of film")
        MINUTE = "minute", _("minute of film looked at")
        CREDIT = "credit", _("credit")
        REQUEST = "request", _("request")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.CharField(_("provider"), max_length=40)
    model = models.CharField(_("model"), max_length=120)
    unit = models.CharField(_("unit"), max_length=20, choices=Unit.choices)
    amount = models.DecimalField(_("price of one unit"), max_digits=18, decimal_places=10)
    currency = models.CharField(_("currency"), max_length=3, default="USD")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    source = models.URLField(_("where it is written"), blank=True, max_length=500)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("price"), _("prices")
        ordering = ["provider", "model", "unit", "-starts"]
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "model", "unit", "starts"], name="price_once"
            ),
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_not_negative"),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="price_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.model}: {self.amount.normalize():f} {self.currency} / {self.unit}"

    @classmethod
    def list_of(cls, provider: str, model: str, on: date | None = None) -> list[Rate]:
        """The prices in force that day: of each unit the newest."""
        rows = cls.objects.filter(in_force(on or timezone.now().date()))
        rows = rows.filter(provider=provider, model=model).order_by("unit", "-starts")
        newest = rows.distinct("unit")
        return [Rate(row.unit, row.amount, row.currency) for row in newest]
