"""Who may listen, and when a socket closes."""

import pytest
from channels.db import database_sync_to_async

from portal.models import Membership
from projects.models import Run, State
from tests.live.browser_end import Socket
from tests.projects.jobs import queued

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(world):
    return queued(world, state=State.RUNNING, stage="decoding", fraction=0.25, seq=7)


def moved(run, **fields):
    Run.objects.filter(pk=run.pk).update(**fields)
    Run.objects.get(pk=run.pk).tell()


later = database_sync_to_async(moved)


@pytest.mark.parametrize("kind", ["other", "ungranted", "beta_lead", "admin"])
async def test_what_may_not_be_seen_is_an_error_and_no_events(world, run, away, kind):
    async with Socket(world.visitor(kind)) as socket:
        await socket.say(join=[f"run:{run.pk}", f"project:{run.project_id}"])
        for topic in (f"run:{run.pk}", f"project:{run.project_id}"):
            frame = await socket.hear()
            assert (frame["type"], frame["topic"], frame["code"]) == ("error", topic, "not_found")
        await later(run, seq=8)
        assert await socket.silent()


async def test_somebody_signed_out_is_told_so_by_the_code(away):
    socket = Socket(None)
    await socket.open()
    assert await socket.closed() == 4401


async def test_the_sockets_of_a_revoked_person_close_and_others_stay(world, run, away):
    membership = world.ours.memberships["artist"]
    async with Socket(world.visitor("director")) as stays, Socket(world.visitor("artist")) as goes:
        for socket in (stays, goes):
            await socket.say(join=[f"run:{run.pk}"])
            await socket.hear()
        await database_sync_to_async(membership.revoke)(actor=world.admin)
        assert await goes.closed() == 4403
        await later(run, seq=8)
        assert (await stays.hear())["job"]["seq"] == 8


async def test_a_revoked_member_cannot_join_again(world, run, away):
    await database_sync_to_async(world.ours.memberships["artist"].revoke)(actor=world.admin)
    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=[f"run:{run.pk}"])
        assert (await socket.hear())["type"] == "error"


async def test_roles_are_read_anew_at_each_join(world, run, away):
    """The socket opened before the change, with the person as they were."""
    async with Socket(world.visitor("ungranted")) as socket:
        await socket.say(join=[f"run:{run.pk}"])
        assert (await socket.hear())["type"] == "error"
        reviewer = Membership.objects.filter(user=world.visitor("ungranted"))
        await database_sync_to_async(reviewer.update)(role="artist")
        await socket.say(join=[f"run:{run.pk}"])
        assert (await socket.hear())["snapshot"] is True
