"""What an intruder tries with the other studio's identifiers."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from portal.drills.tenants.doors import Door, doors

#: The one part of the upload that waits in each studio.
PART = b"a part of twenty by."
#: What is sent to a row's own address, where an empty form would do something else.
SENT: dict[tuple[str, str], dict[str, Any]] = {
    ("member", "POST"): {"role": "artist"},
    ("membership-detail", "PATCH"): {"role": "artist"},
    ("version_playlists", "POST"): {"name": "x"},
    ("version-note-import", "POST"): {"file_name": "a.csv", "content": "text,start_frame\nx,0"},
}
#: Ends a row: tried on another row than the rest, so that the owner's turn meets each alive.
ENDING = ("remove", "withdraw", "revoke", "end", "delete", "cancel", "restore")
#: What the owner deletes first; a row goes before what holds it.
GOES_FIRST = (
    "note",
    "playlist-item",
    "share-link",
    "playlist",
    "shot",
    "scene",
    "episode",
    "asset",
    "grant",
    "membership",
)
LEADS, ADMINS = ("beta_lead", "admin"), ("admin",)
#: Home, or the beginning of an address → who of the programme reads there by right.
BY_RIGHT = {
    "/feedback/": LEADS,
    "/api/v1/responses/": LEADS,
    # Studios are named in what a report may be filtered by.
    **dict.fromkeys(["/reports/", "/api/v1/reports/", "/api/v1/report-definitions/"], LEADS),
    "/api/v1/figures/": LEADS,
    **dict.fromkeys(["/tickets/", "/api/v1/tickets/"], LEADS),
    "/studio/audit/": ADMINS,
    "/api/v1/audit/": ADMINS,
    # That a studio asks to leave is told to every administrator, with its reason.
    "/": ADMINS,
    # That a studio told something is told to every lead, without its words.
    "/notifications/": LEADS,
    "/api/v1/notifications/": LEADS,
}


@dataclass(frozen=True)
class Try:
    """One call. `ident` is the identifier of theirs in it; `plain` opens no row by itself."""

    kind: str
    method: str
    address: str
    ident: str = ""
    body: dict[str, Any] = field(default_factory=dict, compare=False)
    plain: bool = False
    #: Who sees it by right, though not a member: no try for them.
    by_right: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.kind} {self.method} {self.address} {sorted(self.body.items())}"

    @property
    def reads(self) -> bool:
        return self.method == "GET"

    @property
    def rank(self) -> tuple[int, int]:
        """The owner's turn: creating, then changing, then ending, what holds others last."""
        if self.method == "DELETE":
            kind = self.address.split("/")[-3].rstrip("s")
            order = GOES_FIRST.index(kind) if kind in GOES_FIRST else len(GOES_FIRST)
            return 3, order
        return (2 if self.address.rstrip("/").endswith(ENDING) else 1), 0


def right_to(address: str) -> tuple[str, ...]:
    if address == "/":
        return BY_RIGHT["/"]
    begun = (who for begin, who in BY_RIGHT.items() if begin != "/" and address.startswith(begin))
    return next(begun, ())


def by_id(ids: dict[str, list[str]]) -> list[Try]:
    """Each door with the rows of its own kind: what the rightful owner may do there."""
    found, used = [], dict.fromkeys(ids, 0)
    for door, method in _cells():
        rows = ids.get(door.kind) or []
        if method != "GET":
            rows = rows[_turn(used, door, method) % len(rows) :][:1] if rows else []
        body = SENT.get((door.name, method), {})
        found += [
            Try("guessed", method, door.at(row), row, body, by_right=right_to(door.pattern))
            for row in rows
        ]
    return found


def _cells() -> Iterator[tuple[Door, str]]:
    return ((door, method) for door in doors() if door.kind for method in door.methods)


def _turn(used: dict[str, int], door: Door, method: str) -> int:
    """0 for what leaves the row alive; each ending gets the next row."""
    if method != "DELETE" and not door.pattern.rstrip("/").endswith(ENDING):
        return 0
    used[door.kind] += 1
    return used[door.kind]


def of_other_kinds(ids: dict[str, list[str]]) -> list[Try]:
    """Identifiers where rows of another kind belong. Nobody gets in: judged, and not counted."""
    kinds = {kind: rows[0] for kind, rows in ids.items() if rows and len(rows[0]) > 30}
    return [
        Try("elsewhere", "GET", door.at(row), row)
        for door, (kind, row) in product(doors(), kinds.items())
        if door.kind and kind != door.kind and "GET" in door.methods
    ]


ORDERS = ("ordering=studio", "ordering=-project__studio", "cursor=cD0w", "page_size=200")


def listed(ids: dict[str, list[str]]) -> list[Try]:
    """Lists: as they come, filtered by theirs, ordered by theirs, exported."""
    found = []
    for door in doors():
        if door.names and not door.name.startswith("data_"):
            continue
        address, right = door.at(""), right_to(door.pattern)
        kind = "exported" if "export" in door.name or door.names else "listed"
        found.append(Try(kind, "GET", address, plain=True, by_right=right))
        found += [
            Try("ordered", "GET", f"{address}?{end}", plain=True, by_right=right) for end in ORDERS
        ]
        for name, row in _filters(door, ids):
            asked = f"{address}?{name}={row}"
            kind_ = "exported" if kind == "exported" else "filtered"
            found.append(Try(kind_, "GET", asked, row, plain=True, by_right=right))
    return found


def _filters(door: Door, ids: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """(parameter, row of theirs): what the list offers, and what any might listen to."""
    for name in sorted({*door.filters, "studio", "project", "search"}):
        for row in ids.get(name, ids["project"])[:1]:
            yield name, row
    if door.name == "jobs":
        for kind in ("run", "ingest", "carrying", "project", "export", "closeout"):
            yield "topic", f"{kind}:{ids[kind][0]}"
        yield "topic", f"copy:{ids['viewingcopy'][0]}"


def admin_pages(ids: dict[str, list[str]]) -> list[Try]:
    """Change pages of the Django admin for each row; administrators work there by right."""
    from django.contrib import admin

    kinds = {m._meta.model_name: m._meta.app_label for m in admin.site._registry}
    return [
        Try("admin", "GET", f"/admin/{kinds[k]}/{k}/{pk}/change/", pk, by_right=ADMINS)
        for k in ids
        if k in kinds
        for pk in ids[k][:2]
    ]
