"""Serializers of rows that learn once how their rows are read.

The framework builds the fields of a serializer anew for each call, and asks each field anew for
each row which attribute it wants and how. For one row the first cost three times as much as
reading it did; for a thousand, the second was nine tenths of the whole answer. What is told, and
what is refused, is the framework's all the same.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import tzinfo
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.timezone import get_current_timezone, override
from django.utils.translation import get_language
from rest_framework import serializers
from rest_framework.fields import DateTimeField, Field, SkipField
from rest_framework.relations import PKOnlyObject, PrimaryKeyRelatedField

Reader = Callable[[Any], Any]


# A comment, since the words of a class become those of the API.
# Which fields it has may hang on its class and on nothing else.
class RowSerializer(serializers.ModelSerializer):
    def get_fields(self) -> dict[str, Field]:
        return deepcopy(_fields(type(self), get_language() or ""))

    def to_representation(self, instance: Any) -> dict[str, Any]:
        if not isinstance(instance, self.Meta.model):  # values of a queryset, say
            return super().to_representation(instance)
        told = {}
        for name, read in self._readers:
            try:
                told[name] = read(instance)
            except SkipField:
                continue
        return told

    @cached_property
    def _readers(self) -> list[tuple[str, Reader]]:
        """Where all are columns, this call needs no fields of its own."""
        known = _columns(type(self), get_current_timezone())
        return [(name, read or _asking(self.fields[name])) for name, read in known]


@lru_cache(maxsize=512)
def _fields(of: type[RowSerializer], language: str) -> dict[str, Field]:
    """Not bound; their names in words are of the language in which they were built."""
    return super(RowSerializer, of()).get_fields()


@lru_cache(maxsize=512)
def _columns(of: type[RowSerializer], zone: tzinfo) -> list[tuple[str, Reader | None]]:
    """Each field that is told, with how it is read where it is a column and nothing more. What a
    column tells is the same in each language, and moments by one clock.
    """
    with override(zone):
        fields = of()._readable_fields
        return [(field.field_name, reader(field, of.Meta.model)) for field in fields]


def reader(field: Field, model: Any) -> Reader | None:
    """How the column of `model` that the field tells is read; None where it is no mere column."""
    column = _column(field, model)
    if column is None:
        return None
    read, tell = attrgetter(column.attname), _telling(field)
    if isinstance(field, PrimaryKeyRelatedField):
        return read

    def told(row: Any) -> Any:
        value = read(row)
        return None if value is None else tell(value)

    return told


def _telling(field: Field) -> Callable[[Any], Any]:
    """A moment is told by the clock of the call, which is asked once and not for each row."""
    if type(field) is DateTimeField and not hasattr(field, "timezone"):
        field.timezone = field.default_timezone()
    return field.to_representation


def _column(field: Field, model: Any) -> Any:
    """The model's column that the field tells as it is; None where anything else is to be done."""
    try:
        column = model._meta.get_field(field.source)
    except FieldDoesNotExist:
        return None
    kind: Any = type(field)
    if isinstance(field, PrimaryKeyRelatedField):
        usual, there = PrimaryKeyRelatedField, column.is_relation
        same = kind.to_representation is usual.to_representation and field.pk_field is None
        same = same and kind.use_pk_only_optimization is usual.use_pk_only_optimization
    else:
        usual, there, same = Field, field.source == getattr(column, "attname", ""), True
    same = same and kind.get_attribute is usual.get_attribute
    return column if column.concrete and there and same else None


def _asking(field: Field) -> Reader:
    """As the framework does it for each row."""

    def told(row: Any) -> Any:
        value = field.get_attribute(row)
        nothing = (value.pk if isinstance(value, PKOnlyObject) else value) is None
        return None if nothing else field.to_representation(value)

    return told
