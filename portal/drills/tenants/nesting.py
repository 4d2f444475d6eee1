"""What one creates or changes with something of another studio inside."""

from datetime import UTC, datetime, timedelta
from typing import Any

from portal.drills.tenants import measuring
from portal.drills.tenants.tries import Try

Ids = dict[str, list[str]]
IN_ADDRESS = "the studio of the address"
_HOOK = {"url": "https://hooks.example.org/x", "events": ["run.finished"]}
_NEW = {"name": "x", "code": "XX", "rate_label": "24"}
_LATER = "2099-01-01T00:00:00Z"

#: (method, address) → a body that would do for our own studio; `{kind}` stands for a row.
BODIES: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "projects/"): {"studio": "{studio}", **_NEW},
    ("PATCH", "projects/{project}/"): {"studio": "{studio}", "name": "x"},
    ("POST", "grants/"): {"project": "{project}", "membership": "{membership}"},
    ("POST", "openings/"): {
        **{"studio": "{studio}", "project": "{project}"},
        **{"until": _LATER, "email": "{lead}"},
    },
    ("POST", "episodes/"): {"project": "{project}", "code": "E7"},
    ("PATCH", "episodes/{episode}/"): {"project": "{project}"},
    ("POST", "scenes/"): {"project": "{project}", "episode": "{episode}", "code": "S7"},
    ("PATCH", "scenes/{scene}/"): {"project": "{project}", "episode": "{episode}"},
    ("POST", "shots/"): {
        **{"project": "{project}", "scene": "{scene}", "version": "{version}", "code": "X7"},
        **{"cut_in": 0, "cut_out": 9},
    },
    ("PATCH", "shots/{shot}/"): {
        **{"project": "{project}", "scene": "{scene}", "version": "{version}"},
    },
    ("PATCH", "assets/{asset}/"): {"shot": "{shot}"},
    ("POST", "uploads/"): {
        **{"project": "{project}", "asset": "{asset}", "shot": "{shot}"},
        **{"file_name": "a.mov", "size": 10},
    },
    ("POST", "requests/"): {
        **{"tool": "shot_breakdown", "versions": ["{version}"], "work_item": "{workitem}"},
    },
    ("POST", "candidates/{candidate}/shots/"): {"scene": "{scene}"},
    ("POST", "candidates/{candidate}/scenes/"): {"scenes": [1], "episode": "{episode}"},
    ("POST", "requests/{assistrequest}/decisions/"): {
        **{"candidates": ["{candidate}"], "keep": "{candidate}", "verdict": "approved"},
    },
    ("POST", "invitations/"): {
        **{"studio": "{studio}", "email": "x@example.org", "role": "artist"},
    },
    ("POST", "webhooks/"): {"studio": "{studio}", **_HOOK},
    ("PATCH", "webhooks/{webhookendpoint}/"): {"studio": "{studio}", "description": "x"},
    ("POST", "notifications/read/"): {"ids": ["{notification}"]},
    ("POST", "result-uses/"): {
        **{"candidate": "{candidate}", "shots": ["{shot}"], "used_as": "final"},
    },
    ("POST", "final-cuts/"): {"version": "{version}", "episode": "{episode}"},
    ("POST", "writer-notices/"): {
        **{"candidate": "{candidate}", "writer": "x", "on": "2026-02-01"},
    },
    ("POST", "disclosures/"): {"project": "{project}"},
    ("POST", "exports/"): {"studio": "{studio}"},
    ("POST", "closeouts/"): {"studio": "{studio}", "name": "{name}", "reason": "x"},
    ("POST", "notes/"): {
        **{"version": "{version}", "parent": "{note}"},
        **{"start": 0, "text": "x"},
    },
    ("POST", "notes/{note}/place/"): {"version": "{version}", "start": 0},
    ("POST", "notes/{note}/drop/"): {"version": "{version}"},
    ("POST", "playlists/"): {"project": "{project}", "name": "x"},
    ("POST", "playlists/{playlist}/order/"): {"items": ["{playlistitem}"]},
    ("POST", "playlist-items/"): {"playlist": "{playlist}", "version": "{version}"},
    ("POST", "share-links/"): {
        **{"playlist": "{playlist}", "guest_name": "x"},
        "expires_at": (datetime.now(UTC) + timedelta(days=30)).isoformat(),
    },
    ("POST", "performers/"): {"project": "{project}", "name": "x"},
    ("PATCH", "performers/{performer}/"): {"project": "{project}", "representative": "x"},
    ("POST", "characters/"): {"project": "{project}", "performer": "{performer}", "name": "x"},
    ("PATCH", "characters/{character}/"): {"project": "{project}", "performer": "{performer}"},
    ("POST", "consultations/"): {
        **{"project": "{project}", "creator": "x", "on": "2026-01-01"},
        **{"how": "x", "said": "x"},
    },
    ("POST", "personal-links/"): {"performer": "{performer}"},
    ("POST", "consents/"): {
        **{"performer": "{performer}", "script": "*"},
        **{"kind": "alteration", "description": "A face in the chase, once.", "quality": "hd"},
        **{name: ["*"] for name in ("purposes", "scenes", "media", "territories", "providers")},
        **{"compensation_days": 0, "starts": "2026-01-01", "ends": "2099-01-01"},
        **{"clause": "x", "signed_by": "x", "signed_how": "paper"},
        "signed_at": "2026-01-01T00:00:00Z",
    },
    ("POST", "responses/"): {"decision": "{decision}", "ease": 4},
    **measuring.BODIES,
    ("POST", "tickets/"): {
        **{"studio": "{studio}", "kind": "bug", "severity": "minor"},
        **{"feature": "uploads", "title": "x"},
    },
}
#: The same on pages: forms, and the studio that an address names.
FORMS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/studio/?studio={studio}"): {"email": "y@example.org", "role": "artist"},
    ("POST", "/studio/shown/"): {"studio": "{studio}"},
    ("POST", "/studio/openings/?studio={studio}"): {"email": "{lead}", "until": "2099-01-01"},
    ("POST", "/studio/webhooks/?studio={studio}"): _HOOK,
    ("POST", "/studio/leaving/?studio={studio}"): {},
    ("POST", "/studio/leaving/closeout/?studio={studio}"): {"name": "{name}", "reason": "x"},
    ("POST", "/projects/new/"): {"studio": "{studio}", **_NEW, "code": "YY"},
    ("POST", "/projects/{project}/reviewers/"): {"reviewer": "{membership}"},
    ("POST", "/projects/{project}/structure/"): {
        **{"add": "shot", "shot-scene": "{scene}", "shot-code": "X8"},
    },
    ("POST", "/candidates/{candidate}/shots/"): {"scene": "{scene}"},
    ("POST", "/playlists/{playlist}/versions/"): {"version": "{version}"},
    ("POST", "/versions/{version}/playlists/"): {"playlist": "{playlist}"},
    **measuring.FORMS,
}
#: Answered as if all were well, with what is not ours left out: the rows tell the truth.
LEFT_OUT = {
    *measuring.LEFT_OUT,
    *{"projects/{project}/", "webhooks/{webhookendpoint}/", "notifications/read/"},
    *{"episodes/{episode}/", "scenes/{scene}/", "shots/{shot}/"},
    *{"/projects/{project}/reviewers/", "playlists/{playlist}/order/"},
    *{"/playlists/{playlist}/versions/"},
}


def nested(ours: Ids, theirs: Ids) -> list[tuple[Try, Try]]:
    """(one row of theirs among ours, the same all theirs: what its owner may)."""
    found = []
    for (method, route), body in {**BODIES, **FORMS}.items():
        names = [name for name, value in body.items() if _kind(value) in theirs]
        if "?studio=" in route:
            names.append(IN_ADDRESS)
        found += [
            _pair(method, route, body, name, ours, theirs)
            for name in names
            if body.get(name) not in ("{name}", "{lead}")
        ]
    return found


def _pair(
    method: str, route: str, body: dict[str, Any], name: str, ours: Ids, theirs: Ids
) -> tuple[Try, Try]:
    """Only `name` is theirs; a closeout is asked for with the studio's name beside its id."""
    mixed = _filled(body, ours)
    if name != IN_ADDRESS:
        mixed |= _filled({name: body[name]}, theirs)
    if body.get("name") == "{name}":
        mixed["name"] = theirs["name"][0]
    kind = "studio" if name == IN_ADDRESS else _kind(body[name])
    where = route if route.startswith("/") else f"/api/v1/{route}"
    side = theirs if name == IN_ADDRESS else ours
    plain = route in LEFT_OUT
    intruding = Try("nested", method, _at(where, side), theirs[kind][0], mixed, plain=plain)
    return intruding, Try("nested", method, _at(where, theirs), body=_filled(body, theirs))


def _at(address: str, ids: Ids) -> str:
    kind = _kind(address[address.index("{") : address.index("}") + 1]) if "{" in address else ""
    return address.replace(f"{{{kind}}}", ids[kind][0]) if kind else address


def _kind(value: Any) -> str:
    text = value[0] if isinstance(value, list) else value
    return text.strip("{}") if isinstance(text, str) and text.startswith("{") else ""


def _filled(body: dict[str, Any], ids: Ids) -> dict[str, Any]:
    """Rows for the names of kinds; an optional reference without a row is left out."""
    filled: dict[str, Any] = {}
    for name, value in body.items():
        kind = _kind(value)
        if not kind:
            filled[name] = value
        elif ids.get(kind):
            filled[name] = [ids[kind][0]] if isinstance(value, list) else ids[kind][0]
    return filled
