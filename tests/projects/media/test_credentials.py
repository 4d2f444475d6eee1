"""Credentials that are written and read again: whole, kept, broken, built to hurt."""

import json
from dataclasses import replace

import pytest
from PIL import Image

from projects.media.credentials import apart
from projects.media.credentials.apart import read_apart, taken_in
from projects.media.credentials.chains import trial_chain
from projects.media.credentials.forms import form_of
from projects.media.credentials.reading import read
from projects.media.credentials.signing import INPUT, PARENT, Source, sign
from projects.media.credentials.types import PREFIX, SOURCE_TYPES, inherited, named
from projects.media.refusal import Refused
from tests.projects.media.credential_files import CLAIM, changed, film, picture, seal

AI = replace(CLAIM, source_type="trainedAlgorithmicMedia", tool="storyboard")


def put(source, claim=CLAIM, made_of=(), by=None, name=""):
    target = source.with_name(name or f"signed-{source.name}")
    signed = sign(source, target, claim, made_of, by or seal())
    return target, signed


def state(path, ask):
    """What it is told to be, or why it was not read."""
    try:
        return ask(path, seal().anchors)["state"]
    except Refused as refused:
        return refused.code


@pytest.mark.parametrize("ending", ["jpg", "png", "tif", "webp"])
def test_a_picture_carries_who_signed_it_and_what_was_done(tmp_path, ending):
    plain = picture(tmp_path / f"one.{ending}")
    target, signed = put(plain)
    found = read(target, seal().anchors)
    assert found["state"] == "trusted" and found["carried"] == "inside" and signed.beside is None
    assert found["source_type"] == "algorithmicallyEnhanced"
    assert found["signer"] == "Last Mile test certificate"
    assert found["actions"][0]["action"] == "c2pa.created"
    assert found["actions"][0]["tool"] == "stills 1.0"
    assert found["facts"] == {"tool": "stills", "run": "r-1"}
    assert target.stat().st_size - plain.stat().st_size < 8000
    assert (Image.open(target).tobytes()) == Image.open(plain).tobytes()


def test_a_film_carries_them_and_still_plays(tmp_path):
    from projects.media.probe import probe

    plain = film(tmp_path / "one.mp4")
    target, _ = put(plain)
    assert read(target, seal().anchors)["state"] == "trusted"
    assert probe(target, "film").frames == probe(plain, "film").frames


@pytest.mark.parametrize("name", ["frame.exr", "frame.dpx", "frame.bmp", "film.webm"])
def test_a_format_without_a_place_for_them_gets_a_manifest_beside_it(tmp_path, name):
    plain = tmp_path / name
    plain.write_bytes(b"not one of the formats" * 50)
    target, signed = put(plain)
    assert signed.beside and signed.beside.name == f"{target.name}.c2pa"
    assert target.read_bytes() == plain.read_bytes()
    found = read(target, seal().anchors)
    assert (found["state"], found["carried"]) == ("trusted", "beside")
    changed(target, 10)
    assert read(target, seal().anchors)["state"] == "broken"


def test_what_has_none_says_so_and_whether_it_could(tmp_path):
    assert read(picture(tmp_path / "a.png"), "") == {
        "state": "none",
        "carried": "",
        "format_can": True,
    }
    plain = tmp_path / "a.exr"
    plain.write_bytes(b"v/1\x01" * 9)
    assert read(plain, "")["format_can"] is False


def test_a_form_is_told_by_how_a_file_begins(tmp_path):
    wrongly = tmp_path / "is-a-picture.mp4"
    picture(tmp_path / "a.png").rename(wrongly)
    assert form_of(wrongly) == "image/png"
    assert form_of(film(tmp_path / "f.mov")) in ("video/quicktime", "video/mp4")


def test_a_changed_picture_is_broken(tmp_path):
    target, _ = put(picture(tmp_path / "a.jpg"))
    changed(target, -200)
    found = read(target, seal().anchors)
    assert found["state"] == "broken"
    assert "assertion.dataHash.mismatch" in [row["code"] for row in found["codes"]]


def test_a_changed_manifest_is_broken_or_unreadable(tmp_path):
    target, _ = put(picture(tmp_path / "a.jpg"))
    changed(target, target.read_bytes().index(b"lastmile.origin") + 60)
    assert state(target, read) in ("broken", "origin:unreadable")


def test_another_chain_is_whole_but_unknown(tmp_path):
    target, _ = put(picture(tmp_path / "a.jpg"), by=trial_chain(days=5, name="Somebody else"))
    found = read(target, seal().anchors)
    assert (found["state"], found["signer"]) == ("unknown", "Somebody else")
    assert found["codes"][0]["code"] == "signingCredential.untrusted"
    assert read(target, "")["state"] == "unknown"


def test_stripped_credentials_are_none(tmp_path):
    target, _ = put(picture(tmp_path / "a.png"))
    Image.open(target).save(tmp_path / "again.png")
    assert read(tmp_path / "again.png", seal().anchors)["state"] == "none"


def test_a_truncated_file_is_told(tmp_path):
    target, _ = put(picture(tmp_path / "a.jpg"))
    for share in (0.1, 0.4):
        cut = tmp_path / "cut.jpg"
        whole = target.read_bytes()
        cut.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(Refused) as told:
            read(cut, seal().anchors)
        assert told.value.code == "origin:unreadable"


@pytest.mark.parametrize("name", ["aiMedia", "", "trainedalgorithmicmedia", PREFIX + "print"])
def test_a_type_that_iptc_does_not_know_is_never_signed(tmp_path, name):
    with pytest.raises(Refused) as told:
        put(picture(tmp_path / "a.png"), replace(CLAIM, source_type=name))
    assert told.value.code == "origin:source_type"
    assert not (tmp_path / "signed-a.png").exists()


def test_a_strangers_unknown_type_is_shown_as_nothing_known(tmp_path, monkeypatch):
    monkeypatch.setattr(
        "projects.media.credentials.signing.address", lambda name: PREFIX + "madeByMagic"
    )
    target, _ = put(picture(tmp_path / "a.png"))
    found = read(target, seal().anchors)
    assert (found["source_type"], found["source_types"]) == ("", [])
    assert found["actions"][0]["source_given"].endswith("madeByMagic")


@pytest.mark.parametrize(("relation", "first"), [(PARENT, "c2pa.opened"), (INPUT, "c2pa.created")])
def test_credentials_of_an_input_are_kept(tmp_path, relation, first):
    given, _ = put(picture(tmp_path / "in.png"), AI)
    one = Source("in-1", "Image, version 2")
    taken = taken_in(given, one, seal().anchors)
    kept = replace(one, sha256=taken["sha256"], archives=taken["archives"], relation=relation)
    other = Source("in-2", "Film, version 1", "ab" * 32, "video/x-exr")
    target, _ = put(picture(tmp_path / "out.jpg", 5), CLAIM, [kept, other])
    found = read(target, seal().anchors)
    assert found["state"] == "trusted" and found["actions"][0]["action"] == first
    by = {row["title"]: row for row in found["ingredients"]}
    inner = by["Image, version 2"]
    assert (inner["state"], inner["relation"]) == ("whole", relation)
    assert inner["sha256"] == taken["sha256"]
    assert inner["credentials"]["source_type"] == "trainedAlgorithmicMedia"
    assert (by["Film, version 1"]["state"], by["Film, version 1"]["sha256"]) == ("none", "ab" * 32)
    assert set(found["source_types"]) == {"algorithmicallyEnhanced", "trainedAlgorithmicMedia"}


def test_an_input_with_broken_credentials_stays_broken_in_what_is_made_of_it(tmp_path):
    given, _ = put(picture(tmp_path / "in.jpg"), AI)
    changed(given, -300)
    one = Source("in-1", "Image", relation=PARENT)
    kept = replace(one, archives=taken_in(given, one, seal().anchors)["archives"])
    target, _ = put(picture(tmp_path / "out.png"), CLAIM, [kept])
    found = read(target, seal().anchors)
    assert found["state"] == "trusted" and found["ingredients"][0]["state"] == "broken"


def test_taking_in_tells_hash_and_nothing_to_carry_of_a_plain_file(tmp_path):
    plain = tmp_path / "a.bin"
    plain.write_bytes(b"abc")
    found = taken_in(plain, Source("in-1", "x"), "")
    assert found["sha256"].startswith("ba7816bf") and found["archives"] == {}
    assert found["record"]["state"] == "none"


def test_taking_in_a_torn_file_is_unreadable_and_no_error(tmp_path):
    target, _ = put(picture(tmp_path / "a.jpg"))
    target.write_bytes(target.read_bytes()[:1500])
    assert taken_in(target, Source("i", "x"), "")["record"]["state"] == "unreadable"


def test_credentials_that_are_too_large_are_told_and_not_carried(tmp_path, monkeypatch):
    given, _ = put(picture(tmp_path / "in.png"), AI)
    monkeypatch.setattr(apart, "LARGEST", 100)
    question = {"path": str(given), "anchors": "", "take": {"label": "i", "title": "x"}}
    told = apart._told(question | {"take": question["take"] | {"media_type": "image/png"}})
    assert told["record"]["not_carried"] == "size" and told["archives"] == {}


def test_a_box_that_claims_to_be_huge_hurts_nobody(tmp_path, cold):
    """An uuid box of C2PA that says it has 4 GiB, and one that really has many."""
    uuid = bytes.fromhex("d8fec3d61b0e483c92975828877ec481")
    held = film(tmp_path / "a.mp4").read_bytes()
    claims = (0xFFFFFFF0).to_bytes(4) + b"uuid" + uuid + b"\0\0\0\0manifest\0" + b"\0" * 64
    (tmp_path / "b.mp4").write_bytes(held[:32] + claims + held[32:])
    nested = b""
    for _ in range(3000):
        nested = (len(nested) + 8).to_bytes(4) + b"jumb" + nested
    segment = b"\xff\xeb" + (len(nested[:60000]) + 10).to_bytes(2) + b"JP\0\x01\0\0\0\x01"
    jpeg = picture(tmp_path / "c.jpg").read_bytes()
    (tmp_path / "c.jpg").write_bytes(jpeg[:2] + segment + nested[:60000] + jpeg[2:])
    for name in ("b.mp4", "c.jpg"):
        assert state(tmp_path / name, read_apart) in (
            *("none", "broken"),
            *("origin:unreadable", "origin:too_much"),
        )


def test_a_reader_that_is_silent_or_dies_is_a_refusal(tmp_path, monkeypatch, cold):
    plain = picture(tmp_path / "a.png")
    monkeypatch.setattr(apart, "SECONDS", -1e9)
    with pytest.raises(Refused) as told:
        read_apart(plain, "")
    assert told.value.code == "origin:too_much"
    monkeypatch.setattr(apart, "SECONDS", 60)
    with pytest.raises(Refused) as told:
        apart._asked({"path": str(plain), "take": 1})
    assert told.value.code == "origin:too_much"


def test_the_child_says_the_same_as_the_reader(tmp_path, cold):
    target, _ = put(picture(tmp_path / "a.webp"))
    assert read_apart(target, seal().anchors) == json.loads(
        json.dumps(read(target, seal().anchors))
    )


def test_a_manifest_elsewhere_is_never_asked_for(tmp_path, monkeypatch):
    """A file may name an address of its manifest: reading it asks nobody."""
    import c2pa

    from projects.media.credentials.signing import context

    asked = []
    monkeypatch.setattr("socket.socket.connect", lambda *where: asked.append(where))
    plain, target = picture(tmp_path / "a.png"), tmp_path / "b.png"
    action = {"action": "c2pa.created", "digitalSourceType": PREFIX + "print"}
    told = {"label": "c2pa.actions.v2", "data": {"actions": [action]}}
    builder = c2pa.Builder.from_json({"assertions": [told]}, context=context(""))
    builder.set_no_embed()
    builder.set_remote_url("http://127.0.0.1:9/manifest.c2pa")
    from projects.media.credentials.signing import _signer

    with plain.open("rb") as source, target.open("w+b") as out:
        builder.sign(_signer(seal()), "image/png", source, out)
    assert state(target, read) in ("none", "origin:unreadable")
    assert asked == []


def test_a_tree_is_read_as_deep_as_it_is_worth(monkeypatch):
    from projects.media.credentials import reading

    manifests = {"m": {"ingredients": [{"title": "x", "active_manifest": "m"}] * 3}}
    monkeypatch.setattr(reading, "DEEPEST", 3)
    tree = reading._Tree(manifests)
    told = tree.of("m", 0)
    assert tree.left_out and tree.seen == 3 + 9 + 27
    deepest = told["ingredients"][0]["credentials"]["ingredients"][0]["credentials"]
    assert deepest["ingredients"][0]["credentials"]["ingredients"] == []


def test_an_authority_that_does_not_answer_leaves_no_stamp(tmp_path):
    by = replace(seal(), timestamp_url="http://127.0.0.1:9/")
    found = read(put(picture(tmp_path / "a.png"), by=by)[0], seal().anchors)
    assert (found["state"], found["stamped"]) == ("trusted", "")


def test_words_of_strangers_are_short_and_plain():
    from projects.media.credentials.reading import _short

    assert _short("a\x1b[31m\nb" + "c" * 999) == "a[31mb" + "c" * 292


def test_types_are_named_by_either_address():
    assert named(PREFIX + "print") == "print"
    assert named(PREFIX.replace("http:", "https:") + "print") == "print"
    assert named("print") == "" and named(PREFIX + "no") == "" and named("") == ""
    assert len(SOURCE_TYPES) == 17


@pytest.mark.parametrize(
    ("own", "inputs", "picks", "is_"),
    [
        ("algorithmicallyEnhanced", [], True, "algorithmicallyEnhanced"),
        ("algorithmicallyEnhanced", ["digitalCapture"], True, "digitalCapture"),
        ("algorithmicallyEnhanced", ["digitalCapture"], False, "algorithmicallyEnhanced"),
        ("algorithmicallyEnhanced", ["trainedAlgorithmicMedia"], True, "trainedAlgorithmicMedia"),
        (
            "algorithmicallyEnhanced",
            ["trainedAlgorithmicMedia"],
            False,
            "compositeWithTrainedAlgorithmicMedia",
        ),
        (
            "composite",
            ["digitalCapture", "trainedAlgorithmicMedia"],
            True,
            "compositeWithTrainedAlgorithmicMedia",
        ),
        ("trainedAlgorithmicMedia", ["digitalCapture"], False, "trainedAlgorithmicMedia"),
        ("composite", ["nonsense"], True, "composite"),
    ],
)
def test_nothing_made_of_a_trained_models_work_loses_that(own, inputs, picks, is_):
    assert inherited(own, inputs, picks=picks) == is_
