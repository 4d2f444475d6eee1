"""An open area takes what the server says now, and leaves alone what a person is doing."""

import pytest

#: Puts `was` on the page, does something to it, and morphs it into `now`.
TRY = """async ([was, act, now]) => {
  const { morph } = await import("/static/js/morph.js");
  const parser = new DOMParser();
  const made = (html) => parser.parseFromString(html, "text/html").body.firstElementChild;
  document.body.append(document.importNode(made(was), true));
  const area = document.body.lastElementChild, first = [...area.children];
  const acts = {
    none: () => {},
    focus: () => area.querySelector("#held").focus(),
    open: () => { area.querySelector("details").open = true; },
    type: () => { area.querySelector("#held").value = "half a sen"; },
    tick: () => { area.querySelector("#held").checked = true; },
    select: () => getSelection().selectAllChildren(area.querySelector("#held")),
    inside: () => area.querySelector("frame-thing").append("made here"),
  };
  acts[act]();
  const added = morph(area, document.importNode(made(now), true));
  const here = document.body.lastElementChild;
  const held = here.querySelector("#held");
  return {
    html: here.outerHTML, focus: document.activeElement.id,
    same: first.map((one) => [...here.children].indexOf(one)),
    added: added.map((one) => one.dataset.id ?? one.id),
    value: held?.value, checked: held?.checked,
    open: here.querySelector("details")?.open, selected: String(getSelection()),
  };
}"""


@pytest.fixture
def page(tab, fake):
    fake.page("/area/", "")
    tab.goto(f"{fake.url}/area/")
    return lambda was, act, now: tab.evaluate(TRY, [was, act, now])


def rows(*names, held=""):
    """A list of lines, each with a key; one holds the link that may have the focus."""
    ident = {name: ' id="held"' if name == held else "" for name in names}
    lines = "".join(f'<li data-id="{n}"><a{ident[n]} href="#">{n}</a></li>' for n in names)
    return f'<ul id="area">{lines}</ul>'


def test_rows_that_stay_are_the_same_rows(page):
    told = page(rows("a", "b", "c"), "none", rows("n", "c", "b"))
    assert told["html"] == rows("n", "c", "b")
    assert told["same"] == [-1, 2, 1]
    assert told["added"] == ["area", "n"]


@pytest.mark.parametrize("now", ["cabn", "ncba", "bca", "nmbac"])
def test_the_focus_stays_wherever_its_row_goes(page, now):
    told = page(rows("a", "b", "c", held="b"), "focus", rows(*now, held="b"))
    assert told["focus"] == "held"
    assert told["html"] == rows(*now, held="b")


def test_the_focus_of_a_row_that_went_is_on_the_area(page):
    assert page(rows("a", "b", held="b"), "focus", rows("a"))["focus"] == "area"


def test_what_is_selected_stays_selected(page):
    told = page(rows("a", "word", held="word"), "select", rows("n", "word", held="word"))
    assert told["selected"] == "word"


def field(kind, more, extra=""):
    return f'<form id="area"><input id="held" type="{kind}" {more}>{extra}</form>'


def test_what_was_typed_stays_though_the_server_says_otherwise(page):
    told = page(field("text", 'value="old"'), "type", field("text", 'value="new"', "<b>b</b>"))
    assert told["value"] == "half a sen"
    assert "<b>b</b>" in told["html"]


def test_a_field_that_nobody_touched_takes_the_new_value(page):
    assert (
        page(field("text", 'value="old"'), "none", field("text", 'value="new"'))["value"] == "new"
    )


def test_a_tick_stays(page):
    told = page(field("checkbox", ""), "tick", field("checkbox", 'class="x"'))
    assert told["checked"] is True


def test_what_was_opened_stays_open(page):
    was = '<div id="area"><details><summary>s</summary>1</details></div>'
    told = page(was, "open", was.replace("1", "2"))
    assert told["open"] is True
    assert "2" in told["html"]


def test_what_an_element_made_of_itself_is_its_own_until_the_server_says_more(page):
    was = '<div id="area"><frame-thing data-src="1"></frame-thing></div>'
    assert "made here" in page(was, "inside", was.replace("<frame", "text<frame"))["html"]
    assert "made here" not in page(was, "inside", was.replace('"1"', '"2"'))["html"]


@pytest.mark.parametrize(("seq", "kept"), [(3, True), (5, True), (6, False)])
def test_a_bar_goes_on_unless_the_page_knows_more(page, seq, kept):
    bar = '<div id="area"><job-news data-topic="run:7" data-seq="{}">{}</job-news></div>'
    was = bar.format(5, "live").replace("job-news", "job-progress")
    now = bar.format(seq, "told").replace("job-news", "job-progress")
    assert ("live" in page(was, "none", now)["html"]) == kept


def test_other_attributes_of_htmx_want_a_new_element(page):
    was = '<p id="area" hx-get="/a/" hx-trigger="every 5s">waits</p>'
    told = page(was, "none", '<p id="area">done</p>')
    assert told["html"] == '<p id="area">done</p>'
    assert told["added"] == ["area"]


@pytest.mark.parametrize(
    "now",
    [
        '<form method="post" action="/runs/1/again/"><button id="held">Run again</button></form>',
        '<form method="post" action="/runs/1/cancel/"><button name="n" id="held">C</button></form>',
    ],
)
def test_a_button_never_becomes_that_of_another_act(page, now):
    was = '<form method="post" action="/runs/1/cancel/"><button id="held">Cancel</button></form>'
    told = page(f'<div id="area">{was}</div>', "focus", f'<div id="area">{now}</div>')
    assert told["html"].count("<form") == 1 and now.partition("<button")[0] in told["html"]
    assert told["same"] == [-1] or told["added"] == ["area", "held"]


def test_words_meant_for_one_candidate_are_not_sent_for_another(page):
    was = '<div id="area"><form action="/candidates/{}/"><input id="held"></form></div>'
    told = page(was.format("a"), "type", was.format("b"))
    assert 'action="/candidates/b/"' in told["html"] and told["value"] == ""
