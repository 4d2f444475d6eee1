"""A page across studios that stays open is told when it opens, then by the hour."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from portal.audit.open_pages import EVERY
from portal.models import AuditEvent, Studio
from portal.tenancy import acting_as, closed, open_across
from tests.world import person

ASKED = timedelta(minutes=5)
REASON = "the beta at a glance"


@pytest.fixture
def lead(db):
    Studio.objects.create(name="Ours")
    return person("lead")


@pytest.fixture
def clock(monkeypatch):
    """The audit's moment, moved by hand."""
    at = [timezone.now()]
    monkeypatch.setattr("django.utils.timezone.now", lambda: at[0])
    monkeypatch.setattr(AuditEvent._meta.get_field("at"), "_get_default", lambda: at[0])
    return at


def look(actor, *, still=False, reason=REASON):
    with closed(), acting_as(actor):
        open_across(Studio.objects.all(), reason=reason, actor=actor, still=still)


def verbs():
    return [*AuditEvent.objects.order_by("id").values_list("verb", flat=True)]


def test_a_day_of_an_open_page_is_a_row_an_hour(lead, clock):
    look(lead)
    for _time in range(8 * EVERY // ASKED):
        clock[0] += ASKED
        look(lead, still=True)
    assert verbs() == ["studios:across"] + ["studios:still"] * 8
    moments = [*AuditEvent.objects.order_by("id").values_list("at", flat=True)]
    gaps = {later - sooner for sooner, later in pairwise(moments)}
    assert gaps == {EVERY}


def test_opening_it_again_is_told_again(lead):
    look(lead)
    look(lead)
    assert verbs() == ["studios:across"] * 2


def test_who_never_opened_it_is_told_all_the_same(lead):
    look(lead, still=True)
    look(lead, still=True)
    (row,) = AuditEvent.objects.all()
    assert row.sentence == f"lead still has a page open across 1 studios: {REASON}"


@pytest.mark.parametrize("other", ["person", "reason", "studios"])
def test_another_person_reason_or_number_of_studios_has_a_row_of_its_own(lead, other):
    look(lead)
    if other == "studios":
        Studio.objects.create(name="Theirs")
    actor = person("another") if other == "person" else lead
    look(actor, still=True, reason="measures" if other == "reason" else REASON)
    assert verbs() == ["studios:across", "studios:still"]


def test_it_opens_the_same_studios(lead):
    with closed():
        open_across(Studio.objects.all(), reason=REASON, actor=lead, still=True)
        assert [*Studio.objects.values_list("name", flat=True)] == ["Ours"]
