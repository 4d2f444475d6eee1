"""Further viewing copies of a version, asked for by whoever wants to see it."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from projects.copies import wanted
from projects.models.copies import HEIGHTS


class CopyAskedSerializer(serializers.Serializer):
    height = serializers.ChoiceField(choices=HEIGHTS, help_text="In lines.")
    again = serializers.BooleanField(default=False, help_text="After one that failed.")


class CopySerializer(serializers.Serializer):
    height = serializers.IntegerField()
    src = serializers.CharField(allow_blank=True, help_text="Empty until it is there.")
    job = serializers.DictField(allow_null=True, help_text="What makes it.")


class Copies:
    """For the view set of versions."""

    get_object: Any

    @extend_schema(request=CopyAskedSerializer, responses=CopySerializer)
    @action(detail=True, methods=["post"])
    def copies(self, request: Request, pk: str) -> Response:
        """Where the copy of this height is that you may see; it is made if need be."""
        asked = CopyAskedSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        version = self.get_object()
        return Response(wanted(version, request.user, **asked.validated_data))
