"""Every file of `templates/components`, in each of its states."""

from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.design import samples
from portal.design.specimens import Specimen, State

#: Shown by the frame of the design page itself; a second one would be announced twice.
FRAME = {
    "_head.html": _("What stands in the head of every page: nothing that can be seen."),
    "_rail.html": _("At the left of this page; on a phone below it."),
    "_top_tools.html": _("At the top of this page."),
    "_messages.html": _("At the lower edge; the toasts stand among the overlays."),
}
#: Shown in the chapter of states.
STATES = ("_status.html", "_progress.html")


def of(name: str, *states: State, css: tuple[str, ...] = (), size: str = "") -> Specimen:
    return Specimen(name, f"components/{name}", states or (State(""),), css, size)


def _fields() -> list[State]:
    asked, wrong = samples.empty_form(), samples.wrong_form()
    right = [State(_("asked"), {"field": field}) for field in asked]
    return [*right, *(State(_("wrong"), {"field": field}) for field in wrong if field.errors)]


def _problems() -> list[State]:
    said = {"kept": _("What was sent so far is kept."), "todo": _("Choose the file again.")}
    told: dict[str, Any] = {
        "error": {"message": _("The file ended too early."), **said, "code": "upload:short"},
        "warning": {"message": _("Two shots have no timecode."), "todo": said["todo"]},
        "info": {
            "message": _("This film is being read."),
            "kept": _("The page goes on by itself."),
        },
        "done": {"message": _("48 shots were approved."), "url": "#problem", "label": _("Look")},
    }
    return [State(f"tone={tone}", {"tone": tone, **facts}) for tone, facts in told.items()]


def _thumbs() -> list[State]:
    plain = {"url": "#thumb", "name": samples.FILM}
    picture = {**plain, "src": samples.PICTURE, "note": "00:48"}
    waiting = {"state": "needs_you", "label": _("needs you"), "sub": _("night, rain"), "pick": "1"}
    return [
        State(_("a picture"), picture),
        State(_("with its state, to be picked"), {**picture, **waiting}),
        State(_("no picture"), {**plain, "icon": "sound"}),
    ]


def specimens() -> list[Specimen]:
    """Made anew for each page: forms and words depend on who reads."""
    return [*_ways(), *_lists(), *_asking(), *_pictures(), *_works()]


def _ways() -> list[Specimen]:
    crumbs = [{"label": _("Projects"), "url": "#crumbs"}, {"label": _("Episode 2")}]
    studios = [SimpleNamespace(pk=1), SimpleNamespace(pk=2)]
    tabs = {"name": _("Versions"), "tabs": samples.choices()}
    return [
        of("_breadcrumb.html", State("", {"crumbs": crumbs})),
        of("_tabs.html", State("", tabs)),
        of("_chips.html", State("", {"name": _("Kind"), "chips": samples.choices()})),
        of(
            "_pagination.html",
            State(_("first"), {"page": samples.pages(1)}),
            State(_("between"), {"page": samples.pages(7)}),
            State(_("last"), {"page": samples.pages(25)}),
        ),
        of(
            "_key_pages.html",
            State(_("first"), {"page": samples.key_page(after="x")}),
            State(_("between"), {"page": samples.key_page(before="x", after="x")}),
        ),
        of("_tools_menu.html", State("", {"groups": samples.tools(), "address": "#tools"})),
        Specimen("_languages.html", "portal/design/families/languages.html"),
        of("_studio_switch.html", State(_("all studios"), {"studios": studios, "shown": None})),
    ]


def _lists() -> list[Specimen]:
    facts = [
        {"label": _("Length"), "value": "1 205 f"},
        {"label": _("Timecode"), "value": "01:00:00:00", "mono": True},
    ]
    counts = [{"value": "48", "label": _("shots")}, {"value": "50 s 5 f", "label": _("in all")}]
    return [
        of("_facts.html", State("", {"facts": facts})),
        of("_counts.html", State("", {"counts": counts})),
        of("_warnings.html", State("", {"warnings": [{"text": _("Two shots have no timecode.")}]})),
        of("_problem.html", *_problems()),
        of("_empty.html", *_empties()),
        of("_made_by.html", *_made()),
    ]


def _empties() -> list[State]:
    said = {"title": _("No footage yet"), "text": _("Films, sound and scripts belong here.")}
    label = {"label": _("Start a project")}
    return [
        State("url", {**said, **label, "icon": "film", "url": "#empty"}),
        State("opens", {**said, **label, "opens": "none"}),
        State("", said),
    ]


def _made() -> list[State]:
    made = {"type": "made", "word": _("Made with AI"), "said": _("A model made this picture.")}
    return [State("href", {"label": made, "href": "#made"}), State("", {"label": made})]


def _asking() -> list[Specimen]:
    submit = {"submit": _("Create the project")}
    return [
        of("_field.html", *_fields()),
        Specimen(
            "_form.html",
            "portal/design/families/form.html",
            [
                State(_("asked"), {"form": samples.empty_form(), **submit, "cancel_url": "#form"}),
                State(_("come back with errors"), {"form": samples.wrong_form(), **submit}),
            ],
        ),
        of("_drop_zone.html", State("", {"project": "1"})),
    ]


def _pictures() -> list[Specimen]:
    icons = [State(name, {"name": name}) for name in ("film", "sound", "script", "warn")]
    two = {"first": samples.PICTURE, "second": samples.PICTURE, "width": 320, "height": 180}
    told = {"first_name": _("Before"), "second_name": _("After")}
    said = {"first_said": _("the plate"), "second_said": _("the match"), "keys": False}
    ways = [
        State(f"shows={way}", {**two, **told, **said, "shows": way}) for way in ("wipe", "side")
    ]
    return [
        of("_icon.html", *icons, size="small"),
        of("_thumb.html", *_thumbs(), size="small"),
        of("_picture_compare.html", *ways, css=("player.css", "pictures.css")),
    ]


def _cells() -> list[dict[str, Any]]:
    """Pictures of the strip: in sight, decided, on the way, moved by somebody else, held."""
    return [
        {"word": _("in sight"), "current": True},
        {"word": _("approved"), "verdict": "approved", "mark": "✓"},
        {"word": _("rejected"), "verdict": "rejected", "mark": "1"},
        {"word": _("being sent"), "verdict": "approved", "mark": "✓", "look": "is-waiting"},
        {"word": _("decided by somebody else"), "verdict": "rejected", "look": "is-news"},
        {"word": _("of the group"), "look": "is-held"},
    ]


def _works() -> list[Specimen]:
    shots = [samples.shot(1), samples.shot(2, doubtful=True), samples.shot(3)]
    cut = {"candidate": 1, "revision": 1, "locked": True, "shots": shots, "player": samples.PLAYER}
    doubtful = samples.shot(12, doubtful=True, transition={"kind": "dissolve"}, thumbnail="")
    card = "portal/design/families/shot_card.html"
    return [
        Specimen(
            "_shot_card.html",
            card,
            [
                State(_("selected"), {"shot": samples.shot(11), "selected": True}),
                State(_("to be looked at"), {"shot": doubtful, "selected": False}),
            ],
            ("player.css",),
        ),
        of(
            "_cut_editor.html",
            State("", {**cut, "summary": _("3 shots")}),
            css=("player.css",),
            size="wide",
        ),
        Specimen("_player.html", "portal/design/families/player.html", css=("player.css",)),
        Specimen(
            "_triage_board.html",
            "portal/design/families/triage.html",
            [State("", {"picture": samples.PICTURE, "states": _cells()})],
            ("player.css", "triage.css"),
        ),
        of(
            "_timer.html",
            State(_("running"), {"timer": samples.timer("running")}),
            State(_("paused"), {"timer": samples.timer("paused")}),
            css=("timer.css",),
        ),
    ]
