"""Parts of a job as rows: each done once that counts, whoever is lost over it."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from kombu.exceptions import OperationalError

from portal.storage import files
from portal.watching import counting
from projects import handing_out, lending, tasks
from projects.handing_out import RowHands, RowOffer, clear, hands_for
from projects.media.handing import RECIPES, Over, lent
from projects.media.pool import Pool
from projects.models import JobPart, Run, State
from projects.models.jobs import LeaseLost
from tests.projects.jobs import expire, running
from tests.projects.media.odd_parts import work

PARTS = [("double", n) for n in range(5)]


@pytest.fixture(autouse=True)
def calls(monkeypatch):
    """What was called for; nobody is there unless a test says so."""
    monkeypatch.setitem(RECIPES, "odd 1", (work.__module__, work.__qualname__))
    monkeypatch.setattr(counting, "workers", list)
    monkeypatch.setattr(handing_out, "LOOK_EVERY", 0)
    made = []
    monkeypatch.setattr(tasks.part, "apply_async", lambda message, **_how: made.append(message))
    return made


@pytest.fixture
def run(world):
    return running(world)


def machines(monkeypatch, *places):
    there = [{"queues": ["media"], "processes": 1, "place": place} for place in places]
    monkeypatch.setattr(counting, "workers", lambda: there)


def offered(run, parts=PARTS):
    return RowHands(run, {}).offer("odd 1", parts)


def helper(run, parts=PARTS):
    return RowOffer(run, "1 odd 1", parts, holder=False)


def states():
    return list(rows().order_by("number").values_list("state", flat=True))


def rows():
    """The made-up studios have a part of an examination that is over, too."""
    return JobPart.objects.filter(kind="run")


def stored(run):
    return sorted(key for key, _size in files.listed(f"{run.storage_prefix}parts/"))


def lapse():
    past = timezone.now() - timedelta(seconds=1)
    rows().filter(state="TAKEN").update(lease_expires_at=past)


def together(run, parts=PARTS, workers=1):
    with lent(RowHands(run, {})), Pool(workers, shared=True) as pool:
        return list(pool.each(work, parts))


class TestWhoeverHoldsTheJob:
    def test_does_it_all_when_nobody_comes(self, run):
        assert together(run) == [0, 2, 4, 6, 8]
        assert states() == ["DONE"] * 5
        assert set(rows().values_list("attempt", "studio")) == {(1, run.studio_id)}

    def test_takes_what_others_have_found(self, run):
        offered(run)
        theirs = helper(run)
        theirs.take()
        theirs.keep(0, "theirs")
        assert together(run) == ["theirs", 2, 4, 6, 8]

    def test_goes_on_where_the_one_before_was_lost(self, run):
        first = offered(run)
        for _part in range(2):
            number, _what = first.take()
            first.keep(number, f"first {number}")
        first.take()  # and it is gone
        expire(run)
        lapse()
        second = Run.claim(run.pk)
        assert together(second) == ["first 0", "first 1", 4, 6, 8]
        assert rows().get(number=2).attempt == 2

    def test_begins_anew_when_something_else_is_asked(self, run):
        first = offered(run)
        first.take()
        first.keep(0, "first")
        other = [("double", n) for n in range(1, 6)]
        assert together(run, other) == [2, 4, 6, 8, 10]

    def test_who_has_lost_it_takes_nothing_from_who_has_it(self, run):
        expire(run)
        second = Run.claim(run.pk)
        offered(second)
        with pytest.raises(LeaseLost):
            offered(run, PARTS[:3])
        assert rows().count() == 5

    def test_does_itself_what_failed_elsewhere(self, run):
        mine, theirs = offered(run), helper(run)
        theirs.take()
        theirs.leave(0)
        assert theirs.take()[0] == 1 and mine.take()[0] == 0

    def test_does_itself_what_has_cost_three_workers(self, run):
        mine, theirs = offered(run, PARTS[:1]), helper(run)
        for _lost in range(3):
            assert theirs.take()[0] == 0
            lapse()
        assert theirs.take() is None and mine.take()[0] == 0

    def test_needs_no_storage_for_its_own_results(self, run, monkeypatch):
        put = files.put

        def full(key, *args, **how):
            if "asked" not in key:
                raise OSError(28, "No space left on device")
            put(key, *args, **how)

        monkeypatch.setattr(files, "put", full)
        assert together(run) == [0, 2, 4, 6, 8]


class TestALostLease:
    def test_gives_the_part_to_the_next(self, run):
        mine, theirs = offered(run), helper(run)
        assert theirs.take()[0] == 0 and mine.take()[0] == 1
        lapse()
        assert mine.take()[0] == 0

    def test_counts_for_nothing_and_leaves_nothing(self, run):
        mine, theirs = offered(run, PARTS[:1]), helper(run)
        theirs.take()
        lapse()
        mine.take()
        assert mine.keep(0, "mine") and not theirs.keep(0, "late")
        mine.look({})
        assert mine.fetch(0) == ("found", "mine")
        assert [Path(key).name for key in stored(run)] == ["0-2", "asked"]

    def test_is_renewed_by_a_look(self, run):
        theirs = (offered(run), helper(run))[1]
        theirs.take()
        lapse()
        assert theirs.look({0: 0.5}) == 0.5 / 5
        assert helper(run).take()[0] == 1


class TestWhatWasFound:
    @pytest.mark.parametrize("how", ["changed", "moved", "gone", "of another secret"])
    def test_is_done_again_when_it_cannot_be_trusted(self, run, how, settings):
        offer = offered(run)
        for number in range(2):
            offer.take()
            offer.keep(number, f"kept {number}")
        first, second = (Path(files.path(key)) for key in stored(run)[:2])
        match how:
            case "changed":
                first.write_bytes(first.read_bytes()[:-1] + b"x")
            case "moved":
                first.write_bytes(second.read_bytes())
            case "gone":
                first.unlink()
            case "of another secret":
                body = first.read_bytes()
                settings.SECRET_KEY = "another"
                first.write_bytes(body)
        found = together(run)
        assert found[0] == 0 and found[2:] == [4, 6, 8]

    def test_goes_when_the_job_has_ended(self, run):
        together(run)
        clear("run", run.pk)
        assert states() and stored(run)  # not before
        run.close(State.CANCELLED)
        lending.sweep()
        assert not states() and not stored(run)


class TestWhoHelps:
    def test_does_parts_and_keeps_them(self, run):
        offered(run)
        assert lending.lend_a_hand("run", str(run.pk)) == 5
        assert states() == ["DONE"] * 5 and together(run) == [0, 2, 4, 6, 8]
        assert set(rows().values_list("attempt", flat=True)) == {1}

    def test_goes_to_the_end_of_the_queue_after_its_turn(self, run, calls, monkeypatch):
        monkeypatch.setattr(lending, "TURN", 1)
        offered(run, PARTS * 200)
        calls.clear()
        assert 0 < lending.lend_a_hand("run", str(run.pk)) < 1000
        assert calls == [(str(run.studio_id), "run", str(run.pk))]

    def test_has_nothing_to_do_for_a_job_that_is_over(self, run):
        offered(run)
        run.close(State.CANCELLED)
        assert lending.lend_a_hand("run", str(run.pk)) == 0
        with pytest.raises(Over):
            helper(run).look({})

    def test_leaves_what_its_version_does_not_know(self, run, monkeypatch):
        offered(run)
        monkeypatch.delitem(RECIPES, "odd 1")
        assert lending.lend_a_hand("run", str(run.pk)) == 0 and states() == ["FREE"] * 5

    def test_keeps_no_film_when_nothing_is_free(self, run, settings):
        offered(run)
        lending.lend_a_hand("run", str(run.pk))
        assert not list((Path(settings.WORK_ROOT) / "films").iterdir())


class TestCalls:
    def test_none_goes_out_where_nobody_else_is(self, run, calls, monkeypatch):
        machines(monkeypatch, counting.place())
        assert hands_for(run, {}, 7200) is None

    def test_a_short_film_stays_with_one(self, run, monkeypatch, settings):
        machines(monkeypatch, "elsewhere")
        settings.LONG_FILM_MINUTES = 10
        assert hands_for(run, {}, 599) is None and hands_for(run, {}, 600) is not None

    def test_parts_that_are_there_are_gone_on_with_alone(self, run):
        offered(run)
        assert hands_for(run, {}, 7200) is not None

    def test_everybody_else_is_called_and_the_message_that_lies_here(self, run, calls, monkeypatch):
        machines(monkeypatch, "elsewhere", "farther", counting.place())
        offered(run)
        assert len(calls) == 3

    def test_the_sweep_calls_those_who_are_not_at_it(self, run, calls, monkeypatch):
        machines(monkeypatch, "elsewhere", "farther", counting.place())
        offered(run).take()
        calls.clear()
        lending.sweep()
        assert not calls  # they have only just been called
        rows().update(called_at=timezone.now() - timedelta(minutes=1))
        lending.sweep()
        assert len(calls) == 2
        lending.sweep()
        assert len(calls) == 2

    def test_a_broker_that_is_away_stops_nothing(self, run, monkeypatch):
        machines(monkeypatch, "elsewhere")

        def away(*_args, **_how):
            raise OperationalError("away")

        monkeypatch.setattr(tasks.part, "apply_async", away)
        assert together(run) == [0, 2, 4, 6, 8]
