"""Finding what somebody threw away: `visible_to` hides it everywhere else."""

from typing import Any

from django.http import Http404

from projects.models import Asset


def thrown(actor: Any, pk: Any) -> Asset:
    """The asset in a trash that the actor may see, or `Http404`."""
    found = Asset.in_trash(actor).filter(pk=pk).select_related("project__studio").first()
    if found is None:
        raise Http404
    return found
