"""Runway: films from pictures, and pictures from words and references, by its own client.

Its tasks as its published schema has them (the official client, generated from its OpenAPI):
PENDING, THROTTLED, RUNNING, SUCCEEDED, FAILED, CANCELLED. It knows no repeated submission.
"""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.assist.contract import Connected, OutputFile, Setting
from projects.assist.palette import (
    Answer,
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
from projects.assist.pricing import quoted
from projects.assist.providers import links
from projects.assist.providers.runway_asking import OFFERED, body, credits_of, gone
from projects.assist.providers.runway_troubles import told_apart, why_failed
from projects.assist.providers.wire import certificates

USUAL = "https://api.dev.runwayml.com"
VERSION = "2024-11-06"
_STANDING = {
    "PENDING": Standing.WAITING,
    "THROTTLED": Standing.WAITING,
    "RUNNING": Standing.RUNNING,
    "SUCCEEDED": Standing.DONE,
    "FAILED": Standing.FAILED,
    "CANCELLED": Standing.CANCELLED,
}
_ENDED = {Standing.DONE, Standing.FAILED, Standing.CANCELLED}


class Runway:
    name: ClassVar = "runway"
    title: ClassVar = "Runway"
    extra: ClassVar = "runway"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("key", gettext_lazy("API key"), secret=True),
    )
    idempotent: ClassVar[frozenset[Need]] = frozenset()
    at_once: ClassVar[frozenset[Need]] = frozenset()
    outside: ClassVar = True

    def __init__(self, connected: Connected) -> None:
        self.connected = connected
        self.address = connected.endpoint.rstrip("/") or USUAL

    def capabilities(self) -> Sequence[Model]:
        return [Model(name, offer.title, offer.needs, most=1) for name, offer in OFFERED.items()]

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        """In credits, from its dated list of prices; the price of a credit is a row."""
        self._must_offer(work, model)
        low, high = credits_of(work, model)
        return quoted({"credit": low}, {"credit": high}, rates)

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        self._must_offer(work, model)
        asked = body(work, model)
        with self._client() as client, told_apart(sending=True, model=model):
            kind = client.image_to_video if work.need == Need.VIDEO else client.text_to_image
            task = kind.create(**asked)
        if not _word(task, "id"):
            told = _("it named no task")
            raise Final("remote:malformed", told, billed=True)
        return Submission(external_id=task.id)

    def sought(self, idempotency_key: str) -> str | None:
        """It keeps no key of ours: nobody can tell."""
        return None

    def poll(self, external_id: str) -> Status:
        task = self._task(external_id)
        standing = _STANDING[task.status]
        if standing == Standing.RUNNING:
            return Status(standing, fraction=min(max(float(task.progress or 0), 0.0), 1.0))
        if standing == Standing.FAILED:
            code, detail = why_failed(task)
            return Status(standing, code=code, detail=detail, billed=bool(_paid(task)))
        billed = standing == Standing.CANCELLED and bool(_paid(task))
        return Status(standing, billed=billed)

    def fetch(self, external_id: str, folder: Path) -> Answer:
        """At once: its links are over after a day. An expired one is asked for anew, once."""
        task = self._task(external_id)
        try:
            files = self._files(task, folder)
        except Final as trouble:
            if trouble.code != "remote:expired":
                raise
            task = self._task(external_id)
            files = self._files(task, folder)
        return Answer(files=files, usage={"credit": Decimal(_paid(task))})

    def cancel(self, external_id: str) -> bool:
        """What has ended is left alone: deleting it would delete what it made."""
        try:
            if _STANDING[self._task(external_id).status] in _ENDED:
                return False
            with self._client() as client, told_apart():
                client.tasks.delete(external_id)
        except Final as trouble:
            if trouble.code == "remote:lost":
                return False
            raise
        return True

    def lifecycle(self, model: str) -> Lifecycle:
        """Active where its published schema still has the model (client of November 2026)."""
        return Lifecycle(True) if model in OFFERED else gone(model)

    def terms(self) -> Sequence[PublicTerms]:
        return (
            PublicTerms(
                "Developer API",
                "https://runwayml.com/terms-of-use",
                trains_on_inputs=True,
                note=gettext_lazy(
                    "The general terms allow training on what is sent. Record a snapshot of your"
                    " own contract if one was signed."
                ),
            ),
            PublicTerms(
                "Enterprise",
                "https://runwayml.com/enterprise",
                note=gettext_lazy("A contract of its own: what it says stands in it alone."),
            ),
        )

    def test(self) -> str:
        """Asks for the account's balance: free, and nothing is sent."""
        with self._client() as client, told_apart():
            account = client.organization.retrieve()
        balance = _word(account, "credit_balance")
        if balance is None:
            raise Transient("remote:malformed", _("it told no balance"))
        return _("Runway answered. Credits left: %(count)s.") % {"count": balance}

    def _must_offer(self, work: Work, model: str) -> None:
        if model not in OFFERED:
            raise Retired(model, self.lifecycle(model))
        if work.need not in OFFERED[model].needs:
            raise Final("remote:need", model)

    def _client(self) -> Any:
        """Nothing of the environment: no key, no proxy, no address, no header; no second try."""
        try:
            import httpx
            import runwayml
        except ImportError as error:
            raise Final("remote:client", self.extra) from error
        if not self.connected.value("key"):
            raise Final("remote:key")
        seconds, trusted = self.connected.seconds, certificates("httpx")
        client = runwayml.RunwayML(
            api_key=self.connected.value("key"),
            base_url=self.address,
            runway_version=VERSION,
            max_retries=0,
            timeout=seconds,
            http_client=httpx.Client(trust_env=False, timeout=seconds, verify=trusted),
        )
        client._custom_headers = {}  # RUNWAYML_CUSTOM_HEADERS has nothing to say here
        return client

    def _task(self, external_id: str) -> Any:
        with self._client() as client, told_apart():
            task = client.tasks.retrieve(external_id)
        if _word(task, "status") not in _STANDING:
            raise Transient("remote:malformed", _("it told no state that is known"))
        return task

    def _files(self, task: Any, folder: Path) -> list[OutputFile]:
        output = _word(task, "output")
        if not isinstance(output, list) or not output or not all(map(_is_text, output)):
            raise Final("remote:malformed", _("it named no result"), billed=True)
        found = []
        for index, url in enumerate(output):
            kind = links.promised(url)
            found.append(links.fetched(url, folder, kind, own=self.address, index=index))
        return found


def _word(answer: Any, name: str) -> Any:
    """A field of an answer that may have any form at all."""
    return getattr(answer, name, None)


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _paid(task: Any) -> int:
    """Credits that the task cost, as it says itself; refunded ones cost nothing."""
    paid = _word(_word(task, "cost"), "credits")
    return int(paid) if isinstance(paid, int | float) else 0
