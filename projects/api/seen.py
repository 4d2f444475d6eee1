"""Who is seen in a version, over the API: what a person said, and saying it."""

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from portal.access import Capability
from portal.errors import PortalError
from projects.api.serializers import Visible
from projects.casting import say_seen
from projects.consent_forms import checked
from projects.models import Consent, Performer, Version
from projects.seen_form import SeenForm


class SeenOneSerializer(serializers.Serializer):
    """`consent` is the one under which the picture was made; null for footage of the set."""

    performer = Visible(queryset=Performer.objects.all())
    consent = Visible(queryset=Consent.objects.all(), required=False, allow_null=True)


class SeenSerializer(serializers.Serializer):
    """Either somebody is seen or nobody is; both false and empty would say nothing."""

    people = SeenOneSerializer(many=True, max_length=200)
    nobody = serializers.BooleanField(default=False)


class SeenToldSerializer(serializers.Serializer):
    """`said_at` is null where nobody has said anything yet: then people are unknown."""

    people = SeenOneSerializer(many=True)
    nobody = serializers.BooleanField()
    said_by_name = serializers.CharField()
    said_at = serializers.DateTimeField(allow_null=True)


class Seen:
    """Actions of the versions' view set."""

    @extend_schema(responses=SeenToldSerializer)
    @action(detail=True, filterset_fields=[], pagination_class=None)
    def seen(self, request: Request, pk: str) -> Response:
        """Who is seen in it, by a person's word."""
        return Response(self._told(self.get_object()))  # type: ignore[attr-defined]

    @extend_schema(request=SeenSerializer, responses=SeenToldSerializer)
    @seen.mapping.put
    def say_seen(self, request: Request, pk: str) -> Response:
        """Say who is seen, or that nobody is. It takes the place of what was said before."""
        version: Version = self.get_object()  # type: ignore[attr-defined]
        context = self.get_serializer_context()  # type: ignore[attr-defined]
        asked = SeenSerializer(data=request.data, context=context)
        asked.is_valid(raise_exception=True)
        data = asked.validated_data
        chosen = {f"performer-{one['performer'].pk}": _under(one) for one in data["people"]}
        form = SeenForm(chosen, version=version)
        if set(chosen) - set(form.people):
            text = _("This belongs to another project.")
            raise PortalError("invalid", fields={"people": [text]})
        say_seen(actor=request.user, version=version, form=checked(form), nobody=data["nobody"])
        return Response(self._told(version))

    def _told(self, version: Version) -> dict[str, Any]:
        rows = list(version.likenesses.select_related("performer", "consent"))
        first = rows[0] if rows else None
        told = {
            "people": [row for row in rows if row.performer_id],
            "nobody": bool(first and first.performer_id is None),
            "said_by_name": first.said_by_name if first else "",
            "said_at": first.at if first else None,
        }
        return SeenToldSerializer(told).data


def _under(one: dict[str, Any]) -> str:
    return str(one["consent"].pk) if one.get("consent") else SeenForm.SET


#: Joined to the view set's own.
GATE = {"seen": Capability.SEE, "say_seen": Capability.UPLOAD}
