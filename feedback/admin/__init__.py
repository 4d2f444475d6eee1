"""This room in the Django admin."""

from feedback.admin import reports, responses, sharing, tickets

__all__ = ["reports", "responses", "sharing", "tickets"]
