"""What the database itself says of the two studios: whether rows changed, or were tied together."""

import time
from typing import Any

from portal.rehearsal import Rehearsal

BUSY = """
select (select count(*) from projects_ingest where state <> 'READY')
     + (select count(*) from portal_mail where state = 'waiting')
     + (select count(*) from portal_auditpending)
"""

#: One text for all rows of a studio: whatever is changed, added or removed changes it.
ROWS = "select md5(coalesce(string_agg(t::text, '|' order by t::text), '')) from {table} t"

#: Every pair of tables of which one names the other, both with a studio of their own.
LINKS = """
select c.conrelid::regclass::text, a.attname, c.confrelid::regclass::text
from pg_constraint c
join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
where c.contype = 'f' and array_length(c.conkey, 1) = 1
  and exists (select from pg_attribute s where s.attrelid = c.conrelid and s.attname = 'studio_id')
  and exists (select from pg_attribute s where s.attrelid = c.confrelid and s.attname = 'studio_id')
"""
#: What the beta team was told of a studio stands with it, and is theirs to mark as read.
TOLD_TO_MEMBERS = (
    " and not exists (select from portal_user u where u.id = t.user_id and u.programme_role <> '')"
)
CROSSED = (
    "select count(*) from {child} c join {parent} p on p.id = c.{column}"
    " where c.studio_id <> p.studio_id"
)


def settle(portal: Rehearsal, seconds: float = 120) -> None:
    """Until the workers have nothing to do: they would change rows while we look."""
    deadline = time.monotonic() + seconds
    while portal.query(BUSY)[0][0] and time.monotonic() < deadline:
        time.sleep(0.5)


def digests(portal: Rehearsal, theirs: dict[str, Any]) -> dict[str, str]:
    """A digest of each table's rows of the other studio; what was noted of it aside."""
    tables = "select table_name from information_schema.columns where column_name = 'studio_id'"
    names = sorted(name for (name,) in portal.query(tables) if "audit" not in name)
    studio = theirs["ids"]["studio"][0]
    found = {name: portal.query(_rows_of(name), studio)[0][0] for name in names}
    row = ROWS.format(table="portal_studio") + " where t.id = %s"
    return {**found, "portal_studio": portal.query(row, studio)[0][0]}


def _rows_of(table: str) -> str:
    more = TOLD_TO_MEMBERS if table == "portal_notification" else ""
    return ROWS.format(table=table) + " where t.studio_id = %s" + more


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    return [
        f"{name}: rows of the other studio changed"
        for name in before
        if before[name] != after[name]
    ]


def crossed(portal: Rehearsal) -> list[str]:
    found = []
    for child, column, parent in portal.query(LINKS):
        count = portal.query(CROSSED.format(child=child, column=column, parent=parent))[0][0]
        if count:
            found.append(f"{count} rows of {child} name a {parent} of another studio")
    return found
