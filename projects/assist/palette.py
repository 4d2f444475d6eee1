"""What goes to a provider and what comes back: needs, models, work, prices, answers, troubles.

Records only. `projects.assist.contract.Provider` says which verb takes and gives which.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from projects.assist.contract import OutputFile


class Need(StrEnum):
    """What a tool needs of a provider; what a model can do is a set of these."""

    ENGINE = "engine"  # the portal's own code
    TEXT = "text"  # structured answers about text
    VISION = "vision"  # structured answers about pictures and text
    IMAGE = "image"  # a picture made
    VIDEO = "video"  # a film made from a picture
    FACES = "faces"  # faces of two pictures compared
    SEGMENTS = "segments"  # shots and technical cues of a film


@dataclass(frozen=True)
class Model:
    """A model as its provider offers it. `name` is written as the provider writes it; `most` is how
    many results one request to it makes at most, 0 where as many as are asked for."""

    name: str
    title: str
    needs: frozenset[Need]
    most: int = 0

    def requests(self, count: int) -> int:
        """How many requests make `count` results."""
        return -(-count // self.most) if self.most else 1


@dataclass(frozen=True)
class Attachment:
    """A file that is sent along. `role` says what it is to the model: `picture`, `first`, `last`,
    `reference`, `source`, `target`, `film`. `origin` names the row that it was made of."""

    path: Path
    media_type: str
    role: str = "picture"
    name: str = ""
    origin: str = ""

    @property
    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


@dataclass(frozen=True)
class Work:
    """What is sent, whole: nothing else of the studio leaves.

    `instructions` are the tool's own words, `text` the partner's. `answer` is the form of a
    structured answer. `options`: `width`, `height` (pixels), `seconds`, `count`, `seed`,
    `similarity` (0..100), as far as the need knows them.
    """

    need: Need
    instructions: str = ""
    text: str = ""
    attachments: tuple[Attachment, ...] = ()
    answer: type[BaseModel] | None = None
    options: Mapping[str, Any] = field(default_factory=dict)

    def option(self, name: str, default: Any = None) -> Any:
        return self.options.get(name, default)

    def share(self, model: Model) -> "Work":
        """What one of several requests asks for, where the model makes fewer at a time."""
        count = int(self.option("count", 1))
        if not model.most or count <= model.most:
            return self
        return replace(self, options={**self.options, "count": model.most})

    def manifest(self) -> dict[str, Any]:
        """What is sent, by hashes (SHA-256) and sizes in bytes: for the receipt."""
        files = [
            {"role": a.role, "type": a.media_type, "name": a.name, "origin": a.origin}
            | {"sha256": a.sha256, "bytes": a.path.stat().st_size}
            for a in self.attachments
        ]
        words = {"instructions": self.instructions, "text": self.text}
        told = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in words.items()}
        return {"need": self.need.value, **told, "options": dict(self.options), "files": files}

    def digest(self) -> str:
        """One hash of all of it (SHA-256, hexadecimal)."""
        whole = json.dumps(self.manifest(), sort_keys=True, default=str)
        return hashlib.sha256(whole.encode()).hexdigest()


#: Unit of a price (`image`, `second`, …; `projects.models.Price` has them all) → how many.
Usage = Mapping[str, Decimal]


@dataclass(frozen=True)
class Rate:
    """One line of a price list: so much money for one `unit`."""

    unit: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class Quote:
    """What a request will cost, from `low` to `high`; `usage` is what `high` counts."""

    low: Decimal
    high: Decimal
    currency: str
    usage: Usage = field(default_factory=dict)


@dataclass(frozen=True)
class Answer:
    """What came back. `data` is the structured answer as its form dumps it; `files` lie in the
    folder that `fetch` was given; `model` is the one that the provider says it used."""

    data: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[OutputFile] = ()
    usage: Usage = field(default_factory=dict)
    model: str = ""


@dataclass(frozen=True)
class Submission:
    """A job that was taken: its id at the provider, or the answer where it came at once."""

    external_id: str = ""
    answer: Answer | None = None


class Standing(StrEnum):
    """Where a remote job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True)
class Status:
    """`fraction` is 0..1 where the provider tells it. `code` and `detail` say why it failed."""

    standing: Standing
    fraction: float | None = None
    code: str = ""
    detail: str = ""
    billed: bool = False  # whether a failed one costs what was quoted


@dataclass(frozen=True)
class Lifecycle:
    """Whether a model may still be asked, until when, and which ones to ask instead."""

    active: bool
    ends: date | None = None
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class PublicTerms:
    """What a provider's public pages say, with their address: where a snapshot starts from.

    None is "not said". A snapshot is an administrator's, dated, from the contract that was signed.
    """

    product: str
    source: str
    trains_on_inputs: bool | None = None
    retention_days: int | None = None
    human_review: bool | None = None
    note: Any = ""


class Trouble(Exception):
    """A provider did not do it. `code` is an id of the error registry (`remote:…`)."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(detail or code)
        self.code, self.detail = code, detail[:1000].rstrip(". ")


class Transient(Trouble):
    """It may go well a little later. `after` is how many seconds the provider asks to wait.

    `taken` says whether the provider may have begun all the same: then nothing is sent again
    unless its submissions are idempotent.
    """

    def __init__(
        self, code: str, detail: str = "", *, after: float | None = None, taken: bool = False
    ) -> None:
        super().__init__(code, detail)
        self.after, self.taken = after, taken


class Final(Trouble):
    """It will not go well, however often it is tried. `billed`: it costs all the same."""

    def __init__(self, code: str, detail: str = "", *, billed: bool = False) -> None:
        super().__init__(code, detail)
        self.billed = billed


class Retired(Final):
    """The model is gone; `lifecycle` says since when and what to ask instead."""

    def __init__(self, model: str, lifecycle: Lifecycle) -> None:
        super().__init__("remote:retired", model)
        self.lifecycle = lifecycle
