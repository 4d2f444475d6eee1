"""What search looks through: one card for each row that can be found, kept by the database.

Triggers (`projects/finding/triggers.py`) write the cards in the transaction that changes a row.
The policy of this table does more than name the studios: it holds the search itself. A condition
of a statement is never looked up in an index before a policy has judged the row, unless its
operator is known to tell nothing (`@@` is not). As a part of the policy it is: see decision 0063.
"""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.access import WHOLE_STUDIO, TenantModel
from projects.models.projects import Project, seen_by


class IndexCard(TenantModel):
    """`kind` is a letter of `projects.finding.triggers`, `title` is folded: see `lexemes.py`."""

    #: Without an index: the words of a studio stand together in that of the lexemes.
    studio = models.ForeignKey(
        "portal.Studio", models.CASCADE, related_name="+", verbose_name=_("studio"), db_index=False
    )
    project = models.ForeignKey(Project, models.CASCADE, related_name="+", null=True)
    #: Who wrote it, where the project does not say who may see it.
    person = models.UUIDField(null=True)
    kind = models.CharField(_("kind"), max_length=1)
    row = models.UUIDField(_("row"))
    title = models.TextField(_("name"))
    lexemes = SearchVectorField()
    at = models.DateTimeField(_("since"))

    class Meta:
        verbose_name, verbose_name_plural = _("index card"), _("index cards")
        constraints = [models.UniqueConstraint(fields=["kind", "row"], name="card_once")]
        indexes = [GinIndex(fields=["lexemes"], name="card_lexemes", fastupdate=False)]

    def __str__(self) -> str:
        """Not its title: of a note that is what it says, which is for the studio's eyes."""
        return f"{self.kind} {self.row}"

    @classmethod
    def visibility(cls, actor: Any) -> Q:
        """As of a project's rows; outside of projects the crew's, and a person's own."""
        crew = Q(studio__in=actor.studios_with(WHOLE_STUDIO))
        own = Q(studio__in=list(actor.roles), person=actor.pk)
        inside = Q(project__isnull=False) & seen_by(actor, "project")
        return inside | Q(project=None) & (crew | own)
