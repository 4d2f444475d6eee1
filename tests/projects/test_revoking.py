"""Withdrawing a consent: all that stands on it is in quarantine at once, and nothing else."""

import random

import pytest
from django.db import DatabaseError, transaction

from portal.errors import PortalError
from portal.models import AuditEvent, Notification
from portal.tenancy import in_studio
from projects.consenting import in_quarantine, withdrawn_of
from projects.models import Candidate, Consent, Derivation, Receipt, Reliance, Run, State
from projects.models.lineage import Node
from projects.revoking import derive, hold, replace, revoke, say_who, touched
from tests.projects.consents import (
    candidate_to_version,
    made_under,
    make_consent,
    make_performer,
)
from tests.world import make_candidate, make_version


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def producer(house):
    return house.people["producer"]


@pytest.fixture
def consent(house, producer):
    return make_consent(make_performer(house), producer)


def withdraw(consent, producer):
    return revoke(consent=consent, actor=producer, name=str(producer), why="She left.")


def film(house, name):
    return make_version(house.project, house.people["artist"], name=name)


def test_what_was_made_is_in_quarantine_and_its_source_is_not(house, producer, consent):
    plate, shown, other = film(house, "plate.mp4"), film(house, "ada.mp4"), film(house, "x.mp4")
    made_under(consent, shown)
    cut, beside = make_candidate(shown, producer), make_candidate(plate, producer)
    candidate_to_version(cut, other)
    further = make_candidate(other, producer)
    assert in_quarantine([plate, shown, other]) == ()
    found = withdraw(consent, producer)
    assert set(in_quarantine([plate, shown, other])) == {"ada.mp4", "x.mp4"}
    assert set(withdrawn_of([cut.pk, beside.pk, further.pk])) == {cut.pk, further.pk}
    assert (found.versions, found.candidates, found.cuts) == (2, 2, 2)
    told = AuditEvent.objects.get(verb="consent:revoked")
    assert told.facts["count"] == 4 and told.facts["why"] == "She left."
    assert Notification.objects.filter(kind="consent.revoked", user=producer).count() == 1


def test_what_a_second_consent_carries_stays_open(house, producer, consent):
    second = make_consent(consent.performer, producer)
    one, two = film(house, "one.mp4"), film(house, "two.mp4")
    made_under(consent, one)
    made_under(second, two)
    withdraw(consent, producer)
    assert in_quarantine([one, two]) == ("one.mp4",)


def test_what_stands_on_both_goes_with_either(house, producer, consent):
    """A diamond: two ways lead to it, and two consents."""
    second = make_consent(make_performer(house, "Bo Lind"), producer)
    left, right, below = (film(house, f"{name}.mp4") for name in ("left", "right", "below"))
    made_under(consent, left)
    made_under(second, right)
    edges = [((Node.VERSION, v.pk), (Node.VERSION, below.pk)) for v in (left, right)]
    derive(house.project, *edges)
    withdraw(second, producer)
    assert set(in_quarantine([left, right, below])) == {"right.mp4", "below.mp4"}


def test_a_receipt_that_names_the_consent_makes_a_candidate_stand_on_it(house, producer, consent):
    version = film(house, "plate.mp4")
    run = make_candidate(version, producer).run
    told = {"provider": "x", "product": "x", "model": "x", "host": "x", "manifest": {}}
    Receipt.objects.create(
        project=house.project, run=run, consents=[str(consent.pk), "gone"], digest="", **told
    )
    made = Candidate.objects.create(
        project=house.project, run=run, version=version, number=2, result={}
    )
    withdraw(consent, producer)
    assert set(withdrawn_of([made.pk, version.pk])) == {made.pk}


def test_what_is_made_afterwards_of_something_withdrawn_is_withdrawn(house, producer, consent):
    shown = film(house, "ada.mp4")
    made_under(consent, shown)
    withdraw(consent, producer)
    late = make_candidate(shown, producer)
    assert set(withdrawn_of([late.pk])) == {late.pk}


def test_an_edge_that_comes_late_carries_the_consent_all_the_way_down(house, producer, consent):
    """Somebody says only afterwards under which consent the first picture was made."""
    first, second, third = (film(house, f"{n}.mp4") for n in range(3))
    chain = [(first, second), (second, third)]
    edges = [((Node.VERSION, a.pk), (Node.VERSION, b.pk)) for a, b in chain]
    derive(house.project, *edges)
    made_under(consent, first)
    assert touched(consent).versions == 3


def test_said_anew_what_was_a_mistake_stands_on_nothing(house, producer, consent):
    shown, below = film(house, "ada.mp4"), film(house, "below.mp4")
    made_under(consent, shown)
    derive(house.project, ((Node.VERSION, shown.pk), (Node.VERSION, below.pk)))
    assert touched(consent).things == 2
    say_who(actor=producer, version=shown, seen={consent.performer: None})
    assert touched(consent).things == 0
    say_who(actor=producer, version=shown, seen={consent.performer: consent})
    withdraw(consent, producer)
    with pytest.raises(PortalError) as refused:
        say_who(actor=producer, version=shown, seen={})
    assert refused.value.code == "consent:revoked"
    assert in_quarantine([shown, below]) == ("ada.mp4", "below.mp4")


def test_the_cuts_that_change_are_named(house, producer, consent):
    shown = film(house, "ada.mp4")
    made_under(consent, shown)
    make_candidate(shown, producer)
    house.shot.version = shown
    house.shot.save()
    house.playlist.add([shown], actor=producer)
    found = touched(consent)
    assert found.names["shots"] == [("PRJ_0010", "")]
    assert found.names["playlists"] == [("Monday review", house.playlist.get_absolute_url())]
    assert found.names["versions"][0][0] == "ada.mp4 v1"
    assert len(found.names["cuts"]) == found.cuts == 1


def test_open_runs_of_it_are_cancelled(house, producer, consent):
    shown = film(house, "ada.mp4")
    made_under(consent, shown)
    mine, other = make_candidate(shown, producer).run, house.run
    Run.objects.filter(pk__in=[mine.pk, other.pk]).update(state=State.RUNNING)
    assert withdraw(consent, producer).runs == 1
    assert Run.objects.get(pk=mine.pk).state == State.CANCELLED
    assert Run.objects.get(pk=other.pk).state == State.RUNNING


def test_it_is_withdrawn_once(producer, consent):
    withdraw(consent, producer)
    with pytest.raises(PortalError) as refused:
        withdraw(consent, producer)
    assert refused.value.code == "consent:revoked"


def test_only_its_end_can_be_written_to_a_consent(producer, consent):
    for change in ({"scenes": ["1"]}, {"quality": "hd"}, {"signed_by": "Somebody"}):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            Consent.objects.filter(pk=consent.pk).update(**change)
    hold(consent=consent, actor=producer, on=True)
    assert Consent.objects.get(pk=consent.pk).state == "held"
    withdraw(consent, producer)
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        Consent.objects.filter(pk=consent.pk).update(revoked_at=None)


def test_a_further_consent_that_covers_it_opens_it_again(house, producer, consent):
    shown = film(house, "ada.mp4")
    made_under(consent, shown)
    cut = make_candidate(shown, producer)
    withdraw(consent, producer)
    narrow = make_consent(consent.performer, producer, quality="hd", signed_at=now())
    with pytest.raises(PortalError) as refused:
        replace(consent=consent, by=narrow, actor=producer)
    assert refused.value.facts["clause"] == "quality"
    wide = make_consent(consent.performer, producer, signed_at=now())
    replace(consent=consent, by=wide, actor=producer)
    assert withdrawn_of([shown.pk, cut.pk]) == {}
    withdraw(wide, producer)
    assert set(withdrawn_of([shown.pk, cut.pk])) == {shown.pk, cut.pk}


def now():
    from django.utils import timezone

    return timezone.now()


@pytest.mark.parametrize("seed", range(3))
def test_the_database_keeps_the_same_as_an_independent_walk(house, producer, seed):
    """Edges of a random lineage, in random order and in batches of several sizes."""
    rng = random.Random(seed)
    consents = [make_consent(make_performer(house, f"P{n}"), producer) for n in range(3)]
    from uuid import uuid4

    nodes = [uuid4() for _n in range(60)]
    edges = [(rng.choice(consents).pk, rng.choice(nodes[:20])) for _n in range(8)]
    for _n in range(110):
        a, b = sorted(rng.sample(range(60), 2))
        edges.append((nodes[a], nodes[b]))
    edges = list(dict.fromkeys(edges))
    rng.shuffle(edges)
    ids = {c.pk for c in consents}
    rows = [
        ((Node.CONSENT if a in ids else Node.CANDIDATE, a), (Node.CANDIDATE, b)) for a, b in edges
    ]
    while rows:
        size = rng.randint(1, 30)
        derive(house.project, *rows[:size])
        rows = rows[size:]
    for consent in consents:
        found, ahead = set(), [consent.pk]
        while ahead:
            at = ahead.pop()
            for a, b in edges:
                if a == at and b not in found:
                    found.add(b)
                    ahead.append(b)
        kept = Reliance.objects.filter(consent=consent).values_list("node", flat=True)
        assert set(kept) == found


def test_of_another_studio_nothing_is_seen(world, producer, consent):
    made_under(consent, world.ours.version)
    with in_studio(world.theirs.studio):
        assert not Reliance.objects.filter(consent=consent).exists()
        assert not Consent.objects.visible_to(world.theirs.people["producer"]).filter(pk=consent.pk)
        assert not Derivation.objects.filter(source=consent.pk).exists()
