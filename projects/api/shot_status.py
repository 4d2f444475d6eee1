"""The shots of a project with what is known of their work, as columns."""

import hashlib
from typing import Any

from django.http import HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.views import APIView

from portal.access import Capability, find
from portal.api.permissions import everything
from portal.errors import PortalError
from projects.models import Project
from projects.shot_status import as_json
from projects.shot_status.asked import Asked, read
from projects.shot_status.query import SORTS, STATES
from projects.shot_status.words import NONE

MOST = 5000
_ID = serializers.UUIDField


class ColumnsSerializer(serializers.Serializer):
    """A list a column, all of one length; null where there is no row at all."""

    id = serializers.ListField(child=_ID())
    code = serializers.ListField(child=serializers.CharField())
    name = serializers.ListField(child=serializers.CharField())
    scene = serializers.ListField(child=_ID(allow_null=True))
    film = serializers.ListField(
        child=_ID(allow_null=True), help_text="The version it was cut from, where it has no poster."
    )
    first = serializers.ListField(
        child=serializers.IntegerField(allow_null=True), help_text="The first frame."
    )
    end = serializers.ListField(
        child=serializers.IntegerField(allow_null=True), help_text="The end frame, exclusive."
    )
    poster = serializers.ListField(
        child=_ID(allow_null=True), help_text="The poster (a rendition) of its newest version."
    )
    work = serializers.ListField(
        child=serializers.ListField(allow_null=True),
        help_text="Requests of its files: lists of [tool, state, how many].",
    )
    notes = serializers.ListField(child=serializers.IntegerField(), help_text="Open notes.")
    changed = serializers.ListField(
        child=serializers.IntegerField(), help_text="The last change, in seconds since 1970."
    )
    items = serializers.ListField(
        child=serializers.ListField(allow_null=True),
        help_text="Work items of the shot: lists of [code, stage, state].",
    )


class ShotSceneSerializer(serializers.Serializer):
    id = _ID()
    code = serializers.CharField()
    name = serializers.CharField()
    episode = _ID(allow_null=True)
    episode_code = serializers.CharField()
    episode_name = serializers.CharField()


class PartSerializer(serializers.Serializer):
    name = serializers.CharField()
    title = serializers.CharField()
    words = serializers.DictField(child=serializers.CharField())


class ShotStatusSerializer(serializers.Serializer):
    """`count` is of all that was asked for, `columns` begin at `start` of them."""

    count = serializers.IntegerField()
    start = serializers.IntegerField()
    tools = serializers.DictField(child=serializers.CharField(), help_text="Name to title.")
    states = serializers.DictField(child=serializers.CharField(), help_text="Name to word.")
    parts = PartSerializer(many=True)
    scenes = ShotSceneSerializer(many=True)
    columns = ColumnsSerializer()


def _among(name: str, known: list[str]) -> OpenApiParameter:
    return OpenApiParameter(name, str, enum=known)


class _Page(serializers.Serializer):
    start = serializers.IntegerField(min_value=0, default=0, help_text="Rows to leave out.")
    size = serializers.IntegerField(
        min_value=1, max_value=MOST, default=None, help_text="Rows at most; all of them without."
    )


class ShotStatusView(APIView):
    gate = everything(Capability.SEE)

    @extend_schema(
        operation_id="projects_shot_status_retrieve",
        parameters=[
            _among("state", [*STATES, NONE]),
            _among("sort", list(SORTS)),
            OpenApiParameter("episode", OpenApiTypes.UUID, description="Only its shots."),
            OpenApiParameter("scene", OpenApiTypes.UUID, description="Only its shots."),
            OpenApiParameter("find", str, description="In the code or name."),
            _Page,
        ],
        responses=ShotStatusSerializer,
    )
    def get(self, request: Request, pk: Any) -> HttpResponse:
        """Every shot in story order: what was asked for it and how that stands, open notes, work
        items, its newest picture, its last change. A list a column, in one answer."""
        project = find(Project, request, pk=pk)
        return _answer(request, as_json(project, _asked(request)).encode())


def _asked(request: Request) -> Asked:
    page = _Page(data=request.query_params)
    if not page.is_valid():
        raise PortalError("invalid", fields=page.errors)
    asked = read(request.query_params, size=page.validated_data["size"], strict=True)
    return Asked(**{**vars(asked), "start": page.validated_data["start"]})


def _answer(request: Request, body: bytes) -> HttpResponse:
    """Who has it already, to the byte, is not sent it again."""
    etag = quote_etag(hashlib.blake2b(body, digest_size=16).hexdigest())
    made: Any = HttpResponse(body, content_type="application/json")
    made["ETag"] = etag
    patch_cache_control(made, private=True, no_cache=True)
    return get_conditional_response(request._request, etag=etag, response=made)
