"""Every word that the sources mark for translation, and the names of fields that the administration
shows, with the files that say them."""

from collections.abc import Iterator
from pathlib import Path

from portal.languages.field_names import ROOMS, shown
from portal.languages.marked import Word, marked

ROOT = Path(__file__).resolve().parents[2]
DJANGO, BROWSER = "django", "djangojs"


def words(domain: str, room: str) -> dict[Word, list[str]]:
    """Words that the room says and no room below it, in order of files → the files, sorted."""
    found = _said(domain, room)
    below = ROOMS[: ROOMS.index(room)] if domain == DJANGO else ()
    told = {(word.one, word.context): word for lower in below for word in _said(domain, lower)}
    return {w: files for w, files in found.items() if (w.one, w.context) not in told}


def _said(domain: str, room: str) -> dict[Word, list[str]]:
    """A plural and its singular said alone are one entry, as gettext looks them up."""
    found: dict[tuple[str, str], tuple[str, list[str]]] = {}
    for word, place in (*_marked(domain, room), *_named(domain, room)):
        many, files = found.get((word.one, word.context), ("", []))
        if place not in files:
            files.append(place)
        found[word.one, word.context] = (many or word.many, files)
    return {Word(one, many, about): files for (one, about), (many, files) in found.items()}


def _marked(domain: str, room: str) -> Iterator[tuple[Word, str]]:
    for path in _files(domain, room):
        for word in marked(path, path.stat().st_mtime_ns):
            yield word, path.relative_to(ROOT).as_posix()


def _named(domain: str, room: str) -> Iterator[tuple[Word, str]]:
    for name, place in shown(room) if domain == DJANGO else ():
        yield Word(name, "", ""), place


def _files(domain: str, room: str) -> list[Path]:
    if domain == BROWSER:
        return sorted((ROOT / "static" / "js").glob("*.js"))
    pages = [p for p in (ROOT / "templates").rglob("*") if p.suffix in (".html", ".txt")]
    return sorted((ROOT / room).rglob("*.py")) + sorted(p for p in pages if room_of(p) == room)


def room_of(template: Path) -> str:
    """Of a template: its room's folder, or the portal's where nobody else claims it."""
    folders = template.relative_to(ROOT / "templates").parts[:-1]
    return next((room for room in ROOMS[1:] if room in folders), ROOMS[0])
