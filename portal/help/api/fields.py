"""What is sent and answered, as rows that can be read: name, form, whether it must be, meaning."""

from dataclasses import dataclass
from typing import Any

from portal.help.api.reading import resolved


@dataclass(frozen=True)
class Field:
    name: str
    form: str  # "string (uuid)", "list of integer", "one of a, b, c"
    required: bool
    about: str = ""
    where: str = ""  # of a parameter: path, query, header


def parameters_of(operation: dict[str, Any]) -> list[Field]:
    return [
        Field(
            given["name"],
            form_of(given.get("schema", {})),
            bool(given.get("required")),
            given.get("description", ""),
            given["in"],
        )
        for given in operation.get("parameters", ())
    ]


def fields_of(schema: dict[str, Any]) -> list[Field]:
    """Of an object, or of what a page or list holds; none where it has no fields of its own."""
    whole = resolved(schema)
    if whole.get("type") == "array":
        return fields_of(whole["items"])
    rows = whole.get("properties", {})
    if set(rows) >= {"next", "previous", "results"}:
        return fields_of(rows["results"])
    must = set(whole.get("required", ()))
    return [
        Field(name, form_of(form), name in must, resolved(form).get("description", ""))
        for name, form in rows.items()
    ]


def form_of(schema: dict[str, Any]) -> str:
    """In the schema's own words."""
    whole = resolved(schema)
    if len(several := whole.get("oneOf", ())) > 1:
        return " | ".join(dict.fromkeys(form_of(one) for one in several if form_of(one)))
    if choices := [str(one) for one in whole.get("enum", ()) if one not in ("", None)]:
        return " | ".join(choices)
    if whole.get("type") == "array":
        return f"[{form_of(whole.get('items', {}))}]"
    kind = whole.get("type", "any")
    more = whole.get("format", "")
    empty = " | null" if whole.get("nullable") else ""
    return f"{kind} ({more}){empty}" if more else f"{kind}{empty}"
