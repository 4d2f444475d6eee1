"""`digitalSourceType` of the IPTC: the whole list, and which of it speaks of trained models."""

from collections.abc import Iterable

from projects.media.refusal import Refused, gettext_noop

PREFIX = "http://cv.iptc.org/newscodes/digitalsourcetype/"

#: Last part of the address → what it says, in words. C2PA's library takes any text: we do not.
SOURCE_TYPES = {
    "digitalCapture": gettext_noop("captured by a digital camera"),
    "computationalCapture": gettext_noop("captured and computed from several exposures"),
    "screenCapture": gettext_noop("captured from a screen"),
    "virtualRecording": gettext_noop("recorded from a virtual event"),
    "negativeFilm": gettext_noop("scanned from negative film"),
    "positiveFilm": gettext_noop("scanned from positive film"),
    "print": gettext_noop("scanned from a print"),
    "humanEdits": gettext_noop("edited by people without generative tools"),
    "digitalCreation": gettext_noop("made by people without generative tools"),
    "algorithmicallyEnhanced": gettext_noop("changed a little by an algorithm"),
    "dataDrivenMedia": gettext_noop("drawn from data"),
    "algorithmicMedia": gettext_noop("made by an algorithm that was not trained"),
    "trainedAlgorithmicMedia": gettext_noop("made by a trained model"),
    "compositeWithTrainedAlgorithmicMedia": gettext_noop("changed or composed by a trained model"),
    "compositeCapture": gettext_noop("composed of captured pictures"),
    "compositeSynthetic": gettext_noop("composed with synthetic elements"),
    "composite": gettext_noop("composed of several elements"),
}
MADE, CHANGED = "trainedAlgorithmicMedia", "compositeWithTrainedAlgorithmicMedia"
#: What was made or changed by a trained model, or may have been in part.
TRAINED = (MADE, CHANGED, "compositeSynthetic")


def address(name: str) -> str:
    """The value as a manifest holds it; `origin:source_type` for a word that IPTC does not have."""
    if name not in SOURCE_TYPES:
        raise Refused("origin:source_type", gettext_noop("%(name)s is no such type"), name=name)
    return PREFIX + name


def named(value: str) -> str:
    """The last part of an address of IPTC, by http or https; empty for anything else."""
    found = value.replace("https://", "http://", 1)
    name = found.removeprefix(PREFIX) if found.startswith(PREFIX) else ""
    return name if name in SOURCE_TYPES else ""


def inherited(own: str, inputs: Iterable[str], *, picks: bool = False) -> str:
    """What a file is that was made of these inputs by something that is by itself `own`.

    What `picks` parts of one input, a frame of a film, is of that input's type. Nothing that was
    made of a trained model's work loses that.
    """
    known = [name for name in inputs if name in SOURCE_TYPES]
    trained = [name for name in known if name in TRAINED]
    if own in TRAINED:
        return own
    if picks and len(set(known)) == 1:
        return known[0]
    if trained:
        return CHANGED
    return own
