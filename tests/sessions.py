"""Signing somebody in as `force_login` does, without what only coming in leaves behind.

That is a note in the audit, a new last login, and the first session under another key: ten
statements in most tests of pages, and of interest to those that come in by the form.
"""

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from portal.models import User
from portal.sessions import _remember


def sign_in(client: Client, user: User) -> None:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.save()
    _remember(str(session.session_key))  # as when signing in: seen just now
    client.cookies[settings.SESSION_COOKIE_NAME] = str(session.session_key)
