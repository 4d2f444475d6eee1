"""What a reader of media raises, in words that somebody without the reader understands."""

import av

from projects.media.refusal import Refused, gettext_noop

#: The first that fits; what the reader says itself helps nobody who only has the file.
_WORDS: list[tuple[type[BaseException] | tuple[type[BaseException], ...], str]] = [
    ((TimeoutError, av.error.ExitError), gettext_noop("opening it took too long")),
    (MemoryError, gettext_noop("it needs too much memory")),
    (EOFError, gettext_noop("it is cut off")),
    (
        (
            *(av.error.DecoderNotFoundError, av.error.DemuxerNotFoundError),
            *(av.error.PatchWelcomeError, av.error.ExperimentalError),
        ),
        gettext_noop("it is in a format that the portal does not read"),
    ),
    (av.error.InvalidDataError, gettext_noop("it is damaged, or not what its name says")),
    (OSError, gettext_noop("it cannot be opened")),
]
_OTHERWISE = gettext_noop("it is damaged, or not what its name says")


def unreadable(error: BaseException) -> Refused:
    """`media:unreadable`; the reader's own words, without the path they may carry, stay in its
    number `reason`, which the row and the log keep.
    """
    said = next((words for kinds, words in _WORDS if isinstance(error, kinds)), _OTHERWISE)
    reason = getattr(error, "strerror", None) or type(error).__name__
    return Refused("media:unreadable", said, reason=str(reason)[:200])
