"""What is collected of the sources: every way of marking a word, once, in the lowest room."""

import pytest

from portal.languages import sources
from portal.languages.marked import Word
from portal.languages.sources import BROWSER, DJANGO, ROOT, room_of, words


@pytest.fixture
def named():
    """Of each room: names of fields, with the files of their models."""
    return {}


@pytest.fixture
def tree(tmp_path, monkeypatch, named):
    monkeypatch.setattr(sources, "ROOT", tmp_path)
    monkeypatch.setattr(sources, "shown", lambda room: named.get(room, ()))

    def write(name, text):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


def test_every_way_of_marking_in_python_is_read(tree):
    tree(
        "portal/a.py",
        '_("one")\n_l("two "\n   "parts")\nngettext("%(n)s cut", "%(n)s cuts", n)\n'
        'pgettext_lazy("quality", "preview")\ngettext_noop("kept")\nprint("not this")\n',
    )
    assert list(words(DJANGO, "portal")) == [
        Word("one", "", ""),
        Word("two parts", "", ""),
        Word("%(n)s cut", "%(n)s cuts", ""),
        Word("preview", "", "quality"),
        Word("kept", "", ""),
    ]


def test_every_way_of_marking_in_a_template_is_read(tree):
    tree(
        "templates/portal/a.html",
        "{% load i18n %}\n  <p title=\"{% translate 'Look' %}\">\n{% blocktranslate %}Hello "
        "{{ name }}{% endblocktranslate %}\n{% blocktranslate count n=n %}{{ n }} cut{% plural %}"
        '{{ n }} cuts{% endblocktranslate %}</p>\n{{ x|yesno:_("yes,no") }}\nbare words\n',
    )
    assert list(words(DJANGO, "portal")) == [
        Word("Look", "", ""),
        Word("Hello %(name)s", "", ""),
        Word("%(n)s cut", "%(n)s cuts", ""),
        Word("yes,no", "", ""),
    ]


def test_scripts_have_a_catalogue_of_their_own(tree):
    tree("static/js/a.js", 'gettext("Go on");\nngettext("%(n)s file", "%(n)s files", n);\n')
    assert list(words(BROWSER, "portal")) == [
        Word("Go on", "", ""),
        Word("%(n)s file", "%(n)s files", ""),
    ]
    assert words(DJANGO, "portal") == {}


def test_a_word_of_several_rooms_stands_in_the_lowest(tree):
    tree("portal/a.py", '_("Cancel")')
    tree("projects/a.py", '_("Cancel")\n_("Shot")')
    tree("feedback/a.py", '_("Shot")\n_("Ticket")')
    found = [[word.one for word in words(DJANGO, room)] for room in sources.ROOMS]
    assert found == [["Cancel"], ["Shot"], ["Ticket"]]


def test_a_plural_and_its_singular_alone_are_one_entry(tree):
    tree("portal/a.py", '_("asset")\nngettext("asset", "assets", 2)')
    tree("portal/b.py", '_("asset")')
    found = words(DJANGO, "portal")
    assert found == {Word("asset", "assets", ""): ["portal/a.py", "portal/b.py"]}


@pytest.mark.parametrize(
    ("template", "room"),
    [
        ("base.html", "portal"),
        ("account/login.html", "portal"),
        ("projects/ask.html", "projects"),
        ("admin/projects/terms.html", "projects"),
        ("feedback/work/item.html", "feedback"),
    ],
)
def test_a_template_belongs_to_the_room_that_its_folder_names(template, room):
    assert room_of(ROOT / "templates" / template) == room


def test_the_parameters_of_a_tool_are_read_as_its_form_says_them(tree):
    tree(
        "projects/tool.py",
        'a = Field(1, title="Length", description="Of the "\n    "shot (s).")\n'
        'b = Field("x", title="Where", json_schema_extra={"words": {"x": "above"}, "n": 1})\n'
        'c = Field(description="A model alone reads this.")\n',
    )
    found = [word.one for word in words(DJANGO, "projects")]
    assert found == ["Length", "Of the shot (s).", "Where", "above"]


def test_a_word_within_another_text_is_read(tree):
    tree("portal/a.py", 'f"{name}: {_(\'nobody was asked.\')}"\nx = _("a") if y else _(b)\n')
    assert [word.one for word in words(DJANGO, "portal")] == ["nobody was asked.", "a"]


def test_names_of_fields_are_words_of_the_pages_alone(tree, named):
    named |= {"portal": [("sent at", "portal/b.py"), ("Cut", "portal/b.py")]}
    named |= {"projects": [("sent at", "projects/a.py")]}
    tree("portal/a.py", '_("Cut")')
    tree("projects/a.py", '_("Shot")')
    cut, sent = Word("Cut", "", ""), Word("sent at", "", "")
    assert words(DJANGO, "portal") == {cut: ["portal/a.py", "portal/b.py"], sent: ["portal/b.py"]}
    assert list(words(DJANGO, "projects")) == [Word("Shot", "", "")]
    assert words(BROWSER, "portal") == {}
