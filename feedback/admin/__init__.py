"""This room in the Django admin."""

from feedback.admin import reports, responses, sharing

__all__ = ["reports", "responses", "sharing"]
