"""Signatures by the Standard Webhooks convention (webhook-id, -timestamp, -signature)."""

import base64
import hmac


def headers(message: str, seconds: int, body: bytes, keys: list[bytes]) -> dict[str, str]:
    """One signature for each key, so that a receiver may change its secret in its own time."""
    signed = f"{message}.{seconds}.".encode() + body
    digests = [hmac.digest(key, signed, "sha256") for key in keys]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(seconds),
        "webhook-signature": " ".join("v1," + base64.b64encode(d).decode() for d in digests),
    }
