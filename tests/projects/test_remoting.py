"""A job at a provider: sent once, asked after, fetched, kept, paid once; whoever dies between."""

from contextlib import nullcontext
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from portal.models import Studio
from portal.tenancy import in_studio
from projects import gating, remoting, running, settling
from projects.assist import providers
from projects.assist.gate.records import Reason, Ruling
from projects.assist.palette import Final, Lifecycle, Standing, Status, Transient
from projects.assist.tools import TOOLS
from projects.models import Candidate, Connection, Entry, Receipt, Remote, Run, State
from projects.working import work
from tests.projects import remote_world
from tests.projects.jobs import expire, fresh
from tests.projects.remote_world import Far, Forgetful, Oracle, allow, connect, remote_run

Step = Remote.Step


class Died(BaseException):
    """As a kill does: nothing after it is done."""


@pytest.fixture
def far(monkeypatch):
    monkeypatch.setattr(remote_world, "FAR", Far())
    return remote_world.FAR


@pytest.fixture
def provider(monkeypatch, far):
    kinds = {"oracle": Oracle}
    real = providers.provider_class
    monkeypatch.setattr(providers, "provider_class", lambda name: kinds.get(name) or real(name))
    monkeypatch.setitem(TOOLS, "ask_oracle", remote_world.TOOL)
    monkeypatch.setattr(gating, "ruling", allow)
    return kinds


@pytest.fixture
def run(world, provider):
    return remote_run(world, connect())


def go_on(run, most=40):
    """As workers would: whenever it is put down, somebody takes it up again."""
    for _turn in range(most):
        work(Run, run.pk, remoting.work_on_remote)
        if fresh(run).state != State.RUNNING:
            break
        expire(run)
    return fresh(run)


def money(run):
    return {e.kind: e.amount for e in Entry.objects.filter(run=run)}


def told(run):
    run = fresh(run)
    return run.state, run.error_code


def dies_at(verb, when):
    """A hook of the far side that kills the worker the first time this verb is called."""
    dead = []

    def hook(called):
        if called == verb and not dead:
            dead.append(called)
            raise Died

    return {when: hook}


class TestWhenAllGoesWell:
    def test_it_is_sent_once_and_its_result_kept(self, run, far):
        far.status = lambda n: Status(Standing.RUNNING, n / 4) if n < 4 else Status(Standing.DONE)
        ended = go_on(run)
        assert ended.state == State.READY and len(far.arrived) == 1 and far.polls == 4
        candidate = Candidate.objects.get(run=run)
        assert candidate.result["said"] == "yes"
        assert {r.role for r in candidate.renditions.all()} == {"large", "result"}
        assert ended.remote.step == Step.KEPT

    def test_what_it_may_cost_is_held_and_what_it_cost_is_booked(self, run):
        go_on(run)
        assert money(run) == {
            "hold": Decimal("0.16"),
            "cost": Decimal("0.08"),
            "release": Decimal("0.16"),
        }
        assert (fresh(run).cost, fresh(run).currency) == (Decimal("0.08"), "USD")
        assert fresh(run).usage == {"image": "2"}

    def test_the_receipt_says_what_went_to_whom(self, run, far):
        go_on(run)
        receipt = Receipt.objects.get(run=run)
        assert (receipt.provider, receipt.model, receipt.region) == ("oracle", "oracle-1", "eu")
        assert receipt.digest == far.arrived[0].digest()
        assert receipt.manifest == far.arrived[0].manifest()

    def test_an_answer_at_once_needs_no_asking(self, run, far):
        far.at_once = True
        assert go_on(run).state == State.READY and far.polls == 0

    def test_while_the_provider_works_no_worker_waits(self, run, far):
        far.status = lambda n: Status(Standing.RUNNING, 0.5)
        work(Run, run.pk, remoting.work_on_remote)
        down = fresh(run)
        assert down.state == State.RUNNING and down.turns == 1 and down.stage == "working"
        assert down.fraction == pytest.approx(0.5)
        wait = (down.lease_expires_at - timezone.now()).total_seconds()
        assert 1 < wait < 5
        assert Run.claim(run.pk) is None  # nobody asks before

    def test_the_pauses_grow_and_are_never_longer_than_half_a_minute(self, run, far):
        far.status = lambda n: Status(Standing.WAITING)
        waits = []
        for _turn in range(16):
            work(Run, run.pk, remoting.work_on_remote)
            waits.append((fresh(run).lease_expires_at - timezone.now()).total_seconds())
            expire(run)
        assert waits[0] < 4 and 20 < waits[-1] <= 38

    def test_being_put_down_wears_no_worker(self, run, far, settings):
        far.status = lambda n: Status(Standing.RUNNING) if n < 12 else Status(Standing.DONE)
        for _turn in range(settings.JOB_ATTEMPTS + 3):
            work(Run, run.pk, remoting.work_on_remote)
            expire(run)
            assert not Run.objects.filter(Run.worn(), pk=run.pk).exists()
        assert go_on(run).state == State.READY

    def test_a_job_under_way_goes_on_though_the_studio_is_full(self, world, run, far):
        far.status = lambda n: Status(Standing.RUNNING) if n < 2 else Status(Standing.DONE)
        work(Run, run.pk, remoting.work_on_remote)
        assert Run.claim(remote_run(world, run.connection).pk) is not None
        Studio.objects.filter(pk=run.studio_id).update(concurrent_runs=1)
        expire(run)
        assert go_on(run).state == State.READY


class TestWhenTheWorkerDies:
    @pytest.mark.parametrize("verb", ["lifecycle", "submit", "poll", "fetch"])
    @pytest.mark.parametrize("when", ["before", "after"])
    def test_whoever_takes_it_up_goes_on_with_the_same_job(self, run, far, verb, when):
        far.__dict__.update(dies_at(verb, when))
        with pytest.raises(Died) if (verb, when) in DIES else nullcontext():
            work(Run, run.pk, remoting.work_on_remote)
        expire(run)
        assert go_on(run).state == State.READY
        assert len(far.arrived) == 1 and money(run)["cost"] == Decimal("0.08")

    def test_sent_without_an_answer_it_is_found_by_its_key(self, run, far, provider):
        provider["oracle"] = Forgetful
        far.__dict__.update(dies_at("submit", "after"))
        with pytest.raises(Died):
            work(Run, run.pk, remoting.work_on_remote)
        assert Remote.objects.get(run=run).step == Step.SENDING
        expire(run)
        assert go_on(run).state == State.READY and len(far.arrived) == 1

    def test_where_nobody_can_know_it_is_told_and_never_sent_again(self, run, far, provider):
        provider["oracle"] = Forgetful
        far.knows_keys = "no"
        far.__dict__.update(dies_at("submit", "after"))
        with pytest.raises(Died):
            work(Run, run.pk, remoting.work_on_remote)
        expire(run)
        go_on(run)
        assert told(run) == (State.FAILED, "remote:uncertain") and len(far.arrived) == 1
        assert money(run)["cost"] == Decimal("0.16")  # it may be charged, at most so much
        assert Remote.objects.get(run=run).step == Step.UNCERTAIN

    def test_an_answer_that_is_fetched_is_not_fetched_again(self, run, far, monkeypatch):
        def dies(*_args, **_more):
            raise Died

        monkeypatch.setattr(remoting, "offer", dies)
        with pytest.raises(Died):
            work(Run, run.pk, remoting.work_on_remote)
        monkeypatch.setattr(remoting, "offer", running.offer)
        assert Remote.objects.get(run=run).step == Step.FETCHED
        expire(run)
        far.before = lambda verb: pytest.fail(f"{verb} again")
        assert go_on(run).state == State.READY
        assert money(run)["cost"] == Decimal("0.08")


DIES = {("lifecycle", "before"), ("submit", "before"), ("submit", "after"), ("poll", "before")}
DIES |= {("fetch", "before")}


class TestTroubles:
    def test_a_busy_provider_rests_for_every_worker(self, run, far):
        refusals = iter([Transient("remote:throttled", after=7)])

        def hook(verb):
            if verb == "submit" and (trouble := next(refusals, None)):
                raise trouble

        far.before = hook
        work(Run, run.pk, remoting.work_on_remote)
        connection = Connection.objects.get(pk=run.connection_id)
        assert fresh(run).stage == "turn"
        rests = (connection.rests_until - timezone.now()).total_seconds()
        assert 6 < rests <= 7 and 5 < connection.turn() <= rests
        assert (fresh(run).lease_expires_at - timezone.now()).total_seconds() >= 6.5
        Connection.objects.update(rests_until=None)
        expire(run)
        assert go_on(run).state == State.READY and len(far.arrived) == 1
        assert Receipt.objects.filter(run=run).count() == 2  # it left twice, and was taken once

    def test_a_provider_that_stays_busy_is_given_up_and_costs_nothing(self, run, far):
        def hook(verb):
            if verb == "submit":
                raise Transient("remote:down", "no route")

        far.before = hook
        work(Run, run.pk, remoting.work_on_remote)
        assert fresh(run).stage == "again"  # and not that others are served first
        expire(run)
        go_on(run)
        assert told(run) == (State.FAILED, "remote:down")
        assert money(run) == {"hold": Decimal("0.16"), "release": Decimal("0.16")}

    def test_a_broken_line_while_sending_does_not_send_again_what_arrived(self, run, far, provider):
        provider["oracle"] = Forgetful
        far.after = lambda verb: _raise(Transient("remote:down", "reset", taken=True))
        work(Run, run.pk, remoting.work_on_remote)
        far.after = lambda verb: None
        expire(run)
        assert go_on(run).state == State.READY and len(far.arrived) == 1

    @pytest.mark.parametrize("billed", [False, True])
    def test_a_refusal_is_final_and_says_why(self, run, far, billed):
        trouble = Final("remote:filtered", "violence", billed=billed)
        far.after = lambda verb: _raise(trouble)
        go_on(run)
        assert told(run) == (State.FAILED, "remote:filtered")
        assert "violence" in fresh(run).event()["error"]["message"]
        assert ("cost" in money(run)) is billed and "release" in money(run)

    def test_a_key_that_is_not_accepted_is_ours_to_mend(self, run, far):
        far.before = lambda verb: _raise(Final("remote:key"))
        go_on(run)
        assert told(run) == (State.ERRORED, "remote:key")

    def test_a_model_retired_in_the_meantime_is_refused_with_date_and_alternatives(self, run, far):
        ends = timezone.now().date()
        far.lifecycle = Lifecycle(active=False, ends=ends, alternatives=("oracle-2",))
        go_on(run)
        assert told(run) == (State.FAILED, "remote:retired") and not far.arrived
        said = fresh(run).event()["error"]["message"]
        assert ends.isoformat() in said and "oracle-2" in said

    def test_what_failed_at_the_provider_is_told_with_its_words(self, run, far):
        far.status = lambda n: Status(Standing.FAILED, detail="out of memory")
        go_on(run)
        assert told(run) == (State.FAILED, "remote:failed")
        assert "out of memory" in fresh(run).event()["error"]["message"]
        assert "cost" not in money(run)

    def test_what_takes_too_long_is_stopped_there(self, run, far, settings):
        settings.REMOTE_SECONDS = -1
        far.status = lambda n: Status(Standing.RUNNING)
        go_on(run)
        assert told(run) == (State.FAILED, "remote:late")
        assert far.cancelled == ["job-1"] and "cost" not in money(run)

    def test_a_bill_with_a_unit_without_a_price_books_what_was_held(self, run, far):
        far.usage = {"image": Decimal(1), "second": Decimal(3)}
        assert go_on(run).state == State.READY
        assert money(run)["cost"] == Decimal("0.16")

    def test_the_gate_is_asked_again_at_the_moment_of_sending(self, run, far, monkeypatch):
        no = Ruling((Reason("policy:purpose", {"purpose": "vfx"}),))
        monkeypatch.setattr(gating, "ruling", lambda **asked: no)
        go_on(run)
        assert told(run) == (State.FAILED, "remote:gate")
        assert not far.arrived and not Receipt.objects.filter(run=run).exists() and not money(run)


def _raise(error):
    raise error


class TestCancelling:
    def test_a_job_that_runs_there_is_stopped_there(self, world, run, far):
        far.status = lambda n: Status(Standing.RUNNING)
        work(Run, run.pk, remoting.work_on_remote)
        fresh(run).cancel(actor=world.visitor("artist"))
        settling.settle(Remote.objects.get(run=run).pk)
        assert far.cancelled == ["job-1"] and Remote.objects.get(run=run).step == Step.ENDED
        assert money(run) == {"hold": Decimal("0.16"), "release": Decimal("0.16")}

    def test_one_that_cannot_be_stopped_is_booked(self, world, run, far, as_person):
        def left():
            page = as_person(world.visitor("artist")).get(run.get_absolute_url())
            return "It had left when the run ended." in page.content.decode()

        far.can_cancel, far.status = False, lambda n: Status(Standing.RUNNING)
        work(Run, run.pk, remoting.work_on_remote)
        assert not left()
        fresh(run).cancel(actor=world.visitor("artist"))
        assert left()
        settling.settle(Remote.objects.get(run=run).pk)
        assert money(run)["cost"] == Decimal("0.16") and not left()

    def test_cancelled_while_it_was_sent_the_job_is_still_known(self, world, run, far):
        def cancels(verb):
            if verb == "submit":
                fresh(run).cancel(actor=world.visitor("artist"))

        far.after = cancels
        work(Run, run.pk, remoting.work_on_remote)
        remote = Remote.objects.get(run=run)
        assert fresh(run).state == State.CANCELLED
        assert (remote.step, remote.external_id) == (Step.SENT, "job-1")
        settling.settle(remote.pk)
        assert far.cancelled == ["job-1"]

    def test_a_provider_that_is_away_is_asked_again_later(self, world, run, far):
        far.status = lambda n: Status(Standing.RUNNING)
        work(Run, run.pk, remoting.work_on_remote)
        fresh(run).cancel(actor=world.visitor("artist"))
        far.before = lambda verb: _raise(Transient("remote:down"))
        pk = Remote.objects.get(run=run).pk
        settling.settle(pk)
        assert Remote.objects.get(pk=pk).step == Step.SENT
        assert not settling.unsettled(Remote.objects.filter(pk=pk)).exists()
        far.before = lambda verb: None
        Remote.objects.filter(pk=pk).update(again_at=timezone.now() - timedelta(seconds=1))
        settling.settle(pk)
        assert far.cancelled == ["job-1"]

    def test_before_anything_was_sent_nothing_is_settled(self, world, run, far):
        Remote.objects.create(project=run.project, run=run)
        fresh(run).cancel(actor=world.visitor("artist"))
        assert Remote.objects.get(run=run).step == Step.ENDED and not far.cancelled
        assert settling.sweep() == 0


class TestConnections:
    def test_calls_are_spaced_over_all_workers(self, db):
        connection = connect(per_minute=30)
        assert connection.turn() == 0
        assert 1.5 < Connection.objects.get(pk=connection.pk).turn() <= 2

    def test_a_worker_of_one_studio_takes_turns_at_the_programmes_connection(self, world):
        """Nothing but its own studio is open to a worker; the row belongs to none."""
        pk = connect(per_minute=30).pk
        with in_studio(world.ours.studio):
            connection = Connection.objects.get(pk=pk)
            assert connection.turn() == 0 and connection.turn() > 0
            connection.rest(30)
        assert Connection.objects.get(pk=pk).rests_until > timezone.now()

    def test_a_run_without_a_turn_comes_again(self, world, provider, far):
        connection = connect(per_minute=1)
        connection.turn()
        run = remote_run(world, connection)
        work(Run, run.pk, remoting.work_on_remote)
        assert fresh(run).stage == "turn" and not far.arrived
        assert (fresh(run).lease_expires_at - timezone.now()).total_seconds() > 50

    def test_one_without_its_key_says_so_and_sends_nothing(self, world, provider, far):
        connection = connect()
        connection.seal({"api_key": ""})
        connection.save()
        run = remote_run(world, connection)
        go_on(run)
        assert told(run) == (State.FAILED, "remote:not_connected") and not far.arrived
        assert "API key" in fresh(run).event()["error"]["message"]

    def test_one_of_another_studio_is_not_used(self, world, provider, far):
        run = remote_run(world, connect(studio=world.theirs.studio))
        go_on(run)
        assert told(run) == (State.FAILED, "remote:not_connected") and not far.arrived

    def test_keys_are_sealed_in_the_row(self, db):
        connection = connect()
        assert "sesame" not in str(Connection.objects.filter(pk=connection.pk).values().get())
        assert connection.secrets == {"api_key": "sesame-4711"}
