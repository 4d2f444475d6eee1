"""`drill egress [STATES]`: canaries in what a studio has, and every packet that leaves any process.

The portal runs in a network of its own in which every address leads back here (`watching`), so
that each connection of each process is recorded, whatever library makes it: to providers, the mail
server, webhooks and a sign-on server, all of them on loopback. A studio's scripts and pictures
carry canaries in their words, their metadata (file names, EXIF) and their pixels. Random states of
policy, terms, consents, likenesses and budget follow one another. A request is made through the
door; or its run is written past the door, as a bug would; or all is allowed when it is asked, and
forbidden before a worker takes it up. What the gate says stands beside what arrived.
"""

import json
from typing import Any

from portal.drills.egress.watching import Watch, enter_own_network
from portal.drills.egress.world import World
from portal.rehearsal import rehearsal

STATES, SEED = 1000, 6

DRIVE = """
from portal.drills.egress.states import tell
tell({states}, {seed}, {address!r}, {hook!r})
"""


def run(args: list[str]) -> dict[str, Any]:
    """States by what the gate said; in the `leaked` ones a canary left although it said no."""
    states, seed = (*map(int, args), *(STATES, SEED)[len(args) :])
    enter_own_network()
    watch = Watch()
    watch.start()
    with World() as world:
        settings = {
            "EMAIL_URL": f"smtp://127.0.0.1:{world.mail.port}",
            "WEBHOOK_ALLOW_PRIVATE": "1",
        }
        with rehearsal(settings) as portal:
            code = DRIVE.format(states=states, seed=seed, address=world.address, hook=world.hook)
            told = json.loads(portal.shell(code, seconds=7200).splitlines()[-1])
            known = {*world.ports, portal.port}
        return _judged(told, world, watch, known)


def _judged(told: dict[str, Any], world: World, watch: Watch, known: set[int]) -> dict[str, Any]:
    rows, words = told["states"], [word.encode() for word in told["canaries"]]
    refused = [row for row in rows if not row["allowed"]]
    arrived = {row["number"]: world.arrived(row["number"], told) for row in rows}
    leaked = [row for row in refused if arrived[row["number"]].canaries]
    without = [r for r in rows if arrived[r["number"]].times > r["receipts"]]
    elsewhere = {where: sent for where, sent in watch.holding(words).items() if sent}
    strange = {f"{a}:{p}" for a, p in (*watch.connections, *watch.datagrams) if p not in known}
    return {
        "drill": "egress",
        "method": (__doc__ or "").split("\n\n", 1)[1].replace("\n", " "),
        "by_way": _by_way(rows),
        "seen_where_allowed": sum(
            bool(arrived[r["number"]].canaries) for r in rows if r["allowed"]
        ),
        "pixels_seen": sum(arrived[r["number"]].pixels for r in rows),
        "metadata_sent": sum(arrived[r["number"]].metadata for r in rows),
        "canaries_to_others": sorted(
            f"{p}" for s in elsewhere.values() for _a, p in s if p not in world.provider_ports
        ),
        "connections": sum(watch.connections.values()),
        "mails": len(world.mail.letters),
        "webhooks": len(world.hooked),
        "sign_on": len(world.signed_on),
        "to_unknown_places": sorted(strange),
        "without_receipt": [row["number"] for row in without],
        "worst": [{**row, "canaries": arrived[row["number"]].canaries} for row in leaked[:5]],
        "states": len(rows),
        "allowed": len(rows) - len(refused),
        "refused": len(refused),
        "leaked": len(leaked),
    }


def _by_way(rows: list[dict[str, Any]]) -> dict[str, dict[str, int]]:
    ways = sorted({row["way"] for row in rows})
    return {
        way: {
            word: sum(row["way"] == way and row["allowed"] is yes for row in rows)
            for word, yes in (("allowed", True), ("refused", False))
        }
        for way in ways
    }
