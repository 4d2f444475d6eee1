"""What travels compressed, and what does not since it may betray a secret."""

import gzip

import pytest
from django.http import HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from portal.shrinking import ShrinkMiddleware, may

LONG = b"a page of a hundred rows " * 200


def passed(response, path="/projects/", accept="gzip"):
    request = RequestFactory().get(path, headers={"Accept-Encoding": accept})
    return ShrinkMiddleware(lambda _request: response)(request)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "application/json"])
def test_pages_and_json_are_compressed_and_the_answer_says_so(kind):
    answer = passed(HttpResponse(LONG, content_type=kind))
    assert answer["Content-Encoding"] == "gzip" and gzip.decompress(answer.content) == LONG
    assert "Accept-Encoding" in answer["Vary"]


def test_the_length_says_nothing_exact():
    assert len({len(passed(HttpResponse(LONG)).content) for _n in range(40)}) > 1


@pytest.mark.parametrize("path", ["/accounts/2fa/totp/activate/", "/account/tokens/", "/admin/"])
def test_pages_that_show_secrets_go_as_they_are(path):
    assert passed(HttpResponse(LONG), path).content == LONG


def test_so_does_what_must_not_be_stored():
    response = HttpResponse(LONG, headers={"Cache-Control": "private, no-store"})
    assert passed(response).content == LONG


@pytest.mark.parametrize(
    "response",
    [
        StreamingHttpResponse([LONG]),
        HttpResponse(LONG, content_type="image/jpeg"),
    ],
)
def test_files_streams_and_pictures_are_left_alone(response):
    assert not may(RequestFactory().get("/"), response)


def test_whoever_does_not_take_it_is_sent_it_plain():
    assert passed(HttpResponse(LONG), accept="identity").content == LONG
