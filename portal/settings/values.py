"""Values of settings, each refused where it cannot have been meant.

A misspelt word must not switch off what protects, and a refusal names the variable and never its
value: half of an address may be a password.
"""

from urllib.parse import SplitResult, urlsplit

from django.core.exceptions import ImproperlyConfigured

from portal.settings.environment import env

_ON, _OFF = ("on", "true", "yes", "1"), ("off", "false", "no", "0")
#: What EMAIL_URL may begin with; the others of django-environ keep mails where nobody reads them.
MAIL = ("smtp", "smtp+tls", "smtps", "smtp+ssl", "consolemail", "filemail", "memorymail")
DATABASE = ("postgres", "postgresql", "psql", "pgsql")
WEB = ("http", "https")
LIVE = ("redis", "rediss", "unix")
BROKER = ("redis", "rediss", "redis+socket", "sentinel", "amqp", "amqps", "pyamqp", "sqs", "memory")
_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


def switch(name: str, *, default: bool) -> bool:
    told = env(name, default="").lower()
    if told not in ("", *_ON, *_OFF):
        raise ImproperlyConfigured(f"{name} is on or off, not {told!r}")
    return told in _ON if told else default


def number(name: str, *, default: int, least: int, most: int) -> int:
    told = env(name, default="") or str(default)
    try:
        found = int(told)
    except ValueError:
        found = least - 1
    if not least <= found <= most:
        raise ImproperlyConfigured(f"{name} is a number from {least} to {most}, not {told!r}")
    return found


def names(name: str) -> list[str]:
    """Between commas, with blanks or without."""
    return [word for part in env(name, default="").split(",") if (word := part.strip())]


def level(name: str) -> str:
    told = env(name, default="").upper() or "INFO"
    if told not in _LEVELS:
        raise ImproperlyConfigured(f"{name} is one of {', '.join(_LEVELS)}, not {told!r}")
    return told


def address(name: str, schemes: tuple[str, ...], *, host: bool = False) -> str:
    """As it is set; "" for none. `host`: one of a web server, which names its host."""
    told = env(name, default="")
    if not told:
        return ""
    for one in told.split(";"):  # a broker may have several
        parts = _parts(name, one)
        if parts.scheme not in schemes:
            raise ImproperlyConfigured(f"{name} begins with {'://, '.join(schemes)}://")
        if host and not parts.hostname:
            raise ImproperlyConfigured(f"{name} names no host after its {parts.scheme}://")
    return told


def _parts(name: str, told: str) -> SplitResult:
    try:
        parts = urlsplit(told)
        _port = parts.port
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} is no address that can be read: in a name or password write / as %2F, : as"
            " %3A, @ as %40, # as %23, ? as %3F, [ as %5B"
        ) from None
    return parts


def origin(name: str, *, default: str) -> str:
    """Scheme, host and port of a web server, without a slash at its end."""
    told = (address(name, WEB, host=True) or default).rstrip("/")
    if urlsplit(told).path or urlsplit(told).query:
        raise ImproperlyConfigured(f"{name} ends after its host: the portal has that to itself")
    return told


def hosts(name: str) -> list[str]:
    found = names(name)
    if wrong := [word for word in found if "/" in word]:
        raise ImproperlyConfigured(f"{name} has names of hosts, not addresses: {wrong[0]!r}")
    return found
