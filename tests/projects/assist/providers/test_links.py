"""Links of results: to disk, of limited size, of the promised kind, and nowhere private."""

import socket

import pytest

from portal.drills.remote.own_servers import FILM, Reply, png, serving
from projects.assist.palette import Final, Transient
from projects.assist.providers import links


@pytest.fixture
def server():
    with serving(lambda request: Reply(body=png(), media_type="image/png")) as found:
        yield found


def fetched(server, folder, kind="picture", **how):
    return links.fetched(f"{server.address}/made.png", folder, kind, own=server.address, **how)


def test_a_picture_lies_in_the_folder_by_its_own_kind(server, tmp_path):
    file = fetched(server, tmp_path / "new", index=3)
    assert (file.role, file.media_type, file.index) == ("picture", "image/png", 3)
    assert file.path.read_bytes() == png() and file.path.suffix == ".png"


@pytest.mark.parametrize(
    ("body", "kind", "role", "media_type"),
    [
        (FILM, "film", "film", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  " + bytes(32), "film", "film", "video/quicktime"),
        (b"\x1a\x45\xdf\xa3" + bytes(32), "film", "film", "video/webm"),
        (b"\xff\xd8\xff\xe0" + bytes(32), "picture", "picture", "image/jpeg"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "picture", "picture", "image/webp"),
        (FILM, "", "film", "video/mp4"),
    ],
)
def test_the_first_bytes_say_what_it_is(server, tmp_path, body, kind, role, media_type):
    server.answering = lambda request: Reply(body=body, media_type="application/octet-stream")
    file = fetched(server, tmp_path, kind)
    assert (file.role, file.media_type) == (role, media_type)


@pytest.mark.parametrize(
    ("body", "kind"),
    [(FILM, "picture"), (png(), "film"), (b"<html>expired</html>", ""), (b"", "picture")],
)
def test_something_else_than_promised_is_refused_and_not_kept(server, tmp_path, body, kind):
    server.answering = lambda request: Reply(body=body)
    with pytest.raises(Final) as refused:
        fetched(server, tmp_path, kind)
    assert (refused.value.code, refused.value.billed) == ("remote:malformed", True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_too_large_is_not_read_to_its_end(server, tmp_path):
    server.answering = lambda request: Reply(body=png() + bytes(4096))
    with pytest.raises(Final, match="too large"):
        fetched(server, tmp_path, most=1000)
    assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 1000


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_link_that_is_over_is_told(server, tmp_path, status):
    server.answering = lambda request: Reply(status, {"Code": "AccessDenied"})
    with pytest.raises(Final) as over:
        fetched(server, tmp_path)
    assert (over.value.code, over.value.billed) == ("remote:expired", True)


@pytest.mark.parametrize(
    "reply", [Reply(500, {}), Reply(503, {}), Reply(429, {}), Reply(cut=True, body=png())]
)
def test_what_may_go_well_later_is_transient(server, tmp_path, reply):
    server.answering = lambda request: reply
    with pytest.raises(Transient) as trouble:
        fetched(server, tmp_path)
    assert trouble.value.code == "remote:down"
    assert list(tmp_path.glob("*.png")) == []


def test_nobody_at_home_is_transient(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
        with pytest.raises(Transient):
            links.fetched(f"{address}/x.png", tmp_path, "picture", own=address)


def test_a_redirect_is_not_followed(server, tmp_path):
    server.answering = lambda request: Reply(302, {}, {"location": "http://169.254.169.254/"})
    with pytest.raises(Final, match="302"):
        fetched(server, tmp_path)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/x.png", "data:image/png;base64,AA", "http://", "x"]
    + ["http://a b/x.png", "http://exämple.org/x.png", "http://[::1/x.png", "http://h:0/x.png"],
)
def test_only_web_addresses_are_links(tmp_path, url):
    with pytest.raises(Final) as refused:
        links.fetched(url, tmp_path, "picture", own="https://api.example.org")
    assert refused.value.code == "remote:malformed"


@pytest.mark.parametrize("own", ["https://api.example.org", "", "http://127.0.0.1:1"])
def test_a_private_address_is_met_only_where_it_is_the_connections_own(server, tmp_path, own):
    with pytest.raises(Final, match="private"):
        links.fetched(f"{server.address}/x.png", tmp_path, "picture", own=own)
    assert server.asked == []


def test_a_name_is_judged_by_every_address_behind_it(monkeypatch, tmp_path):
    monkeypatch.setattr(links, "resolve", lambda host, port: ["93.184.215.14", "10.0.0.7"])
    with pytest.raises(Final, match="private"):
        links.fetched("http://cdn.example.org/x.png", tmp_path, "picture", own="")


def test_the_address_that_was_checked_is_the_one_that_is_met(server, monkeypatch, tmp_path):
    """Between two answers of a name server nothing can be exchanged: it is asked once."""
    host, _colon, port = server.address.removeprefix("http://").partition(":")
    asked = []
    monkeypatch.setattr(links, "resolve", lambda name, port: asked.append(name) or [host])
    url = f"http://own.example.org:{port}"
    links.fetched(f"{url}/x.png", tmp_path, "picture", own=url)
    assert asked == ["own.example.org"]
    assert server.asked[0].headers["host"] == f"own.example.org:{port}"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *[("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True)],
        *[("127.0.0.1", False), ("10.1.2.3", False), ("169.254.169.254", False), ("::1", False)],
        *[("0.0.0.0", False), ("224.0.0.1", False), ("100.64.0.1", False), ("fe80::1%eth0", False)],
        *[("::ffff:10.0.0.1", False), ("64:ff9b::a00:1", False), ("64:ff9b::808:808", True)],
        *[("2002:7f00:1::", False), ("2001:0:4136:e378:8000:63bf:3fff:fdd2", False)],
    ],
)
def test_public_addresses_are_told_from_private_ones(address, public):
    assert links.is_public(address) is public


def test_a_name_that_nobody_knows_is_transient(monkeypatch, tmp_path):
    def unknown(*asked, **how):
        raise socket.gaierror("unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Transient):
        links.fetched("http://nowhere.example/x.png", tmp_path, "picture", own="")
