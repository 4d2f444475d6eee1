"""`drill remote` with real workers, really killed: a sound portal passes, planted faults are seen.

Workers are forked from the test, so they carry the fault that was planted here.
"""

from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from portal.drills import remote
from portal.drills.remote import workers, world
from portal.drills.remote.rounds import TURNS, Kills, _expire, lane
from portal.drills.remote.steps import Steps
from portal.drills.remote.workers import worker
from projects import budgets, remote_answers, remote_sending, running, settling
from projects.assist.providers.comfyui import ComfyUI
from projects.models import Remote

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning"),
]


_loaded: list[bool] = []


@pytest.fixture
def one():
    """A studio with both providers; what workers need is loaded once, before they are forked."""
    world.contract()
    with lane("Drill") as made:
        if not _loaded:
            made.load()
            _loaded.append(True)
        yield made


class Once(Kills):
    """One kill, in one turn; none where no turn is named."""

    def __init__(self, turn=None):
        super().__init__(0, 1)
        if turn is not None:
            self._next[turn] = 1


@pytest.fixture
def before(monkeypatch):
    """Have workers killed before a certain step: steps are not counted alike on every day, since
    progress is stored by the clock."""

    def set_to(is_there):
        class There(Steps):
            def __init__(self, last, telling):
                super().__init__(last, telling)
                self.wanted = bool(last)

            def step(self, what):
                if self.wanted:
                    self.last = len(self.taken) + is_there([*self.taken, what])
                super().step(what)

        monkeypatch.setattr(workers, "Steps", There)

    return set_to


def answer_of(line):
    """The job is there, and its answer is not read yet: it is sent on the n-th line."""
    return lambda taken: taken[-1] == "recv provider" and taken.count("connect provider") == line


#: Runway is sent the job at once; of ComfyUI the queue and the history are asked before.
SENT_BY = {"runway": 1, "comfyui": 3}


def told(rows):
    wrongs = ("lost", "submitted_twice", "charged_twice", "candidates_twice")
    judged = remote.judged(rows, [])
    return {name: judged[name] for name in wrongs if judged[name]}


class TestASoundPortal:
    @pytest.mark.parametrize("name", ["comfyui", "runway"])
    def test_a_run_whose_three_turns_are_cut_short_is_made_once(self, one, name):
        kills = Kills(8, 10_000)
        row = one.round(name, kills)
        assert [kill["turn"] for kill in row["killed"]] == [0, 1, 2]
        assert (row["end"], row["arrived"], row["candidates"]) == ("READY", 1, 1)
        assert told([row]) == {} and one.ledger()["booked"] == one.ledger()["runs"]
        assert not kills.over
        assert told([one.round(name, kills)]) == {} and kills.over

    def test_killed_with_the_answer_unread_runway_is_not_asked_twice(self, one, before):
        before(answer_of(SENT_BY["runway"]))
        row = one.round("runway", Once(0))
        assert row["killed"][0]["before"] == "recv provider"
        assert (row["end"], row["arrived"], row["candidates"]) == ("uncertain", 1, 0)
        assert told([row]) == {}

    def test_killed_with_the_answer_unread_comfyui_is_asked_for_its_job(self, one, before):
        before(answer_of(SENT_BY["comfyui"]))
        row = one.round("comfyui", Once(0))
        assert (row["end"], row["arrived"], row["killed"][0]["left"]) == ("READY", 1, "sending")
        assert told([row]) == {}

    def test_a_worker_passes_by_all_kinds_of_steps(self, one):
        run, seen = one.next("runway"), set()
        for _turn in range(TURNS):
            _expire(run)
            seen.update(worker(run, 0).taken)
        assert {"insert projects_entry", "update projects_remote", "commit", "the end"} <= seen
        assert {"connect provider", "send provider", "recv provider", "sendall valkey"} <= seen
        assert {"select projects_run", "savepoint", "write a file", "os.rename"} <= seen

    def test_a_worker_that_breaks_down_itself_stops_the_drill(self, one, monkeypatch):
        monkeypatch.setattr(workers, "tasks", SimpleNamespace())
        with pytest.raises(RuntimeError, match=r"status [\s\S]*AttributeError"):
            worker(one.next("runway"), 0)


class TestPlantedFaults:
    def test_an_id_that_is_not_stored(self, one, monkeypatch):
        """The worker that sent knows its job; whoever comes next does not."""

        def remembered(run, remote_job, provider, submission):
            remote_job.step, remote_job.external_id = Remote.Step.SENT, submission.external_id
            remote_job.move = lambda step, **more: None

        monkeypatch.setattr(remote_sending, "_taken", remembered)
        assert told([one.round("runway", Once())]) == {"lost": 1}

    def test_a_job_that_is_sent_again_without_asking(self, one, monkeypatch, before):
        monkeypatch.setattr(remote_sending, "is_free_to_send", lambda *job: True)
        before(answer_of(SENT_BY["runway"]))
        row = one.round("runway", Once(0))
        assert row["arrived"] == 2 and told([row]) == {"submitted_twice": 1}

    def test_an_adapter_that_does_not_look_for_its_job(self, one, monkeypatch, before):
        monkeypatch.setattr(ComfyUI, "_known", lambda self, calls, job: False)
        before(answer_of(1))
        assert "submitted_twice" in told([one.round("comfyui", Once(0))])

    def test_money_that_stays_held(self, one, monkeypatch):
        for room in (budgets, settling):
            monkeypatch.setattr(room, "release", lambda run: None)
        assert told([one.round("runway", Once())]) == {"charged_twice": 1}

    def test_an_answer_that_is_stored_before_its_price_is(self, one, monkeypatch, before):
        """In two transactions: a worker that dies between them has it done for nothing."""
        monkeypatch.setattr(remote_answers, "transaction", SimpleNamespace(atomic=nullcontext))
        before(lambda taken: taken[-1] == "insert projects_entry")
        assert told([one.round("runway", Once(2))]) == {"charged_twice": 1}

    def test_an_end_without_its_result(self, one, monkeypatch, before):
        """READY in one transaction, the candidate in the next."""
        monkeypatch.setattr(running, "transaction", SimpleNamespace(atomic=nullcontext))
        before(lambda taken: taken[-1] == "insert projects_candidate")
        assert told([one.round("runway", Once(2))]) == {"lost": 1}
