"""A link by which a guest looks at one playlist: told once, bound to a name, ended at once.

The secret is kept as a hash, the passphrase as a password is. Whoever shows both within the
time is the guest of that name; each later request asks this row again.
"""

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.access import Role, TenantQuerySet
from portal.errors import PortalError
from portal.models import AuditEvent
from portal.models.secrets import new_secret
from portal.names import NameField
from portal.signin import absolute
from portal.tenancy import holding
from projects.models.playlists import Playlist
from projects.models.projects import Project, ProjectRow

PASSPHRASE_AT_LEAST = 8
DAYS_AT_MOST = 90
LINKS_AT_MOST = 50  # open ones of one playlist
#: Without what is easily taken for something else when it is read out.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class ShareLinkQuerySet(TenantQuerySet):
    def open(self) -> Self:
        return self.filter(
            revoked_at=None, expires_at__gt=timezone.now(), studio__suspended_at=None
        )


class ShareLink(ProjectRow):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    playlist = models.ForeignKey(Playlist, models.CASCADE, related_name="links")
    guest_name = NameField(_("name of the guest"), max_length=100)
    email = models.EmailField(_("e-mail address"), blank=True)
    secret_hash = models.CharField(max_length=64, unique=True)
    passphrase_hash = models.CharField(max_length=200)
    may_comment = models.BooleanField(_("may comment"), default=False)
    expires_at = models.DateTimeField(_("good until"))
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    made_by = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="+")
    made_by_name = models.CharField(_("made by"), max_length=150)
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    opened_count = models.PositiveIntegerField(_("times opened"), default=0)
    last_opened_at = models.DateTimeField(_("last opened"), null=True, blank=True)

    objects = ShareLinkQuerySet.as_manager()  # type: ignore[misc]

    class Meta:
        verbose_name, verbose_name_plural = _("share link"), _("share links")
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return f"{self.guest_name} · {self.playlist}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """Producers see whom they let in."""
        return super().visibility(actor) & Q(studio__in=actor.studios_with({Role.PRODUCER}))

    @property
    def state(self) -> str:
        """open, revoked or expired; a suspended studio's links open nothing meanwhile."""
        if self.revoked_at or self.studio.suspended_at:
            return "revoked"
        return "open" if self.expires_at > timezone.now() else "expired"

    @classmethod
    def by_secret(cls, secret_hash: str) -> "ShareLink | None":
        """Before a studio is known: the database shows this row to whoever holds its secret."""
        rows = cls.objects.select_related("studio")
        with holding(secret_hash):
            return rows.filter(secret_hash=secret_hash).first()

    def must_be_open(self) -> None:
        """Raises `share:revoked`, `share:expired`: told only to whoever held the link."""
        if self.state == "revoked":
            raise PortalError("share:revoked")
        if self.state == "expired":
            raise PortalError("share:expired")

    def opens_by(self, passphrase: str) -> bool:
        return check_password(spoken(passphrase), self.passphrase_hash)

    @transaction.atomic
    def note_opening(self, actor: Any, address: str) -> None:
        """Inside the studio: somebody gave the passphrase and agreed to the terms of viewing."""
        rows = ShareLink.objects.filter(pk=self.pk)
        rows.update(opened_count=F("opened_count") + 1, last_opened_at=timezone.now())
        self.record(actor, "share:opened", address=address)

    @transaction.atomic
    def revoke(self, *, actor: Any) -> None:
        """At once: the guest's next request finds nothing."""
        mine = ShareLink.objects.filter(pk=self.pk, revoked_at=None)
        if not mine.update(revoked_at=timezone.now()):
            raise PortalError("share:ended", guest=self.guest_name)
        self.record(actor, "share:revoked")
        self.refresh_from_db(fields=["revoked_at"])

    def record(self, actor: Any, verb: str, **facts: Any) -> None:
        named = {"playlist": self.playlist.name, "guest": self.guest_name}
        AuditEvent.record(actor, verb, self.project.studio, **named, **facts)


def link_of(secret: str) -> str:
    return absolute(reverse("guest_door", args=[secret]))


def spoken(passphrase: str) -> str:
    """As it is compared: without the spaces that a mail or a hand adds at its ends."""
    return passphrase.strip()


def new_passphrase() -> str:
    """Three groups of four letters and digits: 59 bits, to be read out over the telephone."""
    return "-".join("".join(secrets.choice(_LETTERS) for _n in range(4)) for _g in range(3))


@transaction.atomic
def share(
    *,
    actor: Any,
    playlist: Playlist,
    guest_name: str,
    expires_at: datetime,
    passphrase: str = "",
    may_comment: bool = False,
    email: str = "",
) -> tuple[ShareLink, str, str]:
    """(the link's row, its secret, the passphrase): both are told here and never again."""
    now, phrase = timezone.now(), spoken(passphrase) or new_passphrase()
    if len(phrase) < PASSPHRASE_AT_LEAST:
        said = _("At least %(least)s characters.") % {"least": PASSPHRASE_AT_LEAST}
        raise PortalError("invalid", fields={"passphrase": [str(said)]})
    if not now < expires_at <= now + timedelta(days=DAYS_AT_MOST + 1):
        said = _("Give a day to come, at most %(most)s days ahead.") % {"most": DAYS_AT_MOST}
        raise PortalError("invalid", fields={"expires_at": [str(said)]})
    if ShareLink.objects.open().filter(playlist=playlist).count() >= LINKS_AT_MOST:
        raise PortalError("share:full", most=LINKS_AT_MOST)
    secret, secret_hash = new_secret()
    made = ShareLink.objects.create(
        project=playlist.project,
        playlist=playlist,
        guest_name=guest_name,
        email=email,
        secret_hash=secret_hash,
        passphrase_hash=make_password(phrase),
        may_comment=may_comment,
        expires_at=expires_at,
        made_by=actor,
        made_by_name=str(actor),
    )
    made.record(actor, "share:made", until=f"{expires_at:%Y-%m-%d}")
    return made, secret, phrase
