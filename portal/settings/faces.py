"""Templates, static files, languages."""

from portal.languages.compiled import folders
from portal.settings.environment import BASE_DIR, VAR_DIR

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.frame.frame",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
SERVESTATIC_KEEP_ONLY_HASHED_FILES = True

USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = folders([BASE_DIR / room for room in ("portal", "projects", "feedback")])
FORMAT_MODULE_PATH = ["portal.languages.formats"]
USE_TZ = True
TIME_ZONE = "UTC"
