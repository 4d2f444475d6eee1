"""A small OpenID Connect server on this machine: discovery, token, userinfo, keys."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT = "last-mile"


class SignInServer:
    """`claims` is what it says of whoever signs in next."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.asked: list[str] = []
        handler = type("Handler", (_Handler,), {"server_": self})
        self.http = HTTPServer(("127.0.0.1", 0), handler)
        self.address = f"http://127.0.0.1:{self.http.server_port}"
        threading.Thread(target=self.http.serve_forever, args=[0.05], daemon=True).start()

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def answer(self, path: str) -> dict[str, Any]:
        self.asked.append(path)
        if path.startswith("/.well-known/"):
            ends = ("authorization", "token", "userinfo")
            found = {f"{end}_endpoint": f"{self.address}/{end}" for end in ends}
            return {**found, "issuer": self.address, "jwks_uri": f"{self.address}/keys"}
        if path == "/token":
            return {"access_token": "a", "token_type": "Bearer", "id_token": self._signed()}
        if path == "/keys":
            public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return {"keys": [{**public, "kid": "1", "use": "sig", "alg": "RS256"}]}
        return self.claims

    def _signed(self) -> str:
        now = int(time.time())
        facts = {"iss": self.address, "aud": CLIENT, "iat": now, "exp": now + 60, **self.claims}
        return jwt.encode(facts, KEY, algorithm="RS256", headers={"kid": "1"})


class _Handler(BaseHTTPRequestHandler):
    server_: SignInServer

    def do_GET(self) -> None:
        content = json.dumps(self.server_.answer(self.path)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.do_GET()

    def log_message(self, *_args: Any) -> None:
        """Quiet."""
