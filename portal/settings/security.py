"""Sign-in, cookies and what a page may load."""

from datetime import timedelta

from csp.constants import NONE, SELF

from portal.settings import values
from portal.settings.environment import PRODUCTION, VAR_DIR, env

ALLOWED_HOSTS = values.hosts("ALLOWED_HOSTS") or ["127.0.0.1", "localhost", "[::1]"]
_public = values.origin("PUBLIC_URL", default="")
CSRF_TRUSTED_ORIGINS = [_public] if PRODUCTION and _public else []


def file_hosts() -> list[str]:
    """Where browsers fetch and send files, besides the portal itself."""
    endpoint = env("S3_PUBLIC_ENDPOINT_URL", default="") or env("S3_ENDPOINT_URL", default="")
    if endpoint:
        return [endpoint]
    bucket, region = env("S3_BUCKET", default=""), env("S3_REGION", default="") or "us-east-1"
    if not bucket:
        return []
    # AWS itself: signed addresses name the region, or not, by the age of the region.
    return [f"https://{bucket}.s3.{region}.amazonaws.com", f"https://{bucket}.s3.amazonaws.com"]


_files = [SELF, *file_hosts()]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [*_files, "blob:", "data:"],
        "media-src": [*_files, "blob:"],
        "connect-src": _files,
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# How many proxies of our own stand in front. Only `portal/addresses.py` reads the header; the
# two others are told the same, should anything of theirs ask by itself.
TRUSTED_PROXIES = values.number("TRUSTED_PROXIES", default=0, least=0, most=20)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# Requests are refused above this (see `portal/bodies.py`); below it none touches the disk.
BODY_LIMIT = FILE_UPLOAD_MAX_MEMORY_SIZE = DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024

# How long an administrator may look after breaking the glass, at most.
GLASS_HOURS_AT_MOST = 24

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "account_login"
ACCOUNT_ADAPTER = "portal.signin.InvitationOnly"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # an invitation's link has already proved the address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody is invited to sign up by a mail
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "5/m/ip,3/h/key"}

# Whoever has just proved who they are sets up a second factor without being asked again.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
MFA_REQUIRED = values.switch("MFA_REQUIRED", default=True)
MFA_ADAPTER = "portal.factors.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION  # http://localhost is no secure address
MFA_TOTP_ISSUER = "Last Mile"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be 30 seconds off
MFA_RECOVERY_CODES_SHOW_ONCE = True
USERSESSIONS_ADAPTER = "portal.factors.Sessions"
SOCIALACCOUNT_ADAPTER = "portal.sso.InvitedOnly"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form would be stopped by `form-action` on its way
SOCIALACCOUNT_STORE_TOKENS = False

INVITATION_LIFE = timedelta(days=7)
SIGN_IN_LINK_LIFE = timedelta(hours=12)

if values.address("EMAIL_URL", values.MAIL):
    vars().update(env.email_url("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env("EMAIL_FROM", default="") or "Last Mile <portal@localhost>"
CSRF_FAILURE_VIEW = "portal.middleware.forged"
