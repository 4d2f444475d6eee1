"""Who outside the studio may look at its work: opened, and ended, by its producers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability, find
from portal.errors import PortalError
from portal.gates import PersonRequest, gate
from portal.views.people import my_studio
from portal.views.sure import ask, is_sure
from projects.forms import OpeningForm
from projects.models import Opening
from projects.models.openings import open_to


@gate(Capability.MEMBERS)
def listed(request: PersonRequest) -> HttpResponse:
    """Who may look, who could, and a form to let somebody in."""
    studio = my_studio(request)
    form = OpeningForm(request.POST or None, studio=studio)
    if request.method == "POST" and form.is_valid():
        try:
            made = open_to(actor=request.user, studio=studio, **form.cleaned_data)
        except PortalError as error:  # what was typed stays in the form
            form.add_error(None, error.sentence)
        else:
            messages.success(request, _("%(person)s may look now.") % {"person": made.person})
            return redirect(request.get_full_path())
    rows = Opening.objects.visible_to(request.user).filter(studio=studio)
    rows = rows.select_related("person", "project", "studio")
    context = {
        "studio": studio,
        "form": form,
        "open": rows.open(),
        "past": rows.exclude(pk__in=rows.open())[:50],
    }
    return render(request, "projects/openings.html", context)


@gate(Capability.MEMBERS)
@require_POST
def end(request: PersonRequest, pk: UUID) -> HttpResponse:
    opening = find(Opening.objects.select_related("person", "studio"), request, pk=pk)
    person = {"person": opening.person}
    if not is_sure(request):
        told = _("They see nothing of the studio's work from now on. You can open it again.")
        question, back = _("End that %(person)s may look?") % person, reverse("openings")
        return ask(request, question=question, told=told, act=_("End it"), back=back)
    opening.end(actor=request.user)
    messages.success(request, _("%(person)s no longer looks.") % {"person": opening.person})
    return redirect("openings")
