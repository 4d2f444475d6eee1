"""What Amazon's errors mean to whoever sent something: later, never, or nobody knows.

Codes as the service models name them (botocore 1.44: bedrock-runtime 2023-09-30, bedrock
2023-04-20, rekognition 2016-06-27, s3 2006-03-01) and as every service may answer
(https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html).
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from projects.assist.palette import Final, Transient, Trouble

#: Nothing was begun; it asks to come again.
BUSY = frozenset(
    "ThrottlingException Throttling TooManyRequestsException RequestLimitExceeded SlowDown "
    "ProvisionedThroughputExceededException LimitExceededException ServiceQuotaExceededException "
    "ModelNotReadyException ServiceUnavailableException ServiceUnavailable".split()
)
#: The service says itself that it failed: nothing goes on there, and it may be asked again.
FAILED = frozenset(
    "InternalServerException InternalServerError InternalError InternalFailure "
    "ModelErrorException".split()
)
KEY = frozenset(
    "AccessDeniedException AccessDenied UnrecognizedClientException InvalidClientTokenId "
    "InvalidAccessKeyId InvalidSignatureException SignatureDoesNotMatch IncompleteSignature "
    "ExpiredToken ExpiredTokenException InvalidToken MissingAuthenticationToken "
    "MissingAuthenticationTokenException NotAuthorized OptInRequired".split()
)
GONE = frozenset("ResourceNotFoundException NoSuchKey 404".split())
#: No connection came about: nothing can have arrived.
UNSENT = ("EndpointConnectionError", "ConnectTimeoutError", "ProxyConnectionError", "SSLError")
#: Never sent: what was asked cannot be written, or nobody of that name can be addressed.
OURS = ("ParamValidationError", "InvalidRegionError", "UnknownRegionError", "NoRegionError")
#: How the client falls over an answer that is not of the form its model has.
UNREAD = (AttributeError, KeyError, TypeError, ValueError, IndexError)


@contextmanager
def telling(begins: bool = False) -> Iterator[None]:
    """Errors of the client inside, told as troubles. `begins`: the call starts something that
    costs, so that a lost answer leaves open whether it was taken."""
    try:
        from botocore.exceptions import BotoCoreError, ClientError
        from urllib3.exceptions import HTTPError
    except ImportError as error:
        raise Final("remote:client", "boto3") from error
    try:
        yield
    except ClientError as error:
        raise answered(error.response, begins) from error
    except (BotoCoreError, HTTPError, *UNREAD) as error:
        raise unanswered(error, begins) from error


def answered(response: Mapping[str, Any], begins: bool) -> Trouble:
    """Of an error that the service answered with."""
    error, meta = response.get("Error", {}), response.get("ResponseMetadata", {})
    code, status = str(error.get("Code", "")), int(meta.get("HTTPStatusCode", 0))
    detail = f"{code}: {error.get('Message', '')}".strip(": ")
    after = asked_to_wait(meta.get("HTTPHeaders", {}))
    if code in BUSY or status in (429, 503):
        return Transient("remote:throttled", detail, after=after)
    if code in FAILED:
        return Transient("remote:down", detail, after=after)
    if code in KEY or status in (401, 403):
        return Final("remote:key", detail)
    if code in GONE:
        return Final("remote:lost", detail)
    if status >= 500 or status == 408:  # of something on the way: the rest may have gone on
        return Transient("remote:down", detail, after=after, taken=begins)
    return Final("remote:invalid", detail)


def unanswered(error: Exception, begins: bool) -> Trouble:
    """Of a call that brought no answer that can be read."""
    kind, detail = type(error).__name__, str(error)
    if kind in OURS:
        return Final("remote:invalid", detail)
    if kind == "ResponseParserError" or isinstance(error, UNREAD):
        return Transient("remote:malformed", f"{kind}: {detail}", taken=begins)
    return Transient("remote:down", detail, taken=begins and kind not in UNSENT)


def asked_to_wait(headers: Mapping[str, str]) -> float | None:
    """`Retry-After`, in seconds: a number or a date (RFC 9110, 10.2.3)."""
    said = str(headers.get("retry-after", "")).strip()
    if not said:
        return None
    if said.replace(".", "", 1).isdigit():
        return float(said)
    try:
        until = parsedate_to_datetime(said)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())
