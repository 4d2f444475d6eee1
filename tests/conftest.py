"""One PostgreSQL and one Valkey for the whole test run; nothing outside is touched."""

import gc
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import translation
from rest_framework.throttling import SimpleRateThrottle

from portal.embedded import Postgres, Valkey, socket_dir
from tests import everywhere
from tests.emptied import empty_by_deleting, end_others
from tests.kept_world import KeptWorld, keep
from tests.migrated import migrated
from tests.sessions import sign_in
from tests.warm import be_warm
from tests.world import World, enrolled

_services: list[Postgres | Valkey] = []


def pytest_configure(config: pytest.Config) -> None:
    """Started by the first process only; its children use the same addresses."""
    if hasattr(config, "workerinput"):
        return
    var = Path(settings.VAR_DIR)
    _services.extend([Postgres(var, quick=True), Valkey(var)])
    for service in _services:
        service.start()


def pytest_sessionstart(session: pytest.Session) -> None:
    everywhere.open_everything()
    be_warm()


#: Files that take long: begun last, one process would finish them while the other waits.
SLOW = (
    *("tests/browser/", "test_fuzzing", "test_access_matrix", "test_queries", "tests/servers/"),
    *("test_one_and_two_workers", "test_admin.py", "test_shot_match", "test_shots_breakdown"),
    *("assist/test_selects", "test_copies", "dashboard/test_closing", "test_bench_tools"),
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After the shuffle: the slow first, and both kinds in random order among themselves."""
    items.sort(key=lambda item: not any(name in item.nodeid for name in SLOW))


def pytest_collection_finish() -> None:
    """What is loaded by now stays: the collector need not look at it any more."""
    gc.collect()
    gc.freeze()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _services:
        return
    for service in _services:
        service.stop()
    for folder in (Path(settings.VAR_DIR), socket_dir(Path(settings.VAR_DIR))):
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Processes copy one migrated database; migrating takes a process twenty seconds."""
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = migrated(Path(settings.VAR_DIR))


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        empty_by_deleting()
    yield
    with django_db_blocker.unblock():
        connection.close()
        end_others(connection.settings_dict["NAME"])


@pytest.fixture(autouse=True)
def own_files(tmp_path, settings):
    """Every test has its own media and work folders."""
    settings.MEDIA_ROOT = str(tmp_path / "media")
    settings.WORK_ROOT = str(tmp_path / "work")


@pytest.fixture(autouse=True)
def no_memory():
    """Throttles and rate limits of one test are not felt by the next."""
    yield
    cache.clear()


@pytest.fixture(autouse=True)
def own_studios():
    """What the tests' own statements may see does not grow from test to test."""
    known = everywhere.seen()
    yield
    everywhere.forget(known)


@pytest.fixture(autouse=True)
def in_english():
    """A request leaves its language to the thread, where the next one begins with its own."""
    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(autouse=True)
def one_window(monkeypatch):
    """Throttles count by the clock's minutes: a test's calls do not fall into two of them."""
    begun = time.time()
    monkeypatch.setattr(SimpleRateThrottle, "timer", staticmethod(lambda: time.time() - begun))


@pytest.fixture(scope="session")
def kept_world(django_db_setup, django_db_blocker, tmp_path_factory) -> KeptWorld:
    with django_db_blocker.unblock():
        return keep(tmp_path_factory.mktemp("world"))


@pytest.fixture
def world(kept_world, db, settings) -> World:
    """Two studios with one of everything, and people in every role."""
    return kept_world.lay_out(Path(settings.MEDIA_ROOT))


@pytest.fixture
def cold(monkeypatch):
    """Children of `projects.apart` are started as in production, and load for themselves."""
    monkeypatch.setattr("projects.apart.child.Popen", subprocess.Popen)


@pytest.fixture
def as_person():
    """A client signed in as somebody who has been through the door."""

    def client_of(user) -> Client:
        client = Client()
        if user is not None:
            sign_in(client, enrolled(user))
        return client

    return client_of


@pytest.fixture
def nothing_sent(world):
    """The world before anything of a palette: no policy, connection, job, receipt or money."""
    from projects.models import Connection, Entry, Policy, Receipt, Remote

    for model in (Entry, Receipt, Remote, Connection, Policy):
        model.objects.all().delete()
