"""How a provider is reached: whose account, in which region, with which keys."""

import uuid
from datetime import timedelta
from typing import Any

from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.access import Capability, Role
from portal.names import NameField
from portal.sealing import opened, sealed
from portal.tenancy import outside_studios
from projects.assist import providers
from projects.assist.contract import Connected, Provider

PURPOSE = "providers"


def provider_choices() -> list[tuple[str, Any]]:
    """Read when a form is made: a new adapter is no migration."""
    return [(name, providers.provider_class(name).title) for name in providers.names()]


class ConnectionQuerySet(models.QuerySet["Connection"]):
    def open_to(self, studio: Any) -> "ConnectionQuerySet":
        """Of the programme, and the studio's own; of no other studio."""
        return self.filter(Q(studio=None) | Q(studio=studio), enabled=True)

    def visible_to(self, actor: Any) -> "ConnectionQuerySet":
        """The programme's to all who may read of providers; a studio's own to its producers."""
        if not actor.is_authenticated or not actor.is_active or actor.is_guest:
            return self.none()
        if not actor.can(Capability.PROVIDERS):
            return self.none()
        return self.filter(Q(studio=None) | Q(studio__in=actor.studios_with({Role.PRODUCER})))


class Connection(models.Model):
    """Keys are sealed and never shown again. `next_at` spaces calls over all workers."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = NameField(_("name"), max_length=120)
    provider = models.CharField(_("provider"), max_length=40)
    product = models.CharField(
        _("product"), max_length=80, help_text=_("As its terms call it, such as Messages API.")
    )
    plan = models.CharField(_("plan"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=40, blank=True)
    endpoint = models.URLField(
        _("address"), blank=True, help_text=_("Empty: the provider's usual one.")
    )
    options = models.JSONField(_("settings"), default=dict, blank=True)
    sealed = models.TextField(default="", editable=False)
    studio = models.ForeignKey(
        "portal.Studio",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("studio"),
        help_text=_("Empty: for every studio whose policy allows it."),
    )
    enabled = models.BooleanField(_("in use"), default=True)
    per_minute = models.PositiveIntegerField(
        _("calls a minute"), null=True, blank=True, help_text=_("Over all workers; empty: no limit")
    )
    at_once = models.PositiveIntegerField(
        _("jobs at once"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Over all studios and workers; empty: no limit"),
    )
    next_at = models.DateTimeField(null=True, blank=True, editable=False)
    rests_until = models.DateTimeField(_("rests until"), null=True, blank=True, editable=False)
    tested_at = models.DateTimeField(_("tested"), null=True, blank=True, editable=False)
    tested_ok = models.BooleanField(_("answered"), null=True, editable=False)
    tested_told = models.CharField(_("what it said"), max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = ConnectionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("connection"), _("connections")
        ordering = ["provider", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["studio", "name"], name="connection_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def secrets(self) -> dict[str, str]:
        return opened(self.sealed, PURPOSE)

    def seal(self, values: dict[str, str]) -> None:
        """Replace the secrets that are named; an empty value removes one. Not saved yet."""
        kept = {**self.secrets, **values}
        self.sealed = sealed({k: v for k, v in kept.items() if v}, PURPOSE)

    @property
    def missing(self) -> list[Any]:
        """Titles of the settings that it lacks, in words for people; empty when it is whole."""
        kind, given = providers.provider_class(self.provider), {**self.options, **self.secrets}
        lacking = [s.title for s in kind.settings if s.required and not given.get(s.name)]
        addressed = getattr(kind, "addressed", False) and not self.endpoint
        return [_("address"), *lacking] if addressed else lacking

    def connected(self) -> Connected:
        values = {**{k: str(v) for k, v in self.options.items()}, **self.secrets}
        return Connected(self.endpoint, self.region, values)

    def reach(self) -> Provider:
        return providers.reach(self.provider, self.connected())

    @transaction.atomic
    def turn(self) -> float:
        """Take the next turn at this provider: 0; or none, and in how many seconds to come again.

        One row says it for all workers: calls are spaced evenly, and nobody calls one that rests.
        """
        with outside_studios():  # a worker of one studio spaces calls of all of them
            return self._turn()

    def _turn(self) -> float:
        rows = Connection.objects.select_for_update(no_key=True)
        row = rows.annotate(database_now=Now()).get(pk=self.pk)
        now = row.database_now  # from before it was locked: whoever waited for that comes later
        if row.rests_until and row.rests_until > now:
            return (row.rests_until - now).total_seconds()
        if not row.per_minute:
            return 0
        if row.next_at and row.next_at > now:
            return (row.next_at - now).total_seconds()
        row.next_at = now + timedelta(seconds=60 / row.per_minute)
        row.save(update_fields=["next_at"])
        return 0

    def rest(self, seconds: float) -> None:
        """It asked for it, or it failed: no worker calls before."""
        until = Now() + timedelta(seconds=seconds)
        rows = Connection.objects.filter(Q(rests_until=None) | Q(rests_until__lt=until), pk=self.pk)
        with outside_studios():
            rows.update(rests_until=until)
