"""What stands behind the `?` of an address, before anything reads it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

#: PostgreSQL takes no text with a NUL in it; the character for "unreadable" is found nowhere.
_NUL, _UNREADABLE = "%00", "%EF%BF%BD"


class AskedWordsMiddleware:
    """A NUL in a search is a character that nobody wrote: what it stands in finds nothing."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        asked = request.META.get("QUERY_STRING", "")
        if _NUL in asked or "\x00" in asked:
            readable = asked.replace("\x00", _NUL).replace(_NUL, _UNREADABLE)
            request.META["QUERY_STRING"] = readable
        return self.get_response(request)
