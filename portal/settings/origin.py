"""Content credentials: what the portal signs pictures and films with, and whom it trusts."""

from portal.settings.environment import VAR_DIR, env

# Both or neither; without them a test chain is made in the folder, and says so wherever it is read.
C2PA_CERTIFICATE = env("C2PA_CERTIFICATE", default="")
C2PA_PRIVATE_KEY = env("C2PA_PRIVATE_KEY", default="")
C2PA_TRUST_ANCHORS = env("C2PA_TRUST_ANCHORS", default="")
C2PA_TIMESTAMP_URL = env("C2PA_TIMESTAMP_URL", default="")
C2PA_TEST_FOLDER = str(VAR_DIR / "c2pa")
# From how many days before its end the certificate is warned of.
C2PA_WARN_DAYS = 30
