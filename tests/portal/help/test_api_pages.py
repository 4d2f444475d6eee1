"""The API's pages say of every call what it needs, what it answers, and how it is typed."""

import json
import shlex

import pytest
from django.urls import reverse

from portal.help.api.fields import fields_of, form_of, parameters_of
from portal.help.api.rooms import curl, room, rooms
from portal.help.api.routes import operation_of, scope_of
from tests.world import enrolled, person


def test_a_pattern_is_named_as_the_schema_names_it():
    assert operation_of("GET", "/api/v1/^runs/(?P<pk>[^/.]+)/$") == "GET /api/v1/runs/{id}/"
    at = "/api/v1/projects/<uuid:pk>/policy/"
    assert operation_of("PUT", at) == "PUT /api/v1/projects/{id}/policy/"


def test_a_call_that_changes_needs_more_than_reading():
    assert scope_of("GET /api/v1/runs/") == "read"
    assert scope_of("POST /api/v1/requests/") == "request"
    assert scope_of("POST /api/v1/notifications/read/") == "manage"


def test_forms_are_told_in_the_schemas_words():
    assert form_of({"type": "string", "format": "uuid", "nullable": True}) == "string (uuid) | null"
    assert form_of({"type": "array", "items": {"type": "integer"}}) == "[integer]"
    assert form_of({"enum": ["a", "", None, "b"]}) == "a | b"


def test_fields_of_a_page_are_those_of_its_rows():
    row = {"type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"]}
    page = {"properties": {"next": {}, "previous": {}, "results": {"type": "array", "items": row}}}
    [field] = fields_of(page)
    assert (field.name, field.form, field.required) == ("id", "string", True)
    assert fields_of({}) == []


def test_parameters_say_where_they_go():
    given = {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
    [field] = parameters_of({"parameters": [given]})
    assert (field.where, field.required, field.form) == ("path", True, "integer")


def test_what_is_typed_is_one_command_whose_body_survives_the_shell():
    told = {"path": "/api/v1/notes/", "query": "", "body": {"text": "Ada's coat"}}
    words = shlex.split(curl("POST", told).replace("\\\n", " "))
    assert words[:3] == ["curl", "-X", "POST"]
    assert json.loads(words[words.index("-d") + 1]) == told["body"]
    assert "Authorization: Bearer $LAST_MILE_TOKEN" in words


def test_every_call_has_an_anchor_of_its_own():
    for one in rooms():
        anchors = [call.anchor for call in one.operations]
        assert len(set(anchors)) == len(anchors)


@pytest.mark.django_db
def test_every_room_has_a_page_and_the_first_page_leads_to_each(client):
    client.force_login(enrolled(person("Lea", programme_role="beta_lead")))
    listed = client.get(reverse("help_api")).text
    for one in rooms():
        assert one.url in listed
        page = client.get(one.url).text
        assert all(f'id="{call.anchor}"' in page for call in one.operations)
    assert client.get(reverse("help_api_room", args=["nothing"])).status_code == 404
    assert room("runs").operations
