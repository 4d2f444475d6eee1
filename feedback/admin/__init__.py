"""This room in the Django admin."""

from feedback.admin import reports, responses, sharing, work

__all__ = ["reports", "responses", "sharing", "work"]
