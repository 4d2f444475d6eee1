"""What specimens show: a film's ordinary names and numbers, made up once for all of them."""

from types import SimpleNamespace
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.templatetags.static import static
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

#: The portal's own mark: the one picture that every installation has.
PICTURE = lazy(static, str)("icon.svg")
FILM = "A012_C003_1105.mov"
PLAYER = {"rate": "24000/1001", "frames": 1205, "start_frame": 86400, "name": FILM, "src": ""}


class ShotForm(forms.Form):
    """One field of each kind, some with a hint, some that may stay empty."""

    name = forms.CharField(label=_("Name"), max_length=40)
    comment = forms.CharField(
        label=_("Comment"), help_text=_("Whoever takes over reads it."), required=False
    )
    words = forms.CharField(label=_("Words"), widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("film", _("film")), ("sound", _("sound")), ("image", _("image"))]
    )
    day = forms.ChoiceField(
        label=_("Time of day"),
        choices=[("day", _("day")), ("night", _("night"))],
        widget=forms.RadioSelect,
    )
    kept = forms.BooleanField(label=_("Keep the original"), required=False)


def tools() -> list[dict[str, Any]]:
    """What the menu of tools is told of two groups."""
    breakdown = SimpleNamespace(name="a", title=_("Breakdown"), purpose=_("Finds every shot."))
    plate = SimpleNamespace(name="b", title=_("Plate"), purpose=_("Makes the empty background."))
    return [
        {"title": _("Tools for editing"), "tools": [breakdown]},
        {"title": _("Tools for VFX"), "tools": [plate]},
    ]


def empty_form() -> ShotForm:
    return ShotForm(initial={"kind": "sound"})


def wrong_form() -> ShotForm:
    """As it comes back: what was typed is kept, each wrong field says how to mend it."""
    form = ShotForm({"name": "", "comment": "Rain at the window", "words": "", "kind": "tape"})
    form.is_valid()
    form.add_error(None, _("Some values cannot be used."))
    for name in form.errors:
        if name in form.fields:
            form.fields[name].widget.attrs.pop("autofocus", None)
    return form


def choices() -> list[dict[str, Any]]:
    return [
        {"label": _("All"), "url": "#chips", "current": True, "count": 1205},
        {"label": _("Films"), "url": "#chips", "current": False, "count": 48},
        {"label": _("Sound"), "url": "#chips", "current": False},
    ]


def pages(number: int) -> Any:
    return Paginator(range(1205), 50).page(number)


def job(state: str, **facts: Any) -> dict[str, Any]:
    """As it goes on the socket; nobody listens to its topic."""
    plain = {"kind": "run", "id": f"specimen-{state}", "seq": 1, "elapsed": None, "fraction": None}
    said = {"stage_text": "", "remaining_low": None, "remaining_high": None, "url": "#progress"}
    return {**plain, **said, "title": FILM, "state": state, **facts}


def shot(number: int, **facts: Any) -> dict[str, Any]:
    """One shot of a breakdown, as `_shot_card.html` takes it."""
    plain = {"start": 48 * number, "end": 48 * number + 48, "length": 48, "confidence": 0.98}
    codes = {"timecode_in": "01:00:02:00", "timecode_out": "01:00:04:00", "thumbnail": PICTURE}
    return {"number": number, **plain, **codes, "transition": None, "doubtful": False, **facts}


def timer(state: str) -> dict[str, Any]:
    item = {"code": "SH0420", "kind_label": _("compositing"), "url": "#timer"}
    return {"state": state, "seconds": 5405, "idle_seconds": 600, **item}


def key_page(**sides: str) -> Any:
    return SimpleNamespace(**{"before": "", "after": "", **sides})
