"""Amazon's wire formats, read and written by botocore's own service models.

A request is held against the model's rules, and so is what a test has the server answer: a member
that the model does not know, or one that it requires and does not find, fails the test.

Models: bedrock 2023-04-20, bedrock-runtime 2023-09-30, rekognition 2016-06-27, s3 2006-03-01, sts
2011-06-15, as botocore brings them (the version that is installed).
"""

import base64
import re
from datetime import UTC, datetime
from functools import cache
from typing import Any
from urllib.parse import unquote
from xml.sax.saxutils import escape

from botocore.loaders import Loader
from botocore.model import OperationModel, ServiceModel, Shape

SERVICES = ("bedrock", "bedrock-runtime", "rekognition", "s3", "sts")


class Wrong(AssertionError):
    """Not as the model has it."""


@cache
def model(service: str) -> ServiceModel:
    return ServiceModel(Loader().load_service_model(service, "service-2"), service)


@cache
def operation(service: str, name: str) -> OperationModel:
    return model(service).operation_model(name)


def routed(method: str, path: str) -> tuple[str, str, dict[str, str]]:
    """Service and operation of a REST call to Bedrock, with what its path says."""
    for service in ("bedrock-runtime", "bedrock"):
        for name in model(service).operation_names:
            http = operation(service, name).http
            pattern = re.sub(r"\{(\w+)\+?\}", r"(?P<\1>[^/]+)", http["requestUri"].split("?")[0])
            if http["method"] == method and (found := re.fullmatch(pattern, path)):
                return service, name, {k: unquote(v) for k, v in found.groupdict().items()}
    raise Wrong(f"no call of Bedrock is {method} {path}")


def read(shape: Shape | None, value: Any, where: str = "") -> Any:
    """A request's value as its shape has it; blobs become bytes."""
    if shape is None:
        return {}
    if shape.type_name == "structure":
        return _read_structure(shape, value, where)
    if shape.type_name == "list":
        return [read(shape.member, item, f"{where}[]") for item in value]
    if shape.type_name == "map":
        return {key: read(shape.value, item, f"{where}.{key}") for key, item in value.items()}
    if shape.type_name == "blob":
        return base64.b64decode(value, validate=True)
    _check_plain(shape, value, where)
    return value


def _read_structure(shape: Any, value: Any, where: str) -> Any:
    if getattr(shape, "is_document_type", False):
        return value
    _check_members(shape, value, where)
    return {
        name: read(shape.members[name], value[given], f"{where}.{name}")
        for given, name in _named(shape).items()
        if given in value
    }


def _named(shape: Any) -> dict[str, str]:
    """Name on the wire → name of the member."""
    return {m.serialization.get("name", name): name for name, m in shape.members.items()}


def _check_members(shape: Any, value: dict[str, Any], where: str) -> None:
    names = _named(shape)
    if unknown := set(value) - set(names):
        raise Wrong(f"{where or shape.name} has no {', '.join(sorted(unknown))}")
    given = {names[name] for name in value}
    if missing := set(shape.required_members) - given:
        raise Wrong(f"{where or shape.name} needs {', '.join(sorted(missing))}")
    if getattr(shape, "is_tagged_union", False) and len(given) != 1:
        raise Wrong(f"{where or shape.name} is one of several, not {sorted(given)}")


def _check_plain(shape: Any, value: Any, where: str) -> None:
    kinds = {"string": str, "boolean": bool, "integer": int, "long": int}
    kind = kinds.get(shape.type_name, (int, float))
    if shape.type_name != "timestamp" and not isinstance(value, kind):
        raise Wrong(f"{where} is {value!r}, no {shape.type_name}")
    rules = shape.metadata
    if shape.type_name == "string":
        if rules.get("enum") and value not in rules["enum"]:
            raise Wrong(f"{where} is none of {rules['enum']}: {value!r}")
        if rules.get("pattern") and not re.fullmatch(rules["pattern"].strip("^$"), value):
            raise Wrong(f"{where} is not {rules['pattern']}: {value!r}")
    size = len(value) if isinstance(value, str) else value
    low, high = rules.get("min"), rules.get("max")
    if (low is not None and size < low) or (high is not None and size > high):
        raise Wrong(f"{where} is out of bounds: {value!r}")


def write(shape: Shape | None, value: Any, where: str = "") -> Any:
    """An answer's value as it goes over the wire in JSON."""
    if shape is None:
        return {}
    if shape.type_name == "structure":
        if getattr(shape, "is_document_type", False):
            return value
        _check_members(shape, {_wire(shape, k): v for k, v in value.items()}, where)
        return {
            _wire(shape, k): write(shape.members[k], v, f"{where}.{k}") for k, v in value.items()
        }
    if shape.type_name == "list":
        return [write(shape.member, item, f"{where}[]") for item in value]
    if shape.type_name == "blob":
        return base64.b64encode(value).decode()
    if shape.type_name == "timestamp":
        return _moment(shape, value)
    _check_plain(shape, value, where)
    return value


def _wire(shape: Any, name: str) -> str:
    if name not in shape.members:
        raise Wrong(f"{shape.name} has no {name}")
    return shape.members[name].serialization.get("name", name)


def _moment(shape: Any, value: datetime) -> Any:
    style = shape.serialization.get("timestampFormat", "unixTimestamp")
    told = value.astimezone(UTC)
    return told.strftime("%Y-%m-%dT%H:%M:%SZ") if style == "iso8601" else told.timestamp()


def xml(shape: Any, value: Any, tag: str) -> str:
    """An answer's value in XML, for S3 and STS."""
    if shape.type_name == "structure":
        inner = "".join(xml(shape.members[name], value[name], _wire(shape, name)) for name in value)
        return f"<{tag}>{inner}</{tag}>"
    if shape.type_name == "list":
        if shape.serialization.get("flattened"):
            return "".join(xml(shape.member, item, tag) for item in value)
        item_tag = shape.member.serialization.get("name", "member")
        return f"<{tag}>{''.join(xml(shape.member, item, item_tag) for item in value)}</{tag}>"
    if isinstance(value, datetime):
        value = value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    told = str(value).lower() if isinstance(value, bool) else str(value)
    return f"<{tag}>{escape(told)}</{tag}>"
