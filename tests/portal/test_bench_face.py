"""The benchmark of the face: what it counts, which pages it finds, and what it calls missed."""

import httpx
import pytest

from portal.benchmarks import face
from portal.benchmarks.face import places
from portal.benchmarks.face.browsing import Line
from portal.benchmarks.face.figures import (
    Answer,
    Task,
    blocking,
    interactive,
    main_tasks,
    middle,
    missed,
    noise,
    weighed,
)

HOST = "http://portal.example"


class TestWeight:
    def test_pictures_are_told_apart(self):
        found = weighed(
            [
                Answer("/", "Document", 4000),
                Answer("/media/renditions/1/", "Image", 9000),
                Answer("/media/renditions/2/", "Media", 1000),
            ]
        )
        assert found == {"kb": 4.0, "requests": 1, "pictures_kb": 10.0, "pictures": 2}

    def test_the_face_s_own_drawings_are_no_pictures(self):
        assert weighed([Answer("/static/icons.svg", "Image", 2000)])["kb"] == 2.0


class Devtools:
    """Tells what a page's line did."""

    def __init__(self):
        self.hears = {}

    def on(self, name, hear):
        self.hears[name] = hear

    def send(self, _name):
        pass

    def asked(self, one, path, kind="Script"):
        request = {"url": HOST + path}
        self.hears["Network.requestWillBeSent"](
            {"requestId": one, "request": request, "type": kind}
        )

    def answered(self, one, *, headers=0, body=0, whole=0, disk=False):
        response = {"fromDiskCache": disk, "encodedDataLength": headers}
        self.hears["Network.responseReceived"]({"requestId": one, "response": response})
        self.hears["Network.dataReceived"]({"requestId": one, "encodedDataLength": body})
        if whole:
            self.hears["Network.loadingFinished"]({"requestId": one, "encodedDataLength": whole})


class TestLine:
    @pytest.fixture
    def told(self):
        devtools = Devtools()
        return devtools, Line(devtools)

    def test_an_answer_is_as_large_as_it_was_over_the_line(self, told):
        devtools, line = told
        devtools.asked("1", "/static/js/portal.js")
        devtools.answered("1", headers=300, body=700, whole=1010)
        assert line.answers() == [Answer("/static/js/portal.js", "Script", 1010)]

    def test_a_film_that_never_ends_counts_as_far_as_it_came(self, told):
        devtools, line = told
        devtools.asked("1", "/media/renditions/1/", "Media")
        devtools.answered("1", headers=300, body=700)
        assert line.answers()[0].size == 1000

    def test_what_was_in_the_cache_asked_nobody(self, told):
        devtools, line = told
        devtools.asked("1", "/static/a.js")
        devtools.hears["Network.requestServedFromCache"]({"requestId": "1"})
        devtools.asked("2", "/static/b.js")
        devtools.answered("2", disk=True)
        assert line.answers() == []

    def test_what_was_asked_is_waited_for_unless_it_is_a_film(self, told):
        devtools, line = told
        devtools.asked("1", "/api/v1/me/", "Fetch")
        devtools.asked("2", "/media/renditions/1/", "Media")
        assert line.waiting == {"1"}
        devtools.hears["Network.loadingFailed"]({"requestId": "1"})
        assert not line.waiting

    def test_another_visit_is_counted_from_nothing(self, told):
        devtools, line = told
        devtools.asked("1", "/")
        devtools.answered("1", whole=10)
        line.forget()
        assert line.answers() == []

    def test_a_socket_is_a_request(self, told):
        devtools, line = told
        devtools.hears["Network.webSocketCreated"]({"url": "ws://portal.example/ws/live/"})
        assert line.answers() == [Answer("/ws/live/", "WebSocket", 0)]

    def test_data_addresses_ask_nobody(self, told):
        devtools, line = told
        request = {"url": "data:image/png;base64,AA"}
        devtools.hears["Network.requestWillBeSent"]({"requestId": "1", "request": request})
        assert line.answers() == []


def event(name, ts, *, tid=1, dur=0, tdur=0):
    return {
        "name": name,
        "ph": "X",
        "pid": 9,
        "tid": tid,
        "ts": ts,
        "dur": dur,
        "tdur": tdur,
    }


class TestTasks:
    def test_are_those_of_the_thread_that_made_the_mark_counted_from_it(self):
        events = [
            event("bench-begun", 1_000_000),
            event("RunTask", 1_100_000, dur=70_000, tdur=20_000),
            event("RunTask", 1_100_000, tid=2, dur=90_000),
            event("RunTask", 500_000, dur=90_000),
            event("Layout", 1_200_000, dur=60_000),
        ]
        assert main_tasks(events, "bench-begun") == [Task(100, 70, 20)]

    def test_an_empty_page_s_mark_before_is_passed_over(self):
        events = [
            event("bench-begun", 1_000, tid=2),
            event("bench-begun", 2_000_000),
            event("RunTask", 2_010_000, dur=5_000, tdur=4_000),
        ]
        assert main_tasks(events, "bench-begun") == [Task(10, 5, 4)]

    def test_a_trace_without_the_mark_is_no_measurement(self):
        with pytest.raises(RuntimeError, match="bench-begun"):
            main_tasks([], "bench-begun")

    def test_blocking_is_what_each_takes_beyond_fifty_milliseconds(self):
        found = blocking([Task(0, 80, 10), Task(100, 49, 40), Task(200, 130, 60)])
        assert found["blocking_ms"] == 110
        assert found["blocking_cpu_ms"] == 10
        assert (found["longest_ms"], found["longest_cpu_ms"]) == (130, 60)

    def test_what_ended_before_the_first_paint_blocked_nobody(self):
        assert blocking([Task(0, 80, 80)], since=90)["blocking_ms"] == 0

    def test_without_a_task_nothing_blocked(self):
        assert blocking([])["longest_ms"] == 0

    def test_a_page_is_interactive_when_scripts_and_long_tasks_have_ended(self):
        assert interactive(900, [(200, 60)]) == 0.9
        assert interactive(900, [(200, 60), (950, 250)]) == 1.2


def test_of_the_rounds_the_middle_counts():
    rounds = [{"kb": 1.0, "shift": 0.0}, {"kb": 9.0, "shift": 0.1}, {"kb": 2.0, "shift": 0.0}]
    assert middle(rounds) == {"kb": 2.0, "shift": 0.0}
    assert noise([0.4, 0.5, 0.6]) == 0.4


def test_what_is_over_is_told_by_page_and_figure():
    rows = {"home": {"kb": 101, "largest_s": 1.0}, "runs": {"kb": 99, "largest_s": 2.0}}
    assert missed(rows, {"kb": 100, "largest_s": 2.0}) == {"home": {"kb": 101}}


class TestPlaces:
    def test_links_are_paths_of_this_host_that_lead_to_pages(self):
        text = """<a href="/runs/?state=READY#list">Runs</a> <a href="../work/">Work</a>
          <a href="https://elsewhere.example/">Out</a> <a href="/media/1/" download>File</a>
          <a href="/admin/">Admin</a> <a name="here">No link</a>
          <a href="mailto:a@b.example">M</a>"""
        assert list(places.links(text, f"{HOST}/projects/")) == ["/runs/", "/work/"]

    def test_a_page_s_kind_is_the_name_of_its_route(self):
        assert places.kind("/projects/") == "projects"
        assert places.kind("/nothing/of/the/kind/") == ""

    @pytest.fixture
    def portal(self, monkeypatch):
        """Answers by path; remembers what it was asked for."""
        asked, pages = [], {}

        def answer(request):
            asked.append(request.url.path)
            found = pages.get(request.url.path)
            kind = {"content-type": "text/html; charset=utf-8"}
            return httpx.Response(200 if found else 404, headers=kind, text=found or "<html>")

        real = httpx.Client

        def client(**how):
            return real(**how, transport=httpx.MockTransport(answer))

        monkeypatch.setattr(places.httpx, "Client", client)
        return pages, asked

    def test_one_page_of_each_kind_is_found_by_following_links(self, portal):
        pages, asked = portal
        one, other = (f"/projects/00000000-0000-0000-0000-00000000000{n}/" for n in "12")
        pages["/"] = f'<html><a href="{one}">One</a><a href="{other}">Other</a>'
        pages[one] = pages[other] = '<html><a href="/runs/">Runs</a>'
        pages["/runs/"] = "<html>"
        found = places.walked(HOST, {"sessionid": "x"})
        assert list(found.values()) == ["/", one, "/runs/"]
        assert other not in asked

    def test_a_page_that_does_not_answer_leaves_room_for_another_of_its_kind(self, portal):
        pages, _asked = portal
        one, other = (f"/projects/00000000-0000-0000-0000-00000000000{n}/" for n in "12")
        pages["/"] = f'<html><a href="{one}">Gone</a><a href="{other}">Other</a>'
        pages[other] = "<html>"
        assert other in places.walked(HOST, {"sessionid": "x"}).values()

    def test_fragments_are_no_pages(self, portal):
        pages, _asked = portal
        pages["/"] = "<p>A fragment</p>"
        assert places.walked(HOST, {"sessionid": "x"}) == {}

    def test_somebody_signed_out_begins_at_the_door(self, portal):
        pages, _asked = portal
        pages["/accounts/login/"] = "<html>"
        assert list(places.walked(HOST, {}).values()) == ["/accounts/login/"]


class TestTold:
    page = {"as": "producer", "path": "/", "kb": 60.0, "largest_s": 1.2, "shift": 0.0}
    many = {
        "cold_usable_s": 0.5,
        "warm_usable_s": 0.2,
        "requests": 11,
        "blocking_ms": 20,
        "scroll_longest_ms": 30,
    }

    def test_all_within_what_is_asked_is_met(self):
        told = face.told({"home": self.page}, {"1,000 shots": self.many}, 3)
        assert told["met"]
        assert told["heaviest"] == ["home"]

    def test_a_page_of_shots_with_too_many_requests_is_missed(self):
        told = face.told({}, {"5,000 shots": {**self.many, "requests": 13}}, 3)
        assert not told["met"]
        assert told["missed_shots"] == {"5,000 shots": {"requests": 13}}

    def test_other_large_pages_are_told_without_a_target(self):
        assert face.told({}, {"1,000 files": {**self.many, "requests": 40}}, 3)["met"]

    def test_the_rounds_are_three_unless_said_otherwise(self):
        assert face.options([]).rounds == 3
        assert face.options(["--rounds", "1", "--only", "triage"]).only == "triage"
