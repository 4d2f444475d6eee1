"""Which versions may be the file that somebody is about to send."""

from typing import Any

from django.db.models import Q, QuerySet

from projects.models import Upload, Version

MOST = 5


def alike(upload: Upload, actor: Any) -> QuerySet[Version]:
    """Newest first; only the same `tree_sha256` proves one to be the same file.

    In the upload's project alone: a file that lies in another one is needed here all the same.
    """
    same = Q(fingerprint=upload.fingerprint) if upload.fingerprint else Q(pk=None)
    same |= Q(fingerprint="", file_name=upload.file_name)
    seen = Version.objects.visible_to(actor).filter(project=upload.project_id, size=upload.size)
    return seen.filter(same).select_related("asset").order_by("-created_at")[:MOST]
