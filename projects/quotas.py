"""How many runs of a studio work at once; its money is the business of `projects.budgets`."""

from typing import Any

from django.db import connection

_LOCK = "select concurrent_runs from portal_studio where id = %s for no key update"
_BUSY = """select count(*) from projects_run where studio_id = %s and id <> %s
    and state = 'RUNNING' and (lease_expires_at > statement_timestamp() or turns > 0)"""


def has_room(run: Any) -> bool:
    """Whether one more run of the studio may start; locks the studio until the commit.

    Who was left by its worker takes no place until it is taken up; who is put down while a
    provider works goes on without asking again, and so has its place all the time. Two statements,
    since only one that begins after the lock sees what others did while it was waited for.
    """
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [run.studio_id])
        (at_once,) = cursor.fetchone()
        cursor.execute(_BUSY, [run.studio_id, run.pk])
        (busy,) = cursor.fetchone()
    return bool(busy < at_once)
