"""What a bucket has to be told once: which pages may use it, and to forget stale uploads."""

from typing import Any

from django.conf import settings

from portal.storage.proving import origin


def cors_rule() -> dict[str, Any]:
    """Pages of the portal send parts and show media; nobody else's pages do."""
    return {
        "AllowedOrigins": [origin()],
        "AllowedMethods": ["GET", "HEAD", "PUT"],
        "AllowedHeaders": ["content-type", "x-amz-checksum-sha256"],
        "ExposeHeaders": ["ETag", "x-amz-checksum-sha256"],
        "MaxAgeSeconds": 3600,
    }


def lifecycle_rule() -> dict[str, Any]:
    """The portal throws stale uploads away itself; this is for those it never heard of."""
    return {
        "ID": "last-mile-unfinished-uploads",
        "Status": "Enabled",
        "Filter": {"Prefix": ""},
        "AbortIncompleteMultipartUpload": {
            "DaysAfterInitiation": settings.UPLOAD_ABANDONED_DAYS + 1
        },
    }


def tell(storage: Any) -> list[tuple[str, str]]:
    """(rule, what the server said) of each; "" when it took it. Other rules are replaced."""
    cors = {"CORSRules": [cors_rule()]}
    lifecycle = {"Rules": [lifecycle_rule()]}
    return [
        ("CORS", storage.set_rule("put_bucket_cors", CORSConfiguration=cors)),
        (
            "lifecycle",
            storage.set_rule(
                "put_bucket_lifecycle_configuration", LifecycleConfiguration=lifecycle
            ),
        ),
    ]
