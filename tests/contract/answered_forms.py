"""Forms of a page as the browser sees them, read without one."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

#: What somebody types, as opposed to what they choose.
TYPED = {"text", "search", "url", "email", "tel", "number", "date", "datetime-local", "time", ""}
#: Never given back: a password by custom, a file because no browser can.
LOST = {"password", "file", "hidden", "submit", "button", "checkbox", "radio", "color", "range"}


@dataclass
class Control:
    """One field of a form, and what it says of itself."""

    name: str
    kind: str
    value: str
    wrong: bool
    told_by: list[str]
    label: bool = False


@dataclass
class Answer(HTMLParser):
    """A page's controls by name, and the words of everything that has an id."""

    html: str
    controls: dict[str, Control] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    alerts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()
        self._open: list[tuple[str, str, bool, list[str]]] = []
        self._area: Control | None = None
        self._posting = False
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, Any]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._posting = said.get("method", "").lower() == "post"
        if tag in ("input", "textarea", "select") and said.get("name") and self._posting:
            self._control(tag, said)
        if tag not in _VOID:
            told = self._open[-1][3] if self._open else []
            if tag == "fieldset":
                told = said.get("aria-describedby", "").split()
            self._open.append((tag, said.get("id", ""), said.get("role") == "alert", told))

    def _control(self, tag: str, said: dict[str, str]) -> None:
        around = self._open[-1][3] if self._open else []
        told = said.get("aria-describedby", "").split() + around
        kind = said.get("type", "text") if tag == "input" else tag
        wrong = said.get("aria-invalid") == "true"
        found = Control(said["name"], kind, said.get("value", ""), wrong, told)
        known = self.controls.setdefault(found.name, found)
        known.wrong = known.wrong or wrong
        if tag == "textarea":
            self._area = found

    def handle_data(self, data: str) -> None:
        if self._area:
            self._area.value += data
        for _tag, named, alert, _told in self._open:
            if named:
                self.words[named] = self.words.get(named, "") + data.strip()
            if alert and data.strip():
                self.alerts.append(data.strip())

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

    def typed(self) -> list[Control]:
        return [one for one in self.controls.values() if one.kind in TYPED | {"textarea"}]

    def untold(self) -> list[str]:
        """Names of wrong fields that no words on the page are bound to."""
        told = {one.name: [self.words.get(at) for at in one.told_by] for one in self.wrong()}
        return [name for name, words in told.items() if not any(words)]


_VOID = {"input", "img", "br", "hr", "meta", "link", "source", "col", "wbr", "use", "path", "track"}
