"""Forms as Bedrock takes them for its structured output: a part of JSON Schema.

https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html names what is not
taken; what is left out here is told to the model in words, and held by the form itself when the
answer is read.
"""

from typing import Any

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
