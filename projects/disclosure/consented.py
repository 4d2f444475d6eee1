"""People in the pack: consents clause by clause, where nobody said who is seen, the creator."""

from collections import Counter
from typing import Any

from projects.consent_words import STATES, clauses, sentence
from projects.consenting import SHOWING
from projects.disclosure.links import row, version_url
from projects.models import (
    Consent,
    CreatorConsultation,
    Likeness,
    Project,
    Receipt,
    Reliance,
    Version,
)
from projects.models.lineage import Node

Line = dict[str, Any]


def consents(project: Project) -> list[Line]:
    """Every consent with its clauses, how it stands today, and what stands on it."""
    rows = Consent.objects.filter(project=project)
    rows = rows.select_related("performer", "script_version__asset").order_by("number")
    here = Reliance.objects.filter(project=project, kind=Node.CANDIDATE).order_by()
    results = Counter(here.values_list("consent_id", flat=True))
    sent = Counter(
        one
        for consents in Receipt.objects.filter(project=project).values_list("consents", flat=True)
        for one in consents
    )
    return [
        {
            "number": consent.number,
            "performer": consent.performer.name,
            "sentence": sentence(consent),
            "state": consent.state,
            "state_words": str(STATES[consent.state]),
            "clauses": [{"clause": name, "says": text} for name, text in clauses(consent)],
            "text": consent.clause,
            "results": results[consent.pk],
            "sendings": sent[str(consent.pk)],
            "row": row(consent),
        }
        for consent in rows
    ]


def unanswered(project: Project) -> list[Line]:
    """Inputs of runs that may show people, and of which nobody said who is seen."""
    used = Version.objects.filter(project=project, requests__isnull=False, asset__deleted_at=None)
    said = Likeness.objects.filter(project=project).values("version")
    rows = used.filter(asset__kind__in=SHOWING).exclude(pk__in=said).distinct()
    rows = rows.select_related("asset").order_by("asset__name", "number")
    return [
        {
            "file": version.file_name,
            "version": version.number,
            "row": row(version, at=version_url(version)),
        }
        for version in rows
    ]


def consultations(project: Project) -> list[Line]:
    rows = CreatorConsultation.objects.filter(project=project).order_by("on", "pk")
    return [
        {
            "creator": one.creator,
            "on": one.on.isoformat(),
            "how": one.how,
            "said": one.said,
            "recorded_by": one.recorded_by_name,
            "row": row(one, at=f"/projects/{project.pk}/people/"),
        }
        for one in rows
    ]
