"""Forms of a page as the browser sees them, read without one."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

#: What somebody types, as opposed to what they choose.
TYPED = {"text", "search", "url", "email", "tel", "number", "date", "datetime-local", "time", ""}


@dataclass
class Control:
    """One field of a form, and what it says of itself."""

    name: str
    kind: str
    value: str
    wrong: bool
    told_by: list[str]
    form: int


@dataclass
class Answer(HTMLParser):
    """A page's controls by form and name, and the words of everything that has an id."""

    html: str
    controls: dict[tuple[int, str], Control] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, str, list[str]]] = []
        self._area: Control | None = None
        self._posting, self._form = False, 0
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._posting = said.get("method", "").lower() == "post"
            self._form += 1
        if tag in ("input", "textarea", "select") and said.get("name") and self._posting:
            self._control(tag, said)
        if tag not in _VOID:
            told = self._open[-1][2] if self._open else []
            if tag == "fieldset":
                told = said.get("aria-describedby", "").split()
            self._open.append((tag, said.get("id", ""), told))

    def _control(self, tag: str, said: dict[str, str]) -> None:
        around = self._open[-1][2] if self._open else []
        told = said.get("aria-describedby", "").split() + around
        kind = said.get("type", "text") if tag == "input" else tag
        wrong = said.get("aria-invalid") == "true"
        found = Control(said["name"], kind, said.get("value", ""), wrong, told, self._form)
        self.controls.setdefault((found.form, found.name), found)
        if tag == "textarea":
            self._area = found

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area.value += data
        for _tag, named, _told in self._open:
            if named:
                self.words[named] = self.words.get(named, "") + data.strip()

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = None
        if tag == "form":
            self._posting = False
        while any(one[0] == tag for one in self._open):
            if self._open.pop()[0] == tag:
                break

    def wrong(self) -> list[Control]:
        return [one for one in self.controls.values() if one.wrong]

    def beside_wrong(self) -> list[Control]:
        """All fields of the form that came back wrong; a page may hold several."""
        at = {one.form for one in self.wrong()}
        return [one for one in self.controls.values() if one.form in at]

    def typed(self) -> list[Control]:
        return [one for one in self.beside_wrong() if one.kind in TYPED | {"textarea"}]

    def untold(self) -> list[str]:
        """Names of wrong fields that no words on the page are bound to."""
        told = {one.name: [self.words.get(at) for at in one.told_by] for one in self.wrong()}
        return [name for name, words in told.items() if not any(words)]


_VOID = {"input", "img", "br", "hr", "meta", "link", "source", "col", "wbr", "use", "path", "track"}
