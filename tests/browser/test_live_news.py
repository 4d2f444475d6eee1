"""Live news: what was seen is dropped, and silence is noticed."""

import json
import time

import pytest

from .waiting import until

PROGRESS = """<job-progress data-topic="run:7" data-kind="run" data-id="7" data-seq="2"
data-state="RUNNING"><span data-part="stage">Stage 2</span>
<span data-part="status"></span><progress data-part="bar" max="1" value="0"></progress>
<span data-part="remaining"></span><span data-part="elapsed"></span>
<span data-part="percent"></span><span data-part="age"></span></job-progress><live-badge>
<span data-part="badge"></span></live-badge>"""


def job(seq, state="RUNNING", **changes):
    return {
        "kind": "run",
        "id": "7",
        "seq": seq,
        "state": state,
        "stage": "read",
        "stage_text": f"Stage {seq}",
        "fraction": 0.5,
        "remaining_low": 20,
        "remaining_high": 40,
        "elapsed": 3,
        "error": None,
        "title": "Breakdown",
        "url": "/runs/7/",
    } | changes


def stage(page, text):
    until(
        page, "(text) => document.querySelector('[data-part=stage]').textContent === text", arg=text
    )


def test_news_that_was_seen_is_dropped(tab, fake):
    fake.page("/run/", PROGRESS)
    tab.goto(f"{fake.url}/run/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    fake.publish("run:7", job(5))
    stage(tab, "Stage 5")
    fake.publish("run:7", job(4), keep=False)
    fake.publish("run:7", job(5, stage_text="again"), keep=False)
    fake.publish("run:7", job(6, fraction=0.6))
    stage(tab, "Stage 6")
    assert tab.inner_text("[data-part=percent]") == "60\u00a0%"
    assert "20–40 s" in tab.inner_text("[data-part=remaining]")


def test_the_end_is_told_once(tab, fake):
    fake.page("/run/", PROGRESS)
    tab.goto(f"{fake.url}/run/")
    tab.evaluate(
        "globalThis.ends = [];"
        "document.addEventListener('job:terminal', (event) => ends.push(event.detail.state))"
    )
    tab.wait_for_selector("live-badge[data-state=connected]")
    trouble = {
        "code": "x",
        "message": "The reel has no picture.",
        "kept": "The reel is kept.",
        "todo": "Upload another.",
    }
    fake.publish("run:7", job(8, "FAILED", error=trouble))
    fake.publish("run:7", job(9, "FAILED"))
    tab.wait_for_selector("job-progress .problem")
    assert tab.evaluate("ends") == ["FAILED"]
    assert tab.inner_text("[data-part=status]") == "Failed"


def test_without_a_socket_the_page_asks_and_says_how_old_its_news_is(tab, fake):
    fake.page("/run/", PROGRESS)
    tab.goto(f"{fake.url}/run/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    fake.hang_up()
    tab.wait_for_selector("live-badge[data-state=polling]")
    fake.jobs["run:7"] = job(11)
    stage(tab, "Stage 11")
    until(tab, "document.querySelector('[data-part=age]').textContent.startsWith('last update')")
    fake.socket_open = True
    tab.wait_for_selector("live-badge[data-state=connected]", timeout=15_000)
    fake.publish("run:7", job(12))
    stage(tab, "Stage 12")


BELL = """<notice-bell data-count="0"><a href="/notifications/" aria-label="x">
<span class="count" data-part="count" hidden>0</span></a></notice-bell>"""


def test_the_bell_asks_when_it_is_told_and_says_the_number(tab, fake):
    """No job is watched: the bell alone keeps the line open."""
    fake.page("/quiet/", BELL + "<live-badge><span data-part='badge'></span></live-badge>")
    fake.answers["GET", "/api/v1/me/"] = (200, {"unread": 3})
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    assert tab.is_hidden("notice-bell [data-part=count]")
    fake.to_all({"type": "websocket.send", "text": '{"type": "notices"}'})
    until(tab, "document.querySelector('notice-bell [data-part=count]').textContent === '3'")
    assert tab.get_attribute("notice-bell a", "aria-label") == "Notifications, 3 unread"


COUNT = """<running-count data-topic="mine" data-count="0"><a href="/runs/">
<b data-part="count">0</b></a></running-count>
<live-badge><span data-part="badge"></span></live-badge>"""


def test_only_runs_are_counted_and_every_kind_of_work_is_followed(tab, fake):
    """A viewing copy in the making is not under Runs, where the number leads."""
    fake.page("/quiet/", COUNT)
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    tab.evaluate("""() => {
        globalThis.changes = 0;
        document.addEventListener("work:changed", () => { globalThis.changes += 1; });
    }""")
    fake.publish("mine", job(1, kind="ingest", id="3"), keep=False)
    until(tab, "changes === 1")
    assert tab.inner_text("[data-part=count]") == "0"
    fake.publish("mine", job(2), keep=False)
    until(tab, "document.querySelector('[data-part=count]').textContent === '1'")
    fake.publish("mine", job(3, "READY"), keep=False)
    until(tab, "document.querySelector('[data-part=count]').textContent === '0'")
    assert tab.evaluate("changes") == 3


def tell(fake, **message):
    fake.to_all({"type": "websocket.send", "text": json.dumps(message)})


def counted(tab, number):
    until(tab, f"document.querySelector('[data-part=count]').textContent === '{number}'")


def test_of_very_many_runs_the_newest_are_told_and_all_are_counted(tab, fake):
    fake.page("/quiet/", COUNT)
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    newest = [job(1), job(1, id="8")]
    tell(fake, type="jobs", topic="mine", jobs=newest, more={"run": 140})
    counted(tab, 140)
    fake.publish("mine", job(2, "READY"), keep=False)
    counted(tab, 139)
    tell(fake, type="jobs", topic="mine", jobs=[job(1, id="8"), job(1, id="9")], more={"run": 138})
    counted(tab, 138)
    tell(fake, type="jobs", topic="mine", jobs=[job(1, id="8"), job(1, id="9")])
    counted(tab, 2)
    tell(fake, type="more", topic="mine", snapshot=True, more={"run": 120})
    counted(tab, 120)


def test_what_was_believed_to_have_ended_comes_back_as_it_was(tab, fake):
    """An answer from before a run was taken up says that it is not there."""
    fake.page("/quiet/", COUNT)
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    fake.publish("mine", job(4), keep=False)
    counted(tab, 1)
    # A question has to have been asked since: only then does silence about a job mean its end.
    until(tab, "performance.now() > 3200")
    tell(fake, type="jobs", topic="mine", jobs=[])
    counted(tab, 0)
    tell(fake, type="jobs", topic="mine", jobs=[job(4)])
    counted(tab, 1)


STAGES = "[...document.querySelectorAll('[data-part=stage]')].map((one) => one.textContent).join()"


@pytest.mark.parametrize("deaf", ["from the start", "later"])
def test_a_line_that_answers_nothing_is_passed_by_in_one_question(tab, fake, deaf):
    """The socket stands and says nothing: all that is still is asked for beside it, at once."""
    other = PROGRESS.partition("<live-badge>")[0].replace('"7"', '"8"').replace("run:7", "run:8")
    fake.page("/run/", other + PROGRESS)
    fake.deaf = deaf == "from the start"
    fake.jobs = {"run:7": job(3), "run:8": job(3, id="8")}
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{fake.url}/run/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    if not fake.deaf:
        until(tab, f"{STAGES} === 'Stage 3,Stage 3'")
        fake.deaf = True
    fake.jobs = {"run:7": job(13), "run:8": job(13, "READY", id="8", stage_text="Done")}
    until(tab, f"{STAGES} === 'Done,Stage 13'")
    beside = [url.partition("?")[2] for url in asked if "/api/v1/jobs/" in url]
    assert beside == ["topic=run%3A8&topic=run%3A7"]
    assert tab.get_attribute("live-badge", "data-state") == "connected"


def test_a_line_that_is_cut_before_it_answers_again_and_again_is_passed_by(tab, fake):
    """Each time it comes back everything is joined anew, and nothing was ever answered."""
    fake.page("/run/", PROGRESS)
    fake.deaf, fake.jobs = True, {"run:7": job(3, "READY", stage_text="Done")}
    tab.goto(f"{fake.url}/run/")
    for _cut in range(12):
        tab.wait_for_selector("live-badge[data-state=connected]")
        tab.wait_for_timeout(400)
        fake.to_all({"type": "websocket.close", "code": 1011})
        if tab.text_content("[data-part=stage]") == "Done":
            return
    pytest.fail("nothing was asked beside the line")


SLOW_TO_OPEN = """globalThis.asked = [];
globalThis.WebSocket = class extends WebSocket {
  get readyState() { return globalThis.opened ? super.readyState : WebSocket.CONNECTING; }
  set onopen(open) {
    const late = (event) => { globalThis.opened = performance.now(); open(event); };
    this.addEventListener("open", (event) => setTimeout(() => late(event), 1200));
  }
};
const ask = fetch;
globalThis.fetch = (where, ...how) => {
  if (String(where).includes("/jobs/")) asked.push(performance.now());
  return ask(where, ...how);
};"""


def test_a_line_that_opens_slowly_is_waited_for_as_one_that_opens_at_once(tab, fake):
    """Nothing was asked before it opened, so nothing is late when it does."""
    fake.page("/run/", PROGRESS)
    fake.deaf, fake.jobs = True, {"run:7": job(3, "READY", stage_text="Done")}
    tab.add_init_script(SLOW_TO_OPEN)
    tab.goto(f"{fake.url}/run/")
    stage(tab, "Done")
    assert tab.evaluate("asked[0] - opened") >= 950


def test_a_question_that_hangs_is_given_up_and_asked_again(tab, fake):
    """What is asked beside a silent line may hang as it does; the page still comes to know."""
    fake.page("/run/", PROGRESS)
    fake.deaf, fake.jobs = True, {"run:7": job(3, "READY", stage_text="Done")}
    hangs = []
    tab.route(
        "**/api/v1/jobs/*", lambda route: hangs.append(route) if not hangs else route.continue_()
    )
    tab.add_init_script(
        "const after = AbortSignal.timeout.bind(AbortSignal); globalThis.limits = [];"
        "AbortSignal.timeout = (limit) => { limits.push(limit); return after(limit / 20); };"
    )
    tab.goto(f"{fake.url}/run/")
    stage(tab, "Done")
    assert len(hangs) == 1
    assert tab.evaluate("limits") == [10_000, 10_000]


@pytest.mark.parametrize(("status", "again"), [(404, False), (503, True)])
def test_what_was_refused_for_good_is_not_asked_for_again(tab, fake, status, again):
    fake.page("/run/", PROGRESS)
    fake.deaf, fake.jobs = True, {"run:7": job(3, "READY", stage_text="Done")}
    refused = []

    def refuse(route):
        refused.append(route)
        route.continue_() if len(refused) > 1 else route.fulfill(status=status, json={})

    tab.route("**/api/v1/jobs/*", refuse)
    tab.goto(f"{fake.url}/run/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    tab.wait_for_timeout(6_500)
    assert len(refused) == 1 + again


def test_what_was_joined_and_told_is_not_asked_for_again(tab, fake):
    """There may be nothing to tell, and the line says so."""
    fake.page("/quiet/", COUNT)
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    tab.wait_for_timeout(2_000)
    assert [url for url in asked if "/api/" in url] == []


def test_what_a_page_parts_with_at_once_goes_in_one_message(tab, fake):
    other = PROGRESS.partition("<live-badge>")[0].replace('"7"', '"8"').replace("run:7", "run:8")
    fake.page("/run/", other + PROGRESS)
    tab.goto(f"{fake.url}/run/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    tab.evaluate("document.querySelectorAll('job-progress').forEach((one) => one.remove())")
    deadline = time.monotonic() + 5
    while not (left := [said["leave"] for said in fake.said if "leave" in said]):
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert left == [["run:8", "run:7"]]


def said(fake, verb):
    """What pages said of this sort, each message by itself."""
    return [message[verb] for message in list(fake.said) if verb in message]


def soon(holds, seconds=12):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_line_that_answers_is_not_passed_by(tab, fake):
    fake.page("/run/", PROGRESS)
    fake.tells, fake.jobs = True, {"run:7": job(3)}
    asked = []
    tab.on("request", lambda request: asked.append(request.url))
    tab.goto(f"{fake.url}/run/")
    stage(tab, "Stage 3")
    fake.jobs["run:7"] = job(4)
    stage(tab, "Stage 4")
    soon(lambda: len(said(fake, "ask")) > 1)
    assert not [url for url in asked if "/api/v1/jobs/" in url]


@pytest.mark.parametrize("code", ["unavailable", "unexpected"])
def test_what_the_server_had_to_part_with_is_joined_again(tab, fake, code):
    """The database was away for a moment; from then on the page hears as before."""
    fake.page("/quiet/", COUNT)
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    soon(lambda: said(fake, "join") == [["mine"]])
    tell(fake, type="error", topic="mine", code=code, message="Not now.")
    soon(lambda: said(fake, "join") == [["mine"]] * 2)


def test_more_than_was_told_is_asked_about_when_it_falls_silent(tab, fake):
    """A page that nobody looked at asked nothing while the others ended."""
    fake.page("/quiet/", COUNT)
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    tell(fake, type="jobs", topic="mine", jobs=[job(1)], more={"run": 150})
    counted(tab, 150)
    fake.publish("mine", job(2, "READY"), keep=False)
    counted(tab, 149)
    fake.tells = True
    counted(tab, 0)
    assert ["mine"] in said(fake, "ask")


def test_of_very_many_files_none_is_believed_to_have_ended(tab, fake):
    fake.page("/quiet/", COUNT)
    tab.goto(f"{fake.url}/quiet/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    tab.evaluate("""() => {
        globalThis.changes = 0;
        document.addEventListener("work:changed", () => { globalThis.changes += 1; });
    }""")
    fake.publish("mine", job(4, kind="ingest", id="3"), keep=False)
    until(tab, "changes === 1")
    soon(lambda: ["mine"] in said(fake, "ask"))  # silence about it would mean its end now
    newer = [job(1, kind="ingest", id="9")]
    tell(fake, type="jobs", topic="mine", jobs=newer, more={"ingest": 150})
    until(tab, "changes === 2")  # one more; with the other gone the number would be the same


def test_what_is_asked_beside_the_line_is_said_in_the_readers_language(tab, fake):
    fake.page("/run/", PROGRESS)
    spoken = {"fr": {"stage_text": "Lecture"}}
    fake.deaf, fake.jobs = True, {"run:7": job(3, stage_text="Reading", spoken=spoken)}
    tab.add_init_script(
        "document.addEventListener('readystatechange', () => {"
        "document.documentElement.lang = 'fr'; });"
    )
    tab.goto(f"{fake.url}/run/")
    stage(tab, "Lecture")


def test_what_was_removed_does_not_go_on(tab, fake):
    fake.page("/run/", PROGRESS)
    fake.jobs = {"run:7": job(3)}
    tab.goto(f"{fake.url}/run/")
    stage(tab, "Stage 3")
    tell(fake, type="error", topic="run:7", code="not_found", message="Not there.")
    until(tab, "document.querySelector('[data-part=status]').textContent === 'No longer here'")
    assert "removed" in tab.inner_text("[data-part=error]")
    known = len(fake.said)
    tab.wait_for_timeout(4_000)
    assert [message for message in fake.said[known:] if "ask" in message or "join" in message] == []


def test_what_a_page_comes_to_at_once_is_joined_in_one_message(tab, fake):
    fake.page("/run/", PROGRESS)
    tab.goto(f"{fake.url}/run/")
    tab.wait_for_selector("live-badge[data-state=connected]")
    tab.evaluate("""() => {
        const first = document.querySelector("job-progress");
        for (const number of [8, 9]) {
            const one = first.cloneNode(true);
            Object.assign(one.dataset, { topic: `run:${number}`, id: String(number) });
            document.body.append(one);
        }
    }""")
    soon(lambda: ["run:8", "run:9"] in said(fake, "join"))
