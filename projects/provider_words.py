"""The page of the providers in words: what each can do, whether it is connected, on which terms."""

import logging
from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import connecting
from projects.assist import providers
from projects.assist.contract import Connected
from projects.assist.palette import Lifecycle, Model, Need, Trouble
from projects.lapsing import newest_terms
from projects.models import Connection, Price, Terms
from projects.models.connections import provider_choices
from projects.models.terms import in_force

NEEDS = {
    Need.ENGINE: gettext_lazy("the portal's own tools"),
    Need.TEXT: gettext_lazy("text"),
    Need.VISION: gettext_lazy("looking at pictures"),
    Need.IMAGE: gettext_lazy("making pictures"),
    Need.VIDEO: gettext_lazy("making films"),
    Need.FACES: gettext_lazy("comparing faces"),
    Need.SEGMENTS: gettext_lazy("finding shots and cues"),
}
log = logging.getLogger(__name__)


def palette(actor: Any) -> list[dict[str, Any]]:
    """Every provider, connected or not, as far as this person may know. No call leaves for it."""
    connections = list(Connection.objects.visible_to(actor).select_related("studio"))
    terms, prices = newest_terms(), _prices()
    return [
        {
            "name": name,
            "title": title,
            "outside": providers.provider_class(name).outside,
            **_connected(name, [row for row in connections if row.provider == name]),
            "models": [_model(name, model) for model in _models(name)],
            "terms": [_terms(row) for row in terms if row.provider == name],
            "prices": [_price(row) for row in prices if row.provider == name],
        }
        for name, title in provider_choices()
    ]


def _connected(name: str, rows: Sequence[Connection]) -> dict[str, Any]:
    """`state` is a shape of the status component; each connection says what it lacks."""
    if not providers.provider_class(name).settings:
        return {"state": "done", "label": _("In this house"), "connections": [], "here": True}
    told = [{"row": row, "lacking": connecting.lacking(row)} for row in rows]
    whole = [row for row, line in zip(rows, told, strict=True) if not line["lacking"]]
    state, label = "open", _("Not connected")
    if any(row.enabled for row in whole):
        state, label = "done", _("Connected")
    elif whole:
        state, label = "paused", _("Out of use")
    return {"state": state, "label": label, "connections": told, "here": False}


def _models(name: str) -> Sequence[Model]:
    try:
        return providers.provider_class(name)(Connected()).capabilities()
    except Trouble:
        return ()


def _model(name: str, model: Model) -> dict[str, Any]:
    life = _lifecycle(name, model)
    needs = ", ".join(str(NEEDS[need]) for need in Need if need in model.needs)
    others = ", ".join(life.alternatives) if life else ""
    return {"model": model, "needs": needs, "life": life, "others": others}


def _lifecycle(name: str, model: Model) -> Lifecycle | None:
    """By the dated list of its file; what only the provider itself can tell is not asked here."""
    try:
        return providers.provider_class(name)(Connected()).lifecycle(model.name)
    except Trouble:
        return None
    except Exception:
        log.exception("the lifecycle of %s cannot be told", model.name)
        return None


def _terms(row: Terms) -> dict[str, Any]:
    """Unknown is said, and counts as the worse."""
    over = bool(row.ends and row.ends < timezone.now().date())
    trains: dict[bool | None, str] = {
        True: _("trains on inputs"),
        False: _("does not train on inputs"),
        None: _("training unknown"),
    }
    looked: dict[bool | None, str] = {
        True: _("people may look"),
        False: _("nobody looks"),
        None: _("review by people unknown"),
    }
    days = row.retention_days
    kept = _("retention unknown") if days is None else _("keeps %(days)s days") % {"days": days}
    facts = [
        trains[row.trains_on_inputs],
        kept if days != 0 else _("keeps nothing"),
        looked[row.human_review],
    ]
    return {"row": row, "over": over, "facts": " · ".join(facts)}


def _price(row: Price) -> dict[str, Any]:
    return {"row": row, "amount": f"{row.amount.normalize():f} {row.currency}"}


def _prices() -> list[Price]:
    """In force today: of each unit the newest."""
    names = ("provider", "model", "unit")
    rows = Price.objects.filter(in_force(timezone.now().date()))
    return list(rows.order_by(*names, "-starts").distinct(*names))
