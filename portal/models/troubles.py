"""What went wrong with the portal itself, from when until when, and who was told of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Trouble(models.Model):
    """`about` names it as long as it lasts; `told` holds what has gone out (`mail:begun`, …)."""

    about = models.CharField(_("trouble"), max_length=80)
    text = models.CharField(_("what is wrong"), max_length=300)
    facts = models.JSONField(default=dict, db_default={}, blank=True, editable=False)
    began_at = models.DateTimeField(_("since"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen"))
    over_at = models.DateTimeField(_("over"), null=True, blank=True)
    told = models.JSONField(_("told"), default=list, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("trouble"), _("troubles")
        ordering = ["-began_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["about"], condition=models.Q(over_at=None), name="trouble_once"
            )
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """In the active language, where its facts were kept."""
        from portal.watching.sentences import said

        return said(self.about, self.facts) or self.text
