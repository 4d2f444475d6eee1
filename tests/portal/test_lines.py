"""Lines to Redis and messages to workers cost a moment, however ill the server is."""

import signal
import time
from copy import deepcopy
from types import SimpleNamespace

import pytest
import redis
from kombu.exceptions import OperationalError

from portal import lines, waking
from portal.embedded import Valkey
from portal.kept import Kept
from portal.lines import Alone, Patience


@pytest.fixture
def clock(monkeypatch):
    """Set it to make time pass; nothing is left alone at first, nor afterwards."""
    now = SimpleNamespace(seconds=0.0)
    monkeypatch.setattr(Patience, "alone", Alone(lambda: now.seconds))
    yield now
    now.seconds = lines.REST  # whoever tidies up after the test uses such lines too


def calls(*errors):
    left = list(errors)

    def do():
        calls.made += 1
        if left:
            raise left.pop(0)
        return "done"

    calls.made = 0
    return do


def test_a_line_that_was_cut_is_taken_up_once(clock):
    cut = calls(redis.ConnectionError("cut"))
    assert Patience().call_with_retry(cut, lambda _e: None) == "done"
    gone = calls(*[redis.ConnectionError("gone")] * 5)
    with pytest.raises(redis.ConnectionError, match="gone"):
        Patience().call_with_retry(gone, lambda _e: None)
    assert calls.made == 2


def test_what_may_have_been_done_is_not_done_again(clock):
    with pytest.raises(redis.TimeoutError):
        Patience().call_with_retry(calls(redis.TimeoutError("silence")), lambda _e: None)
    assert calls.made == 1


def test_after_silence_nobody_asks_for_a_while(clock):
    """Also over other lines, which have copies of their own."""
    with pytest.raises(redis.TimeoutError):
        Patience().call_with_retry(calls(redis.TimeoutError("silence")), lambda _e: None)
    other, do = deepcopy(Patience()), calls()
    with pytest.raises(redis.TimeoutError, match="left alone"):
        other.call_with_retry(do, lambda _e: None)
    assert calls.made == 0
    clock.seconds = lines.REST
    assert other.call_with_retry(do, lambda _e: None) == "done"


def test_a_refusal_costs_nothing_and_so_nobody_rests(clock):
    with pytest.raises(redis.ConnectionError):
        Patience().call_with_retry(calls(*[redis.ConnectionError("no")] * 2), lambda _e: None)
    assert Patience().call_with_retry(calls(), lambda _e: None) == "done"


class Broker:
    """A task that takes `seconds` and then raises, or does not."""

    name = "a task"

    def __init__(self, error=None):
        self.error, self.sent = error, []

    def apply_async(self, message, **how):
        self.sent.append((message, how))
        if self.error:
            raise self.error


@pytest.fixture
def rested(monkeypatch):
    now = SimpleNamespace(seconds=0.0)
    monkeypatch.setattr(waking, "alone", Alone(lambda: now.seconds))
    return now


def test_a_message_has_a_life_and_is_not_tried_again(rested):
    broker = Broker()
    assert waking.wake(broker, ("a",), expires=60)
    assert waking.wake(broker, ("b",), expires=60, later=5)
    assert broker.sent == [
        (("a",), {"expires": 60, "retry": False}),
        (("b",), {"expires": 60, "retry": False, "countdown": 5}),
    ]


@pytest.mark.parametrize("error", [OperationalError("refused"), TimeoutError("silence")])
def test_a_broker_that_is_away_is_no_error(rested, error):
    broker = Broker(error)
    assert not waking.wake(broker, ("a",), expires=60)
    assert not waking.wake(broker, ("a",), expires=60)
    assert len(broker.sent) == 2  # it refused at once, and is asked again


def test_a_broker_that_kept_somebody_waiting_is_left_alone(rested, monkeypatch):
    monkeypatch.setattr(waking, "SLOW", -1)
    broker = Broker(OperationalError("silence"))
    assert not waking.wake(broker, ("a",), expires=60)
    assert not waking.wake(broker, ("a",), expires=60)
    assert len(broker.sent) == 1
    rested.seconds = lines.REST
    broker.error = None
    assert waking.wake(broker, ("a",), expires=60)


def nothing():
    """What the message is about."""


def test_a_frozen_server_holds_nobody_up(tmp_path, clock, rested):
    """A real one, stopped as by a debugger: it takes what is sent, and says nothing."""
    from celery import Celery
    from django.conf import settings

    service = Valkey(tmp_path)
    service.start()
    address = service._socket
    try:
        line = redis.Redis.from_url(f"unix://{address}", **lines.bounds())
        assert line.ping()
        app = Celery(
            "frozen", broker=f"redis+socket://{address}?virtual_host=1", set_as_current=False
        )
        app.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
        task = app.task(nothing, name="frozen")
        assert waking.wake(task, (), expires=60)
        service.process.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        with pytest.raises(redis.TimeoutError):
            line.ping()
        assert not waking.wake(task, (), expires=60)
        assert time.monotonic() - begun < 10
        service.process.send_signal(signal.SIGCONT)
        clock.seconds = rested.seconds = lines.REST
        assert line.ping() and waking.wake(task, (), expires=60)
    finally:
        service.process.send_signal(signal.SIGCONT)
        app.close()
        line.close()
        service.stop()


class TestACacheThatIsAway:
    @pytest.fixture
    def gone(self, tmp_path, clock):
        return Kept(f"unix://{tmp_path}/nobody", {"OPTIONS": lines.bounds()})

    def test_keeps_nothing_and_fails_nobody(self, gone):
        gone.set("a", 1, 60)
        assert gone.get("a") is None and gone.get("a", "nothing") == "nothing"
        assert not gone.delete("a")

    def test_counts_nobody_in_silence(self, gone):
        with pytest.raises(redis.ConnectionError):
            gone.counted("a", 1)
        with pytest.raises(redis.ConnectionError):
            gone.add("a", 1)
