"""The REST API."""

from portal.settings.security import TRUSTED_PROXIES

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "portal.api.signin.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["portal.api.permissions.MeetsGate"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["portal.api.parsing.Json"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "portal.api.pages.NewestFirst",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "portal.api.errors.as_response",
    "DEFAULT_SCHEMA_CLASS": "portal.api.schema.PortalSchema",
    "DEFAULT_THROTTLE_CLASSES": [
        "portal.throttles.UserThrottle",
        "portal.throttles.AnonThrottle",
    ],
    "DEFAULT_THROTTLE_RATES": {
        "user": "1200/min",
        "anon": "60/min",
        "token_failed": "20/min",
        "sso_start": "20/min",
        "downloads": "30/hour",
        "guest_address": "10/min",
        "personal_address": "30/min",
        "guest_link": "10/hour",
        "guest_notes": "60/min",
    },
    "NUM_PROXIES": TRUSTED_PROXIES,
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Last Mile",
    "DESCRIPTION": "The partner portal's API. Everything the pages do can be done here.",
    "VERSION": "1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_PERMISSIONS": ["portal.api.permissions.SignedIn"],
    "SERVE_AUTHENTICATION": None,
    "ENUM_NAME_OVERRIDES": {
        "UploadState": "projects.models.uploads.Upload.State",
        "RequestState": "projects.models.requests.AssistRequest.State",
        "JobState": "projects.models.jobs.State",
        "CandidateKind": "projects.models.candidates.Candidate.Kind",
        "ConsentKind": "projects.models.consents.Consent.Kind",
        "VerdictEnum": "projects.models.decisions.Decision.Verdict",
        "PictureVerdict": "projects.api.triage.VERDICTS",
        "TimeKind": "feedback.models.timing.TimeEntry.Kind",
        "WorkState": "feedback.models.work.WorkItem.State",
    },
}
