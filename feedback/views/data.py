"""Tables that beta leads take away, and what each of their columns means."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, StreamingHttpResponse
from django.http import HttpResponse as Answer
from django.shortcuts import render
from django.utils import timezone

from feedback.exporting import dictionary
from feedback.exporting.columns import KIND_WORDS, Column
from feedback.exporting.datasets import DATASETS, Dataset
from feedback.exporting.formats import FORMATS
from feedback.models import shared_studios
from feedback.reports.files import LONG_COLUMNS
from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.models import AuditEvent, Studio
from portal.streaming import begun_inside, streamed
from portal.tenancy import open_across


@gate(Capability.READ_FEEDBACK)
def listed(request: PersonRequest) -> Answer:
    """The data dictionary, made from the tables themselves, with each table's downloads."""
    open_across(Studio.objects.all(), reason="tables to take away", actor=request.user)
    context = {
        "datasets": [_told(dataset) for dataset in DATASETS.values()],
        "formats": FORMATS.values(),
        "dictionaries": dictionary.FILES,
        "long": _columns(LONG_COLUMNS),
        "sharing": shared_studios("raw").count(),
        "studios": Studio.objects.count(),
    }
    return render(request, "feedback/data.html", context)


def _told(dataset: Dataset) -> dict[str, Any]:
    told = {"name": dataset.name, "title": dataset.title, "means": dataset.means}
    return {**told, "rows": _columns(dataset.columns)}


def _columns(columns: Sequence[Column]) -> list[dict[str, Any]]:
    return [
        {"name": one.name, "kind": KIND_WORDS[one.kind], "unit": one.unit, "means": one.means}
        for one in columns
    ]


@gate(Capability.READ_FEEDBACK)
def dictionary_file(request: PersonRequest, ending: str) -> Answer:
    """Every column of every table and of the long form of reports, as a file."""
    if ending not in dictionary.FILES:
        raise Http404
    tables = {name: dataset.columns for name, dataset in DATASETS.items()}
    made = dictionary.FILES[ending]
    content = made.write({**tables, "report": LONG_COLUMNS})
    named = f'attachment; filename="last-mile-dictionary.{ending}"'
    headers = {"Content-Disposition": named}
    return Answer(content, content_type=made.media_type, headers=headers)


@gate(Capability.READ_FEEDBACK)
def download(request: PersonRequest, name: str, ending: str) -> StreamingHttpResponse:
    """One table of the studios that share single answers; each of them finds it in its audit."""
    if name not in DATASETS or ending not in FORMATS:
        raise Http404
    open_across(Studio.objects.all(), reason=f"table {name} as {ending}", actor=request.user)
    AuditEvent.record(request.user, "feedback:exported", table=name, format=ending)
    for studio in Studio.objects.filter(pk__in=shared_studios("raw")):
        AuditEvent.record(request.user, "feedback:taken", studio, table=name, format=ending)
    made, title = DATASETS[name], str(DATASETS[name].title)
    pieces = begun_inside(lambda: FORMATS[ending].write(made.table(), title))
    file_name = f"last-mile-{name}-{timezone.now():%Y%m%d}.{ending}"
    return streamed(request, pieces, media_type=FORMATS[ending].media_type, name=file_name)
