"""The command: what it takes, what it says, and the number it ends with.

0 everything is there · 1 something was refused · 2 it was called wrongly · 3 the line was lost,
and the same command goes on where it stopped · 130 it was stopped by hand.
"""

import argparse
import logging
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from .found import NothingThere, find, readable
from .memory import Memory, default_folder
from .parts import MEBIBYTE, FileChanged, Item, Store
from .patience import GaveUp, Patience
from .plan import plan
from .portal import Declined, Portal, Unreachable
from .progress import Progress, amount
from .sequences import gather
from .transfer import Place, Transfer
from .watching import SETTLE, Watch

DONE, REFUSED, WRONG, LOST, STOPPED = 0, 1, 2, 3, 130
TOKEN = "LAST_MILE_TOKEN"


class Misused(Exception):
    """The command was called in a way that cannot work; the text is a sentence."""


def add_options(parser: argparse.ArgumentParser, *, url: str = "") -> None:
    add = parser.add_argument
    add("paths", nargs="+", type=Path, metavar="PATH", help="files and folders")
    add("--project", required=True, metavar="CODE", help="a project's code, or its id")
    add("--url", default=url, required=not url, help="address of the portal")
    add("--token", default="", help=f"API token with the scopes read and upload; better in {TOKEN}")
    add("--asset", default="", metavar="ID", help="send one file as a new version of this asset")
    add("--watch", action="store_true", help="go on, and send what appears in the folders")
    add("--settle", type=float, default=SETTLE, metavar="SECONDS", help="of rest, with --watch")
    add("--singly", action="store_true", help="send frames one by one, not as sequences")
    add("--again", action="store_true", help="send also what is there already")
    add("--parallel", type=_lanes, default=8, metavar="N", help="parts at once (8)")
    add("--part-size", type=int, default=0, metavar="MIB", help="size of parts to ask for")
    add("--patience", type=float, default=600, metavar="SECONDS", help="without any success")
    add("--state", type=Path, default=None, metavar="DIR", help="where unfinished is remembered")


def _lanes(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= 16:
        raise argparse.ArgumentTypeError(f"{text} is no number from 1 to 16")
    return int(text)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="upload", description="Send files to a portal.")
    add_options(parser)
    return run(parser.parse_args(arguments), sys.stdout)


def run(options: argparse.Namespace, out: IO[str], transport: Any = None) -> int:
    """Does what was asked; every sentence goes to `out`. Gives the number to end with."""
    logging.getLogger("httpx").setLevel(logging.WARNING)  # signed addresses are for nobody's eyes
    try:
        with Progress(out) as progress:
            return _Command(options, progress, transport).run()
    except (Misused, NothingThere) as error:
        out.write(f"{readable(str(error))}\n")
        return WRONG
    except Declined as error:
        out.write(f"{error}\n")
        return REFUSED
    except (GaveUp, Unreachable) as error:
        out.write(f"{error} Run the same command again: it goes on where it stopped.\n")
        return LOST
    except KeyboardInterrupt:
        out.write("Stopped. Run the same command again: it goes on where it stopped.\n")
        return STOPPED


class _Command:
    def __init__(self, options: argparse.Namespace, progress: Progress, transport: Any) -> None:
        self.options, self.progress = options, progress
        token = options.token or os.environ.get(TOKEN, "")
        _must_work(options, token)
        self.portal = Portal(options.url, token, transport)
        self.store = Store(options.parallel, transport)
        self.patience = Patience(options.patience)
        self.worst = DONE

    def run(self) -> int:
        try:
            self._warn()
            waiting = None if self.options.watch else self._files()
            self.place = self._place()
            state = self.options.state or default_folder()
            where = f"{self.place.project}/{self.place.asset}"
            self.memory = Memory(state, portal=self.portal.address, place=where)
            if waiting is not None:
                return self._send(waiting)
            self.progress.note("Watching. What has stopped growing is sent; Ctrl-C ends it.")
            self.watch = Watch(
                self.options.paths, settle=self.options.settle, singly=self.options.singly
            )
            for ready in self.watch.rounds():
                self._send(ready)
            return self.worst
        finally:
            self.portal.close()
            self.store.close()

    def _warn(self) -> None:
        address = urlsplit(self.options.url)
        if address.scheme == "http" and address.hostname not in ("127.0.0.1", "localhost", "::1"):
            self.progress.note("Careful: without https, others on the way can read the token.")

    def _files(self) -> Sequence[Item]:
        left_out: list[Path] = []
        found = find(self.options.paths, left_out)
        files: Sequence[Item] = found if self.options.singly else gather(found)
        if not files:
            raise Misused("There is nothing to send: the folder holds no files.")
        if self.options.asset and len(files) > 1:
            raise Misused(f"--asset takes one file, and there are {len(files)}.")
        for line in plan(files, left_out):
            self.progress.note(line)
        return files

    def _place(self) -> Place:
        project = self.portal.project(self.options.project)
        options = self.options
        wish = options.part_size * MEBIBYTE
        return Place(project["id"], options.asset, wish, again=options.again)

    def _send(self, files: Iterable[Item]) -> int:
        files = list(files)
        self.progress.expect(len(files))
        for file in files:
            self._one(file)
            self.progress.next()
        return self.worst

    def _one(self, file: Item) -> None:
        if not file.size:
            self.progress.note(f"{file.title}: is empty and was left out.")
            return
        if self.options.again:
            self._forget_what_is_done(file)
        try:
            told = self._transfer(file).run()
            self.progress.note(f"{file.title} ({amount(file.size)}) {told}.")
        except (Declined, FileChanged, OSError) as error:
            self.progress.note(f"{file.title}: {error}")
            self.worst = REFUSED
            if isinstance(error, Declined) and error.status in (401, 403):
                raise
        except GaveUp as error:
            if not self.options.watch:
                raise
            self.progress.note(f"{file.title}: {error} It is tried again.")
            self.watch.put_back(file)

    def _forget_what_is_done(self, file: Item) -> None:
        row = self.memory.recall(file)
        if row and row.done:
            self.memory.forget(file)

    def _transfer(self, file: Item) -> Transfer:
        return Transfer(
            file,
            self.place,
            portal=self.portal,
            store=self.store,
            memory=self.memory,
            patience=self.patience,
            news=self.progress,
            parallel=self.options.parallel,
        )


def _must_work(options: argparse.Namespace, token: str) -> None:
    if not token:
        raise Misused(f"There is no token. Make one in the portal and put it into {TOKEN}.")
    if urlsplit(options.url).scheme not in ("http", "https"):
        raise Misused(f"{options.url} is no address of a portal; it begins with https://.")
    if options.asset and options.watch:
        raise Misused("--asset takes one file, and --watch takes many.")
