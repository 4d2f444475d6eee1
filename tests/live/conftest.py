"""What every test of sockets takes down."""

import asyncio

import pytest

from portal.live import hub as hubs
from portal.live.beats import beats


@pytest.fixture
async def away():
    """Leaves no subscription, no connection and no question behind."""
    yield
    hub = hubs.hub()
    if hub._task:
        hub._task.cancel()
    if beats()._task:
        beats()._task.cancel()
    await asyncio.gather(*beats()._looking)
    await hub.aclose()
