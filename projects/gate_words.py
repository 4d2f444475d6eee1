"""The gate's reasons in a person's words: for each code one sentence, which names the clause."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.formats import date_format
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from portal.languages import figures
from projects.assist import providers
from projects.assist.gate.records import Reason, Ruling
from projects.assist.palette import Final
from projects.models.assets import Kind
from projects.models.terms import Terms

#: What a tool serves (`Tool.serves`), as a policy's purposes name it.
PURPOSES: Mapping[str, Any] = {
    "pre_production": gettext_lazy("preparation"),
    "editing": gettext_lazy("editing"),
    "vfx": gettext_lazy("visual effects"),
    "continuity": gettext_lazy("continuity"),
}
QUALITIES: Mapping[str, Any] = {
    "preview": pgettext_lazy("quality", "preview"),
    "hd": gettext_lazy("HD"),
    "uhd": gettext_lazy("UHD"),
    "master": gettext_lazy("master"),
}
KINDS_OF_CONSENT: Mapping[str, Any] = {
    "employment_replica": gettext_lazy("employment-based digital replica"),
    "independent_replica": gettext_lazy("independently created digital replica"),
    "background_replica": gettext_lazy("background actor's digital replica"),
    "synthetic": gettext_lazy("synthetic performer"),
    "alteration": gettext_lazy("digital alteration"),
}


_PAPER = gettext_lazy("Consent {number} of {subject}")


def _of_consent(words: Any) -> Any:
    return format_lazy(
        "{who} {words}", who=gettext_lazy("Consent {number} of {subject}"), words=words
    )


SENTENCES: Mapping[str, Any] = {
    "connection:missing": gettext_lazy("{provider} is not connected: {missing}."),
    "model:incapable": gettext_lazy("{provider}'s model {model} cannot do what this tool needs."),
    "model:unsuited": gettext_lazy("{provider} cannot take what this tool sends: {why}."),
    "model:retired": gettext_lazy("{provider} ended the model {model} on {ended}; {alternatives}."),
    "model:gone": gettext_lazy("{provider} no longer offers the model {model}; {alternatives}."),
    "policy:provider": gettext_lazy("The project's policy does not allow {provider}."),
    "policy:region": gettext_lazy("The project's policy does not allow the region {region}."),
    "policy:region_unknown": gettext_lazy(
        "An administrator has not recorded in which region {provider} works; the project's policy "
        "allows named regions only."
    ),
    "policy:kind": gettext_lazy(
        "The project's policy does not let files of this kind leave the house: {kind}."
    ),
    "policy:kind_unknown": gettext_lazy("It is not known what kind of file would be sent."),
    "policy:purpose": gettext_lazy(
        "The project's policy does not allow providers for this purpose: {purpose}."
    ),
    "terms:none": gettext_lazy(
        "No terms of {provider} are recorded for {product}, region: {region}."
    ),
    "terms:other": gettext_lazy(
        "Its terms of {of} are not those of {product}, region: {region}, as it is connected."
    ),
    "terms:not_begun": gettext_lazy("Its terms of {of} are not in force yet."),
    "terms:lapsed": gettext_lazy("Its terms of {of} were valid until {ends}."),
    "terms:trains": gettext_lazy(
        "Its terms of {of} allow it to train on inputs, which no project may accept."
    ),
    "terms:trains_unknown": gettext_lazy(
        "Its terms of {of} do not say whether it trains on inputs, which counts as training."
    ),
    "terms:retention": gettext_lazy(
        "Its terms of {of} keep inputs {days} days; this project allows {most}."
    ),
    "terms:retention_unknown": gettext_lazy(
        "Its terms of {of} do not say how long it keeps inputs."
    ),
    "terms:review": gettext_lazy(
        "Its terms of {of} let people of the provider look at inputs; this project does not."
    ),
    "terms:review_unknown": gettext_lazy(
        "Its terms of {of} do not say whether people of the provider look at inputs; this project "
        "allows none."
    ),
    "terms:subprocessor": gettext_lazy(
        "By its terms of {of} it passes inputs on to {subprocessor}, which this project refuses."
    ),
    "terms:subprocessors_unknown": gettext_lazy(
        "Its terms of {of} do not say to whom it passes inputs on (its sub-processors); this "
        "project has to know."
    ),
    "terms:contract": gettext_lazy(
        "Its terms of {of} name no signed contract, which this project requires."
    ),
    "terms:owner": gettext_lazy(
        "By its terms of {of} the output belongs to {owner}; this project requires that it is the "
        "studio's."
    ),
    "terms:owner_unknown": gettext_lazy(
        "Its terms of {of} do not say who owns the output; this project requires that it is the "
        "studio's."
    ),
    "terms:indemnity": gettext_lazy(
        "By its terms of {of}, against claims over the output: {who}. This project requires that "
        "the provider stands for the studio."
    ),
    "terms:indemnity_unknown": gettext_lazy(
        "Its terms of {of} do not say who stands for claims over the output; this project requires "
        "that the provider does."
    ),
    "input:withdrawn": gettext_lazy(
        "{name} is in quarantine: somebody who is seen in it withdrew their consent."
    ),
    "people:unknown": gettext_lazy(
        "Nobody has said who is seen in it, and somebody unknown may be: say that first."
    ),
    "consent:none": gettext_lazy("There is no consent of {subject}."),
    "consent:revoked": _of_consent(gettext_lazy("was withdrawn on {at}.")),
    "consent:strike": _of_consent(gettext_lazy("is on hold for a strike.")),
    "consent:strike_all": _of_consent(
        gettext_lazy("is on hold for a strike, with all consents of the project, since {since}.")
    ),
    "consent:not_begun": _of_consent(gettext_lazy("holds only from {starts} on.")),
    "consent:lapsed": _of_consent(gettext_lazy("held until {ends}.")),
    "consent:endless": _of_consent(gettext_lazy("names no last day.")),
    "consent:kind": _of_consent(gettext_lazy("is of a kind that is not known: {kind}.")),
    "consent:unsigned": _of_consent(gettext_lazy("is dated in the future: {at}.")),
    "consent:guardian": _of_consent(
        gettext_lazy("is a minor's and names no guardian who agreed to it.")
    ),
    "consent:notice": _of_consent(
        gettext_lazy("was signed {hours} hours before the work began; 48 are needed.")
    ),
    "consent:notice_unknown": _of_consent(
        gettext_lazy("does not say when the work began: 48 hours' notice cannot be shown.")
    ),
    "consent:purpose": _of_consent(gettext_lazy("does not cover this purpose: {purpose}.")),
    "consent:scene": _of_consent(gettext_lazy("does not cover these scenes: {scenes}.")),
    "consent:script": _of_consent(gettext_lazy("is bound to another version of the script.")),
    "consent:medium": _of_consent(gettext_lazy("does not cover this medium: {medium}.")),
    "consent:territory": _of_consent(gettext_lazy("does not cover this territory: {territory}.")),
    "consent:provider": _of_consent(gettext_lazy("does not allow {provider}.")),
    "consent:biometric": _of_consent(gettext_lazy("does not allow faces to be measured.")),
    "consent:quality": _of_consent(
        gettext_lazy("allows {most} quality at most; this would be {asked}.")
    ),
    "consent:master": _of_consent(gettext_lazy("does not allow a master: {most} quality at most.")),
    "cost:unpriced": gettext_lazy("There is no price for {model}: its cost cannot be held."),
    "cost:currency": gettext_lazy(
        "It costs {currency}, but the budget is in {budget}: the limit cannot be checked."
    ),
    "budget:studio_month": gettext_lazy(
        "It may cost {cost} {currency}; the studio has {left} left this month."
    ),
    "budget:project_month": gettext_lazy(
        "It may cost {cost} {currency}; the project has {left} left this month."
    ),
    "budget:project_total": gettext_lazy(
        "It may cost {cost} {currency}; the project has {left} left in all."
    ),
}


def sentence(reason: Reason) -> str:
    """In the language that is spoken now."""
    facts = {name: _fact(name, value) for name, value in reason.facts.items()}
    return str(SENTENCES[reason.code]).format(**facts)


def sentences(ruling: Ruling) -> list[str]:
    return [sentence(reason) for reason in ruling.reasons]


def provider_title(name: str) -> str:
    """As people call it; one that the portal does not know is called as it is written."""
    try:
        return str(providers.provider_class(name).title)
    except Final:
        return name or _("a provider that nobody named")


def _fact(name: str, value: Any) -> str:
    if name in _NAMED:
        return _NAMED[name](value)
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, Decimal):
        return money(value)
    if isinstance(value, tuple | list):
        return ", ".join(map(str, value)) or _("not named")
    return str(value) or _("not named")


def money(amount: Decimal) -> str:
    """With cents; with more digits where there are more, up to a hundredth of a cent. As the
    active language writes it."""
    shown = amount.quantize(Decimal("0.0001")).normalize()
    exponent = shown.as_tuple().exponent
    whole = f"{shown:.2f}" if isinstance(exponent, int) and exponent > -2 else f"{shown:f}"
    return figures.written(whole)


def _listed(words: Mapping[str, Any]) -> Callable[[str], str]:
    return lambda value: str(words.get(value, value)) or _("not named")


def _others(models: tuple[str, ...]) -> str:
    if not models:
        return _("it names no other")
    return _("it offers instead: {models}").format(models=", ".join(models))


def _lacking(missing: tuple[Any, ...]) -> str:
    if not missing:
        return _("somebody has to connect it")
    return _("it lacks {settings}").format(settings=", ".join(map(str, missing)))


_NAMED: Mapping[str, Callable[[Any], str]] = {
    "provider": provider_title,
    "purpose": _listed(PURPOSES),
    "kind": _listed({**dict(Kind.choices), **KINDS_OF_CONSENT}),
    "owner": _listed(dict(Terms.Owner.choices)),
    "who": _listed(dict(Terms.Indemnity.choices)),
    "asked": _listed(QUALITIES),
    "most": lambda value: _listed(QUALITIES)(value) if isinstance(value, str) else str(value),
    "alternatives": _others,
    "missing": _lacking,
}
