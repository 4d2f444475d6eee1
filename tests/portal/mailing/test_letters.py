"""What a letter says, whatever people are called; without a database."""

import pytest
from django.core.mail import EmailMultiAlternatives
from django.utils.translation import override

from portal.mailing import sending, written
from portal.mailing.kinds import KINDS, Kind, register
from portal.mailing.letters import GLIMPSE, SUBJECT, Action, Item, Letter, one_line

LINK = "https://portal.example.org/runs/1/"


def letter(**changes):
    facts = {"kind": "notice", "subject": "Last Mile: Cut 14", "lines": ("Cut 14 is ready.",)}
    return Letter(**{**facts, "action": Action("Look at the run", LINK), **changes})


def test_a_mail_without_specimen_is_refused():
    with pytest.raises(ValueError, match="no kind"):
        letter(kind="of nobody")


def test_a_kind_has_one_specimen_for_ever():
    with pytest.raises(ValueError, match="two kinds"):
        register("notice", Kind("x", "y", lambda: letter()))


@pytest.mark.parametrize(
    "name",
    ["Ours\r\nBcc: all@example.org", "a\u202egnp.exe", "x" * 5000, "\0\x07", "e\u0301\u2028nd"],
    ids=["header", "bidi", "long", "controls", "breaks"],
)
def test_a_subject_is_one_line_whatever_is_in_it(name):
    said = letter(subject=f"Last Mile: {name}").subject
    assert len(said) <= SUBJECT and said.isprintable()
    assert "\n" not in said and "\u202e" not in said
    made = EmailMultiAlternatives(said, "x", None, ["a@example.org"]).message()
    assert made.keys().count("Subject") == 1 and "Bcc" not in made


def test_a_cut_name_says_so():
    assert one_line("a" * 300, 10) == "aaaaaaaaa…"


def test_what_was_written_on_lines_stays_on_them():
    reason = letter(lines=("The bill is open:\n\u202e1. March\n2. April",)).lines
    assert reason == ("The bill is open:\n1. March\n2. April",)


def test_the_text_has_all_that_the_html_has():
    full = letter(
        items=(Item("Cut 15", LINK + "15/"), Item("And 3 more.")),
        after=("It works once.",),
        foot=("Atelier on Last Mile.",),
        choices=Action("Choose", "https://portal.example.org/choices/"),
    )
    text, html = written.text(full), written.html(full)
    for told in ("Cut 14 is ready.", "Cut 15", LINK + "15/", "And 3 more.", "It works once.", LINK):
        assert told in text and told in html
    assert f"Look at the run:\n{LINK}" in text
    assert text.index("It works once.") < text.index("\n-- \n") < text.index("Atelier on")


def test_markup_in_a_name_is_text():
    html = written.html(letter(lines=("<script>x</script> & <a href='//e'>e</a>",)))
    assert "<script" not in html and html.count("<a ") == 1


def test_the_glimpse_does_not_say_the_subject_again():
    same = letter(subject="Last Mile: Cut 14 is ready.", lines=("Cut 14 is ready.", "Two takes."))
    assert same.glimpse == "Look at the run. Two takes."
    assert letter(lines=("x " * 400,)).glimpse[GLIMPSE - 1] == "…"


def test_words_around_it_are_in_the_letters_language():
    with override("fr"):
        french = letter()
    assert french.language == "fr" and '<html lang="fr"' in written.html(french)
    assert '<html lang="en"' in written.html(letter())


class TestAMessage:
    def test_is_text_and_html_that_no_robot_answers(self, settings):
        settings.PUBLIC_URL = "https://portal.example.org"
        made = sending.message(letter(), ["a@example.org"]).message()
        assert made.get_content_type() == "multipart/alternative"
        parts = [part.get_content_type() for part in made.get_payload()]
        assert parts == ["text/plain", "text/html"]
        assert made["Auto-Submitted"] == "auto-generated"
        assert made["Message-ID"].endswith("@portal.example.org>")
        assert made["List-Unsubscribe"] is None

    @pytest.mark.parametrize(
        "address",
        ["a+beta@example.org", "zoë@example.org", "zoe@bücher.example", "Ü+x@bücher.example"],
    )
    def test_goes_to_addresses_with_plus_and_umlauts(self, address, mailoutbox):
        sending.send(letter(), [address])
        assert mailoutbox[0].to == [address]
        assert mailoutbox[0].message()["To"]

    def test_that_cannot_be_written_is_not_taken(self):
        with pytest.raises(sending.NotTaken) as told:
            sending.send(letter(), ["a@example.org\nBcc: b@example.org"])
        assert isinstance(told.value, OSError)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", sorted(KINDS))
class TestEachSpecimen:
    def test_is_whole_with_one_button(self, name, language, mailoutbox):
        with override(language):
            specimen = KINDS[name].specimen()
        assert specimen.kind == name and specimen.language == language
        sending.send(specimen, ["a@example.org"])
        (sent,) = mailoutbox
        html = sent.alternatives[0].content
        assert html.count('class="button"') == (1 if specimen.action else 0)
        assert "src=" not in html and "url(" not in html and "<link" not in html
        assert 'name="color-scheme" content="light dark"' in html
        if specimen.action:
            assert f'href="{specimen.action.url}"' in html and specimen.action.url in sent.body
        assert "%(" not in sent.body and "{" not in sent.body

    def test_fits_where_mail_programmes_cut(self, name, language):
        """Gmail cuts at 102 KB; beside it stands what the subject has not said."""
        with override(language):
            specimen = KINDS[name].specimen()
        assert len(written.html(specimen).encode()) < 60_000
        assert specimen.glimpse and specimen.glimpse != specimen.subject
