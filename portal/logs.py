"""Secrets that stand in addresses never stand in the log."""

import logging
import re

_SECRET = re.compile(
    r"(/(?:enter|invitations|uploads/parts|password/reset/key|closed|shared)/|%2F(?:enter|invitations|closed|shared)%2F)"
    r"""[^\s"'<>?#&]+""",
    re.IGNORECASE,
)


#: What opens an object for whoever has the address, and the portal's own signed word.
_SIGNED = re.compile(
    r"""((?:X-Amz-(?:Signature|Credential|Security-Token)|storage)=)[^\s"'<>#&]+""", re.IGNORECASE
)


def blanked(text: str) -> str:
    return _SIGNED.sub(r"\1…", _SECRET.sub(r"\1…", text))


class BlankSecrets(logging.Filter):
    """For a handler, where lines of every logger pass. Changes the record itself.

    Arguments keep their places where that is enough. A path that stands half in the message
    and half in an argument is only seen in the whole line.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(blanked(a) if isinstance(a, str) else a for a in record.args)
        try:
            line = record.getMessage()
        except (TypeError, ValueError, KeyError):  # logging would print its parts as they are
            record.msg, record.args = blanked(f"{record.msg} {record.args!r}"), ()
        else:
            if blanked(line) != line:
                record.msg, record.args = blanked(line), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = blanked(record.exc_text)
        if record.stack_info:
            record.stack_info = blanked(record.stack_info)
        return True
