"""Every route says who may come in, or stands here with the reason why it cannot."""

from typing import Any

import pytest

from portal.access import Capability
from portal.api.permissions import SignedIn
from portal.asgi import application, sockets
from tests.contract.routes import SAFE, Route, namespaces, routes

_BEFORE = "allauth's own page, which people need before they are signed in"
_WITHIN = "allauth's own page; allauth asks for the session itself"
WITHOUT_GATE = {
    "account_login": _BEFORE,
    "account_logout": "ends the visitor's own session and nothing else",
    "account_reset_password": _BEFORE,
    "account_reset_password_done": _BEFORE,
    "account_reset_password_from_key": "the signed key of the mail is the gate",
    "account_reset_password_from_key_done": _BEFORE,
    "account_change_password": _WITHIN,
    "account_set_password": _WITHIN,
    "account_signup": "tells that sign-up is closed (`InvitationOnly`)",
    "account_inactive": "tells a deactivated person so",
    "account_reauthenticate": _WITHIN,
    "mfa_index": _WITHIN,
    "mfa_authenticate": "allauth asks for the first half of a sign-in, kept in the session",
    "mfa_reauthenticate": _WITHIN,
    "mfa_activate_totp": _WITHIN,
    "mfa_deactivate_totp": _WITHIN,
    "mfa_view_recovery_codes": _WITHIN,
    "mfa_generate_recovery_codes": _WITHIN,
    "mfa_download_recovery_codes": _WITHIN,
    "mfa_list_webauthn": _WITHIN,
    "mfa_add_webauthn": _WITHIN,
    "mfa_reauthenticate_webauthn": _WITHIN,
    "mfa_remove_webauthn": _WITHIN,
    "mfa_edit_webauthn": _WITHIN,
    "mfa_login_webauthn": "signs in by passkey; the proof is the gate",
    "usersessions_list": _WITHIN,
    "openid_connect_login": "leads to the sign-in server of a studio",
    "openid_connect_callback": "the state and the server's token are the gate (`portal.sso`)",
    "socialaccount_login_cancelled": _BEFORE,
    "socialaccount_login_error": _BEFORE,
}
MOUNTED = {
    "api": "every route in it is walked and must declare a gate",
    "admin": "`PortalAdminSite.has_permission`; the access matrix tries every list",
}
#: What answers before Django sees a request.
IN_FRONT = {
    "PartReceiver": "takes a part only by a signed address made for the upload's owner",
    "BodyLimit": "takes a body away or cuts it off; nothing else",
    "SendFile": "sends only what a gated view named in its answer",
}
OPEN_TO_ALL = {
    "closed",
    "closed_certificate",
    "guest_door",
    "guest_leave",
    "help",
    "help_page",
    "healthz",
    "healthz_live",
    "healthz_ready",
    "javascript-catalog",
    "invitation",
    "language",
    "mail_off",
    "metrics",
    "performer",
    "performer_withdraw",
    "security",
    "sign_in_link",
}


@pytest.fixture(scope="module")
def all_routes() -> list[Route]:
    return routes()


def test_every_route_declares_its_gate_or_stands_in_the_list(all_routes):
    bare = {route.name for route in all_routes if not route.gate}
    assert sorted(bare - set(WITHOUT_GATE)) == []


def test_no_reason_outlives_its_route(all_routes):
    assert sorted(set(WITHOUT_GATE) - {r.name for r in all_routes if not r.gate}) == []
    assert namespaces() == set(MOUNTED)
    assert all(len(reason) > 20 for reason in [*WITHOUT_GATE.values(), *MOUNTED.values()])


def test_no_two_routes_share_a_name(all_routes):
    names = [route.name for route in all_routes]
    assert len(names) == len(set(names))


def test_every_gate_names_capabilities_and_a_default(all_routes):
    wrong = [
        route.name
        for route in all_routes
        if route.gate and "open" not in route.gate and not _sound(route.gate)
    ]
    assert wrong == []


def _sound(gate: dict[str, Any]) -> bool:
    return "default" in gate and all(isinstance(c, Capability) for c in gate.values())


def test_what_is_open_to_all_says_why(all_routes):
    reasons = {r.name: r.gate["open"] for r in all_routes if r.gate and "open" in r.gate}
    assert set(reasons) == OPEN_TO_ALL
    assert [name for name, reason in reasons.items() if len(reason.strip()) < 20] == []


def test_every_key_of_a_gate_is_an_action_or_method_that_exists(all_routes):
    by_view: dict[Any, list[Route]] = {}
    for route in all_routes:
        by_view.setdefault(route.view, []).append(route)
    stale = []
    for its in by_view.values():
        gate = its[0].gate or {}
        known = {"default", "open"} | {name for r in its for pair in r.actions for name in pair}
        stale += [f"{its[0].name}: {k}" for k in set(gate) - known]
    assert sorted(stale) == []


def test_no_write_is_let_in_by_the_gate_for_looking(all_routes):
    """A page's or action's default of SEE is for looking; each write names its own."""
    loose = [
        f"{route.name} {method}"
        for route in all_routes
        if route.gate and route.gate.get("default") == Capability.SEE
        for method, action in route.actions
        if method not in SAFE and not {method, action} & set(route.gate)
    ]
    assert loose == []


def test_every_api_view_asks_its_gate(all_routes):
    bare = [
        route.name
        for route in all_routes
        if route.is_api and not any(issubclass(p, SignedIn) for p in route.view.permission_classes)
    ]
    assert bare == []


def test_every_socket_declares_its_gate():
    assert [
        s.pattern for s in sockets if not getattr(s.callback.consumer_class, "gate", None)
    ] == []


def test_nothing_unknown_stands_before_django():
    layer, names = application.application_mapping["http"], []
    while hasattr(layer, "app"):
        names.append(type(layer).__name__)
        layer = layer.app
    assert names == list(IN_FRONT)
