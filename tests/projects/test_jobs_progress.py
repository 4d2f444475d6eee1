"""What a job shows of itself: progress, events, remaining time."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import Ingest, Run, State, job_news
from projects.models import jobs as life
from tests.projects.jobs import expire, fresh, queued, running


@pytest.fixture
def told(monkeypatch):
    """What was published: (groups, message)."""
    sent = []
    monkeypatch.setattr(job_news, "publish", lambda groups, message: sent.append((groups, message)))
    return sent


@pytest.fixture
def clock(monkeypatch):
    """Seconds of the monotonic clock, moved by hand."""

    class Clock:
        now = 1000.0

    monkeypatch.setattr(life.time, "monotonic", lambda: Clock.now)
    return Clock


class TestProgress:
    def test_it_is_shown_four_times_and_stored_once_a_second(self, world, told, clock):
        run = running(world)
        told.clear()
        stored = set()
        for _tick in range(100):
            clock.now += 0.02
            run.progress("decoding", _tick / 100)
            stored.add(fresh(run).fraction)
        assert 7 <= len(told) <= 9
        assert len(stored) in (2, 3)

    def test_a_new_stage_is_stored_and_shown_at_once(self, world, told, clock):
        run = running(world)
        run.progress("decoding", 0.1)
        run.progress("analysing", 0.5)
        assert (fresh(run).stage, fresh(run).fraction) == ("analysing", 0.5)

    @pytest.mark.parametrize(("said", "kept"), [(-1, 0), (2, 1), (0.5, 0.5)])
    def test_the_fraction_stays_between_nothing_and_all(self, world, told, clock, said, kept):
        run = running(world)
        run.progress("decoding", said)
        assert fresh(run).fraction == kept

    def test_stored_progress_renews_the_lease(self, world, told, clock):
        run = running(world)
        expire(run)
        run.progress("decoding", 0.1)
        assert fresh(run).lease_expires_at > timezone.now()

    def test_the_sequence_only_grows_over_attempts_and_cancelling(self, world, told, clock):
        run = running(world)
        for step in range(6):
            clock.now += 0.3
            run.progress("decoding", step / 10)
        expire(run)
        second = Run.claim(run.pk)
        clock.now += 2
        second.progress("decoding", 0.1)
        fresh(second).close(State.CANCELLED)
        fresh(second).tell()
        shown = [message["job"]["seq"] for _groups, message in told]
        assert shown == sorted(shown) and len(set(shown[:-1])) == len(shown) - 1

    def test_what_was_shown_but_not_stored_is_below_the_next_attempt(self, world, told, clock):
        run = running(world)
        for _tick in range(300):
            clock.now += 0.26
            run._stored_at = clock.now
            run.progress("decoding", 0.1)
        expire(run)
        assert Run.claim(run.pk).seq > run.seq


class TestTelling:
    def test_an_event_goes_to_the_job_and_its_project(self, world, told):
        run = running(world)
        groups, message = told[-1]
        assert groups == [f"run.{run.pk}", f"project.{world.ours.project.pk}"]
        assert message["type"] == "job" and message["job"] == run.news()

    def test_its_form_is_json_with_words(self, world, told, clock):
        run = running(world)
        run.progress("decoding", 0.123456)
        event = json.loads(json.dumps(run.event()))
        assert set(event) == {
            *["kind", "id", "project", "seq", "state", "stage", "stage_text", "fraction"],
            *["remaining_low", "remaining_high", "elapsed", "error", "title", "url"],
        }
        assert (event["kind"], event["state"], event["fraction"]) == ("run", "RUNNING", 0.1235)
        assert event["stage_text"] == "Looking at every frame"
        assert event["url"] == f"/runs/{run.pk}/" and event["error"] is None

    def test_a_refusal_is_told_in_sentences(self, world, told):
        run = running(world)
        run.finish(State.FAILED, code="tool:unreadable", detail="clip.mp4")
        assert fresh(run).event()["error"]["message"] == "The film cannot be decoded: clip.mp4."

    def test_closing_is_told_after_the_commit(
        self, world, told, django_capture_on_commit_callbacks
    ):
        run = queued(world)
        with django_capture_on_commit_callbacks(execute=True):
            run.cancel(actor=None)
            assert told == []
        assert told[-1][1]["job"]["state"] == "CANCELLED"

    def test_an_ingest_is_told_alike(self, world):
        ingest = Ingest.objects.get(pk=world.ours.ingest.pk)
        assert ingest.groups() == [f"ingest.{ingest.pk}", f"project.{world.ours.project.pk}"]
        assert ingest.event()["url"] == f"/assets/{world.ours.asset.pk}/"


class TestRemaining:
    def at(self, world, fraction, seconds, **fields):
        started = timezone.now() - timedelta(seconds=seconds)
        given = {"state": State.RUNNING, "fraction": fraction, "started_at": started, **fields}
        return queued(world, **given).remaining()

    def test_it_is_a_range_around_the_even_pace(self, world):
        low, high = self.at(world, 0.5, 100)
        assert 75 <= low <= 85 and 135 <= high <= 145

    @pytest.mark.parametrize(("fraction", "seconds"), [(0.02, 100), (0.5, 1), (0, 0)])
    def test_it_is_not_guessed_too_early(self, world, fraction, seconds):
        assert self.at(world, fraction, seconds) == (None, None)

    def test_there_is_none_when_not_running(self, world):
        assert self.at(world, 0.5, 100, state=State.READY) == (None, None)
        assert queued(world).remaining() == (None, None)

    def test_at_the_end_hardly_anything_remains(self, world):
        assert self.at(world, 1.0, 100) == (0, 1)

    def test_elapsed_counts_the_current_attempt_and_stops_at_the_end(self, world):
        now = timezone.now()
        run = queued(world, started_at=now - timedelta(seconds=50))
        assert 49 <= run.elapsed <= 51
        run.finished_at = now - timedelta(seconds=20)
        assert 29 <= run.elapsed <= 31
        assert queued(world).elapsed == 0
