"""One form is one request, however often it is sent: by the back button, a double click, a line
that broke while the answer was on its way.

The page of a new request carries a key of its own. Sent again unchanged, it leads to what it made;
changed, it is another request.
"""

import hashlib
import json
import uuid
from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction

from portal.gates import PersonRequest
from portal.models import IdempotencyKey
from projects.models import AssistRequest

FIELD = "once"
_OURS = (FIELD, "csrfmiddlewaretoken")


def key(request: PersonRequest) -> str:
    """Of this form: the one that came with it, or a new one."""
    return _given(request) or str(uuid.uuid4())


def once(
    request: PersonRequest, make: Callable[[], AssistRequest | None]
) -> tuple[AssistRequest | None, bool]:
    """What `make` makes, or what this form has made before; and whether it is that. Where `make`
    gives None the form was wrong, and may be sent again."""
    given = _given(request)
    if not given:
        return make(), False
    with transaction.atomic():  # whoever comes second waits here until the first is through
        row = _row(request, given)
        if row.body and (made := _made(request, row.body)):
            return made, True
        made = make()
        if made is None:
            row.delete()
        else:
            row.status, row.body = 302, {"request": str(made.pk)}
            row.save(update_fields=["status", "body"])
    return made, False


def _given(request: PersonRequest) -> str:
    try:
        return str(uuid.UUID(request.POST.get(FIELD, "")))
    except ValueError:
        return ""


def _row(request: PersonRequest, given: str) -> IdempotencyKey:
    """Of the form with what it says now."""
    said = {name: request.POST.getlist(name) for name in request.POST if name not in _OURS}
    asked = json.dumps([request.get_full_path(), said], sort_keys=True)
    digest = hashlib.sha256(asked.encode()).hexdigest()
    named: dict[str, Any] = {"user": request.user, "key": f"ask:{given}:{digest[:32]}"}
    try:
        with transaction.atomic():
            return IdempotencyKey.objects.create(**named, request_hash=digest)
    except IntegrityError:
        return IdempotencyKey.objects.get(**named)


def _made(request: PersonRequest, body: dict[str, str]) -> AssistRequest | None:
    rows = AssistRequest.objects.visible_to(request.user)
    return rows.filter(pk=body["request"]).first()
