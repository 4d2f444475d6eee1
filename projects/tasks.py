"""What Celery wakes. Each task fetches, calls, and keeps no state of its own."""

from celery import shared_task

from portal.models import Studio
from portal.tenancy import for_studio, in_studio
from portal.watching import queues
from projects import lapsing, lending, places, settling, sweeping
from projects.archiving import work_on_export
from projects.carrying import work_on_carrying
from projects.closing import work_on_closeout
from projects.copying import work_on_copy
from projects.disclosure import drawing
from projects.disclosure.making import work_on_pack
from projects.ingesting import work_on_ingest
from projects.models import (
    Carrying,
    Closeout,
    DisclosurePack,
    Export,
    Ingest,
    Opening,
    Run,
    ViewingCopy,
)
from projects.remoting import work_on_remote
from projects.running import work_on_run
from projects.working import work

HOURS = 6 * 3600
SWEPT = (Run, Ingest, ViewingCopy, Carrying, Export, DisclosurePack, Closeout)


@shared_task(time_limit=HOURS, soft_time_limit=HOURS - 60)
@for_studio
def ingest(studio: str, pk: str) -> None:
    """Examine one version."""
    work(Ingest, pk, work_on_ingest)


@shared_task(time_limit=HOURS, soft_time_limit=HOURS - 60)
@for_studio
def copy(studio: str, pk: str) -> None:
    """Make a further viewing copy."""
    work(ViewingCopy, pk, work_on_copy)


@shared_task(time_limit=HOURS, soft_time_limit=HOURS - 60)
@for_studio
def carrying(studio: str, pk: str) -> None:
    """Carry the notes of one version to the next."""
    work(Carrying, pk, work_on_carrying)


@shared_task(time_limit=HOURS, soft_time_limit=HOURS - 60)
@for_studio
def run(studio: str, pk: str) -> None:
    """Carry out one run."""
    work(Run, pk, _carry_out)


def _carry_out(run: Run) -> None:
    (work_on_remote if run.request.definition.remote else work_on_run)(run)


@shared_task(time_limit=HOURS, soft_time_limit=HOURS - 60)
@for_studio
def part(studio: str, kind: str, pk: str) -> None:
    """Lend a hand with a long job that another worker holds."""
    lending.lend_a_hand(kind, pk)


@shared_task(time_limit=300)
@for_studio
def settle(studio: str, pk: int) -> None:
    """Stop a job at a provider whose run is over."""
    settling.settle(pk)


@shared_task(time_limit=HOURS, soft_time_limit=HOURS - 60)
@for_studio
def export(studio: str, pk: str) -> None:
    """Pack everything a studio has."""
    work(Export, pk, work_on_export)


@shared_task(time_limit=HOURS, soft_time_limit=HOURS - 60)
@for_studio
def disclosure(studio: str, pk: str) -> None:
    """Gather everything about AI in a project."""
    work(DisclosurePack, pk, work_on_pack)


@shared_task(time_limit=600)
@for_studio
def disclosure_paper(studio: str, pk: str) -> None:
    """Set the paper of a pack anew, with its newest signature."""
    if pack := DisclosurePack.objects.filter(pk=pk, state="READY").first():
        drawing.drawn(pack)


@shared_task(time_limit=HOURS, soft_time_limit=HOURS - 60)
@for_studio
def closeout(studio: str, pk: str) -> None:
    """Delete everything a studio has."""
    work(Closeout, pk, work_on_closeout)


@shared_task(time_limit=60)
def sweep() -> None:
    """Send again what no message reaches, one studio after the other."""
    crowded = queues.crowded()
    for studio in Studio.objects.all():
        with in_studio(studio):
            for kind in SWEPT:
                kind.sweep(crowded=crowded)
            places.sweep()
            settling.sweep()
            lending.sweep()
            Opening.sweep()


@shared_task(time_limit=1800)
def tidy() -> None:
    """Remove what was deleted, and uploads nobody goes on with."""
    sweeping.tidy()


@shared_task(time_limit=120)
def remind() -> None:
    """Tell administrators of terms and prices that come to an end."""
    lapsing.remind()
