"""Rows are told as the framework tells them, whatever is remembered of how they are read."""

import json
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

import portal.urls
from portal.api import rows
from portal.api.rows import RowSerializer, reader
from portal.models import Membership, User
from projects.api.serializers import ShotSerializer
from projects.models import Shot


def every(of=RowSerializer):
    for one in of.__subclasses__():
        yield one
        yield from every(one)


OURS = sorted(
    {
        one
        for one in every()
        if getattr(one, "Meta", None) and not one.__module__.startswith("tests")
    },
    key=lambda one: f"{one.__module__}.{one.__qualname__}",
)


class Asked:
    """As much of a request as serializers ask for."""

    def __init__(self, user):
        self.user = user


def usual(serializer, row):
    """What the framework itself tells of a row."""
    return serializers.ModelSerializer.to_representation(serializer, row)


def as_json(value):
    return json.loads(JSONRenderer().render(value))


@pytest.mark.parametrize("of", OURS, ids=lambda one: one.__name__)
def test_the_fields_are_those_of_the_framework(of):
    own, framework = of().get_fields(), super(RowSerializer, of()).get_fields()
    assert {name: said(one) for name, one in own.items()} == {
        name: said(one) for name, one in framework.items()
    }


def said(value):
    """With what a field was made; of a queryset, what it asks."""
    if not isinstance(value, serializers.Field):
        return str(getattr(value, "query", value))
    given = {name: said(one) for name, one in value._kwargs.items()}
    return type(value).__name__, [said(one) for one in value._args], given


@pytest.mark.parametrize("of", OURS, ids=lambda one: one.__name__)
def test_columns_are_read_as_the_framework_reads_them(of, world):
    """Of each row that the studio has, whatever is in it."""
    serializer = of(context={"request": Asked(world.ours.people["producer"])})
    model = of.Meta.model
    found = list(model._default_manager.all()[:5])
    for field in serializer._readable_fields:
        if rows._column(field, model) is None:
            continue
        for row in found:
            own, framework = reader(field, model)(row), rows._asking(field)(row)
            assert (own, type(own)) == (framework, type(framework)), field.field_name


def test_most_columns_are_read_without_asking():
    serializer = ShotSerializer()
    asked = [f.field_name for f in serializer._readable_fields if not rows._column(f, Shot)]
    assert asked == []


def test_a_row_is_told_as_the_framework_tells_it(world):
    context = {"request": Asked(world.ours.people["producer"])}
    found = list(Shot.objects.filter(studio=world.ours.studio))
    assert found
    for row in found:
        serializer = ShotSerializer(row, context=context)
        assert list(serializer.data.items()) == list(usual(serializer, row).items())


def test_many_are_told_one_by_one(world):
    found = list(Shot.objects.filter(studio=world.ours.studio))
    together = ShotSerializer(found, many=True).data
    assert as_json(together) == [as_json(ShotSerializer(one).data) for one in found]


def test_nothing_is_told_as_none(world):
    shot = Shot.objects.filter(studio=world.ours.studio).first()
    shot.scene, shot.cut_in, shot.cut_out = None, None, None
    told = ShotSerializer(shot).data
    assert (told["scene"], told["cut_in"]) == (None, None)
    shot.cut_in = 0
    assert ShotSerializer(shot).data["cut_in"] == 0


def test_a_related_row_is_not_fetched_to_tell_its_key(world, django_assert_num_queries):
    shot = Shot.objects.get(pk=Shot.objects.filter(studio=world.ours.studio).first().pk)
    with django_assert_num_queries(0):
        assert ShotSerializer(shot).data["project"] == shot.project_id


def test_moments_are_told_by_the_clock_of_the_call(world):
    shot = Shot.objects.filter(studio=world.ours.studio).first()
    for zone, hours in (("UTC", 0), ("Asia/Kolkata", 5.5), ("America/Bogota", -5), ("UTC", 0)):
        with timezone.override(zone):
            serializer = ShotSerializer(shot)
            told = serializer.data["created_at"]
            assert told == usual(serializer, shot)["created_at"]
        there = datetime.fromisoformat(told)
        assert there == shot.created_at
        assert there.utcoffset() == timedelta(hours=hours)


def test_a_row_of_columns_needs_no_fields_of_its_own(world, monkeypatch):
    shot = Shot.objects.filter(studio=world.ours.studio).first()
    before = ShotSerializer(shot).data
    monkeypatch.setattr(RowSerializer, "get_fields", lambda self: pytest.fail("fields are built"))
    serializer = ShotSerializer(shot)
    assert serializer.to_representation(shot) == before


def test_values_of_a_queryset_are_told_too(world):
    values = Shot.objects.filter(studio=world.ours.studio).values(
        *["id", "project", "scene", "code", "name", "version", "cut_in", "cut_out", "created_at"]
    )

    class Plain(RowSerializer):
        class Meta:
            model = Shot
            fields = ["id", "code", "cut_in"]

    assert as_json(Plain(values[0]).data)["code"] == values[0]["code"]


class TestWhatIsNoColumn:
    def test_a_method_is_asked(self, world):
        class Spoken(RowSerializer):
            loud = serializers.SerializerMethodField()
            of = serializers.CharField(source="project.name")

            class Meta:
                model = Shot
                fields = ["code", "loud", "of"]

            def get_loud(self, shot):
                return shot.code.upper() + "!"

        shot = Shot.objects.filter(studio=world.ours.studio).first()
        told = Spoken(shot).data
        assert told == {
            "code": shot.code,
            "loud": shot.code.upper() + "!",
            "of": shot.project.name,
        }

    def test_a_field_that_reads_in_its_own_way_is_asked(self, world):
        class Backwards(serializers.CharField):
            def get_attribute(self, instance):
                return super().get_attribute(instance)[::-1]

        class OwnKey(serializers.PrimaryKeyRelatedField):
            def to_representation(self, value):
                return f"project {value.pk}"

        class Own(RowSerializer):
            code = Backwards()
            project = OwnKey(read_only=True)

            class Meta:
                model = Shot
                fields = ["code", "project"]

        shot = Shot.objects.filter(studio=world.ours.studio).first()
        assert Own(shot).data == {
            "code": shot.code[::-1],
            "project": f"project {shot.project_id}",
        }

    def test_a_nested_row_is_told_whole(self, world):
        class Person(RowSerializer):
            class Meta:
                model = User
                fields = ["email"]

        class Member(RowSerializer):
            user = Person()

            class Meta:
                model = Membership
                fields = ["role", "user"]

        member = Membership.objects.filter(studio=world.ours.studio).first()
        assert Member(member).data == {"role": member.role, "user": {"email": member.user.email}}

    def test_a_field_that_skips_is_left_out(self, world):
        class Shy(serializers.CharField):
            def get_attribute(self, instance):
                raise serializers.SkipField

        class Own(RowSerializer):
            name = Shy()

            class Meta:
                model = Shot
                fields = ["code", "name"]

        shot = Shot.objects.filter(studio=world.ours.studio).first()
        assert Own(shot).data == {"code": shot.code}


class TestFieldsAreRemembered:
    def test_each_call_has_fields_of_its_own(self):
        one, other = ShotSerializer().fields, ShotSerializer().fields
        assert one["code"] is not other["code"]
        one["code"].required = False
        assert other["code"].required is True
        assert ShotSerializer().fields["code"].required is True

    def test_they_are_built_once(self):
        ShotSerializer().get_fields()
        before = rows._fields.cache_info().misses
        ShotSerializer().get_fields()
        assert rows._fields.cache_info().misses == before

    def test_their_names_are_in_the_language_of_the_call(self):
        named = {}
        for language in ("en", "fr", "en"):
            with override(language):
                named.setdefault(language, set()).add(str(ShotSerializer().fields["code"].label))
        assert all(len(names) == 1 for names in named.values())

    def test_every_serializer_of_rows_is_one_of_these(self):
        assert len(OURS) > 40
        assert portal.urls.urlpatterns, "all of them are known"
        plain = {
            one
            for one in serializers.ModelSerializer.__subclasses__()
            if one.__module__.startswith(("portal", "projects", "feedback"))
        }
        assert plain == {RowSerializer}
