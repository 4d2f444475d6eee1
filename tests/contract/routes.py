"""Every route of the portal, read from the resolver: pages, API actions, admin, sockets."""

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.views import APIView

SAFE = ("GET", "HEAD", "OPTIONS")


@dataclass(frozen=True)
class Route:
    """`actions` maps each method that is answered to the name of what answers it."""

    name: str
    address: str
    callback: Callable[..., Any]
    actions: tuple[tuple[str, str], ...]

    @property
    def view(self) -> Any:
        """What carries the gate: the class of an API view, else the function."""
        return getattr(self.callback, "cls", self.callback)

    @property
    def is_api(self) -> bool:
        return isinstance(self.view, type) and issubclass(self.view, APIView)

    @property
    def gate(self) -> dict[str, Any] | None:
        return getattr(self.view, "gate", None)

    @property
    def cells(self) -> list[str]:
        return [f"{self.name} {method}" for method, _action in self.actions]


def routes() -> list[Route]:
    """All but what a package mounts under a namespace of its own (the Django admin)."""
    return [route for route in _walk(get_resolver()) if not route.name.startswith("admin:")]


def namespaces() -> set[str]:
    """At whatever depth they begin."""
    return set(_spaces(get_resolver()))


def _spaces(resolver: URLResolver) -> Iterator[str]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from [entry.namespace] if entry.namespace else _spaces(entry)


def _walk(resolver: URLResolver, space: str = "", before: str = "/") -> Iterator[Route]:
    for entry in resolver.url_patterns:
        address = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, inner, address)
        else:
            yield _route(entry, f"{space}{entry.name or address}", address)


def _route(entry: URLPattern, name: str, address: str) -> Route:
    view = entry.callback
    cls = getattr(view, "cls", None)
    found = _of_class(view, cls) if cls is not None else _of_function(view)
    return Route(name, address, view, tuple(sorted(found.items())))


def _of_class(view: Any, cls: Any) -> dict[str, str]:
    """A viewset's route knows its actions; other API views have methods by name."""
    offered = getattr(view, "actions", None) or {m: m for m in cls.http_method_names}
    taken = [m for m in offered if m in cls.http_method_names and hasattr(cls, offered[m])]
    return {m.upper(): offered[m] for m in taken if m not in ("options", "head")}


def _of_function(view: Any) -> dict[str, str]:
    """A page takes POST where it says `require_POST` or looks at `request.POST`."""
    plain = inspect.unwrap(view)
    source = inspect.getsource(plain) if inspect.isfunction(plain) else ""
    if "@require_POST" in source:
        return {"POST": "POST"}
    posts = "request.POST" in source or '"POST"' in source or "POST" in getattr(view, "gate", {})
    more = [m for m in ("PATCH", "DELETE") if m in getattr(view, "gate", {})]
    return {method: method for method in ["GET", *(["POST"] if posts else []), *more]}


def cells() -> list[str]:
    """`name METHOD` of everything that has a gate of the portal's own."""
    return [cell for route in routes() if route.gate for cell in route.cells]
