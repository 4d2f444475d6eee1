"""The receiver of parts when things go wrong: forged links, full disks, broken lines."""

import errno
import os
from pathlib import Path

import pytest
from django.core import signing

from portal import parts
from portal.storage import PART_SALT, files
from tests.projects.sending import (
    BODY,
    PART,
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


def code(answer):
    return answer.status_code, answer.json()["error"]["code"]


def test_other_addresses_go_to_what_stands_behind():
    assert put("/uploads/", b"").status_code == 299
    assert put("/api/v1/me/", b"", method="GET").status_code == 299


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE", "HEAD", "OPTIONS"])
def test_only_put_is_answered(upload, method):
    assert put(signed(upload, 1)[1], b"", method=method).status_code == 405


class TestLinks:
    def test_an_expired_one_is_refused(self, upload, settings):
        _part, url = signed(upload, 1)
        settings.UPLOAD_LINK_SECONDS = -1
        assert code(put(url, piece(upload, 1))) == (403, "upload:link_expired")

    @pytest.mark.parametrize("token", ["", "x", "a:b:c", "%2e%2e/", "é"])
    def test_a_forged_one_is_refused(self, token):
        assert code(put(f"/uploads/parts/{token}", b"x")) == (403, "upload:link_expired")

    def test_one_that_was_changed_is_refused(self, upload):
        _part, url = signed(upload, 1)
        assert code(put(url[:-1] + ("A" if url[-1] != "A" else "B"), b""))[0] == 403

    def test_one_signed_for_something_else_is_refused(self, upload):
        token = signing.dumps([upload.storage_ref, 1, 0, 5, "0" * 64], salt="another.purpose")
        assert code(put(f"/uploads/parts/{token}", b"x" * 5))[0] == 403

    def test_one_for_an_upload_that_is_not_there_says_gone(self):
        token = signing.dumps(["0" * 32, 1, 0, 5, "0" * 64], salt=PART_SALT)
        assert code(put(f"/uploads/parts/{token}", b"x" * 5)) == (410, "upload:gone")

    def test_one_takes_its_own_part_and_no_other(self, upload):
        _part, url = signed(upload, 1)
        assert code(put(url, piece(upload, 2)))[0] == 422


class TestTheDisk:
    @pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
    def test_when_full_it_says_so_and_keeps_what_arrived(self, upload, monkeypatch, number):
        send(upload, 1)

        def full(*_args):
            raise OSError(number, "no room")

        with monkeypatch.context() as disk:
            disk.setattr(os, "pwrite", full)
            answer = put(signed(upload, 2)[1], piece(upload, 2))
        assert code(answer) == (507, "storage:full")
        assert "are kept" in answer.json()["error"]["kept"]
        assert [part.number for part in upload.confirmed()] == [1]
        assert send(upload, 2, 3) == [200, 200]
        assert stored(upload.complete(tree_sha256=tree(upload))) == BODY

    def test_when_broken_it_says_so(self, upload, monkeypatch):
        def broken(*_args):
            raise OSError(errno.EIO, "input/output error")

        monkeypatch.setattr(os, "fdatasync", broken)
        assert code(put(signed(upload, 1)[1], piece(upload, 1))) == (503, "storage:failed")
        assert upload.confirmed() == []

    @pytest.mark.parametrize("name", ["000001.lock", "data"])
    @pytest.mark.parametrize(
        ("number", "told"),
        [
            (errno.ENOSPC, (507, "storage:full")),
            (errno.EIO, (503, "storage:failed")),
            (errno.ENOENT, (410, "upload:gone")),
        ],
    )
    def test_also_when_a_file_cannot_be_opened(self, upload, monkeypatch, name, number, told):
        _part, url = signed(upload, 1)

        def refuse(real):
            def opened(path, *args, **options):
                if str(path).endswith(f"/{name}"):
                    raise OSError(number, "not opened")
                return real(path, *args, **options)

            return opened

        with monkeypatch.context() as disk:
            disk.setattr(os, "open", refuse(os.open))
            disk.setattr(Path, "open", refuse(Path.open))
            assert code(put(url, piece(upload, 1))) == told
        assert put(url, piece(upload, 1)).status_code == 200

    def test_a_part_under_way_while_the_upload_is_cancelled_is_gone(self, upload, monkeypatch):
        real = os.fdatasync

        def cancelled(descriptor):
            real(descriptor)
            files.abandon(upload.storage_key, upload.storage_ref)

        monkeypatch.setattr(os, "fdatasync", cancelled)
        assert code(put(signed(upload, 1)[1], piece(upload, 1))) == (410, "upload:gone")
        folder = files._upload(upload.storage_ref)
        assert list(folder.parent.glob(f"{folder.name}*")) == []

    def test_a_short_write_is_gone_on_with(self, upload, monkeypatch):
        real = os.pwrite
        monkeypatch.setattr(os, "pwrite", lambda fd, data, at: real(fd, data[:1000], at))
        assert send(upload) == [200, 200, 200]
        assert stored(upload.complete(tree_sha256=tree(upload))) == BODY

    def test_a_part_counts_only_after_its_data_is_on_the_disk(self, upload, monkeypatch):
        order, real, confirm = [], os.fdatasync, parts.confirm

        def synced(descriptor):
            assert upload_markers(upload) == []
            order.append("data")
            real(descriptor)

        def confirmed(folder, part):
            order.append("marker")
            confirm(folder, part)

        monkeypatch.setattr(os, "fdatasync", synced)
        monkeypatch.setattr(parts, "confirm", confirmed)
        assert send(upload, 1) == [200]
        assert order == ["data", "marker"]


def upload_markers(upload):
    return list(files._upload(upload.storage_ref).glob("*.part"))
