"""What a run found stays in its folder until it is done; nobody can slip in what runs."""

import os
import pickle
from array import array
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from projects.media import kept as room
from projects.media.kept import Kept
from projects.media.pool import Pool
from projects.media.takes.seeing import End, Seen
from tests.projects.media.odd_parts import noted


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "film.mp4"
    path.write_bytes(b"film" * 1000)
    return path


@pytest.fixture
def kept(tmp_path, film):
    return Kept(tmp_path, "job", [film])


def test_what_is_kept_is_found_again_by_the_same_job(tmp_path, film, kept):
    kept.keep("a", [1, "two", Fraction(1, 3), Path("x")])
    again = Kept(tmp_path, "job", [film])
    assert again.found("a") == [1, "two", Fraction(1, 3), Path("x")]
    assert again.found("b") is None
    assert Kept(tmp_path, "another job", [film]).found("a") is None


def test_records_with_arrays_come_back_whole(kept):
    end = End(np.arange(6, dtype=np.uint8).reshape(2, 3), None)
    seen = Seen(7, (3, 2), array("f", [0.5]), np.float32([1.5]), 0, (end, end))
    kept.keep("a", seen)
    found = kept.found("a")
    assert isinstance(found, Seen) and found.ends[0].small.tolist() == end.small.tolist()
    assert (found.motion, found.closer.tolist()) == (seen.motion, [1.5])


@pytest.mark.parametrize("other", [b"", b"film" * 999, b"g" + (b"film" * 1000)[1:]])
def test_of_another_film_there_is_nothing(tmp_path, film, kept, other):
    kept.keep("a", 1)
    film.write_bytes(other)
    assert Kept(tmp_path, "job", [film]).found("a") is None


def test_the_same_film_under_another_name_is_known(tmp_path, film, kept):
    kept.keep("a", 1)
    moved = film.rename(tmp_path / "fetched.tmp")
    os.utime(moved, (1, 1))
    assert Kept(tmp_path, "job", [moved]).found("a") == 1


class Evil:
    def __reduce__(self):
        return os.mkdir, (str(Evil.path),)


@pytest.mark.parametrize(
    "value",
    [
        os.getcwd,
        np.load,
        room.Kept,  # no record: a class of this room that does things
        room._known_by,
        lambda: Evil(),
    ],
)
def test_what_is_no_record_is_not_read(tmp_path, kept, value):
    Evil.path = tmp_path / "made"
    kept.folder.mkdir()
    value = value() if value.__name__ == "<lambda>" else value
    (kept.folder / "a").write_bytes(pickle.dumps(value))
    assert kept.found("a") is None and not Evil.path.exists()


def test_half_a_file_counts_as_none(kept):
    kept.keep("a", list(range(1000)))
    whole = (kept.folder / "a").read_bytes()
    for end in (0, 1, len(whole) // 2, len(whole) - 1):
        (kept.folder / "a").write_bytes(whole[:end])
        assert kept.found("a") is None


def test_where_nothing_can_be_written_the_work_goes_on(tmp_path, film):
    (tmp_path / "file").write_text("in the way")
    kept = Kept(tmp_path / "file", "job", [film])
    kept.keep("a", 1)
    assert kept.found("a") is None
    kept.forget()


class TestInAPool:
    def done(self, notes, workers, kept, names, stop_at=None):
        found = []
        with Pool(workers, kept) as pool:
            for name in pool.each(noted, [(str(notes), n) for n in names]):
                found.append(name)
                if name == stop_at:
                    raise KeyboardInterrupt
        return found

    @pytest.mark.parametrize("workers", [1, 2])
    def test_what_was_found_before_it_was_stopped_is_not_done_again(self, tmp_path, kept, workers):
        notes, names = tmp_path / "notes", list("abcdefgh")
        notes.mkdir()
        with pytest.raises(KeyboardInterrupt):
            self.done(notes, workers, kept, names, stop_at="d")
        told = []
        for note in notes.iterdir():
            note.unlink()
        with Pool(workers, kept) as pool:
            parts = [(str(notes), n) for n in names]
            assert list(pool.each(noted, parts, told.append)) == names
        assert not {note.name for note in notes.iterdir()} & set("abc")
        assert told == sorted(told) and told[-1] == pytest.approx(1.0)
        assert not kept.folder.exists()

    def test_another_division_is_another_job(self, tmp_path, kept):
        notes = tmp_path / "notes"
        notes.mkdir()
        with pytest.raises(KeyboardInterrupt):
            self.done(notes, 1, kept, "abc", stop_at="b")
        for note in notes.iterdir():
            note.unlink()
        assert self.done(notes, 1, kept, "abcd") == list("abcd")
        assert len(list(notes.iterdir())) == 4

    def test_what_writes_files_is_done_again(self, tmp_path, kept):
        notes = tmp_path / "notes"
        notes.mkdir()
        with Pool(1, kept) as pool:
            assert list(pool.each(noted, [(str(notes), "a")], keep=False)) == ["a"]
            assert not kept.folder.exists()

    def test_what_gives_nothing_is_done_again(self, tmp_path, kept):
        notes = tmp_path / "notes"
        notes.mkdir()
        for _turn in range(2):
            with pytest.raises(KeyboardInterrupt):
                self.done(notes, 1, kept, ["none", "b"], stop_at="b")
        assert [note.name for note in notes.iterdir() if note.name.startswith("none")]
        assert (kept.found("1-1-2-0"), kept.found("1-1-2-1")) == (None, "b")
