"""The proof of the storage on an S3 server, and the rules a bucket is given."""

import pytest

from portal.storage import rules
from portal.storage.proving import prove

pytestmark = pytest.mark.service


def test_the_bucket_does_all_that_is_asked_and_keeps_nothing(s3):
    told = {row.step: row.trouble for row in prove(s3)}
    assert set(told.values()) == {""}
    assert {"signed download", "signed upload with a checksum"} <= set(told)
    assert "Contents" not in s3.s3.list_objects_v2(Bucket=s3.bucket_name)


def test_a_wrong_key_is_told_at_every_step(s3, settings):
    settings.S3_SECRET_KEY = "wrong"
    told = {row.step: row.trouble for row in prove(type(s3)())}
    assert "Forbidden" in told["write"] or "SignatureDoesNotMatch" in told["write"]
    assert told["list"] and told["signed download"]


def test_a_bucket_that_is_not_there_is_told(s3, settings):
    settings.S3_BUCKET = "nowhere"
    told = {row.step: row.trouble for row in prove(type(s3)())}
    assert "NoSuchBucket" in told["write"]


def test_a_server_without_the_call_says_so_and_nothing_breaks(s3):
    for name, trouble in rules.tell(s3):
        assert name in ("CORS", "lifecycle")
        assert trouble == "" or trouble.startswith("An error occurred")
