"""Who is signed in by a session now, for what outlives a request; its end closes sockets."""

from collections.abc import Iterable
from functools import partial
from importlib import import_module
from itertools import chain
from time import monotonic
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from portal.live import close_sockets
from portal.models import User

#: A session's last request is written down once in so many seconds by each process.
SEEN_EVERY = 300
_REMEMBERED = 10_000
_seen: dict[str, float] = {}


def person_of(session_key: str) -> User | None:
    """The active person of a session as stored now; nothing is written, no key is renewed."""
    stored = import_module(settings.SESSION_ENGINE).SessionStore(session_key).load()
    if stored.get(BACKEND_SESSION_KEY) not in settings.AUTHENTICATION_BACKENDS:
        return None
    try:
        user = User.objects.filter(pk=stored.get(SESSION_KEY), is_active=True).first()
    except (ValueError, ValidationError):
        return None
    return user if user and _still_theirs(user, str(stored.get(HASH_SESSION_KEY, ""))) else None


def people_of(keys: Iterable[str]) -> dict[str, User]:
    """`person_of` for many sessions in two questions; nobody's are left out."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    rows = store.get_model_class().objects.filter(
        session_key__in=list(keys), expire_date__gt=timezone.now()
    )
    stored = {row.session_key: store(row.session_key).decode(row.session_data) for row in rows}
    wanted = {one.get(SESSION_KEY) for one in stored.values()} - {None}
    users = {str(user.pk): user for user in User.objects.filter(pk__in=wanted, is_active=True)}
    found = {}
    for key, one in stored.items():
        user = users.get(str(one.get(SESSION_KEY)))
        known = one.get(BACKEND_SESSION_KEY) in settings.AUTHENTICATION_BACKENDS
        if user and known and _still_theirs(user, str(one.get(HASH_SESSION_KEY, ""))):
            found[key] = user
    return found


def _still_theirs(user: User, kept: str) -> bool:
    """A changed password ends the session; a changed SECRET_KEY does not, while it is known."""
    hashes = chain([user.get_session_auth_hash()], user.get_session_auth_fallback_hash())
    return any(constant_time_compare(kept, one) for one in hashes)


@receiver(user_logged_out)
@receiver(password_changed)
@receiver(password_set)
@receiver(password_reset)
def take_the_sockets_along(user: Any, **_kwargs: Any) -> None:
    """All of the person's: those of sessions that go on come back by themselves."""
    if user is not None and user.is_authenticated:
        transaction.on_commit(partial(close_sockets, user.pk))


def seen(session_key: str) -> None:
    """allauth's own way of it writes at every request, which a page of pictures would feel."""
    if monotonic() - _seen.get(session_key, -SEEN_EVERY) < SEEN_EVERY:
        return
    _remember(session_key)
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=timezone.now())


def _remember(session_key: str) -> None:
    if len(_seen) >= _REMEMBERED:
        _seen.clear()
    _seen[session_key] = monotonic()


@receiver(user_logged_in)
def seen_when_signing_in(request: Any, **_kwargs: Any) -> None:
    """The row is written at that moment anyway."""
    _remember(request.session.session_key)
