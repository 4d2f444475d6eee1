"""From which network address a request comes, one answer for limits, acceptances and audit."""

from typing import Any

from allauth.core.internal.httpkit import clean_client_ip
from django.conf import settings


def address_of(request: Any) -> str:
    """The client's; "" when there is none that can be read.

    Each trusted proxy adds, at the end of `X-Forwarded-For`, whom it was asked by. What stands
    before that was written by the client and may be anything; a header shorter than the row of
    proxies did not come by them.
    """
    proxies, told = settings.TRUSTED_PROXIES, request.META.get("HTTP_X_FORWARDED_FOR", "")
    row = told.split(",") if proxies else []
    seen = clean_client_ip(row[-proxies]) if len(row) >= proxies > 0 else None
    return seen or clean_client_ip(request.META.get("REMOTE_ADDR") or "") or ""
