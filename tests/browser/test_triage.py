"""The triage board in Chromium: keys, undoing, a slow line, and two people at once."""

import json

import pytest

from .waiting import until

pytestmark = pytest.mark.browser
PRODUCER, DIRECTOR = "ines@lantern-row.example", "tomas@lantern-row.example"
ARTIST = "mei@lantern-row.example"
#: A board for each test, and a link for each person: a shell takes seconds to start.
PREPARE = """
import json
from portal.boards import make_board
from portal.models import SignInLink, User
from portal.signin import sign_in_link
from projects.models import Version
people = {{who: User.objects.get(email=who) for who in {people!r}}}
version = Version.objects.get(file_name="TSR_reel_01.mp4", number=1)
boards = [str(make_board(version, people[{maker!r}], 12, 4).pk) for _ in range({count})]
links = {{who: sign_in_link(SignInLink.issue(one, strong=True)) for who, one in people.items()}}
print(json.dumps([boards, links]))
"""
BOARDS = 17
SIGNED = """
select u.email, c.id::text, d.verdict, d.why, d.reason from projects_decision d
join portal_user u on u.id = d.person_id join projects_candidate c on c.id = d.candidate_id
join projects_run r on r.id = c.run_id where r.request_id = %s order by d.at
"""


@pytest.fixture(scope="module")
def prepared(portal, chromium):
    """(boards nobody has used, signed-in state by person)."""
    people = [PRODUCER, DIRECTOR, ARTIST]
    code = PREPARE.format(people=people, maker=PRODUCER, count=BOARDS)
    boards, links = json.loads(portal.shell(code, seconds=300).splitlines()[-1])
    states = {}
    for who, link in links.items():
        context = chromium.new_context()
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.goto(link)
        page.click("button[type=submit]")
        page.wait_for_url(portal.address + "/")
        states[who] = context.storage_state()
        context.close()
    return boards, states


@pytest.fixture
def board(prepared):
    """Twelve pictures of four motives, three look-alikes each."""
    return prepared[0].pop()


@pytest.fixture
def sit_down(portal, chromium, prepared, board):
    contexts, troubles = [], []

    def enter(who, **look):
        context = chromium.new_context(storage_state=prepared[1][who], **look)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on(
            "console", lambda line: "Content Security" in line.text and troubles.append(line.text)
        )
        page.on("response", lambda r: troubles.append(r.url) if r.status >= 500 else None)
        page.goto(f"{portal.address}/requests/{board}/triage/")
        page.wait_for_selector("triage-board[data-shown]")
        return page

    yield enter
    for context in contexts:
        context.close()
    assert troubles == []


ON_SCREEN = """() => {
  const board = document.querySelector("triage-board");
  const image = board.querySelector("[data-part=pictures] img.is-shown");
  return board.dataset.shown === board.dataset.current && image.dataset.picture;
}"""


def on_screen(page):
    """The picture that is really there."""
    until(page, ON_SCREEN, seconds=30)
    return page.evaluate(ON_SCREEN)


def press(page, key):
    """Gives the picture that was there when the key was pressed."""
    before = on_screen(page)
    page.keyboard.press(key)
    return before


def news(page):
    return page.locator("triage-board [data-part=news]").inner_text()


def signed(page, portal, board, count):
    """The decisions, once all have been signed."""
    until(
        page, "() => !document.querySelector('triage-board').hand.line.entries.length", seconds=30
    )
    rows = portal.query(SIGNED, board)
    assert len(rows) == count
    return rows


def test_one_key_decides_what_is_on_the_screen_and_goes_on(sit_down, portal, board):
    page = sit_down(PRODUCER)
    first = press(page, "a")
    second = press(page, "2")
    third = on_screen(page)
    assert len({first, second, third}) == 3
    rows = signed(page, portal, board, 2)
    assert rows == [
        (PRODUCER, first, "approved", "", ""),
        (PRODUCER, second, "rejected", "exposure", "wrongly exposed"),
    ]
    assert "2 of 12 decided · 1 approved · 1 rejected" in page.inner_text("triage-board")
    assert page.locator(".triage-cell[data-verdict=rejected]").count() == 1


def test_moving_and_comparing_sign_nothing(sit_down, portal, board):
    page = sit_down(PRODUCER)
    first = press(page, "ArrowRight")
    press(page, "j")
    press(page, "k")
    press(page, "ArrowLeft")
    assert on_screen(page) == first
    view = page.locator("[data-part=view]")
    for key, look in (("c", "is-wipe"), ("s", "is-side"), (" ", "is-plate")):
        page.keyboard.press(key)
        assert look in view.get_attribute("class")
        until(page, "() => document.querySelector('.is-plate img.is-shown')?.naturalWidth > 0")
    page.keyboard.press(" ")
    assert "is-alone" in view.get_attribute("class")
    page.keyboard.press("ArrowDown")
    assert on_screen(page) != first
    signed(page, portal, board, 0)


def test_undoing_is_a_further_decision_and_shows_it_again(sit_down, portal, board):
    page = sit_down(PRODUCER)
    first = press(page, "1")
    on_screen(page)
    page.keyboard.press("u")
    assert on_screen(page) == first
    rows = signed(page, portal, board, 2)
    assert [(row[1], row[2]) for row in rows] == [(first, "rejected"), (first, "reopened")]
    press(page, "u")
    assert "nothing of yours" in news(page)


def test_one_of_its_look_alikes_is_kept_with_one_key(sit_down, portal, board):
    page = sit_down(PRODUCER)
    kept = press(page, "e")
    rows = signed(page, portal, board, 3)
    assert [(row[2], row[3]) for row in rows] == [("approved", "")] + [
        ("rejected", "duplicate")
    ] * 2
    assert rows[0][1] == kept and len({row[1] for row in rows}) == 3


def test_a_whole_group_is_decided_only_when_that_was_asked_for(sit_down, portal, board):
    page = sit_down(PRODUCER)
    press(page, "g")
    assert "decides all 3 look-alikes" in news(page)
    assert page.locator(".triage-cell.is-held").count() == 3
    press(page, "5")
    rows = signed(page, portal, board, 3)
    assert {row[3] for row in rows} == {"artefact"}
    press(page, "a")  # the next key is for one picture again
    signed(page, portal, board, 4)


def test_own_words_reject_what_was_there_when_they_were_asked_for(sit_down, portal, board):
    page = sit_down(PRODUCER)
    first = press(page, "r")
    page.fill("#own-reason", "The hand 1a u is odd.")
    page.click("text=Reject and sign")
    on_screen(page)
    assert signed(page, portal, board, 1) == [
        (PRODUCER, first, "rejected", "", "The hand 1a u is odd.")
    ]


def test_a_key_that_is_held_decides_once(sit_down, portal, board):
    page = sit_down(PRODUCER)
    on_screen(page)
    page.keyboard.down("a")
    for _ in range(5):
        page.keyboard.down("a")  # repeats, as a held key does
        page.wait_for_timeout(60)
    page.keyboard.up("a")
    signed(page, portal, board, 1)


def test_keys_wait_for_the_picture_they_are_for(sit_down, portal, board):
    """The next picture is slow: a key pressed before it stands there signs nothing."""
    page = sit_down(PRODUCER)
    first = on_screen(page)
    page.evaluate(
        """() => {
      const board = document.querySelector("triage-board"), pool = board.stage.pictures;
      const others = board.items.filter((item) => item !== board.item);
      for (const item of others) {
        pool.images.get(item.id)?.remove();
        pool.images.delete(item.id);
        item.large += "?slow=1";
      }
    }"""
    )
    page.route("**/*slow=1", lambda route: None)  # never answered
    page.keyboard.press("a")
    page.keyboard.press("a")
    assert "not shown yet" in news(page)
    assert [row[1] for row in signed(page, portal, board, 1)] == [first]


def test_a_line_that_is_down_keeps_the_order_and_signs_each_once(sit_down, portal, board):
    page = sit_down(PRODUCER)
    page.route(
        "**/decisions/",
        lambda route: route.abort() if route.request.method == "POST" else route.continue_(),
    )
    order = [press(page, key) for key in ("a", "1", "3")]
    until(
        page,
        "() => document.querySelector('triage-board').textContent.includes('wait for the line')",
    )
    assert portal.query(SIGNED, board) == []
    page.unroute("**/decisions/")
    rows = signed(page, portal, board, 3)
    assert [row[1] for row in rows] == order
    assert [row[2] for row in rows] == ["approved", "rejected", "rejected"]


def test_others_are_marked_in_place_and_nothing_moves(sit_down, portal, board):
    mine, theirs = sit_down(PRODUCER), sit_down(DIRECTOR)
    looked_at = on_screen(mine)
    assert press(theirs, "1") == looked_at
    mine.wait_for_selector(".triage-cell.is-news[data-verdict=rejected]")
    assert on_screen(mine) == looked_at
    assert "rejected by Tomas Lindqvist" in mine.locator("[data-part=verdict]").inner_text()
    press(mine, "a")
    assert "once more" in news(mine)
    signed(mine, portal, board, 1)
    press(mine, "a")
    rows = signed(mine, portal, board, 2)
    assert [(row[0], row[2]) for row in rows] == [(DIRECTOR, "rejected"), (PRODUCER, "approved")]


def test_undoing_takes_back_only_what_is_ones_own(sit_down, portal, board):
    """Somebody else decided otherwise since: that stands, and the next one back is taken back."""
    mine, theirs = sit_down(PRODUCER), sit_down(DIRECTOR)
    first, second = press(mine, "1"), press(mine, "1")
    signed(mine, portal, board, 2)
    theirs.wait_for_selector(".triage-cell[data-verdict=rejected] >> nth=1")
    theirs.evaluate(
        "(id) => { const b = document.querySelector('triage-board');"
        " b.go(b.items.find((item) => item.id === id)); }",
        second,
    )
    for _twice in "aa":
        press(theirs, "a")
    signed(theirs, portal, board, 3)
    mine.wait_for_selector(".triage-cell.is-news[data-verdict=approved]")
    press(mine, "u")
    assert "no longer as you decided: approved by Tomas Lindqvist" in news(mine)
    signed(mine, portal, board, 3)
    press(mine, "u")
    rows = signed(mine, portal, board, 4)
    assert (rows[-1][1], rows[-1][2]) == (first, "reopened")


def test_who_decides_on_what_another_has_just_decided_is_told(sit_down, portal, board):
    """No news reach the page, as in the moment between: the server refuses, the page says whose."""
    mine, theirs = sit_down(PRODUCER), sit_down(DIRECTOR)
    mine.evaluate("() => { document.querySelector('triage-board').hear = () => {}; }")
    first = press(theirs, "1")
    signed(theirs, portal, board, 1)
    assert press(mine, "a") == first
    after = on_screen(mine)
    mine.wait_for_selector(
        "#toasts >> text=/Tomas Lindqvist rejected this .* ago. Nothing was signed/"
    )
    assert on_screen(mine) == after
    mine.wait_for_selector(".triage-cell.is-news[data-verdict=rejected]")
    signed(mine, portal, board, 1)


def test_whoever_may_not_decide_looks(sit_down, portal, board):
    page = sit_down(ARTIST)
    press(page, "a")
    assert "directors decide" in news(page)
    assert page.locator("triage-board button:has-text('Approve')").count() == 0
    signed(page, portal, board, 0)


def test_blind_hides_who_made_what(sit_down):
    page = sit_down(PRODUCER)
    about = page.locator("[data-part=about]")
    assert "local engine" in about.inner_text().lower() or "elsewhere" in about.inner_text()
    page.keyboard.press("b")
    until(
        page,
        "() => !/local|elsewhere/i.test(document.querySelector('[data-part=about]').textContent)",
    )
    page.reload()
    page.wait_for_selector("triage-board[data-shown]")
    assert "elsewhere" not in page.content()
    page.keyboard.press("b")
    page.wait_for_selector("#toasts >> text=/stay hidden/")


def test_on_a_telephone_all_is_in_reach(sit_down):
    page = sit_down(DIRECTOR, viewport={"width": 390, "height": 844}, has_touch=True)
    wide = page.evaluate("() => document.documentElement.scrollWidth")
    assert wide <= 390
    first = on_screen(page)
    page.click("triage-board button:has-text('Approve')")
    assert on_screen(page) != first


def test_a_picture_that_a_model_made_says_so_beside_the_others(sit_down):
    page = sit_down(PRODUCER)
    on_screen(page)
    label = page.locator("[data-part=made]")
    assert label.is_hidden()
    page.evaluate("""() => {
      const board = document.querySelector("triage-board");
      board.item.made_by = {word: "Made with AI", said: "made by a trained model", type: "x"};
      board.item.origin = "/candidates/x/origin/";
      board.render();
    }""")
    assert label.inner_text() == "Made with AI: made by a trained model"
    assert label.get_attribute("href") == "/candidates/x/origin/"
    named = page.locator(".triage-stage").get_attribute("aria-labelledby")
    assert "triage-made" in named.split()
    page.keyboard.press("ArrowRight")
    until(page, "() => document.querySelector('[data-part=made]').hidden", seconds=30)


def test_on_a_phone_every_act_is_on_the_screen_and_a_reason_is_chosen_from_a_sheet(
    sit_down, portal, board
):
    phone = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
    page = sit_down(PRODUCER, **phone, locale="fr")
    first = on_screen(page)
    acts = page.locator(".triage-keys > :is(.button, details)")
    boxes = [one.bounding_box() for one in acts.all()]
    assert len(boxes) == 5
    assert all(one["x"] >= 0 and one["x"] + one["width"] <= 390 for one in boxes)
    assert len({(one["x"], one["y"]) for one in boxes}) == 5
    page.locator(".triage-keys summary").tap()
    sheet = page.locator(".triage-keys .menu-list")
    assert sheet.locator(".button").count() == 7
    assert sheet.bounding_box()["x"] >= 0 and sheet.bounding_box()["width"] <= 390
    sheet.locator("[aria-keyshortcuts='2']").tap()
    assert not sheet.is_visible()
    (row,) = signed(page, portal, board, 1)
    assert row[1:4] == (first, "rejected", "exposure")
