"""Small films made for the tests, and what opening and looking at films does."""

from fractions import Fraction
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from projects.media.frames import (
    NoPicture,
    Unreadable,
    area,
    display_size,
    frame_rate,
    open_film,
    picture_stream,
    planes,
    turned,
)
from projects.media.shots.pictures import SIZE, chroma_of, luma_of, tiny

WIDTH, HEIGHT = 320, 180


def scene(seed: int, count: int, speed: float = 0.6) -> list[np.ndarray]:
    """`count` frames of one made-up shot: a still painting with two things moving in it."""
    random = np.random.default_rng(seed)
    coarse = random.integers(10, 245, (5, 8, 3), np.uint8)
    painting = cv2.resize(coarse, (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    fine = random.integers(-30, 30, (45, 80, 1), np.int16).repeat(4, 0).repeat(4, 1)
    painting = np.clip(painting + fine, 0, 255).astype(np.uint8)
    colours = random.integers(0, 255, (2, 3)).tolist()
    frames = []
    for number in range(count):
        frame = painting.copy()
        for which, colour in enumerate(colours):
            x = int(60 + 90 * which + speed * number) % WIDTH
            cv2.circle(frame, (x, 60 + 50 * which), 14, colour, -1)
        frames.append(frame)
    return frames


def dissolve(before: list[np.ndarray], after: list[np.ndarray], length: int) -> list[np.ndarray]:
    """The last `length` frames of one shot mixed with the first of the next, then the rest."""
    mixed = []
    for k in range(length):
        share = (k + 1) / (length + 1)
        pair = before[len(before) - length + k], after[k]
        mixed.append(cv2.addWeighted(pair[0], 1 - share, pair[1], share, 0))
    return [*before[:-length], *mixed, *after[length:]]


def scaled(frames: list[np.ndarray], gains: np.ndarray, colour: int = 0) -> list[np.ndarray]:
    """Frames drawn towards black (or `colour`): a gain of 1 leaves one as it is."""
    pairs = zip(frames, gains, strict=True)
    return [np.clip(f * g + colour * (1 - g), 0, 255).astype(np.uint8) for f, g in pairs]


def write(
    path: Path,
    frames: list[np.ndarray],
    rate: Fraction | int = 25,
    codec: str = "libx264",
    options: dict[str, str] | None = None,
    pixels: str = "yuv420p",
    aspect: Fraction | None = None,
) -> Path:
    """Encode the frames (H x W x 3, blue green red) and return the path."""
    chosen = options or (
        {"preset": "ultrafast", "crf": "20", "threads": "1"} if codec == "libx264" else {}
    )
    with av.open(str(path), "w") as container:
        stream = container.add_stream(codec, rate=rate, options=chosen)
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = pixels
        if aspect:
            stream.codec_context.sample_aspect_ratio = aspect
        for frame in frames:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="bgr24")))
        container.mux(stream.encode(None))
    return path


def sound_only(path: Path) -> Path:
    """A film file with no picture in it."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=48000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.rate = 48000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def test_sound_alone_is_no_picture(tmp_path):
    with pytest.raises(NoPicture):
        open_film(sound_only(tmp_path / "sound.mp4"))


@pytest.mark.parametrize("content", [b"", b"just words\n" * 50])
def test_what_is_not_a_film_is_unreadable(tmp_path, content):
    path = tmp_path / "odd.mov"
    path.write_bytes(content)
    with pytest.raises(Unreadable):
        open_film(path)


def test_a_play_list_cannot_lead_to_other_files(tmp_path):
    film = write(tmp_path / "a.mp4", scene(1, 3))
    listing = tmp_path / "list.mp4"
    listing.write_text(f"ffconcat version 1.0\nfile '{film.name}'\n")
    with pytest.raises(Unreadable):
        open_film(listing)


@pytest.mark.parametrize("rate", [Fraction(24000, 1001), Fraction(25), Fraction(50)])
def test_the_rate_is_a_ratio(tmp_path, rate):
    with open_film(write(tmp_path / "a.mp4", scene(1, 3), rate=rate)) as container:
        assert frame_rate(picture_stream(container)) == rate


def _first(path: Path) -> av.VideoFrame:
    with open_film(path) as container:
        return next(container.decode(picture_stream(container)))


@pytest.mark.parametrize(
    ("name", "codec", "pixels"),
    [
        ("a.mp4", "libx264", "yuv420p"),
        ("a.mp4", "libx264", "yuv444p"),
        ("a.mp4", "libx264", "yuv420p10le"),
        ("a.mkv", "ffv1", "bgr0"),
        ("a.avi", "mjpeg", "yuvj420p"),
    ],
)
def test_tiny_pictures_agree_whatever_the_pixels_are(tmp_path, name, codec, pixels):
    wanted = cv2.resize(scene(3, 1)[0], (64, 36), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(wanted, cv2.COLOR_BGR2GRAY).astype(int)
    picture = tiny(_first(write(tmp_path / name, scene(3, 1), codec=codec, pixels=pixels)))[None]
    assert picture.shape == (1, SIZE)
    assert np.abs(luma_of(picture)[0].astype(int) - grey).mean() < 4
    assert chroma_of(picture).shape == (1, 2, 9, 16)


def test_odd_sizes_have_all_their_planes(tmp_path):
    odd = [frame[:179, :319] for frame in scene(1, 1)]
    frame = _first(write(tmp_path / "a.mkv", odd, codec="ffv1", pixels="yuv420p"))
    assert [plane.shape for plane in planes(frame)[0]] == [(179, 319), (90, 160), (90, 160)]


def test_area_averages_and_brings_ten_bits_to_eight():
    plane = np.full((72, 128), 400, np.uint16)
    assert (area(plane, 64, 36, 10) == 100).all()


def test_turning_is_counter_clockwise_as_the_display_matrix_says():
    picture = np.array([[[1], [2]], [[3], [4]]], np.uint8)
    assert turned(picture, 90)[:, :, 0].tolist() == [[2, 4], [1, 3]]
    assert turned(picture, -90)[:, :, 0].tolist() == [[3, 1], [4, 2]]
    assert turned(picture, 0)[:, :, 0].tolist() == [[1, 2], [3, 4]]


def test_the_display_size_has_the_shape_a_player_shows(tmp_path):
    frame = _first(write(tmp_path / "a.mp4", scene(1, 1)))
    assert display_size(frame, None, 320) == (320, 180)
    assert display_size(frame, Fraction(4, 3), 320) == (320, 135)
