"""Pages and JSON travel compressed where the browser takes it, whatever stands in front.

What is compressed together with a secret may betray it by its length. The token of forms is masked
anew in each answer, and every answer is a little longer by chance (both Django's doing). Pages of
the account and the Django admin, which show secrets that stay the same, go as they are, and
so does what must not be stored. Files and streams are none of this middleware's business.
"""

from typing import Any

from django.http import HttpRequest
from django.middleware.gzip import GZipMiddleware

KINDS = ("text/html", "application/json")
#: Addresses whose pages show secrets: second factors, recovery codes, tokens, what rows hold.
PLAIN = ("/account/", "/accounts/", "/admin/", "/api/v1/tokens/", "/webhooks/", "/api/v1/webhooks/")


class ShrinkMiddleware(GZipMiddleware):
    """The first that works in a thread, and all within it work in that one: a middleware of both
    kinds would have the event loop hand each of its steps to a thread and back, ten times a page.
    """

    async_capable = False

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        return super().process_response(request, response) if may(request, response) else response


def may(request: HttpRequest, response: Any) -> bool:
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    kept = "no-store" in response.headers.get("Cache-Control", "")
    return (
        not response.streaming and kind in KINDS and not kept and not request.path.startswith(PLAIN)
    )
