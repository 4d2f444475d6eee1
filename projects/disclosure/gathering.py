"""The whole content of a pack, from rows alone: plain values, so that its hash can be told."""

import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.errors import PortalError
from projects.consenting import must_be_free, must_cover
from projects.disclosure import answers, classes, consented, links, register, sent, writers
from projects.disclosure.finding import Media
from projects.disclosure.shot_map import mapped, standing_uses
from projects.models import Candidate, Decision, Project, ResultUse
from projects.models.decisions import standing_verdict

Line = dict[str, Any]
#: Of the content's shape: raised whenever that changes.
FORMAT = 1
Tell = Callable[[str, float], None]


def gathered(project: Project, tell: Tell) -> Line:
    """`tell(stage, share)` is called on the way. Raises `ExportRefused` for a final cut that cannot
    be read.
    """
    tell("cuts", 0.0)
    cuts = mapped(project, Media(project), lambda: tell("cuts", 0.2))
    tell("rows", 0.5)
    uses = standing_uses(project)
    lines = register.registered(project, uses)
    approved = list(disclosed_results(project, uses))
    results = [_named(candidate, uses) for candidate in approved]
    receipts, consultations = sent.receipts(project), consented.consultations(project)
    people = consented.unanswered(project)
    tell("rows", 0.8)
    return {
        "format": FORMAT,
        "language": get_language() or "en",
        "project": {
            "name": project.name,
            "code": project.code,
            "row": links.row(project, at=f"/projects/{project.pk}/"),
        },
        "studio": project.studio.name,
        "as_of": timezone.now().isoformat(timespec="seconds"),
        "classes": [
            {"class": name, "name": str(title), "means": str(means), "ai": name in classes.AI}
            for name, (title, means) in classes.CLASSES.items()
        ],
        "final_cuts": cuts,
        "unplaced": _unplaced(uses, cuts),
        "register": lines,
        "totals": register.summed(lines),
        "undecided_use": [one for one in results if not one["used_as"]],
        "consents": consented.consents(project),
        "nobody_said": people,
        "consultations": consultations,
        "writers": writers.material(project),
        "answers": answers.answered(
            results=results,
            receipts=receipts,
            cuts=cuts,
            consultations=consultations,
            uncovered=[*_uncovered(approved), *map(_unseen, people)],
        ),
        "approvals": [
            {"id": name, "name": str(title)} for name, title in answers.APPROVALS.items()
        ],
        "receipts": receipts,
    }


def approved_results(project: Project) -> Iterator[Candidate]:
    """Approved results in which AI has a part that a viewer could see, the earliest first."""
    return _seen(project, Q(standing=Decision.Verdict.APPROVED, version__asset__deleted_at=None))


def disclosed_results(project: Project, uses: list[ResultUse]) -> Iterator[Candidate]:
    """Those, and what was taken back or thrown away since: what left before is in the film still,
    wherever somebody said so.
    """
    final = [use.candidate_id for use in uses if use.used_as in answers.FINAL]
    return _seen(project, Q(standing=Decision.Verdict.APPROVED) | Q(pk__in=final))


def _seen(project: Project, which: Q) -> Iterator[Candidate]:
    rows = Candidate.objects.filter(project=project).annotate(standing=standing_verdict())
    rows = rows.filter(which).defer("result")
    rows = rows.select_related("run__request", "version__asset", "project")
    for candidate in rows.order_by("created_at", "pk"):
        if classes.of_result(candidate) != classes.NONE:
            yield candidate


def name_of(candidate: Candidate) -> str:
    told = {"run": candidate.run, "n": candidate.number, "film": candidate.version.shown_name}
    return _("%(run)s, result %(n)s of %(film)s") % told


def _named(candidate: Candidate, uses: list[ResultUse]) -> Line:
    mine = [use for use in uses if use.candidate_id == candidate.pk]
    return {
        "name": name_of(candidate),
        "class": classes.of_result(candidate),
        "used_as": sorted({use.used_as for use in mine}),
        "row": links.row(candidate),
    }


def _unplaced(uses: list[ResultUse], cuts: list[Line]) -> list[Line]:
    """Said to be in the final picture, or before it as a plate, and found in no final cut: neither
    the shot, nor the result itself. A plate never lies in the cut.
    """
    shots = [shot for cut in cuts for shot in cut["shots"]]
    seen = {known["row"]["id"] for shot in shots for known in shot["shots"]}
    laid = {one["row"]["id"] for shot in shots for one in shot["evidence"] if one["row"]}
    return [
        {
            "name": name_of(use.candidate),
            "used_as": use.used_as,
            "shot": str(use.shot or ""),
            "row": links.row(use, at=use.candidate),
        }
        for use in uses
        if use.used_as in answers.FINAL
        and str(use.shot_id) not in seen
        and (use.used_as == ResultUse.As.LED_PLATE or str(use.candidate_id) not in laid)
    ]


def _uncovered(results: list[Candidate]) -> Iterator[Line]:
    for candidate in results:
        try:
            must_be_free(candidate, candidate.version)
            must_cover(candidate)
        except PortalError as error:
            text = f"{name_of(candidate)}: {error.as_dict()['message']}"
            unsure = error.code == "consent:unknown_people"
            yield {"text": text, "row": links.row(candidate), "unsure": unsure}


def _unseen(person: Line) -> Line:
    text = _("Nobody said who is seen in %(file)s, version %(version)s.") % person
    return {"text": text, "row": person["row"], "unsure": True}


def canonical(content: Line) -> bytes:
    """The bytes that are hashed, signed and handed out: JSON in UTF-8, keys in order."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return text.encode()


def hashed(content: Line) -> str:
    return hashlib.sha256(canonical(content)).hexdigest()
