"""A CSV of studios and their first people: good rows are invited, bad ones are told."""

import codecs
import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from portal.access import STUDIO_ROLES, Role
from portal.errors import PortalError
from portal.models import Cohort, Studio
from portal.models.invitations import invite
from portal.names import composed, persons_name, plain_name
from portal.signin import invite_by_mail
from portal.tenancy import in_studio

LIMIT_BYTES, LIMIT_ROWS = 256 * 1024, 500
NEEDED, KNOWN = {"studio", "email"}, {"studio", "email", "name", "role"}
ROLES = {role.value for role in STUDIO_ROLES}


@dataclass
class Outcome:
    """What was done: (line, address) of the invited, (line, reason) of the others.

    `into` says of each invited line as what, and into which studio.
    """

    invited: list[tuple[int, str]] = field(default_factory=list)
    into: dict[int, str] = field(default_factory=dict)
    refused: list[tuple[int, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Row:
    line: int
    studio: str
    email: str
    name: str
    role: str


def import_roster(content: bytes, *, actor: Any, cohort: Cohort | None = None) -> Outcome:
    """Row by row: one that fails leaves nothing behind and does not stop the next."""
    return _each(content, actor, cohort, by=invite_by_mail)


def rehearse_roster(content: bytes, *, actor: Any, cohort: Cohort | None = None) -> Outcome:
    """What an import would do: all of it is done but the mails, and then it has not happened."""
    with transaction.atomic():
        outcome = _each(content, actor, cohort, by=invite)
        transaction.set_rollback(True)
    return outcome


def _each(content: bytes, actor: Any, cohort: Cohort | None, *, by: Callable[..., Any]) -> Outcome:
    outcome, seen = Outcome(), set()
    for row in list(read(content)):  # whole before the first mail goes, or nobody is invited
        key = (row.studio.casefold(), row.email.casefold())
        try:
            if key in seen:
                raise ValidationError(_("the same person stands on an earlier line"))
            _check(row)
            outcome.into[row.line] = _invite(row, actor, cohort, by)
            seen.add(key)
        except ValidationError as error:
            outcome.refused.append((row.line, " ".join(error.messages)))
        except PortalError as error:
            outcome.refused.append((row.line, str(error.as_dict()["message"])))
        else:
            outcome.invited.append((row.line, row.email))
    return outcome


def read(content: bytes) -> Iterator[Row]:
    """UTF-8 with or without a mark at its beginning; commas, semicolons or tabs."""
    text = _decoded(content)
    first = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    columns: list[str] = []
    count = 0
    try:
        for cells in table:
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = _columns(cells)
                continue
            if (count := count + 1) > LIMIT_ROWS:
                detail = _("it has more than %(most)d rows") % {"most": LIMIT_ROWS}
                raise PortalError("roster:unreadable", detail=detail)
            yield _row(table.line_num, columns, cells)
    except csv.Error as error:
        raise PortalError("roster:unreadable", detail=f"{table.line_num}: {error}") from error
    if not columns:
        raise PortalError("roster:unreadable", detail=_("it is empty"))


def _decoded(content: bytes) -> str:
    if len(content) > LIMIT_BYTES:
        size = LIMIT_BYTES // 1024
        detail = _("it is larger than %(size)d KiB") % {"size": size}
        raise PortalError("roster:unreadable", detail=detail)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in content[:4]:
        raise PortalError("roster:unreadable", detail=_("it is UTF-16, which is not taken"))
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        detail = _("line %(line)d is not UTF-8") % {"line": line}
        raise PortalError("roster:unreadable", detail=detail) from error
    if "\0" in text:
        raise PortalError("roster:unreadable", detail=_("it is no text"))
    return text


def _columns(cells: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in cells]
    missing = sorted(NEEDED - set(columns))
    if missing or len(set(columns)) != len(columns):
        detail = _("its first line must name the columns studio and email, each once")
        raise PortalError("roster:unreadable", detail=detail)
    return columns


def _row(line: int, columns: list[str], cells: list[str]) -> Row:
    padded = [*cells, *[""] * (len(columns) - len(cells))]
    found = dict(zip(columns, (composed(cell) for cell in padded), strict=False))
    facts = {name: found.get(name, "") for name in KNOWN}
    role = facts.pop("role").lower() or Role.PRODUCER.value
    return Row(line, role=role, **facts)


def _check(row: Row) -> None:
    if not row.studio:
        raise ValidationError(_("the studio is missing"))
    if len(row.studio) > 120 or len(row.name) > 150:
        raise ValidationError(_("the name is too long"))
    for name in (row.studio, row.name):
        plain_name(name)
    persons_name(row.name)
    if row.role not in ROLES:
        raise ValidationError(_("%(role)s is no role in a studio") % {"role": row.role})
    validate_email(row.email)


@transaction.atomic
def _invite(row: Row, actor: Any, cohort: Cohort | None, by: Callable[..., Any]) -> str:
    known = Studio.objects.filter(name__iexact=row.studio).first()
    studio = known or Studio.objects.create(name=row.studio)
    studio.must_stand()
    with in_studio(studio):
        if studio.invitations.open().filter(email__iexact=row.email).exists():
            raise ValidationError(_("%(email)s is invited already") % {"email": row.email})
        if cohort:
            cohort.admit(studio, actor=actor)
        by(actor=actor, email=row.email, role=row.role, studio=studio, name=row.name)
    facts = {"role": Role(row.role).label, "studio": studio}
    said = _("%(role)s of %(studio)s") if known else _("%(role)s of %(studio)s, a new studio")
    return said % facts
