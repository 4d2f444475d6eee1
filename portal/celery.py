"""The Celery application. A message is only a wake-up call: rows are the truth."""

import os
import sys
from dataclasses import asdict
from typing import Any

from celery import Celery
from celery.signals import (
    after_task_publish,
    beat_init,
    heartbeat_sent,
    task_postrun,
    task_prerun,
    worker_init,
    worker_process_init,
)
from celery.worker.control import inspect_command
from django.core.exceptions import ImproperlyConfigured

from portal import loaded, pulse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

#: Seconds that a pool process keeps its connection to the database.
KEPT_SECONDS = 600

app = Celery("portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(["portal.outbox"])
#: Celery closes the database around each task, whatever Django is told of keeping it, unless it is
#: told a number of tasks; `look_at_the_database` does what Django does between requests.
app.conf["CELERY_DB_REUSE_MAX"] = sys.maxsize


@worker_init.connect
def refuse_to_work_past_the_policies(**_kwargs: object) -> None:
    from portal.checks import begin

    try:
        begin()
    except ImproperlyConfigured as error:  # Celery logs what a listener raises, and goes on
        raise SystemExit(f"refused: {error}") from error
    loaded.set_aside()


@inspect_command()
def prove_storage(state: Any, **_how: Any) -> list[dict[str, str]]:
    """Asked of every worker by `manage.py check_storage`."""
    from portal.storage.proving import prove

    return [asdict(proved) for proved in prove()]


@inspect_command()
def examine(state: Any, **_how: Any) -> dict[str, Any]:
    """Asked of every worker by `manage.py check_deploy`."""
    from portal.examining.process import examine as by_itself

    return by_itself()


@heartbeat_sent.connect
def worker_lives(**_kwargs: object) -> None:
    pulse.touch()


@beat_init.connect
def beat_lives(**_kwargs: object) -> None:
    """What this process sends from now on is the clock's."""
    from portal.watching import watchman

    after_task_publish.connect(pulse.beat, weak=False)
    watchman.begin()


@worker_process_init.connect
def die_with_the_worker(**_kwargs: object) -> None:
    """A pool process must not go on writing after its worker was killed."""
    from portal.processes import die_with_parent

    die_with_parent()


@task_prerun.connect
@task_postrun.connect
def look_at_the_database(task: Any = None, **_kwargs: object) -> None:
    """Before a task, a line that is cut is made anew; after it, one that is not to be kept is given
    back: a worker of threads keeps none, and theirs may be a pool's.
    """
    from django.db import connections

    if not task.request.is_eager:
        for connection in connections.all(initialized_only=True):
            connection.close_if_unusable_or_obsolete()


@worker_process_init.connect
def keep_the_database(**_kwargs: object) -> None:
    """One connection a pool process, looked at before each task: to connect costs as much as a
    small task does. A pool is for the threads of a web process: where all processes are told of
    one, those of a worker do without, since it and a kept connection exclude each other."""
    from django.db import connections

    for name in connections:
        for told in (connections.settings[name], connections[name].settings_dict):
            told["CONN_MAX_AGE"] = KEPT_SECONDS
            told["OPTIONS"] = {k: v for k, v in told.get("OPTIONS", {}).items() if k != "pool"}
