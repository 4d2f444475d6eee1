"""Notes beside the player: written by keys, drawn on the picture, seen by others at once."""

import json

import pytest

from .fake_pages import problem
from .test_player_and_cuts import clip
from .waiting import until

PAGE = """<link rel="stylesheet" href="/static/css/notes.css"><div id="version"><frame-player
data-src="/clip.mp4" data-rate="24000/1001" data-frames="120" data-start-frame="86400"
data-drop-frame="0"></frame-player></div><version-notes data-version="v1" data-me="me"
data-people="people"%s></version-notes><live-badge><span data-part="badge"></span></live-badge>
<script id="people" type="application/json">%s</script>"""
PEOPLE = [{"id": "p1", "name": "Ana Ito"}, {"id": "p2", "name": "Ben Ode"}]
FRAME = "document.querySelector('frame-player').frame"
NOTES = "/api/v1/notes/"


def note(ident, start, end=None, **fields):
    return {
        **{"id": ident, "version": "v1", "parent": None, "start": start, "end": end or start + 1},
        **{"text": f"Note {ident}", "drawing": [], "mentions": [], "person": "p1"},
        **{"person_name": "Ana Ito", "said_by": "", "created_at": "2026-11-28T10:00:00Z"},
        **{"edited_at": None, "edited_by_name": "", "resolved_at": None, "deleted_at": None},
        **{"resolved_by_name": "", "may_change": True, "replies": [], **fields},
    }


class Notes:
    """What the fake portal keeps of them."""

    def __init__(self, fake, *rows):
        self.fake, self.rows, self.sent = fake, list(rows), []
        fake.answers["GET", NOTES] = lambda data: (200, {"next": None, "results": self.rows})
        fake.answers["POST", NOTES] = self.made

    def made(self, data):
        self.sent.append(data)
        self.rows.append(note("new", **{"person": "me", **data, "mentions": []}))
        return 201, self.rows[-1]


@pytest.fixture
def opened(tab, fake, tmp_path):
    def open_(*rows, writes=True, query=""):
        notes = Notes(fake, *rows)
        fake.files["/clip.mp4"] = clip(tmp_path / "clip.mp4")
        may = ' data-may-write="1"' if writes else ""
        fake.page("/film/", PAGE.replace("%s", may, 1).replace("%s", json.dumps(PEOPLE)))
        tab.set_viewport_size({"width": 900, "height": 1300})
        tab.goto(f"{fake.url}/film/{query}")
        until(tab, "document.querySelector('video')?.readyState >= 2")
        tab.wait_for_selector("version-notes .side-head")
        if rows:
            tab.wait_for_selector(".note")
        return notes

    return open_


def stand(tab, frame):
    tab.evaluate("(n) => document.querySelector('frame-player').seekFrame(n)", frame)
    until(tab, f"{FRAME} === {frame}")


def drag(tab, *places):
    box = tab.locator(".player-view").bounding_box()
    spots = [(box["x"] + box["width"] * x, box["y"] + box["height"] * y) for x, y in places]
    tab.mouse.move(*spots[0])
    tab.mouse.down()
    for spot in spots[1:]:
        tab.mouse.move(*spot)
    tab.mouse.up()


def test_a_note_is_written_with_keys_alone(opened, tab):
    notes = opened()
    stand(tab, 10)
    tab.keyboard.press("i")
    stand(tab, 19)
    tab.keyboard.press("o")
    tab.keyboard.press("n")
    tab.keyboard.type("Soft, @be")
    assert tab.locator("[role=option]").all_inner_texts() == ["Ben Ode"]
    tab.keyboard.press("Enter")
    tab.keyboard.type("see it? i o j")
    assert tab.inner_text("#note-form-title") == "New note at 01:00:00:10 – 01:00:00:19"
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".note[aria-current]")
    [sent] = notes.sent
    assert (sent["start"], sent["end"], sent["version"]) == (10, 20, "v1")
    assert (sent["text"], sent["mention_ids"]) == ("Soft, @Ben Ode see it? i o j", ["p2"])
    assert tab.evaluate("document.activeElement.textContent") == "New note"
    assert not tab.locator(".note-form").is_visible()


def test_one_frame_where_nothing_is_marked_and_in_alone_reaches_to_here(opened, tab):
    notes = opened()
    stand(tab, 7)
    tab.keyboard.press("n")
    tab.keyboard.type("a")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".note")
    stand(tab, 30)
    tab.keyboard.press("o")
    stand(tab, 20)
    tab.keyboard.press("n")
    tab.keyboard.type("b")
    tab.keyboard.press("Control+Enter")
    until(tab, "document.querySelectorAll('.note').length === 2")
    assert [(one["start"], one["end"]) for one in notes.sent] == [(7, 8), (20, 31)]


def test_shapes_are_drawn_in_parts_of_the_picture(opened, tab):
    notes = opened()
    tab.keyboard.press("n")
    tab.click("[data-tool=arrow]")
    drag(tab, (0.25, 0.25), (0.5, 0.5))
    tab.click("[data-tool=box]")
    tab.click("[data-colour=red]")
    drag(tab, (0.5, 0.5), (0.75, 0.75))
    tab.click("[data-tool=pen]")
    drag(tab, (0.1, 0.1), (0.2, 0.1), (0.2, 0.2))
    drag(tab, (0.4, 0.4), (0.4, 0.4))
    assert tab.locator(".drawn .shape").count() == 3
    tab.click("text=Save")
    tab.wait_for_selector(".note")
    arrow, box, pen = notes.sent[0]["drawing"]
    assert (arrow["kind"], arrow["colour"], box["colour"]) == ("arrow", "amber", "red")
    near = [pytest.approx(point, abs=0.01) for point in ([0.25, 0.25], [0.5, 0.5])]
    assert arrow["points"] == near
    assert pen["points"][-1] == pytest.approx([0.2, 0.2], abs=0.01) and len(pen["points"]) >= 3


def test_a_box_is_drawn_with_keys_and_taken_back(opened, tab):
    notes = opened()
    tab.keyboard.press("n")
    tab.click("[data-tool=box]")
    tab.focus("svg.drawn")
    tab.keyboard.press("Enter")
    for _time in range(2):
        tab.keyboard.press("Shift+ArrowRight")
        tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    assert tab.evaluate(FRAME) == 0
    assert tab.locator(".drawn .shape").count() == 1
    tab.keyboard.press("Enter")
    tab.keyboard.press("ArrowLeft")
    tab.keyboard.press("Enter")
    tab.click("[aria-label='Take the last shape back']")
    tab.click("text=Save")
    tab.wait_for_selector(".note")
    [shape] = notes.sent[0]["drawing"]
    assert shape["points"] == [[0.5, 0.5], [0.6, 0.52]]


def test_drawings_and_marks_stand_where_their_notes_do(opened, tab):
    arrow = {"kind": "arrow", "colour": "blue", "points": [[0, 0], [1, 1]]}
    opened(note("a", 30, 60, drawing=[arrow]), note("b", 90))
    assert tab.locator(".drawn .shape").count() == 0
    places = "(all) => all.map((one) => [one.style.left, one.style.width])"
    assert tab.locator(".note-mark").evaluate_all(places) == [["25%", "25%"], ["75%", "0.833333%"]]
    stand(tab, 59)
    tab.wait_for_selector(".drawn .shape.is-blue", state="attached")
    stand(tab, 60)
    until(tab, "!document.querySelector('.drawn .shape')")
    tab.locator(".note-mark").nth(0).click()
    until(tab, f"{FRAME} === 30")
    assert tab.locator(".note[aria-current]").get_attribute("data-note") == "a"


def test_arrows_go_from_note_to_note_and_typing_moves_nothing(opened, tab):
    opened(note("b", 40), note("a", 20), note("c", 60, 80))
    tab.focus("frame-player")
    for key, frame in (("ArrowDown", 20), ("ArrowDown", 40), ("ArrowDown", 60), ("ArrowUp", 40)):
        tab.keyboard.press(key)
        until(tab, f"{FRAME} === {frame}")
    tab.click("[data-act='answer a']")
    tab.keyboard.type("x")
    tab.keyboard.press("ArrowDown")
    assert tab.evaluate(FRAME) == 20
    tab.keyboard.press("Escape")
    assert not tab.locator(".note-form").is_visible()


def test_lists_are_narrowed(opened, tab):
    opened(
        note("a", 1),
        note("b", 2, resolved_at="2026-11-28T11:00:00Z", resolved_by_name="Ben Ode"),
        note("c", 3, person="me", person_name="Me"),
    )

    def shown():
        return [one.get_attribute("data-note") for one in tab.locator(".note").all()]

    for state, rows in {"open": "ac", "resolved": "b", "mine": "c", "all": "abc"}.items():
        tab.click(f"[data-state={state}]")
        assert shown() == list(rows), state
    tab.select_option("version-notes select", "Ana Ito")
    assert shown() == ["a", "b"]
    assert tab.inner_text("version-notes .count") == "2"


def test_what_others_write_appears_and_the_draft_stays(opened, tab, fake):
    notes = opened(note("a", 1))
    tab.wait_for_selector("live-badge[data-state=connected]")
    tab.keyboard.press("n")
    tab.keyboard.type("My words")
    notes.rows.append(note("b", 2))
    news = {"type": "notes", "version": "v1"}
    fake.to_all({"type": "websocket.send", "text": json.dumps(news)})
    until(tab, "document.querySelectorAll('.note').length === 2")
    assert tab.input_value("version-notes textarea") == "My words"
    assert {"join": ["version:v1"]} in fake.said or any(
        "version:v1" in said.get("join", []) for said in fake.said
    )


def test_what_was_written_is_kept_when_it_is_refused(opened, tab, fake):
    notes = opened()
    told = problem("invalid", "Some values are wrong.", text=["At most 4000 characters."])
    fake.answers["POST", NOTES] = lambda data: (400, told)
    tab.keyboard.press("n")
    tab.keyboard.type("Words")
    tab.keyboard.press("Control+Enter")
    until(tab, "document.querySelector('.note-form .error').textContent !== ''")
    said = tab.inner_text(".note-form .error")
    assert said == "At most 4000 characters. What you wrote is still here."
    assert tab.input_value("version-notes textarea") == "Words" and not notes.sent
    fake.answers["POST", NOTES] = notes.made
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".note")


def test_resolving_and_deleting_ask_the_portal(opened, tab, fake):
    opened(note("a", 1), note("b", 2, may_change=False))
    asked = []
    for method, path in (("POST", f"{NOTES}a/resolve/"), ("DELETE", f"{NOTES}a/")):
        fake.answers[method, path] = lambda data, m=method: asked.append(m) or (200, {})
    tab.click("[data-act='settle a']")
    until(tab, "document.activeElement.dataset.act === 'settle a'")
    tab.click("[data-act='delete a']")
    assert asked == ["POST"] and tab.inner_text("[data-act='delete a']") == "Delete for good"
    tab.click("[data-act='delete a']")
    tab.wait_for_timeout(100)
    assert asked == ["POST", "DELETE"]
    assert tab.locator("[data-act='delete b'], [data-act='change b']").count() == 0


def test_who_only_looks_writes_nothing(opened, tab):
    opened(note("a", 1, may_change=False), writes=False)
    tab.keyboard.press("n")
    assert not tab.locator(".note-form").is_visible()
    assert tab.locator(".note-actions button").count() == 0


def test_a_link_leads_to_its_note_and_text_is_no_markup(opened, tab):
    evil = "<img src=x onerror=alert(1)> @Ana Ito hi"
    row = note("b", 50, text=evil, mentions=[{"id": "p1", "name": "Ana Ito"}])
    opened(note("a", 1), row, query="?note=b")
    until(tab, f"{FRAME} === 50")
    assert tab.inner_text(".note[aria-current] .note-text") == evil
    assert tab.inner_text(".note[aria-current] .note-text b") == "@Ana Ito"


def test_a_printed_picture_bears_its_drawing(tab, fake, tmp_path):
    image = pytest.importorskip("PIL.Image")
    image.new("RGB", (320, 180)).save(tmp_path / "frame.png")
    fake.files["/frame.png"] = (tmp_path / "frame.png").read_bytes()
    arrow = [{"kind": "arrow", "colour": "nothing", "points": [[0, 0], [0.5, 0.5]]}]
    drawn = "<drawn-picture data-src='/frame.png' data-alt='Frame 3' data-drawing='%s'>"
    gone = "</drawn-picture><drawn-picture data-src='/gone.png'></drawn-picture>"
    fake.page("/print/", drawn % json.dumps(arrow) + gone)
    tab.goto(f"{fake.url}/print/")
    tab.wait_for_selector("svg.drawn .shape.is-amber", state="attached")
    assert tab.get_attribute("svg.drawn", "viewBox") == "0 0 320 180"
    until(tab, "document.querySelectorAll('drawn-picture')[1].hidden")


def test_what_was_typed_is_there_again_after_another_page(opened, tab, fake):
    opened()
    tab.keyboard.press("n")
    tab.keyboard.type("The sky wav")
    tab.goto(f"{fake.url}/healthz/")
    notes = opened()
    tab.keyboard.press("n")
    assert tab.locator(".note-form textarea").input_value() == "The sky wav"
    tab.keyboard.type("ers")
    tab.keyboard.press("Control+Enter")
    tab.wait_for_selector(".note-form", state="hidden")
    tab.keyboard.press("n")
    assert tab.locator(".note-form textarea").input_value() == ""
    assert [sent["text"] for sent in notes.sent] == ["The sky wavers"]


def test_nobody_who_signs_in_after_them_finds_it(opened, tab, fake):
    opened()
    tab.keyboard.press("n")
    tab.keyboard.type("The sky")
    opened()
    tab.evaluate("document.querySelector('version-notes').dataset.me = 'another'")
    tab.keyboard.press("n")
    assert tab.locator(".note-form textarea").input_value() == ""


def test_a_guest_finds_their_own_and_no_other_guests(opened, tab):
    def is_guest(link):
        tab.evaluate(
            """(link) => { const panel = document.querySelector('version-notes').dataset;
            delete panel.me; delete panel.guest; if (link) panel.guest = link; }""",
            link,
        )
        tab.keyboard.press("n")
        return tab.locator(".note-form textarea").input_value()

    found = []
    for link, typed in (("one", "The sky"), ("two", "Bars"), ("one", ""), ("", "Nobody"), ("", "")):
        opened()
        found.append(is_guest(link))
        tab.keyboard.type(typed)
    assert found == ["", "", "The sky", "", ""]


def test_who_only_looks_at_a_change_keeps_what_was_begun(opened, tab):
    opened(note("n1", 3, person="me"))
    tab.keyboard.press("n")
    tab.keyboard.type("The sky")
    opened(note("n1", 3, person="me"))
    tab.get_by_role("button", name="Change").click()
    tab.keyboard.press("Escape")
    tab.keyboard.press("n")
    assert tab.locator(".note-form textarea").input_value() == "The sky"


def test_who_calls_a_note_off_begins_with_nothing(opened, tab):
    opened()
    tab.keyboard.press("n")
    tab.keyboard.type("The sky")
    tab.keyboard.press("Escape")
    tab.keyboard.press("n")
    assert tab.locator(".note-form textarea").input_value() == ""


def test_on_a_phone_the_form_lies_below_the_picture(opened, tab):
    opened(*(note(f"n{at}", at) for at in range(1, 40, 3)))
    tab.set_viewport_size({"width": 390, "height": 844})
    tab.evaluate("document.querySelector('version-notes').scrollIntoView({ block: 'end' })")
    tab.keyboard.press("n")
    tab.wait_for_selector(".note-form:not([hidden])")
    picture = tab.locator(".player-view").bounding_box()
    form = tab.locator(".note-form").bounding_box()
    assert picture["y"] >= 0 and picture["y"] + picture["height"] <= form["y"]
    assert form["y"] + form["height"] <= 844
