"""The switch: a person's choice goes with them, a browser's stays with the browser."""

import re

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import translation

from portal.languages.spoken import by_language, keeping, speaking
from portal.models import AuditEvent, Invitation, User
from portal.models.invitations import invite

pytestmark = pytest.mark.django_db
SWITCH = "/language/"


@pytest.fixture
def person(world):
    return world.visitor("artist")


@pytest.fixture
def page(as_person, person):
    return as_person(person)


def lang(answer):
    return answer.content.decode().split('<html lang="')[1][:2]


class TestPages:
    def test_a_browser_is_asked_first(self, client):
        answer = client.get(
            reverse("account_login"), headers={"Accept-Language": "fr-CH, en;q=0.5"}
        )
        assert lang(answer) == "fr" and "Se connecter" in answer.content.decode()
        assert answer["Content-Language"] == "fr"
        assert lang(client.get(reverse("account_login"))) == "en"

    def test_without_a_sign_in_the_browser_remembers(self, client):
        back = reverse("account_login")
        answer = client.post(SWITCH, {"language": "fr", "next": back})
        assert answer.status_code == 302 and answer["Location"] == back
        assert client.cookies["django_language"]["httponly"]
        assert lang(client.get(back, headers={"Accept-Language": "en"})) == "fr"

    def test_a_persons_choice_goes_before_every_browser(self, page, person):
        page.post(SWITCH, {"language": "fr", "next": "/"})
        page.cookies.pop("django_language")
        answer = page.get("/", headers={"Accept-Language": "en"})
        assert lang(answer) == "fr" and "Accueil" in answer.content.decode()
        assert User.objects.get(pk=person.pk).language == "fr"

    def test_who_never_chose_reads_as_the_browser_asks(self, page):
        assert lang(page.get("/", headers={"Accept-Language": "fr"})) == "fr"
        assert lang(page.get("/")) == "en"

    def test_the_present_language_is_marked_and_each_is_in_its_own_words(self, page):
        body = page.get("/").content.decode()
        assert 'value="en" lang="en" aria-current="true">English</button>' in body
        assert 'value="fr" lang="fr">Français</button>' in body

    def test_scripts_get_the_words_of_the_person(self, page):
        page.post(SWITCH, {"language": "fr"})
        assert "Recharger la page" in page.get(reverse("javascript-catalog")).content.decode()

    def test_words_of_scripts_are_sent_once_in_each_language(self, client):
        first = client.get(reverse("javascript-catalog"))
        known = {"If-None-Match": first["ETag"]}
        assert first["Cache-Control"] == "private, no-cache"
        assert client.get(reverse("javascript-catalog"), headers=known).status_code == 304
        other = {**known, "Accept-Language": "fr"}
        assert client.get(reverse("javascript-catalog"), headers=other).status_code == 200

    def test_a_page_in_english_fetches_no_words_for_its_scripts(self, page):
        assert "jsi18n" not in page.get("/").content.decode()

    def test_words_of_a_page_s_scripts_are_kept_for_ever(self, page):
        page.post(SWITCH, {"language": "fr"})
        (address,) = re.findall(r'src="([^"]*jsi18n[^"]*)" defer', page.get("/").content.decode())
        told = page.get(address)
        assert "Recharger la page" in told.content.decode()
        assert told["Cache-Control"] == "private, max-age=31536000, immutable"

    def test_words_in_another_language_than_their_address_tells_are_not_kept(self, page):
        page.post(SWITCH, {"language": "fr"})
        (address,) = re.findall(r'src="([^"]*jsi18n[^"]*)" defer', page.get("/").content.decode())
        page.post(SWITCH, {"language": "en"})
        assert page.get(address)["Cache-Control"] == "private, no-cache"

    def test_an_error_is_in_the_language_too(self, page):
        page.post(SWITCH, {"language": "fr"})
        assert "Rien ici" in page.get("/projects/00000000-0000-0000-0000-000000000000/").text


class TestRefusals:
    @pytest.mark.parametrize("wanted", ["", "de", "fr; drop", "x" * 400])
    def test_what_is_no_language_of_the_portal_is_not_found(self, page, person, wanted):
        assert page.post(SWITCH, {"language": wanted}).status_code == 404
        assert User.objects.get(pk=person.pk).language == ""

    @pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:x"])
    def test_it_leads_nowhere_else(self, client, away):
        answer = client.post(SWITCH, {"language": "fr", "next": away})
        assert answer["Location"] == "/"

    @pytest.mark.parametrize(
        ("came_from", "led"),
        [("http://testserver/runs/?x=1", "http://testserver/runs/?x=1"), ("http://a.test/", "/")],
    )
    def test_it_leads_back_to_the_page_it_was_pressed_on(self, client, came_from, led):
        answer = client.post(SWITCH, {"language": "fr"}, headers={"Referer": came_from})
        assert answer["Location"] == led

    def test_a_refusal_does_not_repeat_its_address(self, page):
        answer = page.get("/projects/00000000-0000-0000-0000-000000000000/")
        assert "00000000-0000" not in answer.content.decode()

    def test_a_link_alone_switches_nothing(self, client):
        assert client.get(SWITCH, {"language": "fr"}).status_code == 405


class TestMails:
    def test_a_mail_is_in_the_language_of_whom_it_goes_to(self, world, person):
        from portal.outbox import mails
        from portal.outbox.notices import notify

        person.prefer("fr")
        other = world.visitor("director")
        with translation.override("fr"):  # whoever did it reads French, too
            notify(
                kind="upload.refused",
                people=[person, other],
                studio=world.ours.studio,
                url="/",
                facts={"file": "clip.mp4", "project": "Film"},
            )
        assert mails.send_due(world.ours.studio) == 2
        said = {sent.to[0]: sent for sent in mail.outbox}
        assert "n’a pas pu être examiné" in said[person.email].body
        assert "could not be examined" in said[other.email].body

    def test_several_are_sorted_by_language(self):
        people = [User(name="A"), User(name="B", language="fr"), User(name="C", language="en")]
        found = by_language(people)
        assert {k: [p.name for p in v] for k, v in found.items()} == {"en": ["A", "C"], "fr": ["B"]}

    @pytest.mark.parametrize(("chosen", "spoken"), [("", "en"), ("fr", "fr"), (None, "en")])
    def test_without_a_choice_the_portals_own_language_is_spoken(self, chosen, spoken):
        with (
            translation.override("fr"),
            speaking(None if chosen is None else User(language=chosen)),
        ):
            assert translation.get_language() == spoken


class TestComingIn:
    def test_who_accepts_in_french_is_spoken_to_in_french(self, client, world):
        studio = world.ours.studio
        invitation, secret = invite(actor=None, email="n@example.org", role="artist", studio=studio)
        client.cookies["django_language"] = "fr"
        facts = {"name": "Nadia", "password": "long enough for anybody"}
        client.post(reverse("invitation", args=[secret]), facts)
        assert Invitation.objects.get(pk=invitation.pk).accepted_at
        assert User.objects.get(email="n@example.org").language == "fr"


class TestWhatIsKept:
    def test_words_of_an_audit_row_are_kept_in_english(self, world):
        from portal.access import Capability

        with translation.override("fr"):
            row = AuditEvent.record(
                None, "person:changed", world.ours.studio, what=Capability.SEE.label
            )
        with keeping():
            assert row.facts["what"] == str(Capability.SEE.label)


class TestLiveNews:
    def test_a_frame_has_its_words_in_each_language(self, world):
        from projects.models import Run, State

        run = Run.objects.get(pk=world.ours.run.pk)
        run.state, run.stage, run.error_code = State.RUNNING, "sending", "unavailable"
        with translation.override("fr"):  # whoever publishes it: the words are the same
            news = run.news()
        assert news["stage_text"] == "sending" and news["spoken"]["fr"]["stage_text"] == "envoi"
        assert "does not answer" in news["error"]["message"]
        assert "ne répond pas" in news["spoken"]["fr"]["error"]["message"]
        assert set(news["spoken"]) == {"fr"}
