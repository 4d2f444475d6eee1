"""Content credentials in sentences: for the page that verifies, the command, and a file's page."""

from datetime import UTC, datetime
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from projects.media.credentials.chains import TEST
from projects.source_words import TYPES, label

#: State → the shape it is shown by (a status of the pages), its word, and what it means.
STATES: dict[str, tuple[str, Any, Any]] = {
    "trusted": (
        "approved",
        _("Whole and trusted"),
        _("It is as its signer left it, and this portal trusts the signer."),
    ),
    "unknown": (
        "needs_review",
        _("Whole, signer unknown"),
        _("It is as its signer left it. This portal does not know the signer."),
    ),
    "broken": (
        "rejected",
        _("Broken"),
        _(
            "The file or its credentials were changed after they were signed: "
            "nobody vouches for what they say."
        ),
    ),
    "none": ("queued", _("No credentials"), _("The file says nothing of where it comes from.")),
    "whole": ("done", _("Whole when it came in"), ""),
    "unreadable": ("failed", _("Not to be read"), _("Its credentials cannot be read.")),
}
_ACTIONS = {
    "c2pa.created": _("created"),
    "c2pa.opened": _("opened"),
    "c2pa.edited": _("edited"),
    "c2pa.edited.metadata": _("told of anew, unchanged"),
    "c2pa.placed": _("placed into it"),
    "c2pa.converted": _("converted"),
    "c2pa.transcoded": _("encoded anew"),
    "c2pa.resized": _("scaled"),
    "c2pa.cropped": _("cropped"),
    "c2pa.color_adjustments": _("graded"),
    "c2pa.filtered": _("filtered"),
    "c2pa.published": _("published"),
    "c2pa.watermarked": _("watermarked"),
    "lastmile.approved": _("approved"),
}
_RELATIONS = {
    "parentOf": _("It was made from"),
    "componentOf": _("It contains"),
    "inputTo": _("It was computed from"),
}
#: Codes of the validation that a person has to know of, in words; others are told as they are.
CODES = {
    "signingCredential.trusted": _("The signer is one that this portal trusts."),
    "signingCredential.untrusted": _("The signer is not one that this portal trusts."),
    "signingCredential.expired": _("The signer's certificate had lapsed."),
    "signingCredential.invalid": _("The signer's certificate may not sign such things."),
    "signingCredential.ocsp.skipped": _("Nobody was asked whether the certificate was revoked."),
    "signingCredential.revoked": _("The signer's certificate was revoked."),
    "claimSignature.validated": _("The signature fits what was signed."),
    "claimSignature.insideValidity": _("It was signed while the certificate was valid."),
    "claimSignature.mismatch": _("The signature does not fit: what was signed was changed."),
    "assertion.hashedURI.match": _("A part of the credentials is as it was signed."),
    "assertion.hashedURI.mismatch": _("A part of the credentials was changed."),
    "assertion.missing": _("A part of the credentials is missing."),
    "assertion.dataHash.match": _("The picture is as it was signed."),
    "assertion.dataHash.mismatch": _("The picture was changed after it was signed."),
    "assertion.bmffHash.match": _("The film is as it was signed."),
    "assertion.bmffHash.mismatch": _("The film was changed after it was signed."),
    "assertion.bmffHash.additionalExclusionsPresent": _(
        "The signature leaves out a part of the file that players do not show."
    ),
    "assertion.action.malformed": _("What is said to have been done is not well formed."),
    "ingredient.manifest.mismatch": _("The credentials of an ingredient were changed."),
    "claim.missing": _("The statement itself is missing."),
    "claim.cbor.invalid": _("The statement cannot be read."),
    "timeStamp.validated": _("An authority confirms the time."),
}


def told(record: dict[str, Any]) -> dict[str, Any]:
    """`shape`, `word`, `means`, `label` (of article 50, or None), `lines`, `codes`, `tree`."""
    shape, word, means = STATES.get(record["state"], STATES["unreadable"])
    if record["state"] == "none" and not record.get("format_can", True):
        means = _("Its format has no place for credentials, and no manifest lies beside it.")
    lines = _lines(record)
    if record.get("carried") == "beside":
        lines.append(_t("The credentials lie in a file beside it."))
    if record.get("left_out"):
        lines.append(_t("There are more ingredients than are shown."))
    return {
        "shape": shape,
        "word": str(word),
        "means": str(means),
        "label": label(record.get("source_type", "")) or _inherited(record),
        "lines": lines,
        "codes": [_code(row) for row in record.get("codes", [])],
        "tree": _tree(record),
    }


def _inherited(record: dict[str, Any]) -> Any:
    """Something made by a trained model is somewhere in it."""
    return next(filter(None, map(label, record.get("source_types", []))), None)


def _lines(record: dict[str, Any]) -> list[str]:
    """What one manifest says, a sentence each."""
    lines = []
    if signer := record.get("signer"):
        stamped = record.get("stamped") or ""
        said = _t("Signed by %(signer)s, %(issuer)s.") % {
            "signer": signer,
            "issuer": record.get("issuer") or "–",
        }
        lines.append(f"{said} {_t('Time of the authority')}: {stamped}." if stamped else said)
        if TEST in signer:
            lines.append(_t("That is a test certificate: it proves nothing outside this portal."))
    if named := record.get("source_type"):
        lines.append(_t("What it is: %(type)s.") % {"type": TYPES[named]})
    lines += [_action(row) for row in record.get("actions", [])]
    return [*lines, *_of_run(record.get("facts", {}))]


def _action(row: dict[str, str]) -> str:
    word = _ACTIONS.get(row["action"])
    said = _t("It was %(action)s") % {"action": word or row["action"]}
    if row["tool"]:
        said += " " + _t("with %(tool)s") % {"tool": row["tool"]}
    if row["when"]:
        said += " " + _t("on %(when)s") % {"when": _clock(row["when"])}
    if row["source_given"] and not row["source_type"]:
        given = _t("of a type that IPTC does not know: %(type)s") % {"type": row["source_given"]}
        said += f", {given}"
    return said + "."


def _clock(when: str) -> str:
    """To the minute, in UTC, where it can be read; a stranger's own words otherwise."""
    try:
        return datetime.fromisoformat(when).astimezone(UTC).strftime("%Y-%m-%d %H:%M UTC")
    except (ValueError, OverflowError):
        return when


def _of_run(facts: dict[str, Any]) -> list[str]:
    lines = []
    if provider := facts.get("provider"):
        who = _t("the portal's own engine") if provider == "local" else provider
        model = " ".join(filter(None, [who, facts.get("model", "")]))
        lines.append(_t("The work was done by %(who)s.") % {"who": model})
    if run := facts.get("run"):
        lines.append(_t("Run %(run)s.") % {"run": run})
    decision = facts.get("decision")
    if isinstance(decision, dict):
        said = _t("Decision %(id)s: %(verdict)s by %(by)s on %(when)s.")
        known = {name: decision.get(name, "–") for name in ("id", "verdict", "by", "when")}
        known["when"] = _clock(known["when"])
        lines.append(said % known)
    return lines


def _tree(record: dict[str, Any]) -> list[dict[str, Any]]:
    return [_branch(row) for row in record.get("ingredients", [])]


def _branch(row: dict[str, Any]) -> dict[str, Any]:
    shape, word, _means = STATES[row["state"]]
    relation = str(_RELATIONS.get(row["relation"], _("It is related to")))
    held = row.get("credentials", {})
    lines = [f"SHA-256 {row['sha256']}"] if row["sha256"] else []
    return {
        "said": f"{relation}: {row['title'] or _t('something without a name')}",
        "shape": shape,
        "word": str(word),
        "label": label(held.get("source_type", "")),
        "lines": [*lines, *_lines(held)],
        "tree": _tree(held),
    }


def _code(row: dict[str, str]) -> dict[str, str]:
    said = str(CODES.get(row["code"], "")) or row["said"] or row["code"]
    return {"code": row["code"], "kind": row["kind"], "said": said}


def as_text(shown: dict[str, Any]) -> list[str]:
    """The same as lines of a terminal."""
    head = f"{shown['word']}. {shown['means']}"
    marked = [f"{shown['label']['word']}: {shown['label']['said']}."] if shown["label"] else []
    codes = [f"  {row['said']} ({row['code']})" for row in shown["codes"] if _matters(row)]
    return [head, *marked, *shown["lines"], *_text_of(shown["tree"], 1), *codes]


def _matters(row: dict[str, str]) -> bool:
    return row["kind"] == "failure"


def _text_of(tree: list[dict[str, Any]], depth: int) -> list[str]:
    lines = []
    for branch in tree:
        lines.append(f"{'  ' * depth}{branch['said']} ({branch['word'].lower()})")
        lines += [f"{'  ' * (depth + 1)}{line}" for line in branch["lines"]]
        lines += _text_of(branch["tree"], depth + 1)
    return lines
