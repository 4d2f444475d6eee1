"""Under ASGI a request is worked on in one thread, from the first middleware that needs one."""

import asyncio
import threading

import pytest
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


urlpatterns = [path("plain/", here), path("awaited/", awaited)]


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
