"""Every error has its text, every sentence can be translated, and none of them shouts."""

import ast
import re
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from portal.errors import REGISTRY
from tests.contract.tree import files, name, parsed, templates

TROUBLES = {"Transient", "Final"}
RAISES = {"PortalError", "Refused", "ToolRefused", "ExportRefused", *TROUBLES}
#: `projects.exporting` catches these and says `export:format` with their detail.
SAID_BY_DETAIL = "ExportRefused"
#: Refusals of plain Python carry one fact; who catches them passes it on.
FACTS_OF = {"Refused": {"detail"}, "ToolRefused": {"detail"}, "ExportRefused": {"detail"}}
FACTS_OF |= {"Transient": {"detail"}, "Final": {"detail"}}
#: Calls whose code is a variable: where it comes from.
FORWARDED: dict[str, str] = {
    "portal/door.py": "`obstacle` names what is missing: MISSING or OPEN",
    "projects/interchange/apart.py": "passes on what the reader beside it has refused",
    "projects/interchange/timelines/apart.py": "passes on what the child has refused",
    "projects/assist/script_apart.py": "passes on what the child has refused",
    "projects/assist/tools/convert.py": "passes on what the conversion has refused",
    "projects/models/requests.py": "passes on what the tool refuses before anything runs",
    "projects/media/credentials/apart.py": "passes on what the child has refused",
    "projects/disclosure/making.py": "passes on why a final cut could not be read",
    "projects/exporting.py": "passes on why a master could not be signed",
    "projects/views/verify.py": "passes on why a file could not be read",
    "projects/media/confined.py": "passes on what the child has refused",
    "projects/assist/providers/structured.py": "the code of the trouble it was told",
    "projects/connecting.py": "what a test of a connection found, as the provider's file says it",
    "projects/remoting.py": "says what the row of the remote job keeps of its trouble",
    "projects/remote_sending.py": "passes on what the provider's adapter has refused",
    "portal/parts.py": "_code_of names gone, full or failed by the errno",
}
#: The same in every language: names, keys, and marks beside a number (r3, v2, 48 f).
NAMES = {
    "Last Mile",
    "CSV",
    "PDF",
    "JSON",
    "XLSX",
    "EDL",
    "OTIO",
    "UTC",
    "SHA-256",
    *"JKLARCSMUDVPF",
    *"rvf",
}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for path in files(".py"):
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call):
                called = getattr(node.func, "id", getattr(node.func, "attr", ""))
                yield f"{name(path)}:{node.lineno}", called, node


def raised() -> Iterator[tuple[str, str, str, set[str] | None]]:
    """(place, class, code, facts) of each error; facts are None where they are `**given`."""
    for place, called, node in calls():
        given = {word.arg for word in node.keywords if word.arg}
        unknown = any(word.arg is None for word in node.keywords)
        for code in constants(node) if called in RAISES else ():
            yield place, called, code, None if unknown else FACTS_OF.get(called, given)


def constants(call: ast.Call) -> list[str]:
    """The code, or both of `"a" if … else "b"`; none when it is a variable."""
    first = call.args[0] if call.args else None
    either = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
    return [node.value for node in either if isinstance(node, ast.Constant)]


def codes_of_jobs() -> Iterator[tuple[str, str]]:
    """`finish(…, code="…")`, `close(…, code="…")`, `sentences("…")`, `answer(…, "…")`."""
    for place, called, node in calls():
        if called in ("finish", "close"):
            for word in node.keywords:
                if word.arg == "code" and isinstance(word.value, ast.Constant):
                    yield place, str(word.value.value)
        if called == "sentences" and node.args and isinstance(node.args[0], ast.Constant):
            yield place, str(node.args[0].value)


def test_every_error_that_is_raised_has_a_text():
    found = [(place, code) for place, called, code, _facts in raised() if called != SAID_BY_DETAIL]
    assert len(found) > 40
    silent = [f"{p}: {code}" for p, code in [*found, *codes_of_jobs()] if code not in REGISTRY]
    assert silent == []


def test_every_refusal_that_is_said_by_its_detail_has_one():
    calls_ = [(place, node) for place, called, node in calls() if called == SAID_BY_DETAIL]
    assert calls_
    assert [place for place, node in calls_ if len(node.args) < 2] == []


def test_the_detail_of_a_refusal_is_marked_or_the_readers_own_word():
    """Plain text and text with values put into it could never be translated."""
    told = [
        (place, node.args[1])
        for place, called, node in calls()
        if called in ("Refused", "ExportRefused") and len(node.args) > 1
    ]
    assert len(told) > 40
    plain = ast.Constant | ast.JoinedStr
    assert [place for place, detail in told if isinstance(detail, plain)] == []


def test_what_a_caller_reads_of_a_wrong_value_is_marked():
    """`fields={…: ["words"]}` and `ValidationError("words")`, wherever they are raised."""
    bare = [
        f"{place}: {part.value}"
        for place, called, node in calls()
        for part in _said_of_values(called, node)
        if isinstance(part, ast.Constant) and " " in str(part.value)
    ]
    assert bare == []


def _said_of_values(called: str, node: ast.Call) -> Iterator[ast.AST]:
    spoken = [*node.args[:1]] if called == "ValidationError" else []
    spoken += [word.value for word in node.keywords if word.arg == "fields"]
    for part in spoken:
        marked_ = {
            id(n) for call in ast.walk(part) if isinstance(call, ast.Call) for n in ast.walk(call)
        }
        yield from (n for n in ast.walk(part) if id(n) not in marked_)


def test_every_code_is_a_constant_or_its_origin_is_told():
    moving = {
        place.rsplit(":", 1)[0]
        for place, called, node in calls()
        if called in RAISES and not constants(node)
    }
    assert sorted(moving) == sorted(FORWARDED)


def placeholders(code: str) -> set[str]:
    text = REGISTRY[code]
    said = "".join(str(part) for part in (text.happened, text.kept, text.todo))
    return {field for _text, field, _spec, _conv in string.Formatter().parse(said) if field}


def test_every_fact_a_sentence_needs_is_given_where_the_error_is_raised():
    missing = [
        f"{place}: {code} lacks {sorted(placeholders(code) - facts)}"
        for place, _called, code, facts in raised()
        if facts is not None and code in REGISTRY and placeholders(code) - facts
    ]
    assert missing == []


def test_no_text_of_the_registry_is_left_over():
    source = "\n".join(p.read_text(encoding="utf-8") for p in files(".py"))
    assert [code for code in REGISTRY if source.count(f'"{code}"') < 2] == []


@pytest.mark.parametrize("code", sorted(REGISTRY))
def test_every_error_says_what_happened_in_a_sentence(code):
    text = REGISTRY[code]
    assert 400 <= text.status < 600
    for part in filter(None, map(str, (text.happened, text.kept, text.todo))):
        assert part.endswith(".") or part == "{detail}", part
        assert part[0].isupper() or part[0] == "{", part


def sentences() -> Iterator[tuple[str, str]]:
    """(place, words) of everything marked for translation, and of templates' plain text."""
    for code, text in REGISTRY.items():
        yield from ((code, str(part)) for part in (text.happened, text.kept, text.todo))
    for place, called, node in calls():
        if called in ("_", "_t", "gettext", "gettext_lazy", "ngettext", "gettext_noop"):
            for part in node.args[:2]:
                if isinstance(part, ast.Constant):
                    yield place, str(part.value)
    for path in templates():
        yield from ((name(path), words) for words in marked(path.read_text(encoding="utf-8")))


def marked(source: str) -> list[str]:
    blocks = re.findall(r"{% blocktranslate.*?%}(.*?){% endblocktranslate %}", source, re.DOTALL)
    return [*blocks, *re.findall(r"(?:translate |_\()[\"'](.*?)[\"'](?:\)| %}| as)", source)]


def test_nothing_begs_shouts_or_says_oops():
    loud = re.compile(r"\b(please|oops|sorry|whoops|uh-oh)\b|!", re.IGNORECASE)
    found = [*sentences()]
    assert len(found) > 300
    assert [f"{place}: {words}" for place, words in found if loud.search(words)] == []


#: Removed in this order; what is left between tags is what a person reads untranslated.
SILENT = (
    r"{% comment %}.*?{% endcomment %}",
    r"{#.*?#}",
    r"{% blocktranslate.*?{% endblocktranslate %}",
    r"{% .*?%}",
    r"{{.*?}}",
    r"<!--.*?-->",
    r"<script.*?</script>",
    r"<style.*?</style>",
)
SPOKEN = r"\s(?:aria-label|title|placeholder|alt|data-confirm)=\"([^\"]*)\""


def untranslated(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    for pattern in SILENT:
        text = re.sub(pattern, " ", text, flags=re.DOTALL)
    spoken = re.findall(SPOKEN, text)
    plain = re.split(r"<[^>]*>", text)
    words = [" ".join(part.split()).strip("·–—:;,.()/%+").strip() for part in [*plain, *spoken]]
    return [w for w in words if re.search(r"[A-Za-z]", w) and w not in NAMES]


def test_every_sentence_of_a_template_is_marked_for_translation():
    assert [f"{name(p)}: {words}" for p in templates() for words in untranslated(p)] == []


def test_the_search_for_unmarked_words_finds_them(tmp_path):
    page = tmp_path / "page.html"
    page.write_text('<p title="Look">Hello {% translate "there" %} {{ name }}</p>{# no #}')
    assert untranslated(page) == ["Hello", "Look"]
