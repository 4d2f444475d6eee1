"""A track that turns into something else midway is still heard."""

import av
import numpy as np

from projects.media.resampling import Resampling

KINDS = [("stereo", 2, 48_000), ("5.0", 5, 48_000), ("mono", 1, 24_000), ("stereo", 2, 48_000)]


def noise(layout, channels, rate, samples=4800):
    block = np.random.default_rng(1).uniform(-0.5, 0.5, (channels, samples)).astype(np.float32)
    frame = av.AudioFrame.from_ndarray(block, format="fltp", layout=layout)
    frame.sample_rate, frame.pts = rate, None
    return frame


def test_every_kind_comes_out_alike_and_nothing_is_lost():
    sound = Resampling(layout="stereo", rate=48_000)
    out = [frame for kind in KINDS for frame in sound.resample(noise(*kind))]
    out += sound.resample(None)
    assert {frame.layout.name for frame in out} == {"stereo"}
    assert abs(sum(frame.samples for frame in out) - 5 * 4800) < 100


def test_a_track_without_a_frame_has_no_end_to_give():
    assert Resampling(layout="mono", rate=8000).resample(None) == []
