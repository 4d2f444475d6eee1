"""Netflix's five questions for partners, answered from rows.

An answer is "yes", "no" or "unsure". What rows cannot show is unsure: nobody types an answer, and
whatever is not plainly good goes to a person at Netflix. Source: its guidance for partners on
generative AI, as read in November 2026.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.disclosure import classes
from projects.models import ResultUse

Line = dict[str, Any]
YES, NO, UNSURE = "yes", "no", "unsure"

#: Question → (what is asked, the answer that needs nobody).
QUESTIONS: dict[str, tuple[Any, str]] = {
    "rights": (
        gettext_lazy("Does any output infringe or imitate work that we do not own?"),
        NO,
    ),
    "data": (
        gettext_lazy("Does any tool store, reuse or train on what it was given, or on outputs?"),
        NO,
    ),
    "security": (gettext_lazy("Was everything made in an enterprise-secured environment?"), YES),
    "temporary": (gettext_lazy("Is all generated material temporary, and none of it final?"), YES),
    "talent": (
        gettext_lazy("Does any of it replace talent, or union work, without consent?"),
        NO,
    ),
}
#: What always needs written approval.
APPROVALS: dict[str, Any] = {
    "data": gettext_lazy("Use of data"),
    "creative": gettext_lazy("Creative output"),
    "talent": gettext_lazy("Talent and performance"),
    "ethics": gettext_lazy("Ethics"),
}


def answered(
    *,
    results: Sequence[Line],
    receipts: Sequence[Line],
    shots: Sequence[Line],
    consultations: Sequence[Line],
    uncovered: Sequence[Line],
) -> list[Line]:
    """The five answers. `results` are the approved ones with a class that counts as AI; `uncovered`
    what is not covered by a consent, or not known (`unsure` true), each with `text` and `row`.
    """
    given = {
        "rights": _rights(results, receipts, consultations),
        "data": _data(receipts),
        "security": _security(receipts),
        "temporary": _temporary(results, shots),
        "talent": _talent(uncovered),
    }
    return [
        {
            "id": name,
            "question": str(question),
            "answer": given[name][0],
            "escalate": given[name][0] != good,
            "because": given[name][1],
        }
        for name, (question, good) in QUESTIONS.items()
    ]


Given = tuple[str, list[Line]]


def _outside(receipts: Iterable[Line]) -> list[Line]:
    return [one for one in receipts if one["terms"]]


def _distinct(receipts: Iterable[Line]) -> list[Line]:
    """The terms of them, each once."""
    return list({one["terms"]["row"]["id"]: one["terms"] for one in _outside(receipts)}.values())


def _rights(
    results: Sequence[Line], receipts: Sequence[Line], consultations: Sequence[Line]
) -> Given:
    made = [one for one in results if one["class"] in (classes.GENERATED, classes.COMPOSITE)]
    if not made:
        return NO, [_why(_("No approved result was made or changed by a trained model."))]
    because = [_why(_("No row can show that nothing is imitated: a person has to look at these."))]
    because += [_why(one["name"], one["row"]) for one in made]
    for terms in _distinct(receipts):
        owner = terms["output_owner"] or _("nobody recorded who")
        stands = terms["indemnity"] or _("not recorded")
        because.append(
            _why(
                _("%(terms)s: who owns the output: %(owner)s; who indemnifies: %(stands)s.")
                % {"terms": terms["name"], "owner": owner, "stands": stands},
                terms["row"],
            )
        )
    because += [
        _why(
            _("%(name)s was asked on %(on)s.") % {"name": one["creator"], "on": one["on"]},
            one["row"],
        )
        for one in consultations
    ] or [_why(_("Nobody recorded that the creator of the original was asked."))]
    return UNSURE, because


def _data(receipts: Sequence[Line]) -> Given:
    outside = _distinct(receipts)
    if not outside:
        return NO, [_why(_("Nothing left the studio's own machines."))]
    because, kept, unknown = [], False, False
    for terms in outside:
        days, trains = terms["retention_days"], terms["trains_on_inputs"]
        kept |= bool(trains) or bool(days)
        unknown |= trains is None or days is None
        because.append(
            _why(f"{terms['name']}: {_training(trains)} {_retention(days)}", terms["row"])
        )
    return (YES if kept else UNSURE if unknown else NO), because


def _training(trains: bool | None) -> str:
    if trains is None:
        return _("Whether it trains on inputs is not recorded.")
    return _("It trains on inputs.") if trains else _("It does not train on inputs.")


def _retention(days: int | None) -> str:
    if days is None:
        return _("How long it keeps inputs is not recorded.")
    if not days:
        return _("It keeps nothing.")
    told = ngettext("It keeps inputs for %(n)s day.", "It keeps inputs for %(n)s days.", days)
    return told % {"n": days}


def _security(receipts: Sequence[Line]) -> Given:
    outside = _distinct(receipts)
    if not outside:
        return YES, [_why(_("Everything was made on the studio's own machines."))]
    because = []
    for terms in outside:
        contract = terms["contract"]
        said = (
            _("under contract %(name)s") % {"name": contract}
            if contract
            else _("no contract named")
        )
        because.append(_why(f"{terms['name']}: {said}.", terms["row"]))
    return (YES if all(terms["contract"] for terms in outside) else UNSURE), because


def _temporary(results: Sequence[Line], shots: Sequence[Line]) -> Given:
    final = [one for one in results if {*one["used_as"]} & _FINAL]
    seen = [shot for shot in shots if shot["class"] in classes.AI]
    open_ = [one for one in results if not one["used_as"]]
    because = [
        _why(_("%(name)s is said to be final.") % {"name": one["name"]}, one["row"])
        for one in final
    ]
    if seen:
        told = ngettext(
            "%(n)s shot of the final cut is an AI shot.",
            "%(n)s shots of the final cut are AI shots.",
            len(seen),
        )
        because.append(_why(told % {"n": len(seen)}))
    because += [
        _why(_("Nobody said what %(name)s is used as.") % {"name": one["name"]}, one["row"])
        for one in open_
    ]
    if final or seen:
        return NO, because
    if open_:
        return UNSURE, because
    return YES, [_why(_("No approved result is said to be final, and none lies in a final cut."))]


_FINAL = {ResultUse.As.FINAL.value, ResultUse.As.LED_PLATE.value}


def _talent(uncovered: Sequence[Line]) -> Given:
    if not uncovered:
        told = _("Each approved result and each sending is covered, or shows nobody.")
        return NO, [_why(told)]
    because = [_why(one["text"], one["row"]) for one in uncovered]
    return (UNSURE if all(one["unsure"] for one in uncovered) else YES), because


def _why(text: str, row: Line | None = None) -> Line:
    return {"text": text, "row": row}
