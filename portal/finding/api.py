"""Search over the API: the same rows as on the page, in the same order."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from portal.access import Capability
from portal.api.permissions import everything
from portal.finding.kinds import KINDS, named
from portal.finding.seeking import LONGEST, Group, seek

#: Rows of each kind at most.
AT_MOST = 50


def _kinds() -> list[str]:
    return [kind.name for kind in KINDS]


class SearchQuerySerializer(serializers.Serializer):
    q = serializers.CharField(
        max_length=LONGEST, help_text="Words, names or beginnings of them; each has to fit."
    )
    kind = serializers.CharField(
        required=False, help_text="One of `project`, `scene`, `shot`, `asset`, `note`, `ticket`."
    )
    project = serializers.UUIDField(required=False, help_text="Only what belongs to this project.")
    most = serializers.IntegerField(
        default=8, min_value=1, max_value=AT_MOST, help_text="Rows of each kind at most."
    )

    def validate_kind(self, name: str) -> str:
        if name not in _kinds():
            raise serializers.ValidationError(f"{', '.join(_kinds())}.")
        return name


class FoundSerializer(serializers.Serializer):
    id = serializers.UUIDField()
    title = serializers.CharField()
    url = serializers.CharField(help_text="Its page.")
    where = serializers.ListField(
        child=serializers.CharField(), help_text="Names from the studio down to where it lies."
    )
    text = serializers.CharField(help_text="A piece of its prose around what was found, or empty.")
    picture = serializers.CharField(help_text="Address of a picture, or empty.")


class GroupSerializer(serializers.Serializer):
    kind = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment]
    icon = serializers.CharField()
    more = serializers.BooleanField(help_text="Others of this kind fit too; these fit best.")
    results = FoundSerializer(many=True)


class AnswerSerializer(serializers.Serializer):
    words = serializers.CharField(help_text="What was looked for.")
    loosely = serializers.BooleanField(
        help_text="Nothing has all of the words; these have some, or words that begin alike."
    )
    groups = GroupSerializer(many=True)


class SearchView(APIView):
    gate = everything(Capability.SIGNED_IN)

    @extend_schema(parameters=[SearchQuerySerializer], responses=AnswerSerializer)
    def get(self, request: Request) -> Response:
        """Projects, scenes, shots, assets, notes and tickets that have these words."""
        asked = SearchQuerySerializer(data=request.query_params)
        asked.is_valid(raise_exception=True)
        told = asked.validated_data
        answer = seek(
            request.user,
            told["q"],
            kind=named(told.get("kind", "")),
            project=told.get("project"),
            most=told["most"],
        )
        shown: dict[str, Any] = {
            "words": answer.words,
            "loosely": answer.loosely,
            "groups": [_shown(group) for group in answer.groups],
        }
        return Response(AnswerSerializer(shown).data)


def _shown(group: Group) -> dict[str, Any]:
    return {
        "kind": group.kind.name,
        "label": group.kind.label,
        "icon": group.kind.icon,
        "more": group.more,
        "results": [
            {**vars(hit.found), "text": "".join(part for part, _marked in hit.text)}
            for hit in group.hits
        ],
    }
