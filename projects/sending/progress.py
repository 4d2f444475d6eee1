"""How it goes, told to a person: a line that moves on a terminal, calm lines elsewhere."""

import shutil
import threading
import time
from collections import deque
from typing import IO

from .found import readable
from .parts import Item

WINDOW = 8.0  # seconds that a rate looks back
BAR = 24


class Progress:
    """Counts bytes from any thread and shows them once in a while; a context manager."""

    def __init__(self, out: IO[str], *, every: float = 0.25, plain_every: float = 10) -> None:
        self.out, self.tty = out, out.isatty()
        self.every = every if self.tty else plain_every
        self.lock, self.over = threading.Lock(), threading.Event()
        self.samples: deque[tuple[float, int]] = deque()
        self.file: Item | None = None
        self.files, self.place, self.sent = 0, 0, 0

    def __enter__(self) -> "Progress":
        self.thread = threading.Thread(target=self._tick, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self.thread.join()
        self._clear()

    def expect(self, files: int) -> None:
        with self.lock:
            self.files, self.place = files, 0

    def begin(self, file: Item, already: int) -> None:
        with self.lock:
            self.file, self.sent = file, already
            self.samples.clear()
        if already:
            self.note(f"{file.title}: {amount(already)} of {amount(file.size)} are there already.")

    def next(self) -> None:
        with self.lock:
            self.place, self.file = self.place + 1, None

    def moved(self, count: int) -> None:
        with self.lock:
            self.sent += count
            self.samples.append((time.monotonic(), count))

    def back(self, count: int) -> None:
        with self.lock:
            self.sent -= count

    def note(self, text: str) -> None:
        """A line that stays."""
        with self.lock:
            self._clear()
            self.out.write(f"{readable(text)}\n")
            self.out.flush()

    def _tick(self) -> None:
        while not self.over.wait(self.every):
            with self.lock:
                self._show()

    def _show(self) -> None:
        if self.file is None:
            return
        text = readable(self.line(time.monotonic()))
        if self.tty:
            width = shutil.get_terminal_size().columns - 1
            self.out.write(f"\r{text[:width]:<{width}}")
        else:
            self.out.write(f"{text}\n")
        self.out.flush()

    def _clear(self) -> None:
        if self.tty:
            self.out.write(f"\r{'':<{shutil.get_terminal_size().columns - 1}}\r")
            self.out.flush()

    def line(self, now: float) -> str:
        """What is on its way, how much of it, how quickly, and how long still."""
        assert self.file is not None
        share = self.sent / self.file.size if self.file.size else 0
        which = f"{self.place + 1}/{self.files} " if self.files > 1 else ""
        rate = self._rate(now)
        told = [f"{which}{self.file.title} {_bar(share, self.tty)}{share:4.0%}"]
        if rate:
            left = (self.file.size - self.sent) / rate
            told += [f"{amount(rate)}/s", f"about {span(left)} left"]
        return "  ".join(told)

    def _rate(self, now: float) -> float:
        """Bytes a second of the last seconds; 0 while there is nothing to tell by."""
        while self.samples and self.samples[0][0] < now - WINDOW:
            self.samples.popleft()
        if not self.samples:
            return 0
        return sum(count for _at, count in self.samples) / max(now - self.samples[0][0], 1)


def _bar(share: float, shown: bool) -> str:
    full = int(min(max(share, 0), 1) * BAR)
    return f"[{'#' * full}{'.' * (BAR - full)}] " if shown else ""


def amount(count: float) -> str:
    """Bytes as people say them, by 1024s, as the portal's pages do."""
    for unit in ("bytes", "kB", "MB", "GB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit in ("bytes", "kB") else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TB"


def span(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{max(1, round(seconds))} s"
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
