"""A topic in a tracker: tried until it is taken, once, and without words that are withheld."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.models import Issue, Ticket, Topic
from feedback.models.sharing import share
from feedback.tickets import sending, tasks
from portal.models import AuditEvent
from tests.feedback.tickets import trackers
from tests.tickets import make_ticket, make_tracker

SYSTEMS = ["github", "gitlab", "jira"]


@pytest.fixture(autouse=True)
def loopback(settings, world, monkeypatch):
    settings.WEBHOOK_ALLOW_PRIVATE = True
    Issue.objects.all().delete()
    monkeypatch.setattr(tasks.send_issue, "apply_async", lambda *a, **k: None)


@pytest.fixture
def there():
    """Opens a tracker of one kind, and connects it."""
    opened = []

    def connected(kind):
        context = getattr(trackers, kind)()
        made = context.__enter__()
        opened.append(context)
        place = "LM" if kind == "jira" else "film/portal"
        row = make_tracker(
            name=f"Our {kind}", system=kind, address=made.address, place=place, account="a@b.org"
        )
        return made, row

    yield connected
    for context in opened:
        context.__exit__(None, None, None)


def sent(world, tracker, topic=None):
    issue = sending.ask(actor=world.beta_lead, topic=topic or world.ours.topic, tracker=tracker)
    return tried(issue)


def tried(issue):
    """Now, whenever it was due."""
    Issue.objects.filter(pk=issue.pk).update(next_try=timezone.now())
    sending.work_off(issue.pk)
    issue.refresh_from_db()
    return issue


@pytest.mark.parametrize("kind", SYSTEMS)
def test_it_stands_there_with_what_the_studio_shares_and_is_told_in_its_audit(world, there, kind):
    made, tracker = there(kind)
    issue = sent(world, tracker)
    assert (issue.state, issue.with_words, len(made.issues)) == ("sent", True, 1)
    assert issue.name_there in ("#1", "LM-1") and issue.url.startswith("http")
    told = json.dumps(made.issues[0])
    assert "Ours freezes" in told and world.ours.topic.pk.hex in told
    assert world.ours.people["artist"].name not in told.replace("Ours freezes", "")
    event = AuditEvent.objects.get(verb="ticket:sent")
    assert event.studio == world.ours.studio and issue.name_there in event.sentence


@pytest.mark.parametrize("kind", SYSTEMS)
def test_no_word_leaves_that_the_studio_withholds_at_the_moment_of_sending(world, there, kind):
    made, tracker = there(kind)
    Ticket.objects.filter(pk=world.ours.ticket.pk).update(
        title="Zebra", text="Giraffe", page_title="Okapi", let_read=True
    )
    issue = sending.ask(actor=world.beta_lead, topic=world.ours.topic, tracker=tracker)
    share(actor=world.ours.people["producer"], studio=world.ours.studio, words=False, raw=False)
    issue = tried(issue)
    told = made.heard.requests[-1][2].decode()
    assert issue.state == "sent" and issue.with_words is False
    for word in ("Zebra", "Giraffe", "Okapi", "Ours"):
        assert word not in told
    assert "words withheld by the studio" in told and "major" in told


def test_the_teams_headline_is_the_title_even_where_words_are_withheld(world, there):
    made, tracker = there("github")
    share(actor=world.ours.people["producer"], studio=world.ours.studio, words=False, raw=False)
    Topic.objects.filter(pk=world.ours.topic.pk).update(headline="Bars that freeze")
    sent(world, tracker, Topic.objects.get(pk=world.ours.topic.pk))
    assert made.issues[0]["title"] == "Bars that freeze"


def test_of_two_studios_only_the_one_that_shares_is_quoted(world, there):
    made, tracker = there("github")
    make_ticket(
        world.theirs.studio,
        world.theirs.people["artist"],
        topic=world.ours.topic,
        title="Second words",
    )
    share(actor=world.ours.people["producer"], studio=world.ours.studio, words=False, raw=False)
    sent(world, tracker)
    assert "Second words" in made.issues[0]["body"] and "freezes" not in made.issues[0]["body"]
    assert "2 tickets; 2 people" in made.issues[0]["body"]


@pytest.mark.parametrize("kind", SYSTEMS)
def test_an_answer_that_was_lost_makes_no_second_issue(world, there, kind):
    made, tracker = there(kind)
    made.troubles = [None]
    issue = sent(world, tracker)
    assert (issue.state, issue.attempt, len(made.issues)) == ("waiting", 1, 1)
    assert issue.error["code"].startswith("webhook:")
    assert issue.next_try > timezone.now() + timedelta(minutes=4)
    issue = tried(issue)
    assert (issue.state, issue.attempt, len(made.issues)) == ("sent", 2, 1)
    assert issue.name_there in ("#1", "LM-1") and not issue.error_code


def test_a_worker_that_died_in_between_makes_no_second_issue(world, there):
    made, tracker = there("github")
    issue = sending.ask(actor=world.beta_lead, topic=world.ours.topic, tracker=tracker)
    assert issue.claim()  # and made it, and told nobody
    made.issues.append(
        {"number": 5, "html_url": "https://x/5", "body": sending.drafting.mark_of(issue.topic)}
    )
    assert (tried(issue).name_there, len(made.issues)) == ("#5", 1)


def test_who_was_overtaken_makes_nothing_and_notes_nothing(world, there):
    made, tracker = there("github")
    issue = sending.ask(actor=world.beta_lead, topic=world.ours.topic, tracker=tracker)
    slow = Issue.objects.select_related("topic", "tracker").get(pk=issue.pk)
    assert slow.claim()
    Issue.objects.filter(pk=issue.pk).update(attempt=2)
    sending._try(slow)
    slow.note("failed")
    assert made.issues == [] and Issue.objects.get(pk=issue.pk).state == "waiting"


def test_two_workers_make_one(world, there):
    made, tracker = there("github")
    issue = sending.ask(actor=world.beta_lead, topic=world.ours.topic, tracker=tracker)
    other = Issue.objects.get(pk=issue.pk)
    assert issue.claim() and not other.claim()
    sending.work_off(issue.pk)  # held by the first
    assert made.calls == []


PASSING = [
    (503, b"<html>maintenance</html>"),
    (500, {"message": "oops"}),
    (429, {"message": "Too Many Requests"}),
    (403, {"message": "You have exceeded a secondary rate limit."}),
]


@pytest.mark.parametrize("trouble", PASSING, ids=lambda trouble: trouble[0])
def test_what_passes_is_tried_again_and_says_why(world, there, trouble):
    made, tracker = there("github")
    made.troubles = [trouble]
    issue = sent(world, tracker)
    assert (issue.state, issue.error_code) == ("waiting", "tracker:answer")
    assert str(trouble[0]) in issue.error["message"] and issue.error["kept"]
    assert tried(issue).state == "sent" and len(made.issues) == 1


REFUSED = [
    (401, {"message": "Bad credentials"}),
    (403, {"message": "Resource not accessible by personal access token"}),
    (404, {"message": "Not Found"}),
    (410, {"message": "Issues are disabled for this repo"}),
    (422, {"message": "Validation Failed", "errors": [{"message": "title is too long"}]}),
    (301, {"message": "Moved Permanently"}),
]


@pytest.mark.parametrize("trouble", REFUSED, ids=lambda trouble: trouble[0])
def test_what_does_not_pass_waits_for_a_person_who_sends_it_again(world, there, trouble):
    made, tracker = there("github")
    made.troubles = [trouble]
    issue = sent(world, tracker)
    assert (issue.state, issue.error_code) == ("failed", "tracker:refused")
    assert trouble[1]["message"] in issue.error["message"]
    sending.work_off(issue.pk)
    assert len(made.calls) == 1  # nobody tries it by itself
    assert sent(world, tracker).state == "sent" and len(made.issues) == 1
    assert Issue.objects.count() == 1


@pytest.mark.parametrize("body", [b"<html>welcome</html>", b"[]", b"{}", b'{"number": "x"}'])
def test_an_answer_in_another_form_is_looked_for_before_the_next_try(world, there, body):
    made, tracker = there("github")
    made.troubles = [(201, body)]
    issue = sent(world, tracker)
    assert (issue.state, issue.error_code) == ("waiting", "tracker:form")
    assert tried(issue).state == "sent"
    assert [path.partition("?")[1] for path in made.calls] == ["", "?", ""]


def test_after_all_pauses_it_is_given_up(world, there, monkeypatch):
    made, tracker = there("github")
    monkeypatch.setattr(sending, "PAUSES", [5, 300])
    made.troubles = [(500, {}), (500, {}), (500, {})]
    issue = sent(world, tracker)
    states = [issue.state, tried(issue).state, tried(issue).state]
    assert states == ["waiting", "waiting", "failed"]


def test_nothing_listens_there(world):
    tracker = make_tracker(name="Nobody", address="http://127.0.0.1:9")
    issue = sent(world, tracker)
    assert (issue.state, issue.error_code) == ("waiting", "webhook:connect")


def test_a_private_address_is_refused_unless_the_operator_allows_it(world, there, settings):
    made, tracker = there("github")
    settings.WEBHOOK_ALLOW_PRIVATE = False
    issue = sent(world, tracker)
    assert issue.state != "sent" and made.calls == []


def test_a_token_that_cannot_be_opened_is_said(world, there, settings):
    made, tracker = there("github")
    settings.SECRET_KEY = "another one, " * 5
    settings.SECRET_KEY_FALLBACKS = []
    issue = sent(world, tracker)
    assert (issue.state, issue.error_code, made.calls) == ("failed", "secret:lost", [])


def test_a_sent_one_stays_and_one_out_of_use_waits(world, there):
    made, tracker = there("github")
    assert sent(world, tracker).state == "sent"
    assert sent(world, tracker).state == "sent" and len(made.calls) == 1
    type(tracker).objects.update(enabled=False)
    other = sent(world, tracker, world.theirs.topic)
    assert (other.state, other.attempt, len(made.calls)) == ("waiting", 0, 1)


def test_the_sweep_wakes_what_is_due_and_nothing_else(world, there, monkeypatch):
    woken = []
    monkeypatch.setattr(sending, "wake", lambda issue: woken.append(issue.topic))
    _made, tracker = there("github")
    for house, minutes in ((world.ours, -1), (world.theirs, 5)):
        Issue.objects.create(
            topic=house.topic,
            tracker=tracker,
            next_try=timezone.now() + timedelta(minutes=minutes),
            person_name="Lead",
        )
    tasks.sweep_issues()
    assert woken == [world.ours.topic]


def test_the_token_lies_sealed(world):
    row = make_tracker(name="Sealed")
    assert row.token == "t0ken" and "t0ken" not in row.sealed
