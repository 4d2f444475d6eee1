"""What it was worth."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FeedbackConfig(AppConfig):
    name = "feedback"
    verbose_name = _("Feedback")

    def ready(self) -> None:
        from feedback import (
            contributions,
            errors_of_questionnaires,
            errors_of_reports,
            errors_of_tickets,
            errors_of_work,
        )
        from feedback.help import seen

        contributions.register()
        seen.contribute()
        assert errors_of_questionnaires.TEXTS and errors_of_reports.TEXTS
        assert errors_of_tickets.TEXTS and errors_of_work.TEXTS
