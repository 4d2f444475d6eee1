"""What a viewer is told of a picture or film that a trained model made or changed."""

from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from projects.media.credentials.types import MADE, SOURCE_TYPES, TRAINED

#: IPTC's words in sentences of ours. A test asks that none is missing.
TYPES = {
    "digitalCapture": _("captured by a digital camera"),
    "computationalCapture": _("captured and computed from several exposures"),
    "screenCapture": _("captured from a screen"),
    "virtualRecording": _("recorded from a virtual event"),
    "negativeFilm": _("scanned from negative film"),
    "positiveFilm": _("scanned from positive film"),
    "print": _("scanned from a print"),
    "humanEdits": _("edited by people without generative tools"),
    "digitalCreation": _("made by people without generative tools"),
    "algorithmicallyEnhanced": _("changed by an algorithm that generates nothing"),
    "dataDrivenMedia": _("drawn from data"),
    "algorithmicMedia": _("made by an algorithm that was not trained"),
    "trainedAlgorithmicMedia": _("made by a trained model"),
    "compositeWithTrainedAlgorithmicMedia": _("changed or composed by a trained model"),
    "compositeCapture": _("composed of captured pictures"),
    "compositeSynthetic": _("composed with synthetic elements"),
    "composite": _("composed of several elements"),
}
assert TYPES.keys() == SOURCE_TYPES.keys()


def label(source_type: str) -> dict[str, Any] | None:
    """`word` to be seen at once, and what it means, `said`; None where no trained model had part.

    What the portal's own measuring tools made says nothing: nothing in it was generated.
    """
    if source_type not in TRAINED:
        return None
    made = source_type == MADE
    return {
        "word": _t("Made with AI") if made else _t("Changed with AI"),
        "said": str(TYPES[source_type]),
        "type": source_type,
    }


class Labelled:
    """Of rows that have a `source_type`."""

    source_type: Any

    @property
    def made_by(self) -> dict[str, Any] | None:
        """What viewers are told of a trained model's part in it."""
        return label(self.source_type)

    @property
    def ai_word(self) -> str:
        """For a line of few words; empty where no trained model had part in it."""
        return self.made_by["word"] if self.made_by else ""
