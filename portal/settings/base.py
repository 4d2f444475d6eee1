"""Applications, middleware and identity."""

from portal import embedded
from portal.settings import values
from portal.settings.environment import (
    BASE_DIR,
    PRODUCTION,
    VAR_DIR,
    env,
    fallbacks,
    log_format,
)

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="") or embedded.secret_key(VAR_DIR, make=not PRODUCTION)
SECRET_KEY_FALLBACKS = fallbacks()
PUBLIC_URL = values.origin("PUBLIC_URL", default="http://127.0.0.1:8000")

INSTALLED_APPS = [
    "portal.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "drf_spectacular",
    "channels",
    "csp",
    "portal.apps.PortalConfig",
    "projects.apps.ProjectsConfig",
    "feedback.apps.FeedbackConfig",
]

MIDDLEWARE = [
    "portal.watching.measuring.measured",
    "portal.middleware.health",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "portal.shrinking.ShrinkMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.asked_words.AskedWordsMiddleware",
    "portal.middleware.TenancyMiddleware",
    "portal.languages.spoken.LanguageMiddleware",
    "portal.middleware.SeenMiddleware",
    "portal.middleware.ShownStudioMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portal.middleware.DoorMiddleware",
    "portal.middleware.ErrorMiddleware",
]

ROOT_URLCONF = "portal.urls"
ASGI_APPLICATION = "portal.asgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "portal.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]

LOG_FORMAT = log_format(env("LOG_FORMAT", default=""))
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "portal.logs.JsonLines"},
    },
    "filters": {"secrets": {"()": "portal.logs.BlankSecrets"}},
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "json" if LOG_FORMAT == "json" else "line",
            "filters": ["secrets"],
        }
    },
    # Servers bring handlers of their own, which would print addresses as they are. Lines of
    # access stay off: a logger that passes them on would turn `--no-access-log` round.
    "loggers": {
        **{
            name: {"handlers": [], "propagate": True}
            for name in ("uvicorn", "uvicorn.error", "django.server")
        },
        "uvicorn.access": {"handlers": [], "propagate": False},
        "httpx": {"level": "WARNING"},  # it tells every address that is asked
    },
    "root": {"handlers": ["stderr"], "level": values.level("LOG_LEVEL")},
}
