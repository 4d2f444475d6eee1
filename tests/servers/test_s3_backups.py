"""A whole backup and restore with the objects on an S3 server, studios' own keys included."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from portal.backups import contents
from portal.backups.comparing import compare
from portal.models import Studio, User
from portal.storage import S3Files
from projects.models import Export
from tests.portal.backups import conftest as backups
from tests.portal.backups.conftest import KEY, OTHER, Side

pytestmark = pytest.mark.service
fresh = backups.fresh
OWN = "arn:aws:kms:eu-west-1:1:key/nordlicht"


@dataclass
class BucketSide(Side):
    """A portal whose objects lie in a bucket."""

    bucket: Any = None

    @property
    def storage(self):
        return self.bucket


@pytest.fixture
def source(transactional_db, s3, tmp_path, monkeypatch):
    """Its second object is one that S3 would tell as sealed by the studio's own key."""
    studio = Studio.objects.create(name="Nordlicht", kms_key=OWN)
    person = User.objects.create(email="ada@example.org", name="Ada")
    Export.objects.create(studio=studio, person=person, storage_key=KEY)
    (tmp_path / "film").write_bytes(b"film" * 3_000_000)  # 12 MB: sent and fetched in parts
    s3.put(KEY, tmp_path / "film", "video/mp4")
    s3.save(OTHER, ContentFile(b"small"))
    facts = s3.facts

    def told(key):
        return facts(key) | ({"kms": OWN} if key == OTHER else {})

    monkeypatch.setattr(s3, "facts", told)
    return BucketSide(connection.settings_dict["NAME"], tmp_path, s3)


@pytest.fixture
def other(fresh, source, settings):
    """An empty portal with a bucket of its own; what it asks of the key service is noted."""
    asked = {}

    def note(params, **_more):
        """This server has no keys; AWS would seal by what is asked here."""
        asked[params["Key"]] = params.pop("SSEKMSKeyId", "")
        params.pop("ServerSideEncryption", None)

    target = S3Files(bucket_name=f"back-{uuid4().hex[:12]}")
    target.s3.create_bucket(Bucket=target.bucket_name)
    settings.S3_BUCKET = target.bucket_name
    for call in ("PutObject", "CreateMultipartUpload"):
        target.s3.meta.events.register(f"provide-client-params.s3.{call}", note)
    side = BucketSide(fresh.name, fresh.media, target)
    side.asked_keys = asked
    return side


def test_everything_comes_back_into_another_bucket(source, other, settings, tmp_path):
    theirs, settings.S3_BUCKET = settings.S3_BUCKET, source.storage.bucket_name
    made = source.back_up(tmp_path / "backups")
    told = {item.key: item for item in contents.inventory(made)}
    assert (told[KEY].type, told[KEY].size) == ("video/mp4", 12_000_000)
    assert told[OTHER].kms == OWN

    settings.S3_BUCKET = theirs
    manifest = other.restore(made)
    found = compare(made, manifest, place=other.reader, storage=other.storage)
    assert found.differences == [] and found.objects == 2
    assert other.asked_keys == {KEY: "", OTHER: OWN}
    assert other.storage.facts(KEY)["type"] == "video/mp4"
    assert other.asked("select kms_key from portal_studio") == [(OWN,)]

    other.storage.s3.delete_object(Bucket=theirs, Key=OTHER)
    other.storage.s3.put_object(Bucket=theirs, Key=KEY, Body=b"another")
    again = compare(made, manifest, place=other.reader, storage=other.storage)
    assert len(again.differences) == 2


def test_a_second_backup_reads_no_object_of_the_bucket_again(
    source, settings, tmp_path, monkeypatch
):
    from portal.backups import making
    from tests.portal.backups.test_backups import _Later

    source.back_up(tmp_path / "backups")
    monkeypatch.setattr(making, "datetime", _Later)
    read, chunks = [], source.storage.chunks
    monkeypatch.setattr(source.storage, "chunks", lambda key: (read.append(key), chunks(key))[1])
    source.storage.save("stills/new.jpg", ContentFile(b"new"))
    assert contents.read(source.back_up(tmp_path / "backups")).objects == 3
    assert read == ["stills/new.jpg"]
