"""What the socket would say, asked for: by a page whose line is down or silent."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.access import Capability
from portal.api.permissions import everything
from portal.errors import PortalError
from portal.live.listening import snapshots
from portal.live.topics import gathered

AT_ONCE = 50
TOPIC = OpenApiParameter("topic", str, required=True, many=True)


class ActiveSerializer(serializers.Serializer):
    jobs = serializers.ListField(child=serializers.DictField())
    more = serializers.DictField(
        child=serializers.IntegerField(),
        required=False,
        help_text="How many of a kind are active, where more are than are told.",
    )


class JobsSerializer(ActiveSerializer):
    """`topics`: where several were asked for, each of those that may be seen, by its name."""

    topics = serializers.DictField(child=ActiveSerializer(), required=False)


class JobsView(APIView):
    gate = everything(Capability.SIGNED_IN)

    @extend_schema(parameters=[TOPIC], responses=JobsSerializer)
    def get(self, request: Request) -> Response:
        """What the socket would say of a topic, or of several: for a page whose socket is down."""
        names = request.query_params.getlist("topic")
        if len(names) > AT_ONCE:
            raise PortalError("invalid", fields={"topic": [_("Ask for at most 50 at once.")]})
        told = {name: gathered(all_) for name, all_ in snapshots(request.user, names).items()}
        return Response(_answer(names, told))


def _answer(names: list[str], told: dict[str, Any]) -> dict[str, Any]:
    """One topic that is not there is an error; of several the others are told."""
    if len(names) > 1:
        return {"jobs": [], "topics": told}
    for found in told.values():
        return dict(found)
    raise PortalError("not_found")
