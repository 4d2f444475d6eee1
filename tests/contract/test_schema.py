"""The OpenAPI schema is a promise: `openapi.yaml` keeps it, and drift must be meant.

To record anew: RECORD=1 uv run pytest tests/contract/test_schema.py
"""

import difflib
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from django.core.management import call_command

from tests.contract.recorded import HOW, agreed
from tests.contract.routes import routes

#: Routes that are not described, with the reason.
UNDESCRIBED = {"api:schema": "it is the description"}


@pytest.fixture(scope="module")
def text(tmp_path_factory) -> str:
    """Generated and validated; a warning is a failure."""
    path = tmp_path_factory.mktemp("schema") / "openapi.yaml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(path))
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def schema(text) -> dict[str, Any]:
    return yaml.safe_load(text)


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for address, methods in schema["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {address}", operation


def test_the_schema_is_the_one_that_was_agreed(text):
    kept = agreed("openapi.yaml", text)
    drift = difflib.unified_diff(kept.splitlines(), text.splitlines(), "agreed", "now", n=1)
    lines = [*drift][:80]
    assert not lines, "\n".join([*lines, HOW.format(test="test_schema.py")])


def test_every_api_route_is_described(schema):
    offered = sum(len(r.actions) for r in routes() if r.is_api and r.name not in UNDESCRIBED)
    assert set(UNDESCRIBED) <= {r.name for r in routes()}
    assert len([*operations(schema)]) == offered


def test_every_operation_tells_how_an_error_looks(schema):
    form = {"$ref": "#/components/schemas/Error"}
    silent = [
        name
        for name, operation in operations(schema)
        if operation["responses"]["default"]["content"]["application/json"]["schema"] != form
    ]
    assert silent == []


def test_every_operation_says_how_to_sign_in(schema):
    assert {"token", "cookieAuth"} == set(schema["components"]["securitySchemes"])
    open_ = [n for n, op in operations(schema) if {"token": []} not in op.get("security", [])]
    assert open_ == []


def test_every_create_of_rows_takes_an_idempotency_key(schema):
    """Not where a secret is made: it is never kept, so its answer cannot be given again."""
    bare = [
        name
        for name, operation in operations(schema)
        if name.startswith("POST") and "201" in operation["responses"]
        if "Idempotency-Key" not in [p["name"] for p in operation.get("parameters", [])]
    ]
    secrets = ("personal-links", "share-links", "tokens", "webhooks")
    assert bare == [f"POST /api/v1/{rows}/" for rows in secrets]


def test_every_list_is_paged_by_cursor(schema):
    unpaged = [
        name
        for name, operation in operations(schema)
        if operation["operationId"].endswith("_list")
        if "cursor" not in [p["name"] for p in operation.get("parameters", [])]
    ]
    assert unpaged == UNPAGED


#: Short by nature: agreements, the tools of this build, decisions on a candidate or a board, the
#: providers of a studio.
UNPAGED = [
    "GET /api/v1/agreements/",
    "GET /api/v1/candidates/{id}/decisions/",
    "GET /api/v1/requests/{id}/decisions/",
    "GET /api/v1/tools/",
    "GET /api/v1/versions/{id}/palette/",
]
