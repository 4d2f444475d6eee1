"""A trouble is told once when it begins and once when it is over."""

from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest
import redis
from django.core import mail
from django.utils import timezone

from portal.access import Role
from portal.models import Studio, Trouble, User
from portal.watching import alerts, counting, gathering, queues, troubles
from portal.watching.gathering import Told
from portal.watching.troubles import Unknown, Wrong, look

pytestmark = pytest.mark.django_db
LONG = Wrong("queue:media", "300 messages wait in the queue media.")


@pytest.fixture
def wrong(monkeypatch):
    """What is found; the test fills and empties it."""
    found = []
    monkeypatch.setattr(troubles, "_FINDERS", [lambda told: found])
    return found


@pytest.fixture
def admin():
    return User.objects.create(email="op@example.org", name="Op", programme_role=Role.ADMIN)


@pytest.fixture
def later(monkeypatch):
    """Moves the clock on."""
    now = [timezone.now()]
    monkeypatch.setattr(troubles.timezone, "now", lambda: now[0])

    def move(**how):
        now[0] += timedelta(**how)

    return move


@pytest.fixture
def minutes(later):
    """Looks once a minute, for so many."""

    def pass_by(count, **how):
        for _ in range(count):
            look(Told(), **how)
            later(minutes=1)

    return pass_by


@pytest.fixture
def refused(monkeypatch):
    """A mail server that takes nothing, until it is told to; how often it was asked."""
    asked = []

    def refuses(*args):
        asked.append(args)
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(alerts, "send", refuses)
        yield SimpleNamespace(asked=asked, mend=patched.undo)


def subjects():
    return [m.subject for m in mail.outbox]


def test_once_when_it_begins_and_once_when_it_is_over(wrong, admin, minutes):
    wrong.append(LONG)
    minutes(5)
    assert subjects() == ["Last Mile: 300 messages wait in the queue media."]
    assert mail.outbox[0].to == ["op@example.org"] and "/admin/operations/" in mail.outbox[0].body
    wrong.clear()
    minutes(8)
    assert len(mail.outbox) == 2 and "over" in mail.outbox[1].subject
    assert Trouble.objects.get().over_at


def test_a_hiccup_is_kept_and_told_to_nobody(wrong, admin, minutes):
    wrong.append(LONG)
    minutes(1)
    wrong.clear()
    minutes(8)
    assert mail.outbox == [] and Trouble.objects.get().over_at


def test_one_that_comes_and_goes_is_one(wrong, admin, minutes):
    for there in (True, False, True, False, True):
        wrong[:] = [LONG] if there else []
        minutes(1)
    assert Trouble.objects.count() == len(mail.outbox) == 1


def test_one_that_comes_back_again_and_again_is_no_storm(wrong, admin, minutes):
    """Two minutes there, four away, for a day: 240 times."""
    for _ in range(240):
        wrong[:] = [LONG]
        minutes(2)
        wrong.clear()
        minutes(4)
    assert len(mail.outbox) == 3 and Trouble.objects.count() == 2
    minutes(13)
    assert len(mail.outbox) == 4 and "over" in mail.outbox[-1].subject


def test_all_news_of_a_look_are_one_mail(wrong, admin, minutes):
    wrong.extend(Wrong(f"workers:{n}", f"No worker serves the queue {n}.") for n in "abcdef")
    minutes(3)
    assert subjects() == ["Last Mile: No worker serves the queue a. (and 5 more)"]
    assert all(f"queue {n}." in mail.outbox[0].body for n in "abcdef")


def test_what_was_not_taken_is_tried_at_the_next_look(wrong, admin, minutes, refused):
    wrong.append(LONG)
    minutes(2)
    assert len(refused.asked) == 1 and Trouble.objects.get().told == []
    refused.mend()
    minutes(2)
    assert len(mail.outbox) == 1


def test_an_end_without_a_told_beginning_is_not_told(wrong, admin, minutes, refused):
    wrong.append(LONG)
    minutes(2)
    wrong.clear()
    minutes(4)
    refused.mend()
    minutes(1)
    assert mail.outbox == []


def test_those_the_settings_name_are_mailed_instead(wrong, admin, settings, minutes):
    settings.ALERT_MAIL = ["on-call@example.org"]
    wrong.append(LONG)
    minutes(2)
    assert mail.outbox[0].to == ["on-call@example.org"]


def test_what_nobody_could_be_mailed_is_mailed_to_the_first_who_can(wrong, minutes):
    wrong.append(LONG)
    minutes(3)
    assert Trouble.objects.get().told == []
    User.objects.create(email="new@example.org", name="New", programme_role=Role.ADMIN)
    minutes(1)
    assert mail.outbox[0].to == ["new@example.org"]


def test_what_cannot_be_asked_is_not_over(wrong, admin, minutes):
    wrong.append(LONG)
    minutes(2)
    wrong[:] = [Unknown("queue:")]
    minutes(9)
    wrong.clear()
    minutes(9, certain=False)
    assert Trouble.objects.get().over_at is None and len(mail.outbox) == 1
    minutes(1)
    assert Trouble.objects.get().over_at


def test_a_counter_that_fails_does_not_keep_troubles_from_being_told(
    wrong, admin, later, monkeypatch
):
    def fails():
        raise ZeroDivisionError

    monkeypatch.setattr(gathering, "_COUNTERS", [fails])
    Studio.objects.create(name="Nordlicht")
    wrong.append(Wrong("part:live", "live does not answer."))
    for _ in range(2):
        assert troubles.watch() == 1
        later(minutes=1)
    assert subjects() == ["Last Mile: live does not answer."]


def test_a_live_layer_that_is_away_does_not_keep_troubles_from_being_told(
    wrong, admin, later, monkeypatch
):
    monkeypatch.setattr(gathering, "publisher", lambda: redis.Redis(port=1))
    wrong.append(Wrong("part:live", "live does not answer."))
    for _ in range(2):
        assert troubles.watch() == 1
        later(minutes=1)
    assert len(mail.outbox) == 1


class TestAWebhook:
    @pytest.fixture
    def posted(self, settings, monkeypatch):
        """What arrived there; `answers` are given one after the other, 204 at last."""
        told = SimpleNamespace(bodies=[], answers=[])

        def post(url, content, headers, timeout):
            assert url == "http://10.0.0.9/alerts"
            told.bodies.append(httpx.Response(200, content=content).json())
            code = told.answers.pop(0) if told.answers else 204
            return httpx.Response(code, request=httpx.Request("POST", url))

        monkeypatch.setattr(alerts.httpx, "post", post)
        settings.ALERT_WEBHOOK = "http://10.0.0.9/alerts"
        return told

    def test_gets_the_same_as_json(self, wrong, admin, minutes, posted):
        posted.answers = [500]
        wrong.append(LONG)
        minutes(4)
        told = posted.bodies[1]
        assert (told["trouble"], told["state"], told["text"]) == ("queue:media", "begun", LONG.text)
        assert len(mail.outbox) == 1 and len(posted.bodies) == 2
        wrong.clear()
        minutes(5)
        assert posted.bodies[2]["state"] == "over"

    def test_that_hangs_is_asked_once_a_look_and_holds_up_no_mail(
        self, wrong, admin, minutes, posted
    ):
        posted.answers = [503] * 9
        wrong.extend(Wrong(f"workers:{n}", f"No worker serves the queue {n}.") for n in "abcdef")
        minutes(2)
        assert len(posted.bodies) == 1 and len(mail.outbox) == 1
        posted.answers = []
        minutes(1)
        assert len(posted.bodies) == 7 and len(mail.outbox) == 1


class TestWhatIsWrong:
    def found(self, finder, told=None):
        return {w.about: w.text for w in finder(told or Told(1))}

    def test_queues_that_are_long_or_have_no_worker(self, monkeypatch, settings):
        monkeypatch.setattr(queues, "lengths", lambda: {"media": 201, "assist": 200})
        monkeypatch.setattr(counting, "workers_by_queue", lambda: {"media": 1})
        monkeypatch.setattr(counting, "answers", lambda: True)
        assert self.found(troubles._of_queues) == {
            "queue:media": "201 messages wait in the queue media.",
            "workers:assist": "No worker serves the queue assist.",
        }

    def test_without_an_answer_no_queue_is_said_to_have_no_worker(self, monkeypatch):
        monkeypatch.setattr(queues, "lengths", lambda: {"media": 1})
        monkeypatch.setattr(counting, "answers", lambda: False)
        assert [*troubles._of_queues(Told(1))] == [Unknown("workers:")]
        monkeypatch.setattr(queues, "lengths", lambda: {})
        assert [*troubles._of_queues(Told(1))] == [Unknown("queue:"), Unknown("workers:")]

    def test_numbers_that_are_old(self):
        now = timezone.now().timestamp()
        assert self.found(troubles._of_numbers, Told(now - 500)) == {}
        (said,) = self.found(troubles._of_numbers, Told(now - 720)).values()
        assert "12 minutes ago" in said

    def test_webhooks_and_mails(self):
        told = Told(
            1, {"webhooks": {("failing",): 1, ("switched off",): 7}, "mails": {("dead",): 2}}
        )
        assert self.found(troubles._of_outbox, told) == {
            "webhooks:failing": "1 webhook fails.",
            "mails:dead": "2 mails were given up.",
        }
        assert self.found(troubles._of_outbox) == {}

    def test_little_space(self, settings):
        settings.LITTLE_SPACE = 10**9
        told = Told(1, {"storage_free_bytes": {(): 5 * 10**8}})
        assert self.found(troubles._of_space, told) == {
            "storage:space": "0.5 GB are free where files are kept."
        }
        assert self.found(troubles._of_space, Told(1, {"storage_free_bytes": {(): 10**9}})) == {}

    def test_parts_that_do_not_answer(self, monkeypatch):
        monkeypatch.setattr(troubles.here, "look", lambda: {"live": True, "broker": False})
        assert self.found(troubles._of_parts) == {"part:broker": "broker does not answer."}
