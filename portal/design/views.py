"""The design page: for the people of the programme, and nobody else learns that it is there."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from portal.access import Capability
from portal.design import CHAPTERS, found, troubles
from portal.gates import PersonRequest, gate


def staff(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Beta leads and administrators; the page holds no studio's rows."""

    @gate(Capability.SIGNED_IN)
    @wraps(view)
    def seen(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.programme_role:
            raise Http404
        return view(request, *args, **kwargs)

    return seen


@staff
def index(request: PersonRequest) -> HttpResponse:
    return render(request, "portal/design/index.html", {"chapters": CHAPTERS})


@staff
def chapter(request: PersonRequest, slug: str) -> HttpResponse:
    shown = found(slug)
    context = {"chapter": shown, "chapters": CHAPTERS, **shown.context(request)}
    return render(request, shown.template, context)


@staff
def error_page(request: PersonRequest, status: int) -> HttpResponse:
    return troubles.page(request, status)
