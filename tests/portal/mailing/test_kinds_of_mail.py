"""Every way in which a mail leaves goes through the one door, in the person's language."""

import ast
import itertools

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone, translation

from portal import accounts, signin
from portal.access import Role
from portal.mailing import specimens, written
from portal.mailing.kinds import KINDS
from portal.models import Mail, Mode, Trouble, User
from portal.outbox import kinds as told_of
from portal.outbox import mails, standing
from portal.outbox.notices import modes, notify
from portal.watching import alerts
from projects import certificates, lapsing
from projects.models import Performer
from projects.models.characters import mail_link
from tests.contract.tree import files, name, parsed

DOOR = "portal/mailing/sending.py"
#: Who makes messages of Django's by hand; `outbox/mails.py` names one in a signature only.
BY_HAND = {"send_mail", "send_mass_mail", "mail_admins", "EmailMessage", "EmailMultiAlternatives"}


def test_no_mail_leaves_by_another_door():
    found = {
        name(path)
        for path in files(".py", within=("portal", "projects", "feedback"))
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", getattr(node.func, "attr", "")) in BY_HAND
        and not (isinstance(node.func, ast.Attribute) and node.func.attr == "send_mail")
    }
    assert found == {DOOR}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("kind", sorted(told_of.KINDS))
def test_each_kind_of_news_is_a_mail_with_one_button(kind, language):
    with translation.override(language):
        letter = specimens.notice_of(kind)
    html = written.html(letter)
    assert html.count('class="button"') == 1 and letter.action.label in html
    assert bool(letter.silences) != told_of.KINDS[kind].fixed


@pytest.fixture
def french(db):
    return User.objects.create(
        email="ines+beta@example.org", name="Inès", language="fr", programme_role=Role.ADMIN
    )


def whole(sent):
    """The HTML of a mail that went; it has the same address as the text."""
    (alternative,) = sent.alternatives
    assert alternative.mimetype == "text/html" and alternative.content.count('"button"') <= 1
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"
    return alternative.content


def test_a_link_for_one_sign_in_speaks_the_persons_language(french):
    accounts.mail_link(french, actor=french)
    (sent,) = mail.outbox
    assert '<html lang="fr"' in whole(sent) and "/enter/" in whole(sent) and "/enter/" in sent.body
    assert "Vous" in sent.body or "vous" in sent.body


def test_removed_factors_lead_to_new_ones(french):
    accounts.remove_factors(french, actor=french)
    assert reverse("mfa_index") in whole(mail.outbox[0])


def test_a_forgotten_password_is_told_in_their_language(french, client):
    client.post(reverse("account_reset_password"), {"email": french.email})
    (sent,) = mail.outbox
    assert sent.to == [french.email] and '<html lang="fr"' in whole(sent)
    assert "/accounts/password/reset/key/" in sent.body


def test_what_the_sign_in_tells_besides_is_a_letter_too(french, rf):
    from allauth.account.adapter import get_adapter

    facts = {"user": french, "ip": "127.0.0.1", "user_agent": "x", "timestamp": timezone.now()}
    facts["current_site"] = {"name": "Last Mile", "domain": "example.org"}
    get_adapter().send_mail("account/email/password_changed", french.email, facts)
    assert "class=" in whole(mail.outbox[0]) and "mot de passe" in mail.outbox[0].body


def test_troubles_are_told_to_each_administrator_in_their_language(french):
    User.objects.create(email="sam@example.org", name="Sam", programme_role=Role.ADMIN)
    row = Trouble(about="mails:dead", facts={"n": 2}, text="2 mails were given up.")
    alerts._mail([alerts.News(row, "begun")])
    said = {sent.to[0]: sent for sent in mail.outbox}
    assert said["sam@example.org"].subject == "Last Mile: 2 mails were given up."
    assert said[french.email].subject != said["sam@example.org"].subject
    assert "/admin/operations/" in whole(said[french.email])


def test_a_trouble_of_before_says_what_was_written(db):
    assert str(Trouble(about="mails:dead", text="1 mail was given up.")) == "1 mail was given up."


def test_terms_that_lapse_are_told_in_both_languages(french, monkeypatch):
    row = lapsing.Coming("lapse:1", "They lapse.", "/admin/projects/terms/", timezone.now().date())
    monkeypatch.setattr(lapsing, "coming", lambda: [row])
    assert lapsing.remind() == 1
    assert (
        '<html lang="fr"' in whole(mail.outbox[0])
        and "/admin/projects/terms/" in mail.outbox[0].body
    )


class TestInAStudio:
    @pytest.fixture
    def person(self, world):
        person = world.visitor("artist")
        person.language = "fr"
        person.save(update_fields=["language"])
        return person

    def test_news_goes_with_a_way_to_switch_it_off(self, world, person, client):
        kind = next(
            name for name, kind in told_of.KINDS.items() if kind.needs_me and not kind.fixed
        )
        notify(kind=kind, people=[person], studio=world.ours.studio, url="/x/")
        mails.send_due(world.ours.studio.pk)
        (sent,) = mail.outbox
        row = Mail.objects.get(user=person)
        assert whole(sent) == row.html and '<html lang="fr"' in row.html
        assert sent.extra_headers["Message-ID"].startswith(f"<{row.pk.hex}@")
        assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        address = sent.extra_headers["List-Unsubscribe"].strip("<>")
        path = "/" + address.split("/", 3)[3]
        assert client.get(path).status_code == 200 and modes(person)[kind] == Mode.AT_ONCE
        assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
        assert modes(person)[kind] == Mode.OFF
        assert client.post(path).status_code == 200  # once more changes nothing

    def test_the_daily_mail_is_switched_off_whole(self, world, person, client):
        from portal.mailing import silence

        token = silence.token(person, silence.DIGEST)
        client.post(reverse("mail_off", args=[token]))
        left = modes(person)
        assert Mode.DIGEST not in {left[n] for n, kind in told_of.choosable()}
        assert Mode.AT_ONCE in left.values()

    def test_what_is_too_serious_has_no_switch(self, world, person):
        facts = {"person": person, "actor": world.admin}
        notify(kind="account.link", people=[person], studio=world.ours.studio, url="/", facts=facts)
        mails.send_due(world.ours.studio.pk)
        assert "List-Unsubscribe" not in mail.outbox[0].extra_headers

    def test_everybody_hears_of_a_standing(self, world, person):
        for what in ("suspended", "reinstated", "offboarded"):
            standing.mail_members(world.ours.studio, what)
        mails.send_due(world.ours.studio.pk)
        mine = [sent for sent in mail.outbox if sent.to == [person.email]]
        assert len(mine) == 3 and all('<html lang="fr"' in whole(sent) for sent in mine)

    def test_a_mail_written_before_there_was_html_goes_as_it_is(self, world, person):
        Mail.objects.create(studio=world.ours.studio, user=person, subject="s", body="b")
        mails.send_due(world.ours.studio.pk)
        assert mail.outbox[0].alternatives == [] and mail.outbox[0].body == "b"

    def test_an_invitation_of_somebody_known_is_in_their_language(self, world, person):
        invitation = signin.invite_by_mail(
            actor=world.admin, email=person.email, role=Role.PRODUCER, studio=world.theirs.studio
        )
        assert invitation and '<html lang="fr"' in whole(mail.outbox[0])

    def test_a_performer_gets_a_letter(self, world):
        row = Performer(project=world.ours.project, name="Ada" * 40, email="ada@example.org")
        mail_link(row, "https://portal.example.org/allowed/x/")
        assert "/allowed/x/" in whole(mail.outbox[0])

    @pytest.mark.parametrize("done", [False, True])
    def test_the_end_of_a_studio_is_told(self, world, done):
        certificates.tell_producers(_closeout(world), done=done)
        mails.send_due(world.ours.studio.pk)
        assert "/closed/" in whole(mail.outbox[0]) and "/closed/" in mail.outbox[0].body


def _closeout(world):
    from projects.models import Closeout

    row = Closeout.objects.filter(studio=world.ours.studio).first()
    row.confirmed_at = row.confirmed_at or timezone.now()
    return row


def test_no_two_kinds_of_mail_look_the_same():
    letters = {name: kind.specimen() for name, kind in KINDS.items()}
    pairs = itertools.combinations(letters, 2)
    assert not [
        pair for pair in pairs if written.text(letters[pair[0]]) == written.text(letters[pair[1]])
    ]


@pytest.mark.parametrize("token", ["x", "x" * 3000, "WyIxIiwiYSJd:1abc:def", "é"])
def test_an_address_that_is_not_whole_switches_nothing_off(token, db, client):
    for answer in (client.get(f"/mail/off/{token}/"), client.post(f"/mail/off/{token}/")):
        assert answer.status_code == 404 and "not whole" in answer.text
