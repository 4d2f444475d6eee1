"""Credentials read back as a plain record. What is read was sent by strangers: see `apart`."""

import json
from pathlib import Path
from typing import Any

from projects.media.credentials.forms import OTHER, form_of
from projects.media.credentials.signing import BESIDE, FACTS, context
from projects.media.credentials.types import named
from projects.media.refusal import Refused, gettext_noop

MOST_INGREDIENTS, DEEPEST, LONGEST = 200, 12, 300
UNTRUSTED = "signingCredential.untrusted"
_STATES = {"Trusted": "trusted", "Valid": "unknown", "Invalid": "broken"}
_OURS = ("tool", "version", "provider", "model", "run", "decision", "inputs", "project")


def read(path: Path, anchors: str) -> dict[str, Any]:
    """What a file says of its origin; plain JSON of a bounded size.

    `state`: `trusted` (whole, by a signer that `anchors`, PEM, lead to), `unknown` (whole, by
    somebody else), `broken` (the file or its manifest was changed) or `none`. Further `signer`,
    `issuer`, `when`, `generator`, `source_type` and `source_types` (of it and all it was made of),
    `actions`, `facts` (ours: tool, provider, model, run, decision), `codes` of the validation,
    `ingredients` (each with `title`, `relation`, `sha256`, `state` and, where it has credentials,
    the same again), `carried` (`inside`, `beside`). Raises `Refused` `origin:unreadable`.
    """
    import c2pa

    beside = path.with_name(path.name + BESIDE)
    form = form_of(path)
    if not (form or beside.is_file()):
        return {"state": "none", "carried": "", "format_can": False}
    held = beside.read_bytes() if beside.is_file() else None
    try:
        with path.open("rb") as file:
            reader = c2pa.Reader(
                form or OTHER,
                file,
                manifest_data=held,
                context=context(anchors),
            )
            store = json.loads(reader.json())
    except c2pa.C2paError.ManifestNotFound:
        return {"state": "none", "carried": "", "format_can": True}
    except c2pa.C2paError as error:
        said = gettext_noop("%(reason)s")
        raise Refused("origin:unreadable", said, reason=str(error)[:200]) from None
    return _record(store) | {"carried": "beside" if held else "inside", "format_can": True}


def _record(store: dict[str, Any]) -> dict[str, Any]:
    manifests = store.get("manifests", {})
    results = store.get("validation_results", {}).get("activeManifest", {})
    tree = _Tree(manifests)
    told = tree.of(store.get("active_manifest", ""), 0)
    told["state"] = _STATES.get(store.get("validation_state", ""), "broken")
    told["codes"] = _codes(results)
    told["source_types"] = sorted(tree.types)
    told["left_out"] = tree.left_out
    return told


class _Tree:
    """Manifests as a tree, as far as it is worth reading."""

    def __init__(self, manifests: dict[str, Any]) -> None:
        self.manifests, self.seen, self.left_out = manifests, 0, False
        self.types: set[str] = set()

    def of(self, label: str, depth: int) -> dict[str, Any]:
        manifest = self.manifests.get(label, {})
        signature = manifest.get("signature_info") or {}
        actions = _actions(manifest)
        types = [row["source_type"] for row in actions if row["source_type"]]
        self.types.update(types)
        generator = (manifest.get("claim_generator_info") or [{}])[0]
        return {
            "signer": _short(signature.get("common_name") or signature.get("issuer")),
            "issuer": _short(signature.get("issuer")),
            "stamped": _short(signature.get("time")),
            "when": next((row["when"] for row in reversed(actions) if row["when"]), ""),
            "title": _short(manifest.get("title")),
            "generator": _short(generator.get("name")),
            "source_type": types[-1] if types else "",
            "actions": actions,
            "facts": _facts(manifest),
            "ingredients": [self._ingredient(row, depth) for row in self._some(manifest, depth)],
        }

    def _some(self, manifest: dict[str, Any], depth: int) -> list[dict[str, Any]]:
        rows = manifest.get("ingredients") or []
        room = MOST_INGREDIENTS - self.seen if depth < DEEPEST else 0
        self.seen += min(len(rows), room)
        self.left_out = self.left_out or len(rows) > room
        return rows[: max(room, 0)]

    def _ingredient(self, row: dict[str, Any], depth: int) -> dict[str, Any]:
        told = {
            "title": _short(row.get("title")),
            "format": _short(row.get("format")),
            "relation": _short(row.get("relationship")),
            "sha256": _short(row.get("instance_id")).removeprefix("sha256:")
            if str(row.get("instance_id")).startswith("sha256:")
            else "",
            "state": "none",
        }
        if label := row.get("active_manifest"):
            found = (row.get("validation_results") or {}).get("activeManifest", {})
            told["state"], told["codes"] = _kept_state(found), _codes(found)
            told["credentials"] = self.of(label, depth + 1)
        return told


def _kept_state(found: dict[str, Any]) -> str:
    """Of an ingredient, as it was when it came in: `whole` or `broken`."""
    failures = {row.get("code") for row in found.get("failure", [])} - {UNTRUSTED}
    return "broken" if failures else "whole"


def _codes(found: dict[str, Any]) -> list[dict[str, str]]:
    """Failures first; each with what it means where the library says it."""
    rows = [
        {"code": _short(row.get("code")), "kind": kind, "said": _short(row.get("explanation"))}
        for kind in ("failure", "informational", "success")
        for row in found.get(kind, [])
    ]
    return rows[:60]


def _actions(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    rows = [
        action
        for assertion in manifest.get("assertions") or []
        if str(assertion.get("label", "")).startswith("c2pa.actions")
        for action in (assertion.get("data") or {}).get("actions") or []
    ]
    return [_action(row) for row in rows[:50] if isinstance(row, dict)]


def _action(row: dict[str, Any]) -> dict[str, str]:
    agent = row.get("softwareAgent") or ""
    if isinstance(agent, dict):
        agent = " ".join(filter(None, [_short(agent.get("name")), _short(agent.get("version"))]))
    given = row.get("digitalSourceType") or ""
    return {
        "action": _short(row.get("action")),
        "when": _short(row.get("when")),
        "tool": _short(agent),
        "source_type": named(str(given)),
        "source_given": _short(given),
    }


def _facts(manifest: dict[str, Any]) -> dict[str, Any]:
    for assertion in manifest.get("assertions") or []:
        if assertion.get("label") == FACTS and isinstance(assertion.get("data"), dict):
            data = assertion["data"]
            told = {name: _plain(data[name]) for name in _OURS if name in data}
            return {name: value for name, value in told.items() if value not in (None, "", {})}
    return {}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {_short(name): _short(held) for name, held in list(value.items())[:20]}
    return _short(value)


def _short(value: Any) -> str:
    """Text of a stranger: bounded, and nothing in it that a terminal would obey."""
    text = "" if value is None else str(value)
    return "".join(c for c in text[:LONGEST] if c.isprintable())
