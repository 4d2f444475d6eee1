"""The archive and its list agree, whatever is put in."""

import hashlib
import json
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from projects.archive import MANIFEST, Archive, line, safe

NAMES = some.text(min_size=1, max_size=40).map(safe)
FILES = some.dictionaries(NAMES, some.lists(some.binary(max_size=300), max_size=4), max_size=6)


def unpacked(path):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("archives") / "archive.zip"


@settings(max_examples=60, deadline=None)
@given(files=FILES, texts=some.booleans())
def test_the_list_names_every_file_with_its_size_and_hash(place, files, texts):
    files.pop(MANIFEST, None)
    with Archive(place, about={"studio": "Ours"}) as archive:
        for name, pieces in files.items():
            archive.add(name, iter(pieces), text=texts)
    content = unpacked(place)
    manifest = json.loads(content.pop(MANIFEST))
    assert manifest["studio"] == "Ours"
    assert {f["name"]: f["sha256"] for f in manifest["files"]} == {
        name: hashlib.sha256(body).hexdigest() for name, body in content.items()
    }
    assert {f["name"]: f["size"] for f in manifest["files"]} == {
        name: len(body) for name, body in content.items()
    }
    assert content == {name: b"".join(pieces) for name, pieces in files.items()}


def test_media_are_stored_as_they_are_and_texts_are_deflated(place):
    with Archive(place, about={}) as archive:
        archive.add("film", [b"a" * 5000])
        archive.add("rows", [b"a" * 5000], text=True)
    with zipfile.ZipFile(place) as found:
        assert found.getinfo("film").compress_size == 5000
        assert found.getinfo("rows").compress_size < 100


def test_each_file_may_be_larger_than_four_gibibytes(place):
    """The header of a 64-bit entry is written before its size is known."""
    with Archive(place, about={}) as archive:
        archive.add("film", [b"a"])
    with zipfile.ZipFile(place) as found:
        assert found.getinfo("film").extract_version >= zipfile.ZIP64_VERSION


def test_an_archive_that_was_not_finished_has_no_list(place):
    with pytest.raises(ZeroDivisionError), Archive(place, about={}) as archive:
        archive.add("film", (bytes([1 // n]) for n in (1, 0)))
    assert MANIFEST not in unpacked(place)


@given(name=some.text(max_size=300))
def test_a_persons_name_is_one_step_of_a_path(name):
    kept = safe(name)
    assert kept and len(kept) <= 120 and kept not in (".", "..")
    assert not set(kept) & set('/\\\x00:*?"<>|\n')


def test_a_line_is_one_line_whatever_it_holds():
    text = line({"note": "a\nb", "who": "Åsa"})
    assert text.count(b"\n") == 1 and json.loads(text) == {"note": "a\nb", "who": "Åsa"}
    assert "Åsa".encode() in text
