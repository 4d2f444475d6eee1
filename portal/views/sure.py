"""A question before what cannot be undone: a page of its own, which works without a script."""

from django.http import HttpResponse
from django.shortcuts import render

from portal.gates import PersonRequest


def is_sure(request: PersonRequest) -> bool:
    return request.POST.get("sure") == "yes"


def ask(request: PersonRequest, *, question: str, told: str, act: str, back: str) -> HttpResponse:
    """The same form once more, with what was sent; `act` is on its button."""
    sent = [(k, v) for k, v in request.POST.items() if k not in ("csrfmiddlewaretoken", "sure")]
    context = {"question": question, "told": told, "act": act, "back": back, "sent": sent}
    return render(request, "portal/sure.html", context)
