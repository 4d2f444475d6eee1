"""Where a worker of `drill remote` is killed: before each thing that leaves a trace outside of it,
and after the last one. So each moment between two such things is met once.

What only reads leaves none: the moment before a query is the moment before what follows it.
"""

import os
import re
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection

#: Events of `sys.audit` at which files change.
_CHANGES = {"os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.truncate"}
#: What clients of Valkey say to introduce themselves; nobody else hears of it.
_GREETINGS = {b"HELLO", b"AUTH", b"CLIENT", b"SELECT", b"PING"}
_OF_ROWS = {"insert", "update", "delete", "select"}
_TABLE = re.compile(r'"(\w+)"')
_LOCKS = re.compile(r" FOR (NO KEY )?UPDATE")
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Steps:
    """Counts the steps of this process in `taken`, by what they are; at the `last` one it writes
    where it is to `telling`, and kills itself (SIGKILL: nothing is closed, nothing is told).
    """

    def __init__(self, last: int, telling: Callable[[str], None] = lambda where: None) -> None:
        self.last, self.telling, self.owner = last, telling, os.getpid()
        self.taken: list[str] = []

    def step(self, what: str) -> None:
        if os.getpid() != self.owner:
            return  # a child of the worker: its reader of files
        self.taken.append(what)
        if len(self.taken) == self.last:
            self.telling(what)
            os.kill(self.owner, signal.SIGKILL)

    def watch(self) -> None:
        """Of this thread's connection, of every socket that Python opens, and of files in the
        folders of the portal. It cannot be undone: the process is the worker's own."""
        connection.execute_wrappers.append(self._statement)
        for name in ("_commit", "_rollback"):
            setattr(connection, name, self._before(name[1:], getattr(connection, name)))
        for name in ("connect", "send", "sendall", "recv", "recv_into"):
            setattr(socket.socket, name, self._line(name, getattr(socket.socket, name)))
        self._folders = tuple(map(str, (settings.MEDIA_ROOT, settings.WORK_ROOT)))
        sys.addaudithook(self._audited)

    def _statement(self, execute: Any, sql: Any, *args: Any) -> Any:
        said = str(sql)
        if not said.startswith("SELECT") or _LOCKS.search(said):
            self.step(_named(said))
        return execute(sql, *args)

    def _line(self, what: str, call: Any) -> Any:
        """At a provider all of it; to Valkey (a unix socket) news and wake-up calls."""

        def before(line: socket.socket, *args: Any, **more: Any) -> Any:
            if line.family != socket.AF_UNIX:
                self.step(f"{what} provider")
            elif what.startswith("send") and command_of(args[0]) not in _GREETINGS:
                self.step(f"{what} valkey")
            return call(line, *args, **more)

        return before

    def _before(self, what: str, call: Any) -> Any:
        def before(*args: Any, **more: Any) -> Any:
            self.step(what)
            return call(*args, **more)

        return before

    def _audited(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            if args[2] & _WRITES and str(args[0]).startswith(self._folders):
                self.step("write a file")
        elif event in _CHANGES and str(args[0]).startswith(self._folders):
            self.step(event)


def _named(sql: str) -> str:
    """`insert projects_entry`: what is done, and to which table where it is to one."""
    verb, table = sql.split(maxsplit=1)[0].lower(), _TABLE.search(sql)
    return f"{verb} {table[1]}" if table and verb in _OF_ROWS else verb


def command_of(said: bytes) -> bytes:
    """What a client of Valkey wants: the first word of `*2\r\n$7\r\nPUBLISH\r\n…`."""
    parts = bytes(said[:60]).split(b"\r\n", 3)
    return parts[2].upper() if len(parts) > 3 else b""
