"""The models of Amazon Bedrock that are spoken with, and those that are known to have ended.

As read on 2026-11-29: identifiers and dates from the model cards and the life cycle page of the
user guide (https://docs.aws.amazon.com/bedrock/latest/userguide/model-lifecycle.html). Whether a
model still answers is asked of Bedrock itself before each submission; the dates here are for what
has ended already, and for naming what to ask instead.
"""

from dataclasses import dataclass
from datetime import date

from projects.assist.palette import Final, Lifecycle, Model, Need, Retired

_LOOKS = frozenset({Need.TEXT, Need.VISION})


@dataclass(frozen=True)
class Offer:
    """`ends` is the first day on which it is not served. `forced`: it can be made to answer by a
    tool; the others take the form itself (`outputConfig.textFormat`), which not every model
    does. `profiled`: it is reached through an inference profile of a geography, never in one
    region alone. `most` is the longest answer in tokens."""

    name: str
    title: str
    needs: frozenset[Need]
    ends: date | None = None
    forced: bool = False
    profiled: bool = True
    most: int = 64_000

    @property
    def model(self) -> Model:
        return Model(self.name, self.title, self.needs)

    @property
    def ended(self) -> bool:
        return self.ends is not None and self.ends <= today()


OFFERS = (
    Offer("anthropic.claude-opus-5-5", "Claude Opus 5.5", _LOOKS),
    Offer("anthropic.claude-sonnet-5-5", "Claude Sonnet 5.5", _LOOKS),
    Offer("anthropic.claude-haiku-5-5", "Claude Haiku 5.5", _LOOKS),
    Offer("anthropic.claude-sonnet-4-6", "Claude Sonnet 4.6", _LOOKS),
    Offer("anthropic.claude-haiku-4-5-20251001-v1:0", "Claude Haiku 4.5", _LOOKS),
    Offer("amazon.nova-2-lite-v1:0", "Nova 2 Lite", _LOOKS, forced=True),
    Offer("amazon.nova-pro-v1:0", "Nova Pro", _LOOKS, forced=True, most=10_000),
    Offer("amazon.nova-lite-v1:0", "Nova Lite", _LOOKS, forced=True, most=10_000),
    Offer("luma.ray-v2:0", "Luma Ray 2", frozenset({Need.VIDEO}), profiled=False),
    # Ended. What was asked of them keeps its name, and is told until when they were there.
    Offer("amazon.nova-premier-v1:0", "Nova Premier", _LOOKS, ends=date(2026, 9, 14), forced=True),
    Offer("amazon.nova-canvas-v1:0", "Nova Canvas", frozenset({Need.IMAGE}), date(2026, 9, 30)),
    Offer("amazon.nova-reel-v1:0", "Nova Reel", frozenset({Need.VIDEO}), date(2026, 9, 30)),
    Offer("amazon.nova-reel-v1:1", "Nova Reel 1.1", frozenset({Need.VIDEO}), date(2026, 9, 30)),
)


def today() -> date:
    return date.today()


def offered() -> tuple[Offer, ...]:
    return tuple(offer for offer in OFFERS if not offer.ended)


def known(model: str) -> Offer:
    """`Final` `remote:need` of a model that nobody here has heard of."""
    for offer in OFFERS:
        if offer.name == model:
            return offer
    raise Final("remote:need", model)


def asked(model: str, need: Need) -> Offer:
    """The offer, if it can do that; `Retired` where it has ended."""
    offer = known(model)
    if offer.ended:
        raise Retired(model, gone(offer))
    if need not in offer.needs:
        raise Final("remote:need", f"{offer.title}, {need}")
    return offer


def instead(offer: Offer) -> tuple[str, ...]:
    """The other models that do what it does."""
    others = (other for other in offered() if other.name != offer.name)
    return tuple(other.name for other in others if other.needs & offer.needs)


def gone(offer: Offer, on: date | None = None) -> Lifecycle:
    """It has ended: `on` that day as Bedrock says, else on the day known here."""
    return Lifecycle(active=False, ends=on or offer.ends, alternatives=instead(offer))
