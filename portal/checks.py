"""Django system checks of the portal's own promises."""

from django.conf import settings
from django.core.checks import Tags, Warning, register


@register(Tags.security)
def content_policy_is_strict(**_kwargs: object) -> list[Warning]:
    """No `unsafe-*` may slip into the content security policy."""
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    loose = [name for name, sources in directives.items() if any("unsafe" in s for s in sources)]
    return [Warning(f"{name} allows unsafe sources", id="portal.W001") for name in loose]
