"""Where a job stands, and how pages, the API and sockets are told of it."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.errors import sentences
from portal.languages.spoken import KEPT_IN, keeping
from portal.live import publish


class State(models.TextChoices):
    QUEUED = "QUEUED", _("queued")
    RUNNING = "RUNNING", _("running")
    READY = "READY", _("ready")
    FAILED = "FAILED", _("failed")
    ERRORED = "ERRORED", _("portal error")
    CANCELLED = "CANCELLED", _("cancelled")


ACTIVE = (State.QUEUED, State.RUNNING)
TERMINAL = (State.READY, State.FAILED, State.ERRORED, State.CANCELLED)


#: Of a job that waits for a part of the portal.
PUT_BACK = _("a part of the portal does not answer: it is tried again by itself")


class JobNews:
    """What is told of a job; the rows are `projects.models.jobs.Job`."""

    kind: ClassVar[str]  # also the name of its Celery task and of its topic
    stage_words: ClassVar[dict[str, Any]] = {}

    pk: Any
    state: Any
    stage: Any
    fraction: Any
    seq: Any
    error_code: Any
    error_facts: Any
    started_at: Any
    finished_at: Any

    def moment(self) -> datetime:
        """Now, by whichever clock is at hand."""
        return timezone.now()

    def tell(self) -> None:
        publish(self.groups(), {"type": "job", "job": self.news()})

    def news(self) -> dict[str, Any]:
        """The event for sockets: encoded once for all who watch, so its words come in each language
        (`spoken`: language → words), and a page takes its own.
        """
        with keeping():
            told = self.event()
        for language in (code for code, _name in settings.LANGUAGES if code != KEPT_IN):
            with override(language):
                told.setdefault("spoken", {})[language] = self.words()
        return told

    def words(self) -> dict[str, Any]:
        """What of the event is said in words."""
        return {
            "stage_text": self._stage_text(),
            "title": str(self),
            "error": sentences(self.error_code, self.error_facts) if self.error_code else None,
        }

    def groups(self) -> list[str]:
        return [f"{self.kind}.{self.pk}"]

    def event(self) -> dict[str, Any]:
        """The job as pages, the API and the socket tell it."""
        low, high = self.remaining()
        return {
            "kind": self.kind,
            "id": str(self.pk),
            "project": "",
            "seq": self.seq,
            "state": self.state,
            "stage": self.stage,
            "fraction": round(self.fraction, 4),
            "remaining_low": low,
            "remaining_high": high,
            "elapsed": self.elapsed,
            **self.words(),
            "url": self.get_absolute_url(),  # type: ignore[attr-defined]  # each kind has a page
        }

    def _stage_text(self) -> str:
        if self.state == State.QUEUED and self.put_back:
            return str(PUT_BACK)
        return str(self.stage_words.get(self.stage, "")) if self.state == State.RUNNING else ""

    @property
    def put_back(self) -> int:
        """How often it went back because a part of the portal did not answer."""
        return int((self.error_facts or {}).get("put_back", 0))

    @property
    def elapsed(self) -> int:
        """Seconds of the current attempt."""
        if not self.started_at:
            return 0
        return int(((self.finished_at or self.moment()) - self.started_at).total_seconds())

    def remaining(self) -> tuple[int | None, int | None]:
        """(low, high) seconds; (None, None) while it would be a guess."""
        if self.state != State.RUNNING or self.fraction < 0.03 or not self.started_at:
            return None, None
        elapsed = (self.moment() - self.started_at).total_seconds()
        if elapsed < 2:
            return None, None
        left = elapsed * (1 - self.fraction) / self.fraction
        return int(left * 0.8), int(left * 1.4) + 1
