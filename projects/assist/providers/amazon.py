"""An account at Amazon, as a connection names it: its keys, its region, its bucket.

The only provider file that reaches boto3, and only when a call is made. Keys come from the
connection alone: never from the environment, a file of the machine's user or the role of a
machine, where somebody else's account might answer.
"""

import os
from collections.abc import Iterator
from functools import cache
from ipaddress import ip_address
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from projects.assist.contract import Connected, Setting
from projects.assist.palette import Final, Transient
from projects.assist.providers.amazon_troubles import telling

KEYS = (
    Setting("access_key_id", _("Access key ID")),
    Setting("secret_access_key", _("Secret access key"), secret=True),
    Setting(
        "session_token",
        _("Session token"),
        secret=True,
        required=False,
        hint=_("Only of temporary keys."),
    ),
)
BUCKET = Setting(
    "bucket",
    _("Bucket for films"),
    required=False,
    hint=_(
        "Of this account, in this region: its name, or name/folder. Give the bucket a lifecycle "
        "rule: what lies there is the studio's, and nobody else takes it away."
    ),
)
_CHUNK = 1 << 20
#: An answer that is made while one waits takes longer than a plain question.
PATIENCE = 10
#: Making a client reads large files of the library, which a session keeps; it is not made to be
#: shared by threads that make clients at once.
_MAKING = Lock()


@cache
def _session() -> Any:
    """A session without keys, which reads no profile and no file of anybody."""
    import boto3
    import botocore.session
    from botocore.configprovider import ConstantProvider

    bare = botocore.session.Session()
    store = bare.get_component("config_store")
    store.set_config_provider("profile", ConstantProvider(None))
    for name in ("config_file", "credentials_file"):
        store.set_config_provider(name, ConstantProvider(os.devnull))
    return boto3.Session(botocore_session=bare)


class Account:
    """Calls to the services of one account. `call` and the verbs of the bucket raise troubles."""

    def __init__(self, connected: Connected) -> None:
        self.connected = connected
        self._clients: dict[tuple[str, int], Any] = {}

    @property
    def region(self) -> str:
        """`Final` `remote:not_connected` where none is named: nothing is guessed."""
        if not self.connected.region:
            raise Final("remote:not_connected", str(_("region")))
        return self.connected.region

    def call(self, service: str, operation: str, *, begins: bool = False, **told: Any) -> Any:
        """One call, made once. `begins`: it starts something that costs."""
        client = self.client(service)
        with telling(begins):
            return getattr(client, operation)(**told)

    def answer(self, service: str, operation: str, **told: Any) -> Any:
        """A call that is answered while one waits for it, and charged, also where the answer
        cannot be read."""
        client = self.client(service, PATIENCE)
        try:
            with telling(begins=True):
                return getattr(client, operation)(**told)
        except Transient as trouble:
            if trouble.code == "remote:malformed":
                raise Final("remote:malformed", trouble.detail, billed=True) from trouble
            raise

    def client(self, service: str, patience: int = 1) -> Any:
        """Waits `patience` times as long for an answer as a call may usually take."""
        if (service, patience) not in self._clients:
            self._clients[service, patience] = self._made(service, patience)
        return self._clients[service, patience]

    def _made(self, service: str, patience: int) -> Any:
        missing = [s.title for s in KEYS if s.required and not self.connected.value(s.name)]
        if missing:
            raise Final("remote:not_connected", ", ".join(str(title) for title in missing))
        with telling(), _MAKING:
            try:
                return _session().client(
                    service,
                    region_name=self.region,
                    endpoint_url=self._address(),
                    aws_access_key_id=self.connected.value("access_key_id"),
                    aws_secret_access_key=self.connected.value("secret_access_key"),
                    aws_session_token=self.connected.value("session_token") or None,
                    config=self._config(service, patience),
                )
            except ValueError as error:  # an address or a region that is none
                raise Final("remote:invalid", str(error)) from error

    def _address(self) -> str | None:
        """None for Amazon's own. In clear only within the house, as a film is no postcard."""
        parts = urlsplit(self.connected.endpoint)
        if parts.scheme == "http" and not _is_near(parts.hostname or ""):
            raise Final("remote:invalid", f"{parts.hostname}: https")
        return self.connected.endpoint or None

    def _config(self, service: str, patience: int) -> Any:
        from botocore.config import Config

        return Config(
            # One attempt in all. Whoever repeats must know whether the first one was taken.
            retries={"total_max_attempts": 1, "mode": "standard"},
            read_timeout=self.connected.seconds * patience,
            connect_timeout=min(10.0, self.connected.seconds),
            # Said here, for else a token of the environment would sign instead of these keys.
            signature_version="s3v4" if service == "s3" else "v4",
            ignore_configured_endpoint_urls=True,
            s3={"addressing_style": "path" if self.connected.endpoint else "auto"},
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        )

    @property
    def place(self) -> tuple[str, str]:
        """The bucket, and the folder in it where one is named (`folder/`, else empty)."""
        bucket, _slash, folder = self.connected.value("bucket").strip("/").partition("/")
        if not bucket:
            raise Final("remote:not_connected", str(BUCKET.title))
        return bucket, f"{folder}/" if folder else ""

    def put(self, path: Path, name: str, media_type: str) -> None:
        """Lay a file into the bucket, in parts where it is large."""
        bucket, client = self.place[0], self.client("s3")
        with path.open("rb") as file, telling():
            client.upload_fileobj(file, bucket, name, ExtraArgs={"ContentType": media_type})

    def names(self, bucket: str, prefix: str) -> Iterator[str]:
        """The objects below a prefix; there are few."""
        found = self.call("s3", "list_objects_v2", Bucket=bucket, Prefix=prefix)
        yield from (row["Key"] for row in found.get("Contents", []))

    def take(self, bucket: str, name: str, path: Path) -> None:
        """Write an object to `path`, whole or not at all."""
        body = self.call("s3", "get_object", Bucket=bucket, Key=name)["Body"]
        partly = path.with_suffix(".part")
        with telling(), partly.open("wb") as file:
            for chunk in body.iter_chunks(_CHUNK):
                file.write(chunk)
        partly.replace(path)

    def remove(self, bucket: str, name: str) -> None:
        """Gone, or already gone."""
        self.call("s3", "delete_object", Bucket=bucket, Key=name)


def _is_near(host: str) -> bool:
    """Whether an address itself says that it is in this machine or network."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost"
