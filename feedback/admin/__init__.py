"""This room in the Django admin."""

from feedback.admin import reports, responses, sharing, tickets, work

__all__ = ["reports", "responses", "sharing", "tickets", "work"]
