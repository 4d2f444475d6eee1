"""One file on its way: announce or take up again, send what is missing, close.

Announced with a key that is written down first, so that a crash in between makes no second
upload. What has arrived is asked of the portal, never guessed: after an error the address of a
part is asked for anew, and for a part that has arrived there is none.
"""

import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any, Protocol, TypeVar

from .found import readable
from .memory import Memory, Remembered
from .parts import Cut, FileChanged, Item, Store, fingerprint, tree, tree_of, wished_size
from .patience import GaveUp, Patience
from .portal import Declined, Portal, Unreachable

Result = TypeVar("Result")
BATCH = 32  # parts signed in one request, at most
STUBBORN = 5  # times a part is sent again that did not arrive as announced


class News(Protocol):
    """Who is told how it goes."""

    def begin(self, file: Item, already: int) -> None: ...
    def moved(self, count: int) -> None: ...
    def back(self, count: int) -> None: ...
    def note(self, text: str) -> None: ...


@dataclass(frozen=True)
class Place:
    """Where files go: a project's id, and an asset's where they are new versions of it."""

    project: str
    asset: str = ""
    part_size: int = 0  # asked for, in bytes; 0: by the size of the file
    again: bool = False  # also what is there already


class Transfer:
    """`run()` gives the sentence of what became of the file."""

    def __init__(
        self,
        file: Item,
        place: Place,
        *,
        portal: Portal,
        store: Store,
        memory: Memory,
        patience: Patience,
        news: News,
        parallel: int,
    ) -> None:
        self.file, self.place, self.portal, self.store = file, place, portal, store
        self.memory, self.patience, self.news, self.parallel = memory, patience, news, parallel
        self.digests: dict[int, str] = {}
        self.arrived: set[int] = set()
        self.first, self.then = max(1, parallel // 4), min(BATCH, 2 * parallel)
        self.signed: list[dict[str, Any]] = []  # with the announcement
        self.ended = threading.Event()

    def run(self) -> str:
        """Raises Declined, FileChanged or GaveUp; what has arrived is kept for the next time."""
        row = self.memory.recall(self.file)
        upload = self._found_again(row) if row and row.id else None
        if row and upload and upload["state"] == "complete":
            if self._stands(upload):
                self._landed(row, "is there")
                return "was sent before and is there"
            row, upload = None, None  # somebody deleted it since: it is sent anew
        row, upload = (row, upload) if row and upload else self._announced(row)
        if there := self._twin(upload.get("already") or []):
            self._stubbornly(lambda: self.portal.cancel(upload["id"]))
            return self._landed(row, f"is there already as version {there}")
        self.id, self.cut = upload["id"], Cut(self.file, upload["part_size"])
        self._compare(upload.get("confirmed") or [])
        result = self._to_the_end(row)
        version = result["version"]["number"]
        return self._landed(row, f"is there as version {version} of {result['asset']['name']}")

    def _landed(self, row: Remembered, sentence: str) -> str:
        row.done = sentence
        self.memory.keep(self.file, row)
        return sentence

    def _found_again(self, row: Remembered) -> dict[str, Any] | None:
        """The upload of before; None when it is no more, or is somebody else's."""
        try:
            upload = self._stubbornly(lambda: self.portal.upload(row.id))
        except Declined as error:
            if error.status not in (404, 410):
                raise
            return None
        return upload if upload["state"] in ("open", "complete") else None

    def _stands(self, upload: dict[str, Any]) -> bool:
        """Whether what was made of it can still be seen: to remember it is not to have it."""
        version = str(upload.get("version") or "")
        return bool(version) and self._stubbornly(lambda: self.portal.has(version))

    def _announced(self, row: Remembered | None) -> tuple[Remembered, dict[str, Any]]:
        row = row if row and not row.id else Remembered(uuid.uuid4().hex)
        self.memory.keep(self.file, row)
        name = readable(self.file.name)
        body: dict[str, Any] = {"project": self.place.project, "file_name": name}
        wish = self.place.part_size or wished_size(self.file.size, self.parallel)
        body |= {"size": self.file.size, "part_size": wish}
        body["fingerprint"] = fingerprint(self.file)
        digests = self._first_digests(Cut(self.file, wish))
        body["parts"] = _rows(Cut(self.file, wish), digests)
        if self.file.label:
            body["folder"] = readable(self.file.label)
        if self.place.asset:
            body["asset"] = self.place.asset
        try:
            upload = self._stubbornly(lambda: self.portal.announce(body, once=row.once))
        except Declined:
            self.memory.forget(self.file)  # another try is another announcement
            raise
        row.id = upload["id"]
        self.memory.keep(self.file, row)
        if upload["part_size"] == wish:
            self.digests, self.signed = digests, upload["signed"]
        return row, upload

    def _first_digests(self, cut: Cut) -> dict[int, str]:
        return {number: cut.sha256(number) for number in cut.numbers[: self.first]}

    def _twin(self, already: list[dict[str, Any]]) -> str:
        """The version that is this very file, by the hash of the whole; "" when none is."""
        if self.place.again:
            return ""
        sizes = {row["part_size"] for row in already}
        whole = {size: tree_of(self.file, size) for size in sizes}
        same = (row for row in already if whole[row["part_size"]] == row["tree_sha256"])
        return next((f"{row['number']} of {row['name']}" for row in same), "")

    def _compare(self, confirmed: list[dict[str, Any]]) -> None:
        """Is this the file whose parts are there? Its hashes are needed for the whole anyway."""
        self.news.begin(self.file, sum(part["size"] for part in confirmed))
        numbers = [part["number"] for part in confirmed]
        with ThreadPoolExecutor(self.parallel) as pool:
            self.digests |= dict(zip(numbers, pool.map(self.cut.sha256, numbers), strict=True))
        if any(self.digests[part["number"]] != part["sha256"] for part in confirmed):
            raise FileChanged(
                f"{self.file.path} holds other bytes than those that arrived before. "
                "Cancel that upload in the portal, or send the file under another name."
            )
        self.arrived |= set(numbers)

    def _to_the_end(self, row: Remembered) -> dict[str, Any]:
        for _round in range(STUBBORN):
            self._send_missing()
            self._must_be_the_same(row)
            whole = tree([self.digests[number] for number in self.cut.numbers])
            try:
                return self._stubbornly(partial(self.portal.complete, self.id, whole))
            except Declined as error:
                if error.code != "upload:parts_missing":
                    raise
                self._lost({*error.fields.get("missing", [])} or {*self.cut.numbers})
        raise Declined(409, {"message": "The storage lost parts again and again."})

    def _lost(self, numbers: set[int]) -> None:
        self.news.back(sum(self.cut.length(number) for number in numbers & self.arrived))
        self.arrived -= numbers

    def _must_be_the_same(self, row: Remembered) -> None:
        if self.file.is_the_same():
            return
        self._stubbornly(lambda: self.portal.cancel(self.id))
        self.memory.forget(self.file)
        raise FileChanged(f"{self.file.path} was changed while it was being sent. Send it again.")

    def _send_missing(self) -> None:
        """A batch is hashed and signed while the one before is still under way.

        The first is small, and signed with the announcement: until it is hashed, nothing leaves.
        """
        missing = (number for number in self.cut.numbers if number not in self.arrived)
        waiting: set[Future[None]] = set()
        with ThreadPoolExecutor(self.parallel) as senders, ThreadPoolExecutor(2) as hashers:
            try:
                for batch in _batches(missing, self.first, self.then):
                    self.digests |= dict(zip(batch, hashers.map(self._digest, batch), strict=True))
                    waiting = _down_to(self.parallel // 2, waiting)
                    waiting |= {senders.submit(self._part, row) for row in self._addresses(batch)}
                _down_to(0, waiting)
            except BaseException:
                self.ended.set()  # the other lanes stop at their next block
                raise

    def _digest(self, number: int) -> str:
        return self.digests.get(number) or self.cut.sha256(number)

    def _addresses(self, numbers: list[int]) -> list[dict[str, Any]]:
        signed, self.signed = self.signed, []
        return signed if [row["number"] for row in signed] == numbers else self._sign(numbers)

    def _sign(self, numbers: list[int]) -> list[dict[str, Any]]:
        rows = _rows(self.cut, {number: self.digests[number] for number in numbers})
        return self._stubbornly(lambda: self.portal.sign(self.id, rows))

    def _part(self, signed: dict[str, Any]) -> None:
        number, sent, refusals = signed["number"], 0, 0

        def moved(count: int) -> None:
            nonlocal sent
            self._must_go_on()
            sent += count
            self.news.moved(count)

        while not signed["confirmed"]:
            self._must_go_on()
            if time.monotonic() > signed["until"]:
                signed = self._sign([number])[0]
                continue
            try:
                self.store.put(signed, self.cut, moved)
                self.patience.worked()
                break
            except (Declined, Unreachable) as error:
                self.news.back(sent)
                sent = 0
                refusals += isinstance(error, Declined) and not error.passing
                self._wait_or_raise(error, refusals)
                signed = self._sign([number])[0]
        self.news.moved(self.cut.length(number) - sent)
        self.arrived.add(number)

    def _must_go_on(self) -> None:
        if self.ended.is_set():
            raise GaveUp("Another part could not be sent.")

    def _wait_or_raise(self, error: Declined | Unreachable, refusals: int) -> None:
        """An address may have grown old, and a part may be hurt on its way: a few tries."""
        full = isinstance(error, Declined) and error.status == 507
        if full or refusals > STUBBORN:
            raise error
        self.patience.wait(error, self.ended)

    def _stubbornly(self, work: Callable[[], Result]) -> Result:
        while True:
            try:
                answer = work()
            except (Declined, Unreachable) as error:
                if isinstance(error, Declined) and not error.passing:
                    raise
                self.patience.wait(error, self.ended)
            else:
                self.patience.worked()
                return answer


def _rows(cut: Cut, digests: dict[int, str]) -> list[dict[str, Any]]:
    return [{"number": n, "size": cut.length(n), "sha256": sha} for n, sha in digests.items()]


def _batches(numbers: Iterator[int], first: int, then: int) -> Iterator[list[int]]:
    size = first
    while batch := list(islice(numbers, min(BATCH, size))):
        yield batch
        size = then


def _down_to(most: int, waiting: set[Future[None]]) -> set[Future[None]]:
    """Waits until at most so many are under way; raises what one of them raised."""
    while len(waiting) > most:
        done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
        for future in done:
            future.result()
    return waiting
