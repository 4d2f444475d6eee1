"""Starting the sample project, and what a tool gives of its film."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability
from portal.gates import PersonRequest, gate
from portal.views.people import my_studio
from projects.first_hour import examples
from projects.first_hour.project import start_sample


@gate(Capability.MANAGE)
@require_POST
def sample_project(request: PersonRequest) -> HttpResponse:
    """To its page, where the film is being examined; there is one of it in a studio."""
    studio = my_studio(request)
    project = start_sample(actor=request.user, studio=studio)
    messages.success(
        request, _("The sample project is there. Its film can be looked at in a moment.")
    )
    return redirect("project", pk=project.pk)


@gate(Capability.REQUEST)
def tool_example(request: PersonRequest, tool: str) -> HttpResponse:
    """Of no studio: the film is the portal's own."""
    try:
        path = examples.sheet(tool)
    except KeyError:
        raise Http404 from None
    response = HttpResponse(path.read_bytes(), content_type="image/webp")
    response["Cache-Control"] = "private, max-age=86400"
    return response
