"""Loudness, range and true peak of the reference signals of EBU Tech 3341 and 3342."""

import numpy as np
import pytest

from projects.media.takes.loudness import RATE, Meter, integrated, loudness_range, lufs


def sine(level: float, seconds: float, pitch: float = 1000, phase: float = 0) -> np.ndarray:
    """One channel; `level` is that of its peaks, in dBFS."""
    time = np.arange(round(seconds * RATE)) / RATE
    wave = 10 ** (level / 20) * np.sin(2 * np.pi * pitch * time + np.radians(phase))
    return wave.astype(np.float32)


def read(*channels: np.ndarray, weights: tuple[float, ...] = (1, 1)):
    meter = Meter(weights)
    sound = np.stack(channels)
    for start in range(0, sound.shape[1], 10_007):  # blocks that fit nothing
        meter.add(sound[:, start : start + 10_007])
    return meter.read()


def steps(*parts: tuple[float, float]):
    wave = np.concatenate([sine(level, seconds) for level, seconds in parts])
    return read(wave, wave)


@pytest.mark.parametrize("level", [-23, -33])
def test_a_stereo_tone_is_as_loud_as_its_peaks_say(level):
    assert steps((level, 10)).integrated == pytest.approx(level, abs=0.1)


@pytest.mark.parametrize(
    "parts",
    [
        ((-36, 10), (-23, 30), (-36, 10)),
        ((-72, 10), (-36, 10), (-23, 30), (-36, 10), (-72, 10)),
        ((-26, 20), (-20, 20.1), (-26, 20)),
    ],
)
def test_quiet_parts_are_gated_out(parts):
    assert steps(*parts).integrated == pytest.approx(-23, abs=0.1)


def test_channels_have_their_weights():
    levels = (-28, -28, -24, -30, -30)
    found = read(*(sine(level, 20) for level in levels), weights=(1, 1, 1, 1.41, 1.41))
    assert found.integrated == pytest.approx(-23, abs=0.1)


def test_the_low_channel_does_not_count():
    quiet, loud = sine(-23, 5), sine(-3, 5, pitch=60)
    assert read(quiet, quiet, loud, weights=(1, 1, 0)).integrated == pytest.approx(-23, abs=0.1)


@pytest.mark.parametrize(
    ("parts", "wanted"),
    [
        (((-20, 20), (-30, 20)), 10),
        (((-20, 20), (-15, 20)), 5),
        (((-40, 20), (-20, 20)), 20),
        (((-50, 20), (-35, 20), (-20, 20), (-35, 20), (-50, 20)), 15),
    ],
)
def test_the_range_between_quiet_and_loud(parts, wanted):
    assert steps(*parts).spread == pytest.approx(wanted, abs=1)


@pytest.mark.parametrize(("pitch", "phase"), [(12000, 45), (8000, 60), (6000, 67.5), (997, 0)])
def test_true_peaks_lie_between_the_samples(pitch, phase):
    wave = sine(-6, 2, pitch, phase)
    fade = np.minimum(1, np.arange(len(wave)) / 4800).astype(np.float32)
    peak = read(wave * fade, weights=(1,)).peak
    assert -6.4 < peak < -5.8


def test_silence_has_no_loudness():
    found = read(np.zeros(RATE * 5, np.float32), weights=(1,))
    assert (found.integrated, found.spread, found.peak) == (None, None, None)
    assert len(found.tenths) == 50 and found.tenths.max() == pytest.approx(-120.7, abs=0.1)


def test_a_sound_shorter_than_a_block_has_none_either():
    assert read(sine(-20, 0.25), weights=(1,)).integrated is None
    assert read(np.zeros(100, np.float32), weights=(1,)).tenths.size == 0


def test_powers_alone_tell_the_same():
    powers = np.full(100, 10 ** ((-23 + 0.691) / 10))
    assert lufs(powers)[0] == pytest.approx(-23)
    assert integrated(powers) == pytest.approx(-23)
    assert loudness_range(powers) == pytest.approx(0, abs=1e-6)
    assert loudness_range(powers[:29]) is None
