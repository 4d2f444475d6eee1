"""The upload protocol on the folder storage: what counts as arrived, and as finished."""

import hashlib
import os
import shutil
from pathlib import Path

import pytest

from portal.errors import PortalError
from portal.storage import Part, files
from projects.models import Asset, Ingest, Upload, Version
from tests.portal.together import together
from tests.projects.sending import (
    BODY,
    PART,
    announced,
    begin,
    piece,
    put,
    send,
    signed,
    stored,
    tree,
)


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr("projects.announcing.part_size_for", lambda *_asked: PART)


@pytest.fixture
def upload(world):
    return begin(world.ours)


def test_parts_in_any_order_become_a_version(world, upload):
    assert send(upload, 3, 1, 2) == [200, 200, 200]
    version = upload.complete(tree_sha256=tree(upload))
    assert stored(version) == BODY
    assert (version.number, version.size, version.file_name) == (1, len(BODY), "clip.mov")
    assert version.uploaded_by == world.visitor("artist")
    assert version.asset.name == "clip.mov" and version.ingest.state == "QUEUED"
    upload.refresh_from_db()
    assert (upload.state, upload.version) == ("complete", version)


def test_the_answer_names_the_part(upload):
    part, url = signed(upload, 1)
    assert put(url, piece(upload, 1)).json() == {
        "number": 1,
        "size": PART,
        "sha256": part.sha256,
    }


def test_a_file_name_is_never_part_of_a_path(world):
    upload = begin(world.ours, name="../../etc/passwd")
    send(upload)
    version = upload.complete(tree_sha256=tree(upload))
    assert version.file_name == "passwd"
    assert "passwd" not in version.storage_key
    assert Path(files.path(version.storage_key)).is_relative_to(files.location)


@pytest.mark.parametrize("wrong", [b"", b"x", BODY[1 : PART + 1], BODY[: PART - 1]])
def test_a_wrong_or_short_part_is_refused_and_not_confirmed(upload, wrong):
    _part, url = signed(upload, 1)
    answer = put(url, wrong)
    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "upload:checksum"
    assert "Part 1" in answer.json()["error"]["message"]
    assert upload.confirmed() == []
    assert put(url, piece(upload, 1)).status_code == 200


def test_a_part_that_is_too_long_does_not_run_into_the_next(upload):
    send(upload, 2)
    _part, url = signed(upload, 1)
    assert put(url, piece(upload, 1) + b"more").status_code == 422
    send(upload, 1, 3)
    assert stored(upload.complete(tree_sha256=tree(upload))) == BODY


def test_the_same_part_twice_is_answered_alike_and_not_written_again(upload, monkeypatch):
    _part, url = signed(upload, 1)
    assert put(url, piece(upload, 1)).status_code == 200
    monkeypatch.setattr(os, "pwrite", lambda *_args: pytest.fail("written again"))
    assert put(url, piece(upload, 1)).status_code == 200


def test_other_bytes_sent_to_a_confirmed_part_change_nothing(upload):
    _part, url = signed(upload, 1)
    put(url, piece(upload, 1))
    put(url, b"y" * PART)
    send(upload, 2, 3)
    assert stored(upload.complete(tree_sha256=tree(upload))) == BODY


def test_a_part_that_never_arrived_is_named(upload):
    send(upload, 1, 3)
    signed(upload, 2)
    with pytest.raises(PortalError) as missing:
        upload.complete(tree_sha256=tree(upload))
    assert missing.value.code == "upload:parts_missing"
    assert missing.value.fields == {"missing": [2]}
    assert send(upload, 2) == [200]
    assert upload.complete(tree_sha256=tree(upload)).size == len(BODY)


def test_parts_never_announced_are_named_too(upload):
    with pytest.raises(PortalError) as missing:
        upload.complete(tree_sha256=tree(upload))
    assert missing.value.fields == {"missing": [1, 2, 3]}


def test_the_whole_must_have_the_announced_checksum(upload):
    send(upload)
    with pytest.raises(PortalError, match="upload:whole_checksum"):
        upload.complete(tree_sha256="0" * 64)
    assert len(upload.confirmed()) == 3
    upload.complete(tree_sha256=tree(upload))


def test_completing_twice_gives_the_same_version(upload):
    send(upload)
    first = upload.complete(tree_sha256=tree(upload))
    assert Upload.objects.get(pk=upload.pk).complete(tree_sha256="0" * 64) == first
    assert Ingest.objects.filter(version=first).count() == 1


@pytest.mark.django_db(transaction=True)
def test_completing_at_once_gives_one_version(world):
    upload = begin(world.ours)
    send(upload)
    whole = tree(upload)
    results = together(
        *[lambda: Upload.objects.get(pk=upload.pk).complete(tree_sha256=whole).pk] * 3
    )
    assert len(set(results)) == 1
    assert Version.objects.filter(pk=results[0]).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_crash_after_the_rename_is_made_good_by_completing_again(world, monkeypatch):
    upload = begin(world.ours)
    send(upload)
    with monkeypatch.context() as broken:
        broken.setattr(Upload, "_become_version", lambda *_args: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            upload.complete(tree_sha256=tree(upload))
    assert Upload.objects.get(pk=upload.pk).state == "open"
    version = Upload.objects.get(pk=upload.pk).complete(tree_sha256=tree(upload))
    assert stored(version) == BODY


def test_nothing_lands_in_an_asset_that_is_thrown_away_meanwhile(world, monkeypatch):
    house = world.ours
    upload, real = begin(house, asset=house.asset), files.finish
    send(upload)

    def slow(*asked):
        real(*asked)
        Asset.objects.get(pk=house.asset.pk).delete_by(house.people["producer"])

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr("projects.models.uploads.files.finish", slow)
        with pytest.raises(PortalError, match="upload:asset_gone"):
            upload.complete(tree_sha256=tree(upload))
    assert house.asset.versions.count() == 1
    upload.refresh_from_db()
    assert upload.state == "open"  # and everything as it was, the throwing away too
    version = Upload.objects.get(pk=upload.pk).complete(tree_sha256=tree(upload))
    assert (version.number, stored(version)) == (2, BODY)


def left_of(upload):
    folder = files._upload(upload.storage_ref)
    return list(folder.parent.glob(f"{folder.name}*"))


@pytest.mark.parametrize("left", [True, False])
def test_a_kill_after_the_rename_is_made_good_by_finishing_again(upload, monkeypatch, left):
    send(upload)
    key, ref = upload.storage_key, upload.storage_ref
    with monkeypatch.context() as killed:
        killed.setattr("portal.storage.folder._remove", lambda folder: None)
        files.finish(key, ref, upload.confirmed())
    folder = files._upload(ref)
    if left:  # some of the markers were removed already
        next(folder.glob("*.part")).unlink()
    files.finish(key, ref, [Part(n, 1, "0" * 64) for n in (1, 2, 3)])
    assert Path(files.path(key)).read_bytes() == BODY and not folder.exists()
    files.finish(key, ref, [])


def test_cancelling_leaves_no_folder_when_a_part_arrives_meanwhile(upload, monkeypatch):
    folder, real = files._upload(upload.storage_ref), shutil.rmtree

    def racing(path, **options):
        """The sender asks for its lock while the files are being removed."""
        real(path, **options)
        if folder.exists():
            (folder / "000009.lock").touch()
        elif Path(path).name == folder.name:
            folder.mkdir()  # what a lock made a moment earlier would have kept

    monkeypatch.setattr("portal.storage.folder.shutil.rmtree", racing)
    files.abandon(upload.storage_key, upload.storage_ref)
    assert left_of(upload) == []
    files.abandon(upload.storage_key, upload.storage_ref)


def test_a_removal_that_was_cut_short_is_ended_by_the_next(upload, monkeypatch):
    with monkeypatch.context() as killed:
        killed.setattr("portal.storage.folder.shutil.rmtree", lambda *_args, **_options: None)
        files.abandon(upload.storage_key, upload.storage_ref)
    files.abandon(upload.storage_key, upload.storage_ref)
    assert left_of(upload) == []


def test_a_second_upload_into_an_asset_is_its_next_version(world):
    asset = world.ours.asset
    upload = begin(world.ours, asset=asset)
    send(upload)
    version = upload.complete(tree_sha256=tree(upload))
    assert (version.asset, version.number) == (asset, 2)
    assert Asset.objects.filter(project=world.ours.project).count() == 1


def test_the_tree_checksum_is_over_the_digests_in_order(upload):
    digests = [bytes.fromhex(announced(upload, n)["sha256"]) for n in (1, 2, 3)]
    assert tree(upload) == hashlib.sha256(b"".join(digests)).hexdigest()


def test_an_upload_is_begun_with_the_key_of_its_studio(world, monkeypatch):
    """Of workers' files the same is told in tests/servers."""
    world.ours.project.studio.kms_key = "key-of-ours"
    asked = []

    def begun(_files, _key, *, kms_key):
        asked.append(kms_key)
        return "ref"

    monkeypatch.setattr("portal.storage.FolderFiles.begin", begun)
    upload = begin(world.ours)
    assert (asked, upload.storage_ref) == (["key-of-ours"], "ref")
