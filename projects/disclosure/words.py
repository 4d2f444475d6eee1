"""What the paper of a pack says around its rows."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from projects.disclosure.shot_map import REMARKS
from projects.models import Candidate, Decision, ResultUse, State

#: By the name that the paper asks for.
PAPER: dict[str, Any] = {
    "title": _("Disclosure of AI use"),
    "pack": _("Disclosure pack"),
    "as_of": _("As of"),
    "asked_by": _("Asked by"),
    "hash": _("SHA-256 of the data (JSON)"),
    "made_how": _(
        "Everything in this document was made from rows of the portal, and each line links to its "
        "row. Only the signatures were typed by hand."
    ),
    "not_seen": _(
        "What was made outside of the portal, by tools that write no content credentials, is not "
        "seen here."
    ),
    "boxes": _(
        "Some signs have no font here and stand as boxes: this is a plain PDF, and the JSON has "
        "them whole."
    ),
    "answers": _("Netflix: five questions for partners"),
    "escalate": _("goes to a person"),
    "yes": _("yes"),
    "no": _("no"),
    "unsure": _("unsure"),
    "approvals": _("Written approval is always needed for"),
    "counts": _("AI shots of the final cut, by class"),
    "no_cut": _("No final cut was chosen, so that no shots are counted."),
    "of_cut": _("Final cut"),
    "class": _("Class"),
    "means": _("What counts as it"),
    "shots": _("Shots"),
    "seconds": _("Seconds"),
    "all": _("in all"),
    "map": _("Shot disclosure map"),
    "map_note": _(
        "Every shot that is not of the class “no AI on record”. What lies in several tracks counts "
        "together, since a timeline does not say what is opaque."
    ),
    "no_shots": _("Every shot is of the class “no AI on record”."),
    "shot": _("Shot"),
    "from": _("From"),
    "to": _("To"),
    "because": _("Because of"),
    "not_found": _("not found in the portal"),
    "said": _("said by"),
    "unplaced": _("Said to be final, and found in no final cut"),
    "undecided": _("Approved results of which nobody said what they are used as"),
    "register": _("Register of AI use"),
    "runs": _("runs"),
    "outside": _("sent to a provider"),
    "results": _("results"),
    "approved": _("approved"),
    "cost": _("cost"),
    "when": _("When"),
    "who": _("Who"),
    "tool": _("Tool"),
    "maker": _("Made by"),
    "house": _("the engine, in the house"),
    "outcome": _("What came of it"),
    "nothing": _("Nothing."),
    "consents": _("Consents and their clauses"),
    "no_consents": _("No consent is recorded."),
    "nobody_said": _("Used, and nobody said who is seen"),
    "creator": _("The creator of the original"),
    "not_asked": _("Nobody recorded that whoever created the original was asked."),
    "writers": _("Writers' disclosure"),
    "writers_note": _(
        "AI is not a writer. What it made is neither literary material nor source material, and "
        "nobody has to use it. A line for each result in words that a script gave."
    ),
    "no_material": _("No script was worked on."),
    "given": _("given to"),
    "agreed": _("told, and agreed"),
    "not_agreed": _("told; did not agree"),
    "not_given": _("given to no writer"),
    "receipts": _("Receipts of what was sent"),
    "no_receipts": _("Nothing left the studio's own machines."),
    "to_whom": _("To"),
    "under": _("Under"),
    "no_terms": _("stays in the house"),
    "what": _("What"),
    "words_only": _("words only"),
    "signatures": _("Signatures"),
    "unsigned": _("Nobody has signed this pack."),
    "signed_hash": _("signed SHA-256"),
    "page": _("Page"),
}


def labels() -> dict[str, Any]:
    """All words of the paper, as plain text in the language of the moment."""
    told: dict[str, Any] = {name: str(text) for name, text in PAPER.items()}
    told["remarks"] = {name: str(text) for name, text in REMARKS.items()}
    choices: dict[str, Any] = {
        "verdicts": Decision.Verdict,
        "uses": ResultUse.As,
        "kinds": Candidate.Kind,
        "states": State,
    }
    return told | {
        name: {key: str(word) for key, word in of.choices} for name, of in choices.items()
    }
