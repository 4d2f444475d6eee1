"""Credentials written into a file, or beside it where its format has no place for them."""

import base64
import hashlib
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from projects.media.credentials.chains import Seal
from projects.media.credentials.forms import OTHER, form_of
from projects.media.credentials.types import address
from projects.media.refusal import Refused, gettext_noop

GENERATOR = "Last Mile"
#: The label of what the portal alone knows: tool, provider, model, run, decision.
FACTS = "lastmile.origin"
BESIDE = ".c2pa"
PARENT, INPUT = "parentOf", "inputTo"


@dataclass(frozen=True)
class Source:
    """What a file was made of. `title` is what may be told of it; `archives` are its credentials as
    `archives_of` packs them, by relation; nothing where it has none.
    """

    label: str
    title: str
    sha256: str = ""
    media_type: str = OTHER
    archives: Mapping[str, str] = field(default_factory=dict)
    relation: str = INPUT

    @property
    def packed(self) -> str:
        return self.archives.get(self.relation, "")

    def described(self) -> dict[str, Any]:
        """Its hash goes along, so that whoever has the file can tell that it is the one."""
        told = {"title": self.title, "format": self.media_type, "relationship": self.relation}
        told |= {"label": self.label}
        if not self.sha256:
            return told
        return told | {
            "instance_id": f"sha256:{self.sha256}",
            "description": f"SHA-256 {self.sha256}",
        }


@dataclass(frozen=True)
class Claim:
    """What is said of a file: its type by IPTC, the tool, and facts that are plain JSON."""

    source_type: str
    tool: str
    version: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    title: str = ""
    action: str = "c2pa.edited"  # of what has a parent; everything else was created


@dataclass(frozen=True)
class Signed:
    """How a file carries its credentials; `beside` is the manifest's file where it has no place."""

    bytes: int
    beside: Path | None = None


def sign(source: Path, target: Path, claim: Claim, made_of: Sequence[Source], seal: Seal) -> Signed:
    """Write `target`: `source` with its credentials, otherwise as it is.

    A time authority that does not answer leaves them without its stamp. Raises `Refused`:
    `origin:source_type`, `origin:certificate`, `origin:not_signed`.
    """
    manifest = _manifest(claim, made_of)
    seal.must_be_whole()
    try:
        return _written(source, target, manifest, made_of, seal)
    except Exception as error:  # the library has a class for each of its own
        target.unlink(missing_ok=True)
        if seal.timestamp_url:
            return sign(source, target, claim, made_of, replace(seal, timestamp_url=""))
        said = gettext_noop("%(reason)s")
        raise Refused("origin:not_signed", said, reason=str(error)[:200]) from error


def _manifest(claim: Claim, made_of: Sequence[Source]) -> dict[str, Any]:
    return {
        "claim_generator_info": [{"name": GENERATOR, "version": "1"}],
        "title": claim.title,
        "ingredients": [one.described() for one in made_of if not one.packed],
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": _actions(claim, made_of)}},
            {"label": FACTS, "data": dict(claim.facts)},
        ],
    }


def _actions(claim: Claim, made_of: Sequence[Source]) -> list[dict[str, Any]]:
    """Opened and changed where there is a parent, created where there is none."""
    when = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    parents = [one.label for one in made_of if one.relation == PARENT]
    inputs = [one.label for one in made_of if one.relation != PARENT]
    done = {
        "action": claim.action if parents else "c2pa.created",
        "when": when,
        "softwareAgent": {"name": claim.tool, "version": claim.version},
        "digitalSourceType": address(claim.source_type),
        **({"parameters": {"ingredientIds": inputs}} if inputs else {}),
    }
    if not parents:
        return [done]
    opened = {"action": "c2pa.opened", "when": when, "parameters": {"ingredientIds": parents}}
    return [opened, done]


def _written(
    source: Path, target: Path, manifest: dict[str, Any], made_of: Sequence[Source], seal: Seal
) -> Signed:
    import c2pa

    form = form_of(source)
    builder = c2pa.Builder.from_json(manifest, context=context(seal.anchors))
    for packed in filter(None, (one.packed for one in made_of)):
        builder.add_ingredient_from_archive(io.BytesIO(base64.b64decode(packed)))
    if not form:
        builder.set_no_embed()
    with source.open("rb") as read, target.open("w+b") as write:
        made = builder.sign(_signer(seal), form or OTHER, read, write)
    if form:
        return Signed(len(made))
    beside = target.with_name(target.name + BESIDE)
    beside.write_bytes(made)
    return Signed(len(made), beside)


def _signer(seal: Seal) -> Any:
    import c2pa

    stamp = seal.timestamp_url.encode() or None
    info = c2pa.C2paSignerInfo(
        seal.algorithm.encode(), seal.chain.encode(), seal.key.encode(), stamp
    )
    return c2pa.Signer.from_info(info)


def context(anchors: str) -> Any:
    """How manifests are read: by these roots, without a look at any other host, no thumbnails."""
    import c2pa

    settings = {
        "trust": {"user_anchors": anchors} if anchors else {},
        "verify": {"verify_trust": True, "remote_manifest_fetch": False, "ocsp_fetch": False},
        "builder": {"thumbnail": {"enabled": False}},
    }
    return c2pa.Context(settings=c2pa.Settings.from_json(json.dumps(settings)))


def archives_of(path: Path, one: Source) -> dict[str, str]:
    """The credentials of a file, ready to be carried into what is made of it; base64 by relation.

    Reads the file, which was sent by strangers: call it in a child of its own.
    """
    import c2pa

    packed = {}
    for relation in (PARENT, INPUT):
        started = {"claim_generator_info": [{"name": GENERATOR}]}
        builder = c2pa.Builder.from_json(started, context=context(""))
        with path.open("rb") as read:
            told = replace(one, relation=relation).described()
            builder.add_ingredient_from_stream(told, one.media_type, read)
        held = io.BytesIO()
        builder.write_ingredient_archive(one.label, held)
        packed[relation] = base64.b64encode(held.getvalue()).decode()
    return packed


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
