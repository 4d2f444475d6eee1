"""The sample films, drawn by another process."""

import os
import subprocess
import sys
import time
from fractions import Fraction

import psutil
import pytest

from portal import reels, sample
from portal.models import Studio, User
from portal.settings.environment import BASE_DIR
from portal.tenancy import in_studio
from projects.models import Asset, Project
from projects.models.projects import RATES


def finished(films):
    deadline, found = time.monotonic() + 60, []
    while films.waiting:
        assert time.monotonic() < deadline, "not in time"
        found += films.finished()
        time.sleep(0.05)
    return found


def test_another_process_draws_a_film_once_and_keeps_it(tmp_path):
    for _start in range(2):
        films = reels.Reels(tmp_path / "reels", {1: Fraction(24)})
        try:
            [(seed, path)] = finished(films)
        finally:
            films.close()
        assert seed == 1 and path.read_bytes()[4:8] == b"ftyp"
        made = path.stat().st_mtime_ns
        assert [p.name for p in path.parent.iterdir()] == ["1.mp4"]
    assert path.stat().st_mtime_ns == made


#: Says who draws, and is killed.
DRAWING = """
import os, sys
from fractions import Fraction
from pathlib import Path
from portal.reels import Reels
if __name__ == "__main__":
    films = Reels(Path(sys.argv[1]), {1: Fraction(24), 2: Fraction(24)})
    print(*films._pool._processes, flush=True)
    sys.stdin.read()
"""


def test_who_draws_ends_with_a_demo_that_was_killed(tmp_path):
    (tmp_path / "demo.py").write_text(DRAWING)
    command = [sys.executable, tmp_path / "demo.py", tmp_path / "reels"]
    how = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    demo = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": str(BASE_DIR)}, **how)
    draws = psutil.Process(int(demo.stdout.readline()))
    deadline = time.monotonic() + 60
    while not list((tmp_path / "reels").glob("*.part")):  # it has begun
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.05)
    demo.kill()
    demo.communicate()
    draws.wait(20)
    assert not (tmp_path / "reels" / "2.mp4").exists()


def test_half_a_film_is_never_taken_for_one(tmp_path, monkeypatch):
    def breaks(path, **_how):
        path.write_bytes(b"half a film")
        raise OSError("the disk is full")

    monkeypatch.setattr(reels, "make_sample", breaks)
    with pytest.raises(OSError, match="disk is full"):
        reels._draw(tmp_path / "13.mp4", 13, Fraction(24))
    assert not (tmp_path / "13.mp4").exists()


def test_what_went_wrong_there_is_told_here(tmp_path):
    (tmp_path / "1.part").mkdir()  # nobody can write a film to that
    films = reels.Reels(tmp_path, {1: Fraction(24)})
    try:
        with pytest.raises(Exception, match="directory"):
            finished(films)
    finally:
        films.close()


def test_a_sample_project_says_that_its_film_comes_until_it_is_there(db, tmp_path, as_person):
    links = sample.load_sample()
    assert len(links) == 10
    page = as_person(User.objects.get(name="Ines Okafor")).get(
        f"/projects/{Project.objects.get(code='TSR').pk}/"
    )
    assert sample.COMING in page.content.decode()
    wanted = {
        seed: Fraction(*RATES[rate][:2])
        for _n, _code, rate, seed in (plan["project"] for plan in sample.STUDIOS.values())
    }
    assert sample.awaited_films() == wanted
    film = tmp_path / "7.mp4"
    film.write_bytes(b"not looked at here")
    sample.bring_film(7, film)
    assert sample.awaited_films() == {21: Fraction(25)}
    with in_studio(Studio.objects.get(name="Lantern Row")):
        assert Project.objects.get().description == sample.THERE
        assert Asset.objects.get().name.startswith("TSR_reel_01")
    assert len(sample.load_sample()) == 10  # what is there is left as it is
    assert sample.awaited_films() == {21: Fraction(25)}
