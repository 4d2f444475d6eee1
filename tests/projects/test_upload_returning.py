"""Coming back to an upload, and giving one up."""

import pytest

from portal.errors import PortalError
from portal.storage import files, marker
from projects.models import Upload
from projects.models.uploads import used_bytes
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


class TestComingBack:
    def test_confirmed_parts_are_listed_with_their_checksums(self, upload):
        send(upload, 1, 3)
        told = [(p.number, p.size, p.sha256) for p in Upload.objects.get(pk=upload.pk).confirmed()]
        rows = [announced(upload, n) for n in (1, 3)]
        assert told == [(row["number"], row["size"], row["sha256"]) for row in rows]

    def test_a_confirmed_part_gets_no_address(self, upload):
        send(upload, 1)
        rows = [announced(upload, n) for n in (1, 2, 3)]
        addresses = [address for _part, address in upload.sign(rows)]
        assert addresses[0] is None and all(addresses[1:])

    def test_the_list_survives_a_restart_because_it_is_on_disk(self, upload):
        send(upload, 2)
        part = upload.confirmed()[0]
        assert marker(files._upload(upload.storage_ref), part).exists()
        assert [p.number for p in Upload.objects.get(pk=upload.pk).confirmed()] == [2]

    def test_a_file_that_was_whole_before_a_crash_is_not_asked_for_again(self, upload):
        """The storage has put it together, and the version was never written down."""
        send(upload)
        parts = upload.confirmed()
        files.finish(upload.storage_key, upload.storage_ref, parts)
        told = [(part.number, part.size, part.sha256) for part in parts]
        again = [(part.number, part.size, part.sha256) for part in upload.confirmed()]
        assert again == told and len(told) == 3
        rows = [announced(upload, n) for n in (1, 2, 3)]
        assert [address for _part, address in upload.sign(rows)] == [None] * 3
        assert upload.complete(tree_sha256=tree(upload)).size == upload.size

    def test_a_finished_upload_lists_nothing(self, upload):
        send(upload)
        upload.complete(tree_sha256=tree(upload))
        assert Upload.objects.get(pk=upload.pk).confirmed() == []

    def test_announcing_moves_the_moment_of_the_last_sign_of_life(self, upload):
        before = upload.touched_at
        signed(upload, 1)
        upload.refresh_from_db()
        assert upload.touched_at > before


@pytest.mark.parametrize("number", [0, 4, -1, 10**6])
def test_a_part_outside_the_file_is_refused(upload, number):
    with pytest.raises(PortalError, match="upload:part_number"):
        upload.sign([{"number": number, "size": PART, "sha256": "0" * 64}])


@pytest.mark.parametrize(("number", "size"), [(1, PART - 1), (1, PART + 1), (3, PART)])
def test_a_part_must_have_its_size(upload, number, size):
    with pytest.raises(PortalError, match="upload:part_size"):
        upload.sign([{"number": number, "size": size, "sha256": "0" * 64}])


class TestGivingUp:
    def test_an_aborted_upload_takes_no_more_parts_and_leaves_no_bytes(self, upload):
        _part, url = signed(upload, 1)
        upload.abort()
        answer = put(url, piece(upload, 1))
        assert (answer.status_code, answer.json()["error"]["code"]) == (410, "upload:gone")
        assert not files._upload(upload.storage_ref).exists()
        for act in (
            lambda u: u.sign([announced(u, 1)]),
            lambda u: u.complete(tree_sha256=tree(u)),
        ):
            with pytest.raises(PortalError, match="upload:gone"):
                act(Upload.objects.get(pk=upload.pk))

    def test_aborting_after_completing_keeps_the_version(self, upload):
        stale = Upload.objects.get(pk=upload.pk)
        send(upload)
        version = upload.complete(tree_sha256=tree(upload))
        stale.abort()
        assert stored(version) == BODY
        assert Upload.objects.get(pk=upload.pk).state == "complete"

    def test_open_uploads_and_versions_count_against_the_quota(self, world):
        before = used_bytes(world.ours.studio.pk)
        upload = begin(world.ours)
        assert used_bytes(world.ours.studio.pk) == before + len(BODY)
        upload.abort()
        assert used_bytes(world.ours.studio.pk) == before
