"""A trouble is told once when it begins and once when it is over."""

from datetime import timedelta

import httpx
import pytest
from django.core import mail
from django.utils import timezone

from portal.access import Role
from portal.models import Trouble, User
from portal.watching import counting, queues, troubles
from portal.watching.gathering import Told
from portal.watching.troubles import Wrong, look

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


def test_once_when_it_begins_and_once_when_it_is_over(wrong, admin, later):
    wrong.append(LONG)
    for _ in range(5):
        assert look(Told()) == 1
        later(minutes=1)
    assert [m.subject for m in mail.outbox] == ["Last Mile: 300 messages wait in the queue media."]
    assert mail.outbox[0].to == ["op@example.org"] and "/admin/operations/" in mail.outbox[0].body
    wrong.clear()
    for _ in range(8):
        look(Told())
        later(minutes=1)
    assert len(mail.outbox) == 2 and "over" in mail.outbox[1].subject
    assert Trouble.objects.get().over_at


def test_one_that_comes_and_goes_is_one(wrong, admin, later):
    for there in (True, False, True, False, True):
        wrong[:] = [LONG] if there else []
        look(Told())
        later(minutes=1)
    assert Trouble.objects.count() == len(mail.outbox) == 1


def test_one_that_comes_back_after_its_end_is_another(wrong, admin, later):
    wrong.append(LONG)
    look(Told())
    wrong.clear()
    later(minutes=4)
    look(Told())
    wrong.append(LONG)
    later(minutes=1)
    look(Told())
    assert Trouble.objects.count() == 2 and len(mail.outbox) == 3


def test_what_was_not_taken_is_tried_at_the_next_look(wrong, admin, later, monkeypatch):
    def refuses(*args):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(troubles, "send_mail", refuses)
        wrong.append(LONG)
        look(Told())
    assert mail.outbox == [] and Trouble.objects.get().told == []
    look(Told())
    assert len(mail.outbox) == 1


def test_an_end_without_a_told_beginning_is_not_told(wrong, admin, later, monkeypatch):
    def refuses(*args):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr(troubles, "send_mail", refuses)
        wrong.append(LONG)
        look(Told())
        wrong.clear()
        later(minutes=4)
        look(Told())
    look(Told())
    assert mail.outbox == []


def test_those_the_settings_name_are_mailed_instead(wrong, admin, settings):
    settings.ALERT_MAIL = ["on-call@example.org"]
    wrong.append(LONG)
    look(Told())
    assert mail.outbox[0].to == ["on-call@example.org"]


def test_a_webhook_gets_the_same_as_json(wrong, admin, settings, later, monkeypatch):
    posted = []

    def post(url, content, headers, timeout):
        posted.append((url, httpx.Response(200, content=content).json()))
        return httpx.Response(204 if len(posted) > 1 else 500, request=httpx.Request("POST", url))

    monkeypatch.setattr(troubles.httpx, "post", post)
    settings.ALERT_WEBHOOK = "http://10.0.0.9/alerts"
    wrong.append(LONG)
    for _ in range(3):
        look(Told())
    assert len(posted) == 2 and posted[1][0] == "http://10.0.0.9/alerts"
    told = posted[1][1]
    assert (told["trouble"], told["state"], told["text"]) == ("queue:media", "begun", LONG.text)
    assert len(mail.outbox) == 1
    wrong.clear()
    later(minutes=4)
    look(Told())
    assert posted[2][1]["state"] == "over"


class TestWhatIsWrong:
    def found(self, finder, told=None):
        return {w.about: w.text for w in finder(told or Told(1))}

    def test_queues_that_are_long_or_have_no_worker(self, monkeypatch, settings):
        monkeypatch.setattr(queues, "lengths", lambda: {"media": 201, "assist": 200})
        monkeypatch.setattr(counting, "workers_by_queue", lambda: {"media": 1})
        assert self.found(troubles._of_queues) == {
            "queue:media": "201 messages wait in the queue media.",
            "workers:assist": "No worker serves the queue assist.",
        }

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
