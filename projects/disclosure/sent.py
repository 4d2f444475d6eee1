"""Receipts in the pack: everything that left the house for a provider, and under which terms."""

from typing import Any

from projects.disclosure.links import row
from projects.models import Consent, Project, Receipt, Run, Terms

Line = dict[str, Any]


def receipts(project: Project) -> list[Line]:
    """The earliest first. Without terms it went to the studio's own machines."""
    rows = Receipt.objects.filter(project=project).select_related("terms").order_by("at", "pk")
    numbers = dict(Consent.objects.filter(project=project).values_list("pk", "number"))
    numbered = {str(pk): number for pk, number in numbers.items()}
    there = set(Run.objects.filter(project=project).values_list("pk", flat=True))
    return [_line(one, numbered, there) for one in rows]


def _line(one: Receipt, numbers: dict[str, int], there: set[Any]) -> Line:
    place = f"/runs/{one.run_id}/" if one.run_id in there else "/runs/"
    return {
        "at": one.at.isoformat(timespec="seconds"),
        "asked_by": one.person_name,
        "provider": one.provider,
        "product": one.product,
        "model": one.model,
        "region": one.region,
        "host": one.host,
        "files": [
            {"type": file.get("type", ""), "bytes": file.get("bytes"), "sha256": file["sha256"]}
            for file in one.files
        ],
        "digest": one.digest,
        "consents": sorted(numbers[pk] for pk in one.consents if pk in numbers),
        "terms": _terms(one.terms) if one.terms else None,
        "row": row(one, "sent", at=place),
    }


def _terms(terms: Terms) -> Line:
    return {
        "name": str(terms),
        "contract": terms.contract,
        "trains_on_inputs": terms.trains_on_inputs,
        "retention_days": terms.retention_days,
        "human_review": terms.human_review,
        "output_owner": str(terms.get_output_owner_display()) if terms.output_owner else "",
        "licence": terms.licence,
        "subprocessors": [*filter(None, map(str.strip, terms.subprocessors.splitlines()))],
        "indemnity": str(terms.get_indemnity_display()) if terms.indemnity else "",
        "until": terms.ends.isoformat() if terms.ends else None,
        "row": row(terms, at="/providers/"),
    }
