"""A list of the administration whose answer comes in pieces: what is painted does not move."""

import threading
import time
from contextlib import contextmanager
from functools import partial
from http.server import ThreadingHTTPServer

import pytest

from portal.models import AuditEvent
from tests.browser.walks.conftest import Silent
from tests.browser.walks.desk import SHIFTS

pytestmark = pytest.mark.browser
PAUSE = 0.6  # seconds
LIST = "/admin/portal/auditevent/"
#: Rows before the pause are narrow, those after it are wide.
LONG = "A studio whose name goes on and on, as names of studios with many partners do"


class InPieces(Silent):
    """One page in two pieces; the rest are files of the folder."""

    page = b""

    def do_GET(self):
        if self.path != LIST:
            return super().do_GET()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        at = self.page.rindex(b"<tr", 0, int(len(self.page) * 0.6))
        self.wfile.write(self.page[:at])
        self.wfile.flush()
        time.sleep(PAUSE)
        self.wfile.write(self.page[at:])
        return None


@contextmanager
def served(folder, page):
    handler = type("Handler", (InPieces,), {"page": page})
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def moved(browser, address):
    """How far the page moved by itself, and whether its last row is there."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    context.add_init_script(SHIFTS)
    page = context.new_page()
    page.goto(address + LIST, wait_until="load")
    page.wait_for_timeout(300)
    told = page.evaluate("[window.shifted, document.querySelectorAll('tbody tr').length]")
    context.close()
    return told


def test_a_list_moves_no_row_when_wider_ones_come(desk, collected, world, as_person):
    for number in range(60):
        AuditEvent.record(None, "person:changed", what=LONG if number < 20 else "x", person="P")
    page = as_person(world.admin).get(LIST).content
    with served(collected, page) as address:
        shift, rows = desk.do(lambda: moved(desk.browser, address))
    assert rows >= 60
    assert shift < 0.05
