"""A day at work: people cast in the portal, each in a thread; sockets and a webhook beside them."""

import json
import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from portal.rehearsal import Rehearsal
from portal.workday.acts import next_act
from portal.workday.book import Book
from portal.workday.hearing import Hearer, Socket
from portal.workday.person import GaveUp, Person
from projects.media.sample import make_sample

#: Jobs that are not over: (what, how many) of everything that a worker has to do.
WORK = """
select (select count(*) from projects_run where state in ('QUEUED', 'RUNNING'))
     + (select count(*) from projects_ingest where state in ('QUEUED', 'RUNNING')),
       (select count(*) from portal_mail where state = 'waiting'),
       (select count(*) from portal_webhookdelivery where state = 'waiting')
"""
ENDED = "select count(*) from projects_run where state not in ('QUEUED', 'RUNNING')"
EXAMINED = """
select 1 from projects_ingest where version_id::text = any(%s) and state = 'READY'
"""
CAST = """
import json
from datetime import timedelta
from django.utils import timezone
from portal.models import ApiToken, Membership, SignInLink, Studio
from portal.outbox.endpoints import add
from portal.sample import send_file
from portal.scopes import Scope
from portal.signin import sign_in_link
from pathlib import Path
from projects.models import Project, ProjectGrant
day = {day!r}
told = []
for studio in Studio.objects.order_by("name"):
    members = {{m.role: m for m in studio.memberships.active().select_related("user")}}
    if "producer" not in members:
        continue
    producer = members["producer"].user
    project = Project.objects.create(studio=studio, name="Day " + day, code="D" + day)
    upload = send_file(Path({film!r}), project=project, actor=members["artist"].user,
        name="day.mp4")
    if {hearer!r}:
        add(actor=producer, studio=studio, url={hearer!r} + str(studio.pk) + "/",
            events=["run.finished", "decision.made", "asset.ready"])
    for role in ("producer", "director", "artist"):
        for number in range({each}):
            user = members[role].user
            links = [SignInLink.issue(user, strong=True) for _n in range({links})]
            SignInLink.objects.filter(user=user).update(
                expires_at=timezone.now() + timedelta(days=1))
            told.append({{
                "name": f"{{user.name}} {{number}}", "role": role, "studio": str(studio.pk),
                "token": ApiToken.issue(user, name="day", scopes=list(Scope.values))[1],
                "links": [sign_in_link(link) for link in links],
                "project": str(project.pk), "film_version": str(upload.version_id),
                "reviewer": str(members["reviewer"].pk), "user": str(user.pk),
            }})
print(json.dumps(told))
"""
PATIENCE = 240.0


class Day:
    """Begins at once. `hold` stops nobody; `rest` sends people home and waits for the work."""

    def __init__(
        self,
        portal: Rehearsal,
        book: Book,
        cast: list[dict[str, Any]],
        hearer: Hearer,
        pause: float,
    ) -> None:
        self.portal, self.book, self.cast, self.pause = portal, book, cast, pause
        self.hearer = hearer
        self.home, self.over = threading.Event(), threading.Event()
        self.seconds_to_rest: float | None = None
        self.people = [Person(portal.address, facts, book, self.home) for facts in cast]
        self.sockets = [Socket(portal.address, p, book) for p in self.people if _watches(p)]
        self.threads = [
            *(self._thread(self._works, person) for person in self.people),
            *(self._thread(socket.listen) for socket in self.sockets),
            self._thread(self._count_ends),
        ]

    def _thread(self, work: Callable[..., None], *args: Any) -> threading.Thread:
        thread = threading.Thread(target=work, args=args, daemon=True)
        thread.start()
        return thread

    def _works(self, person: Person) -> None:
        while not self.home.is_set():
            try:
                next_act(person.role)(person)
            except GaveUp as gave_up:
                self.book.complain(f"{person.name} gave up: {gave_up}")
            except Exception as error:  # one person's trouble sends nobody else home
                self.book.complain(f"{person.name}: {type(error).__name__}: {error}"[:200])
            self.home.wait(self.pause * random.uniform(0.5, 1.5))  # noqa: S311 (spreads load)

    def _count_ends(self) -> None:
        """A run that ended is a sign of life of the workers."""
        before = None
        while not self.over.is_set():
            try:
                now = self.portal.query(ENDED)[0][0]
            except Exception:  # whatever is broken just now: asked again
                now = before
            if before is not None and now is not None and now > before:
                self.book.came("run", "worker")
            before = now
            self.over.wait(0.3)

    def rest(self, patience: float = PATIENCE) -> None:
        """People finish what they do and go; then everything that waits is worked off."""
        begun = time.monotonic()
        self.home.set()
        for thread in self.threads[:-1]:  # the last counts what ends until all has
            thread.join(PATIENCE)
        while time.monotonic() < begun + patience:
            if self.portal.query(WORK)[0] == (0, 0, 0):
                self.seconds_to_rest = round(time.monotonic() - begun, 1)
                return
            time.sleep(0.5)

    def close(self) -> None:
        self.home.set()
        self.over.set()
        for socket in self.sockets:
            socket.close()
        for thread in self.threads:
            thread.join(30)
        for person in self.people:
            person.close()


def _until_examined(portal: Rehearsal, cast: list[dict[str, Any]]) -> None:
    """Notes are written on pictures: the film of the day has to be there."""
    films = sorted({facts["film_version"] for facts in cast})
    until = time.monotonic() + PATIENCE
    while len(portal.query(EXAMINED, films)) < len(films):
        if time.monotonic() > until:
            raise RuntimeError("the film of the day was not examined")
        time.sleep(0.5)


def _watches(person: Person) -> bool:
    return person.role in ("director", "artist")


@contextmanager
def workday(
    portal: Rehearsal, book: Book, *, each: int = 1, pause: float = 1.0, links: int = 40
) -> Iterator[Day]:
    """`each` people of each role and studio, who rest about `pause` seconds after every act.

    Webhooks go to loopback where the portal was started with WEBHOOK_ALLOW_PRIVATE=on.
    """
    film = portal.var / "day.mp4"
    make_sample(film, seed=3, seconds=2, size=(320, 180))
    hears = portal.env.get("WEBHOOK_ALLOW_PRIVATE") == "on"
    with Hearer() as hearer:
        places = {"film": str(film), "hearer": hearer.address if hears else ""}
        how = {"day": str(time.time_ns())[-9:], "each": each, "links": links}
        cast = json.loads(portal.shell(CAST.format(**places, **how)).splitlines()[-1])
        for facts in cast:
            facts |= {"film": str(film), "versions": [], "asked": []}
        _until_examined(portal, cast)
        at_work = Day(portal, book, cast, hearer, pause)
        try:
            yield at_work
        finally:
            at_work.close()
