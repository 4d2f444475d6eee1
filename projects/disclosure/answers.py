"""Netflix's five questions for partners, answered from rows.

An answer is "yes", "no" or "unsure". What rows cannot show is unsure: nobody types an answer, and
whatever is not plainly good goes to a person at Netflix. Whatever lies in the film counts, also
what was made elsewhere and what nobody knows. Source: its guidance for partners on
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
    cuts: Sequence[Line],
    consultations: Sequence[Line],
    uncovered: Sequence[Line],
) -> list[Line]:
    """The five answers. `results` are those with a class that counts as AI, approved or said to be
    in the film; `uncovered` what is not covered by a consent, or not known (`unsure` true), each
    with `text` and `row`.
    """
    open_ = gaps(cuts)
    given = {
        "rights": _rights(results, receipts, consultations, open_),
        "data": _data(receipts, open_),
        "security": _security(receipts, open_),
        "temporary": _temporary(results, cuts, open_),
        "talent": _talent(results, uncovered, open_),
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


def gaps(cuts: Sequence[Line]) -> list[Line]:
    """Why rows cannot answer for the whole film: no cut, unknown shots, AI that came from
    elsewhere. Each with `text` and `row`.
    """
    if not cuts:
        return [_why(_("No final cut is chosen: what lies in the film is not known."))]
    shots = [shot for cut in cuts for shot in cut["shots"]]
    found = []
    if unknown := sum(_is_open(shot) for shot in shots):
        told = ngettext(
            "%(n)s shot of the final cut is not known, or in part.",
            "%(n)s shots of the final cut are not known, or in part.",
            unknown,
        )
        found.append(_why(told % {"n": unknown}))
    return found + _elsewhere(shots)


def _is_open(shot: Line) -> bool:
    return shot["class"] == classes.UNKNOWN or any(
        one["class"] == classes.UNKNOWN for one in shot["evidence"]
    )


def _elsewhere(shots: Iterable[Line]) -> list[Line]:
    """Files of the film that a trained model had part in, and that no tool here has made."""
    trained = (classes.GENERATED, classes.COMPOSITE)
    rows = {
        one["row"]["id"]: one
        for shot in shots
        for one in shot["evidence"]
        if one["class"] in trained and one["row"] and one["row"]["model"] == "projects.version"
    }
    text = _("%(is)s was brought in, and says that a trained model had part in it.")
    return [_why(text % one, one["row"]) for one in rows.values()]


def _outside(receipts: Iterable[Line]) -> list[Line]:
    return [one for one in receipts if one["terms"]]


def _distinct(receipts: Iterable[Line]) -> list[Line]:
    """The terms of them, each once."""
    return list({one["terms"]["row"]["id"]: one["terms"] for one in _outside(receipts)}.values())


def _made(results: Sequence[Line]) -> list[Line]:
    return [one for one in results if one["class"] in (classes.GENERATED, classes.COMPOSITE)]


def _rights(
    results: Sequence[Line],
    receipts: Sequence[Line],
    consultations: Sequence[Line],
    open_: list[Line],
) -> Given:
    made = _made(results)
    if not made:
        told = [_why(_("No approved result was made or changed by a trained model."))]
        return (UNSURE if open_ else NO), [*told, *open_]
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
        _why(_("%(creator)s was asked on %(on)s.") % one, one["row"]) for one in consultations
    ] or [_why(_("Nobody recorded that the creator of the original was asked."))]
    return UNSURE, [*because, *open_]


def _data(receipts: Sequence[Line], open_: list[Line]) -> Given:
    outside = _distinct(receipts)
    if not outside:
        told = [_why(_("Nothing left the studio's own machines by way of the portal."))]
        return (UNSURE if open_ else NO), [*told, *open_]
    because, kept, unknown = [], False, bool(open_)
    for terms in outside:
        days, trains, looked = (
            terms[name] for name in ("retention_days", "trains_on_inputs", "human_review")
        )
        kept |= bool(trains) or bool(days)
        unknown |= trains is None or days is None or looked is not False
        said = f"{terms['name']}: {_training(trains)} {_retention(days)} {_looking(looked)}"
        because.append(_why(said, terms["row"]))
    return (YES if kept else UNSURE if unknown else NO), [*because, *open_]


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


def _looking(looked: bool | None) -> str:
    if looked is None:
        return _("Whether its people look at inputs is not recorded.")
    return _("Its people may look at inputs.") if looked else _("Nobody of it looks at inputs.")


def _security(receipts: Sequence[Line], open_: list[Line]) -> Given:
    outside = _distinct(receipts)
    if not outside:
        told = [_why(_("Every run of the portal was done on the studio's own machines."))]
        return (UNSURE if open_ else YES), [*told, *open_]
    because = [_why(_("How a provider secures its service stands in its contract, in no row."))]
    for terms in outside:
        contract = terms["contract"]
        said = _("under contract %(name)s") % {"name": contract} if contract else _("no contract")
        because.append(_why(f"{terms['name']}: {said}.", terms["row"]))
    return UNSURE, [*because, *open_]


def _temporary(results: Sequence[Line], cuts: Sequence[Line], open_: list[Line]) -> Given:
    final = [one for one in results if {*one["used_as"]} & FINAL]
    seen = sum(shot["class"] in classes.AI for cut in cuts for shot in cut["shots"])
    unsaid = [one for one in results if not one["used_as"]]
    because = [_why(_("%(name)s is said to be final.") % one, one["row"]) for one in final]
    if seen:
        told = ngettext(
            "%(n)s shot of the final cut is an AI shot.",
            "%(n)s shots of the final cut are AI shots.",
            seen,
        )
        because.append(_why(told % {"n": seen}))
    text = _("Nobody said what %(name)s is used as.")
    because += [_why(text % one, one["row"]) for one in unsaid]
    if final or seen:
        return NO, [*because, *open_]
    if unsaid or open_:
        return UNSURE, [*because, *open_]
    return YES, [_why(_("No result is said to be final, and none lies in a final cut."))]


#: Words by which a result is in the film, or before the camera.
FINAL = {ResultUse.As.FINAL.value, ResultUse.As.LED_PLATE.value}


def _talent(results: Sequence[Line], uncovered: Sequence[Line], open_: list[Line]) -> Given:
    because = [_why(one["text"], one["row"]) for one in uncovered]
    broken = not all(one["unsure"] for one in uncovered)
    text = _("Whether a person is seen in %(name)s, and what work it replaces, no row can show.")
    because += [_why(text % one, one["row"]) for one in _made(results)]
    because += open_
    if broken:
        return YES, because
    if because:
        return UNSURE, because
    return NO, [_why(_("No trained model made or changed anything that is seen."))]


def _why(text: str, row: Line | None = None) -> Line:
    return {"text": text, "row": row}
