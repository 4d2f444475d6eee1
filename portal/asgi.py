"""The server's door: files and upload parts stream past Django, the rest goes through it."""

import os

import django
from channels.routing import ProtocolTypeRouter, URLRouter
from channels.security.websocket import AllowedHostsOriginValidator
from channels.sessions import CookieMiddleware
from django.urls import path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup(set_prefix=False)

from portal.checks import begin  # noqa: E402

begin()

from portal.watching import tracing  # noqa: E402

tracing.start("web")

from portal import loaded, urls  # noqa: E402, F401  (addresses and views, before the first call)
from portal.bodies import BodyLimit  # noqa: E402  (needs the apps)
from portal.handling import InOneThread  # noqa: E402
from portal.live.consumers import LiveConsumer  # noqa: E402
from portal.parts import PartReceiver  # noqa: E402
from portal.sendfile import SendFile  # noqa: E402

sockets = [path("ws/live/", LiveConsumer.as_asgi())]

application = ProtocolTypeRouter(
    {
        "http": PartReceiver(BodyLimit(SendFile(InOneThread()))),
        "websocket": AllowedHostsOriginValidator(CookieMiddleware(URLRouter(sockets))),
    }
)

loaded.set_aside()
