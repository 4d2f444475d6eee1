"""What is sent to import the scenes of a script, and what is answered."""

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from portal.errors import PortalError
from projects.models import Candidate, Episode
from projects.script_scenes import Choice, LeftOut

_MOST = 10_000


class LeftOutSerializer(serializers.Serializer):
    characters = serializers.ListField(
        child=serializers.CharField(max_length=500), required=False, max_length=_MOST
    )
    elements = serializers.ListField(
        child=serializers.IntegerField(min_value=0),
        required=False,
        max_length=_MOST,
        help_text="Places in the scene's list of elements, from 0.",
    )


class ImportScenesSerializer(serializers.Serializer):
    scenes = serializers.ListField(
        child=serializers.IntegerField(min_value=1),
        max_length=_MOST,
        help_text="`index` of each scene of the result that the project is to have.",
    )
    people = serializers.ListField(
        child=serializers.CharField(max_length=500),
        required=False,
        max_length=_MOST,
        help_text="Names that are no characters, left out of every scene.",
    )
    without = serializers.DictField(
        child=LeftOutSerializer(),
        required=False,
        help_text="By `index` of a scene: what is wrong in it.",
    )
    episode = serializers.UUIDField(required=False, allow_null=True)
    seen = serializers.UUIDField(
        required=False,
        allow_null=True,
        help_text="The decision in force when you looked. An import that approves the breakdown is "
        "refused if another stands.",
    )

    def validate_without(self, value: dict[str, Any]) -> dict[int, Any]:
        try:
            return {int(index): found for index, found in value.items()}
        except ValueError:
            raise serializers.ValidationError(_("Name scenes by their index.")) from None


class ImportedScenesSerializer(serializers.Serializer):
    added = serializers.ListField(child=serializers.CharField(), help_text="Codes of new scenes.")
    replaced = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of scenes that said something else before."
    )
    unchanged = serializers.ListField(
        child=serializers.CharField(), help_text="Codes of scenes that were there as they are."
    )


def choice_of(data: dict[str, Any]) -> Choice:
    """What was sent, once it is valid."""
    without = {
        index: LeftOut(frozenset(found.get("characters", ())), frozenset(found.get("elements", ())))
        for index, found in data.get("without", {}).items()
    }
    return Choice(frozenset(data["scenes"]), frozenset(data.get("people", ())), without)


def episode_of(candidate: Candidate, chosen: Any) -> Episode | None:
    """The episode of the candidate's project; None for none."""
    if not chosen:
        return None
    rows = Episode.objects.filter(project=candidate.project_id)
    found = next((row for row in rows if str(row.pk) == str(chosen)), None)
    if found is None:
        raise PortalError("invalid", fields={"episode": [_("There is no such episode.")]})
    return found
