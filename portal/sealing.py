"""Secrets kept encrypted in a row, by keys made of SECRET_KEY; each purpose has its own."""

import base64
import hashlib
import json
from collections.abc import Mapping

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from portal.errors import PortalError


def box(purpose: str) -> MultiFernet:
    """Sealed with the newest key; what an earlier SECRET_KEY sealed still opens."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    digests = [hashlib.sha256(f"{purpose}:{key}".encode()).digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])


def sealed(values: Mapping[str, str], purpose: str) -> str:
    return box(purpose).encrypt(json.dumps(dict(values)).encode()).decode()


def opened(token: str, purpose: str) -> dict[str, str]:
    """Nothing of an empty one. `secret:lost` where SECRET_KEY changed and its old value is gone."""
    if not token:
        return {}
    try:
        return json.loads(box(purpose).decrypt(token.encode()))
    except InvalidToken:
        raise PortalError("secret:lost") from None
