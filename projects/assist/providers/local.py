"""The portal's own engine, in the words of the palette: it needs no key and nothing leaves."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

from django.utils.translation import gettext_lazy as _

from projects.assist.contract import Connected, Setting
from projects.assist.palette import (
    Answer,
    Final,
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


class Local:
    """Tools of the engine run in the worker itself (`Tool.run`); work is never sent to it."""

    name: ClassVar = "local"
    title: ClassVar = _("Local engine")
    extra: ClassVar = ""
    settings: ClassVar[tuple[Setting, ...]] = ()
    idempotent: ClassVar = frozenset({Need.ENGINE})
    at_once: ClassVar = frozenset({Need.ENGINE})
    outside: ClassVar = False

    def __init__(self, connected: Connected) -> None:
        self.connected = connected

    def capabilities(self) -> Sequence[Model]:
        return (Model("engine", "Last Mile", frozenset({Need.ENGINE})),)

    def quote(self, work: Work, model: str, rates: Sequence[Rate]) -> Quote:
        """Nothing, whatever it is."""
        return Quote(Decimal(0), Decimal(0), rates[0].currency if rates else "")

    def submit(self, work: Work, model: str, idempotency_key: str, folder: Path) -> Submission:
        raise Final("remote:need", work.need)

    def sought(self, idempotency_key: str) -> str | None:
        return ""

    def poll(self, external_id: str) -> Status:
        raise Final("remote:lost", external_id)

    def fetch(self, external_id: str, folder: Path) -> Answer:
        raise Final("remote:lost", external_id)

    def cancel(self, external_id: str) -> bool:
        return False

    def lifecycle(self, model: str) -> Lifecycle:
        return Lifecycle(active=True)

    def terms(self) -> Sequence[PublicTerms]:
        return (PublicTerms("engine", "", False, 0, False, _("Nothing leaves the house.")),)

    def test(self) -> str:
        return str(_("It works in this house and needs no connection."))
