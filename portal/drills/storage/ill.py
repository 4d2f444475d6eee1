"""A line to an object store that can fall ill: it answers errors, hangs, drips, cuts, is gone."""

import asyncio
import random
import re
from collections import Counter
from contextlib import suppress

from portal.wire import BLOCK, Wire, closing

#: Illness → what a client meets.
ILLNESSES = ("errors", "slow down", "silent", "drips", "cuts", "short", "gone")
#: Bytes a second of a store that drips; seconds that a silent one keeps a line; share of requests.
SLOW, SILENCE, SHARE = 100_000, 40.0, 0.7
_ERROR = (
    "HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {length}\r\n"
    "Connection: close\r\n\r\n{body}"
)
_BODY = '<?xml version="1.0"?><Error><Code>{code}</Code><Message>ill</Message></Error>'
SAID = {
    "errors": ("500 Internal Server Error", "InternalError"),
    "slow down": ("503 Slow Down", "SlowDown"),
}


class IllWire(Wire):
    """`illness` is one of `ILLNESSES` or ""; `met` counts the requests that each has struck."""

    def __init__(self, port: int, seed: int) -> None:
        super().__init__(port)
        self.illness = ""
        self.met: Counter[str] = Counter()
        self.chance = random.Random(seed)  # noqa: S311 (which requests to strike, no secret)

    def fall_ill(self, illness: str) -> None:
        self.illness = illness
        if illness == "gone":
            self.cut()

    def recover(self) -> None:
        self.illness = ""
        self.mend()

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        illness = self.illness
        if not illness or self.chance.random() > SHARE:
            await super()._exchange(reader, writer)
            return
        self.met[illness] += 1
        if illness in SAID:
            await self._refuse(reader, writer, *SAID[illness])
        elif illness == "silent":
            await reader.readuntil(b"\r\n\r\n")
            await self._keep_waiting()
        else:
            await self._hurt(reader, writer, illness)

    async def _refuse(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, status: str, code: str
    ) -> None:
        """After the body, as a server does: who is still sending would see its line cut."""
        seen = _length(await reader.readuntil(b"\r\n\r\n"))
        while seen > 0 and (block := await reader.read(min(BLOCK, seen))):
            seen -= len(block)
        body = _BODY.format(code=code)
        writer.write(_ERROR.format(status=status, length=len(body), body=body).encode())
        await writer.drain()

    async def _keep_waiting(self) -> None:
        for _tick in range(int(SILENCE / 0.2)):
            if self.illness != "silent":
                return
            await asyncio.sleep(0.2)

    async def _hurt(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, illness: str
    ) -> None:
        """Bodies both ways drip, are cut in the middle, or (`short`) come half and well closed."""
        head = await reader.readuntil(b"\r\n\r\n")
        back, out = await asyncio.open_connection("127.0.0.1", self.target)
        self.writers.add(out)
        try:
            out.write(closing(head))
            if not await self._passed(reader, out, _length(head), illness):
                return
            answer = await back.readuntil(b"\r\n\r\n")
            length = _length(answer)
            gets = head.startswith(b"GET ")
            if illness == "short" and b"boto3" not in head.lower():
                illness = "cuts"  # a browser cannot know how long an object is
            if illness == "short" and gets and length > 1:
                answer = _of_length(answer, length // 2)
            writer.write(closing(answer))
            cut = illness if gets else "drips" if illness == "drips" else ""
            await self._passed(back, writer, length, cut)
        finally:
            self._leave(out)

    async def _passed(
        self,
        source: asyncio.StreamReader,
        target: asyncio.StreamWriter,
        length: int,
        illness: str,
    ) -> bool:
        """Whether all of a body went on."""
        left, most = length, length // 2 if illness in ("cuts", "short") else length
        went = 0
        while left > 0:
            block = await source.read(min(BLOCK // 8, left))
            if not block:
                return False
            left -= len(block)
            if went + len(block) > most and illness in ("cuts", "short"):
                target.write(block[: max(0, most - went)])
                with suppress(OSError):
                    await target.drain()
                return False
            went += len(block)
            target.write(block)
            await target.drain()
            if illness == "drips" and self.illness == "drips":
                await asyncio.sleep(len(block) / SLOW)
        return True


def _of_length(head: bytes, length: int) -> bytes:
    return re.sub(rb"(?i)(\r\ncontent-length: *)\d+", rb"\g<1>%d" % length, head)


def _length(head: bytes) -> int:
    found = re.search(rb"\r\ncontent-length: *(\d+)", head, re.IGNORECASE)
    return int(found[1]) if found else 0
