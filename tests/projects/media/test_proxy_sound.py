"""Sound stays in step with the picture, whenever either begins."""

from fractions import Fraction
from types import SimpleNamespace

import av
import numpy as np
import pytest

from projects.media.probe import probe
from projects.media.proxy import proxy
from projects.media.soundtrack import Soundtrack
from tests.projects.media.ingest_films import film, numbered, sound_file, tone


def heard(out) -> tuple[np.ndarray, float]:
    """Samples of the sound in a proxy, and the time of the first in seconds."""
    with av.open(str(out)) as container:
        frames = list(container.decode(audio=0))
        start = float(frames[0].pts * frames[0].time_base)
        return np.concatenate([frame.to_ndarray()[0] for frame in frames]), start


def clicks(out) -> list[float]:
    """When the loud stretches begin, in seconds."""
    samples, start = heard(out)
    loud = np.flatnonzero(np.abs(samples) > 0.45)
    begins = loud[np.flatnonzero(np.diff(loud, prepend=-48000) > 12000)]
    return [start + at / 48000 for at in begins]


def with_sound_at(path, *, picture_at: Fraction, sound_at: Fraction, hole: float = 0):
    """Three seconds of film whose tracks begin at different times."""
    with av.open(str(path), "w") as target:
        picture = target.add_stream("libx264", rate=24)
        picture.width, picture.height, picture.pix_fmt = 64, 48, "yuv420p"
        picture.time_base = picture.codec_context.time_base = Fraction(1, 1000)
        track = target.add_stream("pcm_s16le", rate=48000, layout="stereo")
        waves = (tone(3) * 32767).astype(np.int16)
        for index in range(72):
            frame = av.VideoFrame.from_ndarray(numbered(index, (64, 48)), format="rgb24")
            frame.pts = round((picture_at + Fraction(index, 24)) * 1000)
            frame.time_base = Fraction(1, 1000)
            target.mux(picture.encode(frame))
        target.mux(picture.encode(None))
        for start in range(0, waves.shape[1], 1600):
            if hole and 1.2 <= start / 48000 < 1.2 + hole:
                continue
            part = np.ascontiguousarray(waves[:, start : start + 1600].T.reshape(1, -1))
            frame = av.AudioFrame.from_ndarray(part, format="s16", layout="stereo")
            frame.sample_rate, frame.time_base = 48000, Fraction(1, 48000)
            frame.pts = start + int(sound_at * 48000)
            target.mux(track.encode(frame))
        target.mux(track.encode(None))
    return path


def test_clicks_stay_at_full_seconds(tmp_path):
    source = film(tmp_path / "a.mp4", frames=96, sound=True)
    proxy(source, probe(source, "film"), tmp_path / "p.mp4")
    assert clicks(tmp_path / "p.mp4") == pytest.approx([1, 2, 3], abs=0.006)


def test_priming_does_not_move_the_picture(tmp_path):
    source = film(tmp_path / "a.mp4", frames=48, sound=True)
    proxy(source, probe(source, "film"), tmp_path / "p.mp4")
    with av.open(str(tmp_path / "p.mp4")) as container:
        assert container.streams.video[0].start_time == 0
        assert next(container.decode(video=0)).pts == 0


@pytest.mark.parametrize(
    ("picture_at", "sound_at", "expected"),
    [("0", "0", [1, 2]), ("0", "1/2", [1.5, 2.5]), ("1/2", "0", [0.5, 1.5]), ("2", "2", [1, 2])],
)
def test_tracks_that_begin_apart_stay_apart(tmp_path, picture_at, sound_at, expected):
    source = with_sound_at(tmp_path / "a.mkv", picture_at=Fraction(picture_at),
                           sound_at=Fraction(sound_at))  # fmt: skip
    proxy(source, probe(source, "film"), tmp_path / "p.mp4")
    assert clicks(tmp_path / "p.mp4") == pytest.approx(expected, abs=0.006)


def test_a_hole_in_the_sound_is_silence_of_the_same_length(tmp_path):
    source = with_sound_at(
        tmp_path / "a.mkv", picture_at=Fraction(0), sound_at=Fraction(0), hole=0.5
    )
    proxy(source, probe(source, "film"), tmp_path / "p.mp4")
    assert clicks(tmp_path / "p.mp4") == pytest.approx([1, 2], abs=0.006)
    samples, start = heard(tmp_path / "p.mp4")
    quiet = samples[int((1.3 - start) * 48000) : int((1.6 - start) * 48000)]
    assert np.abs(quiet).max() < 0.02


def test_other_rates_and_layouts_become_48_khz_stereo(tmp_path):
    source = tmp_path / "a.wav"
    with av.open(str(source), "w") as target:
        track = target.add_stream("pcm_s16le", rate=22050, layout="mono")
        frame = av.AudioFrame.from_ndarray(
            np.zeros((1, 22050), np.int16), format="s16", layout="mono"
        )
        frame.sample_rate = 22050
        target.mux(track.encode(frame))
    proxy(source, probe(source, "sound"), tmp_path / "p.m4a")
    (track,) = probe(tmp_path / "p.m4a", "sound").audio
    assert (track["rate"], track["channels"], track["codec"]) == (48000, 2, "aac")


def test_the_end_of_the_sound_is_kept(tmp_path):
    source = sound_file(tmp_path / "a.wav", 2.5)
    proxy(source, probe(source, "sound"), tmp_path / "p.m4a")
    samples, start = heard(tmp_path / "p.m4a")
    assert start + len(samples) / 48000 == pytest.approx(2.5, abs=0.03)


def noise(layout, channels, rate, samples=4800):
    shape = (channels, samples)
    block = np.random.default_rng(1).uniform(-0.5, 0.5, shape).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
    frame.sample_rate, frame.pts = rate, None
    return frame


def test_a_track_may_change_its_channels_and_rate_midway(tmp_path):
    """Found by the drill: a damaged track suddenly had five channels."""
    kinds = [("stereo", 2, 48_000), ("5.0", 5, 48_000), ("mono", 1, 24_000), ("stereo", 2, 48_000)]
    source = SimpleNamespace(container=SimpleNamespace(streams=SimpleNamespace(video=())))
    with av.open(str(tmp_path / "a.m4a"), "w", format="mp4") as target:
        sound = Soundtrack(target, source)
        for kind in kinds:
            sound.add([noise(*kind)])
        sound.finish()
    with av.open(str(tmp_path / "a.m4a")) as made:
        heard = sum(frame.samples for frame in made.decode(audio=0))
    assert abs(heard - 5 * 4800) < 3000
