"""Where pictures and films come from: what the portal signs into each that it makes.

The manifest tells of the work (tool, provider, model, run) and of what it was made of by hash. It
names no person, studio, project or file unless the project says that names may go along.
"""

import json
import logging
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from django.conf import settings

from projects.assist.contract import Outcome, OutputFile
from projects.media.credentials.apart import taken_in
from projects.media.credentials.forms import OTHER, form_of
from projects.media.credentials.signing import INPUT, PARENT, Claim, Source, sign
from projects.media.credentials.types import CHANGED, TRAINED, inherited
from projects.media.refusal import Refused
from projects.models import Run, Version
from projects.seals import anchors, seal

log = logging.getLogger(__name__)

#: Role and type of a manifest that lies beside a file, and of an input's credentials.
ROLE, MEDIA_TYPE = "credentials", "application/c2pa"


@dataclass(frozen=True)
class Way:
    """What a tool of the engine does to its inputs, as IPTC calls it; one that `picks` frames, and
    scales and encodes them, leaves them what they are.
    """

    own: str
    picks: bool = False


PICKS = Way("algorithmicallyEnhanced", picks=True)
_CHANGES, _SIDE_BY_SIDE = Way("algorithmicallyEnhanced"), Way("composite")
WAYS = {
    "shot_breakdown": PICKS,
    "stills": PICKS,
    "selects": PICKS,
    "clean_plate": _CHANGES,
    "shot_match": _CHANGES,
    "scope_extension": _SIDE_BY_SIDE,
    "cut_compare": _SIDE_BY_SIDE,
    "shot_find": _SIDE_BY_SIDE,
    "character_continuity": _SIDE_BY_SIDE,
}
#: Roles of files that show nothing that was filmed: masks, drawn by a measurement.
_DRAWN = ("mask", "confidence", "overlay")


def shows(media_type: str) -> bool:
    """Whether such a file is a picture or a film."""
    return media_type.startswith(("image/", "video/"))


def source_type(run: Run, role: str, versions: Sequence[Version]) -> str:
    """What a file of this run is, by IPTC's list."""
    tool = run.request.definition
    if tool.makes:
        return tool.makes
    if role in _DRAWN:
        return "algorithmicMedia"
    way = WAYS.get(tool.name, PICKS if tool.remote else _CHANGES)
    return inherited(way.own, types_of(versions), picks=way.picks)


def types_of(versions: Sequence[Version]) -> list[str]:
    """All that the inputs say of themselves and of what they were made of."""
    found = (version.facts.get("origin", {}).get("source_types", []) for version in versions)
    return [name for names in found for name in names]


def told_type(record: dict[str, Any]) -> str:
    """Of a file with these credentials: its own type, or that a trained model had part in it."""
    own = record.get("source_type", "")
    trained = any(name in TRAINED for name in record.get("source_types", []))
    return CHANGED if trained and own not in TRAINED else own


@dataclass
class Offered:
    """Outcomes whose files carry their credentials; by path what is told of each file."""

    outcomes: list[Outcome] = field(default_factory=list)
    facts: dict[Path, dict[str, Any]] = field(default_factory=dict)

    def source_type(self, outcome: Outcome) -> str:
        """What a person is told of the candidate: the type of what shows most of it. A trained
        model's part in any of its files counts.
        """
        types = [self.facts[file.path]["source_type"] for file in outcome.files if self.told(file)]
        return next((name for name in types if name in TRAINED), types[0] if types else "")

    def told(self, file: OutputFile) -> bool:
        return file.path in self.facts


@contextmanager
def signed(run: Run, outcomes: Sequence[Outcome]) -> Iterator[Offered]:
    """The same outcomes, with pictures and films signed; their files last as long as the block.

    They lie in the work folder of the run, which is left alone for as long as the run is active.
    Raises `Refused` `origin:…`: nothing is offered without its origin.
    """
    own = Path(settings.WORK_ROOT) / run.pk.hex
    own.mkdir(parents=True, exist_ok=True)
    versions = run.request.inputs
    with tempfile.TemporaryDirectory(prefix="signed-", dir=own) as folder:
        offered, sources = Offered(), None
        for number, outcome in enumerate(outcomes, 1):
            made: list[OutputFile] = []
            place = Path(folder) / str(number)
            place.mkdir()
            for file in outcome.files:
                if not shows(file.media_type):
                    made.append(file)
                    continue
                sources = sources or _sources(run, versions)
                made += _signed(run, file, versions, sources, place, offered)
            offered.outcomes.append(replace(outcome, files=made))
        yield offered


def _signed(
    run: Run,
    file: OutputFile,
    versions: Sequence[Version],
    sources: list[Source],
    place: Path,
    offered: Offered,
) -> Iterator[OutputFile]:
    named = source_type(run, file.role, versions)
    target = place / file.path.name
    own = _own(run, file)
    claim = Claim(
        named,
        run.request.tool,
        run.request.definition.version,
        facts_of(run, versions),
        action="c2pa.edited.metadata" if own else "c2pa.edited",
    )
    inputs = [replace(one, relation=INPUT) for one in sources] if own else sources
    put = sign(file.path, target, claim, [*own, *inputs], seal())
    offered.facts[target] = {"source_type": named, "carried": "beside" if put.beside else "inside"}
    yield replace(file, path=target)
    if put.beside:
        yield OutputFile(put.beside, ROLE, MEDIA_TYPE, len(offered.facts))


def _own(run: Run, file: OutputFile) -> list[Source]:
    """What a provider has signed into its work is kept as the parent of what we offer."""
    if run.provider == "local":
        return []
    one = Source(f"of-{run.pk.hex}", "As it came from the provider", relation=PARENT)
    return with_credentials(file.path, one)


def with_credentials(path: Path, one: Source) -> list[Source]:
    """Nothing where the file has no credentials, or none that can be read."""
    try:
        found = taken_in(path, one, anchors())
    except Refused as refused:
        log.warning("credentials of %s are not carried along: %s", path.name, refused)
        return []
    if not found["archives"]:
        return []
    form = form_of(path) or OTHER
    return [replace(one, sha256=found["sha256"], archives=found["archives"], media_type=form)]


def facts_of(run: Run, versions: Sequence[Version]) -> dict[str, Any]:
    """What the portal alone knows of a run, without a name of anybody or anything of the studio."""
    return {
        "tool": run.request.tool,
        "version": run.request.definition.version,
        "provider": run.provider,
        "model": run.model,
        "run": str(run.pk),
        "inputs": {str(version.pk): version.tree_sha256 for version in versions},
    }


def _sources(run: Run, versions: Sequence[Version]) -> list[Source]:
    """One input that no trained model worked on is the parent; others are inputs."""
    alone = len(versions) == 1 and not run.request.definition.makes
    return [source_of(version, PARENT if alone else INPUT) for version in versions]


def source_of(version: Version, relation: str) -> Source:
    """A version as an ingredient: its hash, its credentials where it has some, and a title that
    tells its name only where the project lets names go along.
    """
    known = version.facts.get("origin", {})
    row = version.rendition(ROLE)
    archives = {}
    if row is not None:
        with row.open() as file:
            archives = json.load(file)
    return Source(
        label_of(version),
        title_of(version),
        known.get("sha256", ""),
        known.get("media_type", OTHER),
        archives,
        relation,
    )


def label_of(version: Version) -> str:
    return f"in-{version.pk.hex}"


def title_of(version: Version) -> str:
    """Manifests are read all over the world: not translated."""
    if version.project.credit_names:
        return version.file_name
    kind = version.asset.kind or "file"
    return f"{kind.capitalize()}, version {version.number}"


def take_in(version: Version, path: Path, folder: Path) -> tuple[dict[str, Any], Path | None]:
    """What a file that arrived says of its origin, and a file with the credentials it brought.

    A file that cannot be asked is taken in all the same: `state` is `unreadable` then.
    """
    one = Source(label_of(version), title_of(version))
    try:
        found = taken_in(path, one, anchors())
    except Refused as refused:
        return {"state": "unreadable", "why": refused.detail, "source_types": []}, None
    record, archives = found["record"], found["archives"]
    told = {
        "state": record["state"],
        "sha256": found["sha256"],
        "media_type": form_of(path) or OTHER,
        "signer": record.get("signer", ""),
        "source_type": told_type(record),
        "source_types": record.get("source_types", []),
    }
    if not archives:
        return told, None
    packed = folder / f"{ROLE}.json"
    packed.write_text(json.dumps(archives))
    return told, packed


def sign_copy(
    version: Version, path: Path, tool: str, brought: Path | None = None
) -> dict[str, Any]:
    """Sign a viewing copy in its place. `brought` is what `take_in` packed, where no row holds it
    yet. One that cannot be signed is shown all the same: `carried` is empty, and the log tells.
    """
    one = source_of(version, PARENT)
    if brought is not None and brought.is_file():
        one = replace(one, archives=json.loads(brought.read_text()))
    named = inherited(PICKS.own, types_of([version]), picks=True)
    claim = Claim(named, tool, "1", {"tool": tool, "provider": "local"})
    target = path.with_name(f"signed-{path.name}")
    try:
        put = sign(path, target, claim, [one], seal())
    except Refused as refused:
        log.error("a viewing copy of %s goes unsigned: %s", version.pk, refused)
        return {"source_type": named, "carried": ""}
    if put.beside:
        put.beside.unlink()
        target.unlink()
        return {"source_type": named, "carried": ""}
    target.replace(path)
    return {"source_type": named, "carried": "inside"}
