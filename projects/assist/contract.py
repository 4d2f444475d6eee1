"""What a tool is, and what a provider is.

A tool: typed parameters in, a typed outcome out, progress on the way. A provider: work in, an
answer out, with a price before and a bill after. Both are plain Python. They know files and
numbers; who asked, for which studio and under which terms is the business of the rooms above.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from projects.assist.palette import (
        Answer,
        Lifecycle,
        Model,
        Need,
        PublicTerms,
        Quote,
        Rate,
        Status,
        Submission,
        Work,
    )


class Cancelled(Exception):
    """The person who asked has cancelled; raised by the progress callback."""


class ToolRefused(Exception):
    """The input cannot be worked on, and the person can act on it.

    `code` is an id of the error registry (such as `tool:no_picture`), `detail` says
    which part of the input is meant, and `parameter` which parameter, if one is.
    """

    def __init__(self, code: str, detail: str = "", parameter: str = "") -> None:
        super().__init__(detail or code)
        self.code, self.detail, self.parameter = code, detail, parameter

    @property
    def facts(self) -> dict[str, str]:
        return {"detail": self.detail}


class Progress(Protocol):
    """Called at least once a second of work; may raise `Cancelled`."""

    def __call__(self, stage: str, fraction: float) -> None:
        """`stage` is an id from `Tool.stages`; `fraction` is 0..1 of the whole run."""


class Parameters(BaseModel):
    """Base of every tool's parameters: unknown names are an error, values are frozen."""

    model_config = ConfigDict(extra="forbid", frozen=True)


@dataclass(frozen=True)
class ToolInput:
    """One input file on disk, with the name its owner gave it."""

    path: Path
    name: str


@dataclass(frozen=True)
class OutputFile:
    """A file the tool left in its folder. `role` says what it is for (`thumbnail`)."""

    path: Path
    role: str
    media_type: str
    index: int = 0


@dataclass(frozen=True)
class Picture:
    """What is known of a candidate that is a picture.

    Width and height in pixels; `hash` as `projects.media.likeness` writes it (16 hexadecimal
    digits). The plate is what it is compared with: frame `plate_frame` of input `plate`,
    both counted from 0. Its files have the roles `picture` (whole), `large` and `small`.
    """

    width: int
    height: int
    hash: str
    plate: int | None = None
    plate_frame: int | None = None


@dataclass(frozen=True)
class Outcome:
    """What one candidate is made of: a JSON-ready result and the files beside it.

    With a `picture` the candidate is one; otherwise it is of `kind`: a cut, a script broken down,
    or work whose files are looked at and taken away together (`plate`, `match`, `selects`,
    `changes`, `found`, `cast`, `track`, `editorial`). Of those, files with the roles `large`,
    `small` and `overlay` are to be looked at; the others are the work.
    """

    result: dict[str, Any]
    files: Sequence[OutputFile] = field(default_factory=tuple)
    picture: Picture | None = None
    kind: str = "cut"


@dataclass(frozen=True)
class Inputs:
    """How a tool of several files asks for them; all words are translatable.

    `other` is what each further file is to the tool (a take, the later cut), `first` what the one
    is that stands first, None where their order says nothing. `least` files are needed; `few` says
    so. Where `instead` names a parameter, parts of one file do as well (ranges of frames): that
    parameter, and those of `alone`, count only where one file is chosen.
    """

    title: Any
    hint: Any
    few: Any
    other: Any
    first: Any = None
    least: int = 2
    begins: bool = False  # the file that the person came from is always the first
    first_is: frozenset[str] = frozenset()  # kinds of asset of the first, where not all do
    others_are: frozenset[str] = frozenset()  # and of the others
    drafts: bool = False  # older versions of the same asset can be chosen too
    instead: str = ""
    alone: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tool:
    """A tool as the portal, the API and the shell know it.

    `beforehand` is given the parameters and the name of the first file, and raises `ToolRefused`
    where they tell already that nothing could be done: nothing is sent then. `looks_in` does the
    same with the first file itself, in a process apart and within seconds. `vouched` names the
    parameter by which somebody vouches for the people who are seen; such a tool has the parameters
    `vouched_by` and `vouched_at` too, which the portal writes and nobody else.

    A tool of the local engine has `run`. One that `needs` a provider has `compose`, which writes
    what is sent, and `conclude`, which makes candidates of the answer; it runs nowhere else. Which
    providers can serve it is computed from what it needs (`projects.assist.providers.serving`).
    """

    name: str
    version: str
    title: Any  # translatable
    purpose: Any  # translatable, one sentence: what it does for you
    method: Any  # translatable: how it works and when not to trust it
    serves: str  # pre_production | editing | vfx | continuity
    accepts: frozenset[str]  # kinds of asset: film, image, sound, script, editorial
    parameters: type[Parameters]
    stages: dict[str, Any]  # stage id -> translatable words, in order
    run: Callable[[Sequence[ToolInput], Any, Path, Progress], Sequence[Outcome]] | None = None
    most_inputs: int = 1
    inputs: Inputs | None = None  # of every tool that the portal gives several files
    later: frozenset[str] = frozenset()  # parameters that people choose on the result's page
    action: Any = None  # translatable verb for its button, where the title is none
    decided: bool = True  # whether what it makes awaits a person's decision
    beforehand: Callable[[Any, str], None] | None = None
    looks_in: Callable[[Any, ToolInput], None] | None = None
    vouched: str = ""
    needs: Need | str = "engine"
    compose: Callable[[Sequence[ToolInput], Any, Path, Progress], Work] | None = None
    conclude: Callable[[Answer, Sequence[ToolInput], Any, Path], Sequence[Outcome]] | None = None
    #: Roles of the pictures that it sends with these parameters and kinds of file; None: not told.
    pictures: Callable[[Mapping[str, Any], Sequence[str]], frozenset[str]] | None = None
    #: Of what comes back, `digitalSourceType` of IPTC by its last part; nothing for words.
    makes: str = ""

    @property
    def remote(self) -> bool:
        """Whether it is a provider's work."""
        return self.run is None

    def takes(self, kind: str, first: bool = True) -> bool:
        """Whether an asset of this kind can be its first file, or a further one."""
        only = self.inputs and (self.inputs.first_is if first else self.inputs.others_are)
        return kind in (only or self.accepts)

    KINDS: ClassVar[frozenset[str]] = frozenset(
        {"film", "sequence", "image", "sound", "script", "editorial"}
    )


@dataclass(frozen=True)
class Setting:
    """Something that a connection to a provider needs. `secret` ones are never shown again; `long`
    ones have many lines. `check` raises `Final`, whose detail says what is wrong with a value."""

    name: str
    title: Any  # translatable
    secret: bool = False
    required: bool = True
    hint: Any = ""
    long: bool = False
    check: Callable[[str], object] | None = None


@dataclass(frozen=True)
class Connected:
    """How a provider is reached: an address of its API where it differs from the usual one, the
    region, and the values of its settings by name. `seconds` is how long one call may take."""

    endpoint: str = ""
    region: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 60.0

    def value(self, name: str) -> str:
        return self.values.get(name, "")


class Provider(Protocol):
    """One provider, reached through one connection. Every verb may raise `Transient` or `Final`.

    `extra` names the package extra that brings its client. `idempotent` names the needs for which
    submitting twice with one key is one job, `at_once` those whose answer comes with the
    submission: these have no `poll`, `fetch` and `cancel`. A class that is `addressed` has no usual
    address: its connection must name one. One whose connections differ in the pictures that they
    take has `unsuited(roles)`, which says in words why these cannot be sent; empty where they can.
    """

    name: ClassVar[str]
    title: ClassVar[Any]
    extra: ClassVar[str]
    settings: ClassVar[tuple[Setting, ...]]
    idempotent: ClassVar[frozenset[Need]]
    at_once: ClassVar[frozenset[Need]]
    outside: ClassVar[bool]  # whether content leaves the house

    def __init__(self, connected: Connected) -> None: ...

    def capabilities(self) -> Sequence[Model]:
        """The models that it offers. No call leaves for that."""

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        """What `work` will cost by these prices. No call leaves. `Final` `remote:unpriced` where a
        unit it counts by has no price."""

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        """Send it, once: no client of ours repeats a call. Files of an answer at once lie in
        `folder`."""

    def sought(self, idempotency_key: str) -> str | None:
        """The id of a job that was sent under this key and whose answer was lost; empty where the
        provider knows of none; None where it cannot be asked."""

    def poll(self, external_id: str) -> Status:
        """Where the job stands now."""

    def fetch(self, external_id: str, folder: Path) -> Answer:
        """What it made, in `folder`, before its links expire."""

    def cancel(self, external_id: str) -> bool:
        """Whether it was stopped; False where it had ended or cannot be stopped."""

    def lifecycle(self, model: str) -> Lifecycle:
        """As the provider tells it, or as its dated list of models in this file does."""

    def terms(self) -> Sequence[PublicTerms]:
        """What its public pages say, with their address. No call leaves."""

    def test(self) -> str:
        """One call that costs nothing and sends nothing of a partner: who answered, in words."""
