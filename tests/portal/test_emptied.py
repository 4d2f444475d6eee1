"""The tests' own database goes at the end, whoever is still in it."""

import os

import psycopg
import pytest

from tests.emptied import _owner, end_others


@pytest.fixture
def database(db):
    """One of this test alone: others are in the usual ones."""
    name = f"lingering_{os.getpid()}"
    with _owner("postgres") as owner:
        owner.autocommit = True
        owner.execute(f"create database {name}")
        yield name
        owner.execute(f"drop database {name}")


def test_whoever_is_still_in_it_is_sent_away(database):
    lingering = _owner(database)
    assert end_others(database) == 1
    with pytest.raises(psycopg.OperationalError):
        lingering.execute("select 1")


def test_of_an_empty_one_nobody_is_sent_away(database):
    assert end_others(database) == 0
