"""Who may do what: roles, capabilities, the one table, and the one door to rows.

Authorisation happens in the lookup. Outside a person's studios a row cannot be found
(404); inside, without the capability, it is refused (403).
"""

from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.errors import PortalError

if TYPE_CHECKING:
    from portal.models import User


class Role(models.TextChoices):
    """Four are held in a studio, two in the programme; a viewer was let in to look.

    A guest is nobody's account: whoever holds a share link and its passphrase.
    """

    PRODUCER = "producer", _("Producer")
    DIRECTOR = "director", _("Director")
    ARTIST = "artist", _("Artist")
    REVIEWER = "reviewer", _("Reviewer")
    BETA_LEAD = "beta_lead", _("Beta lead")
    ADMIN = "admin", _("Administrator")
    VIEWER = "viewer", _("Viewer")
    GUEST = "guest", _("Guest")


STUDIO_ROLES = (Role.PRODUCER, Role.DIRECTOR, Role.ARTIST, Role.REVIEWER)
PROGRAMME_ROLES = (Role.BETA_LEAD, Role.ADMIN)
#: These see every project of their studio; a reviewer sees the projects granted.
WHOLE_STUDIO = frozenset({Role.PRODUCER, Role.DIRECTOR, Role.ARTIST})


class Capability(models.TextChoices):
    SIGNED_IN = "signed_in", _("use the portal")
    SEE = "see", _("see the studio's projects and media")
    COMMENT = "comment", _("comment")
    UPLOAD = "upload", _("upload")
    REQUEST = "request", _("request assistance")
    DECIDE = "decide", _("decide")
    PLAYLIST = "playlist", _("make playlists and put them in order")
    SHARE = "share", _("share a playlist with guests")
    EXPORT = "export", _("take approved work away")
    DOWNLOAD = "download", _("download originals")
    MANAGE = "manage", _("manage projects and their policy")
    MEMBERS = "members", _("manage members")
    INTEGRATIONS = "integrations", _("manage webhooks")
    CLOSEOUT = "closeout", _("take everything away or close the studio")
    AUDIT = "audit", _("read the audit")
    GIVE_FEEDBACK = "give_feedback", _("give feedback")
    READ_FEEDBACK = "read_feedback", _("read feedback and reports")
    RUN_BETA = "run_beta", _("run the beta: questionnaires, triage, reports")
    PROVIDERS = "providers", _("read which providers there are, and their terms and prices")
    ADMINISTER = "administer", _("administer the programme")
    GUEST_LOOK = "guest_look", _("look at the playlist that was shared")
    GUEST_COMMENT = "guest_comment", _("comment on the playlist that was shared")


_EVERYONE = frozenset(Role) - {Role.GUEST}  # a guest has no account that could sign in
_LOOKING = frozenset({*STUDIO_ROLES, Role.VIEWER})
_STUDIO = frozenset(STUDIO_ROLES)
_MAKERS = WHOLE_STUDIO

TABLE: dict[Capability, frozenset[Role]] = {
    Capability.SIGNED_IN: _EVERYONE,
    Capability.SEE: _LOOKING,
    Capability.COMMENT: _STUDIO,
    Capability.UPLOAD: _MAKERS,
    Capability.REQUEST: _MAKERS,
    Capability.EXPORT: _STUDIO,
    Capability.DECIDE: frozenset({Role.PRODUCER, Role.DIRECTOR}),
    Capability.PLAYLIST: _MAKERS,
    Capability.SHARE: frozenset({Role.PRODUCER}),  # who answers for whom the studio lets in
    Capability.DOWNLOAD: _MAKERS,  # directors and artists where the project allows it
    Capability.MANAGE: frozenset({Role.PRODUCER}),
    Capability.MEMBERS: frozenset({Role.PRODUCER}),
    Capability.INTEGRATIONS: frozenset({Role.PRODUCER}),
    Capability.CLOSEOUT: frozenset({Role.PRODUCER}),
    Capability.AUDIT: frozenset({Role.PRODUCER, Role.ADMIN}),
    Capability.GIVE_FEEDBACK: _STUDIO,
    Capability.READ_FEEDBACK: frozenset(PROGRAMME_ROLES),
    Capability.RUN_BETA: frozenset(PROGRAMME_ROLES),
    Capability.PROVIDERS: frozenset({Role.PRODUCER, *PROGRAMME_ROLES}),
    Capability.ADMINISTER: frozenset({Role.ADMIN}),
    Capability.GUEST_LOOK: frozenset({Role.GUEST}),
    Capability.GUEST_COMMENT: frozenset({Role.GUEST}),  # where the link allows it
}


def allows(role: str, capability: Capability) -> bool:
    return role in TABLE[capability]


class TenantQuerySet(models.QuerySet[Any, Any]):
    """The only door to a studio's rows for views, API, sockets, downloads and exports."""

    def visible_to(self, actor: Any) -> Self:
        """What a person, or a guest (`projects.guests`), may find."""
        if not actor.is_authenticated or not actor.is_active:
            return self.none()
        model: Any = self.model
        if actor.is_guest:  # of a model that does not say what guests see, they see nothing
            seen = getattr(model, "guest_visibility", None)
            return self.filter(seen(actor)) if seen else self.none()
        return self.filter(model.visibility(actor))

    def shown_to(self, actor: "User") -> Self:
        """For lists on pages: of what may be seen, the studio chosen in the top bar."""
        rows = self.visible_to(actor)
        return rows.filter(studio=actor.shown) if actor.shown else rows


class TenantModel(models.Model):
    """A row that belongs to one studio."""

    studio = models.ForeignKey(
        "portal.Studio", models.CASCADE, related_name="+", verbose_name=_("studio")
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def visibility(cls, actor: "User") -> Q:
        """Which rows `actor` may find. Rooms above narrow it (granted projects)."""
        return Q(studio__in=actor.studios_with(WHOLE_STUDIO))


Row = TypeVar("Row", bound=models.Model)


def find(
    source: Any, request: HttpRequest, capability: Capability | None = None, **lookup: Any
) -> Any:
    """The row `lookup` names, if the person may see it and do what the gate asks.

    `source` is a tenant model or a queryset of one. The capability defaults to the one
    the view's gate declared. Raises Http404 when the row cannot be found by this person,
    PortalError `access:denied` when it can be seen but the role does not allow the act.
    """
    queryset: Any = source if isinstance(source, models.QuerySet) else source.objects.all()
    actor: Any = request.user
    try:
        found = queryset.visible_to(actor).filter(**lookup)
        if "pk" in lookup:  # there is one or none: nothing to put in order
            found = found.order_by()
        row = next(iter(found[:1]), None)
    except (ValueError, ValidationError):  # an id of another form names nothing
        row = None
    if row is None:
        raise Http404
    demand(actor, capability or request.capability, row.studio_id)  # type: ignore[attr-defined]
    return row


def demand(
    actor: "User", capability: Capability, studio_id: Any = None, *, changes: bool = False
) -> None:
    """Raise `access:denied` unless the actor holds the capability (in that studio).

    Somebody signed in by a token needs its scope too: `token:scope` names it.
    """
    if not actor.holds(capability, studio_id):
        if not actor.roles and not actor.programme_role:
            raise actor.shut_out() or PortalError("access:nowhere")
        raise PortalError("access:denied", act=capability.label)
    if scope := actor.scope_lacking(capability, changes=changes):
        raise PortalError("token:scope", scope=scope)
