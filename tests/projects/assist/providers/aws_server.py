"""A server on loopback that speaks as Bedrock, Rekognition, S3 and STS do.

What a test has it answer is written by the service's own model (`aws_shapes`); errors are those
that the model names for the call, or those that every service may answer with. What is asked and
does not fit the model is a fault, and fails the test at its end.
"""

import json
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote, urlsplit

from tests.projects.assist.providers import aws_shapes as shapes
from tests.projects.assist.providers.aws_store import Store

#: https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html, and how signatures fail.
COMMON = {
    "UnrecognizedClientException": 403,
    "InvalidSignatureException": 403,
    "ExpiredTokenException": 403,
    "ThrottlingException": 400,
    "ServiceUnavailable": 503,
    "InternalFailure": 500,
    "AccessDenied": 403,
    "SlowDown": 503,
    "NoSuchKey": 404,
    "NoSuchBucket": 404,
    "InternalError": 500,
}


@dataclass(frozen=True)
class Fails:
    """An error of the service; `headers` beside it."""

    code: str
    message: str = "told by the service"
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Raw:
    """Anything at all, as a broken service or something on the way would answer."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cut:
    """The connection is reset: before the answer, or after `told` bytes of one that is longer."""

    told: int = 0


@dataclass(frozen=True)
class Silent:
    """Nothing is answered for so long."""

    seconds: float


@dataclass(frozen=True)
class Call:
    service: str
    operation: str
    told: dict[str, Any]
    headers: dict[str, str]


class Aws:
    """`says` puts answers in line for a call; the last one stays."""

    def __init__(self) -> None:
        self.store = Store()
        self.calls: list[Call] = []
        self.faults: list[str] = []
        self._line: dict[str, list[Any]] = defaultdict(list)
        self._lock = threading.Lock()
        self.url = ""

    def says(self, operation: str, *answers: Any) -> None:
        self._line[operation] = list(answers)

    def asked(self, operation: str) -> list[dict[str, Any]]:
        return [call.told for call in self.calls if call.operation == operation]

    def next(self, call: Call) -> Any:
        with self._lock:
            self.calls.append(call)
            line = self._line[call.operation]
            if not line:
                return None
            answer = line.pop(0) if len(line) > 1 else line[0]
        return answer(call.told) if isinstance(answer, Callable) else answer  # type: ignore[arg-type]


def asked_of(handler: BaseHTTPRequestHandler, body: bytes) -> Call:
    """What was asked, held against the model of its service."""
    headers = {name.lower(): value for name, value in handler.headers.items()}
    signed = headers.get("authorization", "")
    if "Credential=" not in signed:
        raise shapes.Wrong("not signed")
    service = signed.split("Credential=")[1].split("/")[3]
    split = urlsplit(handler.path)
    if service == "s3":
        return Call("s3", Store.named(handler.command, handler.path), {"path": split.path}, headers)
    if service == "sts":
        form = dict(parse_qsl(body.decode()))
        return Call("sts", form["Action"], form, headers)
    if service == "rekognition":
        if headers["content-type"] != "application/x-amz-json-1.1":
            raise shapes.Wrong(headers["content-type"])
        name = headers["x-amz-target"].removeprefix("RekognitionService.")
        model = shapes.operation(service, name)
        return Call(service, name, shapes.read(model.input_shape, json.loads(body)), headers)
    return _rest(handler.command, split, body, headers)


def _rest(method: str, split: Any, body: bytes, headers: dict[str, str]) -> Call:
    service, name, of_path = shapes.routed(method, split.path)
    given = {**of_path, **{k: v[0] for k, v in parse_qs(split.query).items()}}
    shape = shapes.operation(service, name).input_shape
    for member in shape.members.values() if shape else ():
        told = given.get(member.serialization.get("name", ""))
        if told is not None and member.type_name == "integer":
            given[member.serialization["name"]] = int(told)
    given |= json.loads(body) if body else {}
    return Call(service, name, shapes.read(shape, given), headers)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Any

    def _serve(self) -> None:
        aws: Aws = self.server.aws
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        try:
            call = asked_of(self, body)
            answer = aws.next(call)
            self._answer(aws, call, answer, body)
        except shapes.Wrong as wrong:
            aws.faults.append(f"{self.command} {self.path}: {wrong}")
            self._send(400, b'{"message": "see the faults of the server"}', {})

    def __getattr__(self, name: str) -> Callable[[], None]:
        """`do_GET` and its like."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _answer(self, aws: Aws, call: Call, answer: Any, body: bytes) -> None:
        if isinstance(answer, Silent):
            time.sleep(answer.seconds)
            answer = Cut()
        if isinstance(answer, Cut):
            return self._cut(answer)
        if isinstance(answer, Raw):
            return self._send(answer.status, answer.body, answer.headers)
        if isinstance(answer, Fails):
            return self._send(*_failure(call, answer))
        if call.service == "s3":
            return self._send(*aws.store.answer(self.command, unquote(self.path), body))
        if answer is None:
            raise shapes.Wrong(f"{call.operation} was not expected")
        return self._send(*_success(call, answer))

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        told = {"content-length": str(len(body)), "connection": "close"} | headers
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.close_connection = True

    def _cut(self, cut: Cut) -> None:
        if cut.told:
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n" + b"x" * cut.told)
            self.wfile.flush()
        reset = struct.pack("ii", 1, 0)  # closed at once: a reset, no orderly end
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
        self.connection.close()
        self.close_connection = True

    def finish(self) -> None:
        with suppress(OSError):  # it was cut
            super().finish()

    def log_message(self, *args: Any) -> None:
        pass


def _success(call: Call, answer: dict[str, Any]) -> tuple[int, bytes, dict[str, str]]:
    model = shapes.operation(call.service, call.operation)
    if call.service == "sts":
        assert model.output_shape
        shapes.write(model.output_shape, answer)
        inner = shapes.xml(model.output_shape, answer, f"{call.operation}Result")
        tag = f"{call.operation}Response"
        return 200, f"<{tag}>{inner}</{tag}>".encode(), {"content-type": "text/xml"}
    kind = "application/x-amz-json-1.1" if call.service == "rekognition" else "application/json"
    body = json.dumps(shapes.write(model.output_shape, answer)).encode()
    return model.http.get("responseCode", 200), body, {"content-type": kind}


def _failure(call: Call, fails: Fails) -> tuple[int, bytes, dict[str, str]]:
    if call.service in ("s3", "sts"):
        error = f"<Error><Code>{fails.code}</Code><Message>{fails.message}</Message></Error>"
        body = error if call.service == "s3" else f"<ErrorResponse>{error}</ErrorResponse>"
        return COMMON[fails.code], body.encode(), {"content-type": "text/xml"} | fails.headers
    named = {s.name: s for s in shapes.operation(call.service, call.operation).error_shapes}
    if fails.code in named:
        status = named[fails.code].metadata.get("error", {}).get("httpStatusCode", 400)
    elif fails.code in COMMON:
        status = COMMON[fails.code]
    else:
        raise shapes.Wrong(f"{call.operation} never answers {fails.code}")
    if call.service == "rekognition":
        told = {"__type": fails.code, "Message": fails.message}
        return status, json.dumps(told).encode(), dict(fails.headers)
    headers = {"x-amzn-errortype": fails.code} | fails.headers
    return status, json.dumps({"message": fails.message}).encode(), headers


@contextmanager
def serving() -> Iterator[Aws]:
    """The server, while it is needed; faults fail whoever used it."""
    aws = Aws()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.aws = aws  # type: ignore[attr-defined]
    server.handle_error = lambda *args: None  # type: ignore[method-assign]
    aws.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield aws
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert aws.faults == []
