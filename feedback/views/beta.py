"""The beta at a glance, for beta leads: the answer, then charts that open their rows."""

import hashlib
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from feedback.dashboard.page import page
from feedback.dashboard.rows import TITLES, rows
from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.tenancy import open_across


@gate(Capability.READ_FEEDBACK)
def beta(request: PersonRequest) -> HttpResponse:
    """The page asks for its figures again, naming those it shows: unchanged, nothing is sent, so
    that nothing on it moves.
    """
    again = bool(request.htmx and request.GET.get("seen"))
    reason = "the beta at a glance"
    open_across(Studio.objects.all(), reason=reason, actor=request.user, still=again)
    drawn = render_to_string("feedback/_beta.html", {"page": page(request.user)}, request)
    seen = hashlib.sha256(drawn.encode()).hexdigest()[:16]
    if request.htmx and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    template = "feedback/_beta_now.html" if request.htmx else "feedback/beta.html"
    figures = mark_safe(drawn)  # noqa: S308 (by our own template)
    return render(request, template, {"figures": figures, "seen": seen})


@gate(Capability.READ_FEEDBACK)
def beta_rows(request: PersonRequest, what: str) -> HttpResponse:
    """What a figure was made of, narrowed by `?week=` and `?tool=`."""
    if what not in TITLES:
        raise Http404
    open_across(Studio.objects.all(), reason=f"rows of the beta: {what}", actor=request.user)
    only = {name: request.GET.get(name, "") for name in ("week", "tool")}
    context: dict[str, Any] = {"found": rows(what, only), "narrowed": any(only.values())}
    return render(request, "feedback/beta_rows.html", {**context, "what": what, **only})
