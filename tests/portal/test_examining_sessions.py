"""A pooler that lends sessions by the transaction is found before it mixes two studios."""

from types import SimpleNamespace

import psycopg
import pytest
from django.db import connection

from portal.examining import sessions
from portal.examining.findings import OK, WRONG


class Pooled:
    """A client of a pooler in transaction mode: what was given back last is lent first."""

    def __init__(self, free):
        self.free, self.session = free, None

    def execute(self, statement):
        if statement == "begin":
            self.session = self.free.pop()
        elif statement == "commit":
            self.free.append(self.session)
            self.session = None
        else:
            pid = self.session or self.free.pop()
            if self.session is None:
                self.free.append(pid)
            return SimpleNamespace(fetchone=lambda: (pid,))
        return None


@pytest.mark.parametrize("servers", [[11, 12], [11, 12, 13]])
def test_sessions_that_change_hands_are_seen(servers):
    free = [*servers]
    assert sessions.moves(Pooled(free), Pooled(free))


def test_each_with_its_own_session_does_not_move():
    assert not sessions.moves(Pooled([11]), Pooled([12]))


def test_without_a_pooler_it_is_well(db):
    assert [finding.state for finding in sessions.sessions()] == [OK]


def test_with_one_the_portal_should_be_stopped(db, monkeypatch):
    monkeypatch.setattr(sessions, "moves", lambda _one, _other: True)
    [finding] = sessions.sessions()
    assert finding.state == WRONG and "session mode" in finding.mend


def test_what_it_guards_against_is_real(db):
    """Told in one transaction, a session still says so to whoever gets it next."""
    how = {k: v for k, v in connection.get_connection_params().items() if k in sessions._PLAIN}
    with psycopg.connect(**how, autocommit=True) as line:
        line.execute("select set_config('portal.studios', 'one', false)")
        told = line.execute("select current_setting('portal.studios')").fetchone()
    assert told == ("one",)
