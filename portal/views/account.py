"""One's own account: API tokens."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability
from portal.forms import TokenForm
from portal.gates import PersonRequest, gate
from portal.models import ApiToken


@gate(Capability.SIGNED_IN)
def tokens(request: PersonRequest) -> HttpResponse:
    """My API tokens; a new one is shown once, on the page that made it."""
    form, secret = TokenForm(request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        _token, secret = ApiToken.issue(request.user, **form.cleaned_data)
        form = TokenForm()
    mine = ApiToken.objects.visible_to(request.user).usable()
    return render(request, "portal/tokens.html", {"tokens": mine, "form": form, "secret": secret})


@gate(Capability.SIGNED_IN)
@require_POST
def token_revoke(request: PersonRequest, pk: UUID) -> HttpResponse:
    token = ApiToken.objects.visible_to(request.user).filter(pk=pk).first()
    if token is None:
        raise Http404
    token.revoke(actor=request.user)
    messages.success(request, _("The token no longer works."))
    return redirect("tokens")
