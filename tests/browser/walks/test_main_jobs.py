"""The main job of each role, at a desk and on a phone, in both languages and both themes."""

import pytest
from django.urls import reverse

from portal.models import Invitation
from projects.models import Note, Project, Run
from tests.browser.walks import examined
from tests.browser.walks.desk import visiting
from tests.contract import visits

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("pictures")]
DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
#: Each size, language and theme meets each of the others in half of the walks.
WAYS = [
    pytest.param(DESK, "en-GB", "dark", id="desk-en-dark"),
    pytest.param(DESK, "fr-FR", "light", id="desk-fr-light"),
    pytest.param(PHONE, "en-GB", "light", id="phone-en-light"),
    pytest.param(PHONE, "fr-FR", "dark", id="phone-fr-dark"),
]


@pytest.fixture(params=["producer", "director", "artist", "reviewer", "beta_lead", "admin"])
def job(request, world):
    """Who, where they begin, what they do there, and how the rows tell that it is done."""
    begun = {
        "producer": ("project_new GET", start_a_project, project_is_there),
        "director": ("candidate GET", ask_for_changes, changes_are_asked_for),
        "artist": ("ask GET", send_a_request, run_waits),
        "reviewer": ("asset GET", write_a_note, note_is_kept),
        "beta_lead": ("beta GET", look_at_the_beta, lambda world: True),
        "admin": ("admin:portal_invitation_add GET", invite_a_producer, invitation_is_open),
    }[request.param]
    if request.param == "director":
        visits._undecided(world)
    return request.param, *begun


@pytest.mark.parametrize(("device", "locale", "theme"), WAYS)
def test_the_main_job_is_done(desk, world, as_person, job, device, locale, theme):
    who, cell, do, done = job
    with visiting(
        desk, as_person(world.visitor(who)), locale=locale, reduced_motion="reduce", **device
    ) as visitor:
        where = visits.address(cell, world)
        visitor.look(begin, where, theme)
        assert visitor.look(lambda page: page.get_attribute("html", "lang"))[:2] == locale[:2]
        visitor.look(do)
        assert visitor.troubles == []
    assert done(world)


def begin(page, where, theme):
    page.add_init_script(f"localStorage.setItem('theme', '{theme}')")
    examined.go(page, where)
    assert examined.shifted(page) == []
    if "/admin/" not in where:
        assert page.evaluate("document.documentElement.dataset.theme") == theme
        assert examined.narrow_now(page) == []


def sent(page, what):
    with page.expect_navigation(wait_until="commit"):
        press(page, what)


def press(page, what):
    """A finger where there is one, else the mouse."""
    one = page.locator(what).first
    if page.evaluate("matchMedia('(pointer: coarse)').matches"):
        one.tap()
    else:
        one.click()


def start_a_project(page):
    page.fill("#id_name", "Salt Harbour")
    page.fill("#id_code", "SALT")
    studio = page.locator("select#id_studio")
    if studio.count():
        studio.select_option(index=studio.locator("option").count() - 1)
    sent(page, "main form button.is-primary")


def project_is_there(world):
    return Project.objects.filter(name="Salt Harbour", studio=world.ours.studio).exists()


def ask_for_changes(page):
    press(page, "[data-opens=changes]")
    page.fill("#why-c", "The dissolve begins two frames late.")
    sent(page, "#changes button.is-primary")


def changes_are_asked_for(world):
    return [one.verdict for one in world.ours.candidate.decisions.all()] == ["changes"]


def send_a_request(page):
    sent(page, "main form .form-foot button.is-primary")


def run_waits(world):
    return Run.objects.filter(request__person=world.ours.people["artist"], state="QUEUED").exists()


def write_a_note(page):
    press(page, "version-notes [data-key=n]")
    page.fill("version-notes .note-form textarea", "Her hand is cut off here.")
    press(page, "version-notes .note-form .is-primary")
    page.wait_for_selector("version-notes ol.notes >> text=Her hand is cut off here.")


def note_is_kept(world):
    return Note.objects.filter(text="Her hand is cut off here.").exists()


def look_at_the_beta(page):
    press(page, "#content details summary")
    sent(page, f"#content a[href^='{reverse('beta_rows', args=['runs']).rsplit('/', 2)[0]}']")
    page.wait_for_selector("h1")


def invite_a_producer(page):
    page.fill("#id_email", "nora@example.org")
    page.select_option("#id_role", "beta_lead")
    sent(page, "input[name=_save]")


def invitation_is_open(world):
    return Invitation.objects.filter(email="nora@example.org").exists()
