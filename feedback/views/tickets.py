"""Telling the beta team something from any page, and seeing what became of it."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from feedback.models import Ask, Ticket, Topic, Vote
from feedback.tickets import features, pages
from feedback.tickets.alike import alike
from feedback.tickets.forms import TicketForm
from feedback.tickets.reporting import MEDIA_TYPE, let_read, report, vote
from feedback.tickets.words import Reader, Told
from portal.access import STUDIO_ROLES, Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.models import Studio
from portal.tenancy import open_across
from projects.responses import stored

_CARRIED = ("page", "page_title", "browser", "window")


def houses(person: Any) -> Any:
    """Studios that the person can tell something from; the one that is shown first."""
    mine = Studio.objects.filter(pk__in=person.studios_with(STUDIO_ROLES)).order_by("name", "pk")
    return sorted(mine, key=lambda studio: studio.pk != person.shown)


@gate(Capability.GIVE_FEEDBACK)
def mine(request: PersonRequest) -> HttpResponse:
    """My tickets and those of my studio: where each stands, and what was answered."""
    person = request.user
    rows = Ticket.objects.shown_to(person).select_related("topic__release", "studio")
    own = request.GET.get("whose") != "studio"
    picked = rows.filter(person=person) if own else rows.exclude(person=person)
    mine_too = Vote.objects.filter(topic=OuterRef("topic"), person=person)
    counted = picked.annotate(people=Count("topic__votes"), voted=Exists(mine_too))
    counted = counted.order_by("-created_at", "pk")  # a count leaves the model's order out
    context = {
        "page": Paginator(counted, 50).get_page(request.GET.get("page")),
        "own": own,
        "query": "" if own else "whose=studio&",
        "chips": _chips(own),
        "waiting": Ask.objects.shown_to(person).waiting().count(),
    }
    return render(request, "feedback/mine.html", context)


def _chips(own: bool) -> list[dict[str, Any]]:
    return [
        {"label": _("Mine"), "url": "?", "current": own},
        {"label": _("Others of my studio"), "url": "?whose=studio", "current": not own},
    ]


@gate(Capability.GIVE_FEEDBACK)
def new(request: PersonRequest) -> HttpResponse:
    """The form, as a page or in a dialog of any page; says what goes along before it goes."""
    given = _given(request)
    page = pages.looked_at(given.get("page", ""), request.user)
    form = _form(request, given, page)
    if request.method == "POST" and form.is_valid():
        try:
            made = _made(request, form, page)
        except PortalError as error:
            form.add_error("picture", error.sentence)
        else:
            return _done(request, made)
    context = {"form": form, "told": pages.rows_told(page, given), "asked_by": request.htmx}
    name = "_ticket_form" if request.htmx else "ticket_new"
    return render(request, f"feedback/{name}.html", context)


def _given(request: PersonRequest) -> dict[str, str]:
    """What the browser says of the page; without a script it is the page one came from."""
    source = request.POST if request.method == "POST" else request.GET
    given = {name: source.get(name, "")[:2000] for name in _CARRIED}
    if not given["page"] and request.method == "GET":
        before = urlsplit(request.headers.get("Referer", ""))
        given["page"] = before.path if before.netloc == request.get_host() else ""
    given["browser"] = given["browser"] or request.headers.get("User-Agent", "")[:300]
    return given


def _form(request: PersonRequest, given: dict[str, str], page: pages.Page) -> TicketForm:
    mine = houses(request.user)
    first = page.studio_id or (mine[0].pk if mine else None)
    initial = {**given, "studio": first, "feature": page.feature}
    studios = Studio.objects.filter(pk__in=[studio.pk for studio in mine])
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    return TicketForm(*posted, studios=studios, initial=initial)


def _made(request: PersonRequest, form: TicketForm, page: pages.Page) -> Ticket:
    said = {**form.cleaned_data}
    picture = said.pop("picture")
    said.pop("page")
    content = picture.read() if picture else b""
    return report(actor=request.user, page=page, picture=content, **said)


def _done(request: PersonRequest, made: Ticket) -> HttpResponse:
    if request.htmx:
        return render(request, "feedback/_ticket_done.html", {"ticket": made})
    messages.success(request, _("Ticket %(ref)s is kept.") % {"ref": made.ref})
    return redirect(made)


@gate(Capability.GIVE_FEEDBACK)
def known(request: PersonRequest) -> HttpResponse:
    """What was told before, while somebody types."""
    text = f"{request.GET.get('title', '')} {request.GET.get('text', '')}"[:400]
    return render(request, "feedback/_alike.html", {"found": alike(text, request.user)})


@gate(Capability.SIGNED_IN)
def ticket(request: PersonRequest, pk: UUID) -> HttpResponse:
    """One ticket, by those who may find it; of what is withheld a beta lead reads nothing."""
    row = _ticket(request, pk)
    told = Told(row, Reader(request.user).reads(row))
    person = request.user
    context = {
        "ticket": told,
        "topic": row.topic,
        "feature": features.title(row.feature),
        "voted": row.topic.votes.filter(person=person).exists(),
        "people": row.topic.votes.count(),
        "votable": Topic.objects.votable_by(person).filter(pk=row.topic_id).exists(),
        "opens": person.can(Capability.MEMBERS, row.studio_id),
        "leads": person.can(Capability.RUN_BETA),
    }
    return render(request, "feedback/ticket.html", context)


def _ticket(request: PersonRequest, pk: UUID) -> Ticket:
    if request.user.can(Capability.RUN_BETA):
        open_across(Studio.objects.all(), reason="a ticket", actor=request.user)
    related = ("topic__release", "studio", "run__request", "version__asset")
    rows = Ticket.objects.visible_to(request.user).select_related(*related)
    return get_object_or_404(rows, pk=pk)


@gate(Capability.SIGNED_IN)
def picture(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The picture of the page, by those who may read the ticket's words."""
    row = _ticket(request, pk)
    if not row.storage_key or not Reader(request.user).reads(row):
        raise Http404
    return stored(row.storage_key, MEDIA_TYPE)


@gate(Capability.GIVE_FEEDBACK)
@require_POST
def voted(request: PersonRequest, pk: UUID) -> HttpResponse:
    """For what my studio told of or is shown to all; `vote=no` takes it back."""
    person = request.user
    seen = Ticket.objects.visible_to(person).values("topic")
    topic = Topic.objects.filter(pk=pk)
    found = topic.filter(pk__in=seen) | topic.filter(published_at__isnull=False)
    row = get_object_or_404(found)
    wanted = request.POST.get("vote") != "no"
    vote(actor=person, topic=row, studio=houses(person)[0].pk, wanted=wanted)
    messages.success(request, _("Your vote counts.") if wanted else _("Your vote is taken back."))
    return redirect(_back(request))


def _back(request: PersonRequest) -> str:
    """To the page the press came from, of ours alone."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return "feedback"
    return f"{before.path}?{before.query}" if before.query else before.path


@gate(Capability.MEMBERS)
@require_POST
def let(request: PersonRequest, pk: UUID) -> HttpResponse:
    """The studio's producers open one ticket to the beta team."""
    row = find(Ticket.objects.select_related("studio"), request, pk=pk)
    let_read(actor=request.user, ticket=row)
    messages.success(request, _("The beta team reads this ticket from now on."))
    return redirect(row)
