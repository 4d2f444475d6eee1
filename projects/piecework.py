"""A long film's viewing copy, made in pieces by whoever has a core to spare."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings

from projects.handing_out import hands_for
from projects.media.confined import Limits, confined
from projects.media.copied_pieces import SECONDS, Cut, cuts_in, piece, save
from projects.media.handing import lent
from projects.media.pool import Pool
from projects.media.shots.reading import Untrusted
from projects.models import Ingest

SHARE = 0.85  # of the work of an examination, where there are pieces
#: A child that reads a damaged file says nothing for as long as a slow disk needs.
SILENCE = 300
BYTES_A_SECOND = 5_000_000


def pieces_of(job: Ingest, source: Path, folder: Path) -> list[str]:
    """Their files in order; none of a film that is short, or cannot be cut: it is copied whole."""
    asked: dict[str, Any] = {
        "source": str(source),
        "name": job.version.file_name,
        "folder": str(folder),
    }
    asked |= {"minutes": settings.LONG_FILM_MINUTES, "look": job.version.asset.look}
    count = apart(job, "cut", asked, lambda stage, _share: job.progress(stage, 0.0))["pieces"]
    return _made(job, cuts_in(folder, source), source, folder) if count else []


def apart(
    job: Ingest, task: str, asked: dict[str, Any], heard: Callable[[str, float], None]
) -> Any:
    """In a child with limits; it ends at once when the job is cancelled or lost."""

    def tick() -> None:
        if not job.renew():
            raise job.lost_by()

    size = Path(asked["source"]).stat().st_size
    limits = Limits(silence=SILENCE + size / BYTES_A_SECOND)
    return confined(task, asked, limits=limits, heard=heard, tick=tick)


def _made(job: Ingest, cuts: list[Cut], source: Path, folder: Path) -> list[str]:
    hands = hands_for(job, {job.version.storage_key: source}, SECONDS * len(cuts))

    def tell(share: float) -> None:
        job.progress("proxy", SHARE * share)

    try:
        with lent(hands), Pool(shared=True) as pool:
            made = enumerate(pool.each(piece, cuts, tell))
            return [str(save(found, folder, number)) for number, found in made]
    except Untrusted:
        return []
