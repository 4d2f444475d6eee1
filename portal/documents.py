"""Agreements as pages show them: safe HTML, what changed, a receipt."""

import difflib
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from portal.languages.days import moment
from portal.models import Acceptance, AgreementVersion, Membership, User

#: HTML in a text is shown as text; addresses of scripts are dropped by the library.
_renderer = MarkdownIt("commonmark", {"html": False}).enable("table")


def as_html(text: str) -> SafeString:
    """Headings begin at the second level: the page's title is the first."""
    tokens = _renderer.parse(text)
    for token in tokens:
        if token.type.startswith("heading_"):
            token.tag = f"h{min(int(token.tag[1]) + 1, 4)}"
    return mark_safe(_renderer.renderer.render(tokens, _renderer.options, {}))  # noqa: S308


def accepted_before(version: AgreementVersion, person: User) -> AgreementVersion | None:
    """The newest other version of the same agreement that this person accepted."""
    rows = AgreementVersion.objects.filter(
        agreement=version.agreement, acceptances__person=person
    ).exclude(pk=version.pk)
    return rows.order_by("-number").first()


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """(`kept` | `removed` | `added`, line) for each line with words; long same parts are cut."""
    return list(_cut(list(_lines(before, after))))


def _lines(before: str, after: str) -> Iterator[tuple[str, str]]:
    kinds = {"  ": "kept", "- ": "removed", "+ ": "added"}
    for line in difflib.ndiff(before.splitlines(), after.splitlines()):
        if line[:2] in kinds and line[2:].strip():
            yield kinds[line[:2]], line[2:]


def _cut(lines: list[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Only what changed, with one line around it."""
    for at, line in enumerate(lines):
        if any(kind != "kept" for kind, _text in lines[max(at - 1, 0) : at + 2]):
            yield line


def receipt(row: Acceptance) -> str:
    """Everything that was kept of the act; below the line the words, whose hash it is."""
    lines = [_("Receipt of acceptance"), "", *(f"{label}: {said}" for label, said in _facts(row))]
    below = _("The hash is of the text below the line, from its first to its last character.")
    return "\n".join([*lines, "", below, "-" * 70, row.version.text])


def _facts(row: Acceptance) -> list[tuple[str, Any]]:
    """What has no value is left out."""
    version = row.version
    facts = [
        (_("Agreement"), version.agreement),
        (_("Version"), version.number),
        (_("In force from"), f"{moment(version.in_force_from)} UTC"),
        (_("Accepted by"), f"{row.person_name} <{row.email}>"),
        (_("For the studio"), row.studio),
        (_("Accepted at"), f"{row.at:%Y-%m-%d %H:%M:%S} UTC"),
        (_("Network address"), row.address),
        (_("SHA-256 of the text"), row.sha256),
        (_("SHA-256 of the PDF"), version.pdf_sha256),
        (_("Receipt number"), row.pk),
    ]
    return [(label, said) for label, said in facts if said]


def people_asked() -> int:
    """How many read a version at their next request, once it is published and in force."""
    member = Membership.objects.active().filter(user=OuterRef("pk"))
    people = User.objects.filter(Exists(member) | ~Q(programme_role=""), is_active=True)
    return people.count()


def matrix_of(studio: Any) -> list[dict[str, Any]]:
    """Who of a studio accepted which version in force, for the administration: two queries."""
    versions = list(AgreementVersion.objects.in_force().select_related("agreement"))
    here = Q(acceptances__studio=studio) | Q(acceptances__studio=None)
    people = User.objects.filter(memberships__studio=studio, memberships__revoked_at=None)
    each = people.annotate(given=FilteredRelation("acceptances", condition=here))
    rows = list(each.annotate(of=F("given__version"), at=F("given__at")))
    found = {(row.pk, row.of): {"at": row.at} for row in rows if row.of}
    return [
        {"person": person, "cells": [(v, found.get((pk, v.pk))) for v in versions]}
        for pk, person in {row.pk: row for row in rows}.items()
    ]
