"""A nursery whose tasks do to their process what a hostile file might."""

import os
import signal
import sys
import time

from projects.media import nursery
from projects.media.refusal import Refused


def hang(*, tell):
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    while True:
        time.sleep(60)


def chatter(*, tell):
    while True:
        tell("pictures", 0.5)
        time.sleep(0.05)


def die(*, tell, by):
    tell("probe", 0.1)
    os.kill(os.getpid(), by)


def swell(*, tell, mebibytes):
    return len(bytearray(mebibytes * 1024**2))


def refuse(*, tell):
    raise Refused("media:unreadable", "%(count)s bad blocks", count=3)


def about(*, tell):
    sys.stdout.write("a library prints\n")
    return {"pid": os.getpid(), "names": sorted(os.environ), "stdin": os.read(0, 1).decode()}


def leave(*, tell):
    sys.exit(3)


if __name__ == "__main__":
    found = (hang, chatter, die, swell, refuse, about, leave)
    nursery.TASKS.update({task.__name__: task for task in found})
    nursery.main()
