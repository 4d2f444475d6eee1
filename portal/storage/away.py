"""Whether a storage does not answer just now, told from what its client raises.

A refusal (a key that may not, a bucket that is not there) does not pass by itself, and is none.
"""

import errno

from boto3.exceptions import RetriesExceededError, S3UploadFailedError
from botocore.exceptions import (
    ClientError,
    ConnectionError,
    HTTPClientError,
    IncompleteReadError,
    ResponseStreamingError,
)

#: Answers of a server that says itself that it is not well, or has too much to do.
CODES = frozenset(
    {
        *("InternalError", "ServiceUnavailable", "SlowDown", "RequestTimeout", "Throttling"),
        *("RequestTimeTooSkewed", "OperationAborted"),
    }
)
#: Of a folder: on another machine, or full.
NUMBERS = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EIO,
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.EHOSTDOWN,
        errno.ENOTCONN,
    }
)


class Truncated(OSError):
    """Fewer bytes came than the object has; another time there may be all of them."""

    def __init__(self, key: str, came: int, size: int) -> None:
        super().__init__(errno.EIO, f"{came} of {size} bytes of {key} came")


def is_away(error: BaseException) -> bool:
    if isinstance(error, ClientError):
        status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
        return status >= 500 or error.response.get("Error", {}).get("Code", "") in CODES
    if isinstance(error, S3UploadFailedError):  # says why only by what it came from
        return error.__context__ is not None and is_away(error.__context__)
    if isinstance(error, RetriesExceededError):
        return True
    if isinstance(
        error, ConnectionError | HTTPClientError | IncompleteReadError | ResponseStreamingError
    ):
        return True
    return isinstance(error, OSError) and error.errno in NUMBERS
