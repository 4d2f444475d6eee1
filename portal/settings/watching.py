"""Who may read the portal's numbers, and who is told of its troubles."""

from ipaddress import ip_network

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import env

METRICS_TOKEN = env("METRICS_TOKEN", default="")
METRICS_FROM = env.list("METRICS_FROM", default=[])
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("METRICS_TOKEN has at least 20 characters, drawn by chance")
for _network in METRICS_FROM:
    try:
        ip_network(_network, strict=False)
    except ValueError:
        raise ImproperlyConfigured(f"METRICS_FROM has no network called {_network!r}") from None

# The one variable of OpenTelemetry's own that switches tracing on; its SDK reads the others.
OTEL_ENDPOINT = env("OTEL_EXPORTER_OTLP_ENDPOINT", default="")

ALERT_MAIL = env.list("ALERT_MAIL", default=[])
ALERT_WEBHOOK = env("ALERT_WEBHOOK", default="")
# A run that works for longer, or waits for longer, is slow (seconds).
SLOW_RUN_SECONDS = 2 * 3600
SLOW_WAIT_SECONDS = 900
# A queue with more messages than this is long.
LONG_QUEUE = 200
# Less room than this where files are kept is little (bytes).
LITTLE_SPACE = 10 * 1024**3
