"""Times added by hand are marked; corrected ones keep what they said before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.models import Correction, TimeEntry, WorkItem
from feedback.work import timers, times
from feedback.work.forms import TimeForm
from portal.errors import PortalError
from tests.evidence_of_work import BEGUN, under_way
from tests.feedback.measured_work import make_crew, ready, worked

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class House:
    """What `under_way` needs of a house."""

    def __init__(self, crew):
        self.project, self.studio, self.people = crew.project, crew.studio, crew.people


@pytest.fixture
def crew():
    return make_crew()


@pytest.fixture
def item(crew):
    return under_way(House(crew), "W1")


def as_shown(entry, **said):
    """What a browser posts of the form of an entry."""
    fields = TimeForm(instance=entry)
    given = {name: fields[name].value() for name in ("kind", "started_at", "ended_at")}
    shown = {name: fields[name].field.widget.format_value(value) for name, value in given.items()}
    return {**shown, "kind": entry.kind, "reason": "Watched it.", **said}


def test_correcting_the_kind_of_a_short_stretch_moves_neither_end(crew, item):
    first = worked(item, crew.artist, 1, "working", ago=40)
    start = first.ended_at + timedelta(microseconds=5)
    entry = TimeEntry.objects.create(
        project=item.project, item=item, person=crew.artist, kind="working",
        started_at=start, ended_at=start + timedelta(seconds=20, microseconds=7),
    )  # fmt: skip
    form = TimeForm(as_shown(entry, kind="reviewing"), instance=entry)
    assert form.is_valid(), form.errors
    made = times.correct(actor=crew.artist, entry=entry, **form.said)
    assert (made.kind, made.started_at, made.seconds) == ("reviewing", start, 20.000007)


def add(crew, item, *, ago=48, hours=1.0, **more):
    start = timezone.now() - ago * HOUR
    said = {"kind": "working", "reason": "Offline.", "start": start, "end": start + hours * HOUR}
    return times.add(actor=crew.artist, item=item, **{**said, **more})


def test_a_time_by_hand_is_marked_and_says_why(crew, item):
    entry = add(crew, item)
    assert (entry.by_hand, entry.reason, entry.seconds) == (True, "Offline.", 3600)


@pytest.mark.parametrize(
    ("case", "code"),
    [
        ({"hours": -1}, "time:order"),
        ({"hours": 0}, "time:order"),
        ({"hours": 17}, "time:long"),
        ({"ago": 0.5}, "time:future"),
        ({"ago": BEGUN / HOUR + 2}, "time:before_begin"),
    ],
)
def test_what_cannot_have_been_is_refused(crew, item, case, code):
    with pytest.raises(PortalError, match=code):
        add(crew, item, **case)
    assert not TimeEntry.objects.exists()


def test_nobody_is_at_two_things_at_once(crew, item):
    add(crew, item, hours=2)
    other = under_way(House(crew), "W2")
    for start in (47.5, 46.5):
        with pytest.raises(PortalError, match="time:overlaps"):
            add(crew, other, ago=start)
    assert add(crew, other, ago=46).item == other  # begins as the other ends


def test_a_running_timer_is_in_the_way_too(crew, item):
    entry = timers.start(actor=crew.artist, item=item)
    TimeEntry.objects.filter(pk=entry.pk).update(started_at=timezone.now() - 3 * HOUR)
    with pytest.raises(PortalError, match="time:overlaps"):
        add(crew, item, ago=2)


def test_two_people_may_work_at_once(crew, item):
    worked(item, crew.director, 2, "reviewing", ago=46)
    assert add(crew, item, hours=2).person == crew.artist


def test_nothing_is_added_to_what_nobody_began(crew):
    with pytest.raises(PortalError, match="time:not_begun"):
        add(crew, ready(crew))


class TestCorrections:
    def correct(self, crew, entry, **more):
        said = {"kind": entry.kind, "start": entry.started_at, "end": entry.ended_at}
        return times.correct(actor=crew.artist, entry=entry, **{**said, "reason": "Lunch.", **more})

    def test_the_old_value_and_the_reason_are_kept(self, crew, item):
        entry = add(crew, item, hours=3)
        changed = self.correct(crew, entry, end=entry.ended_at - HOUR, kind="waiting")
        assert (changed.kind, changed.seconds) == ("waiting", 7200)
        old = Correction.objects.get()
        assert (old.kind, old.ended_at, old.reason) == ("working", entry.ended_at, "Lunch.")
        assert old.person_name == str(crew.artist)

    def test_an_end_at_its_start_takes_it_back(self, crew, item):
        entry = add(crew, item)
        assert self.correct(crew, entry, end=entry.started_at).seconds == 0
        assert TimeEntry.objects.count() == 1

    def test_it_may_overlap_itself_and_nothing_else(self, crew, item):
        entry, _later = add(crew, item), add(crew, item, ago=46)
        assert self.correct(crew, entry, end=entry.ended_at + HOUR).seconds == 7200
        with pytest.raises(PortalError, match="time:overlaps"):
            self.correct(crew, entry, end=entry.ended_at + 1.5 * HOUR)

    def test_what_runs_is_stopped_first(self, crew, item):
        entry = timers.start(actor=crew.artist, item=item)
        with pytest.raises(PortalError, match="time:still_running"):
            self.correct(crew, entry, end=timezone.now())


def test_only_their_own_times_are_visible_to_anybody(crew, item):
    entry = add(crew, item)
    assert list(TimeEntry.objects.visible_to(crew.artist)) == [entry]
    for other in (crew.producer, crew.director):
        assert not TimeEntry.objects.visible_to(other).exists()
        assert WorkItem.objects.visible_to(other).exists()
