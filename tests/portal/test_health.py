"""The health check stands before all else, on servers of both kinds."""

import asyncio

import pytest
from asgiref.sync import sync_to_async
from django.db import OperationalError, connections
from django.http import HttpResponse
from django.test import AsyncClient, RequestFactory

from portal.middleware import health

ask = RequestFactory().get


def elsewhere(request):
    return HttpResponse(f"page {request.path}")


async def elsewhere_awaited(request):
    return elsewhere(request)


def answered(path, *, awaited):
    """What a chain of that kind answers."""
    if not awaited:
        return health(elsewhere)(ask(path))
    chain = health(elsewhere_awaited)
    assert asyncio.iscoroutinefunction(chain)
    return asyncio.run(chain(ask(path)))


@pytest.fixture
def said(monkeypatch):
    """What the portal's own view would say; nothing but that is asked."""
    from portal.views import home

    def say(answer):
        monkeypatch.setattr(home, "healthy", answer)

    return say


@pytest.mark.parametrize("awaited", [False, True])
class TestOfEachKind:
    def test_answers_for_its_own_address_only(self, said, awaited):
        said(lambda request: HttpResponse("well"))
        assert answered("/healthz/", awaited=awaited).content == b"well"
        for path in ("/", "/healthz", "/healthz/more"):
            assert answered(path, awaited=awaited).content == f"page {path}".encode()

    def test_says_that_the_database_is_gone(self, said, awaited):
        def gone(request):
            raise OperationalError("connection refused")

        said(gone)
        answer = answered("/healthz/", awaited=awaited)
        assert (answer.status_code, b"refused" in answer.content) == (503, False)

    def test_hides_no_other_error(self, said, awaited):
        def wrong(request):
            raise ValueError("wrong")

        said(wrong)
        with pytest.raises(ValueError, match="wrong"):
            answered("/healthz/", awaited=awaited)


@pytest.mark.django_db(transaction=True)
def test_the_whole_chain_answers_an_asynchronous_server():
    async def talk():
        client = AsyncClient()
        whole = await client.get("/healthz/")
        page = await client.get("/projects/")
        await sync_to_async(connections.close_all)()  # of the thread that answered
        return whole.json(), page.status_code

    assert asyncio.run(talk()) == ({"status": "ok"}, 302)
