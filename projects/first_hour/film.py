"""The film to play with: drawn by code, once for each machine, and kept.

Drawing takes about two seconds of one core; whoever is first waits for it, all others copy.
"""

import os
from contextlib import suppress
from pathlib import Path
from tempfile import mkstemp

from django.conf import settings

from projects.media.sample import make_sample

#: Another seed, length or size is another film.
SEED, SECONDS, SIZE = 4, 12, (640, 360)
NAME = "The Night Ferry.mp4"


def drawn() -> Path:
    """Whole or not there: two that draw at once make the same, and the later one stays."""
    folder = Path(settings.WORK_ROOT) / "sample"
    film = folder / f"{SEED}-{SECONDS}-{SIZE[0]}x{SIZE[1]}.mp4"
    if film.exists():
        return film
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = mkstemp(dir=folder, suffix=".part")
    os.close(handle)
    part = Path(name)
    try:
        make_sample(part, seed=SEED, seconds=SECONDS, size=SIZE)
        return part.rename(film)
    except BaseException:
        with suppress(FileNotFoundError):
            part.unlink()
        raise


SCRIPT_NAME = "The Night Ferry.fountain"
SCRIPT = """Title: The Night Ferry
Draft date: sample

INT. FERRY, CAR DECK - NIGHT #1#

Rain drums on steel. MARA, 30s, wipes the windscreen of an old van. A lantern swings.

MARA
Ten minutes, and nobody has asked for a ticket.

EXT. FERRY, UPPER DECK - NIGHT #2#

JON leans on the rail. Behind him the harbour goes dark, window by window.

JON
(without turning)
You brought the box.

INT. FERRY, WHEELHOUSE - CONTINUOUS #3#

The CAPTAIN lowers the radio. On the map a red line ends in the middle of the sea.
"""
