"""What people said and measured in the studios that `drill tenants` fills."""

from decimal import Decimal
from typing import Any

from feedback.models import Look, Sharing, answer
from portal.drills.tenants.asked import asked
from portal.drills.tenants.measuring import measured
from portal.drills.tenants.telling import told


def evidence(producer: Any, decision: Any, mark: str) -> None:
    """One row of each kind; whatever has words holds the mark."""
    answer(actor=producer, decision=decision, minutes_by_hand=Decimal(5), ease=5, comment=mark)
    Look.objects.create(project=decision.project, decision=decision, seconds=5)
    asked(producer, decision.studio, mark)
    Sharing.objects.create(studio=decision.studio, person_name=mark)
    measured(producer, decision.candidate.run.request, mark)
    told(producer, decision.studio, mark)
