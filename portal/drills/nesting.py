"""What one creates with something of another studio inside."""

from typing import Any

#: Route → a body that would do for our own studio; `{kind}` stands for an identifier.
BODIES: dict[str, dict[str, Any]] = {
    "projects/": {"studio": "{studio}", "name": "x", "code": "XX", "rate_label": "24"},
    "grants/": {"project": "{project}", "membership": "{membership}"},
    "openings/": {"studio": "{studio}", "project": "{project}", "until": "2099-01-01T00:00:00Z"},
    "episodes/": {"project": "{project}", "code": "E7"},
    "scenes/": {"project": "{project}", "episode": "{episode}", "code": "S7"},
    "shots/": {"project": "{project}", "scene": "{scene}", "version": "{version}", "code": "X7"},
    "uploads/": {
        **{"project": "{project}", "asset": "{asset}", "shot": "{shot}"},
        **{"file_name": "a.mov", "size": 10},
    },
    "requests/": {"tool": "shot_breakdown", "versions": ["{version}"]},
    "invitations/": {"studio": "{studio}", "email": "x@example.org", "role": "artist"},
    "responses/": {"decision": "{decision}", "ease": 4},
}


def nested(
    ours: dict[str, list[str]], theirs: dict[str, list[str]]
) -> list[tuple[str, dict[str, Any], str]]:
    """(address, body, the identifier of the other studio in it), one swapped at a time."""
    found = []
    for route, body in BODIES.items():
        for name, value in body.items():
            kind = _kind(value)
            if kind:
                ident = theirs[kind][0]
                swapped = {**body, name: [ident] if isinstance(value, list) else ident}
                found.append((f"/api/v1/{route}", _filled(swapped, ours), ident))
    return found


def _kind(value: Any) -> str:
    text = value[0] if isinstance(value, list) else value
    return text.strip("{}") if isinstance(text, str) and text.startswith("{") else ""


def _filled(body: dict[str, Any], ours: dict[str, list[str]]) -> dict[str, Any]:
    """Our own identifiers for the rest; an optional reference without a row is left out."""
    filled: dict[str, Any] = {}
    for name, value in body.items():
        kind = _kind(value)
        if not kind:
            filled[name] = value
        elif ours.get(kind):
            filled[name] = [ours[kind][0]] if isinstance(value, list) else ours[kind][0]
    return filled
