"""What the database itself sees to, as the migration writes it: nothing of the audit is rewritten.

Triggers hold against the application's own role and against the tables' owner alike; only the
owner could take them away, and the portal does not run as that.
"""

from typing import Any

from django.db.migrations import RunSQL

from portal.audit.verify_audit import GENESIS
from portal.policies import OPEN, PROGRAMME

#: Rows of no studio, and of studios that are gone, belong to the programme.
RULE = (
    f"{OPEN} or ({PROGRAMME} and not exists"
    " (select from portal_studio s where s.id = portal_auditevent.studio_id))"
)
REFUSE = """
create function portal_audit_refuse() returns trigger language plpgsql as $$
begin
  raise exception 'rows of % are only ever added', tg_table_name using errcode = '23001';
end $$
"""
QUEUE = """
create function portal_audit_queue() returns trigger language plpgsql as $$
begin
  insert into portal_auditpending (event, digest) values (new.id, new.digest);
  return null;
end $$
"""
TRUE = """
create function portal_audit_true() returns trigger language plpgsql as $$
begin
  if not exists (select from portal_auditevent where id = new.event and digest = new.digest)
     or exists (select from portal_auditseal where event_id = new.event) then
    raise exception 'no audit row % waits for a seal', new.event using errcode = '23001';
  end if;
  return new;
end $$
"""
#: Each seal continues the chain: only what waits, at the next position, by the right hash.
CHAIN = """
create function portal_audit_chain() returns trigger language plpgsql as $$
declare
  last record;
begin
  select position, hash into last from portal_auditseal order by position desc limit 1;
  if new.position <> coalesce(last.position, 0) + 1
     or new.hash <> encode(sha256(
        decode(coalesce(last.hash, 'GENESIS'), 'hex') || decode(new.digest, 'hex')), 'hex')
     or not exists (select from portal_auditpending
        where event = new.event_id and digest = new.digest) then
    raise exception 'seal % does not continue the chain', new.position using errcode = '23001';
  end if;
  return new;
end $$
""".replace("GENESIS", GENESIS)
KEEP = """
create function portal_audit_keep() returns trigger language plpgsql as $$
begin
  if not exists (select from portal_auditseal where event_id = old.event) then
    raise exception 'audit row % has no seal yet', old.event using errcode = '23001';
  end if;
  return old;
end $$
"""
#: table → what is refused altogether
REFUSED = {
    "portal_auditevent": "update or delete",
    "portal_auditseal": "update or delete",
    "portal_auditpending": "update",
}


def guarded() -> RunSQL:
    """Triggers on the three tables."""
    made: list[Any] = [REFUSE, QUEUE, TRUE, CHAIN, KEEP]
    for table, what in REFUSED.items():
        made.append(_refusing("only_added", what, table))
        made.append(_refusing("never_emptied", "truncate", table))
    made += [
        "create trigger queued after insert on portal_auditevent"
        " for each row execute function portal_audit_queue()",
        "create trigger only_true before insert on portal_auditpending"
        " for each row execute function portal_audit_true()",
        "create trigger chained before insert on portal_auditseal"
        " for each row execute function portal_audit_chain()",
        "create trigger kept_until_sealed before delete on portal_auditpending"
        " for each row execute function portal_audit_keep()",
    ]
    undone: list[Any] = [
        f"drop function portal_audit_{name}() cascade"
        for name in ("refuse", "queue", "true", "chain", "keep")
    ]
    return RunSQL(made, undone)


def fenced_again() -> RunSQL:
    """The programme's own events are no longer open to everybody."""
    alter = "alter policy studio on portal_auditevent using ({0}) with check ({0})"
    before = f"{OPEN} or studio_id is null"
    return RunSQL(alter.format(RULE), alter.format(before))


def _refusing(name: str, what: str, table: str) -> str:
    return (
        f"create trigger {name} before {what} on {table}"
        " for each statement execute function portal_audit_refuse()"
    )
