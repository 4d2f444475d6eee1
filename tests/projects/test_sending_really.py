"""The sender against the portal's own API and receiver, in this process."""

import hashlib
import io
import os
import re

import httpx
import pytest
from django.core.management import call_command
from django.test import Client

from portal.models import ApiToken
from projects.models import Upload, Version
from projects.sending import command as sending
from tests.projects.sending import put, stored

PART = 64 * 1024


class InProcess(httpx.BaseTransport):
    """The API by Django's client, parts by the ASGI receiver that takes them past Django."""

    def __init__(self):
        self.parts = 0

    def handle_request(self, request):
        if request.url.path.startswith("/uploads/parts/"):
            self.parts += 1
            answer = put(request.url.path, request.read())
            return httpx.Response(answer.status_code, content=answer.content)
        answer = Client().generic(
            request.method,
            request.url.raw_path.decode(),
            request.read(),
            content_type="application/json",
            headers={n: v for n, v in request.headers.items() if n.startswith(("auth", "idem"))},
        )
        return httpx.Response(answer.status_code, content=answer.content)


@pytest.fixture
def transport(world, monkeypatch, tmp_path):
    monkeypatch.setattr("projects.announcing.part_size_for", lambda *_asked: PART)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    token = ApiToken.issue(world.ours.people["artist"], name="t", scopes=["read", "upload"])[1]
    monkeypatch.setenv("LAST_MILE_TOKEN", token)
    found, run = InProcess(), sending.run
    monkeypatch.setattr(sending, "run", lambda options, out: run(options, out, found))
    return found


@pytest.fixture
def film(tmp_path):
    path = tmp_path / "A001.mov"
    path.write_bytes(os.urandom(PART * 5 + 7))
    return path


def upload(*words, world):
    out = io.StringIO()
    url = "https://portal.test"
    try:
        call_command(
            "upload",
            *map(str, words),
            "--project",
            world.ours.project.code,
            "--url",
            url,
            stdout=out,
        )
    except SystemExit as ended:
        return ended.code, out.getvalue()
    return 0, out.getvalue()


def test_a_file_becomes_a_version(world, transport, film):
    code, said = upload(film, world=world)
    assert (code, said) == (0, "A001.mov (320 kB) is there as version 1 of A001.mov.\n")
    version = Version.objects.get(file_name="A001.mov")
    assert (
        stored(version) == film.read_bytes() and version.uploaded_by == world.ours.people["artist"]
    )
    assert transport.parts == 6


def test_it_goes_on_with_what_is_missing(world, transport, film, monkeypatch):
    real = InProcess.handle_request

    def fail(self, request):
        if self.parts == 3 and request.url.path.startswith("/uploads/parts/"):
            raise httpx.ConnectError("away")
        return real(self, request)

    monkeypatch.setattr(InProcess, "handle_request", fail)
    code, said = upload(film, "--patience", "0", "--parallel", "1", world=world)
    assert code == 3 and "it goes on where it stopped" in said
    monkeypatch.setattr(InProcess, "handle_request", real)
    assert upload(film, world=world)[0] == 0
    assert transport.parts == 6 and Upload.objects.filter(file_name="A001.mov").count() == 1


def test_a_new_version_of_an_asset(world, transport, film):
    asset = world.ours.asset
    code, said = upload(film, "--asset", asset.pk, world=world)
    assert code == 0 and re.search(r"is there as version \d+ of ", said)
    assert asset.versions.order_by("number").last().file_name == "A001.mov"


def test_the_portals_refusal_is_told_in_its_words(world, transport, film):
    project = world.theirs.project.code
    out = io.StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command(
            "upload", str(film), "--project", str(world.theirs.project.pk),
            "--url", "https://portal.test", stdout=out,
        )  # fmt: skip
    assert ended.value.code == 1 and "nothing here that you can see" in out.getvalue()
    assert project not in out.getvalue()


def test_the_checksum_is_of_the_whole(world, transport, film):
    upload(film, world=world)
    body = film.read_bytes()
    digests = [hashlib.sha256(body[at : at + PART]).digest() for at in range(0, len(body), PART)]
    tree = hashlib.sha256(b"".join(digests)).hexdigest()
    assert Version.objects.get(file_name="A001.mov").tree_sha256 == tree


def test_what_is_here_already_is_told_and_not_sent(world, transport, film, tmp_path):
    upload(film, world=world)
    copy = tmp_path / "copy.mov"
    copy.write_bytes(film.read_bytes())
    code, said = upload(copy, world=world)
    assert code == 0 and "copy.mov (320 kB) is there already as version 1 of A001.mov" in said
    assert transport.parts == 6 and Version.objects.filter(fingerprint__gt="").count() == 1
    assert Upload.objects.get(file_name="copy.mov").state == "aborted"
    assert upload(copy, "--again", world=world)[0] == 0 and transport.parts == 12
