"""Downloads in pieces: each leaves when it is there, and a reader who goes away ends the work."""

import asyncio

from django.test import AsyncRequestFactory, RequestFactory

from portal.models import Studio
from portal.streaming import begun_inside, streamed
from portal.tenancy import current, in_studio

TYPES = {"media_type": "text/csv", "name": "a.csv"}


class Noted:
    def __init__(self):
        self.given, self.closed = 0, False

    def pieces(self):
        try:
            for piece in (b"a", b"b", b"c"):
                self.given += 1
                yield piece
        finally:
            self.closed = True


def test_a_plain_server_gets_the_pieces():
    answer = streamed(RequestFactory().get("/"), Noted().pieces(), **TYPES)
    assert b"".join(answer.streaming_content) == b"abc"
    assert answer["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert answer["Cache-Control"] == "private, no-store"


def test_an_async_server_gets_them_one_by_one_and_may_stop():
    noted = Noted()
    answer = streamed(AsyncRequestFactory().get("/"), noted.pieces(), **TYPES)

    async def read_one():
        coming = answer.streaming_content.__aiter__()
        first = await coming.__anext__()
        await coming.aclose()
        return first

    assert asyncio.run(read_one()) == b"a"
    assert (noted.given, noted.closed) == (1, True)


def test_the_first_piece_is_made_inside_the_fence_of_the_request(world):
    seen = []

    def made():
        seen.append(list(Studio.objects.filter(pk__in=current().studios)))
        yield b"first"
        yield b"second"

    with in_studio(world.ours.studio):
        pieces = begun_inside(made)
    assert not current().studios or world.ours.studio.pk not in current().studios
    assert list(pieces) == [b"first", b"second"] and seen == [[world.ours.studio]]
