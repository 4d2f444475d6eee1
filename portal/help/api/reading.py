"""The OpenAPI schema of this build, made once a process and language."""

from functools import lru_cache
from typing import Any

from django.utils.translation import get_language
from drf_spectacular.generators import SchemaGenerator


def document() -> dict[str, Any]:
    """As `/api/v1/schema/` gives it, whatever the reader may do."""
    return _made(get_language() or "en")


@lru_cache(4)
def _made(language: str) -> dict[str, Any]:
    del language  # its words are in the language of the moment
    return SchemaGenerator().get_schema(request=None, public=True)


def resolved(form: dict[str, Any]) -> dict[str, Any]:
    """A form with its reference followed, also one that says more beside it (`allOf`)."""
    while True:
        if "$ref" in form:
            form = document()["components"]["schemas"][form["$ref"].rsplit("/", 1)[1]]
        elif len(form.get("allOf", ())) == 1:
            form = {**resolved(form["allOf"][0]), **{k: v for k, v in form.items() if k != "allOf"}}
        else:
            return form
