"""What a consent says, in plain words: in one sentence, and clause by clause.

The clauses are called as refusals call them: "Consent 4, scenes".
"""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.languages.days import day, moment
from projects.gate_words import provider_title
from projects.models.consents import ALL, Consent

PURPOSES = {
    "pre_production": gettext_lazy("preparation"),
    "editing": gettext_lazy("editing"),
    "vfx": gettext_lazy("visual effects"),
    "continuity": gettext_lazy("continuity"),
}
MEDIA = {
    "film": gettext_lazy("a film"),
    "series": gettext_lazy("a series"),
    "trailer": gettext_lazy("trailers"),
}
#: Best first; each includes those after it.
QUALITIES = ["master", "uhd", "hd", "preview"]
STATES = {
    "standing": gettext_lazy("in force"),
    "coming": gettext_lazy("not yet in force"),
    "held": gettext_lazy("on hold: strike"),
    "lapsed": gettext_lazy("over"),
    "revoked": gettext_lazy("withdrawn"),
}


def sentence(consent: Consent) -> str:
    """What is allowed, in one sentence."""
    told = {
        "name": consent.performer.name,
        "kind": consent.get_kind_display(),
        "purposes": listed(consent.purposes, PURPOSES, _("every purpose")),
        "scenes": scenes(consent),
        "media": listed(consent.media, MEDIA, _("every medium")),
        "where": listed(consent.territories, {}, _("everywhere")),
        "quality": consent.get_quality_display(),
        "until": day(consent.ends),
    }
    return (
        _(
            "%(name)s allows a %(kind)s for %(purposes)s, in %(scenes)s, for %(media)s,"
            " %(where)s, up to: %(quality)s, until %(until)s."
        )
        % told
    )


def _providers(consent: Consent) -> str:
    titles = {name: provider_title(name) for name in consent.providers if name != ALL}
    return str(listed(consent.providers, titles, _("every provider of the project")))


def clauses(consent: Consent) -> list[tuple[str, str]]:
    """(name of the clause, what it says), in the order of the paper."""
    days = consent.compensation_days
    rows = [
        (_("kind"), consent.get_kind_display()),
        (_("description"), consent.description),
        (_("purposes"), listed(consent.purposes, PURPOSES, _("every purpose"))),
        (_("scenes"), scenes(consent)),
        (_("script version"), _script(consent)),
        (_("media"), listed(consent.media, MEDIA, _("every medium"))),
        (_("territory"), listed(consent.territories, {}, _("everywhere"))),
        (_("quality"), consent.get_quality_display()),
        (_("providers"), _providers(consent)),
        (_("biometric data"), _yes(consent.biometric)),
        (_("dates"), f"{day(consent.starts)} – {day(consent.ends)}"),
        (_("notice"), _notice(consent)),
        (
            _("compensation"),
            ngettext(
                "%(n)s day of work (estimate)",
                "%(n)s days of work (estimate)",
                1 if days == 1 else 2,
            )
            % {"n": f"{days.normalize():f}"},
        ),
        (_("signature"), _signature(consent)),
        (_("strike hold"), _held(consent)),
    ]
    if consent.minor:
        rows.append((_("guardian"), consent.guardian))
    return [(str(name), str(text)) for name, text in rows]


def listed(values: Iterable[str], words: dict[str, Any], everything: str) -> str:
    """In words; `everything` where that was agreed, "nothing" where nothing was."""
    values = list(values)
    if ALL in values:
        return everything
    return ", ".join(str(words.get(value, value)) for value in values) or _("nothing")


def scenes(consent: Consent) -> str:
    if ALL in consent.scenes:
        return _("every scene")
    count = len(consent.scenes)
    told = ngettext("scene %(codes)s", "scenes %(codes)s", count)
    return told % {"codes": ", ".join(consent.scenes)} if count else _("no scene")


def _script(consent: Consent) -> str:
    if consent.script == ALL:
        return _("whichever script")
    name = consent.script_version.shown_name if consent.script_version else _("a deleted file")
    return f"{name} · SHA-256 {consent.script[:12]}…"


def _notice(consent: Consent) -> str:
    if consent.services_at is None:
        return _("no services")
    return _("signed %(hours)s h before the first day of services") % {
        "hours": int((consent.services_at - consent.signed_at).total_seconds() // 3600)
    }


def _signature(consent: Consent) -> str:
    return _("%(name)s, %(how)s, %(when)s UTC") % {
        "name": consent.signed_by,
        "how": consent.get_signed_how_display(),
        "when": moment(consent.signed_at),
    }


def _held(consent: Consent) -> str:
    since = consent.project.strike_since
    if since is None:
        return _yes(consent.strike_hold)
    told = _("with all consents of the project, since %(day)s") % {"day": day(since)}
    return f"{_('by itself')}; {told}" if consent.strike_hold else told


def _yes(value: bool) -> str:
    return _("yes") if value else _("no")


def lacking(new: Consent, old: Consent) -> list[str]:
    """Clauses in which `new` does not cover what was made under `old`; empty where it does."""
    found = []
    if new.performer_id != old.performer_id:
        found.append(_("performer"))
    if new.revoked_at or old.revoked_at is None or new.signed_at < old.revoked_at:
        found.append(_("signature"))
    named = {"purposes": _("purposes"), "scenes": _("scenes"), "media": _("media")}
    named |= {"territories": _("territory"), "providers": _("providers")}
    for field, clause in named.items():
        agreed, before = set(getattr(new, field)), set(getattr(old, field))
        if ALL not in agreed and not before <= agreed:
            found.append(clause)
    if new.script not in (ALL, old.script):
        found.append(_("script version"))
    if QUALITIES.index(new.quality) > QUALITIES.index(old.quality):
        found.append(_("quality"))
    if old.biometric and not new.biometric:
        found.append(_("biometric data"))
    if new.state != "standing" and _("signature") not in found:
        found.append(_("dates"))
    return found
