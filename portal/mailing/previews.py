"""Each mail in both languages, as HTML and as text, for whoever works on the portal."""

from typing import Any

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, override
from django.views.decorators.clickjacking import xframe_options_sameorigin

from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.mailing import written
from portal.mailing.kinds import KINDS
from portal.mailing.letters import Letter

#: Mails have their styles within them: nothing else is loaded, run, sent or left by this page.
POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "base-uri": [NONE],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": True,
}

_SEEN = {"light": "@media not all", "dark": "@media all"}


@gate(Capability.RUN_BETA)
def listed(request: PersonRequest) -> HttpResponse:
    rows = [
        {"name": name, "label": kind.label, "to": kind.to, "subject": kind.specimen().subject}
        for name, kind in KINDS.items()
    ]
    return render(request, "portal/mail/listed.html", {"rows": rows})


@gate(Capability.RUN_BETA)
def shown(request: PersonRequest, name: str) -> HttpResponse:
    """`?in=fr`: the language; without it, mine."""
    letter, language = _letter(request, name), _language(request)
    context = {
        "name": name,
        "kind": KINDS[name],
        "letter": letter,
        "text": written.text(letter),
        "language": language,
        "chips": [
            {"label": label, "url": f"?in={code}", "current": code == language}
            for code, label in settings.LANGUAGES
        ],
    }
    return render(request, "portal/mail/shown.html", context)


@gate(Capability.RUN_BETA)
@xframe_options_sameorigin
@csp(POLICY)  # type: ignore[arg-type]  # of the address it takes the name too
def framed(request: HttpRequest, name: str) -> HttpResponse:
    """The mail itself, for a frame without rights. `?as=light` or `dark`: as one would see it who
    has set their machine so; without it, as mine is set.
    """
    html = written.html(_letter(request, name))
    return HttpResponse(
        html.replace(written.DARK, _SEEN.get(request.GET.get("as", ""), written.DARK))
    )


def _letter(request: HttpRequest, name: str) -> Letter:
    if name not in KINDS:
        raise Http404
    with override(_language(request)):
        return KINDS[name].specimen()


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("in", "")
    return wanted if wanted in dict(settings.LANGUAGES) else get_language() or "en"
