"""Long work and what must never wait for it go through queues of their own."""

import pytest

from portal.celery import app

APART = {
    "portal.tasks.seal_audit": "seal",
    "portal.outbox.tasks.deliver": "webhooks",
    "feedback.tasks.send_issue": "webhooks",
}
LONG = {
    "feedback.tasks.report": "reports",
    "projects.tasks.ingest": "media",
    "projects.tasks.copy": "media",
    "projects.tasks.part": "media",
    "projects.tasks.carrying": "media",
    "projects.tasks.run": "assist",
    "projects.tasks.export": "reports",
    "projects.tasks.disclosure": "reports",
    "projects.tasks.disclosure_paper": "reports",
    "projects.tasks.closeout": "reports",
}


def queue_of(name: str) -> str:
    return app.amqp.router.route({}, name)["queue"].name


def own_tasks() -> set[str]:
    app.loader.import_default_modules()
    return {name for name in app.tasks if not name.startswith("celery.")}


def test_long_work_has_queues_of_its_own():
    assert {name: queue_of(name) for name in LONG} == LONG


def test_neither_the_seal_nor_the_mails_wait_behind_somebodys_server():
    assert {name: queue_of(name) for name in APART} == APART


def test_everything_else_is_short_and_goes_to_the_default():
    short = own_tasks() - set(LONG) - set(APART)
    assert {queue_of(name) for name in short} == {"default"}
    assert short >= {
        "portal.outbox.tasks.mail",
        "portal.outbox.tasks.sweep",
        "projects.tasks.sweep",
    }
    assert {name for name in short if app.tasks[name].time_limit > 600} == {"projects.tasks.tidy"}


@pytest.mark.parametrize("entry", app.conf.beat_schedule.values(), ids=lambda e: e["task"])
def test_what_the_clock_sends_is_short(entry):
    assert entry["task"] in own_tasks() and queue_of(entry["task"]) in {"seal", "default"}
