"""Under ASGI a request is worked on in one thread, from the first middleware that needs one."""

import asyncio
import threading

import pytest
from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpResponse
from django.test import AsyncRequestFactory
from django.urls import path

from portal.handling import InOneThread

SEEN: list[str] = []


def here(_request):
    SEEN.append(threading.current_thread().name)
    return HttpResponse("plain")


async def awaited(_request):
    await asyncio.sleep(0)
    return HttpResponse("awaited")


def held(_request):
    SEEN.append(threading.current_thread().name)
    GOES_ON.wait(10)
    return HttpResponse("held")


GOES_ON = threading.Event()
urlpatterns = [path("plain/", here), path("awaited/", awaited), path("held/", held)]


class OnTheLoop:
    """As that of the static files: it can do nothing else."""

    async_capable, sync_capable = True, False

    def __init__(self, get_response):
        from asgiref.sync import markcoroutinefunction

        self.get_response = get_response
        markcoroutinefunction(self)

    async def __call__(self, request):
        SEEN.append(threading.current_thread().name)
        return await self.get_response(request)


class InAThread:
    async_capable, sync_capable = False, True

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        SEEN.append(threading.current_thread().name)
        return self.get_response(request)


@pytest.fixture(autouse=True)
def chain(settings):
    settings.ROOT_URLCONF = __name__
    here = f"{__name__}."
    settings.MIDDLEWARE = [here + "OnTheLoop", here + "InAThread", here + "InAThread"]
    SEEN.clear()
    GOES_ON.clear()


def ask(handler, address):
    request = AsyncRequestFactory().get(address)
    return asyncio.run(handler.get_response_async(request)).content


def test_what_cannot_wait_on_the_loop_and_the_view_share_a_thread():
    assert ask(InOneThread(), "/plain/") == b"plain"
    loop, *threads = SEEN
    assert len(threads) == 3 and len(set(threads)) == 1 and loop not in threads


def test_an_awaited_view_is_answered_all_the_same():
    assert ask(InOneThread(), "/awaited/") == b"awaited"


def test_it_answers_as_djangos_own():
    assert ask(InOneThread(), "/plain/") == ask(ASGIHandler(), "/plain/")


def test_without_anything_that_needs_the_loop_all_is_in_the_thread(settings):
    settings.MIDDLEWARE = [f"{__name__}.InAThread"]
    assert ask(InOneThread(), "/plain/") == b"plain"
    assert len(SEEN) == 2 and len(set(SEEN)) == 1


def test_what_leads_nowhere_is_answered_too():
    request = AsyncRequestFactory().get("/nowhere/")
    assert asyncio.run(InOneThread().get_response_async(request)).status_code == 404


async def call(handler, address):
    """As the server calls it, until the answer is sent."""
    sent, asked = [], [{"type": "http.request"}]

    async def receive():
        if asked:
            return asked.pop()
        return await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    await handler(AsyncRequestFactory().get(address).scope, receive, send)
    return sent[0]["status"]


async def begun():
    while not SEEN:
        await asyncio.sleep(0.01)


def test_a_thread_stays_for_whoever_comes_next(settings):
    settings.MIDDLEWARE = []

    async def one_after_the_other():
        handler = InOneThread()
        return [await call(handler, "/plain/") for _n in range(3)]

    assert asyncio.run(one_after_the_other()) == [200, 200, 200]
    assert len(SEEN) == 3 and len(set(SEEN)) == 1


def test_two_at_once_have_one_each_and_as_many_stay_as_are_kept(settings, monkeypatch):
    settings.MIDDLEWARE = []
    monkeypatch.setattr("portal.handling.KEPT", 1)

    async def at_once():
        handler = InOneThread()
        first = asyncio.create_task(call(handler, "/held/"))
        await begun()
        assert await call(handler, "/plain/") == 200
        GOES_ON.set()
        assert await first == 200
        return len(handler._free)

    assert asyncio.run(at_once()) == 1
    assert len(set(SEEN)) == 2


def test_who_is_broken_off_gives_no_thread_back():
    """It may still be at work, and whoever came next would wait behind it."""

    async def work(handler):
        async with handler._thread():
            await sync_to_async(held)(None)

    async def broken_off():
        handler = InOneThread()
        first = asyncio.create_task(work(handler))
        await begun()
        first.cancel()
        GOES_ON.set()
        with pytest.raises(asyncio.CancelledError):
            await first
        return handler._free

    assert asyncio.run(asyncio.wait_for(broken_off(), 8)) == []
