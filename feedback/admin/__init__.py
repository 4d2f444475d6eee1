"""This room in the Django admin."""

from feedback.admin import questionnaires, reports, responses, sharing, tickets, weeks, work

__all__ = ["questionnaires", "reports", "responses", "sharing", "tickets", "weeks", "work"]
