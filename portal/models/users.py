"""A person. One account, known by e-mail address, in any number of studios."""

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from portal.access import PROGRAMME_ROLES, Capability, Role, allows
from portal.errors import PortalError
from portal.names import NameField, persons_name
from portal.scopes import needed

#: Further roles, from the rooms above: (a person's id, the moment) → rows of studio_id and `role`.
ROLE_SOURCES: list[Callable[[uuid.UUID, datetime], models.QuerySet]] = []


@dataclass(frozen=True)
class Known:
    """What the door asks of a person, as it was when the request began (`portal/meeting.py`)."""

    strong: bool  # has a second factor
    missing: list[int]  # ids of the agreements' versions in force that are not yet accepted


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, programme_role=Role.ADMIN, **fields)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    """`programme_role` is held outside studios: beta leads and administrators."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("e-mail address"), unique=True)
    name = NameField(_("name"), max_length=150)
    programme_role = models.CharField(
        _("programme role"),
        max_length=20,
        blank=True,
        choices=[(role.value, role.label) for role in PROGRAMME_ROLES],
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    language = models.CharField(
        _("language"),
        max_length=5,
        blank=True,
        default="",
        db_default="",
        choices=settings.LANGUAGES,
        help_text=_("Of pages and mails. Empty: pages as the browser asks, mails in English."),
    )
    steps_folded = models.BooleanField(
        _("first steps folded away"), default=False, db_default=False, editable=False
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)

    objects = UserManager()

    #: A guest with a share link is another kind of actor (`projects.guests`).
    is_guest = False

    #: The scopes of the token this person came in by; None for a session, which has no limit.
    token_scopes: frozenset[str] | None = None

    #: Read when a request begins, used once by its door.
    known: Known | None = None

    USERNAME_FIELD = EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name, verbose_name_plural = _("person"), _("people")
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        """How the administration greets them."""
        return str(self)

    def clean(self) -> None:
        super().clean()
        try:
            persons_name(self.name)
        except ValidationError as error:
            raise ValidationError({"name": error}) from None

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An administrator of the programme, and nobody else, enters the Django admin."""
        self.is_superuser = self.programme_role == Role.ADMIN
        super().save(*args, **kwargs)

    @property
    def is_staff(self) -> bool:
        return self.programme_role == Role.ADMIN

    def take_roles(self, roles: dict[uuid.UUID, str]) -> None:
        """What was read already (`portal.meeting`): `roles` asks no more."""
        self.__dict__["roles"] = roles

    @cached_property
    def roles(self) -> dict[uuid.UUID, str]:
        """Studio id → role, read once for each request's own instance. Only people of the
        programme have some from elsewhere."""
        members = self.memberships.active().values_list("studio_id", "role")
        return self._roles_from_elsewhere() | dict(members)

    def _roles_from_elsewhere(self) -> dict[uuid.UUID, str]:
        found: dict[uuid.UUID, str] = {}
        for source in ROLE_SOURCES if self.programme_role else ():
            found |= dict(source(self.pk, timezone.now()).values_list("studio_id", "role"))
        return found

    def shut_out(self) -> PortalError | None:
        """What happened to the studio of somebody who has no other; None without one."""
        if self.roles or self.programme_role:
            return None
        here = Q(revoked_at=None) | Q(revoked_at=F("studio__offboarded_at"))
        ended = self.memberships.filter(here).exclude(studio__suspended_at=None)
        row = ended.select_related("studio").order_by("-studio__suspended_at").first()
        if row is None:
            return None
        facts = {"studio": row.studio.name, "reason": row.studio.suspended_reason or "…"}
        left = row.studio.offboarded_at
        return PortalError("access:offboarded" if left else "access:suspended", **facts)

    def studios_with(self, roles: Iterable[str]) -> list[uuid.UUID]:
        return [studio for studio, role in self.roles.items() if role in roles]

    def prefer(self, language: str) -> None:
        """From now on pages, mails and documents for this person are in it."""
        self.language = language
        self.save(update_fields=["language"])

    def show(self, studio: str) -> None:
        """Lists show this studio only, when it is one of several; "" shows all of them."""
        self._wanted = studio

    @cached_property
    def shown(self) -> uuid.UUID | None:
        found = [pk for pk in self.roles if str(pk) == getattr(self, "_wanted", "")]
        return found[0] if found and len(self.roles) > 1 else None

    def can(self, capability: Capability, studio_id: uuid.UUID | None = None) -> bool:
        """Held by a role, and within the scopes of the token the person came in by."""
        return self.holds(capability, studio_id) and not self.scope_lacking(capability)

    def scope_lacking(self, capability: Capability, *, changes: bool = False) -> str:
        """The scope that this would need, when the person came in by a token without it."""
        scope = needed(capability, changes=changes).value
        return "" if self.token_scopes is None or scope in self.token_scopes else scope

    def holds(self, capability: Capability, studio_id: uuid.UUID | None = None) -> bool:
        """In that studio; without one, in the programme or in any studio."""
        if studio_id is not None:
            return allows(self.roles.get(studio_id, ""), capability)
        held = {self.programme_role, *self.roles.values()}
        return capability == Capability.SIGNED_IN or any(allows(r, capability) for r in held)
