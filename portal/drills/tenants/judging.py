"""Whether an answer is a leak, a refusal that proves something, or nothing at all."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import httpx

from portal.drills.tenants.tries import Try

#: Where people are led who are signed out or not through the door.
BEFORE = ("/accounts/login/", "/accounts/2fa/", "/agreements/", "/admin/login/")
REFUSED = (403, 404)
#: The owner got as far as the verb; what it says then is about the row's state.
REACHED = (400, 409, 410)


def shut_out(answer: httpx.Response) -> bool:
    """Turned away before anybody asked for the row: proves nothing about the fences."""
    led = answer.headers.get("location", "") if answer.is_redirect else ""
    return answer.status_code == 401 or led.startswith(BEFORE)


def opened(asked: Try, answer: httpx.Response) -> bool:
    """A page with a form in it is shown again when the form is refused."""
    if asked.plain or shut_out(answer):
        return False
    if asked.kind == "nested" and not asked.address.startswith("/api/"):
        return answer.is_redirect
    return answer.is_success or answer.is_redirect


def through(asked: Try, answer: httpx.Response) -> bool:
    """The rightful owner is let in. What is nested in a body must be taken, not only reached."""
    if shut_out(answer):
        return False
    if asked.kind == "nested":
        return opened(asked, answer) or answer.status_code == 409
    return answer.is_success or answer.is_redirect or answer.status_code in REACHED


def refused(asked: Try, answer: httpx.Response) -> bool:
    """The same call did not get there, as it should be."""
    if asked.kind == "admin":
        return answer.status_code in REFUSED or shut_out(answer)
    if shut_out(answer):
        return False
    if asked.plain or asked.kind == "nested":
        return answer.status_code < 500
    by_secret = (400, 410) if asked.kind in ("linked", "uploaded to") else ()
    return answer.status_code in (*REFUSED, *by_secret)


@dataclass
class Tally:
    """What was tried, what answered, what leaked; and what counts, once the owner was asked."""

    statuses: Counter[int] = field(default_factory=Counter)
    leaks: list[str] = field(default_factory=list)
    shut: list[str] = field(default_factory=list)
    #: (kind of try, key of the owner's same call) → how many were refused
    kept_out: Counter[tuple[str, str]] = field(default_factory=Counter)
    owners: dict[str, bool] = field(default_factory=dict)
    tried: int = 0

    def judge(
        self, who: str, asked: Try, answer: httpx.Response, theirs: dict[str, Any], control: Try
    ) -> None:
        self.tried += 1
        self.statuses[answer.status_code] += 1
        how = self.leak(who, asked, answer, theirs)
        if how:
            shown = f"{asked.method} {asked.address} {asked.body or ''}".strip()
            self.leaks.append(f"{who} {shown}: {answer.status_code}, {how}")
        elif refused(asked, answer):
            self.kept_out[asked.kind, control.key] += 1
        elif shut_out(answer):
            self.shut.append(f"{who} {asked.method} {asked.address}: {answer.status_code}")

    def leak(self, who: str, asked: Try, answer: httpx.Response, theirs: dict[str, Any]) -> str:
        """How the answer gives something of theirs away; "" when it does not."""
        if answer.status_code >= 500:
            return "failed"
        if opened(asked, answer):
            return "opened"
        secrets = {pk for rows in theirs["ids"].values() for pk in rows if len(pk) > 30}
        names = {theirs["mark"], *([theirs["name"]] if who.startswith("our") else [])}
        said = answer.text
        found = [word for word in (secrets - _asked(asked)) | names if word in said]
        return f"told {found[0]}" if found else ""

    def counted(self) -> Counter[str]:
        """Attempts by kind: refused, where the owner's same call got through."""
        found: Counter[str] = Counter()
        for (kind, key), number in self.kept_out.items():
            if self.owners.get(key):
                found[kind] += number
        return found

    @property
    def unproved(self) -> list[str]:
        """Calls that the owner did not get through with either: they prove nothing."""
        keys = {key for _kind, key in self.kept_out}
        return sorted(key for key in keys if key in self.owners and not self.owners[key])


def _asked(asked: Try) -> set[str]:
    """What the intruder named may stand in the answer."""
    named = {str(value) for value in asked.body.values()}
    whole = " ".join([asked.address, asked.ident, *named])
    return {asked.ident, *re.findall(r"[0-9a-f-]{36}", whole)}
