"""The sample films, drawn by another process."""

from concurrent.futures import Future
from fractions import Fraction

import pytest

from portal import reels, sample
from projects.models.projects import RATES


class Pool:
    """Draws at once, in this process, and remembers what it was asked."""

    def __init__(self):
        self.asked = []

    def submit(self, draw, path, seed, rate):
        self.asked.append((seed, rate))
        drawn = Future()
        try:
            drawn.set_result(draw(path, seed, rate))
        except OSError as error:
            drawn.set_exception(error)
        return drawn


@pytest.fixture
def drawn(monkeypatch):
    def make(path, *, seed, rate):
        if seed == 13:
            path.write_bytes(b"half a film")
            raise OSError("the disk is full")
        path.write_bytes(f"{seed} at {rate}".encode())

    monkeypatch.setattr(reels, "make_sample", make)


def test_a_film_is_drawn_once_and_kept(tmp_path, drawn):
    wanted = {7: Fraction(24), 21: Fraction(25)}
    first, again = Pool(), Pool()
    path = reels.Reels(tmp_path / "reels", first, wanted).film(21)
    assert path.read_text() == "21 at 25" and first.asked == list(wanted.items())
    assert reels.Reels(tmp_path / "reels", again, wanted).film(21) == path
    assert again.asked == []


def test_what_went_wrong_is_told_and_half_a_film_never_taken_for_one(tmp_path, drawn):
    pool = Pool()
    with pytest.raises(OSError, match="disk is full"):
        reels.Reels(tmp_path, pool, {13: Fraction(24)}).film(13)
    reels.Reels(tmp_path, pool, {13: Fraction(24)})
    assert pool.asked == [(13, Fraction(24))] * 2


def test_another_process_draws_a_film(tmp_path):
    with reels.drawing(tmp_path, {1: Fraction(24)}) as films:
        assert films.film(1).read_bytes()[4:8] == b"ftyp"
    assert [path.name for path in tmp_path.iterdir()] == ["1.mp4"]


def test_each_sample_project_has_its_film():
    projects = [plan["project"] for plan in sample.STUDIOS.values()]
    assert sample.wanted_films() == {
        seed: Fraction(*RATES[rate][:2]) for _name, _code, rate, seed in projects
    }
    assert len(sample.wanted_films()) == len(projects)
