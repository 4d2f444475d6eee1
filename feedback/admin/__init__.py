"""This room in the Django admin."""

from feedback.admin import responses, sharing

__all__ = ["responses", "sharing"]
