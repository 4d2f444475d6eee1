"""Log pictures made fit for a screen: a display transform for each way cameras write them.

Nobody grades by it: it shows a viewing copy as a person would expect it, the original stays as
it is. Scene light is brought into BT.709 by the primaries of camera and screen, highlights are
rolled off, and the screen's own curve (BT.1886, 2.4) is undone.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from PIL import ImageFilter

from projects.media import curves

SIZE = 33  # of the table, a side
#: Light so many times as bright as a white page is where the screen ends.
BRIGHTEST = 8.0
_WHITE = (0.3127, 0.3290)  # D65
Primaries = tuple[tuple[float, float], tuple[float, float], tuple[float, float]]

BT709: Primaries = ((0.64, 0.33), (0.30, 0.60), (0.15, 0.06))
BT2020: Primaries = ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046))
SGAMUT3: Primaries = ((0.730, 0.280), (0.140, 0.855), (0.100, -0.050))
SGAMUT3_CINE: Primaries = ((0.766, 0.275), (0.225, 0.800), (0.089, -0.087))
AWG3: Primaries = ((0.6840, 0.3130), (0.2210, 0.8480), (0.0861, -0.1020))
AWG4: Primaries = ((0.7347, 0.2653), (0.1424, 0.8576), (0.0991, -0.0308))
VGAMUT: Primaries = ((0.730, 0.280), (0.165, 0.840), (0.100, -0.030))
CINEMA: Primaries = ((0.740, 0.270), (0.170, 1.140), (0.080, -0.100))
REDWIDE: Primaries = ((0.780308, 0.304253), (0.121595, 1.493994), (0.095612, -0.084589))


@dataclass(frozen=True)
class Look:
    """`full`: the curve is published over all codes, black not at 64 of 1023."""

    title: str
    curve: Callable[[np.ndarray], np.ndarray]
    primaries: Primaries
    full: bool = False


#: What a person may say of a film; names as their makers write them.
LOOKS = {
    "slog3": Look("Sony S-Log3, S-Gamut3", curves.slog3, SGAMUT3, full=True),
    "slog3cine": Look("Sony S-Log3, S-Gamut3.Cine", curves.slog3, SGAMUT3_CINE, full=True),
    "logc3": Look("ARRI LogC3, EI 800", curves.logc3, AWG3),
    "logc4": Look("ARRI LogC4", curves.logc4, AWG4),
    "vlog": Look("Panasonic V-Log", curves.vlog, VGAMUT, full=True),
    "clog3": Look("Canon Log 3, Cinema Gamut", curves.clog3, CINEMA, full=True),
    "applelog": Look("Apple Log", curves.applelog, BT2020),
    "log3g10": Look("RED Log3G10", curves.log3g10, REDWIDE),
    "cineon": Look("Cineon", curves.cineon, BT709, full=True),
}


def shown(look: str, picture: np.ndarray, *, video: bool = True) -> np.ndarray:
    """RGB for the screen, 0..1, from RGB as the file has it (0..1, any shape ending in 3).

    Of `video`, black and white were at 64 and 940 of 1023 before it became RGB; files of single
    frames hold the codes themselves.
    """
    chosen = LOOKS[look]
    code = (picture * 876 + 64) / 1023 if chosen.full and video else picture
    light = np.maximum(chosen.curve(code) @ _to_screen(chosen.primaries).T, 0)
    return np.clip(_rolled(light), 0, 1) ** (1 / 2.4)


def _rolled(light: np.ndarray) -> np.ndarray:
    """Reinhard's curve with a white point: darks keep their place, `BRIGHTEST` becomes 1."""
    return light * (1 + light / BRIGHTEST**2) / (1 + light)


@lru_cache
def _to_screen(primaries: Primaries) -> np.ndarray:
    return np.linalg.inv(_to_xyz(BT709)) @ _to_xyz(primaries)


def _to_xyz(primaries: Primaries) -> np.ndarray:
    """3 x 3, linear RGB to CIE XYZ (SMPTE RP 177)."""
    columns = np.array([_xyz(point) for point in primaries]).T
    return columns * np.linalg.solve(columns, _xyz(_WHITE))


def _xyz(point: tuple[float, float]) -> np.ndarray:
    x, y = point
    return np.array([x / y, 1.0, (1 - x - y) / y])


@contextmanager
def table(look: str, *, video: bool = True) -> Iterator[Path]:
    """The transform as a .cube file, for as long as somebody reads it; `video` as in `shown`."""
    with tempfile.NamedTemporaryFile("w", suffix=".cube", prefix="last-mile-look-") as file:
        file.write(_cube(look, video))
        file.flush()
        yield Path(file.name)


@lru_cache(maxsize=2)
def of_frames(look: str) -> ImageFilter.Color3DLUT:
    """The transform for single frames, as Pillow takes it."""
    return ImageFilter.Color3DLUT(SIZE, _rows(look, video=False).ravel().tolist())


def _rows(look: str, *, video: bool) -> np.ndarray:
    """The table, a row of RGB for each step of blue, green and red, red fastest."""
    steps = np.linspace(0, 1, SIZE)
    blue, green, red = np.meshgrid(steps, steps, steps, indexing="ij")
    return shown(look, np.stack([red, green, blue], -1), video=video).reshape(-1, 3)


@lru_cache(maxsize=2)
def _cube(look: str, video: bool) -> str:
    rows = _rows(look, video=video)
    return f"LUT_3D_SIZE {SIZE}\n" + "".join(f"{r:.6f} {g:.6f} {b:.6f}\n" for r, g, b in rows)
