"""Who comes and goes beside the people at work: sockets of short visits, and studios' archives."""

import json
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress

from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from portal.workday import Day
from portal.workday.person import GaveUp, Person

EXPORT_EVERY = 150.0  # seconds, a studio
LONGEST_VISIT = 20.0
AT_ONCE = 3  # visits of one person; a person may have twenty open


class Passers:
    """Begins at once; a context manager. `visits` counts sockets opened, `cut` those broken off."""

    def __init__(self, day: Day) -> None:
        self.day = day
        self.visits = self.cut = self.exports = 0
        self._ended = threading.Event()
        self._turn = threading.Lock()
        producers = [person for person in day.people if person.role == "producer"]
        self._threads = [
            *(self._thread(self._visit, person) for person in day.people for _n in range(AT_ONCE)),
            *(self._thread(self._take_away, person) for person in producers),
        ]

    def __enter__(self) -> "Passers":
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        for thread in self._threads:
            thread.join(90)

    def _thread(self, work: Callable[[Person], None], person: Person) -> threading.Thread:
        thread = threading.Thread(target=work, args=(person,), daemon=True)
        thread.start()
        return thread

    def _visit(self, person: Person) -> None:
        while not self._ended.wait(random.uniform(0.5, 4)):  # noqa: S311 (spreads load)
            session = person.pages.cookies.get("sessionid")
            if session:
                with suppress(WebSocketException, OSError, TimeoutError, EOFError):
                    self._stay(person, session)

    def _stay(self, person: Person, session: str) -> None:
        """Half of them leave as a browser does, half as a laptop that is shut."""
        url = person.address.replace("http", "ws", 1) + "/ws/live/"
        headers = {"Cookie": f"sessionid={session}", "Origin": person.address}
        line = connect(url, additional_headers=headers, open_timeout=20, close_timeout=2)
        breaks = random.random() < 0.5  # noqa: S311
        with self._turn:
            self.visits += 1
            self.cut += breaks
        line.send(json.dumps({"join": ["mine:", f"project:{person.facts['project']}"]}))
        until = time.monotonic() + random.uniform(0, LONGEST_VISIT)  # noqa: S311
        while time.monotonic() < until and not self._ended.is_set():
            with suppress(TimeoutError):
                line.recv(timeout=1)
        if breaks:
            line.socket.close()
        line.close()

    def _take_away(self, person: Person) -> None:
        while not self._ended.wait(EXPORT_EVERY * random.uniform(0.5, 1)):  # noqa: S311
            body = {"studio": person.facts["studio"], "with_renditions": False}
            with suppress(GaveUp):
                asked = person.write("export", "POST", "exports/", body, mark=str(time.time_ns()))
                self.exports += asked.status_code == 201
