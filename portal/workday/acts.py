"""What people do all day. Each act is one function of a person; what it achieved is promised."""

import hashlib
import random
import struct
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

from portal.workday.person import GaveUp, Person

PAGES = ("/", "/projects/", "/runs/", "/review/", "/notifications/")
SCRIPT = """INT. BOAT HOUSE {mark} - DAWN

A lantern burns. MARA ties a rope to the oar.

MARA
We leave before the fog lifts.

EXT. HARBOUR - DAY

Gulls. JON counts crates on the quay.
"""
EMPTY_BOX = struct.Struct(">I4s16s")  # of an MP4 file: readers pass over it


def look_around(person: Person) -> None:
    """Pages, signed in; whoever is not signs in first."""
    if not person.is_in and not person.sign_in():
        return
    for path in random.sample(PAGES, 2):
        person.open(path)
    person.read("runs/", project=person.facts["project"])


def come_in_again(person: Person) -> None:
    """Sign out by forgetting the session, and come in by the next link."""
    if len(person.links) > 1:
        person.pages.cookies.clear()
        if person.sign_in():
            person.book.promise("sign in", person.name)


def send_script(person: Person) -> None:
    mark = _mark()
    _upload(person, f"draft-{mark}.fountain", SCRIPT.format(mark=mark).encode())


def send_film(person: Person) -> None:
    """The same pictures each time, in a file that there is only once."""
    mark = _mark()
    film = Path(person.facts["film"]).read_bytes()
    box = EMPTY_BOX.pack(EMPTY_BOX.size, b"free", mark.encode().ljust(16))
    _upload(person, f"take-{mark}.mp4", film + box)


def _upload(person: Person, name: str, content: bytes) -> None:
    digest = hashlib.sha256(content)
    part = {"number": 1, "size": len(content), "sha256": digest.hexdigest()}
    body: dict[str, Any] = {"project": person.facts["project"], "file_name": name}
    body |= {"size": len(content), "parts": []}
    announced = person.write("announce", "POST", "uploads/", body, mark=name)
    if announced.status_code != 201:
        return
    pk = announced.json()["id"]
    if not _arrived(person, pk, part, content):
        raise GaveUp(f"the part of {name}")
    tree = hashlib.sha256(digest.digest()).hexdigest()
    done = person.write("complete", "POST", f"uploads/{pk}/complete/", {"tree_sha256": tree})
    if done.status_code == 200:
        version = done.json()["version"]["id"]
        facts = {"project": person.facts["project"], "sha256": digest.hexdigest()}
        person.book.promise("upload", name, version=version, **facts)
        person.facts["versions"].append((version, name))


def _arrived(person: Person, pk: str, part: dict[str, Any], content: bytes) -> bool:
    """Signs and sends until the storage has it; an address is good for one try here."""
    until = time.monotonic() + person.patience
    while time.monotonic() < until:
        signed = person.write("sign", "POST", f"uploads/{pk}/parts/", {"parts": [part]})
        if signed.status_code != 200:
            return False
        row = signed.json()["parts"][0]
        if row["confirmed"]:
            return True
        url = row["url"] if row["url"].startswith("http") else person.address + row["url"]
        answer = person.put(url, content, row["headers"])
        if answer is not None and answer.is_success:
            return True
        time.sleep(random.uniform(0.3, 1.5))  # noqa: S311
    return False


def ask_for_a_run(person: Person) -> None:
    """Of a script of one's own; the tool is quick, so that many runs begin and end."""
    scripts = [pk for pk, name in person.facts["versions"] if name.endswith(".fountain")]
    if not scripts:
        return
    version = random.choice(scripts)  # noqa: S311
    body = {"tool": "script_breakdown", "versions": [version], "parameters": {}}
    mark = _mark()
    asked = person.write("ask", "POST", "requests/", body, mark=mark)
    if asked.status_code == 201:
        told = asked.json()
        person.book.promise("ask", mark, request=told["id"], runs=told["runs"])
        person.facts["asked"].append(told["runs"][0])


def cancel_a_run(person: Person) -> None:
    if not person.facts["asked"]:
        return
    pk = person.facts["asked"].pop()
    answer = person.write("cancel", "POST", f"runs/{pk}/cancel/")
    if answer.status_code == 200:
        person.book.promise("cancel", pk)


def decide(person: Person) -> None:
    """On one of the newest candidates of the project that nobody has decided on."""
    found = person.read("candidates/", project=person.facts["project"]) or {}
    waiting = [row for row in found.get("results", []) if not row["decision"]]
    if not waiting:
        return
    candidate = random.choice(waiting)  # noqa: S311
    mark = _mark()
    body: dict[str, Any] = {"revision": 0, "verdict": "rejected"}
    body["reason"] = f"Not this way, {mark}."
    body["seen"] = None
    where = f"candidates/{candidate['id']}/decisions/"
    answer = person.write("decide", "POST", where, body, mark=mark)
    if answer.status_code == 201:
        person.book.promise("decide", mark, decision=answer.json()["id"])


def write_a_note(person: Person) -> None:
    version = person.facts["film_version"]
    mark = _mark()
    body = {"version": version, "text": f"Too dark here, {mark}.", "start": 4}
    answer = person.write("note", "POST", "notes/", body, mark=mark)
    if answer.status_code == 201:
        person.book.promise("note", mark, note=answer.json()["id"])


def add_an_episode(person: Person) -> None:
    mark = _mark()
    body = {"project": person.facts["project"], "code": mark.upper(), "name": "A day"}
    answer = person.write("episode", "POST", "episodes/", body, mark=mark)
    if answer.status_code == 201:
        person.book.promise("episode", mark.upper())


def change_access(person: Person) -> None:
    """The reviewer's grant of the project: given, and taken back the next time."""
    grant = person.facts.pop("grant", None)
    if grant:
        answer = person.write("take back", "DELETE", f"grants/{grant}/")
        if answer.status_code in (204, 404):  # 404: done by a try whose answer was lost
            person.book.promise("take back", grant)
        return
    mark = _mark()
    body = {"project": person.facts["project"], "membership": person.facts["reviewer"]}
    answer = person.write("grant", "POST", "grants/", body, mark=mark)
    if answer.status_code == 201:
        person.facts["grant"] = answer.json()["id"]
        person.book.promise("grant", mark, grant=person.facts["grant"])


def take_a_file(person: Person) -> None:
    """An upload of the project, whole: what comes must be what was sent, or say that it is not."""
    promises = person.book.promised("upload")
    mine = [p for p in promises if p.facts["project"] == person.facts["project"]]
    if not mine or not person.is_in:
        return
    promise = random.choice(mine)  # noqa: S311
    answer = person.take(f"/versions/{promise.facts['version']}/original/", "For the archive.")
    if answer is not None and answer.status_code == 200:
        whole = hashlib.sha256(answer.content).hexdigest() == promise.facts["sha256"]
        person.book.promise("download", promise.mark, whole=whole)


def _mark() -> str:
    return uuid.uuid4().hex[:12]


#: Role → (act, how often of all).
DUTIES: dict[str, list[tuple[Callable[[Person], None], int]]] = {
    "artist": [
        (look_around, 4),
        (send_script, 2),
        (send_film, 1),
        (ask_for_a_run, 5),
        (cancel_a_run, 1),
        (write_a_note, 3),
        (add_an_episode, 2),
    ],
    "director": [
        (look_around, 4),
        (decide, 3),
        (write_a_note, 3),
        (come_in_again, 1),
    ],
    "producer": [
        (look_around, 3),
        (change_access, 3),
        (add_an_episode, 2),
        (write_a_note, 2),
        (decide, 1),
        (take_a_file, 1),
    ],
}


def next_act(role: str) -> Callable[[Person], None]:
    acts = DUTIES[role]
    return random.choices([a for a, _n in acts], [n for _a, n in acts])[0]  # noqa: S311
