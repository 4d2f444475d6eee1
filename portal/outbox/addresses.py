"""Where a webhook may go: to public addresses only, unless the operator allows private ones."""

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from portal.errors import PortalError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
#: IPv4 behind IPv6-only networks (RFC 6052): the address in the last 32 bits counts.
_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")


def checked(url: str) -> SplitResult:
    """What can be told without asking for the name. Raises `webhook:url` or `webhook:private`."""
    try:
        parts = urlsplit(url)
        sound = bool(parts.hostname) and parts.port != 0 and not (parts.username or parts.password)
    except ValueError:
        sound = False
    if not sound or not url.isascii() or any(c.isspace() for c in url):
        raise PortalError("webhook:url")
    schemes = ("https", "http") if settings.WEBHOOK_ALLOW_PRIVATE else ("https",)
    if parts.scheme not in schemes:
        raise PortalError("webhook:https")
    host = (parts.hostname or "").rstrip(".")
    if host == "localhost" or host.endswith(".localhost") or _is_private_literal(host):
        _refuse_unless_allowed(host)
    return parts


def _is_private_literal(host: str) -> bool:
    """Also the short and octal spellings that a resolver would take for an address."""
    try:
        return not is_public(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return not is_public(ipaddress.IPv4Address(socket.inet_aton(host)))
    except OSError:
        return False


def _refuse_unless_allowed(host: str) -> None:
    if not settings.WEBHOOK_ALLOW_PRIVATE:
        raise PortalError("webhook:private", host=host)


def is_public(address: Address) -> bool:
    """Reachable from anywhere; what is wrapped into another address counts as itself."""
    inner = _unwrapped(address)
    if inner is not None:
        return is_public(inner)
    site_local = isinstance(address, ipaddress.IPv6Address) and address.is_site_local
    odd = address.is_multicast or address.is_reserved or address.is_unspecified or site_local
    return address.is_global and not odd


def _unwrapped(address: Address) -> ipaddress.IPv4Address | None:
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in _TRANSLATED:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo and teredo[1])


def resolve(host: str, port: int) -> list[str]:
    """The addresses behind a name, all of them checked: one private one refuses the name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise PortalError("webhook:name", host=host) from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not all(is_public(ipaddress.ip_address(a.partition("%")[0])) for a in addresses):
        _refuse_unless_allowed(host)
    return addresses
