"""A portal of a few lines for the browser modules: static files, uploads, jobs and the live
socket, with faults on demand."""

import asyncio
import hashlib
import json
import threading
import time
from pathlib import Path
from urllib.parse import parse_qs

import uvicorn

from .fake_pages import PAGE, POLICY, TYPES, problem

ROOT = Path(__file__).resolve().parents[2]


class FakePortal:
    part_size = 64 * 1024

    def __init__(self):
        self.pages, self.files, self.calls, self.puts = {}, {}, [], []
        self.uploads, self.jobs, self.sockets, self.said = {}, {}, set(), []
        self.put_delay = 0.0
        self.put_faults, self.sign_faults = [], []
        self.asked, self.life = [], []
        self.socket_open, self.deaf, self.tells = True, False, False
        self.sends_away = 0
        self.answers = {}
        self.known = []

    def page(self, path, body):
        self.pages[path] = PAGE % body

    # --- the server

    def start(self):
        config = uvicorn.Config(self, host="127.0.0.1", port=0, log_level="warning", lifespan="off")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.01)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    def stop(self):
        self.server.should_exit = self.server.force_exit = True
        self.thread.join(5)

    async def __call__(self, scope, receive, send):
        if scope["type"] == "websocket":
            await self.live(receive, send)
        else:
            await self.http(scope, receive, send)

    async def http(self, scope, receive, send):
        body = b""
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                return
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        status, kind, content, extra = await self.answer(scope, headers, body)
        await send(
            {
                "type": "http.response.start",
                "status": status,
                "headers": [
                    (b"content-type", kind.encode()),
                    (b"content-length", str(len(content)).encode()),
                    (b"content-security-policy", POLICY),
                    *extra,
                ],
            }
        )
        await send({"type": "http.response.body", "body": content})

    async def answer(self, scope, headers, body):
        path, method = scope["path"], scope["method"]
        if path.startswith("/put/"):
            return await self.put(path, headers, body)
        if path.startswith("/api/"):
            self.calls.append((method, path, json.loads(body) if body else None))
            status, data = self.api(
                method, path, scope["query_string"].decode(), json.loads(body) if body else {}
            )
            return status, "application/json", json.dumps(data).encode(), []
        if path in self.pages:
            return 200, "text/html", self.pages[path].encode(), []
        return self.file(path, headers)

    def file(self, path, headers):
        if path in self.files:
            content = self.files[path]
        elif path.startswith("/static/") and (ROOT / path[1:]).is_file():
            content = (ROOT / path[1:]).read_bytes()
        else:
            return 404, "text/plain", b"", []
        kind = TYPES.get(Path(path).suffix, "application/octet-stream")
        if "range" not in headers:
            return 200, kind, content, [(b"accept-ranges", b"bytes")]
        first, last = headers["range"].removeprefix("bytes=").split("-")
        first, last = int(first), int(last or len(content) - 1)
        return (
            206,
            kind,
            content[first : last + 1],
            [
                (b"content-range", f"bytes {first}-{last}/{len(content)}".encode()),
                (b"accept-ranges", b"bytes"),
            ],
        )

    # --- the interface

    def told(self, topics):
        """One topic is told as it is, several each by its name."""
        told = {name: {"jobs": [self.jobs[name]] if name in self.jobs else []} for name in topics}
        return {"jobs": [], "topics": told} if len(topics) > 1 else told.get(topics[0])

    def api(self, method, path, query, data):
        if (method, path) in self.answers:
            answer = self.answers[method, path]
            return answer(data) if callable(answer) else answer
        steps = [step for step in path.split("/") if step][2:]
        if steps == ["jobs"]:
            return 200, self.told(parse_qs(query).get("topic", []))
        if steps == ["uploads"]:
            return (
                self.create(data)
                if method == "POST"
                else (
                    200,
                    {
                        "next": None,
                        "previous": None,
                        "results": [
                            self.view(one)
                            for one in self.uploads.values()
                            if one["state"] == "open"
                        ],
                    },
                )
            )
        upload = self.uploads.get(steps[1]) if steps[0] == "uploads" else None
        if upload is None:
            return 404, problem("upload:unknown", "This upload is gone.")
        if method == "DELETE":
            upload["state"] = "aborted"
            return 204, None
        if steps[2:] == ["parts"]:
            if self.sign_faults:
                return self.sign_faults.pop(0), problem("storage:failed", "Not now.")
            self.asked.append([part["number"] for part in data["parts"]])
            upload["signed"].update({part["number"]: part for part in data["parts"]})
            return 200, {
                "expires_in": self.life.pop(0) if self.life else 900,
                "parts": [
                    {
                        "number": part["number"],
                        "method": "PUT",
                        "headers": {"x-amz-checksum-sha256": part["sha256"]},
                        "url": f"/put/{upload['id']}/{part['number']}",
                    }
                    for part in data["parts"]
                ],
            }
        if steps[2:] == ["complete"]:
            return self.complete(upload, data)
        return 200, self.view(upload)

    def create(self, data):
        if not data["size"]:
            return 400, problem(
                "upload:empty", "The file is empty.", "Nothing was kept.", "Export it again."
            )
        number = f"u{len(self.uploads) + 1}"
        count = -(-data["size"] // self.part_size)
        self.uploads[number] = {
            "id": number,
            "state": "open",
            "part_size": self.part_size,
            "part_count": count,
            "file_name": data["file_name"],
            "size": data["size"],
            "project": data["project"],
            "have": {},
            "signed": {},
        }
        return 201, self.view(self.uploads[number]) | {"already": self.known}

    def view(self, upload):
        shown = {name: value for name, value in upload.items() if name not in ("have", "signed")}
        return shown | {
            "confirmed": [
                {
                    "number": number,
                    "size": len(content),
                    "sha256": hashlib.sha256(content).hexdigest(),
                }
                for number, content in sorted(upload["have"].items())
            ]
        }

    def complete(self, upload, data):
        missing = [
            number for number in range(1, upload["part_count"] + 1) if number not in upload["have"]
        ]
        if missing:
            return 409, problem("upload:parts_missing", "Parts are missing.", missing=missing)
        digest = hashlib.sha256(
            b"".join(
                hashlib.sha256(upload["have"][number]).digest() for number in sorted(upload["have"])
            )
        ).hexdigest()
        if digest != data["tree_sha256"]:
            return 422, problem("upload:whole", "The whole differs.")
        upload["state"] = "complete"
        return 200, {
            "state": "complete",
            "asset": {"id": "a1", "url": "/assets/a1/", "name": upload["file_name"]},
            "version": {"id": "v1", "number": 1},
        }

    async def put(self, path, headers, body):
        _, _, number, part = path.split("/")
        await asyncio.sleep(self.put_delay)
        self.puts.append((number, int(part)))
        if self.put_faults:
            fault = self.put_faults.pop(0)
            if fault == "lost":
                self.uploads[number]["have"][int(part)] = body
                return 502, "text/plain", b"", []
            status, code = fault
            return (
                status,
                "application/json",
                json.dumps(
                    problem(code, "No room is left.", "The parts are kept.", "Delete something.")
                ).encode(),
                [],
            )
        if hashlib.sha256(body).hexdigest() != headers.get("x-amz-checksum-sha256"):
            return (
                400,
                "application/json",
                json.dumps(problem("upload:checksum", "The part changed.")).encode(),
                [],
            )
        self.uploads[number]["have"][int(part)] = body
        return 200, "text/plain", b"", []

    # --- the socket

    async def live(self, receive, send):
        await receive()
        if not self.socket_open:
            return await send({"type": "websocket.close", "code": 1013})
        await send({"type": "websocket.accept"})
        if self.sends_away:
            return await send({"type": "websocket.close", "code": self.sends_away})
        entry = (asyncio.get_running_loop(), send)
        self.sockets.add(entry)
        try:
            while (message := await receive())["type"] != "websocket.disconnect":
                data = json.loads(message["text"])
                self.said.append(data)
                if self.deaf:
                    continue
                for topic in data.get("join", []):
                    if topic in self.jobs:
                        await send(
                            {
                                "type": "websocket.send",
                                "text": json.dumps(
                                    {
                                        "type": "job",
                                        "topic": topic,
                                        "snapshot": True,
                                        "job": self.jobs[topic],
                                    }
                                ),
                            }
                        )
                for topic in data.get("ask", []) if self.tells else []:
                    jobs = [self.jobs[topic]] if topic in self.jobs else []
                    told = json.dumps({"type": "jobs", "topic": topic, "jobs": jobs})
                    await send({"type": "websocket.send", "text": told})
                if data.get("join"):
                    told = json.dumps({"type": "joined", "topics": data["join"]})
                    await send({"type": "websocket.send", "text": told})
        finally:
            self.sockets.discard(entry)

    def publish(self, topic, job, keep=True):
        if keep:
            self.jobs[topic] = job
        self.to_all(
            {
                "type": "websocket.send",
                "text": json.dumps({"type": "job", "topic": topic, "snapshot": False, "job": job}),
            }
        )

    def hang_up(self):
        self.socket_open = False
        self.to_all({"type": "websocket.close", "code": 1012})

    def restart(self):
        """As a server that ends; another one is there already."""
        self.to_all({"type": "websocket.close", "code": 1012})

    def send_away(self, code):
        """As the portal does it: whoever comes back is let in, told the code, and closed."""
        self.sends_away = code
        self.to_all({"type": "websocket.close", "code": code})

    def to_all(self, message):
        for loop, send in list(self.sockets):
            asyncio.run_coroutine_threadsafe(send(message), loop).result(5)
