"""The measure to beat: a plain Django view that streams the body of a request into a file.

`python -m portal.benchmarks.upload.plain_view PORT FOLDER` serves it with the portal's own web
server.
"""

import sys
import uuid
from pathlib import Path

import django
import uvicorn
from django.conf import settings
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

BLOCK = 1024 * 1024


def receive(request: HttpRequest) -> HttpResponse:
    with (Path(sys.argv[2]) / uuid.uuid4().hex).open("wb") as target:
        while block := request.read(BLOCK):
            target.write(block)
    return HttpResponse("taken\n")


urlpatterns = [path("take", receive)]

if __name__ == "__main__":
    settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="bench")
    django.setup()
    port = int(sys.argv[1])
    uvicorn.run(get_asgi_application(), host="127.0.0.1", port=port, log_level="error")
