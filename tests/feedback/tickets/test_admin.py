"""Trackers and weights in the Django admin; of tickets no word."""

import pytest

from feedback.models import Ticket, Tracker, Weight
from portal.models import AuditEvent
from tests.tickets import make_tracker

AT = "/admin/feedback/tracker/"
GITHUB = {
    **{"name": "Ours", "system": "github", "address": "https://api.github.com"},
    **{"place": "film/portal", "token": "t0ken", "enabled": "on"},
}


@pytest.fixture
def admin(world, as_person):
    return as_person(world.admin)


def test_a_tracker_is_connected_and_its_token_never_shown(admin):
    assert admin.post(f"{AT}add/", GITHUB).status_code == 302
    row = Tracker.objects.get(name="Ours")
    assert row.token == "t0ken"
    assert "t0ken" not in admin.get(f"{AT}{row.pk}/change/").text
    assert "Ours" in AuditEvent.objects.get(verb="tracker:made").sentence


def test_an_empty_token_leaves_what_is_kept(admin):
    row = make_tracker(name="Kept")
    admin.post(f"{AT}{row.pk}/change/", {**GITHUB, "name": "Renamed", "token": ""})
    row.refresh_from_db()
    assert (row.name, row.token) == ("Renamed", "t0ken")
    assert AuditEvent.objects.filter(verb="tracker:changed").exists()


JIRA = {"system": "jira", "address": "https://x.atlassian.net", "place": "LM", "account": "a@b.org"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"token": ""}, "Without a token"),
        ({"place": "portal"}, "owner/repository"),
        ({"address": "http://api.github.com"}, "begins with https"),
        ({"address": "https://127.0.0.1"}, "private network"),
        ({"address": "https://user:pw@host"}, "no address"),
        ({"address": "https://api.github.com/?x=1"}, "https://host/path"),
        ({**JIRA, "account": ""}, "e-mail address"),
        ({**JIRA, "place": 'LM" OR 1'}, "key of the project"),
    ],
)
def test_what_could_not_work_is_said_before_it_is_kept(admin, change, said):
    answer = admin.post(f"{AT}add/", {**GITHUB, **change})
    assert answer.status_code == 200 and said in answer.text.replace("&#x27;", "'")
    assert not Tracker.objects.filter(name="Ours").exists()


def test_weights_are_chosen_from_what_there_is(admin):
    at = "/admin/feedback/weight/add/"
    assert admin.post(at, {"name": "feature:uploads", "value": "2.5"}).status_code == 302
    assert Weight.objects.get().value == 2.5
    assert admin.post(at, {"name": "feature:nothing", "value": "2"}).status_code == 200
    assert admin.post(at, {"name": "severity:major", "value": "-1"}).status_code == 200
    assert Weight.objects.count() == 1


def test_no_word_of_a_ticket_is_shown_here(world, admin):
    row = world.ours.ticket
    Ticket.objects.filter(pk=row.pk).update(title="Zebra", text="Giraffe", page_title="Okapi")
    for at in ("", f"{row.pk}/change/"):
        page = admin.get(f"/admin/feedback/ticket/{at}").text
        assert not [word for word in ("Zebra", "Giraffe", "Okapi") if word in page]
    assert "0 tickets" in admin.get("/admin/feedback/ticket/", {"q": "Zebra"}).text
