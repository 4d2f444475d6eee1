"""The triggers behind `IndexCard`, as migrations write them: one statement, one pass.

A row's card is written anew only when what it is found by has changed; that is read from the row
itself (`r`) and from nowhere else, so that no other table's change can make a card stale.
"""

from dataclasses import dataclass

from portal.policies import OPEN

#: The fence, and with it the search: nothing is looked for without a studio being open.
RULE = (
    f"{OPEN} and lexemes @@ (select projects_index_sought("
    "current_setting('portal.sought', true), current_setting('portal.studios', true)))"
)

_OPENED = (
    "select set_config('portal.studios',"
    " (select string_agg(id::text, ',') from portal_studio), false)"
)
_CLOSED = "select set_config('portal.studios', '', false)"


@dataclass(frozen=True)
class Carded:
    """Rows of a table that have a card. `letter`: of their kind. `says` and `title`: SQL."""

    table: str
    letter: str
    title: str
    says: str
    watched: tuple[str, ...]
    project: str = "r.project_id"
    person: str = "null::uuid"
    there: str = "true"

    @property
    def made(self) -> str:
        """The function and its three triggers."""
        return self._function + self._triggers

    @property
    def unmade(self) -> str:
        dropped = "".join(
            f"drop trigger index_{event} on {self.table};"
            for event in ("insert", "update", "delete")
        )
        return f"{dropped}drop function {self.table}_index();"

    def _cards(self, rows: str) -> str:
        return f"""
        insert into projects_indexcard
            (studio_id, project_id, person, kind, row, title, lexemes, at)
        select r.studio_id, {self.project}, {self.person}, '{self.letter}', r.id,
            left(projects_index_fold({self.title}), 300),
            projects_index_lexemes(r.studio_id, '{self.letter}', {self.says}), r.created_at
        from {rows} and {self.there}
        on conflict (kind, row) do update set project_id = excluded.project_id,
            person = excluded.person, title = excluded.title, lexemes = excluded.lexemes"""  # noqa: S608 (names of ours)

    @property
    def _function(self) -> str:
        old, new = (", ".join(f"{side}.{column}" for column in self.watched) for side in ("o", "r"))
        changed = f"new_rows r join old_rows o using (id) where ({old}) is distinct from ({new})"
        return f"""
create function {self.table}_index() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then {self._cards("new_rows r where true")};
    elsif tg_op = 'DELETE' then
        delete from projects_indexcard
        where kind = '{self.letter}' and row in (select id from old_rows);
    else {self._cards(changed)};
        delete from projects_indexcard where kind = '{self.letter}'
            and row in (select id from new_rows r where not ({self.there}));
    end if;
    return null;
end $$;
"""  # noqa: S608 (names of ours)

    @property
    def _triggers(self) -> str:
        seen = {
            "insert": "new table as new_rows",
            "update": "old table as old_rows new table as new_rows",
            "delete": "old table as old_rows",
        }
        return "".join(
            f"create trigger index_{event} after {event} on {self.table} referencing {names} "
            f"for each statement execute function {self.table}_index();\n"
            for event, names in seen.items()
        )

    @property
    def filled(self) -> tuple[str, str, str]:
        """The cards of what is there already, without a lock: every studio is opened meanwhile."""
        return _OPENED, self._cards(f"{self.table} r where true"), _CLOSED


CARDED = (
    Carded(
        "projects_project",
        "p",
        "r.name",
        "concat_ws(' ', r.code, r.name, r.description)",
        ("code", "name", "description"),
        project="r.id",
    ),
    Carded(
        "projects_scene",
        "c",
        "concat_ws(' ', r.code, nullif(r.name, ''))",
        "concat_ws(' ', r.code, r.name)",
        ("code", "name"),
    ),
    Carded(
        "projects_shot",
        "s",
        "concat_ws(' ', r.code, nullif(r.name, ''))",
        "concat_ws(' ', r.code, r.name)",
        ("code", "name"),
    ),
    Carded(
        "projects_asset",
        "a",
        "r.name",
        "concat_ws(' ', r.name, r.folder, r.log ->> 'scene', r.log ->> 'take')",
        ("name", "folder", "log", "deleted_at"),
        there="r.deleted_at is null",
    ),
    Carded(
        "projects_note",
        "n",
        "left(r.text, 200)",
        "concat_ws(' ', r.text, r.person_name)",
        ("text", "person_name", "deleted_at"),
        there="r.deleted_at is null",
    ),
)
