"""Every message of a revocation is lost here: the beat finds out by itself."""

import asyncio
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import live
from portal.live import hub as hubs
from portal.live import listening_together
from portal.live.listening import look
from portal.models import Agreement, AgreementVersion, User
from projects.models import Opening, Project, ProjectGrant, Run, State
from projects.models.openings import open_to
from tests.live.browser_end import Socket, session_of
from tests.projects.jobs import queued
from tests.world import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
BEAT = {"type": "beat"}


@pytest.fixture(autouse=True, params=[1, 2], ids=["together", "alone"])
def lost(monkeypatch, settings, request):
    """No message of a change arrives, and the beat is quick. Everything holds both for sockets
    that are looked at together with others of their studio, and for those looked at alone."""
    monkeypatch.setattr(listening_together, "COMPANY", request.param)
    monkeypatch.setattr(live, "publish", lambda *_args: None)
    settings.LIVE_BEAT_SECONDS = 0.05


@pytest.fixture
def run(world):
    return queued(world, state=State.RUNNING, seq=7)


async def news(socket):
    """The first thing after all the beats."""
    while (frame := await socket.hear()) == BEAT:
        pass
    return frame


async def end(socket):
    """The code it closes with, after all the beats."""
    while (sent := await socket.line.receive_output(timeout=5))["type"] == "websocket.send":
        assert sent["text"] == '{"type": "beat"}'
    return sent["code"]


def suspended(world):
    world.ours.studio.suspend(actor=world.admin, reason="unpaid")


def revoked(world):
    world.ours.memberships["artist"].revoke(actor=world.admin)


def demoted(world):
    world.ours.memberships["artist"].change_role("reviewer", actor=world.admin)


@pytest.mark.parametrize("change", [suspended, revoked, demoted])
async def test_topics_end_with_the_right_to_see_them(world, run, away, change):
    async with Socket(world.visitor("artist")) as socket:
        for name in (f"run:{run.pk}", f"project:{run.project_id}"):
            await socket.say(join=[name])
            assert (await news(socket))["snapshot"] is True
        await database_sync_to_async(change)(world)
        ended = [await news(socket) for _topic in range(2)]
        assert {frame["topic"] for frame in ended} == {
            f"run:{run.pk}",
            f"project:{run.project_id}",
        }
        assert {(frame["type"], frame["code"]) for frame in ended} == {("error", "not_found")}
        assert await socket.hear() == BEAT
        assert {g.partition(".")[0] for g in hubs.hub()._members} == {"user"}


async def test_a_grant_that_was_taken_back_ends_its_project_only(world, run, away):
    other = await Project.objects.acreate(studio=world.ours.studio, name="Two", code="TWO")
    membership = world.ours.memberships["reviewer"]
    await database_sync_to_async(other.give_to)(membership, actor=world.admin)
    async with Socket(world.visitor("reviewer")) as socket:
        await socket.say(join=[f"project:{run.project_id}", f"project:{other.pk}", "mine:"])
        assert [(await news(socket))["snapshot"] for _known in range(2)] == [True, True]
        grants = ProjectGrant.objects.filter(project=run.project_id, membership=membership)
        await database_sync_to_async(grants.delete)()
        assert (await news(socket))["topic"] == f"project:{run.project_id}"
        # The grant may have gone between the questions of one beat: the next has all of it.
        assert [await socket.hear() for _beat in range(2)] == [BEAT] * 2
        assert set(hubs.hub()._members) >= {f"project.{other.pk}"}
        assert f"project.{run.project_id}" not in hubs.hub()._members


async def test_mine_hears_of_a_new_project_from_the_next_beat_on(world, run, away):
    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=["mine:"])
        await news(socket)
        new = await Project.objects.acreate(studio=world.ours.studio, name="Two", code="TWO")
        assert [await socket.hear() for _beat in range(3)] == [BEAT] * 3
        assert f"project.{new.pk}" in hubs.hub()._members


async def test_who_goes_while_looked_after_is_waited_for(world, run, away, monkeypatch):
    """Cut short within a command, it would cost every socket of the process its line."""
    begun, may_go, ended, enter = asyncio.Event(), asyncio.Event(), [], hubs.Hub._enter

    async def slowly(hub, groups, outbox):
        if f"project.{new.pk}" in (groups := list(groups)):
            begun.set()
            await may_go.wait()
        ended.append(await enter(hub, groups, outbox))

    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=["mine:"])
        await news(socket)
        new = await Project.objects.acreate(studio=world.ours.studio, name="Two", code="TWO")
        monkeypatch.setattr(hubs.Hub, "_enter", slowly)
        await begun.wait()
        asyncio.get_running_loop().call_later(0.1, may_go.set)
    assert ended == [None] and hubs.hub()._members == {}


@pytest.mark.parametrize("fields", [{"ended_at": 0}, {"until": 0}])
async def test_an_opening_that_is_over_is_over_for_sockets(world, run, away, fields):
    def opened():
        until = timezone.now() + timedelta(hours=1)
        given = {"studio": world.ours.studio, "project": None, "until": until}
        lead = world.visitor("beta_lead")
        opening = open_to(actor=world.admin, email=lead.email, **given)
        Opening.objects.update(created_at=timezone.now() - timedelta(days=1))
        enrolled(lead)
        return opening

    opening = await database_sync_to_async(opened)()
    async with Socket(world.visitor("beta_lead")) as socket:
        await socket.say(join=[f"run:{run.pk}"])
        assert (await news(socket))["snapshot"] is True
        now = dict.fromkeys(fields, timezone.now())
        await Opening.objects.filter(pk=opening.pk).aupdate(**now)
        assert (await news(socket))["code"] == "not_found"


def signed_out(socket, user):
    Session.objects.filter(pk=socket.session).delete()


def timed_out(socket, user):
    Session.objects.update(expire_date=timezone.now())


def password(socket, user):
    user.set_password("another long password")
    user.save()


def inactive(socket, user):
    User.objects.filter(pk=user.pk).update(is_active=False)


def factorless(socket, user):
    Authenticator.objects.filter(user=user).delete()


def new_terms(socket, user):
    agreement = Agreement.objects.get_or_create(kind="beta", defaults={"title": "Terms"})[0]
    AgreementVersion.objects.create(agreement=agreement, text="New").publish(actor=None)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        *[(change, 4401) for change in (signed_out, timed_out, password, inactive)],
        *[(change, 4403) for change in (factorless, new_terms)],
    ],
)
async def test_the_socket_ends_with_its_session_and_at_the_door(world, away, change, code):
    async with Socket(world.visitor("artist")) as socket:
        assert await socket.hear() == BEAT
        await database_sync_to_async(change)(socket, world.visitor("artist"))
        assert await end(socket) == code


async def test_a_session_of_somebody_else_is_not_taken_over(world, away, monkeypatch):
    """The same cookie, signed in anew as another person."""
    async with Socket(world.visitor("artist")) as socket:
        other = world.visitor("director")
        monkeypatch.setattr("portal.live.listening.person_of", lambda _key: other)
        monkeypatch.setattr(
            listening_together, "people_of", lambda keys: dict.fromkeys(keys, other)
        )
        assert await end(socket) == 4401


async def test_without_an_answer_of_the_database_the_socket_is_sent_away(world, away, monkeypatch):
    async with Socket(world.visitor("artist")) as socket:
        monkeypatch.setattr("portal.live.listening.person_of", lambda _key: 1 / 0)
        monkeypatch.setattr(listening_together, "people_of", lambda _keys: 1 / 0)
        assert await end(socket) == 1013


@pytest.mark.parametrize("key", ["", "x", "é" * 40, "0" * 32, "\x00"])
def test_a_key_without_a_session_is_nobodys(key):
    assert look(key).code == 4401


def test_ten_people_cost_no_more_questions_than_two(world):
    """Those of one studio who see all of it; and each hears what they asked for."""
    run = queued(world, state=State.RUNNING)
    names = frozenset({f"run:{run.pk}", "mine:"})
    studio = (world.ours.studio.pk,)
    asked = []
    for place in range(10):
        user = User.objects.create_user(f"more{place}@example.org")
        world.ours.studio.memberships.create(user=user, role="artist")
        asked.append(listening_together.Ask(session_of(enrolled(user)), names, studio))
    counts = []
    for many in (2, 10):
        with CaptureQueriesContext(connection) as queries:
            standings = listening_together.look_all(asked[:many])
        counts.append(len(queries))
        assert [set(one.topics) for one in standings] == [names] * many
        assert len({one.person for one in standings}) == many
    assert counts[0] == counts[1] <= 8


def test_together_and_alone_everybody_hears_the_same(world, settings):
    """Each role, of both studios, asking for everything there is."""
    run = queued(world, state=State.RUNNING)
    names = frozenset({f"run:{run.pk}", f"project:{run.project_id}", "mine:"})
    for _copy in range(2):
        for who in ("producer", "director", "artist", "reviewer", "other"):
            key = session_of(world.visitor(who))
            alone = look(key, names)
            (together,) = listening_together.look_all(
                [listening_together.Ask(key, names, alone.studios)]
            )
            assert together == alone, who


def test_a_new_secret_key_signs_nobody_out_while_the_old_one_is_known(world, settings):
    key, old = session_of(world.visitor("artist")), settings.SECRET_KEY
    settings.SECRET_KEY = "n" * 60
    assert look(key).code == 4401
    settings.SECRET_KEY_FALLBACKS = [old]
    assert look(key).code == 0


def test_many_topics_cost_no_more_questions_than_one(world):
    runs = [queued(world, state=State.RUNNING) for _n in range(5)]
    key = session_of(world.visitor("artist"))
    counts = []
    for names in ([f"run:{runs[0].pk}"], [f"run:{run.pk}" for run in runs]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert set(look(key, names).topics) == set(names)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
    assert Run.objects.count() >= 5
