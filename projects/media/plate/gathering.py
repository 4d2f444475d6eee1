"""The second pass: sampled frames into the stack, aligned and brought to one exposure."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from av.video.frame import VideoFrame
from numpy.typing import NDArray

from projects.media.frames import Unreadable, frames_of, turned
from projects.media.plate.light import Light, even_out
from projects.media.plate.poses import WORKING, Grey, Matrix, Poses, find_poses, working_grey
from projects.media.plate.stack import Deep, Stack

SMALL = 240  # the width at which it is decided what is background
BUDGET = 2 * 2**30  # of the stack on disk, in bytes
FEWEST = 24
WHITE = 256 / 255
EDGE = 2  # pixels along the frame's border that are not trusted after warping


@dataclass
class Gathered:
    """Frames as decoded, with their working pictures; `numbers` are those of the film."""

    stack: Stack
    numbers: list[int]
    greys: list[Grey] = field(default_factory=list)


@dataclass(frozen=True)
class Aligned:
    """The frames that can be used, by their place in the stack, and how they were placed.

    `small` N x h x w x 3 in levels of 255; `valid` N x h x w: was it inside the frame?
    """

    stack: Stack
    which: list[int]
    numbers: list[int]
    small: NDArray[np.float32]
    valid: NDArray[np.bool_]
    poses: Poses
    light: Light


def sampled(start: int, stop: int, most: int, size: int) -> list[int]:
    """Evenly spread frames of start..stop: at most `most`, and no more than the disk is given.

    `size` is the number of pixels of a frame.
    """
    most = max(FEWEST, min(most, BUDGET // (size * 6)))
    count = min(most, stop - start)
    return sorted({round(n) for n in np.linspace(start, stop - 1, count)})


def gather(
    path: Path, folder: Path, numbers: Sequence[int], tell: Callable[[float], None]
) -> Gathered:
    """Decode the frames `numbers` of the film into a stack in `folder`.

    Nothing is left there when `tell` or a frame raises.
    """
    found: Gathered | None = None
    try:
        for number, picture in _wanted(path, numbers, tell):
            height, width = picture.shape[:2]
            found = found or Gathered(Stack(folder / "frames.raw", height, width), [])
            if picture.shape != found.stack.shape:
                continue  # the picture changes its size within the film
            found.stack.add(picture)
            found.numbers.append(number)
            found.greys.append(_grey(picture))
    except BaseException:
        if found:
            found.stack.close()  # a cancelled run must not leave gigabytes behind
        raise
    if found is None:
        raise Unreadable(path.name)
    return found


def _wanted(
    path: Path, numbers: Sequence[int], tell: Callable[[float], None]
) -> Iterator[tuple[int, Deep]]:
    wanted = set(numbers)
    for number, frame in frames_of(path, numbers[0], numbers[-1] + 1):
        tell((number - numbers[0]) / max(1, numbers[-1] - numbers[0]))
        if number in wanted:
            yield number, deep(frame)


def deep(frame: VideoFrame) -> Deep:
    """The frame upright in 16 bits, red green blue."""
    planes = frame.reformat(format="gbrp16le").to_ndarray()  # rgb48le is up to two levels off
    full = cv2.multiply(planes, (WHITE,) * 4)  # FFmpeg's white is 255 * 256
    return np.maximum(turned(full, frame.rotation), 1)  # 0 means outside in a stack


def reduced(picture: Deep) -> NDArray[np.float32]:
    """The picture at the size of decisions, in levels of 255."""
    height, width = picture.shape[:2]
    scale = max(1, round(width / SMALL))
    size = (max(1, width // scale), max(1, height // scale))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 257


def _grey(picture: Deep) -> Grey:
    height, width = picture.shape[:2]
    scale = min(1.0, WORKING / width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
    return working_grey((cv2.cvtColor(small, cv2.COLOR_RGB2GRAY) / 257).astype(np.uint8))


def measure(found: Gathered) -> Poses:
    """Where the camera stood at each gathered frame."""
    height, width = found.stack.shape[:2]
    poses = find_poses(found.greys, width, height)
    found.greys.clear()
    return poses


def align(found: Gathered, poses: Poses, tell: Callable[[float], None]) -> Aligned:
    """Warp every frame that has a pose to the plate's and even the exposures out, in place."""
    which = [i for i, matrix in enumerate(poses.matrices) if matrix is not None]
    small, valid = [], []
    for done, index in enumerate(which):
        picture = found.stack.read(index)
        matrix = poses.matrices[index]
        if not np.array_equal(matrix, np.eye(3)):
            picture = warped(picture, matrix)
            found.stack.write(index, picture)
        small.append(reduced(picture))
        valid.append(_inside(picture, small[-1].shape[:2]))
        tell(done / len(which) / 2)
    light = even_out(np.stack(small), np.stack(valid))
    for done, index in enumerate(which):
        if light.fits[done] and (light.gains[done] != 1).any():
            picture = found.stack.read(index) * light.gains[done]
            found.stack.write(index, np.clip(np.round(picture), 0, 65535).astype(np.uint16))
            small[done] = small[done] * light.gains[done]
        tell(0.5 + done / len(which) / 2)
    kept = [n for n in range(len(which)) if light.fits[n]]
    return Aligned(
        found.stack,
        [which[n] for n in kept],
        [found.numbers[which[n]] for n in kept],
        np.stack([small[n] for n in kept]) if kept else np.empty((0, 1, 1, 3), np.float32),
        np.stack([valid[n] for n in kept]) if kept else np.empty((0, 1, 1), bool),
        poses,
        light,
    )


def warped(picture: Deep, matrix: Matrix) -> Deep:
    """The frame as seen from the plate's pose; 0 in all colours where it does not reach."""
    height, width = picture.shape[:2]
    back = cv2.WARP_INVERSE_MAP
    inside = np.zeros((height, width), np.uint8)
    inside[EDGE : height - EDGE, EDGE : width - EDGE] = 1
    inside = cv2.warpPerspective(inside, matrix, (width, height), flags=cv2.INTER_NEAREST | back)
    flags = cv2.INTER_LANCZOS4 | back
    there = cv2.warpPerspective(
        picture, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.maximum(there, 1) * inside[..., None]


def _inside(picture: Deep, size: tuple[int, int]) -> NDArray[np.bool_]:
    share = picture.any(-1).astype(np.uint8) * 255
    return cv2.resize(share, size[::-1], interpolation=cv2.INTER_AREA) > 250
