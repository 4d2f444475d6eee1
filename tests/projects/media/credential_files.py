"""Pictures and films to sign, and a chain to sign them with."""

from functools import cache
from pathlib import Path

import cv2
import numpy as np

from projects.media.credentials.chains import Seal, trial_chain
from projects.media.credentials.signing import Claim
from projects.media.sample import make_sample

CLAIM = Claim("algorithmicallyEnhanced", "stills", "1.0", {"tool": "stills", "run": "r-1"})


@cache
def seal() -> Seal:
    return trial_chain(days=30)


def picture(path: Path, shade: int = 90) -> Path:
    """Noise, so that a changed byte is a changed picture; written as its ending says."""
    grain = np.random.default_rng(shade).integers(0, 255, (60, 80, 3), dtype=np.uint8)
    assert cv2.imwrite(str(path), grain)
    return path


def film(path: Path) -> Path:
    make_sample(path, seed=3, seconds=1, size=(96, 54))
    return path


def changed(path: Path, at: int) -> None:
    """One bit of it turned."""
    held = bytearray(path.read_bytes())
    held[at] ^= 1
    path.write_bytes(held)
