"""Which capability each operation of the API asks for, from the views' own gates."""

import re
from functools import lru_cache
from typing import Any

from django.contrib.admindocs.views import simplify_regex
from drf_spectacular.generators import EndpointEnumerator
from rest_framework.permissions import SAFE_METHODS

from portal.access import Capability
from portal.scopes import needed

_CONVERTER = re.compile(r"<(?:\w+:)?(\w+)>")


def operation_of(method: str, pattern: str) -> str:
    """`GET /api/v1/runs/{id}/` of a route's pattern, as the schema names it."""
    address = _CONVERTER.sub(r"{\1}", simplify_regex(pattern))
    return f"{method} {address.replace('{pk}', '{id}')}"


@lru_cache(1)
def capabilities() -> dict[str, Capability]:
    """By "METHOD /path/"."""
    found = {}
    for address, _regex, method, callback in EndpointEnumerator().get_api_endpoints():
        action = getattr(callback, "actions", {}).get(method.lower(), "")
        found[operation_of(method, address)] = _asked(callback.cls.gate, method, action)
    return found


def _asked(gate: dict[str, Any], method: str, action: str) -> Capability:
    """As `portal.api.permissions.MeetsGate` asks it."""
    return gate.get(action) or gate.get(method) or gate["default"]


def scope_of(operation: str) -> Any:
    """The scope that a token needs for it."""
    changes = operation.split()[0] not in SAFE_METHODS
    return needed(capabilities()[operation], changes=changes)
