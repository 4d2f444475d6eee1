"""What pages of a provider's work say: kinds of elements, what was left out, how sure."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l
from django.utils.translation import ngettext

from portal.languages.figures import decimals

ELEMENTS = {
    "prop": _l("Prop"),
    "weapon": _l("Weapon"),
    "wardrobe": _l("Wardrobe"),
    "makeup": _l("Make-up"),
    "vehicle": _l("Vehicle"),
    "animal": _l("Animal"),
    "extras": _l("Extras"),
    "set": _l("Set"),
    "vfx": _l("Visual effect"),
    "sfx": _l("Effect on set"),
    "stunt": _l("Stunt"),
    "sound": _l("Sound"),
    "mood": _l("Mood"),
    "risk": _l("Continuity risk"),
}
#: Sizes of shots and places as models answer them; what is unclear is not said.
SIZES = {
    "extreme long": _l("extreme long shot"),
    "long": _l("long shot"),
    "full": _l("full shot"),
    "medium long": _l("medium long shot"),
    "medium": _l("medium shot"),
    "medium close-up": _l("medium close-up"),
    "close-up": _l("close-up"),
    "extreme close-up": _l("extreme close-up"),
    "insert": _l("insert"),
}
PLACES = {"interior": _l("interior"), "exterior": _l("exterior")}
_DROPPED = {
    "not_in_script": lambda n: ngettext(
        "%(n)s addition quoted words that the script does not have, and was dropped.",
        "%(n)s additions quoted words that the script does not have, and were dropped.",
        n,
    ),
    "unknown_scene": lambda n: ngettext(
        "%(n)s addition was of a scene that was not sent, and was dropped.",
        "%(n)s additions were of scenes that were not sent, and were dropped.",
        n,
    ),
    "no_name": lambda n: ngettext(
        "%(n)s addition had no name, and was dropped.",
        "%(n)s additions had no name, and were dropped.",
        n,
    ),
    "twice": lambda n: ngettext(
        "%(n)s addition came twice.", "%(n)s additions came more than once.", n
    ),
    "too_many": lambda n: ngettext(
        "%(n)s was more than is taken, and was dropped.",
        "%(n)s were more than is taken, and were dropped.",
        n,
    ),
    "unknown_shot": lambda n: ngettext(
        "%(n)s description was of a shot that was not sent, and was dropped.",
        "%(n)s descriptions were of shots that were not sent, and were dropped.",
        n,
    ),
    "unknown_picture": lambda n: ngettext(
        "%(n)s answer was of a picture that was not sent, and was dropped.",
        "%(n)s answers were of pictures that were not sent, and were dropped.",
        n,
    ),
    "no_words": lambda n: ngettext(
        "%(n)s answer held no words, and was dropped.",
        "%(n)s answers held no words, and were dropped.",
        n,
    ),
    "no_place": lambda n: ngettext(
        "%(n)s place lay outside the picture, and is not drawn.",
        "%(n)s places lay outside the picture, and are not drawn.",
        n,
    ),
}


def dropped(counts: Mapping[str, int]) -> list[dict[str, str]]:
    """As warnings of a page: each way in which something was left out, with its number."""
    return [
        {"code": f"palette:{why}", "text": _DROPPED[why](count) % {"n": count}}
        for why, count in counts.items()
        if why in _DROPPED and count
    ]


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def seconds(count: int | None) -> str:
    """How long a scene may play; nothing where nobody said."""
    if count is None:
        return ""
    minutes, rest = divmod(count, 60)
    return _("about %(m)s min %(s)s s") % {"m": minutes, "s": rest} if minutes else f"{rest} s"


def made_by(result: Mapping[str, Any]) -> str:
    """Which model said so, as it called itself."""
    return str(result.get("model") or _("a model that did not say its name"))


def enriched_summary(result: Mapping[str, Any]) -> str:
    added = sum(len(scene["added"]) for scene in result["scenes"])
    sent = result["input"]["scenes"]
    words = ngettext("%(n)s addition", "%(n)s additions", added) % {"n": added}
    scenes = ngettext("of %(n)s scene", "of %(n)s scenes", sent) % {"n": sent}
    return f"{words} {scenes}"


_CLIP = {
    "length": _l("It lasts %(came)s s; %(asked)s s were asked for."),
    "shape": _l("Its shape is another than the shot's: %(size)s."),
    "small": _l("It is smaller than was asked for: %(size)s."),
    "rate": _l("It runs at %(rate)s frames a second, the shot at %(shot_rate)s."),
    "uneven": _l("Its frame rate varies. Trust its times rather than its frame numbers."),
    "jump": _l("It does not meet the frame that was sent: look below, where the two are compared."),
}


def _facts(result: Mapping[str, Any]) -> dict[str, str]:
    came, asked = result["came"], result["asked"]
    return {
        "came": f"{came['seconds']:g}",
        "asked": f"{asked['seconds']}",
        "size": f"{came['width']}×{came['height']}",
        "rate": rate(came["rate"]),
        "shot_rate": rate(asked["rate"]),
    }


def rate(text: str | None) -> str:
    """ "24000/1001" as 23.976."""
    return f"{float(Fraction(text)):.5g}" if text else "–"


def clip_differs(result: Mapping[str, Any]) -> list[dict[str, str]]:
    """What of a film is not as it was asked."""
    facts = _facts(result)
    return [
        {"code": f"clip:{name}", "text": str(_CLIP[name]) % facts}
        for name in result["differs"]
        if name in _CLIP
    ]


def clip_summary(result: Mapping[str, Any]) -> str:
    facts = _facts(result)
    sound = _("with sound") if result["came"]["sound"] else _("silent")
    return _("%(came)s s · %(size)s · %(rate)s frames a second") % facts + f" · {sound}"


def clip_place(result: Mapping[str, Any], clock: str) -> str:
    """Where it goes; `clock` is empty of a picture."""
    facts = {"frame": result["frame"], "clock": clock}
    if not clock:
        after, before = _("Begins with the picture"), _("Ends with the picture")
    else:
        after = _("Goes on after frame %(frame)s, %(clock)s") % facts
        before = _("Leads to frame %(frame)s, %(clock)s") % facts
    return after if result["grows"] == "after" else before


def clip_numbers(result: Mapping[str, Any]) -> list[dict[str, str]]:
    came = result["came"]
    rows = {
        _("Length"): f"{came['seconds']:g} s",
        _("Frames"): f"{came['frames']}",
        _("Picture"): f"{came['width']}×{came['height']}",
        _("Frames a second"): rate(came["rate"]),
        _("Coded as"): came["codec"] or "–",
        _("Size"): f"{decimals(came['bytes'] / 1024**2, 1)} MiB",
        _("Distance to the frame that was sent"): _("%(n)s of 64 bits") % {"n": result["jump"]},
    }
    return [{"label": label, "value": value} for label, value in rows.items()]
