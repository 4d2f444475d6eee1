"""A new folder gets the very tables that migrating would make.

To record anew: RECORD=1 uv run pytest tests/contract/test_blueprint.py
"""

import difflib
import re
import shutil
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.conf import settings

from portal import blueprint, embedded
from portal.embedded import Postgres
from tests.contract.recorded import HOW, agreed
from tests.migrated import NAME


def address(var: Path, name: str) -> str:
    host = quote(str(embedded.postgres_sockets(var)), safe="")
    return f"postgresql://postgres@/{name}?host={host}"


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    var = tmp_path_factory.mktemp("blueprint")
    postgres = Postgres(var, quick=True)
    postgres.start()
    yield var
    postgres.stop()
    shutil.rmtree(embedded.socket_dir(var))


@pytest.fixture
def empty(cluster):
    with psycopg.connect(address(cluster, embedded.NAME), autocommit=True) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
        connection.execute("grant usage on schema public to public")
        connection.execute(f"alter schema public owner to {embedded.OWNER}")
    return cluster


def test_it_says_what_the_migrations_make(db):
    now = blueprint.drawn(address(Path(settings.VAR_DIR), NAME))
    kept = agreed("../../portal/blueprint/tables.sql", now)
    drift = difflib.unified_diff(kept.splitlines(), now.splitlines(), "kept", "now", n=1)
    lines = [*drift][:60]
    assert not lines, "\n".join([*lines, HOW.format(test="test_blueprint.py")])


def _kept() -> str:
    return blueprint.TABLES.read_text()


def _plain(sql: str) -> str:
    """PostgreSQL writes a check that was read back with its casts and brackets elsewhere."""
    return re.sub(r"::(text|character varying)(\[\])?|[()]", "", sql)


def test_laid_in_an_empty_database_it_says_the_same_and_the_portal_may_work(empty):
    assert blueprint.lay(empty)
    assert _plain(blueprint.drawn(address(empty, embedded.NAME))) == _plain(_kept())
    with psycopg.connect(address(empty, embedded.NAME)) as connection:
        kept_out = connection.execute(
            "select relname from pg_class where relnamespace = 'public'::regnamespace"
            " and relkind = 'r' and (pg_get_userbyid(relowner) <> %s"
            " or not has_table_privilege(%s, oid, 'select, insert, update, delete'))",
            [embedded.OWNER, embedded.ROLE],
        ).fetchall()
    assert kept_out == []


def test_where_something_is_there_it_lays_nothing(empty):
    with psycopg.connect(address(empty, embedded.NAME), autocommit=True) as connection:
        connection.execute("create table kept (n int)")
        assert not blueprint.lay(empty)
        found = connection.execute("select count(*) from pg_tables where schemaname = 'public'")
        assert found.fetchone() == (1,)


@pytest.mark.parametrize(
    "text", ["", "-- PostgreSQL 7\nselect 1;\n", "-- PostgreSQL {}\ncreate table a ();\nnonsense;"]
)
def test_one_that_does_not_fit_leaves_all_to_the_migrations(empty, tmp_path, monkeypatch, text):
    with psycopg.connect(address(empty, embedded.NAME)) as connection:
        version = connection.info.server_version // 10000
        monkeypatch.setattr(blueprint, "TABLES", tmp_path / "tables.sql")
        blueprint.TABLES.write_text(text.format(version))
        assert not blueprint.lay(empty)
        found = connection.execute("select count(*) from pg_tables where schemaname = 'public'")
        assert found.fetchone() == (0,)
