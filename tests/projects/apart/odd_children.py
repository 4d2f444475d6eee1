"""A child that does what it is asked: to tell, to hang, to die, to fill the memory."""

import json
import os
import resource
import signal
import sys
import time

from projects.apart.asking import answer

MEMORY = 512 * 1024**2


def about() -> dict:
    return {
        "pid": os.getpid(),
        "names": sorted(os.environ),
        "modules": sorted(sys.modules),
        "input": sys.stdin.read(),
        "cpu": resource.getrlimit(resource.RLIMIT_CPU)[0],
    }


def hang() -> None:
    while True:
        time.sleep(1)


def die() -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def swell() -> str:
    try:
        return str(len(bytearray(2 * MEMORY)))
    except MemoryError:
        return "no"


def chatter() -> str:
    print("something a library says")  # noqa: T201
    sys.stdout.flush()
    os.write(1, b"and what is written in C")
    return "said"


def long() -> str:
    return "x" * 300_000


def _do(question: str) -> str:
    return json.dumps(globals()[json.loads(question)]())


if __name__ == "__main__":
    answer(_do, memory=MEMORY, cpu=20)
