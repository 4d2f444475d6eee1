"""One question to a child, one answer: for reading what may end, fill or hold its reader."""

import time
from collections.abc import Callable

from projects.apart.child import Child, heard
from projects.apart.inside import Parent, limit

TURN = 0.5  # seconds between two calls of `waiting`


class Silent(Exception):
    """No answer within the time; the child has been ended."""


def ask(
    module: str,
    question: str,
    *,
    seconds: float,
    waiting: Callable[[], None] = lambda: None,
    turn: float = TURN,
) -> str:
    """What `python -m module` answers to `question`; both are text, such as JSON.

    `waiting` is called twice a second and may raise, which ends the child. Raises `Silent`, and
    `Ended` when the child is gone.
    """
    until = time.monotonic() + seconds
    with Child(module) as child:
        child.send(question.encode())
        while (left := until - time.monotonic()) > 0:
            for _child, message in heard([child], min(turn, left)):
                return message.decode()
            waiting()
    raise Silent


def answer(reply: Callable[[str], str], *, memory: int, cpu: int, largest_file: int = 0) -> None:
    """The child's side of `ask`: limits as `inside.limit` takes them, then one answer."""
    limit(memory=memory, cpu=cpu, largest_file=largest_file)
    parent = Parent()
    parent.say(reply(parent.asked().decode()).encode())
