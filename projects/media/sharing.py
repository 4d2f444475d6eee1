"""Whether this process is one of several that share the cores."""

_shared = False


def begin() -> None:
    """From now on each of these processes keeps to one core."""
    global _shared
    _shared = True


def one_of_several() -> bool:
    return _shared
