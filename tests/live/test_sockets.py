"""The one socket: join, snapshot, events, and when it must close."""

import asyncio

import pytest
import redis.asyncio
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.live import hub as hubs
from projects.models import Run, State
from tests.live.browser_end import Socket
from tests.projects.jobs import queued
from tests.world import make_version

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def run(world):
    return queued(world, state=State.RUNNING, stage="decoding", fraction=0.25, seq=7)


def moved(run, **fields):
    Run.objects.filter(pk=run.pk).update(**fields)
    Run.objects.get(pk=run.pk).tell()


later = database_sync_to_async(moved)


async def test_joining_gives_the_stored_snapshot_and_then_events_in_order(world, run, away):
    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=[f"run:{run.pk}"])
        first = await socket.hear()
        assert first["snapshot"] is True and first["topic"] == f"run:{run.pk}"
        assert (first["type"], first["job"]["seq"], first["job"]["fraction"]) == ("job", 7, 0.25)
        for seq in (8, 9, 10):
            await later(run, seq=seq)
        heard = [(await socket.hear())["job"]["seq"] for _event in range(3)]
        assert heard == [8, 9, 10]


@pytest.mark.parametrize(
    "topic", ["", "x", "run:", "run:1", "nothing:1", "run:\x00", "user:1", "mine:1"]
)
async def test_a_topic_there_is_not_is_an_error(world, away, topic):
    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=[topic])
        assert (await socket.hear())["type"] == "error"


@pytest.mark.parametrize("text", ["", "{", "[]", "5", '{"join": 5}', '{"join": "run:"}', "null"])
async def test_nonsense_is_answered_and_the_line_stays(world, run, away, text):
    async with Socket(world.visitor("artist")) as socket:
        await socket.say_text(text)
        assert (await socket.hear())["code"] == "invalid"
        await socket.say(join=[f"run:{run.pk}"])
        assert (await socket.hear())["snapshot"] is True


async def test_a_project_and_mine_give_what_is_active(world, run, away):
    async with Socket(world.visitor("artist")) as socket:
        for topic in (f"project:{run.project_id}", "mine:"):
            await socket.say(join=[topic])
            frame = await socket.hear()
            assert (frame["topic"], frame["job"]["id"]) == (topic, str(run.pk))


async def test_leaving_ends_the_events_of_that_topic_only(world, run, away):
    other = await database_sync_to_async(queued)(world, state=State.RUNNING)
    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=[f"run:{run.pk}", f"run:{other.pk}"])
        await socket.hear(), await socket.hear()
        await socket.say(leave=[f"run:{run.pk}"])
        await asyncio.sleep(0.1)
        await later(run, seq=8)
        await later(other, seq=9)
        assert (await socket.hear())["job"]["id"] == str(other.pk)
        assert await socket.silent()


async def test_a_beat_says_that_the_line_is_alive(world, away, settings):
    settings.LIVE_BEAT_SECONDS = 0.05
    async with Socket(world.visitor("artist")) as socket:
        assert await socket.hear() == {"type": "beat"}


async def test_polling_tells_the_same_jobs_as_the_socket(world, run, away, as_person):
    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=[f"run:{run.pk}"])
        told = (await socket.hear())["job"]
    client = await database_sync_to_async(as_person)(world.visitor("artist"))
    polled = await database_sync_to_async(client.get)(f"/api/v1/jobs/?topic=run:{run.pk}")
    assert polled.json() == {"jobs": [told]}
    other = await database_sync_to_async(as_person)(world.visitor("other"))
    hidden = await database_sync_to_async(other.get)(f"/api/v1/jobs/?topic=run:{run.pk}")
    assert hidden.status_code == 404


async def beyond_beats(socket):
    """The next that is no beat: opening two hundred sockets may take longer than one."""
    while (heard := await socket.hear())["type"] == "beat":
        continue
    return heard


async def test_two_hundred_sockets_are_one_subscription(world, run, away, monkeypatch):
    monkeypatch.setattr(settings, "LIVE_SOCKETS_A_PERSON", 200)
    sockets = [Socket(world.visitor("artist")) for _n in range(200)]
    for socket in sockets:
        await socket.__aenter__()
        await socket.say(join=[f"run:{run.pk}"])
    for socket in sockets:
        assert (await socket.hear())["snapshot"] is True
    group = f"live:run.{run.pk}"
    async with redis.asyncio.Redis.from_url(settings.CHANNELS_URL) as probe:
        assert dict(await probe.pubsub_numsub(group)) == {group.encode(): 1}
        await later(run, seq=8)
        assert {(await beyond_beats(socket))["job"]["seq"] for socket in sockets} == {8}
        for socket in sockets:
            await socket.__aexit__()
        await asyncio.sleep(0.1)
        assert dict(await probe.pubsub_numsub(group)) == {group.encode(): 0}
    assert not hubs.hub()._members


async def test_a_page_that_asks_is_told_the_rows_of_what_it_has_joined(world, run, away):
    """A message of these changes was never sent: the rows are asked."""
    async with Socket(world.visitor("artist")) as socket:
        names = [f"run:{run.pk}", "mine:"]
        await socket.say(join=names)
        assert [(await socket.hear())["snapshot"] for _name in names] == [True, True]
        fields = {"seq": 99, "state": State.READY}
        await Run.objects.filter(pk=run.pk).aupdate(**fields)
        await socket.say(ask=[*names, f"project:{run.project_id}"])
        told = {frame["topic"]: frame for frame in [await socket.hear() for _name in names]}
        assert {frame["type"] for frame in told.values()} == {"jobs"}
        assert [job["seq"] for job in told[names[0]]["jobs"]] == [99]
        assert told["mine:"]["jobs"] == []
        assert await socket.silent()


async def test_what_may_no_longer_be_seen_ends_when_it_is_asked_about(world, run, away):
    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=[f"run:{run.pk}"])
        await socket.hear()
        await Run.objects.filter(pk=run.pk).adelete()
        await socket.say(ask=[f"run:{run.pk}"])
        assert (await socket.hear())["code"] == "not_found"
        assert f"run.{run.pk}" not in hubs.hub()._members


async def test_too_many_names_at_once_are_refused(world, run, away):
    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=["x"] * 150, leave=["x"] * 51)
        assert (await socket.hear())["code"] == "invalid"
        assert await socket.silent()


class TestWhileValkeyIsDown:
    @pytest.fixture
    def down(self, monkeypatch):
        def fall(only=""):
            enter = hubs.Hub._enter

            async def failing(hub, groups, outbox):
                if any(group.startswith(only) for group in groups):
                    raise redis.ConnectionError("gone")
                await enter(hub, groups, outbox)

            monkeypatch.setattr(hubs.Hub, "_enter", failing)

        return fall

    async def test_a_new_socket_is_told_to_try_later(self, world, away, down):
        down()
        socket = Socket(world.visitor("artist"))
        await socket.open()
        assert await socket.closed() == 1013
        await socket.line.send_input({"type": "websocket.disconnect", "code": 1013})
        await socket.line.wait(timeout=5)
        assert not hubs.hub()._members

    async def test_a_join_is_answered_and_the_line_stays(self, world, run, away, down):
        down(only="project.")
        async with Socket(world.visitor("artist")) as socket:
            await socket.say(join=[f"project:{run.project_id}", f"run:{run.pk}"])
            refused = await socket.hear()
            assert refused["topic"] == f"project:{run.project_id}"
            assert (refused["type"], refused["code"]) == ("error", "unavailable")
            assert (await socket.hear())["snapshot"] is True

    async def test_a_topic_that_breaks_is_answered_too(self, world, run, away, monkeypatch):
        monkeypatch.setattr("portal.live.listening.frames_of", lambda *_args: 1 / 0)
        async with Socket(world.visitor("artist")) as socket:
            await socket.say(join=[f"run:{run.pk}"])
            assert (await socket.hear())["code"] == "unexpected"


async def test_that_all_was_told_is_said_also_where_there_is_nothing(world, run, away):
    async with Socket(world.visitor("artist")) as socket:
        await socket.say(join=["mine:", f"request:{run.request_id}", "run:1"])
        heard = [await socket.hear_all() for _frame in range(5)]
    joined = sorted(name for frame in heard for name in frame.get("topics", []))
    assert joined == ["mine:", f"request:{run.request_id}"]
    assert [frame["topic"] for frame in heard if frame["type"] == "error"] == ["run:1"]


async def test_of_more_runs_than_are_told_it_is_said_how_many_there_are(
    world, run, away, monkeypatch
):
    monkeypatch.setattr("projects.watched.TOLD", 2)
    for _more in range(3):
        await database_sync_to_async(queued)(world)
    async with Socket(world.visitor("artist")) as socket:
        for topic in ("mine:", f"project:{run.project_id}"):
            await socket.say(join=[topic])
            heard = [await socket.hear() for _frame in range(3)]
            assert [frame["type"] for frame in heard] == ["job", "job", "more"]
            assert heard[-1] == {
                "type": "more",
                "more": {"run": 4},
                "topic": topic,
                "snapshot": True,
            }
        await socket.say(ask=["mine:"])
        told = await socket.hear()
    assert (told["type"], len(told["jobs"]), told["more"]) == ("jobs", 2, {"run": 4})


def test_several_topics_are_asked_for_at_once(world, run, as_person):
    """Those that are not to be seen are not told of; one alone that is not there is an error."""
    names = [f"run:{run.pk}", "mine:", "run:1", "nothing:2"]
    answer = as_person(world.visitor("artist")).get("/api/v1/jobs/", {"topic": names}).json()
    assert set(answer["topics"]) == set(names[:2]) and answer["jobs"] == []
    assert [job["id"] for job in answer["topics"]["mine:"]["jobs"]] == [str(run.pk)]
    hidden = as_person(world.visitor("other")).get("/api/v1/jobs/", {"topic": names}).json()
    assert hidden == {"jobs": [], "topics": {"mine:": {"jobs": []}}}


def test_topics_are_asked_for_fifty_at_once_at_most(world, as_person):
    many = {"topic": [f"run:{n}" for n in range(51)]}
    refused = as_person(world.visitor("artist")).get("/api/v1/jobs/", many)
    assert refused.status_code == 400
    assert refused.json()["error"]["fields"] == {"topic": ["Ask for at most 50 at once."]}


@pytest.mark.parametrize("spelling", [str.upper, "{{{}}}".format, "urn:uuid:{}".format])
def test_an_id_has_one_spelling(world, run, as_person, spelling):
    """Of fifty spellings of one busy project each would be told as a whole."""
    odd = [
        f"{kind}:{spelling(str(pk))}" for kind, pk in (("run", run.pk), ("project", run.project_id))
    ]
    asked = as_person(world.visitor("artist")).get("/api/v1/jobs/", {"topic": [*odd, "mine:"]})
    assert set(asked.json()["topics"]) == {"mine:"}


def test_many_versions_are_asked_for_in_no_more_questions(world, as_person):
    inside = as_person(world.visitor("artist"))
    ours = world.ours.version
    versions = [
        make_version(world.ours.project, world.ours.people["artist"], asset=ours.asset)
        for _n in range(3)
    ]
    counts = []
    for some in (versions[:1], versions):
        with CaptureQueriesContext(connection) as asked:
            names = [f"version:{one.pk}" for one in some]
            told = inside.get("/api/v1/jobs/", {"topic": [*names, "mine:"]}).json()
        counts.append(len(asked))
        assert told["topics"] == {name: {"jobs": []} for name in [*names, "mine:"]}
    assert counts[0] == counts[1]


@pytest.mark.parametrize("who", ["beta_lead", "admin"])
def test_whoever_may_hear_may_also_ask(world, as_person, who):
    """A page of the beta team whose line is down: no door is shut on what its socket would say."""
    answer = as_person(world.visitor(who)).get("/api/v1/jobs/", {"topic": "mine"})
    assert (answer.status_code, answer.json()) == (200, {"jobs": []})
