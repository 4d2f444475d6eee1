"""What a project allows of providers, and what that does, before it is saved and after."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.access import Capability, find
from portal.gates import PersonRequest, gate
from projects.ledger import left_in_words
from projects.models import Policy, Project
from projects.policy_effects import effects, nothing_because
from projects.policy_forms import PolicyForm
from projects.views.projects import tabs


@gate(Capability.SEE, POST=Capability.MANAGE)
def policy(request: PersonRequest, pk: UUID) -> HttpResponse:
    """Everybody of the project reads it, a producer changes it. With `?preview` the values of the
    address are tried and nothing is kept."""
    project = find(Project.objects.select_related("studio"), request, pk=pk)
    kept = Policy.of(project)
    form = PolicyForm(_sent(request), instance=kept, project=project)
    if request.method == "POST" and form.is_valid():
        Policy.change(project, form.cleaned_data, actor=request.user)
        messages.success(request, _("The policy is changed. It holds from now on."))
        return redirect("project_policy", pk=project.pk)
    tries = form.is_bound and form.is_valid()
    tried = form.instance if tries else Policy.of(project)
    context = {
        "project": project,
        "tabs": tabs(project, "project_policy"),
        "form": form,
        "may_manage": request.user.can(Capability.MANAGE, project.studio_id),
        "effects": effects(project, tried),
        "nothing": nothing_because(tried),
        "tried": tries,
        "left": left_in_words(project),
    }
    return render(request, "projects/policy.html", context)


def _sent(request: PersonRequest) -> Any:
    if request.method == "POST":
        return request.POST
    return request.GET if "preview" in request.GET else None
