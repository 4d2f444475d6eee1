"""This room in the Django admin."""

from feedback.admin import questionnaires, reports, responses, sharing

__all__ = ["questionnaires", "reports", "responses", "sharing"]
