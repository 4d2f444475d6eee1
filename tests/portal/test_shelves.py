"""What is kept is read in pieces and listed by prefix."""

from pathlib import Path

import pytest
from django.core.files.base import ContentFile

from portal.storage import Part, files, shelves


@pytest.fixture
def kept():
    for name in ("a/1/film", "a/1/.film.half", "a/2/film", "b/1/film"):
        files.save(f"renditions/{name}", ContentFile(name.encode()))


def test_content_comes_in_pieces(monkeypatch):
    monkeypatch.setattr(shelves, "CHUNK", 4)
    files.save("originals/x", ContentFile(b"ten bytes!"))
    assert list(files.chunks("originals/x")) == [b"ten ", b"byte", b"s!"]


def test_a_piece_of_the_content():
    files.save("originals/x", ContentFile(b"ten bytes!"))
    assert files.piece("originals/x", 4, 3) == b"byt"
    assert files.piece("originals/x", 8, 30) == b"s!"


def test_a_missing_file_is_an_error():
    with pytest.raises(FileNotFoundError):
        list(files.chunks("originals/none"))


def test_everything_below_a_prefix_is_listed_half_written_files_too(kept):
    assert sorted(files.listed("renditions/a/")) == [
        ("renditions/a/1/.film.half", 14),
        ("renditions/a/1/film", 8),
        ("renditions/a/2/film", 8),
    ]
    assert list(files.listed("renditions/none/")) == []


@pytest.mark.parametrize("prefix", ["", "/", "renditions/", "renditions/a", "a"])
def test_a_prefix_that_could_be_anybodys_is_refused(kept, prefix):
    with pytest.raises(ValueError, match="no prefix of one row"):
        list(files.listed(prefix))


def test_nothing_outside_the_folder_is_listed():
    with pytest.raises(Exception, match=r"outside|traversal"):
        list(files.listed("../../etc/"))


def test_an_unfinished_upload_is_known_by_its_bytes():
    ref = files.begin("originals/x")
    assert files.unfinished("originals/x", ref) == 0
    files.receive("originals/x", ref, Part(1, 3, "0" * 64), b"abc")
    assert (files.unfinished("originals/x", ref) or 0) > 3  # with the note that it has arrived
    folder = Path(files._upload(ref))
    folder.rename(folder.with_name(f"{folder.name}.gone"))
    assert files.unfinished("originals/x", ref) is not None, "a removal that was cut short"
    files.abandon("originals/x", ref)
    assert files.unfinished("originals/x", ref) is None


def test_everything_is_told_with_a_stamp_but_what_is_no_object_yet(kept):
    files.begin("originals/x")
    files.save("checks/1/file", ContentFile(b"proof"))
    found = {key: (size, stamp) for key, size, stamp in files.everything()}
    assert {key: size for key, (size, _stamp) in found.items()} == {
        "renditions/a/1/film": 8,
        "renditions/a/2/film": 8,
        "renditions/b/1/film": 8,
    }
    path = Path(files.path("renditions/a/1/film"))
    path.write_bytes(b"another!")
    again = {key: (size, stamp) for key, size, stamp in files.everything()}
    assert {key for key in found if found[key] != again[key]} == {"renditions/a/1/film"}


def test_facts_are_of_what_is_there(kept):
    assert files.facts("renditions/a/1/film") == {"type": "", "kms": ""}
    assert files.facts("renditions/none") is None
