"""A worker's process keeps one connection, whatever its operator tells all processes of pools."""

import copy

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import ConnectionHandler, connection

from portal.celery import KEPT_SECONDS, keep_the_database


@pytest.fixture
def told(monkeypatch):
    """The database as a process finds it that was told of a pool as well."""
    settings = copy.deepcopy(connection.settings_dict)
    settings["OPTIONS"] = {**settings.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 2}}
    handler = ConnectionHandler({"default": settings})
    monkeypatch.setattr("django.db.connections", handler)
    yield handler
    handler.close_all()


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
