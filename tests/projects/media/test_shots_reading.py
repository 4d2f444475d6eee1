"""The pass over a film: the same frames however it is cut apart, resumed or stopped."""

import threading
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from projects.media.frames import Unreadable, open_film, picture_stream
from projects.media.shots import passing, segments
from projects.media.shots.parts import Part, Parts
from projects.media.shots.passing import pass_over
from projects.media.shots.pictures import SIZE, tiny
from projects.media.shots.reading import Pass, Stopped, Untrusted, read_segment
from projects.media.shots.segments import plan
from projects.media.shots.thumbnails import ThumbnailStyle
from tests.projects.media.test_shots_films import scene, write

GOP = {"preset": "fast", "crf": "24", "threads": "1", "g": "20"}
OPEN = GOP | {"x264-params": "open-gop=1:scenecut=0:bframes=3:keyint=20"}
ODD_HEVC = {"preset": "ultrafast", "x265-params": "open-gop=1:keyint=20:bframes=4:log-level=none"}


@pytest.fixture(autouse=True)
def short_segments(monkeypatch):
    monkeypatch.setattr(segments, "SEGMENT_FRAMES", 20)


def film(tmp_path, name="film.mp4", options=None, codec="libx264", count=90):
    frames = scene(1, count // 2, speed=2) + scene(2, count - count // 2, speed=2)
    return write(tmp_path / name, frames, codec=codec, options=options or GOP)


def start(path, folder):
    return Pass(path, Parts(folder / "parts"), ThumbnailStyle(160, 4, None))


def straight(path):
    with open_film(path) as container:
        return np.array([tiny(frame) for frame in container.decode(picture_stream(container))])


def quiet(share):
    assert 0 <= share <= 1


@pytest.mark.parametrize(
    ("name", "codec", "options"),
    [
        ("closed.mp4", "libx264", GOP),
        ("open.mp4", "libx264", OPEN),
        ("open.mkv", "libx264", OPEN),
        ("open_hevc.mp4", "libx265", ODD_HEVC),
        ("intra.mov", "mjpeg", {"threads": "1"}),
    ],
)
def test_segments_add_up_to_the_straight_film(tmp_path, name, codec, options):
    pixels = "yuvj420p" if codec == "mjpeg" else "yuv420p"
    frames = scene(1, 45, speed=2) + scene(2, 45, speed=2)
    path = write(tmp_path / name, frames, codec=codec, options=options, pixels=pixels)
    layout = plan(path)
    assert len(layout.segments) > 2 and layout.packets == 90
    work = start(path, tmp_path)
    done = pass_over(work, layout, {}, 2, quiet)
    assert not done.straight and work.parts.frames() == 90
    assert (work.parts.pictures(0, 90) == straight(path)).all()
    assert work.parts.candidate_numbers() == list(range(0, 90, 4))


@pytest.mark.parametrize("name", ["film.ts", "film.avi"])
def test_containers_that_cannot_be_entered_exactly_are_read_straight(tmp_path, name):
    path = film(tmp_path, name)
    layout = plan(path)
    assert layout.segments == ()
    work = start(path, tmp_path)
    done = pass_over(work, layout, {}, 2, quiet)
    assert done.straight and done.errors == 0
    assert (work.parts.pictures(0, 90) == straight(path)).all()


def test_one_and_two_readers_leave_the_same(tmp_path):
    path, left = film(tmp_path), []
    for workers in (1, 2):
        work = start(path, tmp_path / str(workers))
        pass_over(work, plan(path), {}, workers, quiet)
        numbers = work.parts.candidate_numbers()
        left.append(
            (work.parts.pictures(0, 90).tobytes(), [work.parts.candidate(n) for n in numbers])
        )
    assert left[0] == left[1]


def test_a_segment_that_does_not_add_up_leads_to_a_straight_pass(tmp_path):
    path = film(tmp_path)
    layout = plan(path)
    wrong = replace(layout.segments[1], frames=3)
    work = start(path, tmp_path)
    with pytest.raises(Untrusted):
        read_segment(work, wrong)
    doubtful = replace(layout, segments=(layout.segments[0], wrong))
    done = pass_over(work, doubtful, {}, 2, quiet)
    assert done.straight and work.parts.frames() == 90 and work.seen == 90


def test_a_stopped_run_goes_on_with_the_segments_that_are_missing(tmp_path):
    path = film(tmp_path)
    layout, calls = plan(path), []

    def stop_half_way(share):
        if share > 0.4:
            raise KeyboardInterrupt

    work = start(path, tmp_path)
    while not calls:
        with pytest.raises(KeyboardInterrupt):
            pass_over(work, layout, {"a": 1}, 1, stop_half_way)
        calls = work.parts.firsts()
    again = start(path, tmp_path)
    done = pass_over(again, layout, {"a": 1}, 2, quiet)
    assert set(done.decoded) == {s.first for s in layout.segments} - set(calls)
    assert (again.parts.pictures(0, 90) == straight(path)).all()
    assert pass_over(start(path, tmp_path), layout, {"a": 1}, 2, quiet).decoded == ()
    assert len(pass_over(start(path, tmp_path), layout, {"a": 2}, 2, quiet).decoded) > 2


@pytest.fixture(autouse=True)
def watched_often(monkeypatch):
    monkeypatch.setattr(passing, "BEAT", 0.002)


@pytest.mark.parametrize("name", ["film.mp4", "film.ts"])
def test_stopping_leaves_no_thread_behind(tmp_path, name):
    path = film(tmp_path, name, count=200)

    def stop(share):
        raise KeyboardInterrupt

    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        pass_over(start(path, tmp_path), plan(path), {}, 2, stop)
    assert threading.active_count() == before


def test_a_reader_that_was_told_to_stop_takes_no_frame(tmp_path):
    work = start(film(tmp_path), tmp_path)
    work.stop.set()
    with pytest.raises(Stopped):
        read_segment(work, plan(work.path).segments[0])
    assert work.parts.firsts() == []


def test_broken_packets_are_skipped_and_counted(tmp_path):
    path = film(tmp_path)
    data = bytearray(path.read_bytes())
    for at in range(len(data) // 3, len(data) // 2):
        data[at] = 0x55
    path.write_bytes(data)
    work = start(path, tmp_path)
    done = pass_over(work, plan(path), {}, 2, quiet)
    assert done.straight and done.errors > 0
    assert 0 < work.parts.frames() <= 90


def test_a_film_without_one_good_frame_is_unreadable(tmp_path):
    path = film(tmp_path, count=3)
    data = bytearray(path.read_bytes())
    begin = data.index(b"mdat") + 4
    data[begin : data.index(b"moov") - 4] = bytes(data.index(b"moov") - 4 - begin)
    path.write_bytes(data)
    with pytest.raises(Unreadable):
        pass_over(start(path, tmp_path), plan(path), {}, 2, quiet)


def test_uneven_times_are_noticed(tmp_path):
    assert plan(film(tmp_path)).even
    path = tmp_path / "uneven.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for number, picture in enumerate(scene(1, 10)):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = number * 2 + (number > 5) * 7, Fraction(1, 25)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert not plan(path).even


def test_another_film_has_another_fingerprint(tmp_path):
    one, other = film(tmp_path), film(tmp_path, "b.mp4", count=80)
    assert plan(one).fingerprint == plan(one).fingerprint != plan(other).fingerprint


def test_parts_are_whole_and_read_across(tmp_path):
    parts = Parts(tmp_path / "parts")
    assert parts.begin({"film": 1}) == set()
    for first, count in ((0, 3), (3, 2)):
        rows = [np.full(SIZE, first + k, np.uint8) for k in range(count)]
        parts.save(Part(first, rows, {first: b"jpeg %d" % first}))
    assert parts.begin({"film": 1}) == {0, 3} and parts.frames() == 5
    assert parts.pictures(2, 99)[:, 0].tolist() == [2, 3, 4]
    assert parts.pictures(-3, 1)[:, 0].tolist() == [0]
    assert parts.candidate(3) == b"jpeg 3" and parts.candidate_numbers() == [0, 3]
    assert parts.begin({"film": 2}) == set()
    parts.remove()
    assert not parts.folder.exists()


@pytest.mark.parametrize("name", ["film.mov", "film.npy", "00000000.jpegs.txt"])
def test_a_folder_with_files_of_somebodys_own_is_left_alone(tmp_path, name):
    mine = tmp_path / "parts" / name
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    with pytest.raises(FileExistsError, match="other files"):
        Parts(mine.parent).begin({"film": 1})
    assert mine.read_bytes() == b"mine"


def test_what_a_killed_run_left_half_written_is_not_a_part(tmp_path):
    parts = Parts(tmp_path / "parts")
    parts.begin({})
    (parts.folder / "00000000.npy.new").write_bytes(b"half")
    (parts.folder / "00000000.jpegs").write_bytes(b"")
    assert parts.begin({}) == set() and parts.frames() == 0
