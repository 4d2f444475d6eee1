"""Who may read the portal's numbers, and who is told of its troubles."""

from ipaddress import ip_network

from django.core.exceptions import ImproperlyConfigured

from portal.settings import values
from portal.settings.environment import PRODUCTION, env

METRICS_TOKEN = env("METRICS_TOKEN", default="")
METRICS_FROM = values.names("METRICS_FROM")
if METRICS_TOKEN and len(METRICS_TOKEN) < 20:
    raise ImproperlyConfigured("METRICS_TOKEN has at least 20 characters, drawn by chance")
for _network in METRICS_FROM:
    try:
        ip_network(_network, strict=False)
    except ValueError:
        raise ImproperlyConfigured(f"METRICS_FROM has no network called {_network!r}") from None

# The one variable of OpenTelemetry's own that switches tracing on; its SDK reads the others.
OTEL_ENDPOINT = values.address("OTEL_EXPORTER_OTLP_ENDPOINT", values.WEB, host=True)

ALERT_MAIL = values.names("ALERT_MAIL")
ALERT_WEBHOOK = values.address("ALERT_WEBHOOK", values.WEB, host=True)
# Hours after which a backup ought to have been made again; 0: nobody asks.
BACKUP_HOURS = values.number("BACKUP_HOURS", default=26 if PRODUCTION else 0, least=0, most=24 * 90)
# A run that works for longer, or waits for longer, is slow (seconds).
SLOW_RUN_SECONDS = 2 * 3600
SLOW_WAIT_SECONDS = 900
# A queue with more messages than this is long.
LONG_QUEUE = 200
# Less room than this where files are kept is little (bytes).
LITTLE_SPACE = 10 * 1024**3
