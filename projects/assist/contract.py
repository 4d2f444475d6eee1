"""What a tool is: typed parameters in, a typed outcome out, progress on the way.

Tools are plain Python. They know files and numbers; who asked, for which studio and
under which terms is the business of the rooms above.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Protocol

from pydantic import BaseModel, ConfigDict


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
    where they tell already that nothing could be done: nothing is sent then. `vouched` names the
    parameter by which somebody vouches for the people who are seen; such a tool has the parameters
    `vouched_by` and `vouched_at` too, which the portal writes and nobody else.
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
    run: Callable[[Sequence[ToolInput], Parameters, Path, Progress], Sequence[Outcome]]
    most_inputs: int = 1
    inputs: Inputs | None = None  # of every tool that the portal gives several files
    later: frozenset[str] = frozenset()  # parameters that people choose on the result's page
    action: Any = None  # translatable verb for its button, where the title is none
    decided: bool = True  # whether what it makes awaits a person's decision
    beforehand: Callable[[Any, str], None] | None = None
    vouched: str = ""

    def takes(self, kind: str, first: bool = True) -> bool:
        """Whether an asset of this kind can be its first file, or a further one."""
        only = self.inputs and (self.inputs.first_is if first else self.inputs.others_are)
        return kind in (only or self.accepts)

    KINDS: ClassVar[frozenset[str]] = frozenset(
        {"film", "sequence", "image", "sound", "script", "editorial"}
    )
