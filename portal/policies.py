"""Row-level security as migrations write it: one policy a table, forced, closed by default.

`studio_id` is compared with a list that is read once a statement (a sub-select is planned as
a constant), so that indexes on the studio keep being used. Foreign keys are checked by
PostgreSQL past these policies: what a request names must be found through `visible_to`.
"""

from django.db.migrations import RunSQL

OPEN = (
    "studio_id = any ((select string_to_array("
    "nullif(current_setting('portal.studios', true), ''), ',')::uuid[])::uuid[])"
)
PERSON = "(select nullif(current_setting('portal.person', true), '')::uuid)"
SECRET = "(select nullif(current_setting('portal.secret', true), ''))"
PROGRAMME = "(select current_setting('portal.programme', true) = 'on')"


def fenced(table: str, *, rule: str = OPEN, check: str = "") -> RunSQL:
    """Rows that meet `rule` can be seen; those that meet `check` (or `rule`) can be written.

    For tables of models with a studio. A test walks them all and asks for the policy.
    """
    return RunSQL(
        [
            f"alter table {table} enable row level security",
            f"alter table {table} force row level security",
            f"create policy studio on {table} using ({rule}) with check ({check or rule})",
        ],
        [
            f"drop policy studio on {table}",
            f"alter table {table} no force row level security",
            f"alter table {table} disable row level security",
        ],
    )
