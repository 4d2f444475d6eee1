"""The tar that holds a sequence: read as it is, and refused for every way to lie."""

import random
import tarfile

import pytest

from projects.media import frame_archive
from projects.media.frame_archive import index, take_out
from projects.media.recognise import recognise
from projects.media.refusal import Refused
from tests.projects.media.frame_files import frames, png, tar


@pytest.fixture
def put(tmp_path):
    def write(content, name="shot.tar"):
        path = tmp_path / name
        path.write_bytes(content)
        return path

    return write


def why(path) -> str:
    with pytest.raises(Refused) as refused:
        index(path)
    assert refused.value.code == "media:bad_sequence"
    return refused.value.detail


def patched(content: bytes, at: int, value: bytes, entry: int = 0) -> bytes:
    """Bytes of a header changed, its sum made right again."""
    data = bytearray(content)
    start = entry * 1024
    data[start + at : start + at + len(value)] = value
    head = data[start : start + 512]
    head[148:156] = b" " * 8
    data[start + 148 : start + 156] = b"%06o\0 " % sum(head)
    return bytes(data)


def test_every_frame_comes_out_as_it_went_in(put, tmp_path):
    files = frames([1001, 1002, 1005, 1009])
    path = put(tar(files))
    found = index(path)
    assert (found.stem, found.kind, found.first, found.last) == ("shot.", "png", 1001, 1009)
    assert found.length == 9 and found.missing == [[1003, 1004], [1006, 1008]]
    for member in found.members:
        take_out(path, member, tmp_path / "one")
        assert (tmp_path / "one").read_bytes() == files[member.name]


@pytest.mark.parametrize(
    "names",
    [
        ["a.1.exr", "a.10.exr", "a.100.exr"],
        ["a_0001.DPX", "a_0002.dpx"],
        ["0001.jpeg", "0002.jpeg"],
        ["a.b_v02.0001.tif", "a.b_v02.0002.tif"],
        ["Café.0001.tiff", "Café.0002.tiff"],
    ],
)
def test_names_of_frames(put, names):
    found = index(put(tar(dict.fromkeys(names, b"x"))))
    assert [member.name for member in found.members] == names


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"a.1.exr": b"x", "b.2.exr": b"x"}, "entry 2 belongs to another sequence"),
        ({"a.1.exr": b"x", "a.2.dpx": b"x"}, "entry 2 belongs to another sequence"),
        ({"a.1.exr": b"x", "a.01.exr": b"x"}, "entry 2 is out of order"),
        ({"a.2.exr": b"x", "a.1.exr": b"x"}, "entry 2 is out of order"),
        ({"../a.1.exr": b"x"}, "entry 1 is not named like a frame"),
        ({"/etc/a.1.exr": b"x"}, "entry 1 is not named like a frame"),
        ({"a.1.exr": b"x", "notes.txt": b"x"}, "entry 2 is not named like a frame"),
        ({"a\n.1.exr": b"x"}, "entry 1 is not named like a frame"),
        ({"a.1.exr": b""}, "entry 1 has no sound size"),
        ({"a.1.exr": b"x", "a.500.exr": b"x"}, "498 frames are missing"),
        ({"a.1.exr": b"x", "a.999999999.exr": b"x"}, "999999997 frames are missing"),
        ({}, "an archive without a frame"),
    ],
)
def test_what_is_no_sequence_is_refused(put, files, said):
    assert why(put(tar(files))) == said


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, b"x", b"3"])
def test_only_plain_files(put, kind):
    assert "no plain file" in why(put(tar({"a.1.exr": b""}, kind=kind, link="")))


def test_a_link_in_a_plain_file(put):
    assert "no plain file" in why(put(patched(tar({"a.1.exr": b"x"}), 157, b"/etc/passwd")))


@pytest.mark.parametrize(
    "size", [b"77777777777\0", b"\x80\0\0\0\0\0\1\0\0\0\0\0", b"-0000000001\0"]
)
def test_sizes_that_lie(put, size):
    assert "sound size" in why(put(patched(tar({"a.1.exr": b"x"}), 124, size)))


def test_longer_than_the_archive(put):
    whole = patched(tar({"a.1.exr": b"x"}), 124, b"00000077777\0")
    assert why(put(whole)) == "it ends in entry 1"


def test_cut_off_and_damaged(put):
    whole = tar({"a.1.exr": b"x", "a.2.exr": b"x"})
    assert "entry 3 has no sound header" in why(put(whole[:2048]))
    assert "entry 2 has no sound header" in why(put(whole[:1300]))
    assert "entry 2 has no sound header" in why(put(whole[:1024] + b"q" + whole[1025:]))


def test_a_path_in_two_halves(put):
    assert "named like a frame" in why(put(patched(tar({"a.1.exr": b"x"}), 345, b"../../etc")))


def test_bytes_that_are_no_text(put):
    assert "named like a frame" in why(put(patched(tar({"a.1.exr": b"x"}), 0, b"\xff")))


def test_too_many(put, monkeypatch):
    monkeypatch.setattr(frame_archive, "MOST_FRAMES", 3)
    names = [f"a.{n}.exr" for n in range(4)]
    assert why(put(tar(dict.fromkeys(names, b"x")))) == "more than 3 frames"
    assert len(index(put(tar(dict.fromkeys(names[:3], b"x")))).members) == 3


class TestRecognised:
    def test_by_its_first_file(self, put):
        assert recognise(put(tar(frames([1, 2]))), "shot.[1-2].png.tar") == "sequence"

    def test_another_archive_stays_one(self, put):
        with pytest.raises(Refused) as refused:
            recognise(put(tar({"notes.txt": b"x"})), "a.tar")
        assert refused.value.code == "media:archive"

    def test_under_a_name_that_promises_a_film(self, put):
        with pytest.raises(Refused) as refused:
            recognise(put(tar({"a.1.png": png(1)})), "a.mov")
        assert refused.value.code == "media:name_lies"

    def test_one_that_lies_is_refused_with_its_reason(self, put):
        with pytest.raises(Refused) as refused:
            recognise(put(tar({"a.1.png": b"x", "../b": b"x"})), "a.tar")
        assert refused.value.code == "media:bad_sequence"


def test_whatever_befalls_its_bytes_it_is_read_or_refused(put):
    """Each byte of a header changed in turn, and many random ones: never anything unforeseen."""
    chance, whole = random.Random(17), tar(frames([1, 2, 3]))
    hurt = [whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :] for at in range(0, 512, 3)]
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        hurt.append(bytes(data[: chance.randrange(1, len(data) + 1)]))
    codes = []
    for content in hurt:
        path = put(content)
        try:
            found = index(path)
        except Refused as error:
            codes.append(error.code)
        else:
            assert all(m.offset + m.size <= len(content) for m in found.members)
    assert set(codes) == {"media:bad_sequence"} and len(codes) > len(hurt) // 2
