"""Joined modules as text, and collected."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage

from portal.joining.collected import Collected
from portal.joining.modules import read
from portal.joining.styles import whole
from portal.joining.written import handle, joined
from portal.static_files import HashedFiles

PORTAL = 'import { say } from "./words.js";\nsay(1);\nconst more = () => import("./player.js");'
WORDS = "export const say = (text) => text;"
PLAYER = 'import { say } from "./words.js";\nimport { bar } from "./player-bar.js";\nbar(say);'
BAR = "export function bar() {}"


def files(**texts):
    """As `collectstatic` has them."""
    kept = InMemoryStorage()
    for name, text in texts.items():
        kept.save(name, ContentFile(text.encode()))
    return {name: (kept, name) for name in texts}


@pytest.fixture
def collected():
    scripts = {"portal": PORTAL, "words": WORDS, "player": PLAYER, "player-bar": BAR}
    named = {f"js/{name}.js": text for name, text in scripts.items()}
    sheets = {
        "css/portal.css": '@layer a;\n@import "./parts.css";\nb {}',
        "css/parts.css": "c {}\n",
    }
    return Collected(files(**named, **sheets, **{"django_htmx/htmx.js": "import x from 'y';"}))


def text(found, name):
    storage, path = found.paths[name]
    with storage.open(path) as file:
        return file.read().decode()


def test_a_module_is_a_function_that_runs_once_and_gives_an_object():
    known = {name: read(name, body) for name, body in (("words.js", WORDS), ("portal.js", PORTAL))}
    place = {"words.js": "portal.js", "portal.js": "portal.js", "player.js": "player.js"}
    lines = joined("portal.js", ["words.js", "portal.js"], known, place).splitlines()
    assert lines[1:] == [
        "const $words = once(() => {",
        "const say = (text) => text;",
        "return { say };",
        "});",
        "const $portal = once(() => {",
        "const { say } = $words();",
        "say(1);",
        'const more = () => import("./player.js").then((all) => all.$player());',
        "return {};",
        "});",
        "export { $words, $portal };",
        "$portal();",
    ]


def test_a_file_takes_what_lies_in_another_from_there(collected):
    assert text(collected, "js/player.js").startswith('import { $words } from "./portal.js";\n')


def test_what_is_fetched_later_but_lies_here_is_a_promise_of_it():
    known = {
        "portal.js": read("portal.js", 'const a = () => import("./toast.js");'),
        "toast.js": read("toast.js", "export const toast = 1;"),
    }
    place = dict.fromkeys(known, "portal.js")
    assert "() => Promise.resolve().then($toast);" in joined("portal.js", list(known), known, place)


def test_a_worker_gives_nothing_to_others():
    known = {"upload-worker.js": read("upload-worker.js", "const a = 1;")}
    assert "export" not in joined("upload-worker.js", list(known), known, {})


def test_a_dash_is_no_part_of_a_function_s_name():
    assert handle("player-bar.js") == "$player_bar"


class TestCollected:
    def test_modules_that_lie_in_others_are_left_out(self, collected):
        assert collected.inside == {"js/words.js", "js/player-bar.js", "css/parts.css"}
        assert not collected.inside & set(collected.paths)

    def test_other_software_s_modules_stay_as_they_are(self, collected):
        assert text(collected, "django_htmx/htmx.js") == "import x from 'y';"

    def test_a_stylesheet_holds_what_it_imports_where_it_imported_it(self, collected):
        assert text(collected, "css/portal.css") == "@layer a;\nc {}\nb {}"

    def test_a_change_of_any_module_changes_the_mark(self):
        marks = {
            Collected(files(**{"js/portal.js": "const a = 1;", "js/b.js": body})).version
            for body in ("const b = 1;", "const b = 2;")
        }
        assert len(marks) == 2


def test_a_stylesheet_may_import_one_that_imports():
    texts = {"b.css": '@import "./c.css";\nb {}', "c.css": "c {}"}
    assert whole('@import "./b.css";', texts.__getitem__) == "c {}\nb {}"


def test_files_that_name_each_other_get_hashed_names(tmp_path, settings):
    source = {"js/portal.js": PORTAL, "js/words.js": WORDS, "js/player.js": PLAYER}
    paths = files(**source, **{"js/player-bar.js": BAR})
    kept = HashedFiles(location=tmp_path, base_url="/static/")
    settings.STATIC_ROOT = tmp_path
    for name, (storage, path) in paths.items():
        with storage.open(path) as file:
            kept.save(name, file)
    made = {name: hashed for name, hashed, _done in kept.post_process(paths)}
    mark = made["js/portal.js"].split(".")[1]
    assert made["js/player.js"] == f"js/player.{mark}.js"
    assert f'import("./player.{mark}.js")' in (tmp_path / made["js/portal.js"]).read_text()
    assert f'from "./portal.{mark}.js"' in (tmp_path / made["js/player.js"]).read_text()
    assert not (tmp_path / "js" / "words.js").exists()
