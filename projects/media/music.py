"""Soft chords for a made-up film."""

import numpy as np

RATE = 48_000
_CHORDS = ((0, 7, 12, 16), (-4, 3, 8, 12), (-7, 0, 5, 9), (-5, 2, 7, 11))
_BAR = 2.5  # seconds
_ROOT = 130.81


def music(seed: int, seconds: float) -> np.ndarray:
    """Stereo samples, 2 x N float32 in -1..1, at `RATE`; the same for the same seed."""
    rng = np.random.default_rng((seed, 3))
    count = max(1, int(seconds * RATE))
    root = _ROOT * 2 ** (int(rng.integers(-3, 4)) / 12)
    sound = np.zeros(count + RATE, np.float32)
    for bar, start in enumerate(range(0, count, int(_BAR * RATE))):
        chord = _chord(root, _CHORDS[(bar + seed) % len(_CHORDS)])
        end = min(len(sound), start + len(chord))
        sound[start:end] += chord[: end - start]
    breath = np.convolve(rng.normal(0, 0.02, count), np.ones(64) / 64, "same").astype(np.float32)
    left = sound[:count] + breath
    right = np.roll(left, RATE // 90)
    edge = np.minimum(1, np.minimum(np.arange(count), np.arange(count)[::-1]) / (RATE / 4))
    return np.clip(np.stack([left, right]) * edge, -1, 1).astype(np.float32)


def _chord(root: float, steps: tuple[int, ...]) -> np.ndarray:
    """One chord that swells and dies a little longer than its bar."""
    time = np.arange(int((_BAR + 0.8) * RATE), dtype=np.float32) / RATE
    swell = np.minimum(1, time / 0.5) * np.exp(-time / 1.6)
    voices = [np.sin(2 * np.pi * root * 2 ** (step / 12) * time) for step in steps]
    return (sum(voices) * swell * 0.09).astype(np.float32)
