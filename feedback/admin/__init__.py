"""This room in the Django admin."""

from feedback.admin import questionnaires, responses, sharing

__all__ = ["questionnaires", "responses", "sharing"]
