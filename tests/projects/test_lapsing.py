"""Terms that lapse and prices that end: on the start page while it holds, by mail once."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from portal import wellbeing
from projects import lapsing, tasks
from projects.models import Price, Reminder, Terms
from tests.world import make_connection, person

WHERE = {"provider": "runway", "product": "Developer API", "plan": "", "region": ""}


def day(days):
    return timezone.now().date() + timedelta(days=days)


def make_terms(**fields):
    return Terms.objects.create(**{**WHERE, "starts": day(-100), **fields})


def make_price(**fields):
    given = {"provider": "runway", "model": "gen4_turbo", "unit": "credit", "amount": "0.01"}
    return Price.objects.create(**{**given, "starts": day(-100), **fields})


def texts():
    return [row.text for row in lapsing.coming()]


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"ends": day(lapsing.AHEAD)}, "lapse on"),
        ({"ends": day(0)}, "lapse on"),
        ({"ends": day(-1)}, "have lapsed on"),
        ({"review_on": day(lapsing.AHEAD)}, "to be reviewed"),
        ({"review_on": day(-1)}, "to be reviewed"),
    ],
)
def test_terms_that_need_a_look_are_told(db, fields, word):
    make_terms(**fields)
    (told,) = texts()
    assert word in told and "Runway" in told and "Developer API" in told


@pytest.mark.parametrize("fields", [{}, {"ends": day(31)}, {"review_on": day(31)}])
def test_terms_that_hold_for_long_are_not(db, fields):
    make_terms(**fields)
    assert texts() == []


def test_a_snapshot_that_follows_ends_the_warning(db):
    make_terms(ends=day(5))
    make_terms(starts=day(7))
    assert len(texts()) == 1, "a day between them is a gap"
    make_terms(starts=day(6))
    assert texts() == []


def test_a_newer_snapshot_replaces_the_older_and_another_region_does_not(db):
    make_terms(ends=day(5), review_on=day(1))
    make_terms(region="eu-west-1")
    assert len(texts()) == 2
    make_terms(starts=day(-1))
    assert texts() == []


def test_prices_that_end_without_a_successor_are_told(db):
    price = make_price(ends=day(3))
    (told,) = texts()
    assert "ends on" in told and "gen4_turbo" in told
    make_price(starts=day(4))
    assert texts() == []
    Price.objects.filter(pk=price.pk).update(ends=day(-3))
    Price.objects.filter(starts=day(4)).delete()
    (told,) = texts()
    assert "has ended on" in told


def test_what_nobody_uses_any_more_is_told_for_a_month_alone(db):
    make_terms(ends=day(-31))
    make_price(ends=day(-31))
    assert texts() == []
    make_connection(None)
    assert len(texts()) == 2
    make_terms(starts=day(-40), region="us", ends=day(-31))
    assert len(texts()) == 2, "no connection is of that region"


def test_each_is_mailed_once_to_all_administrators(db):
    for name in ("Ada", "Ben"):
        person(name, programme_role="admin")
    person("Gone", programme_role="admin", is_active=False)
    person("Lead", programme_role="beta_lead")
    make_terms(ends=day(5))
    tasks.remind()
    tasks.remind()
    (sent,) = mail.outbox
    assert set(sent.to) == {"ada@example.org", "ben@example.org"}
    assert "lapse on" in sent.body and "/admin/projects/terms/" in sent.body
    make_price(ends=day(2))
    assert lapsing.remind() == 1
    assert "lapse on" not in mail.outbox[1].body


def test_another_day_is_another_warning(db):
    person("Ada", programme_role="admin")
    price = make_price(ends=day(5))
    assert lapsing.remind() == 1
    Price.objects.filter(pk=price.pk).update(ends=day(2))
    assert lapsing.remind() == 1


def test_a_mail_that_is_not_taken_is_tried_again(db, monkeypatch):
    person("Ada", programme_role="admin")
    make_terms(ends=day(5))

    def away(*args, **kwargs):
        raise SMTPException("away")

    with monkeypatch.context() as patched:
        patched.setattr(lapsing, "send", away)
        assert lapsing.remind() == 0
    assert not Reminder.objects.exists() and not mail.outbox
    assert lapsing.remind() == 1 and len(mail.outbox) == 1


def test_without_administrators_nothing_counts_as_told(db):
    make_terms(ends=day(5))
    assert lapsing.remind() == 0 and not Reminder.objects.exists()


def test_the_administration_opens_on_what_needs_somebody(world, as_person, monkeypatch):
    inside = as_person(world.admin)
    with monkeypatch.context() as patched:
        patched.setattr(wellbeing, "CHECKS", [lapsing.worries])
        page = inside.get(reverse("admin:index")).content.decode()
    assert "Is the beta well today?" in page and "Nothing has stopped" in page
    make_terms(ends=day(-1))
    make_connection(None, name="Main account", tested_ok=False, tested_told="The key is wrong.")
    page = inside.get(reverse("admin:index")).content.decode()
    assert "have lapsed on" in page and "Stopped:" in page
    assert "Main account" in page and "The key is wrong." in page


def test_a_provider_that_is_gone_keeps_its_name(db):
    make_terms(provider="bygone", ends=day(5))
    (told,) = texts()
    assert "bygone" in told


def test_two_questions_tell_of_any_number_of_rows(db, django_assert_num_queries):
    for region in ("eu", "us", "jp"):
        make_terms(region=region, ends=day(3), review_on=day(0))
    with django_assert_num_queries(2):
        assert len(lapsing.coming()) == 6


class TestKept:
    """What the administration opens on is asked of the tables once in a while."""

    def test_it_is_asked_once(self, db, django_assert_num_queries):
        make_terms(ends=day(3))
        first = lapsing.worries()
        with django_assert_num_queries(0):
            assert lapsing.worries() == first
        assert len(first) == 1

    def test_what_is_changed_is_told_at_once(self, db):
        row = make_terms(ends=day(3))
        assert len(lapsing.worries()) == 1
        row.delete()
        assert lapsing.worries() == []
        make_terms(ends=day(4))
        assert len(lapsing.worries()) == 1

    def test_each_language_has_its_own(self, db):
        make_terms(ends=day(3))
        english = lapsing.worries()
        with override("fr"):
            assert lapsing.worries()[0].text != english[0].text
