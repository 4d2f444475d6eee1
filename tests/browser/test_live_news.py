"""Live news: what was seen is dropped, and silence is noticed."""

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
