"""Who is in a project, and whether the creator of the original was asked: added and changed, the
same from pages and over the API. The rules stand in the forms of `projects.consent_forms`.
"""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from portal.errors import PortalError
from portal.models import AuditEvent
from projects.consent_forms import CharacterForm, ConsultationForm, PerformerForm
from projects.models import Version
from projects.revoking import say_who
from projects.seen_form import SeenForm

FORMS: dict[str, Any] = {
    "performer": PerformerForm,
    "character": CharacterForm,
    "consultation": ConsultationForm,
}


@transaction.atomic
def keep(kind: str, form: Any, *, actor: Any) -> Any:
    """Save a valid form of `FORMS`, a new row or a changed one. Gives the row."""
    row, new = form.instance, form.instance._state.adding
    if kind == "consultation":
        row.recorded_by, row.recorded_by_name = actor, str(actor)
    if not new and not form.has_changed():
        return row
    form.save()
    called = "creator" if kind == "consultation" else kind
    facts = {called: getattr(row, "name", "") or row.creator, "project": form.project.name}
    if not new:
        facts["what"] = ", ".join(form.changed_data).replace("_", " ")
    verb = "creator:consulted" if kind == "consultation" else f"{kind}:{_ended(new)}"
    AuditEvent.record(actor, verb, form.project.studio, **facts)
    return row


def _ended(new: bool) -> str:
    return "added" if new else "changed"


def say_seen(*, actor: Any, version: Version, form: SeenForm, nobody: bool) -> None:
    """A person's word, from a valid form: who is seen in `version`, or that nobody is."""
    if not form.seen and not nobody:
        text = _("Choose who is seen, or say that nobody is.")
        raise PortalError("invalid", fields={"nobody": [text]})
    if form.seen and nobody:
        text = _("Either somebody is seen or nobody is.")
        raise PortalError("invalid", fields={"nobody": [text]})
    say_who(actor=actor, version=version, seen=form.seen)
