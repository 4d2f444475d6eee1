"""What this room adds to the shared pages: places, Home's bands, live topics."""

from django.utils.translation import gettext_lazy as _

from portal import first_steps, possessions, usage, wellbeing
from portal.access import Capability
from portal.frame import Place, contribute
from portal.models import audit
from portal.models.users import ROLE_SOURCES
from portal.outbox import events, kinds
from projects import lapsing, numbers, telling, watched
from projects.finding import shown
from projects.first_hour.steps import FIRST_STEPS
from projects.home.awaited import needed
from projects.home.lines import active_runs, needs_you, running
from projects.models.openings import opened_studios
from projects.seals import worries as seal_worries
from projects.sentences import GROUPS, SENTENCES
from projects.usage import MEASURES
from projects.yesterday import since_yesterday

PLACES = [
    Place(10, _("Projects"), "projects", "projects", Capability.SEE, "p"),
    Place(20, _("Runs"), "runs", "runs", Capability.SEE, "r"),
    Place(30, _("Review"), "review", "review", Capability.SEE, "v"),
    Place(70, _("Providers"), "providers", "link", Capability.PROVIDERS),
]

#: What outlives a closeout, and why: see `portal.possessions`.
KEPT = {
    "projects.Closeout": _("this certificate, and who asked for it and confirmed it"),
    "projects.StoredObject": _("what this certificate is written from"),
    "projects.Receipt": _("what was sent to whom, on which terms: names and hashes, no content"),
    "projects.Entry": _("what was spent at providers: amounts, no content"),
    "projects.Export": _("when an export was asked for; its file goes on the day named here"),
}


def register() -> None:
    ROLE_SOURCES.append(opened_studios)
    audit.register(SENTENCES, GROUPS)
    kinds.register(telling.KINDS)
    events.register(telling.EVENTS)
    first_steps.register(*FIRST_STEPS)
    possessions.keep(KEPT)
    usage.register(*MEASURES)
    wellbeing.register(lapsing.worries, seal_worries)
    numbers.register()
    shown.register()
    contribute(
        places=PLACES,
        studio_links=[
            (10, _("Who may look"), "openings"),
            (80, _("Storage and trash"), "storage"),
            (90, _("Export and closeout"), "leaving"),
        ],
        bands=[
            (10, "needs_you", needs_you),
            (20, "running", running),
            (30, "since", since_yesterday),
        ],
        counts={
            "running": lambda user: active_runs(user).count(),
            "needs_you": lambda user: needed(user) if user.can(Capability.DECIDE) else 0,
        },
    )
    watched.register()
