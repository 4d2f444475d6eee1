"""Workers, web servers and the clock, asked; and the command that tells all of it."""

import json
from io import StringIO
from types import SimpleNamespace

import httpx
import pytest
import redis
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client
from kombu import Connection
from kombu.exceptions import OperationalError

from portal import celery, pulse, tasks
from portal.examining import others, process
from portal.examining.findings import DOUBT, OK, WRONG, doubt, ok, wrong
from portal.management.commands import check_deploy
from portal.storage import asking

FACTS = {"SECRET_KEY": "a", "addresses": "b", "code": "c"}
TOLD = {"facts": FACTS, "findings": []}


def only(found):
    (finding,) = found
    return finding


@pytest.fixture
def workers(monkeypatch):
    """Name → what a worker answers; None says nothing."""
    known = {}

    def broadcast(_name, *, reply, timeout, limit):
        return [{name: told} for name, told in known.items() if told]

    monkeypatch.setattr(others.app.control, "ping", lambda timeout: [{name: {}} for name in known])
    monkeypatch.setattr(others.app.control, "broadcast", broadcast)
    return known


class TestWorkers:
    def test_each_tells_its_own(self, workers):
        workers["media@a"] = workers["work@b"] = TOLD
        assert others.workers() == {"media@a": TOLD, "work@b": TOLD}

    def test_one_that_lives_and_says_nothing_is_told(self, workers):
        workers |= {"media@a": TOLD, "old@b": None}
        (row,) = others.workers()["old@b"]["findings"]
        assert row["state"] == WRONG and "older version" in row["mend"]

    def test_without_any_or_without_a_broker_nobody_is_made_up(self, workers, monkeypatch):
        assert others.workers() == {}

        def gone(timeout):
            raise OperationalError("refused")

        monkeypatch.setattr(others.app.control, "ping", gone)
        assert others.workers() == {}

    def test_a_worker_examines_itself(self, monkeypatch):
        monkeypatch.setattr(process, "examine", lambda: TOLD)
        assert celery.examine(None) == TOLD


class TestABrokerThatReachesOneWorkerAtATime:
    """SQS, as kombu tells of it: no address is asked."""

    @pytest.fixture(autouse=True)
    def sqs(self, monkeypatch):
        line = Connection("sqs://key:word@127.0.0.1:1")
        monkeypatch.setattr(others.app, "connection_for_write", lambda: line)
        alive = [{"name": "work@b", "queues": ["assist", "reports"]}]
        monkeypatch.setattr(others.counting, "workers", lambda: alive)

    def test_workers_are_known_by_their_signs_of_life_and_said_to_be_unasked(self):
        assert not others.can_be_asked()
        (row,) = others.workers()["work@b"]["findings"]
        assert row["state"] == DOUBT and "no way to ask" in row["said"] and "--here" in row["mend"]

    def test_queues_are_those_that_living_workers_named(self, monkeypatch):
        monkeypatch.setattr(others, "_worked", lambda names: [ok(f"asked {names}")])
        *missing, asked = others.queues()
        assert asked.said == "asked ['assist', 'reports']"
        assert {row.said.split()[-1] for row in missing} == {"seal", "default", "webhooks", "media"}

    def test_they_are_left_out_where_versions_are_compared(self):
        found = only(others.agreement({"here": TOLD, **others.workers()}))
        assert found.said.startswith("1 processes")


class TestRollAndAgreement:
    def test_who_is_missing_is_named(self):
        found = list(others.roll({"media@a": TOLD}, {}))
        assert [finding.state for finding in found] == [OK, WRONG]
        assert "media@a" in found[0].said and "--url" in found[1].mend

    def test_one_deployment_agrees(self):
        assert only(others.agreement({"here": TOLD, "media@a": TOLD})).state == OK

    @pytest.mark.parametrize(
        ("fact", "state", "word"),
        [
            ("SECRET_KEY", WRONG, "media@a has another SECRET_KEY"),
            ("addresses", WRONG, "media@a has another database"),
            ("code", DOUBT, "2 versions"),
        ],
    )
    def test_whoever_differs_is_named(self, fact, state, word):
        other = {"facts": {**FACTS, fact: "x"}, "findings": []}
        found = list(others.agreement({"here": TOLD, "media@a": other}))
        assert any(f.state == state and word in f.said for f in found)

    def test_one_that_said_nothing_is_not_compared(self):
        told = {"here": TOLD, "old@b": {"findings": []}}
        assert only(others.agreement(told)).state == OK


class TestQueues:
    @pytest.fixture
    def served(self, monkeypatch, settings):
        """Queues that somebody takes from, and those in which tasks are done at once."""
        monkeypatch.setattr(others, "TASK_WAIT", 0.3)
        taken, done = [], set()

        def send(*, args, queue, **_how):
            if queue in done:
                tasks.answer(*args)

        rows = SimpleNamespace(active_queues=lambda: {"all@a": [{"name": n} for n in taken]})
        monkeypatch.setattr(others.app.control, "inspect", lambda timeout: rows)
        monkeypatch.setattr(others.answer, "apply_async", send)
        return taken, done

    def test_a_queue_that_nobody_takes_from_is_named(self, served, settings):
        taken, done = served
        names = {queue.name for queue in settings.CELERY_TASK_QUEUES}
        taken += sorted(names - {"media"})
        done |= names
        found = list(others.queues())
        assert [f.said for f in found if f.state == WRONG] == ["nobody takes tasks from media"]
        assert found[-1].state == OK and "seal" in found[-1].said

    def test_a_worker_that_does_nothing_is_a_doubt(self, served, settings):
        taken, done = served
        taken += [queue.name for queue in settings.CELERY_TASK_QUEUES]
        done |= set(taken) - {"assist"}
        (busy,) = [f for f in others.queues() if f.state == DOUBT]
        assert "a task in assist was not done" in busy.said

    def test_without_a_broker_that_is_what_is_told(self, monkeypatch):
        def gone(timeout):
            raise OperationalError("refused")

        monkeypatch.setattr(others.app.control, "inspect", gone)
        assert "CELERY_BROKER_URL" in only(others.queues()).mend


class TestTheClock:
    @pytest.fixture(autouse=True)
    def nobody(self, monkeypatch, settings, tmp_path):
        settings.PULSE_FILE = str(tmp_path / "pulse")
        monkeypatch.setattr(pulse, "_noted", -60.0)
        yield
        for key in pulse._line().scan_iter("clock:*"):
            pulse._line().delete(key)

    def test_one_that_sends_tasks_is_known_by_name(self, settings, tmp_path):
        pulse.beat()
        assert (tmp_path / "pulse").exists()
        assert only(others.beat()).state == OK

    def test_none_and_two_are_wrong(self):
        assert "sealed without it" in only(others.beat()).mend
        for name in ("clock:a:1", "clock:b:2"):
            pulse._line().set(name, 1, ex=5)
        assert only(others.beat()).said == "2 clocks run: a:1, b:2"

    def test_a_cache_that_is_away_does_not_stop_it(self, monkeypatch, tmp_path, caplog):
        gone = redis.Redis.from_url(f"unix://{tmp_path}/none")
        with monkeypatch.context() as away:
            away.setattr(pulse, "_line", lambda: gone)
            pulse.beat()
        assert "could not say that it lives" in caplog.text and (tmp_path / "pulse").exists()

    def test_without_the_setting_nothing_is_touched(self, settings, tmp_path):
        settings.PULSE_FILE = ""
        pulse.touch()
        assert not [*tmp_path.iterdir()]


@pytest.mark.django_db
class TestWebServers:
    def test_they_answer_with_a_signed_word_alone(self, monkeypatch):
        monkeypatch.setattr("portal.views.home.examined_lately", lambda: {"process": "w", **TOLD})
        asked = {"examine": asking.word("examine")}
        told = Client().get("/healthz/", asked, headers={"x-forwarded-for": "1.2.3.4, 5.6.7.8"})
        assert told.json() == {"status": "ok", "hops": 2, "process": "w", **TOLD}
        for forged in ("", "examine", asking.word("prove")):
            assert Client().get("/healthz/", {"examine": forged}).json() == {"status": "ok"}

    def test_nobody_there_is_nobody(self, monkeypatch):
        def gone(*_args, **_how):
            raise httpx.ConnectError("refused")

        monkeypatch.setattr(asking.httpx, "get", gone)
        assert others.webs("https://portal.example") == {}


class TestTheCommand:
    @pytest.fixture
    def found(self, monkeypatch):
        """What the processes find."""
        here, around = [], []

        def examine():
            return {"facts": FACTS, "findings": [f.as_row("here") for f in here]}

        def everywhere(door):
            return {"all together": {"findings": [f.as_row(door.url) for f in around]}}

        monkeypatch.setattr(check_deploy, "examine", examine)
        monkeypatch.setattr(check_deploy, "everywhere", everywhere)
        return here, around

    def ask(self, *arguments):
        out = StringIO()
        call_command("check_deploy", *arguments, stdout=out)
        return out.getvalue()

    def test_it_tells_place_finding_and_cure(self, found):
        here, around = found
        here += [ok("all is well")]
        around += [doubt("a queue is slow", "Start one more.")]
        told = self.ask("--url", "https://a.b")
        assert "this process\n  ok    here: all is well\n" in told
        assert "  doubt https://a.b: a queue is slow\n         Start one more.\n" in told

    def test_something_wrong_makes_it_fail_whoever_finds_it(self, found):
        _here, around = found
        around += [wrong("no clock", "Start it."), doubt("slow", "Look.")]
        with pytest.raises(CommandError, match=r"1 findings are wrong, 1 in doubt\."):
            self.ask()
        assert self.ask("--here") == "this process\n"

    def test_machines_read_one_line(self, found):
        here, _around = found
        here += [ok("well"), doubt("slow", "Look.")]
        told = json.loads(self.ask("--json"))
        assert (told["ok"], told["doubt"], told["wrong"]) == (1, 1, 0)
        assert told["processes"]["this process"][1]["mend"] == "Look."


def test_the_task_that_proves_a_queue_leaves_its_word():
    tasks.answer("examined:x")
    assert cache.get("examined:x") == "done"
