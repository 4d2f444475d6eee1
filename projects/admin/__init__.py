"""The work in the Django admin: names, states and sizes; media only behind broken glass."""

from projects.admin import (
    consents,
    disclosures,
    glass,
    leaving,
    palette,
    palette_terms,
    palette_traces,
    tables,
    work,
)

__all__ = [
    "consents",
    "disclosures",
    "glass",
    "leaving",
    "palette",
    "palette_terms",
    "palette_traces",
    "tables",
    "work",
]
