"""What a ticket tells of the page it came from. The browser's word is checked, not believed.

Of an address the path remains, with ids; what else a path may hold (a link's secret, a name)
and all values of the query are left out. Run and version are found as the person finds them.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _

from feedback.tickets import features
from projects.models import Asset, Candidate, Run, Version

_BY_RUN = ("run", "run_cancel", "run_again", "run_next")
_BY_VERSION = ("version_", "ask", "seen", "examine")
LEFT_OUT = "…"


@dataclass(frozen=True)
class Page:
    """What is shown to the person before it is sent, and then kept."""

    path: str = ""
    name: str = ""
    run: Run | None = None
    version: Version | None = None

    @property
    def feature(self) -> str:
        return features.of_page(self.name, self.run.request.tool if self.run else "")

    @property
    def studio_id(self) -> Any:
        """Of what the page shows; None where it shows nothing of one studio."""
        row = self.run or self.version
        return row.studio_id if row else None


def looked_at(address: str, person: Any) -> Page:
    """An empty page for an address that is none of ours."""
    match, query = _resolved(address)
    if match is None:
        return Page()
    keys = "&".join(dict.fromkeys(name for name, _value in query if name.isidentifier()))
    path = _without_secrets(match) + (f"?{keys}" if keys else "")
    run, version = _rows(match, dict(query), person)
    return Page(path[:300], (match.url_name or "")[:80], run, version)


def _resolved(address: str) -> tuple[ResolverMatch | None, list[tuple[str, str]]]:
    try:
        parts = urlsplit(address)
        return resolve(parts.path), parse_qsl(parts.query, keep_blank_values=True)
    except (Resolver404, ValueError):
        return None, []


def _without_secrets(match: ResolverMatch) -> str:
    """The pattern with its ids; whatever is no id stays out."""
    path = "/" + match.route.removeprefix("^").removesuffix("$")
    for name, value in match.kwargs.items():
        kept = str(value) if isinstance(value, UUID | int) else LEFT_OUT
        for kind in ("uuid", "int", "str", "slug", "path"):
            path = path.replace(f"<{kind}:{name}>", kept)
    return path


def _rows(
    match: ResolverMatch, query: dict[str, str], person: Any
) -> tuple[Run | None, Version | None]:
    pk, name = match.kwargs.get("pk"), match.url_name or ""
    if name in _BY_RUN:
        return _found(Run.objects.select_related("request"), person, pk), None
    if name.startswith("candidate"):
        rows = Candidate.objects.select_related("run__request", "version").defer("result")
        found = _found(rows, person, pk)
        return (found.run, found.version) if found else (None, None)
    if name.startswith("asset"):
        return None, _of_asset(_found(Asset.objects, person, pk), query, person)
    if name.startswith(_BY_VERSION):
        return None, _found(Version.objects, person, pk)
    return None, None


def _of_asset(asset: Any, query: dict[str, str], person: Any) -> Version | None:
    """The one that is looked at, or the newest."""
    if asset is None:
        return None
    rows = Version.objects.visible_to(person).filter(asset=asset).order_by("-number")
    wanted = query.get("version", "")
    return (wanted.isdigit() and rows.filter(number=int(wanted)).first()) or rows.first()


def _found(rows: Any, person: Any, pk: Any) -> Any:
    return rows.visible_to(person).filter(pk=pk).first() if isinstance(pk, UUID) else None


@cache
def app_version() -> str:
    """As the project file says it; empty where the portal runs without one."""
    try:
        with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
            return str(tomllib.load(file)["project"]["version"])
    except (OSError, KeyError):
        return ""


def rows_told(page: Page, told: dict[str, str]) -> list[tuple[str, str]]:
    """(what, value) of all that goes along, in words; what is empty is not sent."""
    version = f"{page.version.asset.name} v{page.version.number}" if page.version else ""
    rows = [
        (_("Page"), page.path),
        (_("Page title"), told.get("page_title", "")),
        (_("Run"), str(page.run) if page.run else ""),
        (_("Version"), version),
        (_("Portal"), app_version()),
        (_("Browser"), told.get("browser", "")),
        (_("Window"), told.get("window", "")),
    ]
    return [(what, value) for what, value in rows if value]
