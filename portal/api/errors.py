"""Errors of the API in the portal's one form: `{"error": {code, message, kept, todo, fields}}`."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.response import Response

from portal import passing
from portal.errors import PortalError, is_taken, sentences, status_of

log = logging.getLogger(__name__)

_CODES: dict[type[Exception], str] = {
    Http404: "not_found",
    exceptions.NotFound: "not_found",
    PermissionDenied: "access:denied",
    exceptions.PermissionDenied: "access:forgery",  # only the CSRF check raises it here
    exceptions.NotAuthenticated: "access:signed_out",
    exceptions.AuthenticationFailed: "access:signed_out",
    exceptions.MethodNotAllowed: "method",
    exceptions.UnsupportedMediaType: "media_type",
    exceptions.NotAcceptable: "not_acceptable",
    exceptions.ParseError: "invalid",
    exceptions.ValidationError: "invalid",
    DjangoValidationError: "invalid",
    RequestDataTooBig: "body:too_large",
}


class ErrorBody(serializers.Serializer):
    """What went wrong, as the schema documents it."""

    code = serializers.CharField()
    message = serializers.CharField(help_text="What happened.")
    kept = serializers.CharField(help_text="What was kept.", allow_blank=True)
    todo = serializers.CharField(help_text="What to do next.", allow_blank=True)
    fields = serializers.DictField(help_text="Wrong values, by name.")


class Error(serializers.Serializer):
    error = ErrorBody()


def as_response(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler. What is not listed stays a failure of the portal."""
    if isinstance(error, PortalError):
        wait = {"Retry-After": str(error.facts["seconds"])} if error.status == 429 else {}
        return _response(error.code, error.as_dict(), error.status, wait)
    if isinstance(error, exceptions.Throttled):
        wait = int(error.wait or 1)
        body = {**sentences("throttled", {"seconds": wait}), "fields": {}}
        return _response("throttled", body, 429, {"Retry-After": str(wait)})
    code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), "")
    code = "taken" if is_taken(error) else code
    if not code and (code := passing.code_of(error)):
        log.warning("%s: %s", code, type(error).__name__, exc_info=error)
    if not code:
        return None
    status = status_of(code)
    wait = {"Retry-After": str(passing.COME_BACK)} if status == 503 else {}
    return _response(code, {**sentences(code), "fields": _fields(error)}, status, wait)


def _fields(error: Exception) -> dict[str, Any]:
    if isinstance(error, DjangoValidationError):
        return error.message_dict if hasattr(error, "error_dict") else {"value": error.messages}
    if isinstance(error, exceptions.ValidationError):
        return error.detail if isinstance(error.detail, dict) else {"value": error.detail}
    return {}


def _response(code: str, body: dict, status: int, headers: dict | None = None) -> Response:
    challenge = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return Response({"error": body}, status=status, headers={**challenge, **(headers or {})})
