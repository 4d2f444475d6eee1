"""This room in the Django admin."""

from feedback.admin import responses, sharing, tickets

__all__ = ["responses", "sharing", "tickets"]
