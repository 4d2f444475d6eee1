"""ComfyUI: a studio's own server makes pictures or films by a workflow of the studio's own.

Its routes as its documentation and `server.py` publish them: POST /upload/image, POST /prompt
(with a `prompt_id` of ours), GET /history/{prompt_id}, GET /queue, GET /view, POST /queue and
POST /interrupt (https://docs.comfy.org/development/comfyui-server/comms_routes).
"""

import uuid
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.assist.contract import Connected, OutputFile, Setting
from projects.assist.palette import (
    Answer,
    Attachment,
    Final,
    Lifecycle,
    Model,
    Need,
    PublicTerms,
    Quote,
    Rate,
    Retired,
    Standing,
    Status,
    Submission,
    Transient,
    Work,
)
from projects.assist.providers import links
from projects.assist.providers.comfyui_calls import Calls
from projects.assist.providers.comfyui_workflow import Workflow, read

MODEL = "workflow"
_KIND = {Need.IMAGE: "picture", Need.VIDEO: "film"}


class ComfyUI:
    name: ClassVar = "comfyui"
    title: ClassVar = "ComfyUI"
    extra: ClassVar = ""
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "workflow",
            gettext_lazy("workflow"),
            hint=gettext_lazy(
                "In API format (Workflow ▸ Export (API)). Where words, pictures and numbers go,"
                " write {prompt}, {image}, {last}, {reference}, {width}, {height}, {seconds},"
                " {seed}."
            ),
            long=True,
            check=read,
        ),
        Setting(
            "token",
            gettext_lazy("token"),
            secret=True,
            required=False,
            hint=gettext_lazy("Where a proxy in front of the server asks for a bearer token."),
        ),
    )
    addressed: ClassVar = True  # there is no usual address
    idempotent: ClassVar = frozenset({Need.IMAGE, Need.VIDEO})
    at_once: ClassVar[frozenset[Need]] = frozenset()
    outside: ClassVar = False

    def __init__(self, connected: Connected) -> None:
        self.connected = connected
        self.address = connected.endpoint.rstrip("/")

    def capabilities(self) -> Sequence[Model]:
        """What its workflow makes; without one, all that one could make."""
        needs = frozenset({Need.IMAGE, Need.VIDEO})
        if self.connected.value("workflow"):
            try:
                needs = self._workflow().needs
            except Final:
                return ()
        return (Model(MODEL, str(_("Workflow of the studio")), needs, most=1),)

    def unsuited(self, roles: frozenset[str]) -> str:
        """Of a workflow that can be read; without one the connection says what it lacks."""
        try:
            return self._workflow().unsuited(roles)
        except Final:
            return ""

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        """Nothing: it is the studio's own machine."""
        self._must_serve(work, model)
        return Quote(Decimal(0), Decimal(0), rates[0].currency if rates else "")

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        """One job for one key: it is looked for before it is sent."""
        workflow, job = self._must_serve(work, model), job_of(idempotency_key)
        workflow.must_fit(work)
        with self._calls() as calls:
            if self._known(calls, job):
                return Submission(external_id=job)
            names = {id(a): self._upload(calls, a) for a in work.attachments}
            asked = workflow.filled(work, names, seed=uuid.UUID(job).int % 2**48)
            told = calls.sent("/prompt", {"prompt": asked, "prompt_id": job, "client_id": job})
        if told.get("prompt_id") != job:
            raise Final("remote:malformed", _("it gave the job another id"))
        return Submission(external_id=job)

    def sought(self, idempotency_key: str) -> str | None:
        job = job_of(idempotency_key)
        with self._calls() as calls:
            return job if self._known(calls, job) else ""

    def poll(self, external_id: str) -> Status:
        with self._calls() as calls:
            # It leaves the queue before it stands in the history: so the history is asked twice.
            for _again in range(2):
                if (done := self._history(calls, external_id)) is not None:
                    return _ended(done)
                if (where := self._queued(calls, external_id)) is not None:
                    return Status(where)
        raise Final("remote:lost", external_id)

    def fetch(self, external_id: str, folder: Path) -> Answer:
        with self._calls() as calls:
            done = self._history(calls, external_id)
        if done is None:
            raise Final("remote:lost", external_id)
        made = [self._view(item, folder, n) for n, item in enumerate(_results(done))]
        wanted = {_KIND[need] for need in self._workflow().needs}
        files = [file for file in made if file.role in wanted]
        if not files:
            raise Final("remote:malformed", _("it made nothing that was asked for"))
        return Answer(files=files, model=MODEL)

    def cancel(self, external_id: str) -> bool:
        """Out of the queue, or in the middle: only this job, whatever else it does."""
        with self._calls() as calls:
            where = self._queued(calls, external_id)
            if where == Standing.WAITING:
                calls.told("/queue", {"delete": [external_id]})
            elif where == Standing.RUNNING:
                calls.told("/interrupt", {"prompt_id": external_id})
        return where is not None

    def lifecycle(self, model: str) -> Lifecycle:
        return Lifecycle(True) if model == MODEL else Lifecycle(False, alternatives=(MODEL,))

    def terms(self) -> Sequence[PublicTerms]:
        note = gettext_lazy("The server is the studio's own. Nothing leaves the house.")
        return (PublicTerms("ComfyUI", "https://docs.comfy.org", False, 0, False, note),)

    def test(self) -> str:
        with self._calls() as calls:
            system = calls.asked("/system_stats").get("system")
        version = system.get("comfyui_version") if isinstance(system, dict) else None
        self._workflow()
        return _("ComfyUI %(version)s answered, and the workflow can be read.") % {
            "version": version or "?"
        }

    def _workflow(self) -> Workflow:
        return read(self.connected.value("workflow"))

    def _must_serve(self, work: Work, model: str) -> Workflow:
        if model != MODEL:
            raise Retired(model, self.lifecycle(model))
        workflow = self._workflow()
        if work.need not in workflow.needs:
            raise Final("remote:need", _("its workflow makes something else"))
        return workflow

    def _calls(self) -> Calls:
        return Calls(self.address, self.connected.value("token"), self.connected.seconds)

    def _known(self, calls: Calls, job: str) -> bool:
        return self._queued(calls, job) is not None or self._history(calls, job) is not None

    def _queued(self, calls: Calls, job: str) -> Standing | None:
        queue = calls.asked("/queue")
        for name, standing in (
            ("queue_running", Standing.RUNNING),
            ("queue_pending", Standing.WAITING),
        ):
            if any(len(row) > 1 and row[1] == job for row in _rows(queue.get(name))):
                return standing
        return None

    def _history(self, calls: Calls, job: str) -> dict[str, Any] | None:
        found = calls.asked(f"/history/{job}").get(job)
        return found if isinstance(found, dict) else None

    def _upload(self, calls: Calls, attachment: Attachment) -> str:
        """By its hash: sent again, it lies where it lay, and its name tells nobody anything."""
        ending = attachment.media_type.partition("/")[2] or "bin"
        named = f"{attachment.sha256}.{ending}"
        told = calls.uploaded(attachment.path, named, attachment.media_type)
        if not isinstance(told.get("name"), str):
            raise Transient("remote:malformed", _("it named no file"))
        below = told.get("subfolder")
        return f"{below}/{told['name']}" if below else str(told["name"])

    def _view(self, item: dict[str, Any], folder: Path, index: int) -> OutputFile:
        names = {name: str(item.get(name, "")) for name in ("filename", "subfolder", "type")}
        return links.fetched(
            f"{self.address}/view?{urlencode(names)}",
            folder,
            links.promised(names["filename"]),
            own=self.address,
            index=index,
            headers=self._calls().headers,
        )


def job_of(key: str) -> str:
    """The id of a job: the key itself where it is a UUID, as the server wants it."""
    try:
        return str(uuid.UUID(key))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, key))


def _rows(value: Any) -> list[list[Any]]:
    return [row for row in value if isinstance(row, list)] if isinstance(value, list) else []


def _results(done: dict[str, Any]) -> list[dict[str, Any]]:
    """Files that stay: previews are temporary and are not what was asked for."""
    outputs = done.get("outputs")
    lists = [
        entry
        for node in (outputs.values() if isinstance(outputs, dict) else ())
        for entry in (node.values() if isinstance(node, dict) else ())
        if isinstance(entry, list)
    ]
    items = [item for entry in lists for item in entry if isinstance(item, dict)]
    return [i for i in items if i.get("filename") and i.get("type", "output") == "output"]


def _ended(done: dict[str, Any]) -> Status:
    told = done.get("status") if isinstance(done.get("status"), dict) else {}
    said = {row[0]: row[1] for row in _rows(told.get("messages")) if len(row) > 1}  # type: ignore[union-attr]
    if "execution_interrupted" in said:
        return Status(Standing.CANCELLED)
    if told.get("status_str") == "error":  # type: ignore[union-attr]
        why = said.get("execution_error")
        why = why if isinstance(why, dict) else {}
        detail = f"{why.get('node_type', '')}: {why.get('exception_message', '')}".strip(": ")
        return Status(Standing.FAILED, code="remote:failed", detail=detail[:500])
    return Status(Standing.DONE)
