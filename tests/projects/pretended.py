"""A portal of a few lines for the sender's tests: it keeps parts, and fails on demand."""

import argparse
import hashlib
import json
import threading
import uuid

import httpx

from projects.sending.command import add_options, run

URL, TOKEN = "http://127.0.0.1:9", "lm_pretended"
PART = 100


class Pretended:
    """`faults` holds what befalls the next PUTs: "lost", "cut", or (status, code);
    `down` the calls of the API (counted from 1) that find nobody."""

    def __init__(self):
        self.projects = [{"id": "p1", "code": "LMP", "name": "Lantern"}]
        self.uploads, self.keys = {}, {}
        self.puts, self.calls, self.faults, self.down = [], [], [], ()
        self.known, self.mute, self.versions, self.life = [], 0, set(), 900
        self.lock = threading.Lock()

    def transport(self):
        return httpx.MockTransport(self.answer)

    def answer(self, request):
        body = request.read()
        with self.lock:
            if request.url.path.startswith("/put/"):
                return self.put(request, body)
            self.calls.append((request.method, request.url.path))
            if len(self.calls) in self.down:
                raise httpx.ConnectError("refused")
            if request.headers.get("authorization") != f"Bearer {TOKEN}":
                return problem(401, "access:token", "This token is unknown.")
            return self.api(request, json.loads(body) if body else {})

    def api(self, request, data):
        steps = request.url.path.strip("/").split("/")[2:]
        if steps == ["projects"]:
            rows = [p for p in self.projects if p["code"] == request.url.params["code"]]
            return httpx.Response(200, json={"results": rows, "next": None})
        if steps == ["uploads"]:
            return self.create(data, request.headers["idempotency-key"])
        if steps[0] == "versions":
            there = steps[1] in self.versions
            return httpx.Response(200, json={}) if there else problem(404, "not_found", "No.")
        upload = self.uploads.get(steps[1])
        if upload is None:
            return problem(404, "not_found", "There is nothing here.")
        if request.method == "DELETE":
            upload["state"] = "aborted"
            return httpx.Response(204)
        verb = {"parts": self.sign, "complete": self.complete}.get(steps[-1])
        return verb(upload, data) if verb else httpx.Response(200, json=view(upload))

    def create(self, data, once):
        if data["file_name"].startswith("bad"):
            return problem(400, "upload:name", "This name cannot be used.")
        if once not in self.keys:
            pk = self.keys[once] = uuid.uuid4().hex
            self.uploads[pk] = {
                **data,
                "id": pk,
                "parts": [],
                "state": "open",
                "part_size": PART,
                "have": {},
            }
        if self.mute:
            self.mute -= 1
            raise httpx.ReadTimeout("no answer")
        upload = self.uploads[self.keys[once]]
        told = view(upload) | {"already": self.known, "signed": None}
        if data["part_size"] == PART:
            told["signed"] = self.sign(upload, data).json()
        return httpx.Response(201, json=told)

    def sign(self, upload, data):
        if upload["state"] != "open":
            return problem(410, "upload:gone", "This upload is finished or was cancelled.")
        rows = [
            {
                "number": part["number"],
                "confirmed": part["number"] in upload["have"],
                "url": f"/put/{upload['id']}/{part['number']}",
                "method": "PUT",
                "headers": {"x-sha": part["sha256"]},
            }
            for part in data["parts"]
        ]
        return httpx.Response(200, json={"parts": rows, "expires_in": self.life})

    def put(self, request, body):
        assert "authorization" not in request.headers
        _, _, pk, number = request.url.path.split("/")
        self.puts.append(int(number))
        fault = self.faults.pop(0) if self.faults else None
        if fault == "cut":
            raise httpx.ReadError("reset")
        if isinstance(fault, tuple):
            return problem(*fault, "The storage says no.")
        if hashlib.sha256(body).hexdigest() != request.headers["x-sha"]:
            return problem(422, "upload:checksum", "Not as announced.")
        self.uploads[pk]["have"][int(number)] = body
        if fault == "lost":
            raise httpx.ReadTimeout("no answer")
        return httpx.Response(200)

    def complete(self, upload, data):
        have = upload["have"]
        missing = [n for n in range(1, -(-upload["size"] // PART) + 1) if n not in have]
        if missing:
            return problem(409, "upload:parts_missing", "Parts are missing.", missing=missing)
        digests = b"".join(hashlib.sha256(have[n]).digest() for n in sorted(have))
        if hashlib.sha256(digests).hexdigest() != data["tree_sha256"]:
            return problem(422, "upload:whole_checksum", "The whole is not as announced.")
        upload |= {"state": "complete", "version": f"v-{upload['id']}"}
        self.versions.add(upload["version"])
        asset = {"id": "a1", "name": upload["file_name"]}
        return httpx.Response(200, json={"asset": asset, "version": {"number": 1}})

    def bytes_of(self, name):
        (upload,) = [u for u in self.uploads.values() if u["file_name"] == name]
        assert upload["state"] == "complete"
        return b"".join(upload["have"][n] for n in sorted(upload["have"]))


def view(upload):
    confirmed = [
        {"number": n, "size": len(body), "sha256": hashlib.sha256(body).hexdigest()}
        for n, body in sorted(upload["have"].items())
    ]
    return {**{k: v for k, v in upload.items() if k != "have"}, "confirmed": confirmed}


def problem(status, code, message, **fields):
    return httpx.Response(
        status, json={"error": {"code": code, "message": message, "fields": fields}}
    )


def command(portal, out, *arguments, token=TOKEN):
    """Runs the command against the pretended portal; gives its exit code."""
    parser = argparse.ArgumentParser()
    add_options(parser)
    words = [*map(str, arguments), "--project", "LMP", "--url", URL, "--token", token]
    return run(parser.parse_args(words), out, portal.transport())
