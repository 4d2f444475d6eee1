"""Answers in words. Figures come from the answer, so that "not answerable yet" has none to give."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from feedback.estimates.bids import AgainstBids
from feedback.estimates.counting import Of
from feedback.estimates.felt import Gap
from feedback.estimates.power import More
from feedback.measured import Design
from feedback.savings import NotYet, Saving, Why

NOT_YET = gettext_lazy("Not answerable yet")

#: What settled who worked assisted.
DESIGNS: dict[Design, Promise] = {
    Design.RANDOMISED: gettext_lazy("A draw"),
    Design.STEPPED: gettext_lazy("A stepped start"),
    Design.FREE: gettext_lazy("Their own choice"),
}

METHODS: dict[str, Promise] = {
    "randomisation": gettext_lazy("Randomisation inference: the draw repeated within its blocks"),
    "bias_reduced": gettext_lazy("Errors by studio, with the freedom that few studios leave"),
    "wild_cluster_unseen": gettext_lazy(
        "Wild cluster bootstrap over studios, widened for reasons of choosing that nobody recorded"
    ),
    "none": gettext_lazy("No comparison could be made"),
}

WHY: dict[Why, Promise] = {
    Why.NOTHING: gettext_lazy("no finished work item counts"),
    Why.ONE_ARM: gettext_lazy("nothing was done the other way to compare with"),
    Why.FEW_ITEMS: gettext_lazy("too few items were done one of the two ways"),
    Why.FEW_PEOPLE: gettext_lazy("too few people said what they felt"),
    Why.FEW_HANDS: gettext_lazy("fewer than five people did what can be compared"),
    Why.FEW_STUDIOS: gettext_lazy("too few studios for a comparison between them"),
    Why.WIDE: gettext_lazy("the interval is too wide to say anything"),
    Why.UNSEEN: gettext_lazy("people chose themselves, and why they did could explain it"),
}

LEFT_OUT: dict[str, Promise] = {
    "sample": gettext_lazy("made up for the demo"),
    "dropped": gettext_lazy("dropped, or left with its person or studio"),
    "not_settled": gettext_lazy("nobody settled how it was to be done"),
    "not_begun": gettext_lazy("not begun"),
    "not_done": gettext_lazy("not finished"),
    "no_time": gettext_lazy("no time recorded"),
    "currencies": gettext_lazy("paid in several currencies"),
    "other_currency": gettext_lazy("in another currency than the studio's usual one"),
    "no_rate": gettext_lazy("no hourly rate"),
    "one_arm": gettext_lazy("nothing comparable was done the other way"),
}


def percent(share: float) -> str:
    """As in "18 %"; a true minus for what costs more."""
    whole = round(100 * share)
    return f"−{-whole}\N{NO-BREAK SPACE}%" if whole < 0 else f"{whole}\N{NO-BREAK SPACE}%"


def confidence(share: float) -> str:
    """Never "0 %" nor "100 %": nothing measured is that sure."""
    if share < 0.01:
        return _("under %(share)s") % {"share": percent(0.01)}
    return _("over %(share)s") % {"share": percent(0.99)} if share > 0.99 else percent(share)


def less_or_more(share: float) -> str:
    """A saving of time in words: beside "less" a minus would be read the wrong way round."""
    if round(100 * share) == 0:
        return _("no difference in time")
    text = _("%(share)s less time") if share > 0 else _("%(share)s more time")
    return text % {"share": percent(abs(share))}


def answer(found: Saving | NotYet) -> str:
    """The one sentence at the top."""
    return _not_yet(found) if isinstance(found, NotYet) else _saving(found)


def _saving(found: Saving) -> str:
    words = {
        "value": percent(found.value),
        "low": percent(found.low),
        "high": percent(found.high),
        "claim": _claim(found),
        "rests": _rests(found),
    }
    if found.basis.of == Of.HOURS:
        text = _("Saving of hours %(value)s (95 %% interval %(low)s to %(high)s). %(rests)s.")
        return text % words
    text = _("Saving %(value)s (95 %% interval %(low)s to %(high)s). %(claim)s %(rests)s.")
    return text % words


def _claim(found: Saving) -> str:
    words = {"target": percent(found.target), "sure": confidence(found.at_least)}
    if found.at_least < 0.05:
        return _("That it is %(target)s or more is unlikely: confidence %(sure)s.") % words
    if found.at_least > 0.95:
        return _("It is %(target)s or more: confidence %(sure)s.") % words
    return _("Whether it is %(target)s or more is open: confidence %(sure)s.") % words


def _rests(found: Saving | NotYet) -> str:
    items = ngettext("%(n)d item", "%(n)d items", found.basis.items) % {"n": found.basis.items}
    studios = found.basis.studios
    where = ngettext("%(n)d studio", "%(n)d studios", studios) % {"n": studios}
    return _("%(items)s from %(studios)s") % {"items": items, "studios": where}


def _not_yet(found: NotYet) -> str:
    words = {"why": WHY[found.why], "more": needed(found.more), "rests": _rests(found)}
    return _("Not answerable yet: %(why)s (%(rests)s). %(more)s") % words


def needed(more: More) -> str:
    """How much, such as "About 60 more items are needed"."""
    if more.items is not None:
        text = ngettext(
            "One more item is needed.", "About %(n)d more items are needed.", more.items
        )
        return text % {"n": more.items}
    if more.studios is not None:
        text = ngettext(
            "About one more studio is needed.", "About %(n)d more studios are needed.", more.studios
        )
        return text % {"n": more.studios}
    if more.people is not None:
        text = ngettext(
            "One more person has to answer.", "%(n)d more people have to answer.", more.people
        )
        return text % {"n": more.people}
    text = _("More of the same does not help; about %(n)d items with a drawn arm would.")
    return text % {"n": more.drawn or 0}


def gap(found: Gap | NotYet) -> str:
    """What people felt, and what was measured."""
    if isinstance(found, NotYet):
        return _not_yet(found)
    words = {
        "felt": less_or_more(found.felt.value),
        "measured": less_or_more(found.measured.value),
        "low": round(100 * found.gap.low),
        "high": round(100 * found.gap.high),
        "answered": found.felt.n,
        "asked": found.asked,
        "people": found.people,
    }
    return (
        _(
            "What people felt: %(felt)s. What was measured: %(measured)s. The difference is "
            "%(low)d to %(high)d points (95 %% interval; %(answered)d of %(asked)d items answered "
            "by %(people)d people)."
        )
        % words
    )


def tipping(found: AgainstBids) -> str:
    """How wrong the bids would have to be."""
    if found.tipping is None:
        return _("Against its bids the assisted work saved nothing.")
    text = _("The bids would have to be %(tipping)s too high for the saving to vanish.")
    said = text % {"tipping": percent(found.tipping)}
    if found.too_high is None:
        return said
    known = _("Of work done by hand they were %(high)s too high.")
    if found.too_high.value < 0:
        known = _("Of work done by hand they were %(high)s too low.")
    return f"{said} {known % {'high': percent(abs(found.too_high.value))}}"
