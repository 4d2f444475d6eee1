"""This room in the Django admin."""

from feedback.admin import responses, sharing, work

__all__ = ["responses", "sharing", "work"]
