"""Forms as Bedrock takes them: parts of JSON Schema. The form itself holds the answer to the rest.

`strict` for structured output, of which
https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html names what is not taken;
what is left out is told to the model in words. `plain` for tools of Nova, which takes only three
words at the top (https://docs.aws.amazon.com/nova/latest/userguide/tool-use-definition.html).
"""

from typing import Any

from projects.assist.palette import Final

_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf")
_LEFT_OUT = frozenset({*_BOUNDS, "minItems", "maxItems", "uniqueItems", "pattern", "contains"})
_NAMED = frozenset({"properties", "$defs"})  # whose keys are names, not words of the schema


def strict(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema without what is not taken, closed to other names."""
    told = [f"{key}: {schema[key]}" for key in sorted(_LEFT_OUT & schema.keys())]
    kept = {key: _within(key, value) for key, value in schema.items() if key not in _LEFT_OUT}
    kept.pop("title", None)
    if told:
        said = [kept["description"]] if "description" in kept else []
        kept["description"] = " ".join([*said, f"({', '.join(told)})"])
    if kept.get("type") == "object":
        kept.setdefault("additionalProperties", False)
    return kept


def _within(key: str, value: Any) -> Any:
    if isinstance(value, dict) and key in _NAMED:
        return {name: strict(inner) for name, inner in value.items()}
    if isinstance(value, dict) and key not in ("default", "const"):
        return strict(value)
    if isinstance(value, list) and key not in ("enum", "default", "required"):
        return [strict(item) if isinstance(item, dict) else item for item in value]
    return value


def plain(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema with every reference written out. `Final` of a form that holds itself."""
    told = _written_out(schema, schema.get("$defs", {}), ())
    return {name: told[name] for name in ("type", "properties", "required") if name in told}


def _written_out(value: Any, named: dict[str, Any], within: tuple[str, ...]) -> Any:
    if isinstance(value, list):
        return [_written_out(item, named, within) for item in value]
    if not isinstance(value, dict):
        return value
    if "$ref" in value:
        name = value["$ref"].rpartition("/")[2]
        if name in within:
            raise Final("remote:need", f"{name} holds itself")
        beside = {key: inner for key, inner in value.items() if key != "$ref"}
        return _written_out(named[name], named, (*within, name)) | beside
    return {k: _written_out(inner, named, within) for k, inner in value.items() if k != "$defs"}
