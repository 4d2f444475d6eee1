"""Where allauth's own pages need a word of ours: the last passkey stays, devices have names."""

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from allauth.usersessions.internal.flows.sessions import end_sessions
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import ListUserSessionsView
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.access import Capability
from portal.devices import device
from portal.gates import PersonRequest, gate
from portal.models.persons import record_of_person


class RemovePasskey(RemoveWebAuthnView):
    """Without it a person who has no password could never come in again."""

    def form_valid(self, form: Any) -> HttpResponse:
        adapter = get_adapter()
        if not adapter.can_delete_authenticator(self.get_object()):
            said = adapter.error_messages["cannot_delete_authenticator"]
            messages.error(self.request, str(said))
            return redirect("mfa_index")
        return super().form_valid(form)


class MySessions(ListUserSessionsView):
    """Each by the name of its browser, for nobody knows their own by a user agent."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        for session in context["sessions"]:
            session.device = device(session.user_agent)
        return context


@gate(Capability.SIGNED_IN)
@require_POST
def session_end(request: PersonRequest, pk: int) -> HttpResponse:
    """One of my own: signed out at once, and its sockets close."""
    person = request.user  # ending the very session one comes by makes the request nobody's
    session = get_object_or_404(UserSession, pk=pk, user=person)
    end_sessions(request, [session])
    record_of_person(person, "session:ended")
    messages.success(request, _("The session is over."))
    return redirect("usersessions_list")
