"""The first page of a new studio, and which of one's studios is shown."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from portal.access import Capability
from portal.first_steps import steps_of
from portal.gates import PersonRequest, gate
from portal.views.people import my_studio


@gate(Capability.SEE)
def first_steps(request: PersonRequest) -> HttpResponse:
    """Five things, in the order they make sense; nobody has to."""
    studio = my_studio(request)
    steps = steps_of(request.user, studio.pk)
    done = sum(step["done"] for step in steps)
    context = {"studio": studio, "steps": steps, "done": done}
    return render(request, "portal/first_steps.html", context)


@gate(Capability.SIGNED_IN)
@require_POST
def fold(request: PersonRequest) -> HttpResponse:
    """Home shows the checklist as one line from now on, or whole again."""
    request.user.steps_folded = "folded" in request.POST
    request.user.save(update_fields=["steps_folded"])
    return redirect("home")


@gate(Capability.SIGNED_IN)
@require_POST
def show_studio(request: PersonRequest) -> HttpResponse:
    """Remembered for this session; an empty value shows all of one's studios."""
    wanted = request.POST.get("studio", "")
    if wanted and wanted not in {str(pk) for pk in request.user.roles}:
        raise Http404
    request.session["studio"] = wanted
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    return redirect(back)
