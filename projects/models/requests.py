"""What a person asked of a tool. OPEN → DECIDED | WITHDRAWN; BLOCKED before anything runs.

What asks for no decision, a conversion, is DECIDED as soon as it is ready: nothing is awaited.
"""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from portal.access import TenantModel
from portal.errors import PortalError
from portal.models import AuditEvent
from portal.postgres.statements import Asked
from portal.storage import files
from projects import telling
from projects.assist.contract import Tool, ToolInput, ToolRefused
from projects.assist.tools import TOOLS
from projects.models.assets import DELETED, Version
from projects.models.jobs import State as JobState
from projects.models.projects import Project, ProjectRow
from projects.vouching import tell_vouching, vouches, vouching


class AssistRequest(ProjectRow):
    class State(models.TextChoices):
        OPEN = "open", _("open")
        DECIDED = "decided", _("decided")
        WITHDRAWN = "withdrawn", _("withdrawn")
        BLOCKED = "blocked", _("blocked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="requests")
    tool = models.CharField(_("tool"), max_length=60)
    parameters = models.JSONField(_("parameters"), default=dict, blank=True)
    versions = models.ManyToManyField(
        Version, through="RequestInput", related_name="requests", verbose_name=_("inputs")
    )
    person = models.ForeignKey("portal.User", models.SET_NULL, null=True, related_name="requests")
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.OPEN, db_index=True
    )
    #: Ids of people who chose to decide without knowing which provider made what.
    blind = models.JSONField(default=list, blank=True, editable=False)
    created_at = models.DateTimeField(_("asked"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("assist request"), _("assist requests")
        ordering = ["-created_at", "id"]

    def __str__(self) -> str:
        return str(TOOLS[self.tool].title) if self.tool in TOOLS else self.tool

    @property
    def shown_inputs(self) -> list[str]:
        """How its files are called; rows of deleted ones may be gone altogether."""
        return [version.shown_name for version in self.versions.all()] or [str(DELETED)]

    @cached_property
    def inputs(self) -> list[Version]:
        """In the order in which they were named: the first is what others are compared with."""
        return [row.version for row in _INPUTS(self.pk)]

    @property
    def definition(self) -> Tool:
        return TOOLS[self.tool]

    @transaction.atomic
    def withdraw(self, *, actor: Any) -> None:
        """The person no longer wants it: what still runs is cancelled, results stay."""
        mine = AssistRequest.objects.filter(pk=self.pk, state=self.State.OPEN)
        if not mine.update(state=self.State.WITHDRAWN):
            raise PortalError("request:closed")
        for run in self.runs.all():
            run.close(JobState.CANCELLED)
        telling.awaited(self, False)
        self.note(actor, "request:withdrawn")

    def note(self, actor: Any, verb: str) -> None:
        """In the audit: which work, of which project."""
        facts = {"work": self, "project": self.project.name, "id": str(self.pk)}
        AuditEvent.record(actor, verb, self.project.studio, **facts)


class RequestInput(TenantModel):
    """A version that a request works on."""

    request = models.ForeignKey(AssistRequest, models.CASCADE, related_name="+")
    version = models.ForeignKey(Version, models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name, verbose_name_plural = _("input"), _("inputs")
        constraints = [models.UniqueConstraint(fields=["request", "version"], name="input_once")]

    def __str__(self) -> str:
        return str(self.version)


_INPUTS = Asked(
    lambda request: (
        RequestInput.objects.filter(request=request)
        .order_by("position", "pk")
        .select_related("version__asset")
    )
)


@dataclass(frozen=True)
class Target:
    """Where a run goes: a connection and a model there; of the local engine, neither."""

    connection: Any = None
    model: str = ""

    def requests(self, count: int) -> int:
        """How many requests it takes for so many results."""
        models = self.connection.reach().capabilities()
        return next((m.requests(count) for m in models if m.name == self.model), 1)

    @property
    def fields(self) -> dict[str, Any]:
        provider = self.connection.provider if self.connection else "local"
        return {"provider": provider, "connection": self.connection, "model": self.model}


LOCAL = Target()


def tool_named(name: str) -> Tool:
    if name not in TOOLS:
        raise PortalError("request:tool", tool=name)
    return TOOLS[name]


def checked(tool: Tool, parameters: dict[str, Any]) -> dict[str, Any]:
    """The parameters complete with defaults; `invalid` names each wrong one."""
    try:
        return tool.parameters(**parameters).model_dump(mode="json")
    except ValidationError as error:
        fields = {".".join(map(str, e["loc"])) or "parameters": [e["msg"]] for e in error.errors()}
        raise PortalError("invalid", fields=fields) from None


@transaction.atomic
def request_assistance(
    *,
    actor: Any,
    tool: str,
    versions: list[Version],
    parameters: dict[str, Any],
    to: Sequence[Target] = (),
    blind: bool = False,
) -> AssistRequest:
    """Write the request and a run for each provider that it goes `to`; a tool of the engine goes to
    none. The workers hear of it after the commit. Raises `remote:gate` with every reason where one
    of them may not be sent it. `blind`: whoever asks decides without knowing who made what.
    """
    from projects.consenting import must_be_free
    from projects.gating import must_allow
    from projects.models.runs import Run

    must_be_free(*versions)
    definition = tool_named(tool)
    complete = checked(definition, parameters) | vouching(definition, parameters, actor)
    project = _one_project(definition, versions)
    for position, version in enumerate(versions):
        _must_fit(definition, version, first=position == 0)
    _must_make_sense(definition, complete, versions[0])
    project.studio.must_have_begun()
    to = _targets(definition, to)
    if to:
        must_allow(project=project, tool=definition, versions=versions, parameters=complete, to=to)
    _must_be_in(definition, complete, versions[0])
    request = AssistRequest.objects.create(
        project=project,
        tool=tool,
        parameters=complete,
        person=actor,
        blind=[str(actor.pk)] if blind else [],
    )
    RequestInput.objects.bulk_create(
        RequestInput(request=request, version=version, position=n, studio=project.studio)
        for n, version in enumerate(versions)
    )
    for target in _each(to, complete) or (LOCAL,):
        run = Run.objects.create(project=project, request=request, **target.fields)
        run.send()
    request.note(actor, "run:requested")
    if vouches(definition, complete):
        tell_vouching(actor, versions[0])
    return request


def _targets(tool: Tool, to: Sequence[Target]) -> list[Target]:
    """Each once; a tool of the engine has none, another has at least one."""
    if not tool.remote:
        return []
    if not to or any(target.connection is None for target in to):
        raise PortalError("remote:target")
    return list({(t.connection.pk, t.model): t for t in to}.values())


def _each(to: Sequence[Target], parameters: dict[str, Any]) -> list[Target]:
    """A run for each request: a model that makes one picture at a time is asked several times."""
    count = int(parameters.get("count") or 1)
    return [target for target in to for _n in range(target.requests(count))]


def _must_make_sense(tool: Tool, parameters: dict[str, Any], version: Version) -> None:
    try:
        if tool.beforehand:
            tool.beforehand(tool.parameters(**parameters), version.file_name)
    except ToolRefused as error:
        raise PortalError(error.code, detail=error.detail) from error


def _must_be_in(tool: Tool, parameters: dict[str, Any], version: Version) -> None:
    """What the parameters name is in the file; otherwise the error names the parameter."""
    if tool.looks_in is None:
        return
    try:
        with files.local(version.workable_key) as path:
            tool.looks_in(tool.parameters(**parameters), ToolInput(path, version.file_name))
    except ToolRefused as error:
        told = PortalError(error.code, detail=error.detail)
        told.fields = {error.parameter: [told.sentence]}
        raise told from error


def _one_project(tool: Tool, versions: list[Version]) -> Project:
    """Of all of them; none is named twice, and they are no more than the tool takes."""
    projects = {version.project for version in versions}
    if not 1 <= len(versions) <= tool.most_inputs:
        if tool.most_inputs == 1:
            raise PortalError("request:inputs")
        raise PortalError("request:many", most=tool.most_inputs)
    if len(projects) > 1 or len({version.pk for version in versions}) < len(versions):
        raise PortalError("request:mixed")
    return projects.pop()


def _must_fit(tool: Tool, version: Version, first: bool) -> None:
    ingest = getattr(version, "ingest", None)
    if ingest is None or ingest.state != JobState.READY:
        raise PortalError("request:not_ready", name=version.file_name)
    if not tool.takes(version.asset.kind, first):
        raise PortalError(
            "request:kind", name=version.file_name, kind=version.asset.get_kind_display()
        )
