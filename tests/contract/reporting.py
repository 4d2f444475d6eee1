"""Reports that the matrix visits: made when they are asked for, in the test's transaction."""

from uuid import uuid4

from django.core.files.base import ContentFile

from feedback.models import Report, ReportDefinition
from feedback.models.reports import data_cut
from portal.storage import files
from projects.models import State


def _definition(**given):
    name = uuid4().hex[:12]
    return ReportDefinition.objects.create(name=name, title="Lessons", sections=[], **given)


def _report(state):
    return Report.objects.create(definition=_definition(), as_of=data_cut(), state=state)


def _made(_world):
    report = _report(State.READY)
    key = files.save(f"{report.storage_prefix}1.csv", ContentFile(b"x"))
    Report.objects.filter(pk=report.pk).update(stored={"csv": key})
    return [report.pk, "csv"]


ADDRESSES = {
    **{name: lambda w: [_definition().name] for name in ("report", "report_freeze", "report_make")},
    "report_made": lambda w: [_report(State.READY).pk],
    "report_cancel": lambda w: [_report(State.QUEUED).pk],
    "report_file": _made,
    "api:reportdefinition-detail": lambda w: [_definition().pk],
    "api:report-detail": lambda w: [_report(State.READY).pk],
}
BODIES = {
    **{
        name: lambda w: {
            "title": "Lessons",
            "name": uuid4().hex[:12],
            "language": "en",
            "sections": ["answers"],
        }
        for name in ("report_new POST", "report POST")
    },
    "report_freeze POST": lambda w: {"sure": "yes"},
}
