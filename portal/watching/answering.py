"""Probes and numbers: asked without an account, by plain HTTP, at a number instead of a name.

`/healthz/live/` says that the process answers (restart it when it does not), `/healthz/ready/` that
it can do its work (send it no requests when it cannot). `/metrics/` is shut unless the settings
open it: to a token (METRICS_TOKEN), to networks (METRICS_FROM), or to both together.
"""

import hmac
from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import CONTENT_TYPE_LATEST

from portal.addresses import address_of
from portal.gates import open_to_all
from portal.watching import numbers
from portal.watching.readiness import here


@open_to_all("a supervisor asks whether the process answers; it tells nothing else")
def live(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


@open_to_all("load balancers ask without an account; it tells which of four parts is away")
def ready(request: HttpRequest) -> HttpResponse:
    found = here.look()
    status = "ok" if all(found.values()) else "not ready"
    checks = {name: "ok" if holds else "failed" for name, holds in found.items()}
    return JsonResponse({"status": status, "checks": checks}, status=200 if status == "ok" else 503)


@open_to_all("answers to the token and the networks of the settings only, and to nobody by default")
def metrics(request: HttpRequest) -> HttpResponse:
    if not _may_read(request):
        return HttpResponse(status=404)
    return HttpResponse(numbers.page(), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    token, networks = settings.METRICS_TOKEN, settings.METRICS_FROM
    if not token and not networks:
        return False
    return (not token or _knows(request, token)) and (not networks or _is_near(request, networks))


def _knows(request: HttpRequest, token: str) -> bool:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    return kind.lower() == "bearer" and hmac.compare_digest(given.encode(), token.encode())


def _is_near(request: HttpRequest, networks: list[str]) -> bool:
    try:
        address = ip_address(address_of(request))
    except ValueError:  # none that can be read
        return False
    return any(address in ip_network(network, strict=False) for network in networks)


ANSWERS = {"/healthz/live/": live, "/healthz/ready/": ready, "/metrics/": metrics}
