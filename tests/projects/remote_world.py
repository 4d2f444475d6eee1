"""A provider that does what a test says, a tool that needs it, and a studio that may use it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils import timezone
from pydantic import BaseModel

from projects.assist.contract import Connected, Outcome, OutputFile, Parameters, Setting, Tool
from projects.assist.gate.records import Ruling
from projects.assist.palette import (
    Answer,
    Lifecycle,
    Model,
    Need,
    PublicTerms,
    Standing,
    Status,
    Submission,
    Work,
)
from projects.assist.pricing import quoted
from projects.models import AssistRequest, Connection, Price, Run
from tests.projects.jobs import jpeg

MODEL = "oracle-1"


@dataclass
class Far:
    """The far side: what arrived there, whatever became of our worker."""

    jobs: dict[str, str] = field(default_factory=dict)  # key -> external id
    arrived: list[Work] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    polls: int = 0
    status: Callable[[int], Status] = lambda n: Status(Standing.DONE)
    before: Callable[[str], None] = lambda verb: None  # may raise, or kill
    after: Callable[[str], None] = lambda verb: None
    lifecycle: Lifecycle = field(default_factory=lambda: Lifecycle(active=True))
    at_once: bool = False
    can_cancel: bool = True
    knows_keys: Any = "yes"  # yes, no (cannot be asked)
    usage: dict[str, Decimal] = field(default_factory=lambda: {"image": Decimal(2)})


FAR = Far()


class Oracle:
    """The scripted provider; what it says is `FAR`'s."""

    name, title, extra, outside = "oracle", "Oracle", "", True
    settings = (Setting("api_key", "API key", secret=True),)
    idempotent = frozenset({Need.IMAGE})
    at_once = frozenset()

    def __init__(self, connected: Connected) -> None:
        self.connected = connected

    def capabilities(self):
        return (Model(MODEL, "Oracle 1", frozenset({Need.IMAGE})),)

    def quote(self, work, model, rates):
        return quoted({"image": Decimal(1)}, {"image": Decimal(4)}, rates)

    def submit(self, work, model, idempotency_key, folder):
        FAR.before("submit")
        if idempotency_key not in FAR.jobs or not self.idempotent:
            FAR.arrived.append(work)
            FAR.jobs[idempotency_key] = f"job-{len(FAR.arrived)}"
        FAR.after("submit")
        if FAR.at_once:
            return Submission(answer=self._answer(folder))
        return Submission(FAR.jobs[idempotency_key])

    def sought(self, idempotency_key):
        FAR.before("sought")
        return FAR.jobs.get(idempotency_key, "") if FAR.knows_keys == "yes" else None

    def poll(self, external_id):
        FAR.before("poll")
        FAR.polls += 1
        return FAR.status(FAR.polls)

    def fetch(self, external_id, folder):
        FAR.before("fetch")
        return self._answer(folder)

    def _answer(self, folder: Path) -> Answer:
        picture = folder / "oracle.jpg"
        picture.write_bytes(jpeg())
        files = (OutputFile(picture, "picture", "image/jpeg"),)
        return Answer({"said": "yes"}, files, FAR.usage, MODEL)

    def cancel(self, external_id):
        FAR.before("cancel")
        FAR.cancelled.append(external_id)
        return FAR.can_cancel

    def lifecycle(self, model):
        FAR.before("lifecycle")
        return FAR.lifecycle

    def terms(self):
        return (PublicTerms("Oracle API", "https://oracle.example/terms"),)

    def test(self):
        return "Oracle answered"


class Forgetful(Oracle):
    """Submitting twice are two jobs."""

    idempotent = frozenset()


class Saying(BaseModel):
    said: str


def compose(inputs, parameters, folder, progress):
    progress("composing", 0.5)
    return Work(Need.IMAGE, "Draw it.", f"{len(inputs)} films", answer=Saying)


def conclude(answer, inputs, parameters, folder):
    result = folder / "result.json"
    result.write_text(json.dumps(dict(answer.data)))
    kept = [OutputFile(file.path, "large", file.media_type) for file in answer.files]
    files = [*kept, OutputFile(result, "result", "application/json")]
    return [Outcome({"tool": "ask_oracle", **answer.data}, files, kind="found")]


TOOL = Tool(
    name="ask_oracle",
    version="1.0",
    title="Ask the oracle",
    purpose="A picture of what will be.",
    method="It knows.",
    serves="vfx",
    accepts=frozenset({"film"}),
    parameters=Parameters,
    stages={},
    compose=compose,
    conclude=conclude,
    needs=Need.IMAGE,
    makes="trainedAlgorithmicMedia",
)


def connect(**fields: Any) -> Connection:
    """A connection of the programme with its key, and a price of 0.04 a picture."""
    known = {"name": "Oracle", "provider": "oracle", "product": "Oracle API", "region": "eu"}
    connection = Connection(**{**known, **fields})
    connection.seal({"api_key": "sesame-4711"})
    connection.save()
    today = timezone.now().date()
    Price.objects.get_or_create(
        provider="oracle", model=MODEL, unit="image", starts=today, defaults={"amount": "0.04"}
    )
    return connection


def remote_run(world: Any, connection: Connection, **fields: Any) -> Run:
    request = AssistRequest.objects.create(
        project=world.ours.project, tool="ask_oracle", person=world.visitor("artist")
    )
    request.versions.set([world.ours.version], through_defaults={"studio": world.ours.studio})
    target = {"provider": "oracle", "connection": connection, "model": MODEL}
    return Run.objects.create(project=world.ours.project, request=request, **target, **fields)


def allow(**_asked: Any) -> Ruling:
    return Ruling()
