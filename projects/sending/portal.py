"""The portal's API as far as an upload needs it: answers are dictionaries, refusals sentences."""

import time
import uuid
from typing import Any
from urllib.parse import quote, urljoin

import httpx

#: Seconds: a portal that finishes a large object is quiet for a while.
TIMEOUT = httpx.Timeout(60, connect=10, read=180)
#: Of its life: an address that is older would be refused when the bytes have travelled.
FRESH = 0.8
#: Answers after which the same request may succeed later.
PASSING = {408, 423, 425, 429, 500, 502, 503, 504}
PASSING_CODES = {"upload:part_busy", "idempotency:in_progress"}


class Declined(Exception):
    """The portal said no: its code, HTTP status, fields, and its sentences as text."""

    def __init__(self, status: int, told: dict[str, Any]) -> None:
        said = (told.get("message"), told.get("kept"), told.get("todo"), _fields(told))
        super().__init__(" ".join(str(text) for text in said if text))
        self.status, self.code = status, str(told.get("code", ""))
        self.fields = told.get("fields") or {}

    @property
    def passing(self) -> bool:
        """Whether waiting may help."""
        return self.status in PASSING or self.code in PASSING_CODES


class Unreachable(Exception):
    """No answer, or none that a portal would give."""


def _fields(told: dict[str, Any]) -> str:
    fields = told.get("fields") or {}
    return "; ".join(
        f"{name}: {' '.join(map(str, said)) if isinstance(said, list) else said}"
        for name, said in fields.items()
        if name != "missing"
    )


def declined(answer: httpx.Response) -> Declined:
    """What an answer that is no success says, from the portal or from a store of objects."""
    try:
        told = answer.json()["error"]
    except (ValueError, KeyError, TypeError):
        told = {}
    if not isinstance(told, dict) or not told:
        told = {"message": f"{answer.request.url.host} answered with status {answer.status_code}."}
    return Declined(answer.status_code, told)


class Portal:
    """A portal's address and somebody's token. Every call may raise Declined or Unreachable."""

    def __init__(self, address: str, token: str, transport: Any = None) -> None:
        self.address = address.rstrip("/") + "/"
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        self.http = httpx.Client(headers=headers, timeout=TIMEOUT, transport=transport)

    def close(self) -> None:
        self.http.close()

    def project(self, code: str) -> dict[str, Any]:
        """The one project of that code; by its id where several studios use the code."""
        if _is_id(code):
            return self._call("GET", f"projects/{code}/")
        found = self._call("GET", f"projects/?code={quote(code, safe='')}")["results"]
        if len(found) == 1:
            return found[0]
        if found:
            names = ", ".join(f"{row['name']} ({row['id']})" for row in found)
            said = f"Several projects have the code {code}. Name one by its id: {names}."
            raise Declined(409, {"message": said})
        raise Declined(404, {"message": f"There is no project {code} that this token can see."})

    def announce(self, body: dict[str, Any], *, once: str) -> dict[str, Any]:
        """The upload; in `signed` the addresses of the parts that came along, if any."""
        upload = self._call("POST", "uploads/", body, {"Idempotency-Key": once})
        return {**upload, "signed": self._whole(upload.get("signed"))}

    def upload(self, pk: str) -> dict[str, Any]:
        return self._call("GET", f"uploads/{pk}/")

    def has(self, version: str) -> bool:
        """Whether this version is there, and for us to see."""
        try:
            self._call("GET", f"versions/{version}/")
        except Declined as error:
            if error.status != 404:
                raise
            return False
        return True

    def sign(self, pk: str, parts: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Addresses of parts, whole ones, in the order asked; None for what has arrived.

        `until`: on the monotonic clock, when one is too old to begin with.
        """
        return self._whole(self._call("POST", f"uploads/{pk}/parts/", {"parts": parts}))

    def _whole(self, answer: dict[str, Any] | None) -> list[dict[str, Any]]:
        if not answer:
            return []
        until = time.monotonic() + FRESH * answer["expires_in"]
        rows = answer["parts"]
        return [
            {**row, "url": row["url"] and urljoin(self.address, row["url"]), "until": until}
            for row in rows
        ]

    def complete(self, pk: str, tree_sha256: str) -> dict[str, Any]:
        return self._call("POST", f"uploads/{pk}/complete/", {"tree_sha256": tree_sha256})

    def cancel(self, pk: str) -> None:
        self._call("DELETE", f"uploads/{pk}/")

    def _call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None
    ) -> Any:
        url = urljoin(self.address, f"api/v1/{path}")
        try:
            answer = self.http.request(method, url, json=body, headers=headers)
        except httpx.HTTPError as error:
            raise Unreachable(f"{self.address} does not answer ({_why(error)}).") from error
        if not answer.is_success:
            raise declined(answer)
        try:
            return answer.json() if answer.content else None
        except ValueError:
            raise Unreachable(f"{url} is no portal: it answers with something else.") from None


def _why(error: Exception) -> str:
    return str(error) or type(error).__name__


def _is_id(code: str) -> bool:
    try:
        return str(uuid.UUID(code)) == code.lower()
    except ValueError:
        return False
