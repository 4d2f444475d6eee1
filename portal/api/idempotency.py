"""`Idempotency-Key` on creates: the same key gives the same answer, and one row."""

import hashlib
import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import transaction
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.utils.encoders import JSONEncoder

from portal.access import demand
from portal.errors import PortalError
from portal.models import IdempotencyKey
from portal.postgres.statements import change, insert

HEADER = "Idempotency-Key"
KEY_PARAMETER = OpenApiParameter(
    HEADER, str, "header", description="The same key gives the same answer, for a day."
)


def idempotent(create: Callable[..., Response]) -> Callable[..., Response]:
    """Decorates a create action. Without the header it changes nothing.

    An answer that is an error is not kept: the client may mend the cause and repeat. An answer
    is given again to whoever may still ask for it; anybody else is told what a new call would be.
    Fields that the view calls `said_once` are not kept and are null then.
    """

    @wraps(create)
    def once(view: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = request.headers.get(HEADER, "")[:200]
        if not key:
            return create(view, request, *args, **kwargs)
        with transaction.atomic():  # a process that dies in between leaves neither
            row = _reserve(request, key)
            if row.status:
                _must_still_be_theirs(view, request, row)
                return Response(row.body, status=row.status, headers={"Idempotent-Replay": "true"})
            response = create(view, request, *args, **kwargs)
            row.status, row.body = response.status_code, _plain(response.data)
            for name in getattr(view, "said_once", ()):
                row.body[name] = None
            change(IdempotencyKey, {"pk": row.pk}, status=row.status, body=row.body)
        return response

    return extend_schema(parameters=[KEY_PARAMETER])(once)


def _reserve(request: Request, key: str) -> IdempotencyKey:
    fingerprint = _fingerprint(request)
    row = IdempotencyKey(user=request.user, key=key, request_hash=fingerprint)
    if insert([row], unless_there=True):
        return row
    row = IdempotencyKey.objects.get(user=request.user, key=key)
    if row.request_hash != fingerprint:
        raise PortalError("idempotency:reused")
    if not row.status:
        raise PortalError("idempotency:in_progress")
    return row


def _must_still_be_theirs(view: Any, request: Any, row: IdempotencyKey) -> None:
    """Finds the row that the address names, or the first that was made: 404, 403 or nothing."""
    if "pk" not in view.kwargs:
        made = row.body[0] if isinstance(row.body, list) else row.body or {}
        view.kwargs["pk"] = made["id"]
    found = view.get_object()
    demand(request.user, request.capability, found.studio_id, changes=True)


def _fingerprint(request: Request) -> str:
    asked = [request.method, request.path, request.data]
    return hashlib.sha256(json.dumps(asked, sort_keys=True, default=str).encode()).hexdigest()


def _plain(data: Any) -> Any:
    return json.loads(json.dumps(data, cls=JSONEncoder))
