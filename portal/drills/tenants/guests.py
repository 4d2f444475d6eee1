"""A guest of one studio at every door of both: what a share link opens, and nothing beside it.

The owner of a guest's door is the other studio's guest: the same call of theirs gets through.
"""

from typing import Any

import httpx

from portal.drills.tenants.intruders import Caller, joined
from portal.drills.tenants.judging import Tally, refused, shut_out, through
from portal.drills.tenants.people import OURS, THEIRS
from portal.drills.tenants.tries import Try
from portal.rehearsal import Rehearsal

KIND = "as a guest"
Plan = list[tuple[Try, Try]]


def came_in(portal: Rehearsal, told: dict[str, Any]) -> dict[str, Caller]:
    """Studio → its guest, past the passphrase."""
    found = {}
    for name, who in ((OURS, "our guest"), (THEIRS, "their guest")):
        client = httpx.Client(base_url=portal.address, timeout=60)
        page, side = client.get(told[name]["share"]), told[name]
        secret = page.text.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
        given = {"passphrase": side["phrase"], "terms": "on", "csrfmiddlewaretoken": secret}
        client.post(side["share"], data=given)
        found[name] = Caller(who, client, token="")
        must_be_in(found[name])
    return found


def must_be_in(caller: Caller) -> None:
    answer = caller.ask(Try(KIND, "GET", "/shared/"))
    if answer.status_code != 200:
        raise RuntimeError(f"{caller.who} is not let in: {answer.status_code}")


def doors(side: dict[str, Any]) -> list[Try]:
    """A guest's own doors with rows of one studio."""
    version, note, film = side["shared"], side["guest_note"], side["film"]
    body = {"version": version, "start": 0, "text": "x"}
    return [
        Try(KIND, "GET", f"/shared/media/{film}/", film),
        Try(KIND, "POST", f"/api/guest/copies/{version}/", version, {"height": 540}),
        Try(KIND, "GET", f"/api/guest/notes/{note}/", note),
        Try(KIND, "POST", "/api/guest/notes/", version, body),
        Try(KIND, "PATCH", f"/api/guest/notes/{note}/", note, {"text": "x"}),
        Try(KIND, "DELETE", f"/api/guest/notes/{note}/", note),
    ]


def ask_owner(
    invited: dict[str, Caller], told: dict[str, Any], tally: Tally, *, reads: bool
) -> None:
    for asked in doors(told[THEIRS]):
        if asked.reads == reads:
            tally.owners[asked.key] = through(asked, invited[THEIRS].ask(asked))


def intrude(
    portal: Rehearsal, invited: dict[str, Caller], told: dict[str, Any], plan: Plan, tally: Tally
) -> None:
    """Their doors by our guest, then all of both studios that is for people, then the socket."""
    guest, theirs = invited[OURS], told[THEIRS]
    for asked in doors(theirs):
        _judge(guest, asked, asked.key, theirs, tally)
    for asked, control in plan:
        if asked.kind != "elsewhere":
            _judge(guest, asked, control.key, theirs, tally)
    for asked in _of_their_own_studio(plan, told):
        _judge(guest, asked, asked.key, told[OURS], tally)
    _try_socket(portal, guest, told, tally)
    must_be_in(guest)


def _of_their_own_studio(plan: Plan, told: dict[str, Any]) -> list[Try]:
    """The same calls with rows of the guest's own studio: the link opens none of them."""
    ours, theirs = told[OURS]["ids"], told[THEIRS]["ids"]
    swapped = {pk: ours[kind][0] for kind, rows in theirs.items() for pk in rows if ours.get(kind)}
    return [
        Try(KIND, asked.method, asked.address.replace(asked.ident, swapped[asked.ident]))
        for asked, _control in plan
        if asked.kind == "guessed" and asked.ident in swapped
    ]


def _judge(guest: Caller, asked: Try, key: str, theirs: dict[str, Any], tally: Tally) -> None:
    answer = guest.ask(asked)
    tally.tried += 1
    tally.statuses[answer.status_code] += 1
    if how := tally.leak(guest.who, asked, answer, theirs):
        tally.leaks.append(f"{guest.who} {asked.method} {asked.address}: {how}")
    elif shut_out(answer) or refused(asked, answer):
        tally.kept_out[KIND, key] += 1


def _try_socket(portal: Rehearsal, guest: Caller, told: dict[str, Any], tally: Tally) -> None:
    """The socket is for people: it closes before anything could be joined."""
    tally.tried += 1
    try:
        opened = joined(portal, guest, [f"version:{told[OURS]['shared']}"])
    except RuntimeError:
        tally.owners["socket guest"] = True
        tally.kept_out[KIND, "socket guest"] += 1
    else:
        tally.leaks.append(f"socket {guest.who}: {opened}")
