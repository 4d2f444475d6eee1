"""The portal's pages in Chromium without a server.

Whatever view the browser asks for is answered by Django's test client, in the test's own thread
and transaction: a walk sees the rows the test made, and nothing of it stays. Playwright lives in a
thread of its own, since the event loop it leaves running would forbid the ORM there. Static files
come as they are given out, joined and with hashed names, from a plain server beside it.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import async_to_sync
from playwright.sync_api import Browser, Page, Route, sync_playwright

#: What of a request means something to a view.
TELLING = ("accept", "accept-language", "range", "x-csrftoken", "x-requested-with")
#: What the browser is not to hear: cookies stay with the client, lengths are counted anew.
KEPT_BACK = ("set-cookie", "content-length", "content-encoding")
#: Adds up what moved by itself, as the browser counts it.
SHIFTS = """
window.shifted = 0;
window.shifts = [];
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) {
    if (entry.hadRecentInput) continue;
    window.shifted += entry.value;
    window.shifts.push(...entry.sources.map(({ node, previousRect: a, currentRect: b }) =>
      `${(node?.outerHTML ?? "text " + node?.textContent).slice(0, 80)} ${a.x},${a.y} ${a.width}x${a.height} → ${b.x},${b.y} ${b.width}x${b.height}`));
  }
}).observe({ type: "layout-shift", buffered: true });
"""  # noqa: E501


class Desk:
    """One Chromium. `do` runs a job in its thread, and answers the browser until it is done."""

    def __init__(self, executable: str, flags: list[str], origin: str) -> None:
        self._executable, self._flags, self.origin = executable, flags, origin
        self._thread = ThreadPoolExecutor(1)
        self._asked: SimpleQueue[tuple[Callable[[], Any], Future[Any]] | None] = SimpleQueue()
        self.browser: Browser
        self.do(self._begin)

    def do(self, job: Callable[..., Any], *given: Any) -> Any:
        done = self._thread.submit(job, *given)
        done.add_done_callback(lambda _done: self._asked.put(None))
        while (asked := self._asked.get()) is not None:
            answer, told = asked
            try:
                told.set_result(answer())
            except Exception as error:
                told.set_exception(error)
        return done.result()

    def ask(self, answer: Callable[[], Any]) -> Any:
        """From the browser's thread: what the test's thread says."""
        told: Future[Any] = Future()
        self._asked.put((answer, told))
        return told.result()

    def end(self) -> None:
        self.do(self._close)
        self._thread.shutdown()

    def _begin(self) -> None:
        self._play = sync_playwright().start()
        self.browser = self._play.chromium.launch(
            executable_path=self._executable, args=self._flags
        )

    def _close(self) -> None:
        self.browser.close()
        self._play.stop()


class Visitor:
    """A browser context of one person, and what went wrong in it."""

    def __init__(self, desk: Desk, client: Any, **context: Any) -> None:
        self.desk, self.client = desk, client
        self.troubles: list[str] = []
        #: What is posted where a page is gone to, instead of asking for it.
        self.posts: dict[str, dict[str, Any]] = {}
        self.page: Page
        desk.do(self._open, context)

    def look(self, job: Callable[..., Any], *given: Any) -> Any:
        """`job(page, …)` in the browser's thread."""
        return self.desk.do(job, self.page, *given)

    def close(self) -> None:
        self.desk.do(self._context.close)

    def _open(self, options: dict[str, Any]) -> None:
        # The page's own policy holds for its scripts; the examiner is let past it.
        self._context = self.desk.browser.new_context(
            base_url=self.desk.origin, bypass_csp=True, **options
        )
        self._context.add_init_script(SHIFTS)
        given_out = re.escape(f"{self.desk.origin}/static/")
        self._context.route(re.compile(f"^(?!{given_out})"), self._answer)
        self._context.route_web_socket("**/*", lambda _socket: None)
        self.page = self._context.new_page()
        self.page.set_default_timeout(30_000)
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("response", self._heard)

    def _console(self, line: Any) -> None:
        # Of what is missing the walk says more itself. A mail that is shown may run no script, and
        # the examiner's is refused there too.
        known = ("Failed to load resource", "document's frame is sandboxed")
        if line.type in ("error", "warning") and not any(said in line.text for said in known):
            self.troubles.append(f"console {line.type}: {line.text}")

    def _answer(self, route: Route) -> None:
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != self.desk.origin:
            self.troubles.append(f"asked another host: {route.request.url}")
            route.abort()
        else:
            self._view(route, asked.path)

    def _view(self, route: Route, path: str) -> None:
        try:
            status, headers, body = self.desk.ask(lambda: self._from_view(route.request))
        except Exception as error:
            self.troubles.append(f"{route.request.method} {path}: {error!r}")
            route.abort()
            return
        # A page may still ask for a job that went when the next page's rows were prepared.
        gone = status == 404 and path.startswith("/api/v1/jobs/")
        if status >= 400 and not gone and not route.request.is_navigation_request():
            self.troubles.append(f"{status} for {route.request.method} {path}")
        route.fulfill(status=status, headers=headers, body=body)

    def _heard(self, response: Any) -> None:
        if "/static/" in response.url and response.status >= 400:
            self.troubles.append(f"no such file: {response.url}")

    def _from_view(self, request: Any) -> tuple[int, dict[str, str], bytes]:
        url = urlsplit(request.url)
        address = url.path + (f"?{url.query}" if url.query else "")
        if request.is_navigation_request() and address in self.posts:
            response = self.client.post(address, self.posts[address])
        elif request.method == "GET":
            # The browser follows only what it was told by a network.
            response = self.client.get(address, headers=_telling(request.headers), follow=True)
        else:
            response = self.client.generic(
                request.method,
                address,
                request.post_data_buffer or b"",
                content_type=request.headers.get("content-type", ""),
                headers=_telling(request.headers),
            )
            if response.status_code in (302, 303):
                said = {"accept-language": request.headers.get("accept-language", "")}
                response = self.client.get(response["Location"], headers=said, follow=True)
        headers = {name: value for name, value in response.items() if name.lower() not in KEPT_BACK}
        return response.status_code, headers, content(response)


@contextmanager
def visiting(desk: Desk, client: Any, **context: Any) -> Iterator[Visitor]:
    visitor = Visitor(desk, client, **context)
    try:
        yield visitor
    finally:
        visitor.close()


def content(response: Any) -> bytes:
    if not response.streaming:
        return bytes(response.content)
    if not response.is_async:
        return b"".join(response.streaming_content)

    async def gathered() -> bytes:
        return b"".join([part async for part in response.streaming_content])

    return bytes(async_to_sync(gathered)())


def _telling(headers: dict[str, str]) -> dict[str, str]:
    return {n: v for n, v in headers.items() if n in TELLING or n.startswith("hx-")}
