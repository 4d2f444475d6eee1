"""What is said of the saving at a week's end, in each language: written down once, then read."""

import json
from dataclasses import asdict
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import translation

from feedback.measures.page import page
from feedback.models.reports import LANGUAGES
from feedback.periods import start_of
from feedback.work.facts import facts


def told(until: int) -> dict[str, Any]:
    """Language → `sentences`, the answer first, and the `chart` by what settled who worked
    assisted. Of items done before the week `until`. All studios must be open.
    """
    items = facts(as_of=start_of(until))
    found = {}
    for language, _name in LANGUAGES:
        with translation.override(language):
            seen = page(items, until=until)
            chart = asdict(seen.designs) if seen.designs else None
            said = {"sentences": [*map(str, seen.sentences)], "chart": chart}
            found[language] = json.loads(json.dumps(said, cls=DjangoJSONEncoder))
    return found
