"""The rule of names for every serializer that shows one, see `portal.names`."""

from typing import Any

from rest_framework import serializers

from portal.names import NameField, composed


class Name(serializers.CharField):
    """Composed before its length is looked at."""

    def to_internal_value(self, data: Any) -> str:
        return composed(super().to_internal_value(data))


def register() -> None:
    serializers.ModelSerializer.serializer_field_mapping[NameField] = Name
