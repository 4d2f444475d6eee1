"""Forms in the part of JSON Schema that Bedrock takes, the rest in words."""

from typing import Literal

import pytest
from pydantic import BaseModel, Field

from projects.assist.palette import Final
from projects.assist.providers.bedrock_schemas import plain, strict


class Prop(BaseModel):
    """Something held in the hand."""

    pattern: str = Field(pattern=r"^[a-z]+$", description="Its name")
    minimum: float = Field(ge=0, le=1)


class Scene(BaseModel):
    kind: Literal["INT", "EXT"]
    props: list[Prop] = Field(max_length=5)
    best: Prop | None = None


class Folder(BaseModel):
    inside: list["Folder"]


def test_what_is_not_taken_becomes_words():
    told = strict(Scene.model_json_schema())
    prop = told["$defs"]["Prop"]
    assert prop["properties"]["pattern"] == {
        "type": "string",
        "description": "Its name (pattern: ^[a-z]+$)",
    }
    assert prop["properties"]["minimum"] == {
        "type": "number",
        "description": "(maximum: 1, minimum: 0)",
    }
    assert told["properties"]["props"]["description"] == "(maxItems: 5)"


def test_names_of_fields_are_no_words_of_the_schema():
    prop = strict(Scene.model_json_schema())["$defs"]["Prop"]
    assert set(prop["properties"]) == {"pattern", "minimum"}
    assert prop["required"] == ["pattern", "minimum"]


def test_everything_is_closed_to_other_names():
    told = strict(Scene.model_json_schema())
    assert told["additionalProperties"] is False
    assert told["$defs"]["Prop"]["additionalProperties"] is False


def test_choices_and_alternatives_stay():
    told = strict(Scene.model_json_schema())
    assert told["properties"]["kind"]["enum"] == ["INT", "EXT"]
    assert told["properties"]["best"]["anyOf"] == [{"$ref": "#/$defs/Prop"}, {"type": "null"}]
    assert told["properties"]["props"]["items"] == {"$ref": "#/$defs/Prop"}


def test_plain_forms_have_no_references():
    told = plain(Scene.model_json_schema())
    assert set(told) == {"type", "properties", "required"}
    assert "$ref" not in str(told) and "$defs" not in str(told)
    prop = told["properties"]["props"]["items"]
    assert prop["properties"]["minimum"] == {
        "maximum": 1,
        "minimum": 0,
        "title": "Minimum",
        "type": "number",
    }
    assert told["properties"]["best"]["anyOf"][0]["description"] == "Something held in the hand."


def test_what_stands_beside_a_reference_stays():
    class Held(BaseModel):
        prop: Prop = Field(description="In her hand")

    assert plain(Held.model_json_schema())["properties"]["prop"]["description"] == "In her hand"


def test_a_form_that_holds_itself_is_told():
    with pytest.raises(Final) as told:
        plain(Folder.model_json_schema())
    assert told.value.code == "remote:need" and "Folder" in told.value.detail
