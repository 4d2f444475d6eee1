"""The lines out of a process: broker, live layer, mail server."""

import uuid
from collections.abc import Iterator
from typing import Any

import redis
from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from kombu.exceptions import OperationalError

from portal.celery import app
from portal.examining.findings import Finding, doubt, ok, wrong
from portal.live import PREFIX

SECONDS = 5
WAITING_DOUBT = 1000


def broker() -> Iterator[Finding]:
    try:
        with app.connection_for_write(connect_timeout=SECONDS) as line:
            line.ensure_connection(max_retries=1, interval_start=1, timeout=SECONDS)
            channel = line.default_channel
            yield from _waiting(channel)
            yield from _keeps_all(channel)
    except OperationalError as error:
        yield wrong(f"the broker cannot be reached: {error}", "Look at CELERY_BROKER_URL.")
        return
    yield ok("the broker answers")


def _waiting(channel: Any) -> Iterator[Finding]:
    """A queue that grows has too few workers; rows are the truth, so nothing is lost by it."""
    for queue in settings.CELERY_TASK_QUEUES:
        told: Any = queue.bind(channel).queue_declare()
        count = told.message_count
        if count > WAITING_DOUBT:
            yield doubt(f"{count} tasks wait in {queue.name}", "Start more workers of this queue.")


def _keeps_all(channel: Any) -> Iterator[Finding]:
    client = getattr(channel, "client", None)
    if not isinstance(client, redis.Redis):
        return
    try:
        rule = client.config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
    except redis.RedisError:  # some houses forbid the question
        return
    if rule != "noeviction":
        yield wrong(
            f"the broker throws away what waits when its memory is full ({rule})",
            "Set maxmemory-policy to noeviction.",
        )


def live() -> Iterator[Finding]:
    """A frame goes out and comes back, as between a worker and a web server."""
    name = f"{PREFIX}examined.{uuid.uuid4()}"
    quick = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    try:
        with redis.Redis.from_url(settings.CHANNELS_URL, **quick) as line, line.pubsub() as heard:
            heard.subscribe(name)
            heard.get_message(timeout=SECONDS)
            line.publish(name, "here")
            frame = heard.get_message(ignore_subscribe_messages=True, timeout=SECONDS)
        cache.set(name, "here", SECONDS)
    except redis.RedisError as error:
        yield wrong(f"the live layer cannot be reached: {error}", "Look at CHANNELS_URL.")
        return
    if frame is None or cache.get(name) != "here":
        yield wrong("what was sent to the live layer did not come back", "Look at CHANNELS_URL.")
        return
    yield ok("a live event came back")


def mail() -> Iterator[Finding]:
    """The server is greeted and, where there is a name, signed in to; nothing is sent."""
    if not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"):
        if settings.PRODUCTION:
            yield wrong("mails leave for no server", "Set EMAIL_URL to smtp+tls://…")
        else:
            yield ok("mails are kept in a folder")
        return
    server = f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}"
    try:
        line = get_connection(timeout=SECONDS)
        line.open()
        line.close()
    except OSError as error:  # smtplib's errors are among these
        yield wrong(f"{server} does not take our mails: {error}", "Look at EMAIL_URL.")
        return
    if not (settings.EMAIL_USE_TLS or settings.EMAIL_USE_SSL):
        yield doubt(f"mails go to {server} without TLS", "Use smtp+tls:// or smtp+ssl://.")
        return
    yield ok(f"{server} takes our mails")
