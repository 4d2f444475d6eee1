"""Frames sent from the shell: one tar that nobody writes to the disk."""

import io
import os
import tarfile

import pytest

from projects.media.frame_archive import index
from projects.sending.found import find
from projects.sending.parts import Cut, FileChanged, fingerprint
from projects.sending.sequences import Sequence, gather
from projects.sending.watching import PATIENT, Watch
from tests.projects.media.frame_files import tar
from tests.projects.pretended import Pretended, command


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "A001_CARD"
    place.mkdir()
    return place


def fill(folder, names, size=None):
    for name in names:
        (folder / name).write_bytes(os.urandom(len(name) * 37 if size is None else size))


def sequences(folder):
    return [item for item in gather(find([folder])) if isinstance(item, Sequence)]


def titles(folder):
    return [item.title for item in gather(find([folder]))]


@pytest.fixture
def shot(folder):
    fill(folder, [f"shot.{n}.exr" for n in (1001, 1002, 1004, 1007, 1008)])
    (found,) = sequences(folder)
    return found


def whole(item) -> bytes:
    return b"".join(Cut(item, item.size).blocks(1))


def test_it_is_the_tar_that_others_write(shot):
    files = {frame.name: frame.path.read_bytes() for frame in shot.frames}
    assert whole(shot) == tar(files)
    assert shot.name == "shot.[1001-1008].exr.tar" and shot.missing == "1003, 1005-1006"


@pytest.mark.parametrize("part", [1, 7, 511, 512, 513, 700, 4096])
def test_every_part_is_a_piece_of_the_whole(shot, part):
    everything = whole(shot)
    assert len(everything) == shot.size
    cut = Cut(shot, part)
    for number in cut.numbers if part > 1 else (1, 500, 513, 1500, shot.size):
        start = (number - 1) * part
        assert b"".join(cut.blocks(number)) == everything[start : start + part]


def test_the_portal_reads_it(shot, tmp_path):
    path = tmp_path / "a.tar"
    path.write_bytes(whole(shot))
    assert [member.number for member in index(path).members] == [1001, 1002, 1004, 1007, 1008]
    with tarfile.open(path) as archive:
        assert archive.extractfile("shot.1004.exr").read() == shot.frames[2].path.read_bytes()


def test_times_do_not_count(shot):
    before = fingerprint(shot)
    os.utime(shot.frames[0].path, (1, 1))
    assert fingerprint(sequences(shot.folder)[0]) == before and not shot.is_the_same()


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (["a.1.exr", "a.2.exr"], ["a.1.exr", "a.2.exr"]),
        (["a.9.exr", "a.10.exr", "a.11.exr"], ["a.[9-11].exr"]),
        (["a.0998.exr", "a.0999.exr", "a.1000.exr"], ["a.[0998-1000].exr"]),
        (["a.08.png", "a.09.png", "a.10.png", "a.100.png"], ["a.[08-10].png", "a.100.png"]),
        (
            ["a.001.exr", "a.002.exr", "a.003.exr", "a.01.exr", "a.02.exr", "a.03.exr"],
            ["a.[001-003].exr", "a.[01-03].exr"],
        ),
        (["a_1.JPG", "a_2.JPG", "a_3.jpg"], ["a_[1-3].jpg"]),
        (["0001.tif", "0002.tif", "0003.tif"], ["[0001-0003].tif"]),
        (["a1.png", "a2.png", "a3.png"], ["a1.png", "a2.png", "a3.png"]),
        (["a.1.mov", "a.2.mov", "a.3.mov"], ["a.1.mov", "a.2.mov", "a.3.mov"]),
        (["a_1.jpg", "a_50.jpg", "a_99.jpg"], ["a_1.jpg", "a_50.jpg", "a_99.jpg"]),
        (["a.1.exr", "a.100.exr", "a.101.exr", "a.102.exr"], ["a.1.exr", "a.[100-102].exr"]),
        (
            ["a_1.JPG", "a_1.jpg", "a_2.jpg", "a_3.jpg"],
            ["a_1.JPG", "a_1.jpg", "a_2.jpg", "a_3.jpg"],
        ),
        (["a.1.exr", "a.2.exr", "a.3.exr", "a.4.dpx"], ["a.[1-3].exr", "a.4.dpx"]),
    ],
)
def test_what_belongs_together(folder, names, found):
    fill(folder, names)
    assert sorted(titles(folder)) == sorted(found)


def test_what_a_header_cannot_hold_goes_by_itself(folder):
    fill(folder, [f"{'n' * 95}.{n}.exr" for n in (1, 2, 3)] + ["b.1.exr", "b.2.exr", "b.3.exr"])
    assert len(titles(folder)) == 4
    (folder / "b.2.exr").write_bytes(b"")
    assert "b.[1-3].exr" not in titles(folder)


def test_folders_are_apart(folder):
    for place in ("one", "two"):
        (folder / place).mkdir()
        fill(folder / place, ["a.1.exr", "a.2.exr", "a.3.exr"])
    assert [item.label for item in sequences(folder)] == ["A001_CARD/one", "A001_CARD/two"]


def test_a_frame_that_is_gone_or_shorter_is_told(shot):
    shot.frames[1].path.write_bytes(b"x")
    with pytest.raises(FileChanged, match="shorter"):
        whole(shot)
    shot.frames[1].path.unlink()
    with pytest.raises(FileChanged, match="cannot be read any more"):
        whole(shot)


class TestSent:
    @pytest.fixture(autouse=True)
    def apart(self, monkeypatch, tmp_path):
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def send(self, portal, *arguments):
        out = io.StringIO()
        return command(portal, out, *arguments), out.getvalue()

    def test_with_the_plan_before(self, folder, shot):
        (folder / "A001.mov").write_bytes(b"film")
        fill(folder, [".DS_Store", "late.part"])
        portal = Pretended()
        code, said = self.send(portal, folder)
        assert code == 0 and portal.bytes_of("shot.[1001-1008].exr.tar") == whole(shot)
        assert portal.bytes_of("A001.mov") == b"film"
        lines = said.splitlines()
        assert lines[0].startswith("6 files, ") and lines[0].endswith(" in 1 folder.")
        assert lines[1] == "shot.[1001-1008].exr: 5 frames as one; missing 1003, 1005-1006."
        assert lines[2].endswith("of the system: .DS_Store, late.part.")
        assert {row["folder"] for row in portal.uploads.values()} == {"A001_CARD"}

    def test_it_goes_on_where_it_stopped(self, folder, shot):
        portal = Pretended()
        portal.faults = [None, None, None, (507, "storage:full")]
        assert self.send(portal, folder, "--parallel", 1)[0] == 1
        assert self.send(portal, folder)[0] == 0
        assert portal.bytes_of(shot.name) == whole(shot)
        assert [portal.puts.count(n) for n in (1, 2, 3)] == [1, 1, 1] and len(portal.uploads) == 1

    def test_a_frame_that_changes_meanwhile_ends_it(self, folder, shot):
        portal = Pretended()
        done = portal.sign

        def sign(*asked):
            os.utime(shot.frames[3].path, (1, 1))
            return done(*asked)

        portal.sign = sign
        code, said = self.send(portal, folder)
        assert code == 1 and "was changed while it was being sent" in said

    def test_singly(self, folder, shot):
        portal = Pretended()
        assert self.send(portal, folder, "--singly")[0] == 0
        assert len(portal.uploads) == 5


class TestWatched:
    def test_it_is_given_when_it_has_stopped_growing(self, folder):
        watch = Watch([folder], settle=5)
        fill(folder, ["a.1.exr", "a.2.exr", "a.3.exr"])
        (folder / "b.mov").write_bytes(b"x")
        assert watch.ready(0) == []
        assert [item.name for item in watch.ready(5)] == ["b.mov"]
        fill(folder, ["a.4.exr"])
        assert [item.name for item in watch.ready(5 * PATIENT)] == ["b.mov"]
        given = watch.ready(2 * 5 * PATIENT)
        assert [item.title for item in given] == ["a.[1-4].exr", "b.mov"]

    def test_a_first_frame_waits_for_the_next(self, folder):
        watch = Watch([folder], settle=5)
        fill(folder, ["a.1.exr"])
        watch.ready(0)
        assert watch.ready(6) == [] and len(watch.ready(5 * PATIENT)) == 1

    def test_singly_nothing_waits(self, folder):
        watch = Watch([folder], settle=5, singly=True)
        fill(folder, ["a.1.exr", "a.2.exr", "a.3.exr"])
        watch.ready(0)
        assert len(watch.ready(5)) == 3
