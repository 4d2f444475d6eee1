"""Whatever the number of workers, a tool leaves the same files, byte by byte."""

import itertools
import json
from fractions import Fraction

import av
import numpy as np
import pytest

from projects.assist.contract import Cancelled, ToolInput
from projects.assist.tools import TOOLS
from projects.media import pool
from projects.media.refusal import Refused
from projects.media.shots import segments
from tests.projects.media.people_drawn import HEIGHT, WIDTH, person, room
from tests.projects.media.takes_films import speech, write
from tests.projects.media.test_confined import gone

GROUP, SHOT = 20, 45  # frames from key frame to key frame, and of a shot
MARKS = [
    {
        "frame": SHOT * n + 5,
        "x": 50 + 20 * n,
        "y": 60,
        "width": 44,
        "height": 44,
        "character": "Ada",
    }
    for n in range(3)
]
WISHES = {
    "selects": {"chosen": "all"},
    "stills": {"per_shot": 3, "spacing": 0.2},
    "character_continuity": {"consent_vouched": True, "find": False, "marks": json.dumps(MARKS)},
}
X264 = f"keyint={GROUP}:min-keyint={GROUP}:scenecut=0:bframes=3:threads=1"


def pictures():
    """Three shots: somebody walks through a room; the last is of whom the first is."""
    found = []
    for number, clothes in enumerate([(30, 30, 170), (40, 140, 40), (30, 30, 170)]):
        for step in range(SHOT):
            drawn = room(number) // (1 + number % 2)
            left = 40 + 2 * step + 20 * number
            found.append(person(drawn.copy(), left, 60, clothes=clothes, face=1 + number % 2))
    return found


def film(path, *, more="", stamps=None, unit=Fraction(1, 25)):
    """`stamps` are times in `unit` for a film whose frames last unequally long."""
    with av.open(str(path), "w") as target:
        options = {"preset": "veryfast", "crf": "20", "x264-params": X264 + more}
        track = target.add_stream("libx264", rate=25, options=options)
        track.width, track.height, track.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        track.time_base = track.codec_context.time_base = unit
        for number, picture in enumerate(pictures()):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = (stamps[number] if stamps else number), unit
            target.mux(track.encode(frame))
        target.mux(track.encode(None))
    return path


def spoilt(path, first, end):
    """Bytes from part to part of the file (0..1) made nonsense."""
    content = bytearray(path.read_bytes())
    first, end = round(first * len(content)), round(end * len(content))
    content[first:end] = np.random.default_rng(1).bytes(end - first)
    path.write_bytes(content)
    return path


@pytest.fixture(scope="module")
def films(tmp_path_factory):
    folder = tmp_path_factory.mktemp("films")
    steps = np.random.default_rng(2).integers(20, 90, 3 * SHOT)
    return {
        "even": film(folder / "even.mp4"),
        "open": film(folder / "open.mp4", more=":open-gop=1"),
        "variable": film(
            folder / "variable.mp4", stamps=np.cumsum(steps).tolist(), unit=Fraction(1, 1000)
        ),
        "broken": spoilt(film(folder / "broken.mp4"), 0.4, 0.5),
        "stream": film(folder / "stream.ts"),
    }


@pytest.fixture
def started(monkeypatch):
    """Every worker that was started. The films are short: so are their segments."""
    children = []

    class Counted(pool.Child):
        def __init__(self, module):
            super().__init__(module)
            children.append(self)

    monkeypatch.setattr(pool, "Child", Counted)
    monkeypatch.setattr(segments, "SEGMENT_FRAMES", GROUP)
    return children


def run(tool, paths, folder, progress=lambda stage, share: None):
    folder.mkdir()
    inputs = [ToolInput(path, path.name) for path in paths]
    chosen = TOOLS[tool]
    return chosen.run(inputs, chosen.parameters(**WISHES[tool]), folder, progress)


def left(folder):
    """Every file of the folder with what is in it."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


@pytest.mark.parametrize("kind", ["even", "open", "variable", "broken", "stream"])
@pytest.mark.parametrize("tool", sorted(WISHES))
def test_all_files_are_the_same(tool, kind, films, tmp_path, monkeypatch, started):
    told = {}
    for workers in (1, 2):
        monkeypatch.setenv("TOOL_WORKERS", str(workers))
        outcomes = run(tool, [films[kind]], tmp_path / str(workers))
        told[workers] = [outcome.result for outcome in outcomes]
        assert not started or workers == 2
    # The breakdown has found out that the broken one does not add up; Selects finds out itself.
    in_one_go = kind == "stream" or (kind == "broken" and tool != "selects")
    assert len(started) == (0 if in_one_go else 2)
    monkeypatch.setattr(segments, "SEGMENT_FRAMES", 10_000)
    run(tool, [films[kind]], tmp_path / "whole")
    one, two, whole = (left(tmp_path / name) for name in ("1", "2", "whole"))
    assert told[1] == told[2] and "result.json" in one and len(one) > 1
    assert one == two
    assert one == whole, "cut apart or not"


def test_takes_beside_each_other_are_told_as_one_after_the_other(
    films, tmp_path, monkeypatch, started
):
    """A long take, a broken one, one with sound, one without a picture to be had."""
    voiced = write(tmp_path / "voiced.mov", pictures()[:40], sound=speech(1.6))
    text = tmp_path / "text.mp4"
    text.write_text("no film")
    paths = [films["even"], films["broken"], voiced, text, films["even"]]
    for workers in (1, 2):
        monkeypatch.setenv("TOOL_WORKERS", str(workers))
        run("selects", paths, tmp_path / str(workers))
    one, two = (left(tmp_path / name) for name in ("1", "2"))
    assert one == two and started


@pytest.mark.parametrize("tool", sorted(WISHES))
def test_whoever_cancels_ends_the_workers(tool, films, tmp_path, monkeypatch, started):
    monkeypatch.setenv("TOOL_WORKERS", "2")

    def stop(_stage, _share):
        if started:
            raise Cancelled

    with pytest.raises(Cancelled):
        run(tool, [films["even"]], tmp_path / "out", stop)
    assert started and all(gone(child.process.pid) for child in started)


@pytest.mark.parametrize("tool", sorted(WISHES))
def test_a_worker_that_is_killed_is_refused(tool, films, tmp_path, monkeypatch, started):
    monkeypatch.setenv("TOOL_WORKERS", "2")

    def kill(_stage, _share):
        for child in started:
            child.process.kill()

    with pytest.raises(Refused) as refused:
        run(tool, [films["even"]], tmp_path / "out", kill)
    assert refused.value.code == "media:died"


@pytest.mark.parametrize("tool", sorted(WISHES))
def test_progress_grows_to_the_end(tool, films, tmp_path, monkeypatch, started):
    monkeypatch.setenv("TOOL_WORKERS", "2")
    told = []
    run(tool, [films["even"]], tmp_path / "out", lambda stage, share: told.append((stage, share)))
    assert list(dict.fromkeys(stage for stage, _share in told)) == list(TOOLS[tool].stages)
    shares = [share for _stage, share in told]
    assert shares[0] >= 0 and 0.9 < shares[-1] <= 1
    assert all(later > earlier - 0.02 for earlier, later in itertools.pairwise(shares))
