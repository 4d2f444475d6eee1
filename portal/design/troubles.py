"""Every error and refusal that the apps register, in both languages, and their pages."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation

from portal.bodies import TOO_LARGE
from portal.errors import REGISTRY, sentences
from portal.middleware import answer

#: status → (code, facts): what a page of this status says most often.
PAGES: dict[int, tuple[str, dict[str, Any]]] = {
    400: ("request:unreadable", {}),
    403: ("access:denied", {"act": "…"}),
    404: ("not_found", {}),
    405: ("method", {}),
    413: (TOO_LARGE, {}),
    429: ("throttled", {"seconds": 30}),
    500: ("unexpected", {}),
    503: ("unavailable", {}),
}


def shown(request: HttpRequest) -> dict[str, Any]:
    """Those of one status, as the address asks; the first there is otherwise."""
    statuses = sorted({text.status for text in REGISTRY.values()})
    asked = request.GET.get("status", "")
    status = int(asked) if asked.isdecimal() and int(asked) in statuses else statuses[0]
    codes = sorted(code for code, text in REGISTRY.items() if text.status == status)
    return {
        "chips": [_chip(one, one == status) for one in statuses],
        "status": status,
        "languages": [
            (code, translation.get_language_info(code)) for code, _ in settings.LANGUAGES
        ],
        "troubles": [{"code": code, "said": said(code)} for code in codes],
        "pages": PAGES,
    }


def _chip(status: int, current: bool) -> dict[str, Any]:
    count = sum(text.status == status for text in REGISTRY.values())
    return {"label": status, "url": f"?status={status}", "current": current, "count": count}


def said(code: str) -> list[dict[str, str]]:
    """The three sentences in each language; `{fact}` stands where the error fills one in."""
    found = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            text = REGISTRY[code]
            parts = {part: str(getattr(text, part)) for part in ("happened", "kept", "todo")}
        found.append({"language": language, **parts})
    return found


def page(request: HttpRequest, status: int) -> HttpResponse:
    """The true page with its true words, answered with 200: a look alarms no watch."""
    if status not in PAGES:
        raise Http404
    code, facts = PAGES[status]
    response = answer(request, code, {**sentences(code, facts), "fields": {}})
    response.status_code = 200
    response.headers.pop("Retry-After", None)
    return response
