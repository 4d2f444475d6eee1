"""Django system checks of the portal's own promises; two are asked again at every start."""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

from portal.languages.compiled import stale

log = logging.getLogger(__name__)

#: What the working role may not be: row-level security would not bind it.
_ROLE = """
select
  exists(select from pg_roles where rolsuper and pg_has_role(oid, 'MEMBER')),
  exists(select from pg_roles where rolbypassrls and pg_has_role(oid, 'MEMBER')),
  exists(select from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = current_schema() and c.relkind in ('r', 'p')
    and pg_has_role(c.relowner, 'MEMBER'))
"""
_FAULTS = ("is or may become a superuser", "may bypass row-level security", "owns the tables")
_SECONDS = 15


@register(Tags.security)
def content_policy_is_strict(**_kwargs: object) -> list[Warning]:
    """No `unsafe-*` may slip into the content security policy."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = [name for name, sources in directives.items() if any("unsafe" in s for s in sources)]
    return [Warning(f"{name} allows unsafe sources", id="portal.W001") for name in loose]


@register(Tags.security, deploy=True)
def hosts_are_named(**_kwargs: object) -> list[Error]:
    """Links in mails do not go by `Host`, but caches in front and redirects may."""
    open_to_any = [host for host in settings.ALLOWED_HOSTS if host in ("*", ".")]
    said = "ALLOWED_HOSTS takes any host; name those that browsers know"
    return [Error(said, id="portal.E002")] if open_to_any else []


@register(Tags.translation)
def catalogues_are_of_today(**_kwargs: object) -> list[Warning]:
    """They are made when settings are read; where the folder is read-only, when it is built."""
    texts = [text for folder in settings.LOCALE_PATHS for text in folder.rglob("*.po")]
    old = [str(text) for text in texts if stale(text)]
    hint = "run any command of manage.py once as somebody who may write there"
    return [Warning(f"not compiled: {', '.join(old)}", hint, id="portal.W002")] if old else []


@register(Tags.security, Tags.database, deploy=True)
def role_is_bound_by_the_policies(databases: Any = None, **_kwargs: object) -> list[Error]:
    """Asks the database, so it takes `check --deploy --database default`."""
    if "default" not in (databases or []):
        return []
    return [Error(f"the role of DATABASE_URL {fault}", id="portal.E001") for fault in _asked()]


def begin() -> None:
    """When a server or a worker starts, before anybody replaces the code that it has read."""
    from portal.examining.process import code

    refuse_unbounded_role()
    code()


def refuse_unbounded_role() -> None:
    """Of servers and workers. A database that does not answer is no reason to end."""
    if not settings.PRODUCTION:
        return
    try:
        # A server starts inside its event loop, where the database may not be asked.
        faults = ThreadPoolExecutor(1).submit(_asked).result(_SECONDS)
    except (OperationalError, TimeoutError) as error:
        log.warning("the role of DATABASE_URL was not examined: %s", error)
        return
    if faults:
        raise ImproperlyConfigured(
            f"the role of DATABASE_URL {', '.join(faults)}; let it own nothing, and give the "
            "role that migrates as DATABASE_OWNER_URL"
        )


def _asked() -> list[str]:
    connection: Any = connections["default"]
    try:
        with connection.cursor() as cursor:
            return role_faults(cursor)
    finally:
        if not connection.in_atomic_block:
            connection.close()
            connection.close_pool()  # a worker forks after this


def role_faults(cursor: Any) -> list[str]:
    """Why the policies would not bind this connection's role; nothing when they do."""
    cursor.execute(_ROLE)
    return [fault for found, fault in zip(cursor.fetchone(), _FAULTS, strict=True) if found]
