"""The triggers behind measured work: what was recorded before work is never rewritten.

A person's account may go: `person_id` is then emptied, and their name stays.
"""

_STANDS = """
create function feedback_stands() returns trigger language plpgsql as $$
declare free text[] = coalesce(tg_argv, '{}');
begin
    if to_jsonb(old) - free is distinct from to_jsonb(new) - free then
        raise exception 'what was recorded of work is never rewritten (%)', tg_table_name
            using errcode = 'check_violation';
    end if;
    return new;
end $$;
"""

#: Looked at as a transaction ends, as foreign keys are: a restored copy comes table by table, and
#: what is gone by then, with its bid, is no matter.
_LOCKED = """
create function feedback_bid_first() returns trigger language plpgsql as $$
begin
    if exists (select from feedback_assignment where id = new.id)
        and not exists (select from feedback_bid
            where id = new.bid_id and item_id = new.item_id and locked_at is not null) then
        raise exception 'an arm is settled only after the bid is locked'
            using errcode = 'check_violation';
    end if;
    return null;
end $$;
create constraint trigger bid_first after insert on feedback_assignment
    deferrable initially deferred for each row execute function feedback_bid_first();
"""


def _stands(table: str, free: str, when: str = "") -> str:
    clause = f"when ({when})" if when else ""
    return (
        f"create trigger stands before update on feedback_{table} for each row {clause} "
        f"execute function feedback_stands({free});\n"
    )


_BEGUN = "old.begun_at is not null and (new.begun_at, new.assigned) is distinct from "
_BEGUN += "(old.begun_at, old.assigned)"
KEEP = (
    _STANDS
    + _LOCKED
    + _stands("bid", "'person_id'", "old.locked_at is not null")
    + _stands("assignment", "")
    + _stands("departure", "'person_id'")
    + _stands("correction", "'person_id'")
    + _stands("felt", "")
    + _stands("block", "'seed', 'closed_at', 'told_at'")
    + _stands("workitem", "", _BEGUN)
)
TABLES = ("bid", "assignment", "departure", "correction", "felt", "block", "workitem")
FORGET = (
    "".join(f"drop trigger stands on feedback_{table};" for table in TABLES)
    + "drop trigger bid_first on feedback_assignment;"
    + "drop function feedback_stands(); drop function feedback_bid_first();"
)
