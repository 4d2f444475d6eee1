"""From rows to what the gate asks of likenesses: who is seen, what was allowed, what is withdrawn.

Nobody's likeness is a likeness until a person said so, and a picture of which nobody said anything
shows unknown people.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from operator import or_
from typing import Any

from django.db.models import Q
from django.utils import timezone

from portal.errors import PortalError
from portal.languages.days import day
from projects.assist.contract import Tool
from projects.assist.gate import records
from projects.assist.tools import TOOLS
from projects.models.assets import Kind, Version
from projects.models.consents import Consent
from projects.models.hierarchy import Shot
from projects.models.lineage import Likeness, Reliance
from projects.models.projects import Project

#: Kinds of asset that show or let hear people.
SHOWING = frozenset({Kind.FILM, Kind.SEQUENCE, Kind.IMAGE, Kind.SOUND, Kind.UNKNOWN})
#: Lines of a picture → the quality that it is, from the least.
_LINES = ((720, "preview"), (1080, "hd"), (4320, "uhd"))
_NAMED = {"4k": "uhd", "2k": "hd", "8k": "uhd"}


@dataclass(frozen=True)
class Use(records.Use):
    """A use in one project: names of performers are those of that project."""

    project: Any = None


def uses_of(
    versions: Sequence[Version],
    tool: Tool,
    parameters: Mapping[str, Any],
    provider: str,
    *,
    master: bool = False,
) -> tuple[tuple[Use, ...], bool]:
    """(a use for each performer who is seen in `versions`, whether somebody unknown may be seen).

    With `master` it is the use of a result that leaves as one.
    """
    said = _likenesses(versions)
    showing = [v for v in versions if v.asset.kind in SHOWING]
    unknown = any(version.pk not in said for version in showing)
    seen: dict[str, list[Version]] = {}
    for version in showing:
        for likeness in said.get(version.pk, []):
            if likeness.performer:
                seen.setdefault(likeness.performer.name, []).append(version)
    if not seen:
        return (), unknown
    scenes, project = _scenes(versions), versions[0].project
    common: dict[str, Any] = {
        "purpose": tool.serves,
        "script": script_of(project),
        "medium": medium_of(project),
        "quality": "master" if master else _quality(tool, parameters),
        "biometric": measures_faces(tool, parameters),
        "replica": bool(tool.makes),
        "master": master,
        "provider": provider,
        "project": project.pk,
    }
    uses = (
        Use(name, scenes=frozenset().union(*(scenes[v.pk] for v in found)), **common)
        for name, found in sorted(seen.items())
    )
    return tuple(uses), unknown


def measures_faces(tool: Tool, parameters: Mapping[str, Any]) -> bool:
    """Whether faces are compared: by a provider, or by the engine where somebody vouched."""
    return tool.needs == "faces" or bool(tool.vouched and parameters.get(tool.vouched))


def _likenesses(versions: Iterable[Version]) -> dict[Any, list[Likeness]]:
    rows = Likeness.objects.filter(version__in=[v.pk for v in versions])
    found: dict[Any, list[Likeness]] = {}
    for row in rows.select_related("performer"):
        found.setdefault(row.version_id, []).append(row)
    return found


def _scenes(versions: Sequence[Version]) -> dict[Any, frozenset[str]]:
    """Version → numbers of the scenes that its shots stand in, or that a log says."""
    ids, assets = [v.pk for v in versions], [v.asset_id for v in versions]
    shots = Shot.objects.filter(Q(version__in=ids) | Q(assets__in=assets), scene__isnull=False)
    rows = list(shots.values_list("version_id", "assets__pk", "scene__code").distinct())
    found = {}
    for v in versions:
        own = frozenset(code for at, of, code in rows if v.pk == at or v.asset_id == of)
        logged = str(v.asset.log.get("scene") or "")
        found[v.pk] = own or (frozenset({logged}) if logged else own)
    return found


def script_of(project: Project) -> str:
    """The hash of the project's newest script, as stored; empty without one."""
    scripts = Version.objects.filter(project=project, asset__kind=Kind.SCRIPT)
    newest = scripts.filter(asset__deleted_at=None).order_by("-created_at", "-pk")
    return newest.values_list("tree_sha256", flat=True).first() or ""


def medium_of(project: Project) -> str:
    """A project with episodes is a series, any other a film."""
    return "series" if project.episodes.exists() else "film"


def _quality(tool: Tool, parameters: Mapping[str, Any]) -> str:
    """Of what is made, from its lines; what makes no picture needs no more than a preview."""
    if not tool.makes:
        return "preview"
    told = str(parameters.get("resolution") or parameters.get("height") or "").lower()
    if told in _NAMED:
        return _NAMED[told]
    digits = told.removesuffix("p")
    lines = int(digits) if digits.isdecimal() else 1080
    return next((name for most, name in _LINES if lines <= most), "master")


def consents_of(uses: Iterable[Use]) -> tuple[records.Consent, ...]:
    """All that the people of `uses_of` have signed in that project, withdrawn ones too."""
    seen: dict[Any, set[str]] = {}
    for use in uses:
        seen.setdefault(use.project, set()).add(use.subject)
    if not seen:
        return ()
    whose = [Q(project=project, performer__name__in=names) for project, names in seen.items()]
    rows = Consent.objects.filter(reduce(or_, whose))
    return tuple(row.record() for row in rows.select_related("performer", "project"))


def in_quarantine(versions: Iterable[Version]) -> tuple[str, ...]:
    """Names of those that stand on a withdrawn consent."""
    versions = list(versions)
    found = withdrawn_of(version.pk for version in versions)
    return tuple(version.file_name for version in versions if version.pk in found)


def withdrawn_of(nodes: Iterable[Any]) -> dict[Any, Consent]:
    """Of these ids of versions or candidates, those in quarantine, with the consent that is."""
    rows = Reliance.objects.filter(node__in=list(nodes), consent__revoked_at__isnull=False)
    rows = rows.filter(consent__replaced_by=None).select_related("consent__performer")
    return {row.node: row.consent for row in rows.order_by("-consent__number")}


def must_be_free(*rows: Any) -> None:
    """Raises `consent:withdrawn` where a version or candidate of `rows` is in quarantine."""
    if found := withdrawn_of(row.pk for row in rows if row is not None):
        refuse(next(iter(found.values())))


def refuse(consent: Consent) -> None:
    raise PortalError("consent:withdrawn", **withdrawal(consent))


def withdrawal(consent: Consent) -> dict[str, Any]:
    """What is told of a withdrawn consent: its clause, whose, and since when."""
    when = day(consent.revoked_at) if consent.revoked_at else ""
    return {"number": consent.number, "name": consent.performer.name, "when": when}


def must_cover(candidate: Any) -> None:
    """Raises `consent:not_covered`, naming the clause, where an approved result shows somebody
    whose likeness was made or changed, and who did not allow a master of it.
    """
    request = candidate.run.request
    tool = TOOLS.get(request.tool)
    if tool is None or not tool.makes:
        return
    wanted = request.inputs, tool, request.parameters, candidate.run.provider
    uses, unknown = uses_of(*wanted, master=True)
    if unknown:
        raise PortalError("consent:unknown_people")
    held, now, covers = consents_of(uses), timezone.now(), covering()
    for use in uses:
        if reasons := covers(held, use, now):
            told = "; ".join(filter(None, (reason.clause for reason in reasons)))
            raise PortalError("consent:not_covered", name=use.subject, clause=told or "…")


def covering() -> Callable[..., tuple[records.Reason, ...]]:
    """The gate's rule: (consents, use, now) → every reason why the use is not covered."""
    return import_module("projects.assist.gate.consents").covers
