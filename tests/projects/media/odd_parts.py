"""Parts of a job that do what they are told, for the tests of the pool."""

import os
import signal
import time
from pathlib import Path

import cv2
import numpy as np

from projects.media import sharing
from projects.media.frames import NoPicture
from projects.media.refusal import Refused


class Unpicklable(Exception):
    def __init__(self, first, second):
        super().__init__(first)


def work(part, tell):
    what, number = part
    tell(0.5)
    return globals()[what](number)


def double(number):
    time.sleep(0.05 * (number % 3))
    return 2 * number


def about(number):
    return {
        "pid": os.getpid(),
        "names": sorted(os.environ),
        "threads": cv2.getNumThreads(),
        "shared": sharing.one_of_several(),
    }


def no_picture(number):
    raise NoPicture(f"part {number}")


def refuse(number):
    raise Refused("media:unreadable", "%(count)s bad blocks", count=number)


def odd_error(number):
    raise Unpicklable("odd", number)


def die(number):
    os.kill(os.getpid(), signal.SIGKILL)


def swell(number):
    return len(bytearray(number))


def paint(side):
    """A picture of so many pixels square: OpenCV tells in its own way that there is no memory."""
    return cv2.resize(np.zeros((8, 8), np.uint8), (side, side)).shape[0]


def hang(number):
    time.sleep(600)


def note(path):
    """Leaves a word of having been here."""
    Path(path).write_text(str(os.getpid()))
    time.sleep(600)


def nap(number):
    time.sleep(1)
    return "slept"


def leave(path):
    Path(path).write_text("")
    return "left"


def noted(part, tell):
    """Leaves a file of its name; one that is called `none` gives nothing."""
    folder, name = part
    (Path(folder) / name).write_text("done")
    tell(0.5)
    return None if name == "none" else name
