"""A watched folder, and how progress is told."""

import io
import os

import pytest

from projects.sending.found import Found
from projects.sending.progress import Progress, amount, span
from projects.sending.watching import Watch
from tests.projects.pretended import Pretended, command


@pytest.fixture
def watch(tmp_path):
    return Watch([tmp_path], settle=5)


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "a.mov"
    path.write_bytes(b"one")
    return path


def due(watch, now):
    found = watch.ready(now)
    watch.given |= set(found)
    return [file.name for file in found]


def test_a_file_is_given_once_when_it_has_rested(watch, film):
    assert [due(watch, now) for now in (0, 4, 5, 6, 60)] == [[], [], ["a.mov"], [], []]


def test_one_that_grows_is_waited_for(watch, film):
    due(watch, 0)
    film.write_bytes(b"longer")
    assert [due(watch, now) for now in (4, 8, 9)] == [[], [], ["a.mov"]]


def test_one_that_changes_afterwards_is_given_again(watch, film):
    due(watch, 0), due(watch, 5)
    os.utime(film, (1, 1))
    assert [due(watch, now) for now in (6, 11)] == [[], ["a.mov"]]


def test_one_that_could_not_be_sent_is_given_again(watch, film):
    due(watch, 0), due(watch, 5)
    watch.put_back(Found.at(film, film.parent.name))
    assert due(watch, 6) == ["a.mov"]


def test_a_folder_that_is_gone_for_a_while_holds_nothing(tmp_path, film):
    watch = Watch([tmp_path / "card"])
    assert due(watch, 0) == []


def test_an_empty_file_is_waited_for(watch, tmp_path):
    (tmp_path / "a.mov").touch()
    assert [due(watch, now) for now in (0, 9)] == [[], []]


def test_the_command_sends_what_appears_until_it_is_stopped(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    folder, portal, out = tmp_path / "in", Pretended(), io.StringIO()
    folder.mkdir()
    rounds = iter(["a.mov", "b.mov"])

    def sleep(_seconds):
        name = next(rounds, None)
        if name is None:
            raise KeyboardInterrupt
        (folder / name).write_bytes(name.encode())

    monkeypatch.setattr("projects.sending.watching.time.sleep", sleep)
    assert command(portal, out, folder, "--watch", "--settle", 0) == 130
    assert portal.bytes_of("a.mov") == b"a.mov" and "Stopped." in out.getvalue()


class Terminal(io.StringIO):
    def isatty(self):
        return True


def told(out, film, **more):
    progress = Progress(out, **more)
    progress.expect(3)
    progress.begin(Found(film, 1000, 0), 0)
    progress.moved(250)
    at = progress.samples[0][0]
    return progress, progress.line(at + 2)


def test_a_terminal_has_a_bar_rate_and_remaining_time(film):
    line = told(Terminal(), film)[1]
    assert line == "1/3 a.mov [######..................]  25%  125 bytes/s  about 6 s left"


def test_elsewhere_there_is_no_bar_and_nothing_that_moves(film):
    out = io.StringIO()
    progress, line = told(out, film)
    progress._show()
    assert "[" not in line and "\r" not in out.getvalue() and out.getvalue().endswith("\n")


def test_a_note_stays_and_the_bar_makes_way(film):
    out = Terminal()
    progress = told(out, film)[0]
    progress._show()
    progress.note("a.mov is there.")
    assert out.getvalue().endswith("\ra.mov is there.\n")


def test_a_rate_is_of_the_last_seconds(film):
    progress = told(io.StringIO(), film)[0]
    at = progress.samples[0][0]
    assert progress._rate(at + 2) == 125 and progress._rate(at + 60) == 0


@pytest.mark.parametrize(
    ("count", "text"), [(0, "0 bytes"), (1536, "2 kB"), (3 << 29, "1.5 GB"), (2 << 40, "2.0 TB")]
)
def test_amounts(count, text):
    assert amount(count) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(0.2, "1 s"), (29, "29 s"), (300, "5 min"), (7500, "2 h 5 min")]
)
def test_spans(seconds, text):
    assert span(seconds) == text
