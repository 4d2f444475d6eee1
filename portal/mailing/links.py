"""Addresses as mails have them."""

from urllib.parse import urlsplit

from django.conf import settings


def absolute(path: str) -> str:
    """By the portal's own address, whatever `Host` a request came with."""
    return settings.PUBLIC_URL.rstrip("/") + path


def host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "localhost"
