"""The benchmark of tools measures what it says."""

import subprocess
import sys

import av
import pytest

from portal.benchmarks import tools
from projects.assist.tools import TOOLS
from tests.projects.media.ingest_films import film


@pytest.fixture
def clip(tmp_path):
    return film(tmp_path / "a.mp4", frames=36)


@pytest.fixture(scope="module")
def started():
    return tools.took(["--help"])


@pytest.fixture
def started_once(monkeypatch, started):
    """What starting takes is measured once for all of them: it is most of what they take."""
    took = tools.took

    def known(words, *more):
        return started if words == ["--help"] else took(words, *more)

    monkeypatch.setattr(tools, "took", known)


def row(peak, **more):
    return {"tools": {"selects": {"peak_mib": peak, **more}}}


def test_each_tool_that_takes_films_is_given_the_film(clip, tmp_path):
    given = {job.tool: job for job in tools.jobs(clip, 36, tmp_path)}
    films = {name for name, tool in TOOLS.items() if "film" in tool.accepts and tool.run}
    assert set(given) == films
    assert given["cut_compare"].films(clip) == 2 and given["shot_find"].films(clip) == 1
    assert given["shot_match"].parameters[0] == "shots=0-18,18-36"
    assert given["shot_find"].inputs[1].is_file()


def test_a_run_is_measured_with_what_it_said(clip, tmp_path):
    words = ["--input", str(clip), "--out", str(tmp_path / "out")]
    took = tools.took(["shot_breakdown", *words])
    assert took.code == 0 and "shot" in took.said
    assert took.seconds > 0 < took.cpu and took.peak_mib > 20


def test_the_peak_is_the_tools_and_not_of_who_measures_it(tmp_path, monkeypatch):
    monkeypatch.setattr(tools, "MANAGE", tmp_path / "tool.py")
    tools.MANAGE.write_text("")
    small = tools.took(["--help"]).peak_mib
    ballast = bytearray(b"x" * (400 * 2**20))
    assert abs(tools.took(["--help"]).peak_mib - small) < 100 and ballast
    assert 0 < small < 100


def test_what_a_tool_refuses_is_told_and_measured(clip, tmp_path, started_once, monkeypatch):
    only = tools.Job("clean_plate", (tmp_path / "missing.mp4",))
    monkeypatch.setattr(tools, "jobs", lambda *given: iter([only]))
    told = tools.run([str(clip)])
    row = told["once"]["tools"]["clean_plate"]
    assert row["refused"] and "missing.mp4" in row["said"]
    assert told["clip"] == "the file a.mp4" and told["once"]["frames"] == 36
    assert told["met"] and "growth" not in told


def test_workers_of_a_tool_count_towards_its_peak():
    """Half of it is held by a child."""
    child = "import time; held = bytearray(200 * 2**20); time.sleep(1)"
    parent = "import subprocess, sys; held = bytearray(200 * 2**20); subprocess.run(sys.argv[1:])"
    words = [sys.executable, "-c", parent, sys.executable, "-c", child]
    done = subprocess.run([sys.executable, "-I", "-c", tools.WATCH, *words], capture_output=True)
    code, _cpu, kibibytes = done.stdout.split()
    assert code == b"0" and int(kibibytes) > 400 * 2**10


def test_a_tool_is_measured_with_so_many_workers_and_its_files_are_compared(clip, started_once):
    told = tools.run([str(clip), "stills", "workers=1,2"])
    assert set(told["once"]["tools"]) == {"stills, workers: 1", "stills, workers: 2"}
    assert told["once"]["same_files"] == {"stills": True}
    assert tools._wish(["3", "selects"]) == tools.Wish(3, ("selects",))
    assert tools._wish([]) == tools.Wish()


def test_folders_are_told_apart_by_names_and_content(tmp_path):
    found = set()
    for name, content in (("a", "1"), ("b", "1"), ("b", "2"), ("b", "2")):
        folder = tmp_path / f"{len(list(tmp_path.iterdir()))}"
        folder.mkdir()
        (folder / name).write_text(content)
        found.add(tools._hash_of(folder))
    assert len(found) == 3


def test_a_film_laid_end_to_end_holds_its_pictures_so_many_times(clip, tmp_path):
    path = tools._laid(clip, tmp_path, 3)
    with av.open(str(path)) as container:
        times = [frame.pts for frame in container.decode(video=0)]
    assert len(times) == 36 * 3 == len(set(times)) and times == sorted(times)


def test_memory_that_grows_with_the_film_is_told():
    assert tools._verdict([row(200.0), row(210.0)])["flat"]
    told = tools._verdict([row(200.0), row(1800.0)])
    assert not told["flat"] and not told["met"] and told["growth"] == {"selects": 9.0}
