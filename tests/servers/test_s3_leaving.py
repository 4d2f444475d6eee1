"""A closeout and an export with the files on an S3 server."""

import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages

from portal.storage import FolderFiles
from tests.projects.leaving import attempt, confirmed, packed
from tests.world import build_world

pytestmark = pytest.mark.service


@pytest.fixture
def world(db, s3, monkeypatch):
    """The two studios of the other tests, with their files in the bucket."""
    # Where nobody used it yet, looking at it while it is replaced would make the bucket its own.
    assert isinstance(default_storage, FolderFiles)
    monkeypatch.setitem(storages._storages, "default", s3)
    monkeypatch.setattr("django.core.files.storage.default_storage._wrapped", s3)
    return build_world()


def keys(s3):
    pages = s3.s3.get_paginator("list_objects_v2").paginate(Bucket=s3.bucket_name)
    return {row["Key"] for page in pages for row in page.get("Contents", [])}


def test_chunks_and_lists_are_those_of_a_folder(s3):
    for name in ("a/1/x", "a/2/y", "b/1/z"):
        s3.save(f"renditions/{name}", ContentFile(name.encode()))
    assert b"".join(s3.chunks("renditions/a/1/x")) == b"a/1/x"
    assert sorted(s3.listed("renditions/a/")) == [("renditions/a/1/x", 5), ("renditions/a/2/y", 5)]
    with pytest.raises(ValueError, match="no prefix of one row"):
        list(s3.listed("renditions/"))


def test_an_export_is_packed_from_the_bucket_into_the_bucket(world, s3):
    export = packed(world)
    assert export.state == "READY" and export.storage_key in keys(s3)
    with s3.local(export.storage_key) as path, zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert [name for name in archive.namelist() if name.startswith("originals/")]


def test_a_closeout_empties_our_half_of_the_bucket(world, s3):
    before = keys(s3)
    row = attempt(confirmed(world, keep_export=False))
    told = {found["key"] for found in row.certificate["files"]}
    assert row.state == "READY" and told
    left = keys(s3)
    assert left == before - told and world.theirs.version.storage_key in left
    uploads = s3.s3.list_multipart_uploads(Bucket=s3.bucket_name).get("Uploads", [])
    begun = {upload["Key"] for upload in uploads}
    assert world.theirs.upload.storage_key in begun and world.ours.upload.storage_key not in begun


def test_everything_is_told_with_what_it_was_told_itself(s3, tmp_path):
    """For backups: key, size, a stamp, the type, and nothing of what a check has left."""
    (tmp_path / "one").write_bytes(b"12345")
    for key in ("renditions/c/1/x", "checks/1/file"):
        s3.put(key, tmp_path / "one", "video/mp4")
    found = {key: (size, stamp) for key, size, stamp in s3.everything()}
    assert found["renditions/c/1/x"][0] == 5 and found["renditions/c/1/x"][1]
    assert not [key for key in found if key.startswith("checks/")]
    assert s3.facts("renditions/c/1/x") == {"type": "video/mp4", "kms": ""}
    assert s3.facts("renditions/c/1/none") is None
