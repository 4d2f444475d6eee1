"""Frame n of the proxy is frame n of the source, shown at its time."""

import os
from fractions import Fraction

import av
import numpy as np
import pytest

from projects.media.probe import probe
from projects.media.proxy import proxy
from projects.media.refusal import Refused
from tests.projects.media.ingest_films import (
    DATA,
    film,
    needs_data,
    number_in,
    sound_file,
)

RATES = ["24000/1001", "24", "25", "30000/1001", "30", "50", "60000/1001", "60"]
UNEVEN = [0, 33, 67, 150, 183, 217, 400, 433, 467, 900, 933, 967, 1400, 1500, 1533]


def made(path, tmp_path, kind="film", **changes):
    out = tmp_path / "proxy.mp4"
    return out, proxy(path, probe(path, kind), out, **changes)


def shown(out) -> list[tuple[Fraction, int]]:
    """(time, number) of every frame."""
    with av.open(str(out)) as container:
        base = container.streams.video[0].time_base
        return [
            (frame.pts * base, number_in(frame.to_ndarray(format="rgb24")))
            for frame in container.decode(video=0)
        ]


@pytest.mark.parametrize("rate", RATES)
def test_every_frame_is_there_at_exactly_its_time(tmp_path, rate):
    source = film(tmp_path / "a.mp4", frames=50, rate=Fraction(rate))
    out, result = made(source, tmp_path)
    assert shown(out) == [(n / Fraction(rate), n) for n in range(50)]
    assert result == {"frames": 50, "width": 128, "height": 96, "rate": str(Fraction(rate) + 0)
                      if "/" in rate else f"{rate}/1"}  # fmt: skip


def test_groups_are_short_and_without_reordering(tmp_path):
    out, _ = made(film(tmp_path / "a.mp4", frames=60, options={"bf": "3"}), tmp_path)
    with av.open(str(out)) as container:
        packets = [packet for packet in container.demux(video=0) if packet.size]
        keys = [index for index, packet in enumerate(packets) if packet.is_keyframe]
        assert all(packet.pts == packet.dts for packet in packets)
        assert keys[0] == 0 and max(np.diff([*keys, 60])) <= 12
        assert container.streams.video[0].codec_context.has_b_frames == 0


def test_seeking_lands_on_the_frame(tmp_path):
    out, _ = made(film(tmp_path / "a.mp4", frames=60, sound=True), tmp_path)
    with av.open(str(out)) as container:
        stream = container.streams.video[0]
        for wanted in (59, 0, 31, 12, 11):
            stamp = int(Fraction(wanted, 24) / stream.time_base)
            container.seek(stamp, stream=stream)
            frame = next(f for f in container.decode(stream) if f.pts >= stamp)
            assert number_in(frame.to_ndarray(format="rgb24")) == wanted


def test_uneven_films_keep_their_own_times(tmp_path):
    source = film(tmp_path / "a.mkv", frames=15, stamps=UNEVEN)
    out, result = made(source, tmp_path)
    assert result["frame_times"] == pytest.approx([stamp / 1000 for stamp in UNEVEN], abs=1e-5)
    found = shown(out)
    assert [number for _, number in found] == list(range(15))
    assert [float(t) for t, _ in found] == pytest.approx(result["frame_times"], abs=1e-5)


def test_a_late_start_becomes_zero(tmp_path):
    stamps = [5000 + round(n * 1000 / 24) for n in range(30)]
    out, _ = made(film(tmp_path / "a.mkv", frames=30, stamps=stamps), tmp_path)
    assert shown(out) == [(Fraction(n, 24), n) for n in range(30)]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_turned_films_stand_upright(tmp_path, rotation):
    source = film(tmp_path / "a.mp4", frames=3, size=(160, 80), rotation=rotation)
    out, result = made(source, tmp_path)
    upright = (160, 80) if rotation == 180 else (80, 160)
    assert (result["width"], result["height"]) == upright
    with av.open(str(out)) as container:
        pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    back = [np.rot90(picture, rotation // 90) for picture in pictures]
    assert [number_in(picture) for picture in back] == [0, 1, 2]


def test_wide_pixels_become_square(tmp_path):
    source = film(tmp_path / "a.mp4", frames=2, size=(144, 96), aspect=Fraction(4, 3))
    _, result = made(source, tmp_path)
    assert (result["width"], result["height"]) == (192, 96)


@pytest.mark.parametrize(
    ("size", "height", "expected"),
    [((320, 180), 90, (160, 90)), ((320, 180), 540, (320, 180)), ((322, 182), 91, (160, 90))],
)
def test_large_films_shrink_and_small_ones_never_grow(tmp_path, size, height, expected):
    _, result = made(film(tmp_path / "a.mp4", frames=2, size=size), tmp_path, height=height)
    assert (result["width"], result["height"]) == expected


def test_odd_sizes_become_even(tmp_path):
    source = film(tmp_path / "a.mkv", frames=2, size=(121, 81), codec="ffv1", pixels="yuv444p")
    _, result = made(source, tmp_path)
    assert (result["width"], result["height"]) == (120, 80)


def test_the_picture_is_plain_bt709_and_the_index_comes_first(tmp_path):
    source = film(tmp_path / "a.mp4", codec="libx265", pixels="yuv420p10le",
                  options={"x265-params": "log-level=none"})  # fmt: skip
    out, _ = made(source, tmp_path)
    facts = probe(out, "film")
    assert (facts.video_codec, facts.pixel_format) == ("h264", "yuv420p")
    assert facts.colour == {"primaries": "bt709", "transfer": "bt709", "matrix": "bt709",
                            "range": "limited"}  # fmt: skip
    data = out.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_silent_films_stay_silent(tmp_path):
    out, _ = made(film(tmp_path / "a.mp4"), tmp_path)
    assert probe(out, "film").audio == ()


def test_bright_scenes_of_hdr_are_brought_into_range(tmp_path):
    params = "log-level=none:transfer=smpte2084:colorprim=bt2020:colormatrix=bt2020nc"
    source = film(tmp_path / "a.mkv", frames=2, codec="libx265", pixels="yuv420p10le",
                  options={"x265-params": params})  # fmt: skip
    out, _ = made(source, tmp_path)
    assert [number for _, number in shown(out)] == [0, 1]
    assert probe(out, "film").colour["transfer"] == "bt709"


def test_cancelling_leaves_nothing_behind(tmp_path):
    class Stop(Exception):
        pass

    def stop(fraction: float) -> None:
        raise Stop

    source = film(tmp_path / "a.mp4")
    with pytest.raises(Stop):
        made(source, tmp_path, progress=stop)
    assert os.listdir(tmp_path) == ["a.mp4"]


def test_progress_grows_to_one(tmp_path):
    told: list[float] = []
    made(film(tmp_path / "a.mp4", frames=48, sound=True), tmp_path, progress=told.append)
    assert told == sorted(told) and told[-1] == 1.0 and told[0] < 1


@needs_data
@pytest.mark.parametrize("name", ["mutated_0.mp4", "mutated_5.mp4", "mutated_7.mp4", "vfr.mp4",
                                  "truncated_faststart_half.mp4", "fragmented.mp4"])  # fmt: skip
def test_damaged_films_give_as_many_frames_as_were_counted(tmp_path, name):
    path = DATA / "robustness" / name
    _, result = made(path, tmp_path)
    assert result["frames"] == probe(path, "film").frames


def test_a_film_that_changes_its_size_midway_is_scaled_throughout(tmp_path):
    parts = [film(tmp_path / f"{n}.ts", frames=12, size=size, options={"bf": "0"})
             for n, size in enumerate([(128, 96), (256, 192)])]  # fmt: skip
    whole = tmp_path / "a.ts"
    whole.write_bytes(b"".join(part.read_bytes() for part in parts))
    out, result = made(whole, tmp_path)
    assert result["frames"] == 24 and (result["width"], result["height"]) == (128, 96)
    assert [number for _, number in shown(out)] == [*range(12), *range(12)]


def test_sound_alone_becomes_sound_alone(tmp_path):
    out, result = made(sound_file(tmp_path / "a.wav", 2), tmp_path, kind="sound")
    facts = probe(out, "sound")
    assert result["frames"] == 0
    assert facts.audio[0]["codec"] == "aac" and abs(facts.duration - 2) < Fraction(1, 20)


def test_a_film_that_no_longer_opens_is_refused(tmp_path):
    path = film(tmp_path / "a.mp4")
    facts = probe(path, "film")
    path.write_bytes(b"gone")
    with pytest.raises(Refused):
        proxy(path, facts, tmp_path / "proxy.mp4")
    assert os.listdir(tmp_path) == ["a.mp4"]
