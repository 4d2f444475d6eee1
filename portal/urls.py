"""All addresses of the portal."""

from allauth.account import views as allauth_views
from allauth.account.decorators import secure_admin_login
from allauth.mfa.webauthn import views as webauthn
from allauth.socialaccount import views as sso_views
from allauth.socialaccount.providers.openid_connect import views as oidc
from django.contrib import admin
from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.routers import SimpleRouter

from feedback import api as feedback_api
from feedback.api.figures import FiguresView
from feedback.api.timers import TimerView
from portal.access import Capability
from portal.api import notifications, webhooks
from portal.api import views as api
from portal.api.agreements import AgreementViewSet
from portal.api.audit import AuditViewSet
from portal.api.permissions import everything
from portal.finding import pages as finding
from portal.finding.api import SearchView
from portal.help import views as helping
from portal.mailing import views as mailing
from portal.routes import by_first_word
from portal.signonservers import told_in_words
from portal.views import account as accounts
from portal.views import agreements, audit, coming_in, controls, first_steps, home, language, people
from portal.views import notifications as notices
from portal.views import webhooks as hooks
from portal.views.security import MySessions, RemovePasskey, session_end
from portal.watching import answering
from projects.api import (
    candidates,
    consents,
    disclosures,
    hierarchy,
    jobs,
    leaving,
    ledger,
    notes,
    openings,
    playlists,
    policies,
    shares,
    shot_status,
    trash,
    uploads,
    work,
)
from projects.api import (
    people as cast,
)

router = SimpleRouter()
router.register("studios", api.StudioViewSet)
router.register("memberships", api.MembershipViewSet)
router.register("invitations", api.InvitationViewSet)
router.register("tokens", api.TokenViewSet)
router.register("webhooks", webhooks.WebhookViewSet)
router.register("deliveries", webhooks.DeliveryViewSet)
router.register("notifications", notifications.NotificationViewSet)
router.register("agreements", AgreementViewSet)
router.register("audit", AuditViewSet)
router.register("projects", hierarchy.ProjectViewSet)
router.register("openings", openings.OpeningViewSet)
router.register("grants", hierarchy.GrantViewSet)
router.register("episodes", hierarchy.EpisodeViewSet)
router.register("scenes", hierarchy.SceneViewSet)
router.register("shots", hierarchy.ShotViewSet)
router.register("uploads", uploads.UploadViewSet)
router.register("assets", work.AssetViewSet)
router.register("trash", trash.TrashViewSet, basename="trash")
router.register("versions", work.VersionViewSet)
router.register("carryings", work.CarryingViewSet)
router.register("notes", notes.NoteViewSet)
router.register("playlists", playlists.PlaylistViewSet)
router.register("playlist-items", playlists.ItemViewSet)
router.register("share-links", shares.ShareLinkViewSet)
router.register("performers", cast.PerformerViewSet)
router.register("characters", cast.CharacterViewSet)
router.register("personal-links", cast.PersonalLinkViewSet)
router.register("consents", consents.ConsentViewSet)
router.register("consultations", cast.ConsultationViewSet)
router.register("entries", ledger.EntryViewSet)
router.register("requests", work.RequestViewSet)
router.register("runs", work.RunViewSet)
router.register("candidates", candidates.CandidateViewSet)
router.register("result-uses", disclosures.ResultUseViewSet)
router.register("final-cuts", disclosures.FinalCutViewSet)
router.register("writer-notices", disclosures.WriterNoticeViewSet)
router.register("disclosures", disclosures.DisclosureViewSet)
router.register("exports", leaving.ExportViewSet)
router.register("closeouts", leaving.CloseoutViewSet)
feedback_api.register(router)


class SchemaView(SpectacularAPIView):
    gate = everything(Capability.SIGNED_IN)


api_v1 = [
    path("me/", api.MeView.as_view(), name="me"),
    path("timer/", TimerView.as_view(), name="timer"),
    path("figures/", FiguresView.as_view(), name="figures"),
    path("notifications/choices/", notifications.ChoicesView.as_view(), name="choices"),
    path("tools/", work.ToolsView.as_view(), name="tools"),
    path("search/", SearchView.as_view(), name="search"),
    path("jobs/", jobs.JobsView.as_view(), name="jobs"),
    path("schema/", SchemaView.as_view(), name="schema"),
    path(
        "projects/<uuid:pk>/policy/",
        policies.PolicyViewSet.as_view({"get": "retrieve", "put": "update"}),
        name="policy",
    ),
    path(
        "projects/<uuid:pk>/shot-status/",
        shot_status.ShotStatusView.as_view(),
        name="shot_status",
    ),
    path(
        "projects/<uuid:pk>/ledger/",
        ledger.LedgerViewSet.as_view({"get": "retrieve"}),
        name="ledger",
    ),
    *router.urls,
]

account = [
    path("login/", allauth_views.login, name="account_login"),
    path("logout/", allauth_views.logout, name="account_logout"),
    path("password/reset/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "password/reset/done/",
        allauth_views.password_reset_done,
        name="account_reset_password_done",
    ),
    # A slug would swallow the dash between the two.
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        allauth_views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        allauth_views.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("password/set/", allauth_views.password_set, name="account_set_password"),
    path("password/change/", allauth_views.password_change, name="account_change_password"),
    path("signup/", allauth_views.signup, name="account_signup"),
    path("inactive/", allauth_views.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth_views.reauthenticate, name="account_reauthenticate"),
]

sso = [
    path("cancelled/", sso_views.login_cancelled, name="socialaccount_login_cancelled"),
    path("error/", sso_views.login_error, name="socialaccount_login_error"),
    path(
        "<slug:provider_id>/login/",
        told_in_words(oidc.login, begins=True),
        name="openid_connect_login",
    ),
    path(
        "<slug:provider_id>/login/callback/",
        told_in_words(oidc.callback, begins=False),
        name="openid_connect_callback",
    ),
]

# allauth's own addresses, but for one view of ours: the last passkey is not removed.
security = [
    path("2fa/webauthn/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    path("2fa/webauthn/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    path("2fa/webauthn/login/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    path(
        "2fa/webauthn/reauthenticate/",
        webauthn.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path("2fa/webauthn/keys/<int:pk>/remove/", RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("2fa/webauthn/keys/<int:pk>/edit/", webauthn.edit_webauthn, name="mfa_edit_webauthn"),
    *[
        path(f"2fa/{part}", include(f"allauth.mfa.{room}.urls"))
        for part, room in [
            ("", "base"),
            ("totp/", "totp"),
            ("recovery-codes/", "recovery_codes"),
        ]
    ],
    path("sessions/", MySessions.as_view(), name="usersessions_list"),
    path("sso/", include(sso)),
]

# The admin's own sign-in form has no rate limit; allauth's has.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns = [
    path("", home.home, name="home"),
    path("search/", finding.page, name="search"),
    path("healthz/", home.healthy, name="healthz"),
    path("healthz/live/", answering.live, name="healthz_live"),
    path("healthz/ready/", answering.ready, name="healthz_ready"),
    path("metrics/", answering.metrics, name="metrics"),
    path("security/", controls.security, name="security"),
    path("help/", helping.listed, name="help"),
    path("help/api/", helping.api, name="help_api"),
    path("help/api/<slug:room>/", helping.api_room, name="help_api_room"),
    path("help/<slug:slug>/", helping.page, name="help_page"),
    path("studio/", people.studio, name="studio"),
    path("studio/members/<int:pk>/", people.member, name="member"),
    path("studio/invitations/<uuid:pk>/withdraw/", people.withdraw, name="invitation_withdraw"),
    path("studio/webhooks/", hooks.listed, name="webhooks"),
    path("studio/webhooks/<uuid:pk>/", hooks.detail, name="webhook"),
    path("studio/webhooks/<uuid:pk>/secret/", hooks.secret, name="webhook_secret"),
    path("studio/webhooks/<uuid:pk>/test/", hooks.test, name="webhook_test"),
    path("studio/webhooks/<uuid:pk>/switch/", hooks.switch, name="webhook_switch"),
    path("studio/webhooks/<uuid:pk>/remove/", hooks.remove, name="webhook_remove"),
    path("studio/deliveries/<uuid:pk>/replay/", hooks.replay, name="delivery_replay"),
    path("mail/off/<str:token>/", mailing.off, name="mail_off"),
    path("design/mail/", include("portal.mailing.urls")),
    path("notifications/", notices.listed, name="notifications"),
    path("notifications/read/", notices.read, name="notifications_read"),
    path("notifications/choices/", notices.choices, name="notification_choices"),
    path("notifications/<int:pk>/", notices.opened, name="notification"),
    path("studio/invitations/<uuid:pk>/again/", people.send_again, name="invitation_again"),
    path("account/sessions/<int:pk>/end/", session_end, name="session_end"),
    path("studio/audit/", audit.listed, name="audit"),
    path("studio/audit/export/", audit.download, name="audit_export"),
    path("studio/audit/verify_audit.py", audit.verifier, name="audit_verifier"),
    path("account/tokens/", accounts.tokens, name="tokens"),
    path("account/tokens/<uuid:pk>/revoke/", accounts.token_revoke, name="token_revoke"),
    path("invitations/<str:secret>/", coming_in.invitation, name="invitation"),
    path("enter/<str:secret>/", coming_in.enter_by_link, name="sign_in_link"),
    path("jsi18n/", language.catalogue, name="javascript-catalog"),
    path("accounts/", include(account)),
    path("accounts/", include(security)),
    path("agreements/", agreements.agreements, name="agreements"),
    path("agreements/<int:pk>/", agreements.agreement, name="agreement"),
    path("agreements/<int:pk>/<str:form>/", agreements.agreement_file, name="agreement_file"),
    path("receipts/<int:pk>/", agreements.agreement_receipt, name="agreement_receipt"),
    path("studio/first-steps/", first_steps.first_steps, name="first_steps"),
    path("first-steps/fold/", first_steps.fold, name="first_steps_fold"),
    path("language/", language.choose_language, name="language"),
    path("studio/shown/", first_steps.show_studio, name="show_studio"),
    path("design/", include("portal.design.urls")),
    path("", include("projects.urls")),
    path("", include("feedback.urls")),
    path("api/v1/", include((by_first_word(api_v1), "api"))),
    path("admin/", admin.site.urls),
]
urlpatterns = by_first_word(urlpatterns)

handler400 = "portal.middleware.unreadable"
handler404 = "portal.middleware.not_found"
handler500 = "portal.middleware.failed"
