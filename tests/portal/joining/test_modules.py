"""What a module of the house may look like to be joined, and what is refused by name."""

import pytest

from portal.joining.modules import check, closure, read

BADGE = """/** A badge. */

import { line } from "./live.js";
import { gettext as say, number } from "./words.js";
import "./toast.js";

/** @param {import("./drawn.js").Shape} shape */
export function show(shape) { return import("./keys.js").then((keys) => keys.show(shape)); }
export const SIZE = 3;
const own = 1;
export class Badge {}
export async function late() {}
"""


def module(text, name="a.js"):
    return read(name, text)


def test_a_module_is_what_it_needs_gives_and_fetches_later():
    found = module(BADGE)
    assert found.needs == (
        ("live.js", ("line",)),
        ("words.js", ("gettext: say", "number")),
        ("toast.js", ()),
    )
    assert found.gives == ("show", "SIZE", "Badge", "late")
    assert found.later == ("keys.js",)


def test_the_rest_is_kept_without_imports_and_exports():
    body = module(BADGE).body
    assert "export" not in body
    assert "from" not in body
    assert "const own = 1;" in body
    assert "async function late() {}" in body


def test_a_type_in_a_comment_fetches_nothing():
    found = module('/** @type {import("./drawn.js").Shape} */ const a = 1;')
    assert found.later == ()
    assert "@type {Shape}" in found.body


def test_comments_on_lines_of_their_own_stay_with_the_source():
    text = (
        "/**\n * Long.\n */\nconst a = 1; /** kept */\n  /** Gone. */\n/** kept */ const b = 2;\n"
    )
    assert module(text).body == "const a = 1; /** kept */\n/** kept */ const b = 2;"


@pytest.mark.parametrize(
    "line",
    [
        'import * as all from "./a.js";',
        'import one from "./a.js";',
        'import { a } from "elsewhere";',
        "export default class {}",
        "export { a };",
        "export let a = 1;",
        "export const a = 1, b = 2;",
        "const here = import.meta.url;",
        "await start();",
    ],
)
def test_a_form_that_is_not_known_is_refused(line):
    with pytest.raises(ValueError, match=r"^a\.js: "):
        module(line)


@pytest.mark.parametrize(
    "line",
    [
        'export const units = ["a", "b"];',
        "export const made = (a, b) => a + b;",
        "export const two = { a: 1, b: 2 };",
        "export const spread = 1; // one, two",
    ],
)
def test_a_comma_within_a_value_is_no_second_name(line):
    assert len(module(line).gives) == 1


def known(**texts):
    return {f"{name}.js": read(f"{name}.js", text) for name, text in texts.items()}


def test_a_module_that_is_not_there_is_told():
    with pytest.raises(ValueError, match=r"a\.js: there is no b\.js"):
        check(known(a='import { x } from "./b.js";'))


def test_a_name_that_a_module_does_not_give_is_told():
    with pytest.raises(ValueError, match=r"a\.js: b\.js gives no x"):
        check(known(a='import { x as y } from "./b.js";', b="export const y = 1;"))


def test_modules_that_import_each_other_are_refused():
    ring = known(
        a='import { b } from "./b.js";\nexport const a = 1;',
        b='import { a } from "./a.js";\nexport const b = 1;',
    )
    with pytest.raises(ValueError, match="imports itself"):
        check(ring)


def test_what_others_build_on_comes_first():
    found = known(a='import "./b.js";\nimport "./c.js";', b='import "./c.js";', c="const c = 1;")
    assert list(closure("a.js", found)) == ["c.js", "b.js", "a.js"]
