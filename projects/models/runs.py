"""One attempt of one provider at a request."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.access import Role
from portal.errors import PortalError
from projects import ordering, telling
from projects.assist.tools import TOOLS
from projects.models.job_windows import WindowedJob
from projects.models.jobs import ACTIVE, State
from projects.models.projects import Project
from projects.models.requests import AssistRequest
from projects.vouching import vouches
from projects.windows import RUNS

#: Of a job at a provider, beside what its tool tells of itself.
REMOTE_STAGES = {
    "composing": _("preparing what is sent"),
    "turn": _("waiting for a turn at the provider"),
    "place": _("waiting for a place at the provider"),
    "again": _("the provider did not answer: it is asked again"),
    "sending": _("sending"),
    "waiting": _("waiting at the provider"),
    "working": _("the provider is working"),
    "fetching": _("fetching the result"),
    "keeping": _("keeping the result"),
}


class PutDown(Exception):
    """There is nothing to do for so many seconds: whoever is free goes on with the run then."""

    def __init__(self, run: "Run", seconds: float) -> None:
        super().__init__(seconds)
        self.run, self.seconds = run, seconds


class Run(WindowedJob):
    kind = "run"
    window = RUNS
    at_hand = ("request__person", "project__studio")
    #: Whether its result awaits a decision, told by whoever keeps the result; else its tool says.
    awaits: bool | None = None

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    project = models.ForeignKey(Project, models.CASCADE, related_name="runs")
    request = models.ForeignKey(AssistRequest, models.CASCADE, related_name="runs")
    provider = models.CharField(_("provider"), max_length=40, default="local")
    connection = models.ForeignKey(
        "projects.Connection", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    model = models.CharField(_("model"), max_length=120, blank=True)
    #: Since when it goes before the others of its studio: the newest of them first.
    fronted_at = models.DateTimeField(_("moved to the front"), null=True, editable=False)
    #: How often it was put down to wait for a provider: such attempts wear nothing.
    turns = models.PositiveIntegerField(default=0, editable=False)
    usage = models.JSONField(_("usage"), default=dict, blank=True)
    cost = models.DecimalField(_("cost"), max_digits=12, decimal_places=4, default=0)
    currency = models.CharField(max_length=3, default="USD")

    class Meta:
        verbose_name, verbose_name_plural = _("run"), _("runs")
        ordering = ["-queued_at", "id"]

    def __str__(self) -> str:
        return str(self.request)

    @property
    def storage_prefix(self) -> str:
        """Where the files of all its attempts lie."""
        return f"candidates/{self.pk.hex}/"

    @property
    def stage_words(self) -> dict:  # type: ignore[override]
        tool = TOOLS.get(self.request.tool)
        return {**(tool.stages if tool else {}), **REMOTE_STAGES}

    def get_absolute_url(self) -> str:
        return reverse("run", args=[self.pk])

    @property
    def whose(self) -> str:
        """Who did it, in words: the engine, or the connection with its model."""
        if not self.model:
            return str(_("Local engine"))
        return f"{self.connection or self.provider} · {self.model}"

    @property
    def target(self) -> dict[str, Any]:
        """Where it went, for a further run of the same."""
        return {"provider": self.provider, "connection": self.connection, "model": self.model}

    def begin(self, now: datetime) -> None:
        """A job at a provider goes on: its time is counted from when it was first taken up."""
        if not self.turns:
            super().begin(now)

    def may_start(self) -> bool:
        """A job that a provider has taken needs no room again: its result would expire."""
        from projects import places, quotas

        self.studio = self.project.studio  # read with it
        if self.turns:
            return True
        if not quotas.has_room(self):
            places.give_way(self)
            return False
        return places.take(self)

    @classmethod
    def worn(cls) -> models.Q:
        """What was put down to wait has cost no worker."""
        return cls.lost() & models.Q(attempt__gte=cls.enough() + models.F("turns"))

    def put_down(self, seconds: float) -> None:
        """Give the lease back until then; whatever is told meanwhile stays as it is."""
        until = Now() + timedelta(seconds=seconds)
        turns = models.F("turns") + 1
        if self._change(lease_expires_at=until, turns=turns, sent_at=Now()):
            self._wake(later=seconds + 0.1)

    def ended(self) -> None:
        from projects.settling import settle_soon

        if self.connection_id:
            settle_soon(self)
        super().ended()

    def report_end(self) -> None:
        from projects.settling import close_remote

        if self.connection_id:
            close_remote(self)
        decided = self.request.definition.decided
        telling.run_ended(self, decided if self.awaits is None else self.awaits)

    @transaction.atomic
    def go_first(self, *, actor: Any) -> None:
        """Before the other runs of its studio that wait. Raises `run:not_waiting` where it works
        already or is over, `run:not_yours` unless the person asked for it or is a producer.
        """
        if not self.may_be_moved_by(actor):
            raise PortalError("run:not_yours")
        waiting = Run.objects.filter(pk=self.pk, state=State.QUEUED)
        if not waiting.update(fronted_at=Now()):
            raise PortalError("run:not_waiting")
        self.refresh_from_db()
        ordering.step_aside(self)
        self.request.note(actor, "run:fronted")
        self.send()

    def may_be_moved_by(self, actor: Any) -> bool:
        own = self.request.person_id == actor.pk
        return own or self.studio_id in actor.studios_with({Role.PRODUCER})

    @transaction.atomic
    def cancel(self, *, actor: Any) -> None:
        """By id, at any moment; what ended before keeps its end."""
        if not self.close(State.CANCELLED):
            raise PortalError("run:ended", state=self.get_state_display())
        self.request.note(actor, "run:cancelled")

    def replaced(self, *, actor: Any) -> None:
        """Asked anew with other parameters: whoever asked for what failed wants it no longer."""
        request = self.request
        over = self.state in (State.FAILED, State.ERRORED)
        if over and request.person_id == actor.pk and request.state == AssistRequest.State.OPEN:
            request.withdraw(actor=actor)

    @transaction.atomic
    def stands_for(self, person: Any) -> bool:
        """Whether this person may have it run again: on nobody else's word for who is seen."""
        request = self.request
        return request.person == person or not vouches(request.definition, request.parameters)

    def again(self, *, actor: Any) -> "Run":
        """A further run of the same request, after one that did not succeed. Where a person has
        vouched for those who are seen, it takes the same person: nobody acts on another's word.
        """
        if self.state not in (State.FAILED, State.ERRORED, State.CANCELLED):
            raise PortalError("run:not_over")
        request = AssistRequest.objects.select_for_update().get(pk=self.request_id)
        if request.state != AssistRequest.State.OPEN:
            raise PortalError("request:closed")
        if request.runs.filter(state__in=ACTIVE).exists():
            raise PortalError("run:active")
        if not self.stands_for(actor):
            raise PortalError("run:vouched", name=request.parameters["vouched_by"])
        run = Run.objects.create(project=self.project, request=self.request, **self.target)
        run.send()
        request.note(actor, "run:requested")
        return run
