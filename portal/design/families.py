"""The class families of the shared stylesheets that no component of their own carries."""

from django.utils.translation import gettext_lazy as _

from portal.design import samples, tray
from portal.design.specimens import Specimen, State

#: Classes of the shared stylesheets that only other pages can show, with the reason.
ELSEWHERE = {
    "htmx-request": "on a button while its request is under way; htmx sets it",
    **dict.fromkeys(
        ("gate", "gate-card", "gate-foot", "gate-mark"),
        "the frame of signed-out pages: error pages 500 and 503 show it",
    ),
    "qr": "a secret drawn as a QR code: Account and security, while a second factor is set up",
    "is-over": "on a drop zone while files are held over it",
    **dict.fromkeys(("has-side", "side", "side-head"), "the rail of notes beside a player"),
    "on-screen": "what is left out on paper; it looks like nothing",
    "top-search": "the search of the top bar, where there is something to search",
    "scale": "the two questions after a decision",
    "refused-models": "models that a project's policy refuses, on the form that asks a provider",
    "is-thumb": "on the actions of a run and of a result: on a phone they stand above the rail",
    **dict.fromkeys(
        ("moves", "string-out", "take-marks", "take-tick", "triage-head"),
        "of a page's own stylesheet; named here for fingers, which want more room",
    ),
    **dict.fromkeys(
        ("consent-act", "is-chosen", "note-mark", "playlist"),
        "of a page's own stylesheet; named here for systems that set their own colours",
    ),
}

TONES = [("success", "check"), ("info", "check"), ("warning", "warn"), ("error", "warn")]
PENS = [
    {"look": "", "word": _("amber")},
    {"look": "is-red", "word": _("red")},
    {"look": "is-green", "word": _("green")},
    {"look": "is-blue", "word": _("blue")},
    {"look": "is-white", "word": _("white")},
]


def of(name: str, file: str, *states: State, css: tuple[str, ...] = (), size: str = "") -> Specimen:
    return Specimen(name, f"portal/design/families/{file}.html", states or (State(""),), css, size)


def _buttons() -> list[State]:
    looks = ["", "is-primary", "is-danger", "is-quiet", "is-small", "is-small is-quiet"]
    return [State(f".{look.replace(' ', '.')}" if look else "", {"look": look}) for look in looks]


def specimens() -> list[Specimen]:
    return [*_asking(), *_showing(), *_working()]


def _asking() -> list[Specimen]:
    return [
        of(".button", "buttons", *_buttons()),
        of(".button.is-icon", "icon_buttons"),
        of(".field", "fields"),
        of(".choice", "choices"),
        of(".point", "points", css=("questions.css",)),
    ]


def _showing() -> list[Specimen]:
    picture = {"picture": samples.PICTURE, "film": samples.FILM}
    return [
        of(".table", "table", State("", picture)),
        of(".table.is-text", "text_table", size="wide"),
        of(".sheet", "sheets", State("", picture), size="wide"),
        of(".lines", "lines", State("", picture)),
        of(".steps", "steps"),
        of(".prose", "prose", size="wide"),
        of(".tag", "marks"),
    ]


def _working() -> list[Specimen]:
    return [
        of(".toolbar", "toolbar"),
        of(".dialog", "dialog"),
        of(".menu", "menu"),
        of(".toast", "toasts", State("", {"tones": TONES})),
        of("upload-tray", "tray", State("", {"film": samples.FILM, "lines": tray.lines()})),
        of(".note", "notes", State("", {"pens": PENS}), css=("notes.css",)),
        of(".board-card", "cards", css=("tickets.css",)),
    ]
