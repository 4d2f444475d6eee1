"""The triage board: all pictures of a request, of whatever provider, in groups of look-alikes.

The order is that of the film (the plate's frame), and says nothing of who made what: pictures
of one plate are mixed by their ids. Look-alikes stand together.
"""

from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.access import Capability
from portal.errors import PortalError
from projects.assist.tools import stills
from projects.exporting import PICTURE
from projects.media.likeness import NEAR
from projects.models import AssistRequest, Candidate, Decision, Version
from projects.models.board_places import MOST, on_board, together
from projects.models.candidates import SIGNED
from projects.models.decisions import standing_verdict, undecided
from projects.models.trash import stands_withdrawn
from projects.showing import clock

PICTURES = Q(kind=Candidate.Kind.PICTURE)
_RELATED = (
    "run__connection",
    "version__project",
    "version__asset",
    "plate__project",
    "plate__asset",
)


def pictures(user: Any, request: AssistRequest) -> list[Candidate]:
    """What this person may see of them, in the order of the board, look-alikes together. What
    stands on a withdrawn consent is not among them.

    Each has `group`, the number of its group from 1.
    """
    rows = on_board(Candidate.objects.visible_to(user), request.pk)
    return together(rows.select_related(*_RELATED).prefetch_related("renditions")[:MOST])


def board(user: Any, request: AssistRequest) -> dict[str, Any]:
    """All that the page shows, as JSON-ready values."""
    shown, decided = pictures(user, request), decisions(user, request)
    blind = str(user.pk) in request.blind
    seen = {"blind": blind, "takes": user.can(Capability.EXPORT, request.studio_id)}
    return {
        "request": str(request.pk),
        "state": request.state,
        "blind": blind,
        "near": NEAR,
        "reasons": [
            {"why": why.value, "label": str(why.label)}
            for why in Decision.Why
            if why != Decision.Why.DUPLICATE
        ],
        "pictures": [
            _picture(row, number, decided.get(row.pk), **seen)
            for number, row in enumerate(shown, 1)
        ],
    }


def _picture(
    row: Candidate, number: int, decision: dict[str, Any] | None, *, blind: bool, takes: bool
) -> dict[str, Any]:
    urls = {
        file.role: reverse("rendition", args=[file.pk])
        for file in row.renditions.all()
        if file.role in ("large", "small")
    }
    origin = reverse("candidate_origin", args=[row.pk])
    made = {"provider": row.run.provider, "run": str(row.run_id), "origin": origin}
    made |= {"whose": row.run.whose, "run_url": row.run.get_absolute_url()}
    made["take"] = _take(row) if takes else ""
    return {
        "id": str(row.pk),
        "number": number,
        "group": row.group,  # type: ignore[attr-defined]
        "width": row.width,
        "height": row.height,
        "timecode": _own_frame(row),
        "small": urls.get("small", ""),
        "large": urls.get("large", ""),
        "plate": _plate(row.plate, row.plate_frame),
        "decision": decision,
        "made_by": row.made_by,
        **({} if blind else made),
    }


def _own_frame(row: Candidate) -> str:
    """Where in the film it is, of a still; other pictures are none of its frames."""
    film = row.plate if row.result.get("tool") == stills.NAME else None
    return clock(film, row.result["frame"]) if film and "frame" in row.result else ""


def _take(row: Candidate) -> str:
    """Where its whole file is had once it is approved; nothing where it has none."""
    has = any(file.role == PICTURE for file in row.renditions.all())
    return reverse("candidate_export", args=[row.pk, PICTURE]) if has else ""


def _plate(version: Version | None, frame: int | None) -> dict[str, Any] | None:
    """None where there is none to show: it was deleted, or is no film."""
    if version is None or frame is None or version.asset.deleted_at or not version.frames:
        return None
    url = reverse("frame", args=[version.pk, min(frame, version.frames - 1)])
    return {"url": f"{url}?large=1", "frame": frame, "timecode": clock(version, frame)}


def decisions(user: Any, request: AssistRequest) -> dict[Any, dict[str, Any]]:
    """Candidate → the decision in force, for those that have one."""
    rows = Decision.objects.visible_to(user).filter(candidate__run__request=request)
    rows = rows.order_by("candidate_id", "-at", "-pk").distinct("candidate_id")
    return {row.candidate_id: told(row, user) for row in rows}


def told(row: Decision, user: Any) -> dict[str, Any]:
    """A decision as a board tells it."""
    return {
        "id": str(row.pk),
        "candidate": str(row.candidate_id),
        "verdict": row.verdict,
        "word": str(row.get_verdict_display()),
        "reason": row.reason,
        "why": row.why,
        "person_name": row.person_name,
        "mine": row.person_id == user.pk,
        "at": row.at.isoformat(),
    }


def go_blind(user: Any, request: AssistRequest, *, blind: bool) -> None:
    """Hide the providers from this person; they come back when everything is decided.

    The request comes locked. Raises `blind:sealed`.
    """
    me = str(user.pk)
    if not blind and me in request.blind and (left := undecided(request).count()):
        raise PortalError("blind:sealed", left=left)
    others = [one for one in request.blind if one != me]
    request.blind = [*others, me] if blind else others
    request.save(update_fields=["blind"])


def boards_awaiting(user: Any) -> Any:
    """Open requests that have pictures, the newest first."""
    made = Candidate.objects.filter(PICTURES, run__request=OuterRef("pk"))
    made = made.exclude(stands_withdrawn("pk"))
    rows = AssistRequest.objects.shown_to(user).filter(Exists(made), state="open")
    return rows.select_related("project").order_by("-created_at", "pk")


def awaited(user: Any, most: int) -> list[tuple[AssistRequest, int]]:
    """(request, how many of its pictures await a decision) of the newest boards."""
    found = list(boards_awaiting(user)[:most])
    rows = Candidate.objects.filter(PICTURES, run__request__in=found)
    rows = (
        rows.exclude(stands_withdrawn("pk"))
        .alias(verdict=standing_verdict())
        .exclude(Q(verdict__in=SIGNED) & Q(verdict__isnull=False))
    )
    counted = rows.order_by().values("run__request").annotate(left=Count("pk"))
    left = {row["run__request"]: row["left"] for row in counted}
    return [(request, left[request.pk]) for request in found if request.pk in left]


def lines(user: Any, most: int) -> list[dict[str, Any]]:
    """For the band of Home that needs somebody."""
    return [
        {
            "text": sentence(request, left),
            "project": request.project.name,
            "at": request.created_at,
            "url": reverse("triage", args=[request.pk]),
            "action": _("Look and decide"),
        }
        for request, left in awaited(user, most)
    ]


def sentence(request: AssistRequest, left: int) -> str:
    text = ngettext(
        "%(n)s picture of %(work)s awaits a decision",
        "%(n)s pictures of %(work)s await a decision",
        left,
    )
    return text % {"n": left, "work": request}
