"""What the OpenAPI schema says of every operation: how an error looks."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

from portal.api.errors import Error


class PortalSchema(AutoSchema):
    """Adds the portal's one form of errors to each operation, as the `default` response."""

    def _get_response_bodies(self, direction: str = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        if direction != "response":
            return bodies
        error = self._get_response_for_code(Error, "default", media_types=["application/json"])
        error["description"] = "An error, with its code and sentences for the person."
        return {**bodies, "default": error}
