"""The studio's people: members, roles, who is invited."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, demand, find
from portal.errors import PortalError
from portal.forms import InviteForm, RoleForm
from portal.frame import STUDIO_LINKS
from portal.gates import PersonRequest, gate
from portal.models import Invitation, Membership, Studio
from portal.signin import invite_by_mail, resend
from portal.usage import measured, told
from portal.views.sure import ask, is_sure


def my_studio(request: PersonRequest) -> Studio:
    """The studio asked for by `?studio=`, the one that is shown, or the first of mine."""
    mine = Studio.objects.filter(pk__in=list(request.user.roles))
    try:
        wanted = UUID(request.GET["studio"]) if "studio" in request.GET else request.user.shown
    except ValueError:
        raise Http404 from None
    studio = (mine.filter(pk=wanted) if wanted else mine).first()
    if studio is None:
        raise Http404
    demand(request.user, request.capability, studio.pk)
    return studio


@gate(Capability.SEE, POST=Capability.MEMBERS)
def studio(request: PersonRequest) -> HttpResponse:
    """Who belongs to the studio, and who is invited."""
    house = my_studio(request)
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            sent = invite_by_mail(actor=request.user, studio=house, **form.cleaned_data)
        except PortalError as error:  # what was typed stays in the form
            form.add_error(None, error.sentence)
        else:
            messages.success(request, sent.sentence)
            return redirect(request.get_full_path())
    people = Membership.objects.visible_to(request.user).active().filter(studio=house)
    context = {
        "studio": house,
        "studios": Studio.objects.filter(pk__in=list(request.user.roles)),
        "people": people.select_related("user"),
        "invitations": Invitation.objects.visible_to(request.user).open().filter(studio=house),
        "manages": request.user.can(Capability.MEMBERS, house.pk),
        "integrates": request.user.can(Capability.INTEGRATIONS, house.pk),
        "usage": list(told(measured(Studio.objects.filter(pk=house.pk)).get())),
        "form": form,
        "roles": RoleForm.CHOICES,
        "links": [{"label": label, "url": reverse(name)} for _n, label, name in STUDIO_LINKS],
    }
    return render(request, "portal/studio.html", context)


@gate(Capability.MEMBERS)
@require_POST
def member(request: PersonRequest, pk: int) -> HttpResponse:
    """Change a role, or end the membership."""
    membership = find(Membership.objects.active().select_related("user", "studio"), request, pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        raise PortalError("invalid", fields=form.errors)
    person, role = {"person": membership.user}, form.cleaned_data["role"]
    if role:
        membership.change_role(role, actor=request.user)
        messages.success(request, _("%(person)s: changed.") % person)
        return redirect("studio")
    if not is_sure(request):
        told = _("From the next click on they see nothing of the studio. What they did stays.")
        question = _("Remove %(person)s from the studio?") % person
        return ask(request, question=question, told=told, act=_("Remove"), back=reverse("studio"))
    membership.revoke(actor=request.user)
    messages.success(request, _("%(person)s no longer belongs to the studio.") % person)
    return redirect("studio")


@gate(Capability.MEMBERS)
@require_POST
def send_again(request: PersonRequest, pk: UUID) -> HttpResponse:
    """A fresh link and a new term; the link sent before is dead."""
    waiting = find(Invitation.objects.filter(accepted_at=None, revoked_at=None), request, pk=pk)
    resend(waiting, actor=request.user)
    messages.success(request, _("%(email)s has a new link.") % {"email": waiting.email})
    return redirect("studio")


@gate(Capability.MEMBERS)
@require_POST
def withdraw(request: PersonRequest, pk: UUID) -> HttpResponse:
    find(Invitation.objects.open(), request, pk=pk).revoke(actor=request.user)
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("studio")
