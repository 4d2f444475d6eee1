"""Which consents the engine's own results stand on; those of providers are in their receipts."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django.utils import timezone

from projects.assist.gate import records
from projects.consenting import Use, consents_of, covering, measures_faces, uses_of
from projects.models import Run
from projects.models.lineage import Node
from projects.revoking import derive


def rely(run: Run) -> None:
    """After the candidates of `run` are written, in their transaction: where faces were measured
    or a likeness was made, each stands on every consent that covers it, in whichever scene.
    """
    request = run.request
    tool, parameters = request.definition, request.parameters
    if tool.remote or not (tool.makes or measures_faces(tool, parameters)):
        return
    uses, _unknown = uses_of(request.inputs, tool, parameters, run.provider)
    stood_on = {consent.id for use in uses for consent in _covering(use, consents_of(uses))}
    made = run.candidates.values_list("pk", flat=True)
    edges = (((Node.CONSENT, pk), (Node.CANDIDATE, one)) for pk in stood_on for one in made)
    derive(run.project, *edges)


def _covering(use: Use, held: Any) -> Iterator[records.Consent]:
    covers, now = covering(), timezone.now()
    parts = [replace(use, scenes=frozenset({scene})) for scene in use.scenes] or [use]
    for consent in held:
        own = consent.subject == use.subject
        if own and any(not covers((consent,), part, now) for part in parts):
            yield consent
