"""Every API view declares its gate, as every page does."""

from typing import Any

from rest_framework.exceptions import Throttled
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from portal.access import Capability, demand
from portal.door import must_be_free
from portal.errors import PortalError


class SignedIn(BasePermission):
    """Through the door as well; a view that says `before_acceptance` opens before that."""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not request.user.is_authenticated:
            _count(request, view)
            raise PortalError("access:signed_out")
        must_be_free(request.user, accepted=not getattr(view, "before_acceptance", False))
        return True


def _count(request: Request, view: Any) -> None:
    """The framework throttles after permissions: who is turned away here was never counted."""
    for throttle in view.get_throttles():
        if not throttle.allow_request(request, view):
            raise Throttled(throttle.wait())


class MeetsGate(SignedIn):
    """The capability of the view's `gate` for this action or method, held somewhere."""

    def has_permission(self, request: Request, view: Any) -> bool:
        super().has_permission(request, view)
        gate = view.gate
        action = getattr(view, "action", None)
        capability = gate.get(action) or gate.get(request.method) or gate["default"]
        request.capability = request._request.capability = capability
        demand(request.user, capability, changes=request.method not in SAFE_METHODS)
        return True


def everything(capability: Capability) -> dict[str, Capability]:
    """A gate with one capability for all methods."""
    return {"default": capability}
