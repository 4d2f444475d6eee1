"""Secrets that are shown once and kept only as a hash."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import TenantQuerySet
from portal.errors import PortalError
from portal.models.persons import record_of_person
from portal.names import NameField
from portal.scopes import READ_ONLY


def digest(secret: str) -> str:
    """SHA-256 is enough: the secrets have 256 bits of entropy, nothing to stretch."""
    return hashlib.sha256(secret.encode()).hexdigest()


def new_secret(prefix: str = "") -> tuple[str, str]:
    """(secret to hand out, its hash to keep)."""
    secret = prefix + secrets.token_urlsafe(32)
    return secret, digest(secret)


class SignInLink(models.Model):
    """One sign-in for one person: single use, short life.

    A strong one, made at the machine's own command line, stands for the second factor too.
    One that was mailed stands for the password only.
    """

    user = models.ForeignKey("portal.User", models.CASCADE, related_name="+")
    secret_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    strong = models.BooleanField(default=False, editable=False)

    class Meta:
        verbose_name, verbose_name_plural = _("sign-in link"), _("sign-in links")

    def __str__(self) -> str:
        return f"{self.user} · {self.created_at:%Y-%m-%d %H:%M}"

    @classmethod
    def issue(cls, user, *, strong: bool = False) -> str:
        secret, secret_hash = new_secret()
        expires_at = timezone.now() + settings.SIGN_IN_LINK_LIFE
        cls.objects.create(user=user, secret_hash=secret_hash, expires_at=expires_at, strong=strong)
        return secret

    @classmethod
    def must_be_usable(cls, secret: str) -> None:
        """Raises `sign_in_link:invalid` before the person presses a button in vain."""
        rows = cls.objects.filter(secret_hash=digest(secret), used_at=None)
        if not rows.filter(expires_at__gt=timezone.now(), user__is_active=True).exists():
            raise PortalError("sign_in_link:invalid")

    @classmethod
    def redeem(cls, secret: str) -> "SignInLink":
        """The link and its person, once. The conditional update decides between two at once.

        Without a join: an update over one asks its condition in a subquery, which does not
        see what a concurrent update has just written.
        """
        now = timezone.now()
        active = get_user_model().objects.filter(is_active=True)
        usable = cls.objects.filter(
            secret_hash=digest(secret), used_at=None, expires_at__gt=now, user__in=active
        )
        if not usable.update(used_at=now):
            raise PortalError("sign_in_link:invalid")
        return cls.objects.select_related("user").get(secret_hash=digest(secret))


class ApiTokenQuerySet(TenantQuerySet):
    def usable(self, moment: Any = None) -> Self:
        """At a moment, now unless it is given."""
        moment = timezone.now() if moment is None else moment
        return self.filter(revoked_at=None, expires_at__gt=moment, user__is_active=True)


def read_only() -> list[str]:
    return [*READ_ONLY]


class ApiToken(models.Model):
    """A personal token for the API; acts with its owner's roles, within its scopes."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey("portal.User", models.CASCADE, related_name="api_tokens")
    name = NameField(_("what it is for"), max_length=80)
    secret_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("may"), default=read_only)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("API token"), _("API tokens")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visibility(cls, actor) -> models.Q:
        return models.Q(user=actor)

    @classmethod
    def issue(
        cls, user, *, name: str, scopes: Iterable[str] = READ_ONLY, days: int = 90
    ) -> tuple["ApiToken", str]:
        secret, secret_hash = new_secret("lm_")
        token = cls.objects.create(
            user=user,
            name=name,
            scopes=sorted(set(scopes)),
            secret_hash=secret_hash,
            expires_at=timezone.now() + timedelta(days=days),
        )
        told = {"name": name, "scopes": ", ".join(token.scopes)}
        record_of_person(user, "token:made", **told, until=token.expires_at.date())
        return token, secret

    def revoke(self, *, actor: Any = None) -> None:
        """By its owner, or by an administrator."""
        self.revoked_at = timezone.now()
        self.save(update_fields=["revoked_at"])
        facts = {"name": self.name, "person": str(self.user)}
        record_of_person(actor or self.user, "token:revoked", of=self.user, **facts)
