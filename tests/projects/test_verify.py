"""Verifying a file: on the page, where nothing is kept, and from the shell."""

import io
import json
import tempfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.core.management.base import CommandError
from django.urls import reverse

from portal.bodies import limit_of
from projects.media.credentials.chains import trial_chain
from projects.media.credentials.signing import PARENT, Claim, Source, sign
from projects.media.credentials.types import TRAINED
from projects.origin_words import CODES, STATES, as_text, told
from projects.seals import seal
from tests.projects.media.credential_files import CLAIM, changed, picture

AI = Claim(
    "trainedAlgorithmicMedia",
    "storyboard",
    "1.0",
    {"provider": "google", "model": "veo-9", "run": "r-7"},
)


@pytest.fixture
def given(tmp_path):
    """A picture that a model made, as this portal signs it."""
    target = tmp_path / "given.png"
    sign(picture(tmp_path / "plain.png"), target, AI, [Source("in-1", "Film, version 1")], seal())
    return target


@pytest.fixture
def client(world, as_person):
    return as_person(world.visitor("reviewer"))


def post(client, path, name="", **more):
    sent = SimpleUploadedFile(name or path.name, path.read_bytes())
    return client.post(reverse("verify"), {"file": sent, **more})


def test_the_page_tells_it_in_sentences_with_shape_and_word(client, given):
    body = post(client, given).content.decode()
    assert 'class="status is-approved"' in body and "Whole and trusted" in body
    for said in (
        "Made with AI",
        "What it is: made by a trained model.",
        "The work was done by google veo-9.",
        "Run r-7.",
        "It was computed from: Film, version 1",
        "test certificate",
    ):
        assert said in body, said


def test_nothing_of_it_is_kept(client, given, settings, tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temp"))
    (tmp_path / "temp").mkdir()
    post(client, given)
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100  # as a large file comes: on the disk at once
    assert "Whole and trusted" in post(client, given).content.decode()
    assert list((tmp_path / "temp").iterdir()) == []
    media = Path(settings.MEDIA_ROOT)
    assert not any(given.name in path.name for path in media.rglob("*"))


def test_a_changed_file_is_broken(client, given):
    changed(given, -60)
    body = post(client, given).content.decode()
    assert 'class="status is-rejected"' in body and "Broken" in body
    assert "The picture was changed after it was signed." in body


def test_a_stranger_is_unknown_and_a_plain_file_says_nothing(client, tmp_path):
    target = tmp_path / "theirs.png"
    sign(picture(tmp_path / "a.png"), target, CLAIM, [], trial_chain(days=9, name="Ada <b>"))
    body = post(client, target).content.decode()
    assert "Whole, signer unknown" in body and "Ada &lt;b&gt;" in body
    assert "Made with AI" not in body
    assert "No credentials" in post(client, tmp_path / "a.png").content.decode()


def test_a_manifest_may_come_beside_its_file(client, tmp_path):
    plain, target = tmp_path / "a.exr", tmp_path / "b.exr"
    plain.write_bytes(b"v/1\x01" * 40)
    beside = sign(plain, target, AI, [], seal()).beside
    body = post(client, target).content.decode()
    assert "has no place for credentials" in body
    manifest = SimpleUploadedFile("b.exr.c2pa", beside.read_bytes())
    body = post(client, target, manifest=manifest).content.decode()
    assert "Whole and trusted" in body and "lie in a file beside it" in body


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n" + b"\0" * 90])
def test_torn_files_are_told_and_no_error(client, tmp_path, content):
    path = tmp_path / "torn.jpg"
    path.write_bytes(content)
    answer = post(client, path)
    told = answer.content.decode()
    assert (answer.status_code == 200) == ("No credentials" in told)
    assert answer.status_code in (200, 422) and "Another file" in told and "torn.jpg" in told
    assert ("it is empty" in told) == (content == b"")


def test_without_a_file_it_says_so(client):
    answer = client.post(reverse("verify"))
    assert answer.status_code == 400 and "There is no file" in answer.content.decode()


def test_it_takes_no_more_than_the_page_says(client):
    assert limit_of("/verify/") == 256 * 1024**2
    assert "up to 256 MB" in client.get(reverse("verify")).content.decode()


def test_nobody_who_is_signed_out_has_a_file_read(client, given):
    client.logout()
    assert post(client, given).status_code in (302, 401, 403)


def shell(path, *more):
    out = io.StringIO()
    call_command("verify", str(path), *more, stdout=out)
    return out.getvalue()


def test_the_command_says_the_same(given, tmp_path):
    said = shell(given)
    assert (
        said.startswith("Whole and trusted.") and "Made with AI: made by a trained model." in said
    )
    assert "  It was computed from: Film, version 1 (no credentials)" in said
    record = json.loads(shell(given, "--json"))
    assert record["state"] == "trusted" and record["facts"]["model"] == "veo-9"


def test_the_command_ends_badly_where_something_is_wrong(given, tmp_path):
    changed(given, -60)
    with pytest.raises(CommandError, match="broken"):
        shell(given)
    with pytest.raises(CommandError, match="there is no file"):
        shell(tmp_path / "none.png")
    (tmp_path / "torn.png").write_bytes(given.read_bytes()[:300])
    with pytest.raises(CommandError, match="cannot be read"):
        shell(tmp_path / "torn.png")


def test_a_tree_of_ingredients_is_told_branch_by_branch(tmp_path, given):
    from projects.media.credentials.apart import read_apart, taken_in
    from projects.seals import anchors

    one = Source("in-2", "Image, version 3", relation=PARENT)
    found = taken_in(given, one, anchors())
    kept = Source("in-2", one.title, found["sha256"], "image/png", found["archives"], PARENT)
    target = tmp_path / "out.jpg"
    sign(picture(tmp_path / "b.jpg"), target, CLAIM, [kept], seal())
    shown = told(read_apart(target, anchors()))
    assert shown["label"]["type"] in TRAINED  # somewhere in it a model had part
    [branch] = shown["tree"]
    assert branch["said"] == "It was made from: Image, version 3"
    assert branch["label"]["word"] == "Made with AI"
    assert branch["tree"][0]["said"] == "It was computed from: Film, version 1"
    text = as_text(shown)
    assert any(line.startswith("    It was computed from") for line in text)


def test_a_type_that_iptc_does_not_know_is_told_as_that():
    row = {"action": "c2pa.created", "when": "", "tool": "", "source_type": ""}
    shown = told({"state": "unknown", "actions": [{**row, "source_given": "madeByMagic"}]})
    [line] = shown["lines"]
    assert line == "It was created, of a type that IPTC does not know: madeByMagic."


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-11-29T06:19:20Z", "2026-11-29 06:19 UTC"),
        ("2026-11-29T06:19:20+02:00", "2026-11-29 04:19 UTC"),
        ("once upon a time", "once upon a time"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
    ],
)
def test_times_are_told_to_the_minute(when, said):
    row = {"action": "c2pa.edited", "when": when, "tool": "", "source_type": "", "source_given": ""}
    assert told({"state": "unknown", "actions": [row]})["lines"] == [f"It was edited on {said}."]


def test_every_state_has_a_shape_and_every_code_a_sentence():
    assert {"trusted", "unknown", "broken", "none", "whole", "unreadable"} == STATES.keys()
    assert len({shape for shape, _word, _means in STATES.values()}) == len(STATES)
    assert all(str(said).endswith(".") for said in CODES.values())
