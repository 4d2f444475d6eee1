"""What a studio lets the beta team read of its feedback, beyond counted figures.

Counted figures (suppressed where few answered) are what the beta is for, and in its terms.
Words that people typed are read unless the studio withholds them; raw answers of single
people leave in a file only where the studio said so.
"""

from typing import Any

from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import Role, TenantModel
from portal.models import AuditEvent, Studio


class Sharing(TenantModel):
    """One row a studio; a studio without one has said nothing: words yes, raw answers no."""

    words = models.BooleanField(
        _("what our people type"),
        default=True,
        help_text=_("Comments and free answers, read by beta leads with the studio's name."),
    )
    raw = models.BooleanField(
        _("single answers in a file"),
        default=False,
        help_text=_(
            "Beta leads may download each answer and time for their own statistics, without names "
            "of people. Each download stands in your audit."
        ),
    )
    person_name = models.CharField(_("said by"), max_length=150, editable=False)
    changed_at = models.DateTimeField(_("said"), auto_now=True)

    class Meta:
        verbose_name, verbose_name_plural = _("sharing"), _("sharings")
        constraints = [models.UniqueConstraint(fields=["studio"], name="sharing_once")]

    def __str__(self) -> str:
        return str(self.studio)

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        return Q(studio__in=actor.studios_with({Role.PRODUCER}))

    @classmethod
    def of(cls, studio: Studio) -> "Sharing":
        """What the studio said; unsaved where it said nothing."""
        return cls.objects.filter(studio=studio).first() or cls(studio=studio)


@transaction.atomic
def share(*, actor: Any, studio: Studio, words: bool, raw: bool) -> Sharing:
    """From now on. The audit keeps what was said before."""
    before = Sharing.of(studio)
    said = {"words": words, "raw": raw, "person_name": str(actor)}
    row, _made = Sharing.objects.update_or_create(studio=studio, defaults=said)
    for what in ("words", "raw"):
        old, new = getattr(before, what), getattr(row, what)
        if old != new:
            AuditEvent.record(actor, f"feedback:{what}_{'shared' if new else 'withheld'}", studio)
    return row


def shared_studios(what: str) -> Any:
    """Ids of the studios whose `what` ("words" or "raw") the beta team may read."""
    unsaid = bool(getattr(Sharing(), what))
    otherwise = Sharing.objects.filter(**{what: not unsaid}).values("studio_id")
    named = Q(pk__in=otherwise)
    return Studio.objects.filter(~named if unsaid else named).values("pk")
