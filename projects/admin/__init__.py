"""The work in the Django admin: names, states and sizes; media only behind broken glass."""

from projects.admin import consents, glass, leaving, work

__all__ = ["consents", "glass", "leaving", "work"]
