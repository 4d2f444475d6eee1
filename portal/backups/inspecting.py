"""What stands in a database: each table's rows in a count and a hash, and its structure in lines.

The hash of a table is the sum of its rows' MD5, in halves of 64 bits: it needs no order and no
memory, and every byte of every row counts. It finds mistakes, not forgers; for those there is the
audit's own chain.
"""

import re
from collections.abc import Iterator
from typing import Any

import psycopg
from psycopg import sql

_TABLES = (
    "select tablename from pg_tables where schemaname = 'public' order by tablename collate \"C\""
)
_ROWS = """
select count(*), coalesce(sum(('x' || substr(h, 1, 16))::bit(64)::bigint::numeric), 0),
  coalesce(sum(('x' || substr(h, 17, 16))::bit(64)::bigint::numeric), 0)
from (select md5(t::text) as h from public.{} t
"""
_NOTES = "select id from public.portal_auditevent where verb like 'backup:%' and at > {}"
#: Rows of the audit that a backup or a restore has added itself; and those that wait for a seal.
_NOTED = {
    "portal_auditevent": f" where not (id = any(array({_NOTES})))",
    "portal_auditpending": f" where not (event = any(array({_NOTES})))",
}
#: Everything that holds or refuses, as lines of text; the same structure gives the same lines.
_STRUCTURE = """
select format('column %s.%s %s%s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
    case when a.attnotnull then ' not null' else '' end,
    coalesce(' default ' || pg_get_expr(d.adbin, d.adrelid), ''))
  from pg_attribute a join pg_class c on c.oid = a.attrelid
  left join pg_attrdef d on (d.adrelid, d.adnum) = (a.attrelid, a.attnum)
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
    and a.attnum > 0 and not a.attisdropped
union all select format('constraint %s on %s: %s%s', conname, conrelid::regclass,
    pg_get_constraintdef(oid), case when convalidated then '' else ' not valid' end)
  from pg_constraint where connamespace = 'public'::regnamespace
union all select 'index ' || indexdef from pg_indexes where schemaname = 'public'
union all select format('policy %s on %s for %s to %s using %s with check %s', policyname,
    tablename, cmd, roles, qual, with_check) from pg_policies where schemaname = 'public'
union all select format('%s %s of %s: row security %s, forced %s', relkind, relname,
    pg_get_userbyid(relowner), relrowsecurity, relforcerowsecurity)
  from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S')
union all select format('right %s on %s to %s', x.privilege_type, c.relname,
    case when x.grantee = 0 then 'public' else pg_get_userbyid(x.grantee) end)
  from pg_class c, aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) x
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v')
union all select pg_get_triggerdef(t.oid) from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where c.relnamespace = 'public'::regnamespace and not t.tgisinternal
union all select pg_get_functiondef(oid) from pg_proc
  where pronamespace = 'public'::regnamespace and prokind in ('f', 'p')
"""
#: PostgreSQL writes `x in ('a', 'b')` with its casts and brackets elsewhere once it has read its
#: own text of it: the same rule in other words, so casts to text and brackets do not count.
_PUT = re.compile(r"::(?:character varying|text)(?:\[\])?|[()]")
_ROLES = """
select distinct role from (
  select pg_get_userbyid(relowner) as role from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'S')
  union select pg_get_userbyid(x.grantee) from pg_class c, aclexplode(c.relacl) x
    where c.relnamespace = 'public'::regnamespace and x.grantee <> 0
) found order by role
"""


def tables(connection: psycopg.Connection) -> list[str]:
    return [name for (name,) in connection.execute(_TABLES)]


def rows(connection: psycopg.Connection, *, since: str = "") -> dict[str, dict[str, Any]]:
    """Table → {"rows", "hash"}. What backups and restores noted after `since` does not count."""
    return {name: _rows_of(connection, name, since) for name in tables(connection)}


def _rows_of(connection: psycopg.Connection, table: str, since: str) -> dict[str, Any]:
    asked = sql.SQL(_ROWS).format(sql.Identifier(table))
    if since and table in _NOTED:
        asked += sql.SQL(_NOTED[table]).format(sql.Literal(since))
    found = connection.execute(sql.SQL("{} ) as hashed").format(asked)).fetchone()
    assert found
    count, *halves = found
    return {"rows": count, "hash": "".join(f"{int(half) % 2**64:016x}" for half in halves)}


def structure(connection: psycopg.Connection) -> list[str]:
    return sorted(_PUT.sub("", line) for (line,) in connection.execute(_STRUCTURE))


def roles(connection: psycopg.Connection) -> list[str]:
    """Who owns something here, or may use it."""
    return [name for (name,) in connection.execute(_ROLES)]


def migrations(connection: psycopg.Connection) -> list[str]:
    found = connection.execute("select app || '.' || name from public.django_migrations")
    return sorted(name for (name,) in found)


def named_keys(connection: psycopg.Connection) -> Iterator[tuple[str, str]]:
    """(table, key) of every object that a row names by `storage_key`, whatever the studio."""
    asked = (
        "select table_name from information_schema.columns"
        " where table_schema = 'public' and column_name = 'storage_key'"
    )
    for (table,) in connection.execute(asked).fetchall():
        named = sql.SQL("select storage_key from public.{} where storage_key <> ''")
        with connection.cursor(name=f"keys_{table}"[:60]) as cursor:
            for (key,) in cursor.execute(named.format(sql.Identifier(table))):
                yield table, key


def server(connection: psycopg.Connection) -> int:
    """Its major version."""
    return connection.info.server_version // 10_000
