"""One request: bounded in time and size, following nothing, saying plainly what went wrong."""

import time

import pytest

from portal.errors import PortalError, sentences
from portal.outbox import addresses, posting
from portal.outbox.posting import ANSWER_BYTES, post
from tests.portal.endpoints import server


@pytest.fixture(autouse=True)
def within_the_house(settings, monkeypatch):
    """Loopback is allowed, and patience is short."""
    settings.WEBHOOK_ALLOW_PRIVATE = True
    monkeypatch.setattr(posting, "TOTAL", 0.6)
    monkeypatch.setattr(posting, "CONNECT", 0.4)


def refused(url):
    started = time.monotonic()
    with pytest.raises(PortalError) as error:
        post(url, b"{}", {})
    assert time.monotonic() - started < 3
    return error.value


def test_what_is_sent_arrives_with_its_headers():
    with server(status=200, body=b"thanks") as heard:
        answer = post(heard.url + "?a=b", b'{"a":1}', {"webhook-id": "msg_1"})
    assert (answer.status, answer.body) == (200, "thanks")
    path, headers, body = heard.requests[0]
    assert (path, body) == ("/hook?a=b", b'{"a":1}')
    assert headers["webhook-id"] == "msg_1"
    assert headers["content-type"] == "application/json"
    assert headers["host"] == f"127.0.0.1:{heard.port}"


def test_the_name_stays_in_the_host_header_while_the_address_is_pinned(monkeypatch):
    monkeypatch.setattr(posting, "resolve", lambda host, port: ["127.0.0.1"])
    with server() as heard:
        post(f"http://hooks.example.org:{heard.port}/", b"", {})
    assert heard.requests[0][1]["host"] == f"hooks.example.org:{heard.port}"


def test_the_next_address_of_a_name_is_tried_when_one_does_not_listen(monkeypatch):
    monkeypatch.setattr(posting, "resolve", lambda host, port: ["127.0.0.9", "127.0.0.1"])
    with server() as heard:
        assert post(f"http://hooks.example.org:{heard.port}/", b"", {}).status == 204


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_a_redirect_is_an_answer_and_is_not_followed(status):
    with server() as elsewhere, server(status=status, headers={"Location": "x"}) as heard:
        heard.headers["Location"] = elsewhere.url
        assert post(heard.url, b"", {}).status == status
        assert elsewhere.requests == []


def test_a_server_that_hangs_is_left():
    with server(act=lambda handler: heard.over.wait(5)) as heard:
        assert refused(heard.url).code == "webhook:timeout"


def test_a_server_that_drips_its_head_is_left_at_the_same_moment():
    """Each byte is in time; the whole is not."""

    def drip(handler):
        for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"." * 500:
            if heard.over.wait(0.05):
                return
            handler.wfile.write(bytes([byte]))

    with server(act=drip) as heard:
        assert refused(heard.url).code == "webhook:timeout"


def test_an_endless_answer_is_read_to_its_beginning_only():
    def pour(handler):
        handler.send_response(200)
        handler.end_headers()
        while not heard.over.is_set():
            handler.wfile.write(b"x" * 65536)

    with server(act=pour) as heard:
        answer = post(heard.url, b"", {})
    assert (answer.status, len(answer.body)) == (200, ANSWER_BYTES)


def test_a_body_that_stops_in_the_middle_leaves_the_status():
    def stall(handler):
        handler.send_response(500)
        handler.send_header("Content-Length", "1000")
        handler.end_headers()
        handler.wfile.write(b"half")
        handler.wfile.flush()
        heard.over.wait(5)

    with server(act=stall) as heard:
        answer = post(heard.url, b"", {})
    assert (answer.status, answer.body) == (500, "half")


def test_what_the_answer_says_can_be_stored():
    with server(status=200, body=b"\x00\xff ok") as heard:
        assert post(heard.url, b"", {}).body == "�� ok"


def test_nobody_listens():
    with server() as heard:
        url = heard.url
    error = refused(url)
    assert error.code == "webhook:connect" and "refused" in error.facts["detail"]


def test_something_that_is_no_web_server():
    with server(act=lambda handler: handler.wfile.write(b"220 smtp ready\r\n")) as heard:
        assert refused(heard.url).code == "webhook:answer"


def test_a_certificate_that_does_not_hold_is_a_failure():
    with server() as heard:
        error = refused(heard.url.replace("http:", "https:"))
    assert error.code in ("webhook:connect", "webhook:timeout")


def test_nothing_goes_to_the_house_unless_allowed(settings):
    settings.WEBHOOK_ALLOW_PRIVATE = False
    with server() as heard:
        assert refused(heard.url.replace("http:", "https:")).code == "webhook:private"
        assert heard.requests == []


def test_every_failure_has_a_sentence(monkeypatch):
    said = sentences("webhook:timeout", {"seconds": 15})
    assert said["message"] == "The endpoint did not answer within 15 seconds."
    assert addresses and said["kept"] == "The message is kept."
