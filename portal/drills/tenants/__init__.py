"""`drill tenants`: one studio tries every door with everything that belongs to another.

Two studios with one of everything. People of the first in every role, one with a token for
reading only, one who was thrown out of the second, a beta lead, an administrator, and a guest
with a share link of the first try each page and API route with each identifier of the second:
guessed, listed, filtered, ordered, exported, uploaded to, nested in what they create, by links
that were tampered with, in the Django admin, and each topic of the socket. An answer that opens
such an address, names what the other studio made, changes a row of it, or ties a row of one to a
row of the other is a leak, and so is a failure. An attempt counts only where the rightful owner
gets through with the same call and the intruder is refused by a gate, a lookup or a form, past
sign-in, second factor and agreements.
"""

import json
import logging
from typing import Any

from portal.drills.tenants import guests, rows
from portal.drills.tenants.intruders import BEHIND_A_PROXY, Caller, callers, joined
from portal.drills.tenants.judging import Tally, through
from portal.drills.tenants.linking import linked
from portal.drills.tenants.nesting import nested
from portal.drills.tenants.people import FORMER, OURS, THEIRS
from portal.drills.tenants.tries import Try, admin_pages, by_id, listed, of_other_kinds
from portal.rehearsal import Rehearsal, rehearsal

FILL = "from portal.drills.tenants.two_studios import tell; tell()"
OWNER, WIDEST = "their producer", "our producer"
#: Topic → the kind of row in it.
TOPICS = {
    kind: kind for kind in ("run", "ingest", "carrying", "project", "version", "export", "closeout")
}
TOPICS |= {"request": "assistrequest", "copy": "viewingcopy", "disclosure": "disclosurepack"}
Plan = list[tuple[Try, Try]]


def run(args: list[str]) -> dict[str, Any]:
    """Attempts by kind, leaks, and how each status was answered."""
    logging.getLogger("httpx").setLevel(logging.WARNING)
    with rehearsal(BEHIND_A_PROXY) as portal:
        rows.settle(portal)
        told = json.loads(portal.shell(FILL).splitlines()[-1])
        rows.settle(portal)
        everybody, tally = callers(portal, told["people"]), Tally()
        _enter_and_leave(portal, told, everybody, tally)
        tally.leaks += rows.crossed(portal)
    counted = tally.counted()
    return {
        "drill": "tenants",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "statuses": {str(code): count for code, count in sorted(tally.statuses.items())},
        "kinds_without_a_row": sorted(k for k, found in told[THEIRS]["ids"].items() if not found),
        "tried": tally.tried,
        "not_counted_since_the_owner_fails_too": tally.unproved,
        "shut_out": tally.shut[:20],
        "examples": tally.leaks[:40],
        "by_kind": dict(sorted(counted.items())),
        "attempts": counted.total(),
        "leaks": len(tally.leaks),
    }


def _enter_and_leave(
    portal: Rehearsal, told: dict[str, Any], everybody: dict[str, Caller], tally: Tally
) -> None:
    """The owner reads, the intruders try, the rows are compared, the owner writes."""
    theirs = told[THEIRS]
    plan = plan_of(told)
    controls = {control.key: control for _asked, control in plan if control.kind != "elsewhere"}
    _ask_owners([c for c in controls.values() if c.reads], everybody, tally)
    invited = guests.came_in(portal, told)
    guests.ask_owner(invited, told, tally, reads=True)
    before = rows.digests(portal, theirs)
    for who, caller in everybody.items():
        if not who.startswith("their ") or who == FORMER:
            _try(caller, plan, theirs, tally)
            caller.must_be_in()
    _try_sockets(portal, theirs, everybody, tally)
    guests.intrude(portal, invited, told, plan, tally)
    rows.settle(portal)
    tally.leaks += rows.changed(before, rows.digests(portal, theirs))
    guests.ask_owner(invited, told, tally, reads=False)
    writing = sorted((c for c in controls.values() if not c.reads), key=lambda c: c.rank)
    _ask_owners(writing, everybody, tally)


def plan_of(told: dict[str, Any]) -> Plan:
    """(what an intruder tries, what the owner may): mostly the very same call."""
    theirs = told[THEIRS]["ids"]
    same = [*by_id(theirs), *of_other_kinds(theirs), *listed(theirs), *admin_pages(theirs)]
    sides = [
        {**side["ids"], "name": [side["name"]], "lead": [told["lead"]]}
        for side in (told[OURS], told[THEIRS])
    ]
    return [*((asked, asked) for asked in same), *nested(*sides), *linked(told)]


def _ask_owners(controls: list[Try], everybody: dict[str, Caller], tally: Tally) -> None:
    for control in controls:
        owners = [OWNER, *control.by_right]
        tally.owners[control.key] = any(
            through(control, everybody[who].ask(control)) for who in owners if who in everybody
        )


def _try(caller: Caller, plan: Plan, theirs: dict[str, Any], tally: Tally) -> None:
    for asked, control in plan:
        if caller.who in asked.by_right:
            continue
        if asked.kind == "elsewhere" and caller.who != WIDEST:
            continue
        tally.judge(caller.who, asked, caller.ask(asked), theirs, control)


def _try_sockets(
    portal: Rehearsal, theirs: dict[str, Any], everybody: dict[str, Caller], tally: Tally
) -> None:
    """Each topic with theirs; what its owner opens and the intruder does not is kept out."""
    names = [f"{topic}:{pk}" for topic, kind in TOPICS.items() for pk in theirs["ids"][kind]]
    strange = [f"mine:{pk}" for pk in theirs["ids"]["user"]]
    tally.owners |= joined(portal, everybody[OWNER], names)
    for who, caller in everybody.items():
        if who.startswith("their ") and who != FORMER:
            continue
        for name, is_open in joined(portal, caller, [*names, *strange]).items():
            tally.tried += 1
            if is_open:
                tally.leaks.append(f"socket {who} {name}: opened")
            else:
                tally.kept_out["socket", name] += 1
