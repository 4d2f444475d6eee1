"""An S3 server for these tests: one that is configured, or a real one started here."""

import os
from importlib.util import find_spec
from pathlib import Path
from types import SimpleNamespace
from uuid import uuid4

import pytest

from portal.storage import S3Files


@pytest.fixture(scope="session")
def object_store(tmp_path_factory):
    """`TEST_S3_ENDPOINT_URL`, `TEST_S3_ACCESS_KEY`, `TEST_S3_SECRET_KEY` name another one."""
    if address := os.environ.get("TEST_S3_ENDPOINT_URL"):
        keys = {name: os.environ[f"TEST_S3_{name.upper()}_KEY"] for name in ("access", "secret")}
        region = os.environ.get("TEST_S3_REGION", "us-east-1")
        yield SimpleNamespace(address=address, region=region, **keys)
        return
    if find_spec("swift") is None:
        pytest.skip("the S3 server of the tests runs on Linux")
    from portal.object_store import ObjectStore

    store = ObjectStore(Path(tmp_path_factory.mktemp("object-store")))
    try:
        store.start()
        yield store
    finally:
        store.stop()


@pytest.fixture
def s3(object_store, settings):
    """The portal's storage in a bucket of its own, empty."""
    settings.S3_BUCKET, settings.S3_REGION = f"films-{uuid4().hex[:12]}", object_store.region
    settings.S3_ENDPOINT_URL = settings.S3_PUBLIC_ENDPOINT_URL = object_store.address
    settings.S3_ACCESS_KEY, settings.S3_SECRET_KEY = object_store.access, object_store.secret
    storage = S3Files()
    storage.s3.create_bucket(Bucket=settings.S3_BUCKET)
    return storage
