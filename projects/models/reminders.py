"""What administrators were told already of terms and prices that come to an end: once each."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Reminder(models.Model):
    """`about` names the row, what comes, and the day: a later day is told anew."""

    about = models.CharField(max_length=120, unique=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("reminder"), _("reminders")

    def __str__(self) -> str:
        return self.about
