"""Every address of the portal, filled with identifiers that are not one's own."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

#: Packages' own pages: they know no studio (`admin` is tried by its change pages).
OTHERS = ("/accounts/", "/admin/", "/static/")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
#: Values for the parts of an address that are no identifier.
WORDS = {"number": "0", "name": "edl", "ending": "csv"}


@dataclass(frozen=True)
class Door:
    """A pattern of the resolver: where it leads, its parameters, and its view."""

    pattern: str
    names: tuple[str, ...]
    view: Any

    def at(self, ident: str) -> str:
        """The address with `ident` in every place that takes an identifier."""
        values = {name: WORDS.get(name, ident) for name in self.names}
        return self.pattern % values

    @property
    def filters(self) -> list[str]:
        return list(getattr(getattr(self.view, "cls", None), "filterset_fields", None) or [])

    @property
    def methods(self) -> list[str]:
        """What the view may answer; a page is tried with both."""
        actions = getattr(self.view, "actions", None)
        return [m for m in METHODS if m.lower() in actions] if actions else ["GET", "POST"]


def doors() -> list[Door]:
    """All patterns of the portal's own."""
    return [door for door in _walk(get_resolver()) if not door.pattern.startswith(OTHERS)]


def _walk(resolver: URLResolver, before: tuple[URLPattern | URLResolver, ...] = ()) -> Iterator:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _walk(entry, (*before, entry))
        else:
            yield _door((*before, entry))


def _door(entries: tuple[Any, ...]) -> Door:
    """The first way of writing it out that the resolver itself would use for `reverse`."""
    parts, names = "/", []
    for entry in entries:
        written, found = _written(entry)
        parts += written
        names += found
    return Door(parts, tuple(names), entries[-1].callback)


def _written(entry: Any) -> tuple[str, list[str]]:
    from django.utils.regex_helper import normalize

    written, names = normalize(entry.pattern.regex.pattern)[0]
    return written, list(names)


def admin_pages(ids: dict[str, list[str]]) -> list[str]:
    """Change pages of the Django admin for each row."""
    from django.contrib import admin

    kinds = {m._meta.model_name: m._meta.app_label for m in admin.site._registry}
    return [f"/admin/{kinds[k]}/{k}/{pk}/change/" for k in ids if k in kinds for pk in ids[k]]


def named(ids: dict[str, list[str]], *, reading: bool) -> list[tuple[str, str, str]]:
    """(method, address, the identifier in it): every door with one identifier of each kind."""
    kinds = [rows[0] for rows in ids.values() if rows]
    return [
        (method, door.at(ident), ident)
        for door, ident in product(doors(), kinds)
        for method in (["GET"] if reading else door.methods)
        if door.names
    ]


def listed(ids: dict[str, list[str]]) -> list[tuple[str, str, str]]:
    """(GET, list with a filter, order, search or page of the other studio, the identifier)."""
    plain = [door for door in doors() if not door.names]
    found = [
        ("GET", f"{door.pattern}?{name}={ident}", ident)
        for door in plain
        for name in {*door.filters, "studio", "project", "search"}
        for ident in ids.get(name, ids["project"])[:1]
    ]
    orders = ("?ordering=studio", "?ordering=-project__studio", "?cursor=cD0w", "?page_size=200")
    return found + [("GET", door.pattern + end, "") for door in plain for end in orders]
