"""One long film, two machines: real workers with a work folder each, one of them killed."""

from fractions import Fraction
from time import monotonic, sleep

import pytest

from portal.benchmarks.parts import BUILD, come, ended, made
from portal.machines import Machine, running
from portal.rehearsal import bare
from projects.media.sample import make_sample

pytestmark = pytest.mark.service

AT = "select taken_by, state, attempt from projects_jobpart where attempt > 0 order by number"


@pytest.fixture(scope="module")
def portal():
    with bare(quick=True) as found:
        found.variables["LONG_FILM_MINUTES"] = "1"
        film = found.var / "film.mp4"
        make_sample(film, seed=5, seconds=480, rate=Fraction(6), size=(160, 90))
        yield found


def pids(machine):
    return {str(process.pid) for process in machine.family()}


def number(taken_by):
    return taken_by.rpartition(":")[2]


def examined(portal):
    return portal.shell(BUILD.format(film=str(portal.var / "film.mp4"))).splitlines()[-1]


def at_work(portal, machines, seconds=600):
    """(who holds the job, who helps), once both have taken a part. The holder took the first."""
    until = monotonic() + seconds
    while monotonic() < until:
        taken = [number(row[0]) for row in portal.query(AT)]
        whose = [next((m for m in machines if pid in pids(m)), None) for pid in taken]
        found = [machine for machine in whose if machine]
        if len({machine.name for machine in found}) == 2:
            return found[0], next(m for m in found if m is not found[0])
        sleep(0.05)
    raise AssertionError([machine.log.read_text()[-2000:] for machine in machines])


def test_a_film_outlives_either_machine_and_is_what_one_alone_makes(portal):
    clock = Machine(portal, "clock", "seal,default", beat=True)
    with running(clock):
        alone = Machine(portal, "alone", "media")
        with running(alone):
            come(portal, ["alone", "clock"])
            first = examined(portal)
            assert ended(portal, first)[0] == "READY"
            assert portal.query("select count(*) from projects_jobpart") == [(0,)]
        for victim in (0, 1):
            pair = [Machine(portal, f"{name}{victim}", "media") for name in "ab"]
            with running(*pair):
                come(portal, [machine.name for machine in pair])
                pk = examined(portal)
                at_work(portal, pair)[victim].kill()
                state, attempt, _wall = ended(portal, pk)
            assert (state, attempt) == ("READY", 1 if victim else 2)
            assert made(portal, pk) == made(portal, first)
            until = monotonic() + 60
            while portal.query("select count(*) from projects_jobpart") != [(0,)]:
                assert monotonic() < until
                sleep(0.5)
            assert not list((portal.var / "media").rglob("parts/*/*"))
