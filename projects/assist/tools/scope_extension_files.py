"""The track of scope extension as files that other programs read."""

from pathlib import Path
from typing import Any

from projects.assist.contract import OutputFile
from projects.interchange.corner_pins import after_effects, nuke, table
from projects.media.planar.following import Track
from projects.media.planar.preparing import Look, Shown
from projects.media.planar.quads import picture_corners

NUKE, EFFECTS, TABLE = "track.nk", "track_ae.txt", "track.csv"


def write_track(track: Track, folder: Path, insert: tuple[int, int] | None) -> list[OutputFile]:
    """Write the three files; `insert` is width and height of the picture that is inserted.

    With one, Nuke's node pins the picture; without, it moves what is drawn over frame `at`.
    """
    found = {number: track.corners_of(number).tolist() for number in track.fits}
    certain = {number: fit.certainty for number, fit in track.fits.items()}
    width, height = insert or (track.width, track.height)
    source = picture_corners(width, height) if insert else track.corners
    texts = {
        NUKE: nuke(found, source.tolist(), track.height, height, "ScopeExtension"),
        EFFECTS: after_effects(found, track.width, track.height, track.rate),
        TABLE: table(found, certain),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return [
        OutputFile(folder / NUKE, "nuke", "text/plain"),
        OutputFile(folder / EFFECTS, "effects", "text/plain"),
        OutputFile(folder / TABLE, "csv", "text/csv"),
    ]


def films_of(shown: Shown) -> list[OutputFile]:
    """The preview, and the mask if there is one."""
    files = [OutputFile(shown.preview, "preview", "video/mp4")]
    if shown.mask is not None:
        files.append(OutputFile(shown.mask, "mask", "video/mp4"))
    return files


def looks_of(shown: Shown) -> list[OutputFile]:
    """What is to be looked at before anybody signs: 0 is the preview as it is played, then the
    two pictures of each frame of the album.
    """
    files = [OutputFile(shown.preview, "large", "video/mp4")]
    for index, path in enumerate((p for pair in _pairs(shown) for p in pair), 1):
        files.append(OutputFile(path, "large", "image/jpeg", index))
    return files


def looked_at(shown: Shown) -> list[dict[str, int]]:
    """The same as `result.json` tells it: each frame with the indices of its pictures."""
    return [
        {"frame": frame, "before": 2 * n + 1, "after": 2 * n + 2}
        for n, frame in enumerate(sorted(shown.album.pairs))
    ]


def _pairs(shown: Shown) -> list[tuple[Path, Path]]:
    return [shown.album.pairs[frame] for frame in sorted(shown.album.pairs)]


def measured(look: Look, shown: Shown) -> dict[str, Any]:
    """What `result.json` tells of grain, softness, mask and pictures."""
    told: dict[str, Any] = {"looks": looked_at(shown)}
    if look.plate is not None:
        grain = look.plate.grain
        told["grain"] = tuple(round(float(level), 2) for level in grain.levels)
        told["grain_size"] = round(grain.size, 2)
    if look.insert is not None and look.plate is not None:
        told["softened"] = round(shown.softened, 2)
    if shown.mask is not None:
        told["hidden"] = round(shown.hidden, 4)
    return told
