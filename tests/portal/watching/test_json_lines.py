"""Lines as JSON have ids and no content: no script's text, no name of a file, nobody's address."""

import ast
import io
import json
import logging
import uuid

import pytest

from portal.logs import BlankSecrets, JsonLines, about
from portal.tenancy import in_studio
from tests.contract.tree import files, name, parsed

SCRIPT = "INT. KITCHEN - NIGHT. Ada burns the letter."
ADDRESS = "ada.lovelace@example.org"
FILE = "Übergabe an Ada (final).fdx"
TITLE, TITLED = "Ada", "Ada_v3.mov"
RUN = "6f1c1d5e-1111-4000-8000-000000000001"


@pytest.fixture
def line():
    """What the portal's handler writes for one call of a logger, as an object."""

    def write(logger, *args, **options):
        out = io.StringIO()
        handler = logging.StreamHandler(out)
        handler.addFilter(BlankSecrets())
        handler.setFormatter(JsonLines())
        found = logging.getLogger(logger)
        found.addHandler(handler)
        try:
            found.error(*args, **options)
        finally:
            found.removeHandler(handler)
        return json.loads(out.getvalue())

    return write


def quiet(told):
    said = json.dumps(told, ensure_ascii=False)
    return not any(word in said for word in ("KITCHEN", "letter", "lovelace", "Übergabe", "Ada"))


@pytest.mark.parametrize("content", [SCRIPT, ADDRESS, FILE, f"/enter/{ADDRESS}/"])
@pytest.mark.parametrize("logger", ["projects.working", "celery.app.trace", "somebody.else"])
class TestContent:
    def test_in_an_argument(self, line, content, logger):
        told = line(logger, "the file %s of %s was not read", content, 7)
        assert quiet(told) and told["message"] == "the file … of 7 was not read"

    def test_in_arguments_by_name(self, line, content, logger):
        told = line(logger, "task %(name)s said %(what)s", {"name": "a.b", "what": content})
        assert quiet(told) and told["message"] == "task … said …"

    def test_in_the_words_of_an_exception(self, line, content, logger):
        try:
            raise ValueError(content)
        except ValueError as error:
            told = line(logger, "failed: %s", error, exc_info=True)
        assert quiet(told) and told["error"] == "ValueError"
        assert told["message"] in ("failed: ValueError", "failed: …")
        assert "test_json_lines.py" in told["trace"][-1]

    def test_in_a_message_that_was_put_together_elsewhere(self, line, content, logger):
        told = line("somebody.else", f"could not parse {content}")
        assert quiet(told) and told["message"] == "…"

    def test_in_what_does_not_fit_its_template(self, line, content, logger):
        assert quiet(line(logger, "%s and %s", content))


class TestOneWord:
    """It has the form of a name of the code, and may be a film, a file, a host or a person."""

    @pytest.mark.parametrize("word", [TITLE, TITLED, "/projects/Ada/", "Ada.example.org", "ada"])
    def test_in_a_line_of_somebody_elses_code(self, line, word):
        for logger in ("django.request", "celery.app.trace", "uvicorn.error"):
            assert line(logger, "Not Found: %s", word)["message"] == "Not Found: …"

    @pytest.mark.parametrize("word", [TITLED, "/projects/Ada/", "10.1.2.3:4711"])
    def test_that_is_a_file_a_path_or_an_address_in_our_own(self, line, word):
        assert line("projects.origin", "credentials of %s", word)["message"] == "credentials of …"

    def test_that_is_of_the_code_is_told(self, line):
        filled = ("portal.tasks.watch", RUN, "OSError")
        told = line("celery.app.trace", "task %s[%s] raised %s", *filled)
        assert told["message"] == f"task portal.tasks.watch[{RUN}] raised OSError"
        assert line("portal.watching", "not ready: %s", "broker")["message"] == "not ready: broker"

    @pytest.mark.parametrize("logger", ["celery.redirected", "django.security.X", "asyncio"])
    def test_in_a_message_that_a_known_logger_has_put_together(self, line, logger):
        assert line(logger, f"Invalid HTTP_HOST header: '{TITLED}'")["message"] == "…"


@pytest.mark.django_db
def test_a_line_on_an_answer_tells_route_and_request_instead_of_the_path(client, line, caplog):
    answer = client.get("/projects/Ada-and-the-letter/")
    record = next(r for r in caplog.records if r.name == "django.request")
    told = json.loads(JsonLines().format(record))
    assert quiet(told) and told["status"] == answer.status_code == 404
    assert told["request"] == answer["X-Request-ID"]


class TestIds:
    def test_request_run_and_studio_are_told(self, line):
        studio = uuid.uuid4()
        with about(request="abc"), about(run=RUN), in_studio(studio):
            told = line("portal.live", "run %s stopped", RUN)
        assert (told["request"], told["run"], told["studio"]) == ("abc", RUN, str(studio))
        assert told["message"] == f"run {RUN} stopped" and told["level"] == "ERROR"

    def test_they_end_with_their_work(self, line):
        with about(run=RUN):
            pass
        assert "run" not in line("portal.live", "beat")

    def test_a_template_without_values_of_the_code_is_told(self, line):
        assert line("portal.live", "a socket could not be looked after")["message"].startswith(
            "a so"
        )


def test_addresses_of_people_are_blanked_in_plain_lines_too():
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.addFilter(BlankSecrets())
    logger = logging.getLogger("plain")
    logger.addHandler(handler)
    logger.error("a mail to %s was not sent: %s", ADDRESS, f"550 <{ADDRESS}> unknown")
    logger.removeHandler(handler)
    assert out.getvalue() == "a mail to …@… was not sent: 550 <…@…> unknown\n"


def test_every_message_of_the_code_is_a_template():
    """What is put together before it is logged could not be told apart from content."""
    said = {"debug", "info", "warning", "error", "exception", "critical"}
    built = [
        f"{name(path)}:{node.lineno}"
        for path in files(".py")
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in said
        and getattr(node.func.value, "id", "") in ("log", "logger", "logging")
        and not (node.args and isinstance(node.args[0], ast.Constant))
    ]
    assert built == []
