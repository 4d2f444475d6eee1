"""What this room adds to the shared pages."""

from django.utils.translation import gettext_lazy as _

from feedback.exporting import datasets, runs, said, work
from feedback.exporting.answers import ANSWERS
from feedback.home import leading
from feedback.home.steps import STEPS
from feedback.models import Report
from feedback.questionnaires import contributed
from feedback.reports import sections
from feedback.reports.choosing import CHOOSING
from feedback.reports.reach import RESPONSE
from feedback.reports.saved import SAVINGS
from feedback.reports.scales import QUESTIONNAIRES
from feedback.reports.topics import TICKETS
from feedback.reviewed import keep_look
from feedback.tickets import contributed as tickets
from feedback.work import contributing
from portal import first_steps
from portal.access import Capability
from portal.frame import Place, contribute
from portal.live import topics
from portal.models import audit
from projects.models.decisions import looked_at
from projects.watched import job_topic


def register() -> None:
    contributing.register()
    datasets.register(ANSWERS, said.QUESTIONNAIRE_ANSWERS, said.TICKETS)
    datasets.register(work.WORK_ITEMS, work.TIME_ENTRIES, runs.RUNS, runs.DECISIONS)
    sections.register(SAVINGS, QUESTIONNAIRES, RESPONSE, CHOOSING, TICKETS)
    first_steps.register(*STEPS)
    tickets.register()
    contributed.register()
    looked_at.connect(keep_look, dispatch_uid="looks")
    topics.register(Report.kind, job_topic(Report))
    audit.register(
        {
            "feedback:exported": _("{actor} downloaded the table {table} as {format}"),
            "feedback:taken": _("{actor} of the beta team downloaded your part of {table}"),
            "feedback:opened": _("{actor} of the beta team looked at single work items: {figure}"),
            "feedback:file_taken": _("{actor} of the beta team opened a file sent with {name}"),
            "report:defined": _("{actor} wrote down what the report {title} tells"),
            "report:frozen": _("{actor} froze the definition of the report {title}"),
            "report:asked": _("{actor} asked for the report {title}"),
            "report:cancelled": _("{actor} cancelled the report {title}"),
            "report:taken": _("{actor} downloaded the report {title} as {format}"),
            "feedback:words_shared": _("{actor} lets the beta team read what people type"),
            "feedback:words_withheld": _("{actor} withheld what people type from the beta team"),
            "feedback:raw_shared": _("{actor} lets the beta team download single answers"),
            "feedback:raw_withheld": _("{actor} withheld single answers from the beta team"),
        },
        {"exports": ("", ("feedback:", "report:"))},
    )
    contribute(
        places=[
            Place(38, _("Beta"), "beta", "reports", Capability.READ_FEEDBACK, "b"),
            Place(40, _("Feedback"), "answers", "feedback", Capability.READ_FEEDBACK),
            Place(55, _("Reports"), "reports", "download", Capability.READ_FEEDBACK, "e"),
        ],
        bands=[
            (40, "needs_you", leading.needs_you),
            (40, "running", leading.running),
            (20, "since", leading.since),
        ],
        studio_links=[(20, _("What the beta team reads"), "shared")],
    )
