"""The palette as people read it: each provider's model with its reasons, cost, time and terms."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from projects import gate_words
from projects.assist.contract import Tool
from projects.assist.palette import Quote
from projects.gating import Offer, rulings
from projects.models import Run, State, Version
from projects.models.projects import Project
from projects.models.requests import Target

#: (provider, model) → how many runs, the quickest and the slowest.
Times = Mapping[tuple[str, str], tuple[int, timedelta, timedelta]]


def palette(
    project: Project, tool: Tool, versions: Sequence[Version], parameters: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Rows for pages and API, the allowed ones first. `value` names one in a form."""
    times = experience(project, tool)
    found = rulings(project=project, tool=tool, versions=versions, parameters=parameters)
    return [_row(offer, times.get((offer.provider, offer.model.name))) for offer in found]


def experience(project: Project, tool: Tool) -> Times:
    """From sending to the result, over the studio's own runs of this tool."""
    runs = Run.objects.filter(studio=project.studio_id, request__tool=tool.name, state=State.READY)
    ended = runs.exclude(finished_at=None).order_by().values("provider", "model")
    took = F("finished_at") - F("queued_at")
    rows: Any = ended.annotate(n=Count("pk"), low=Min(took), high=Max(took))
    return {(r["provider"], r["model"]): (r["n"], r["low"], r["high"]) for r in rows}


def target(rows: Sequence[Mapping[str, Any]], value: str) -> Target | None:
    """Where the row of that `value` leads; None where no such row is offered."""
    for row in rows:
        if row["value"] and row["value"] == value:
            return Target(row["offer"].connection, row["model"])
    return None


def _row(offer: Offer, took: tuple[int, timedelta, timedelta] | None) -> dict[str, Any]:
    link = offer.connection
    title = gate_words.provider_title(offer.provider)
    return {
        "offer": offer,
        "value": f"{link.pk}|{offer.model.name}" if link else "",
        "connection": link.pk if link else None,
        "provider": offer.provider,
        "title": title,
        "model": offer.model.name if link else "",
        "model_title": offer.model.title if link else "",
        "region": link.region if link else "",
        "host": offer.host,
        "outside": offer.outside,
        "where": _where(offer, title),
        "to": _to(offer, title),
        "allowed": offer.ruling.allowed,
        "reasons": [
            {"code": r.code, "sentence": gate_words.sentence(r), "clause": r.clause}
            for r in offer.ruling.reasons
        ],
        "cost": offer.quote,
        "cost_words": _cost(offer.quote),
        "took": took,
        "time_words": _time(took),
        "terms": offer.terms,
        "terms_words": _terms(offer.terms.starts) if offer.terms else "",
        "test_failed": link.tested_told if link and link.tested_ok is False else "",
    }


def _to(offer: Offer, title: str) -> str:
    """To whom, for the button: Anthropic (Claude Opus, us); a connection that has a name of its
    own with it, since a provider may have several: ComfyUI (Stage 2, Workflow of the studio)."""
    link = offer.connection
    name = link.name if link and link.name != title else ""
    parts = (name, offer.model.title, link.region if link else "")
    return f"{title} ({', '.join(filter(None, parts))})"


def _where(offer: Offer, title: str) -> str:
    if not offer.outside:
        return _("Stays in the house.")
    if offer.connection is None:
        return _("Would leave the house, to {provider}.").format(provider=title)
    region = offer.connection.region or _("region not recorded")
    places = ", ".join(filter(None, (title, region, offer.host)))
    return _("Leaves the house, to {places}.").format(places=places)


def _terms(of: date) -> str:
    return _("Terms of {date}").format(date=of.isoformat())


def _cost(quote: Quote | None) -> str:
    if quote is None:
        return _("no price")
    if not quote.high:
        return _("no cost")
    low, high = gate_words.money(quote.low), gate_words.money(quote.high)
    span = high if low == high else f"{low}–{high}"
    return _("about {span} {currency}").format(span=span, currency=quote.currency)


def _time(took: tuple[int, timedelta, timedelta] | None) -> str:
    if took is None:
        return _("no experience yet")
    count, low, high = took
    span = _span(low) if _span(low) == _span(high) else f"{_span(low)} – {_span(high)}"
    told = ngettext("{span} ({n} run so far)", "{span} ({n} runs so far)", count)
    return told.format(span=span, n=count)


def _span(length: timedelta) -> str:
    seconds = max(round(length.total_seconds()), 1)
    if seconds < 60:
        return _("{s} s").format(s=seconds)
    if seconds < 3600:
        return _("{min} min").format(min=round(seconds / 60))
    return _("{h} h {min} min").format(h=seconds // 3600, min=seconds % 3600 // 60)
