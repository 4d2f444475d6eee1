"""Where a studio's own systems hear of news, and every message on its way there.

A delivery is WAITING until an answer of 2xx made it DELIVERED, or its tries are used up
(FAILED). `next_try` says when; `attempt` goes with every write, so that a worker that was
overtaken writes nothing; it only rises, and `forgiven` says how many tries came before a
person sent the message again. An endpoint works off its deliveries one by one: `busy_until` is
the lease of the worker that does, and the rest after an address has been silent.
"""

import base64
import hmac
import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Role, TenantModel, TenantQuerySet
from portal.errors import PortalError, sentences
from portal.models.audit import AuditEvent

#: A worker that says nothing for this long has lost what it held.
LEASE = timedelta(seconds=60)
#: Both secrets sign for this long after a change.
OVERLAP = timedelta(hours=24)


class EndpointQuerySet(TenantQuerySet):
    def open(self) -> Self:
        return self.filter(disabled_at=None)


class WebhookEndpoint(TenantModel):
    """`secret_number` counts the secrets handed out; none of them is stored."""

    class Why(models.TextChoices):
        PERSON = "person", _("switched off by a person")
        FAILING = "failing", _("switched off after days without an answer")
        GONE = "gone", _("switched off since the address answered that it is gone")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    url = models.URLField(_("address"), max_length=500)
    description = models.CharField(_("what it is for"), max_length=120, blank=True)
    events = models.JSONField(_("news"), default=list)
    secret_number = models.PositiveIntegerField(default=1, editable=False)
    secret_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("added"), auto_now_add=True)
    disabled_at = models.DateTimeField(_("switched off"), null=True, blank=True)
    disabled_why = models.CharField(_("why"), max_length=10, choices=Why.choices, blank=True)
    failing_since = models.DateTimeField(_("failing since"), null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)

    objects = EndpointQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("webhook"), _("webhooks")
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return self.description or self.url

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return Q(studio__in=actor.studios_with({Role.PRODUCER}))

    def get_absolute_url(self) -> str:
        return reverse("webhook", args=[self.pk])

    @property
    def rests_until(self) -> datetime | None:
        """Nothing goes to an address that was silent before that, whoever asks."""
        resting = self.failing_since and self.busy_until and self.busy_until > timezone.now()
        return self.busy_until if resting else None

    @property
    def secret(self) -> str:
        """To be shown once, in the answer to whoever made or changed it."""
        return "whsec_" + base64.b64encode(self._key(self.secret_number)).decode()

    def keys(self) -> list[bytes]:
        """What signs now: the newest first, the one before it for a day."""
        fresh = self.secret_changed_at and self.secret_changed_at > timezone.now() - OVERLAP
        numbers = [self.secret_number, self.secret_number - 1] if fresh else [self.secret_number]
        return [self._key(number) for number in numbers]

    def _key(self, number: int) -> bytes:
        """Derived from the portal's own secret: a copy of the database tells nobody."""
        name = f"webhook:{self.pk}:{number}".encode()
        return hmac.digest(settings.SECRET_KEY.encode(), name, "sha256")

    @transaction.atomic
    def change_secret(self, *, actor: Any) -> str:
        row = WebhookEndpoint.objects.select_for_update().get(pk=self.pk)
        self.secret_number, self.secret_changed_at = row.secret_number + 1, timezone.now()
        self.save(update_fields=["secret_number", "secret_changed_at"])
        AuditEvent.record(actor, "webhook:secret", self.studio, url=self.url)
        return self.secret

    def change(self, *, actor: Any, **fields: Any) -> None:
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=[*fields])
        AuditEvent.record(actor, "webhook:changed", self.studio, url=self.url)

    @transaction.atomic
    def disable(self, why: str, *, actor: Any = None) -> bool:
        """Once; what still waited will not go, and can be sent again by hand."""
        now = timezone.now()
        if (
            not WebhookEndpoint.objects.open()
            .filter(pk=self.pk)
            .update(disabled_at=now, disabled_why=why)
        ):
            return False
        self.disabled_at, self.disabled_why = now, why
        self.deliveries.waiting().update(state=WebhookDelivery.State.FAILED)
        AuditEvent.record(actor, "webhook:disabled", self.studio, url=self.url)
        return True

    def enable(self, *, actor: Any) -> None:
        fresh: dict[str, Any] = {"disabled_at": None, "disabled_why": "", "failing_since": None}
        self.change(actor=actor, **fresh)

    def remove(self, *, actor: Any) -> None:
        AuditEvent.record(actor, "webhook:removed", self.studio, url=self.url)
        self.delete()


class DeliveryQuerySet(TenantQuerySet):
    def waiting(self) -> Self:
        return self.filter(state=WebhookDelivery.State.WAITING)

    def due(self) -> Self:
        return self.waiting().filter(next_try__lte=Now())


class WebhookDelivery(TenantModel):
    """One event for one endpoint. Its id is the message's: a repetition can be recognised."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DELIVERED = "delivered", _("delivered")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries")
    event = models.CharField(_("news"), max_length=60)
    payload = models.JSONField(default=dict)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.WAITING
    )
    attempt = models.PositiveIntegerField(_("tries"), default=0)
    forgiven = models.PositiveIntegerField(default=0, editable=False)
    next_try = models.DateTimeField(_("next try"), default=timezone.now)
    status = models.PositiveSmallIntegerField(_("status"), null=True, blank=True)
    answer = models.TextField(_("answer"), blank=True)
    error_code = models.CharField(max_length=60, blank=True)
    error_facts = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("happened"), auto_now_add=True)
    tried_at = models.DateTimeField(_("last try"), null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("webhook delivery"), _("webhook deliveries")
        ordering = ["-created_at", "id"]
        indexes = [
            models.Index(fields=["studio", "next_try"], condition=Q(state="waiting"), name="due"),
            models.Index(fields=["endpoint", "-created_at"], name="delivery_log"),
        ]

    def __str__(self) -> str:
        return f"{self.event} · {self.get_state_display()}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return Q(studio__in=actor.studios_with({Role.PRODUCER}))

    @property
    def error(self) -> dict[str, str] | None:
        """Why the last try failed, in the reader's language."""
        return sentences(self.error_code, self.error_facts) if self.error_code else None

    @property
    def tries(self) -> int:
        """Since it was made, or since a person sent it again."""
        return self.attempt - self.forgiven

    def claim(self) -> bool:
        """Raises `attempt`; False when it is no longer due."""
        rows = WebhookDelivery.objects.due().filter(pk=self.pk, attempt=self.attempt)
        tried = {"tried_at": Now(), "next_try": Now() + LEASE}
        if not rows.update(attempt=self.attempt + 1, **tried):
            return False
        self.attempt, self.tried_at = self.attempt + 1, timezone.now()
        return True

    def note(self, state: str, *, next_try: Any = None, **fields: Any) -> None:
        """What the last try gave; nothing is written by a worker that was overtaken."""
        fields |= {"state": state, "next_try": next_try or Now()}
        mine = {"pk": self.pk, "attempt": self.attempt, "state": self.State.WAITING}
        WebhookDelivery.objects.filter(**mine).update(**fields)
        for name, value in fields.items():
            setattr(self, name, value)

    def replay(self, *, actor: Any) -> None:
        """The same message under the same id, from the first try on."""
        if self.endpoint.disabled_at:
            raise PortalError("webhook:disabled")
        further = {"attempt": F("attempt") + 1, "forgiven": F("attempt") + 1}
        WebhookDelivery.objects.filter(pk=self.pk).update(
            state=self.State.WAITING, next_try=Now(), **further
        )
        self.refresh_from_db(fields=["state", "next_try", *further])
        AuditEvent.record(actor, "webhook:replayed", self.studio, event=self.event)
