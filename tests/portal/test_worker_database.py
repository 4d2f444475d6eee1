"""A worker's process keeps one connection, whatever its operator tells all processes of pools."""

import copy
from threading import Event, Thread
from types import SimpleNamespace

import pytest
from celery.fixups.django import DjangoWorkerFixup
from celery.signals import task_postrun, task_prerun
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler, connection

from portal.celery import KEPT_SECONDS, app, keep_the_database, look_at_the_database
from portal.postgres.base import DatabaseWrapper


@pytest.fixture
def told(monkeypatch):
    """The database as a process finds it that was told of a pool as well."""
    settings = copy.deepcopy(connection.settings_dict)
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 2}}
    handler = ConnectionHandler({"default": settings})
    monkeypatch.setattr("django.db.connections", handler)
    yield handler
    handler.close_all()
    for pool in DatabaseWrapper._connection_pools.values():
        pool.close()
    DatabaseWrapper._connection_pools.clear()


def test_a_pool_and_a_kept_connection_exclude_each_other(told):
    told["default"].settings_dict["CONN_MAX_AGE"] = KEPT_SECONDS
    with pytest.raises(ImproperlyConfigured):
        assert told["default"].pool


def test_the_worker_keeps_the_connection_and_lets_the_pool_be(told):
    keep_the_database()
    assert told["default"].pool is None
    assert told["default"].settings_dict["CONN_MAX_AGE"] == KEPT_SECONDS


def test_other_options_of_the_connection_stay(told):
    told["default"].settings_dict["OPTIONS"]["connect_timeout"] = 7
    keep_the_database()
    assert told["default"].settings_dict["OPTIONS"]["connect_timeout"] == 7


def task(*, eager=False):
    return SimpleNamespace(request=SimpleNamespace(is_eager=eager))


@pytest.fixture
def kept(db, told, monkeypatch):
    """A worker's connection that has been used, with what Celery does around its tasks."""
    keep_the_database()
    celery = DjangoWorkerFixup(app)
    monkeypatch.setattr(celery, "_db", SimpleNamespace(connections=told))
    told["default"].connect()
    return SimpleNamespace(database=told["default"], celery=celery)


def line(kept):
    with kept.database.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        return cursor.fetchone()[0]


def between_two_tasks(kept):
    kept.celery.on_task_postrun(sender=task())
    look_at_the_database(task=task())
    kept.celery.on_task_prerun(sender=task())
    look_at_the_database(task=task())


class TestBetweenTwoTasks:
    def test_the_line_stays(self, kept):
        first = line(kept)
        for _n in range(5):
            between_two_tasks(kept)
            assert line(kept) == first

    def test_a_line_that_was_cut_is_made_anew(self, kept):
        first = line(kept)
        with connection.cursor() as other:
            other.execute("select pg_terminate_backend(%s)", [first])
        between_two_tasks(kept)
        assert line(kept) != first

    def test_a_line_that_was_kept_for_long_is_made_anew(self, kept):
        first = line(kept)
        kept.database.close_at = 0
        between_two_tasks(kept)
        assert line(kept) != first

    def test_what_runs_inside_a_request_leaves_its_line_alone(self, kept):
        first = line(kept)
        kept.database.close_at = 0
        look_at_the_database(task=task(eager=True))
        assert line(kept) == first


def in_threads(work, count):
    """One after the other, each in a thread of its own that then rests, as Celery's threads do."""
    over, found = Event(), []
    for _n in range(count):
        done = Event()

        def carry_out(done=done):
            try:
                found.append(work())
            finally:
                done.set()
                over.wait(20)

        Thread(target=carry_out, daemon=True).start()
        assert done.wait(20)
    over.set()
    return found


@pytest.mark.parametrize("pool", [None, {"min_size": 0, "max_size": 2, "timeout": 2}])
def test_a_worker_of_threads_keeps_no_line(db, told, pool):
    """`worker_process_init` is not sent there: nothing is told to keep one, nor to do without."""
    settings = told["default"].settings_dict
    settings["CONN_MAX_AGE"], settings["OPTIONS"]["pool"] = 0, pool
    if pool is None:
        del settings["OPTIONS"]["pool"]

    def carried_out():
        with told["default"].cursor() as cursor:
            cursor.execute("select 1")
        celery = DjangoWorkerFixup(app)
        celery._db = SimpleNamespace(connections=told)
        celery.on_task_postrun(sender=task())
        look_at_the_database(task=task())
        return told["default"].connection

    assert in_threads(carried_out, 4) == [None] * 4


@pytest.mark.parametrize("signal", [task_prerun, task_postrun])
def test_it_is_looked_at_before_each_task_and_after_it(signal):
    assert look_at_the_database in signal._live_receivers(None)
