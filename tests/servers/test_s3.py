"""The same upload protocol on an S3 server, with presigned addresses over real HTTP."""

import hashlib
from datetime import timedelta
from typing import ClassVar

import httpx
import pytest
from botocore.stub import Stubber
from django.core.files.storage import storages
from django.utils import timezone

from portal.storage import IncompleteUpload, Part
from portal.storage.bucket import sealed

pytestmark = pytest.mark.service

SIZE = 5 * 1024 * 1024  # S3 takes no smaller part but the last
BODY = [b"a" * SIZE, b"b" * 100]
KEY = "originals/film"


def part(number):
    body = BODY[number - 1]
    return Part(number, len(body), hashlib.sha256(body).hexdigest(), (number - 1) * SIZE)


PARTS = [part(1), part(2)]


def send(s3, ref, number, body=None):
    signed = s3.sign_part(KEY, ref, part(number))
    return httpx.put(signed.url, content=body or BODY[number - 1], headers=signed.headers)


def test_parts_in_any_order_become_the_object(s3):
    ref = s3.begin(KEY)
    assert [send(s3, ref, number).status_code for number in (2, 1)] == [200, 200]
    s3.finish(KEY, ref, PARTS)
    assert s3.size(KEY) == SIZE + 100
    assert s3.piece(KEY, SIZE - 2, 4) == b"aabb" and s3.piece(KEY, SIZE + 98, 9) == b"bb"
    with s3.local(KEY) as path:
        assert path.read_bytes() == b"".join(BODY)
    assert not path.exists()


def test_the_address_carries_the_checksum_and_the_browser_sends_it(s3):
    signed = s3.sign_part(KEY, s3.begin(KEY), part(1))
    assert set(signed.headers) == {"x-amz-checksum-sha256"}
    assert "partNumber=1" in signed.url and "X-Amz-Signature" in signed.url


def test_what_arrived_is_listed_with_size(s3):
    ref = s3.begin(KEY)
    send(s3, ref, 2)
    listed = s3.parts(KEY, ref)
    assert list(listed) == [2] and listed[2].size == 100
    assert listed[2].sha256 in ("", part(2).sha256)


def test_what_began_is_found_though_nobody_knows_of_it(s3):
    """As when the answer to its beginning was lost."""
    ref = s3.begin("originals/lost")
    later = timezone.now() + timedelta(minutes=1)
    assert ("originals/lost", ref) in set(s3.begun_before(later))
    assert not set(s3.begun_before(timezone.now() - timedelta(hours=1)))
    s3.abandon("originals/lost", ref)
    assert ("originals/lost", ref) not in set(s3.begun_before(later))


def test_a_missing_part_is_named(s3):
    ref = s3.begin(KEY)
    send(s3, ref, 1)
    with pytest.raises(IncompleteUpload) as missing:
        s3.finish(KEY, ref, PARTS)
    assert missing.value.numbers == [2]


def test_a_part_of_another_size_is_named(s3):
    ref = s3.begin(KEY)
    send(s3, ref, 1)
    s3.s3.upload_part(Bucket=s3.bucket_name, Key=KEY, UploadId=ref, PartNumber=2, Body=b"short")
    with pytest.raises(IncompleteUpload) as wrong:
        s3.finish(KEY, ref, PARTS)
    assert wrong.value.numbers == [2]


def test_finishing_twice_is_finishing_once(s3):
    ref = s3.begin(KEY)
    for number in (1, 2):
        send(s3, ref, number)
    s3.finish(KEY, ref, PARTS)
    s3.finish(KEY, ref, PARTS)
    assert s3.size(KEY) == SIZE + 100
    assert s3.unfinished(KEY, ref) is None


def test_what_was_thrown_away_cannot_be_finished(s3):
    ref = s3.begin("originals/other")
    s3.abandon("originals/other", ref)
    s3.abandon("originals/other", ref)
    assert s3.parts("originals/other", ref) == {}
    with pytest.raises(IncompleteUpload) as gone:
        s3.finish("originals/other", ref, PARTS)
    assert gone.value.numbers == [1, 2]


def test_this_process_can_send_too(s3):
    ref = s3.begin(KEY)
    for number in (1, 2):
        s3.receive(KEY, ref, part(number), BODY[number - 1])
    s3.finish(KEY, ref, PARTS)
    assert s3.exists(KEY)


def test_a_link_gives_the_file_under_its_own_name(s3, tmp_path):
    source = tmp_path / "x"
    source.write_bytes(b"film")
    s3.put("originals/x", source, "video/mp4")
    answer = httpx.get(s3.link("originals/x", 'Кино "影片".mp4'))
    assert answer.content == b"film"
    said = answer.headers["content-disposition"]
    assert said.startswith("attachment; filename*=UTF-8''") and "%E5%BD%B1" in said
    assert "content-disposition" not in httpx.get(s3.link("originals/x")).headers


def test_a_link_is_short_lived_and_signed_by_the_public_address(s3, settings):
    settings.S3_PUBLIC_ENDPOINT_URL = "https://files.example"
    link = s3.link("originals/x", seconds=300)
    assert link.startswith(f"https://files.example/{s3.bucket_name}/originals/x?")
    assert "X-Amz-Expires=300" in link


def test_put_keeps_the_media_type_and_replaces(s3, tmp_path):
    source = tmp_path / "p.jpg"
    for body in (b"one", b"two"):
        source.write_bytes(body)
        s3.put("renditions/p", source, "image/jpeg")
    answer = httpx.get(s3.link("renditions/p"))
    assert (answer.content, answer.headers["content-type"]) == (b"two", "image/jpeg")
    assert s3.free_bytes() is None


def test_the_upload_of_a_person_lands_on_s3(s3, settings, world, monkeypatch):
    """The whole protocol of the portal, with this storage configured."""
    from projects.announcing import start_upload

    monkeypatch.setitem(storages._storages, "default", s3)
    for room in ("projects.announcing", "projects.models.uploads"):
        monkeypatch.setattr(f"{room}.files", s3)
    monkeypatch.setattr("projects.announcing.part_size_for", lambda *_asked: SIZE)
    upload = start_upload(
        actor=world.visitor("artist"),
        project=world.ours.project,
        file_name="film.mov",
        size=SIZE + 100,
        asset=None,
        shot=None,
    )
    rows = [{"number": p.number, "size": p.size, "sha256": p.sha256} for p in PARTS]
    for announced, signed in upload.sign(rows):
        body = BODY[announced.number - 1]
        assert httpx.put(signed.url, content=body, headers=signed.headers).status_code == 200
    assert [p.sha256 for p in upload.confirmed()] == [p.sha256 for p in PARTS]
    assert [signed for _part, signed in upload.sign(rows)] == [None, None]
    tree = hashlib.sha256(b"".join(bytes.fromhex(p.sha256) for p in PARTS)).hexdigest()
    version = upload.complete(tree_sha256=tree)
    assert s3.size(version.storage_key) == version.size == SIZE + 100


class TestEncryption:
    """What is asked of the server; the stub checks it as the wire format has it."""

    KEY_ID = "arn:aws:kms:eu-west-1:1:key/ours"
    SEALED: ClassVar = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": KEY_ID}

    @pytest.fixture
    def stub(self, s3):
        with Stubber(s3.s3) as stub:
            yield stub
            stub.assert_no_pending_responses()

    def test_uploads_begin_with_the_studios_key(self, s3, stub):
        asked = {"Bucket": s3.bucket_name, "Key": KEY, "ChecksumAlgorithm": "SHA256"}
        stub.add_response("create_multipart_upload", {"UploadId": "u"}, {**asked, **self.SEALED})
        assert s3.begin(KEY, kms_key=self.KEY_ID) == "u"

    def test_without_one_the_portals_key_counts_and_without_both_the_buckets(self, settings):
        settings.S3_KMS_KEY = ""
        assert sealed("") == {}
        settings.S3_KMS_KEY = "ours"
        assert sealed("")["SSEKMSKeyId"] == "ours" and sealed("theirs")["SSEKMSKeyId"] == "theirs"

    def test_what_workers_store_is_encrypted_by_it_too(self, s3, monkeypatch, tmp_path):
        said = {}
        monkeypatch.setattr(s3.s3, "upload_file", lambda *_at, **how: said.update(how["ExtraArgs"]))
        s3.put("renditions/x", tmp_path, "image/jpeg", kms_key=self.KEY_ID)
        assert said == {"ContentType": "image/jpeg", **self.SEALED}
