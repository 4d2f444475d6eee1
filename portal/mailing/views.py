"""Switching a kind of mail off by the address that the mail holds (RFC 8058)."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from portal.gates import PersonRequest, open_to_all
from portal.mailing import silence
from portal.models import Mode, User
from portal.outbox import kinds, notices


@csrf_exempt
@open_to_all("mail programmes ask without a session; the address is signed and switches mail off")
def off(request: PersonRequest, token: str) -> HttpResponse:
    """A look asks first, since mail scanners look; a POST does it, once or again."""
    wish = silence.wish(token)
    person = User.objects.filter(pk=wish.person).first()
    if request.method == "POST" and person:
        notices.choose(person, dict.fromkeys(_switched(person, wish.kind), Mode.OFF))
    kind = kinds.KINDS.get(wish.kind)
    context = {"label": kind.label if kind else "", "done": request.method == "POST"}
    return render(request, "portal/mail/off.html", context)


def _switched(person: User, kind: str) -> list[str]:
    """Of the daily mail, all that would come in it; what is too serious stays, see `choose`."""
    if kind != silence.DIGEST:
        return [kind]
    return [name for name, mode in notices.modes(person).items() if mode == Mode.DIGEST]
