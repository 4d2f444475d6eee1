"""What may be announced: names, sizes, quota, room on the disk."""

import pytest

from portal.errors import PortalError
from projects.file_names import safe_name
from projects.models import Upload
from projects.part_sizes import MAX_PARTS, part_size_for
from tests.projects.sending import begin

MIB = 1024 * 1024
GIB = 1024 * MIB

SHOWN = {
    "café NFC.mp4": "café NFC.mp4",
    "Кино 影片 فيلم.mp4": "Кино 影片 فيلم.mp4",
    "evil\u202e4pm.exe": "evil4pm.exe",
    "a" * 251 + ".mp4": "a" * 251 + ".mp4",
    "-rf.mp4": "-rf.mp4",
    "  leading and trailing  .mp4": "leading and trailing  .mp4",
    "tab\tname.mp4": "tabname.mp4",
    "semi;colon && rm.mp4": "semi;colon && rm.mp4",
    "%2e%2e%2fetc%2fpasswd.mp4": "%2e%2e%2fetc%2fpasswd.mp4",
    "../../up.mp4": "up.mp4",
    "..\\..\\up.mp4": "up.mp4",
    "/abs/path.mp4": "path.mp4",
    "C:\\films\\one.mov": "one.mov",
    "CON.mp4": "CON.mp4",
    "trailing.mp4.": "trailing.mp4.",
    "clip.mp4%00.jpg": "clip.mp4%00.jpg",
    ".htaccess": ".htaccess",
    "noextension": "noextension",
    "many.dots.in.name.v001.final.FINAL2.mov": "many.dots.in.name.v001.final.FINAL2.mov",
    "' OR 1=1 --.mp4": "' OR 1=1 --.mp4",
    "shot_####.exr": "shot_####.exr",
    "<img src=x onerror=alert(1)>.mp4": "<img src=x onerror=alert(1)>.mp4",
    "\u2066\u2069clip\u200f.mov": "clip.mov",
}


@pytest.mark.parametrize("sent", SHOWN, ids=ascii)
def test_a_name_is_shown_as_typed_without_path_and_control_characters(world, sent):
    assert begin(world.ours, name=sent).file_name == SHOWN[sent]


@pytest.mark.parametrize("letter", ["a", "я", "影", "ب", "é", "😀", "𝒳"])
def test_255_characters_of_any_script_are_taken_and_256_are_not(world, letter):
    assert begin(world.ours, name=letter * 255).file_name == letter * 255
    with pytest.raises(PortalError, match="upload:name"):
        begin(world.ours, name=letter * 256)


@pytest.mark.parametrize(
    "name",
    ["name\x00null.mp4", "two\nlines.mp4", "two\rlines", "", " ", ".", "..", "...", "/", "a/"]
    + ["\u202e", "\t", "../..", "b\\"],
    ids=ascii,
)
def test_a_name_that_is_none_is_refused_before_any_byte(world, name):
    uploads = Upload.objects.count()
    with pytest.raises(PortalError) as refused:
        begin(world.ours, name=name)
    assert refused.value.code == "upload:name"
    assert refused.value.as_dict()["kept"] == "No part of the file was sent."
    assert Upload.objects.count() == uploads


def test_a_safe_name_is_safe_again():
    for shown in SHOWN.values():
        assert safe_name(shown) == shown


@pytest.mark.parametrize("size", [0, -1])
def test_an_empty_file_is_refused(world, size):
    with pytest.raises(PortalError, match="upload:empty"):
        begin(world.ours, size=size)


class TestQuota:
    @pytest.fixture
    def left(self, world):
        """Exactly 1 MiB is left."""
        from projects.models.uploads import used_bytes

        studio = world.ours.studio
        studio.quota_bytes = used_bytes(studio.pk) + MIB
        studio.save()

    def test_the_last_byte_may_be_used(self, world, left):
        assert begin(world.ours, size=MIB)
        with pytest.raises(PortalError, match="upload:quota"):
            begin(world.ours, size=1)

    def test_one_byte_more_is_refused_with_figures(self, world, left):
        with pytest.raises(PortalError) as refused:
            begin(world.ours, size=5 * MIB)
        assert refused.value.status == 409
        assert "5.0\xa0MB" in refused.value.as_dict()["message"]
        assert "1.0\xa0MB left" in refused.value.as_dict()["message"]

    def test_other_studios_are_not_touched_by_it(self, world, left):
        assert begin(world.theirs, size=MIB * 2)

    def test_a_cancelled_upload_gives_its_room_back(self, world, left):
        begin(world.ours, size=MIB).abort()
        assert begin(world.ours, size=MIB)


def test_a_file_larger_than_the_free_disk_is_refused(world, monkeypatch):
    monkeypatch.setattr("portal.storage.FolderFiles.free_bytes", lambda self: 100)
    with pytest.raises(PortalError, match="storage:full"):
        begin(world.ours, size=101)
    assert begin(world.ours, size=100)


@pytest.mark.parametrize("size", [1, 8 * MIB, 3 * GIB, 80 * GIB, 1024 * GIB, 5 * 1024 * GIB])
def test_parts_are_whole_mebibytes_and_never_more_than_s3_takes(size):
    part = part_size_for(size)
    assert part >= 8 * MIB and part % MIB == 0
    assert -(-size // part) <= MAX_PARTS


@pytest.mark.parametrize(("size", "count", "last"), [(1, 1, 1), (8 * MIB, 1, 8 * MIB)])
def test_the_last_part_has_what_is_left(world, size, count, last):
    upload = begin(world.ours, size=size)
    assert upload.part_count == count
    assert upload.part(count, "").size == last


def test_a_byte_more_than_a_part_makes_a_second_of_one_byte(world):
    upload = begin(world.ours, size=8 * MIB + 1)
    assert upload.part_count == 2
    assert (upload.part(2, "").size, upload.part(2, "").offset) == (1, 8 * MIB)


@pytest.mark.parametrize(
    ("wish", "part"), [(0, 8), (1, 8), (20, 20), (64, 64), (4096, 64)], ids=str
)
def test_a_wish_for_larger_parts_is_met_within_limits(wish, part):
    assert part_size_for(GIB, wish * MIB) == part * MIB
