"""How files leave: never shown as pages of ours, always with their name."""

from urllib.parse import quote

from django.http import HttpResponse, HttpResponseRedirect

from portal.sendfile import HEADER
from portal.storage import files

#: A browser may keep it, and asks before it shows it again: access may have ended.
ASK_AGAIN = "private, no-cache"
#: A file we did not make may hold anything; a browser must not run it here.
SANDBOX = "default-src 'none'; sandbox"


def attachment(content: str | bytes, file_name: str, media_type: str) -> HttpResponse:
    """A file of our own making as a download."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = _disposition(file_name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def stored(key: str, media_type: str, *, download_as: str = "", seconds: int = 300) -> HttpResponse:
    """A stored file: by short-lived address on S3, else streamed by `X-Send-File`."""
    if link := files.link(key, download_as, seconds):
        return HttpResponseRedirect(link)
    response = HttpResponse(content_type=media_type)
    response[HEADER] = key
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = ASK_AGAIN
    if download_as:
        response["Content-Disposition"] = _disposition(download_as)
        response["Content-Security-Policy"] = SANDBOX
        response["Cache-Control"] = "private, no-store"
    return response


def _disposition(file_name: str) -> str:
    plain = file_name.encode("ascii", "replace").decode().replace("?", "_").replace('"', "_")
    plain = plain.replace("\\", "_")
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(file_name)}"
