"""Addresses that a signature opens: tampered with, or signed for two studios at once."""

from typing import Any

from portal.drills.tenants.people import OURS, THEIRS
from portal.drills.tenants.tries import Try


def linked(told: dict[str, Any]) -> list[tuple[Try, Try]]:
    """(what an intruder has, what its owner has)."""
    theirs = told[THEIRS]
    closed, part = theirs["closed"], theirs["part"]
    page = Try("linked", "GET", closed)
    upload = Try("uploaded to", "PUT", part)
    found = [
        (Try("linked", "GET", told["crossed"], theirs["ids"]["closeout"][0]), page),
        (Try("uploaded to", "PUT", _tampered(part)), upload),
        (Try("uploaded to", "PUT", _grafted(part, told[OURS]["part"])), upload),
    ]
    found += [
        (Try("linked", "GET", address), page)
        for address in (_tampered(closed), _grafted(closed, told[OURS]["closed"]))
    ]
    # Rows' ids and hashes where a secret belongs: nobody gets in by these.
    guesses = [theirs["ids"]["invitation"][0], theirs["invitation_hash"], theirs["token_hash"]]
    for guess in guesses:
        for place in ("invitations", "enter"):
            asked = Try("elsewhere", "GET", f"/{place}/{guess}/", guess)
            found.append((asked, asked))
    # And of a personal link: its hash, and the number of a row of theirs, open nothing.
    for guess in (theirs["personal_hash"], theirs["ids"]["performerlink"][0]):
        asked = Try("elsewhere", "GET", f"/allowed/{guess}/", guess)
        found.append((asked, asked))
    return found


def _tampered(address: str) -> str:
    """The last letter of the signature is another."""
    whole = address.rstrip("/")
    other = "A" if whole[-1] != "A" else "B"
    return address.replace(whole, whole[:-1] + other)


def _grafted(theirs: str, ours: str) -> str:
    """Their content under our signature."""
    return theirs.rsplit(":", 1)[0] + ":" + ours.rsplit(":", 1)[1]
