"""What a crafted file may cost: time, memory, packets and pixels."""

import struct
import time
import tracemalloc
import zlib
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace

import av
import numpy as np
import pytest
from av.stream import Stream

from projects.media import counting, lists, lut, markup, reading, texts
from projects.media.clock import clock
from projects.media.probe import probe
from projects.media.recognise import recognise
from projects.media.refusal import Refused
from projects.media.still import still
from tests.projects.media.ingest_films import film

FULL = 16 * 1024 * 1024
EVENT = "001 AX V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
# Twice the two seconds that are promised, because machines that test are busy.
SECONDS = 4


def filled(head: str, unit: str, tail: str = "") -> str:
    """Sixteen mebibytes of `unit`."""
    return head + unit * ((FULL - len(head) - len(tail)) // len(unit)) + tail


def verdict(path: Path, name: str) -> str:
    try:
        return recognise(path, name)
    except Refused as refused:
        return refused.code


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (("x", "\n"), "a.edl", "media:no_events"),
        (("x", "\n"), "a.txt", "media:not_media"),
        (("x", " "), "a.txt", "media:line_too_long"),
        (("x", " " * 99 + "\n"), "a.txt", "media:not_media"),
        (("x", "x"), "a.edl", "media:line_too_long"),
        (("", "001 x" + " " * 600 + "\n"), "a.edl", "media:no_events"),
        (("", "001 x" + " 00:00:00:00" * 60 + "\n"), "a.edl", "media:no_events"),
        (("", "1" * 9999 + "\n"), "a.txt", "media:not_media"),
        (("Heading\n", "b\n"), "a.ale", "media:not_media"),
        (('{"', '\\"'), "a.otio", "media:bad_json"),
        (('{"', '\\"', "\\"), "a.otio", "media:bad_json"),
        (("{", "[],"), "a.otio", "media:too_large_text"),
        (('{"OTIO_SCHEMA":[', "{},", "1]}"), "a.otio", "media:too_large_text"),
        (("<xmeml>", "<a/>", "</xmeml>"), "a.xml", "editorial"),
        (("<xmeml>", "\n", "</xmeml>"), "a.xml", "editorial"),
        (("<xmeml ", "x"), "a.xml", "media:bad_xml"),
        (("LUT_3D_SIZE 9\n", "\n"), "a.cube", "media:bad_lut"),
        (("LUT_3D_SIZE 9\n", "0 0 0\n"), "a.cube", "media:bad_lut"),
        (("LUT_3D_SIZE 9\n", "0"), "a.cube", "media:line_too_long"),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_full_text_is_judged_in_no_time(tmp_path, content, name, expected):
    path = tmp_path / "upload"
    path.write_text(filled(*content))
    begun = time.process_time()
    assert verdict(path, name) == expected
    assert time.process_time() - begun < SECONDS


def test_events_do_not_cross_lines():
    assert not lists.is_edl("x" + "\n" * 40_000)
    assert not lists.is_edl(EVENT.replace("AX ", "AX\n"))
    assert lists.check_edl("\n\n" + EVENT.replace("\n", " \r\n") * 3) == 3
    assert not lists.is_edl(EVENT.replace("AX", "A" * 500))


@pytest.mark.parametrize(
    ("text", "lines"), [("", 0), ("a", 1), ("a\n", 1), ("a\r\nb", 2), ("a\rb\r", 2), ("\n\n", 2)]
)
def test_lines_are_counted_whatever_ends_them(text, lines):
    assert texts.line_count(text) == lines == len(text.splitlines())


@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"])
def test_a_line_may_be_just_as_long_as_allowed(tmp_path, end):
    path = tmp_path / "a.txt"
    path.write_bytes((("x" * 7 + end) * 9 + "x" * 7).encode())
    assert texts.read_text(path, longest_line=7)
    with pytest.raises(Refused):
        texts.read_text(path, longest_line=6)


@pytest.mark.parametrize(
    ("suffix", "content", "mebibytes"),
    [
        ("xml", "<xmeml>" + "<a/>" * 2_000_000 + "</xmeml>", 64),
        ("xml", "<xmeml>" + "\n" * 8_000_000 + "</xmeml>", 64),
        ("otio", '{"OTIO_SCHEMA":[' + "{}," * 900_000 + "1]}", 64),
        ("otio", '{"OTIO_SCHEMA":[' + "[]," * 2_700_000 + "1]}", 64),
        ("cube", "LUT_3D_SIZE 200\n" + "0 0 0\n" * 350_000, 4),
        ("edl", "x" + "\n" * 8_000_000, 64),
    ],
    ids=["elements", "lines in XML", "objects", "lists", "rows", "lines"],
)
def test_memory_stays_near_the_size_of_the_document(tmp_path, suffix, content, mebibytes):
    path = tmp_path / "upload"
    path.write_text(content)
    del content
    tracemalloc.start()
    try:
        verdict(path, f"a.{suffix}")
        assert tracemalloc.get_traced_memory()[1] < mebibytes * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(("name", "start"), [("a.xml", "<"), ("a.otio", "{"), ("a.txt", "x")])
def test_documents_over_sixteen_mebibytes_are_refused_unread(tmp_path, name, start):
    path = tmp_path / "upload"
    path.write_text(start + " " * FULL)
    assert verdict(path, name) == "media:too_large_text"


def test_tables_have_a_limit_too(tmp_path, monkeypatch):
    path = tmp_path / "a.cube"
    path.write_text("LUT_1D_SIZE 2\n0 0 0\n1 1 1\n")
    assert lut.check_file(path) == 2
    monkeypatch.setattr(lut, "MAX_BYTES", 9)
    assert verdict(path, "a.cube") == "media:too_large_text"


def test_numbers_nobody_can_read_are_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        lut.check_cube(["LUT_3D_SIZE " + "9" * 5000])
    assert refused.value.code == "media:bad_lut"
    with pytest.raises(Refused) as refused:
        markup.check_otio('{"OTIO_SCHEMA": ' + "9" * 5000 + "}")
    assert refused.value.code == "media:bad_json"


def test_schemas_deeper_down_do_not_count():
    with pytest.raises(Refused) as refused:
        markup.check_otio('{"a": {"OTIO_SCHEMA": "x"}}')
    assert refused.value.code == "media:not_media"
    with pytest.raises(Refused):
        markup.check_otio('[{"OTIO_SCHEMA": "x"}]')


def png(width: int, height: int) -> bytes:
    """Black, one bit for each pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">2I5B", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes((width + 7) // 8 + 1) * height)
    picture = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + picture


def film_of_pngs(path: Path, size: tuple[int, int], said: tuple[int, int]) -> Path:
    """Three pictures of `size` in a film whose header speaks of `said`."""
    data = png(*size)
    with av.open(str(path), "w", format="mov") as target:
        track = target.add_stream("png", rate=24)
        track.width, track.height, track.pix_fmt = *said, "rgb24"
        for number in range(3):
            packet = av.Packet(data)
            packet.stream, packet.pts, packet.dts = track, number, number
            packet.time_base, packet.is_keyframe = Fraction(1, 24), True
            target.mux(packet)
    return path


@pytest.mark.parametrize(
    ("size", "said", "expected"),
    [
        ((9000, 9000), (9000, 9000), "media:too_large_picture"),
        ((9000, 9000), (64, 64), "media:no_frames"),
        ((7680, 4320), (7680, 4320), "film"),
    ],
)
def test_films_of_enormous_pictures_are_refused_undecoded(tmp_path, size, said, expected):
    path = film_of_pngs(tmp_path / "a.mov", size, said)
    begun = time.process_time()
    assert verdict(path, "a.mov") == expected
    assert time.process_time() - begun < 1


def test_large_pictures_are_decoded_on_one_core(tmp_path):
    with reading.opened(film_of_pngs(tmp_path / "a.mov", (7680, 4320), (7680, 4320))) as container:
        stream = reading.picture_stream(container)
        assert stream.codec_context.options["max_pixels"] == str(reading.FILM_PIXELS)
        assert stream.thread_count == 1
        reading.use_cores(stream)
        assert stream.thread_count == 1


@pytest.mark.parametrize("index_from", [0, counting._INDEX_FROM])
def test_films_of_too_many_pictures_are_refused(tmp_path, monkeypatch, index_from):
    path = film(tmp_path / "a.mp4", frames=10)
    monkeypatch.setattr(counting, "_INDEX_FROM", index_from)
    monkeypatch.setattr(counting, "MAX_FRAMES", 10)
    assert len(counting.stamps(path)) == 10
    monkeypatch.setattr(counting, "MAX_FRAMES", 9)
    with pytest.raises(Refused) as refused:
        probe(path, "film")
    assert refused.value.code == "media:too_many_frames"


@pytest.mark.parametrize("declared", [None, Fraction(4499955000, 189871519)])
@pytest.mark.parametrize("step", [3797, 1, 5_000_000])
def test_rates_fit_their_column(step, declared):
    base = Fraction(1, 89_987)
    rate = clock(np.arange(0, 500 * step, step), base=base, declared=declared, last=None).rate
    assert rate.denominator <= 1001
    assert 0 < rate.numerator < 2**31


@pytest.mark.parametrize("base", [Fraction(1, 10**9), Fraction(1, 2**40)])
def test_absurd_rates_fit_too(base):
    for stamps in (np.arange(50), np.array([0, 1, 9, 11])):
        assert 0 < clock(stamps, base=base, declared=None, last=None).rate.numerator < 2**31


def test_a_single_frame_keeps_no_absurd_rate():
    declared = Fraction(4499955000, 189871519)
    rate = clock(np.array([0]), base=Fraction(1, 1000), declared=declared, last=None).rate
    assert rate.denominator <= 1001


@pytest.mark.parametrize("content", [b"", b"nothing of the kind", bytes(4000)])
def test_stills_of_broken_copies_are_refused(tmp_path, content):
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(Refused) as refused:
        still(path, 0)
    assert refused.value.code == "media:unreadable"


def test_stills_of_nothing_are_refused(tmp_path):
    with pytest.raises(Refused):
        still(tmp_path / "missing.mp4", 0)
    path = film(tmp_path / "a.mp4", frames=3)
    for at in (1e300, float("nan"), float("inf"), -1e300):
        with pytest.raises(Refused):
            still(path, 0, at=at)
    cut = tmp_path / "cut.mp4"
    cut.write_bytes(path.read_bytes().replace(b"mdat", b"free"))
    with pytest.raises(Refused):
        still(cut, 99)


def test_stills_of_sound_are_refused(tmp_path):
    path = tmp_path / "a.m4a"
    with av.open(str(path), "w", format="mp4") as target:
        track = target.add_stream("aac", rate=48000, layout="stereo")
        frame = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
        frame.sample_rate, frame.pts = 48000, 0
        target.mux(track.encode(frame))
        target.mux(track.encode(None))
    with pytest.raises(Refused) as refused:
        still(path, 0)
    assert refused.value.code == "media:no_frames"


class Endless:
    """A container whose reader never comes to the end."""

    def __init__(self, packet: SimpleNamespace) -> None:
        self.packet, self.given = packet, 0

    def demux(self, *_streams: Stream):
        while True:
            self.given += 1
            if self.given > 200_000:
                pytest.fail("read on and on")
            yield self.packet


def packet(**facts: object) -> SimpleNamespace:
    stream = SimpleNamespace(codec_context=None)
    return SimpleNamespace(**{"stream": stream, "stream_index": 0, "pos": 9} | facts)


@pytest.mark.parametrize("stuck", [packet(dts=5, size=10), packet(dts=None, size=0)])
def test_a_reader_that_stands_still_is_left(stuck, monkeypatch):
    monkeypatch.setattr(reading, "_flush", lambda stream: "flush")
    given = list(reading.packets(Endless(stuck), "stream"))
    assert 0 < len(given) < 20_000


def test_packets_that_bring_no_picture_have_an_end(monkeypatch):
    monkeypatch.setattr(reading, "_flush", lambda stream: packet(dts=None, size=0))
    raw = Endless(packet(dts=None, size=10, pos=-1))
    assert list(reading.film_frames(raw, None)) == []
    assert raw.given < 30_000
