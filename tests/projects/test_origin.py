"""What a run signs into the pictures it makes, and what viewers are told of them."""

import json
from pathlib import Path

import pytest
from django.conf import settings as conf
from django.urls import reverse

from portal.storage import files
from projects import origin
from projects.assist.contract import Outcome, OutputFile
from projects.assist.tools import TOOLS
from projects.media.credentials.signing import sign
from projects.media.credentials.types import SOURCE_TYPES
from projects.models import Rendition, Version
from projects.seals import anchors, seal
from projects.source_words import TYPES, label
from projects.sweeping import clear_work
from tests.projects.jobs import jpeg
from tests.projects.media.credential_files import CLAIM, changed, picture
from tests.projects.origins import asked, picture_of, record_of, tool_named

AI = "trainedAlgorithmicMedia"


@pytest.fixture
def run(world, monkeypatch):
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)])
    return asked(world, "stills")


def with_credentials(world, source_types, source_type="", **facts):
    known = {"source_types": source_types, "sha256": "cd" * 32, **facts}
    version = world.ours.version
    version.facts = {**version.facts, "origin": known}
    version.source_type = source_type
    version.save()
    return version


def test_every_picture_of_a_run_is_signed_and_other_files_are_not(run):
    rows = {row.role: row for row in run.candidates.get().renditions.all()}
    assert run.state == "READY" and set(rows) == {"picture", "large", "small", "numbers"}
    for role in ("picture", "large", "small"):
        found = record_of(rows[role])
        assert found["state"] == "trusted"
        assert found["facts"]["tool"] == "stills" and found["facts"]["run"] == str(run.pk)
        assert found["facts"]["provider"] == "local"
        assert rows[role].facts["origin"]["carried"] == "inside"
        assert rows[role].size == Path(files.path(rows[role].storage_key)).stat().st_size
    assert "origin" not in rows["numbers"].facts
    assert not list(Path(conf.WORK_ROOT).rglob("signed-*"))


def test_tidying_up_leaves_alone_what_is_being_signed(world, monkeypatch):
    """Once an hour, whatever workers are at."""

    def tidied(*args):
        clear_work()
        return sign(*args)

    monkeypatch.setattr(origin, "sign", tidied)
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)])
    assert asked(world, "stills").state == "READY"


def test_the_input_is_the_parent_by_its_hash_and_no_name_goes_along(world, monkeypatch):
    with_credentials(world, [])
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)])
    row = asked(world, "stills").candidates.get().renditions.get(role="picture")
    one = record_of(row)["ingredients"][0]
    assert (one["title"], one["relation"]) == ("Film, version 1", "parentOf")
    assert one["sha256"] == "cd" * 32
    held = Path(files.path(row.storage_key)).read_bytes()
    ours = world.ours
    names = [ours.studio.name, ours.project.name, ours.version.file_name]
    names += [str(world.visitor("artist")), world.visitor("artist").email]
    assert not [name for name in names if name.encode() in held]


def test_where_the_project_lets_names_go_along_they_do(world, monkeypatch):
    world.ours.project.credit_names = True
    world.ours.project.save()
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)])
    row = asked(world, "stills").candidates.get().renditions.get(role="picture")
    assert record_of(row)["ingredients"][0]["title"] == world.ours.version.file_name


@pytest.mark.parametrize(
    ("tool", "inputs", "is_"),
    [
        ("stills", [], "algorithmicallyEnhanced"),
        ("stills", ["digitalCapture"], "digitalCapture"),
        ("stills", [AI], AI),
        ("clean_plate", ["digitalCapture"], "algorithmicallyEnhanced"),
        ("clean_plate", [AI], "compositeWithTrainedAlgorithmicMedia"),
        ("shot_find", [], "composite"),
    ],
)
def test_what_a_picture_is_follows_from_tool_and_inputs(world, monkeypatch, tool, inputs, is_):
    with_credentials(world, inputs)

    def act(folder):
        path = folder / "large.jpg"
        path.write_bytes(jpeg())
        return [Outcome({}, [OutputFile(path, "large", "image/jpeg")], kind="plate")]

    tool_named(monkeypatch, tool, act)
    candidate = asked(world, tool).candidates.get()
    found = record_of(candidate.renditions.get())
    assert found["source_type"] == is_ and candidate.source_type == is_


def test_a_tool_that_generates_says_so_whatever_it_was_given(world, monkeypatch):
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)], makes=AI)
    with_credentials(world, ["digitalCapture"])
    candidate = asked(world, "stills").candidates.get()
    found = record_of(candidate.renditions.get(role="picture"))
    assert found["actions"][0]["action"] == "c2pa.created"
    assert found["ingredients"][0]["relation"] == "inputTo"
    assert found["source_type"] == candidate.source_type == AI
    assert candidate.made_by["word"] == "Made with AI"


def test_a_type_that_nobody_knows_is_never_offered(world, monkeypatch):
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)], makes="aiArt")
    run = asked(world, "stills")
    assert (run.state, run.error_code) == ("FAILED", "origin:source_type")
    assert not run.candidates.exists()


def test_a_mask_is_drawn_by_an_algorithm(world, monkeypatch):
    with_credentials(world, [AI])

    def act(folder):
        path = folder / "mask.jpg"
        path.write_bytes(jpeg())
        return [Outcome({}, [OutputFile(path, "confidence", "image/jpeg")], kind="plate")]

    tool_named(monkeypatch, "clean_plate", act)
    candidate = asked(world, "clean_plate").candidates.get()
    assert record_of(candidate.renditions.get())["source_type"] == "algorithmicMedia"


def test_a_format_that_cannot_carry_them_has_them_beside_it(world, monkeypatch):
    def act(folder):
        path = folder / "plate.exr"
        path.write_bytes(b"v/1\x01" * 30)
        return [Outcome({}, [OutputFile(path, "deep", "image/x-exr")], kind="plate")]

    tool_named(monkeypatch, "clean_plate", act)
    rows = {row.role: row for row in asked(world, "clean_plate").candidates.get().renditions.all()}
    assert rows["deep"].facts["origin"]["carried"] == "beside"
    beside = Path(files.path(rows["credentials"].storage_key))
    plain = Path(files.path(rows["deep"].storage_key))
    beside.rename(plain.with_name(plain.name + ".c2pa"))
    assert record_of(rows["deep"])["state"] == "trusted"


def test_a_certificate_that_cannot_sign_keeps_everything_back(world, monkeypatch, settings):
    settings.C2PA_CERTIFICATE = "/nowhere/chain.pem"
    settings.C2PA_PRIVATE_KEY = "/nowhere/key.pem"
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)])
    run = asked(world, "stills")
    assert (run.state, run.error_code) == ("FAILED", "origin:certificate")
    assert not run.candidates.exists() and (Path(conf.WORK_ROOT) / run.pk.hex).exists()
    assert "chain.pem" in str(run.error_facts)


def test_what_a_provider_as_personto_its_work_is_kept(world, monkeypatch, tmp_path):
    plain = picture(tmp_path / "theirs.png")
    theirs = CLAIM.__class__(AI, "their model", "3")
    sign(plain, tmp_path / "out.png", theirs, [], seal())

    def act(folder):
        return [Outcome({}, [OutputFile(tmp_path / "out.png", "large", "image/png")], kind="plate")]

    tool_named(monkeypatch, "clean_plate", act, makes=AI)
    run = asked(world, "clean_plate", provider="google", model="veo-9")
    found = record_of(run.candidates.get().renditions.get())
    parent = next(row for row in found["ingredients"] if row["relation"] == "parentOf")
    assert parent["credentials"]["actions"][0]["tool"] == "their model 3"
    assert parent["state"] == "whole" and found["facts"]["model"] == "veo-9"
    assert [row["relation"] for row in found["ingredients"]].count("inputTo") == 1


def test_the_credentials_an_upload_brought_go_into_what_is_made_of_it(world, monkeypatch, tmp_path):
    version = world.ours.version
    target = tmp_path / "given.png"
    given = CLAIM.__class__(AI, "somebody's model", "1")
    sign(picture(tmp_path / "a.png"), target, given, [], seal())
    told, packed = origin.take_in(version, target, tmp_path)
    assert (told["state"], told["source_type"]) == ("trusted", AI)
    files.put("renditions/credentials.json", packed)
    Rendition.objects.create(
        project=version.project,
        version=version,
        role="credentials",
        media_type="application/json",
        storage_key="renditions/credentials.json",
    )
    version.facts = {**version.facts, "origin": told}
    version.save()
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)])
    candidate = asked(world, "stills").candidates.get()
    one = record_of(candidate.renditions.get(role="picture"))["ingredients"][0]
    assert one["state"] == "whole" and one["credentials"]["source_type"] == AI
    assert candidate.source_type == AI


def test_an_upload_that_cannot_be_asked_is_taken_in_all_the_same(world, tmp_path, monkeypatch):
    path = picture(tmp_path / "a.jpg")
    monkeypatch.setattr("projects.media.credentials.apart.SECONDS", -1e9)
    told, packed = origin.take_in(world.ours.version, path, tmp_path)
    assert told["state"] == "unreadable" and packed is None and told["source_types"] == []


def test_broken_credentials_of_an_upload_are_told_and_still_say_that_it_was_made(world, tmp_path):
    target = tmp_path / "b.jpg"
    sign(picture(tmp_path / "a.jpg"), target, CLAIM.__class__(AI, "x", "1"), [], seal())
    changed(target, -100)
    told, _packed = origin.take_in(world.ours.version, target, tmp_path)
    assert (told["state"], told["source_type"]) == ("broken", AI)


def test_a_viewing_copy_that_cannot_be_signed_is_shown_all_the_same(world, tmp_path, settings):
    path = picture(tmp_path / "a.jpg")
    before = path.read_bytes()
    settings.C2PA_CERTIFICATE = "/nowhere/chain.pem"
    assert origin.sign_copy(world.ours.version, path, "viewing_copy")["carried"] == ""
    assert path.read_bytes() == before and [p.name for p in tmp_path.glob("*.jpg")] == ["a.jpg"]


def test_a_viewing_copy_carries_what_its_original_is(world, tmp_path):
    path = picture(tmp_path / "a.jpg")
    version = with_credentials(world, [AI])
    assert origin.sign_copy(version, path, "viewing_copy")["source_type"] == AI
    from projects.media.credentials.reading import read

    assert read(path, anchors())["source_type"] == AI


def test_every_tool_that_makes_pictures_has_its_way():
    """A new local tool has to be thought of; one over the palette says what it `makes`."""
    words_only = {"script_breakdown", "convert"}
    local = {name for name, tool in TOOLS.items() if tool.run and not tool.makes}
    assert local - words_only == set(origin.WAYS)
    assert all(tool.makes in ("", *SOURCE_TYPES) for tool in TOOLS.values())
    assert all(way.own in SOURCE_TYPES for way in origin.WAYS.values())


@pytest.mark.parametrize(
    ("name", "word"),
    [
        (AI, "Made with AI"),
        ("compositeWithTrainedAlgorithmicMedia", "Changed with AI"),
        ("compositeSynthetic", "Changed with AI"),
        ("algorithmicallyEnhanced", None),
        ("composite", None),
        ("digitalCapture", None),
        ("", None),
    ],
)
def test_only_a_trained_models_part_is_labelled(name, word):
    found = label(name)
    assert (found and found["word"]) == word
    assert found is None or found["said"] == str(TYPES[name])


@pytest.mark.parametrize("page", ["asset", "playlist"])
def test_pages_show_the_label_beside_what_a_model_made(world, as_person, page):
    version = with_credentials(world, [AI], AI)
    client = as_person(world.visitor("director"))
    rows = {"asset": version.asset_id, "playlist": world.ours.playlist.pk}
    world.ours.playlist.items.all().update(version=version)
    body = client.get(reverse(page, args=[rows[page]])).content.decode()
    assert "Made with AI" in body and "made by a trained model" in body
    assert reverse("version_origin", args=[version.pk]) in body
    Version.objects.filter(pk=version.pk).update(source_type="algorithmicallyEnhanced")
    body = client.get(reverse(page, args=[rows[page]])).content.decode()
    assert "Made with AI" not in body


def test_the_board_tells_it_and_names_nobody_while_blind(world, monkeypatch, as_person):
    tool_named(monkeypatch, "stills", lambda folder: [picture_of(folder)], makes=AI)
    run = asked(world, "stills")
    client = as_person(world.visitor("director"))
    address = reverse("api:assistrequest-board", args=[run.request_id])
    told = client.get(address).json()["pictures"][0]
    assert told["made_by"]["word"] == "Made with AI" and told["origin"].endswith("/origin/")
    run.request.blind = [str(world.visitor("director").pk)]
    run.request.save()
    told = client.get(address).json()["pictures"][0]
    assert told["made_by"]["type"] == AI and "origin" not in told


def test_the_page_of_a_candidates_origin_reads_its_file(world, run, as_person):
    client = as_person(world.visitor("reviewer"))
    page = client.get(reverse("candidate_origin", args=[run.candidates.get().pk]))
    body = page.content.decode()
    assert "Whole and trusted" in body and "It was made from: Film, version 1" in body
    assert "test certificate" in body


def test_the_page_of_a_versions_origin_says_when_there_is_nothing_to_read(world, as_person):
    version = world.ours.version
    version.renditions.all().delete()
    body = as_person(world.visitor("artist")).get(reverse("version_origin", args=[version.pk]))
    assert "no picture or film of it yet" in body.content.decode()


def test_credentials_of_an_input_are_kept_as_json_that_signing_understands(world):
    row = world.ours.version.rendition("credentials")
    assert row is None
    one = origin.source_of(world.ours.version, "parentOf")
    assert one.packed == "" and json.dumps(one.described())
