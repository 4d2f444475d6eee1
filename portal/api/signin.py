"""Sign-in by personal token: `Authorization: Bearer lm_…`."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication

from portal.errors import PortalError
from portal.meeting import meet
from portal.models import ApiToken
from portal.models.secrets import digest
from portal.postgres.statements import Asked
from portal.throttles import FailedTokens

_USABLE = Asked(
    lambda secret_hash, moment: (
        ApiToken.objects.usable(moment)
        .filter(secret_hash=secret_hash)
        .select_related("user")
        .order_by()
    )
)


class TokenAuthentication(BaseAuthentication):
    """Acts as the token's owner. The token is looked up by its hash."""

    def authenticate(self, request: Any) -> tuple | None:
        scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        token = next(iter(_USABLE(digest(secret.strip()), timezone.now())), None)
        if token is None:
            FailedTokens.note(request)
            raise PortalError("access:token")
        self._note_use(token)
        meet(token.user)
        token.user.token_scopes = frozenset(token.scopes)
        return token.user, token

    def authenticate_header(self, request: Any) -> str:
        return "Bearer"

    def _note_use(self, token: ApiToken) -> None:
        """At most one write a minute, however busy the token is."""
        now = timezone.now()
        if token.last_used_at and now - token.last_used_at < timedelta(minutes=1):
            return
        old = Q(last_used_at=None) | Q(last_used_at__lt=now - timedelta(minutes=1))
        ApiToken.objects.filter(old, pk=token.pk).update(last_used_at=now)


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema: object) -> dict:
        return {"type": "http", "scheme": "bearer", "description": "A personal token, lm_…"}
