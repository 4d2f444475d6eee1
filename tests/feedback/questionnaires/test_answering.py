"""What a person does with an ask, on its page and over the API."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from feedback.models import Answer, Ask
from feedback.questionnaires import answering
from feedback.questionnaires.attaching import MOST_BYTES
from portal.errors import PortalError
from portal.models import Notification
from portal.outbox.notices import notify
from portal.storage import files
from tests.asked import definition, make_ask, make_questionnaire, question

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def ask(house):
    return make_ask(make_questionnaire(), house.producer, house.studio)


@pytest.fixture
def page(house, as_person):
    return as_person(house.producer)


def at(name, ask, *more):
    return reverse(name, args=[ask.pk, *more])


def said(ask):
    return Ask.objects.get(pk=ask.pk).values


class TestKeeping:
    def test_each_answer_is_kept_as_it_is_given(self, page, ask):
        told = page.post(at("answering_keep", ask), {"a-scale": "5", "a-number": "2,5"}).json()
        assert told["wrong"] == {} and "why" not in told["shown"]
        assert said(ask) == {"scale": 5, "number": "2.5"}

    def test_an_answer_shows_the_question_that_follows_from_it(self, page, ask):
        told = page.post(at("answering_keep", ask), {"a-single": "c2"}).json()
        assert "why" in told["shown"]

    def test_what_does_not_fit_is_told_and_the_rest_is_kept(self, page, ask):
        told = page.post(at("answering_keep", ask), {"a-scale": "9", "a-text": "Fine."}).json()
        assert list(told["wrong"]) == ["scale"] and said(ask) == {"text": "Fine."}

    def test_an_answer_that_is_taken_back_is_gone(self, page, ask):
        page.post(at("answering_keep", ask), {"a-text": "Fine."})
        page.post(at("answering_keep", ask), {"a-text": ""})
        assert said(ask) == {}

    def test_a_page_takes_back_nothing_that_was_said_in_another_tab(self, page, ask):
        page.post(at("answering_keep", ask), {"a-text": "From the other tab.", "a-scale": "3"})
        here = {"a-text": "", "a-scale": "5", "only": ["", "scale"]}
        page.post(at("answering_keep", ask), here)
        page.post(at("answering", ask), here)
        assert said(ask) == {"text": "From the other tab.", "scale": 5}

    def test_the_first_look_and_the_first_word_count_as_opened(self, page, ask):
        assert ask.opened_at is None
        page.get(at("answering", ask))
        first = Ask.objects.get().opened_at
        page.post(at("answering_keep", ask), {"a-text": "x"})
        assert first and Ask.objects.get().opened_at == first


class TestSending:
    FORM = {"a-scale": "5", "a-single": "c2", "a-why": "No time."}

    def test_a_form_of_every_kind_is_sent_in_one(self, page, ask):
        form = {
            **self.FORM, "a-multiple": ["c1", "c3"], "a-number": "3", "a-text": "Fine.",
            "a-money": "120", "a-money-currency": "EUR", "a-matrix-c1": "c2", "a-matrix-c2": "c1",
            "a-ranking-c1": "2", "a-ranking-c2": "3", "a-ranking-c3": "1",
            "a-file": SimpleUploadedFile("shot.png", PNG),
        }  # fmt: skip
        answer = page.post(at("answering", ask), form)
        assert answer.status_code == 302
        assert Ask.objects.get().state == "answered"
        assert said(ask)["ranking"] == ["c3", "c1", "c2"]
        assert said(ask)["money"] == {"amount": "120.00", "currency": "EUR"}
        assert said(ask)["file"] == {"name": "shot.png", "size": len(PNG), "type": "image/png"}
        shown = page.get(at("answering", ask)).content.decode()
        assert (
            "120.00 EUR" in shown
            and "1. Perhaps" in shown
            and "<form method" not in shown[shown.index('id="content"') :]
        )

    def test_what_is_missing_is_marked_and_everything_typed_stays(self, page, ask):
        answer = page.post(at("answering", ask), {"a-text": "Long thoughts.", "a-scale": "5"})
        body = answer.content.decode()
        assert answer.status_code == 200 and "Long thoughts." in body
        assert "1 question is not right yet" in body and Ask.objects.get().state == "open"

    @pytest.mark.parametrize(
        ("form", "shown"),
        [
            ({"a-number": "many"}, 'value="many"'),
            ({"a-money": "x", "a-money-currency": "EUR"}, 'value="x"'),
            ({"a-ranking-c1": "1", "a-ranking-c2": "1"}, '<option value="1" selected>'),
        ],
    )
    def test_what_cannot_be_kept_is_shown_as_it_was_typed(self, page, ask, form, shown):
        body = page.post(at("answering", ask), {**self.FORM, **form}).content.decode()
        assert shown in body and Ask.objects.get().state == "open"

    def test_what_is_missing_is_told_together_with_what_does_not_fit(self, page, ask):
        body = page.post(at("answering", ask), {"a-number": "many"}).content.decode()
        assert "3 questions are not right yet" in body

    def test_what_is_not_shown_in_the_end_is_not_kept(self, page, ask):
        page.post(at("answering", ask), {**self.FORM, "a-single": "c1"})
        assert "why" not in said(ask) and Ask.objects.get().answered_at

    def test_it_is_sent_once(self, house, page, ask):
        page.post(at("answering", ask), self.FORM)
        answer = page.post(at("answering", ask), {**self.FORM, "a-scale": "1"})
        assert answer.url == ask.get_absolute_url() and said(ask)["scale"] == 5
        assert "You sent these answers" in page.get(answer.url).content.decode()
        with pytest.raises(PortalError, match="ask:over"):
            answering.decline(actor=house.producer, ask=ask)

    def test_the_notification_that_led_here_is_read(self, house, page, ask):
        notify(kind="questionnaire.asked", people=[house.producer], studio=house.studio,
               url=ask.get_absolute_url(), facts={"title": "T", "about": "A"})  # fmt: skip
        page.post(at("answering", ask), self.FORM)
        assert Notification.objects.get().read_at


class TestTime:
    def test_after_its_day_nothing_is_taken_and_what_was_typed_is_shown(self, page, ask):
        page.post(at("answering_keep", ask), {"a-text": "Almost."})
        Ask.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
        assert page.post(at("answering_keep", ask), {"a-text": "Late."}).status_code == 409
        body = page.get(at("answering", ask)).content.decode()
        assert "Almost." in body and "ended on" in body

    def test_put_off_it_leaves_home_and_comes_back(self, page, ask):
        assert "How is it?" in page.get("/").content.decode()
        page.post(at("answering_later", ask), {"days": "3"})
        assert Ask.objects.get().state == "snoozed"
        assert "How is it?" not in page.get("/").content.decode()
        Ask.objects.update(snoozed_until=timezone.now() - timedelta(minutes=1))
        assert "How is it?" in page.get("/").content.decode()

    @pytest.mark.parametrize("days", ["", "0", "2", "999", "x", "-1", "٣"])
    def test_other_days_than_those_on_offer_are_refused(self, page, ask, days):
        assert page.post(at("answering_later", ask), {"days": days}).status_code == 422
        assert Ask.objects.get().snoozed_until is None

    def test_it_is_not_put_off_past_its_end(self, page, ask):
        Ask.objects.update(expires_at=timezone.now() + timedelta(days=2))
        assert page.post(at("answering_later", ask), {"days": "3"}).status_code == 422

    def test_declined_it_is_over_and_what_was_typed_is_gone(self, page, ask):
        page.post(at("answering_keep", ask), {"a-text": "x"})
        page.post(at("answering_decline", ask))
        assert Ask.objects.get().state == "declined" and not Answer.objects.exists()


class TestFiles:
    def send(self, page, ask, name, content):
        form = {"a-file": SimpleUploadedFile(name, content)}
        return page.post(at("answering_keep", ask), form).json()

    def test_one_comes_back_to_whoever_sent_it_as_a_download(self, page, ask):
        assert self.send(page, ask, "../é shot.png", PNG)["wrong"] == {}
        answer = page.get(at("answering_file", ask, "file"))
        assert answer["X-Send-File"] == Answer.objects.get().storage_key
        assert (
            "attachment" in answer["Content-Disposition"] and ".." not in said(ask)["file"]["name"]
        )
        assert "sandbox" in answer["Content-Security-Policy"]

    def test_nobody_else_gets_it(self, house, page, ask, as_person):
        self.send(page, ask, "a.png", PNG)
        assert as_person(house.artist).get(at("answering_file", ask, "file")).status_code == 404
        assert as_person(house.lead).get(at("answering_file", ask, "file")).status_code == 403

    @pytest.mark.parametrize("content", [b"<svg onload=alert(1)>", b"MZ\0\0", b"", b"GIF89a"])
    def test_what_a_browser_might_run_is_refused_whatever_its_name(self, page, ask, content):
        assert "PNG, JPEG or PDF" in str(self.send(page, ask, "a.png", content or b" ")["wrong"])
        assert not Answer.objects.exists()

    def test_a_large_one_is_refused(self, page, ask):
        wrong = self.send(page, ask, "a.png", PNG + b"\0" * MOST_BYTES)["wrong"]
        assert "2 MiB" in wrong["file"]

    def test_another_one_takes_its_place_and_the_first_is_deleted(
        self, page, ask, django_capture_on_commit_callbacks
    ):
        self.send(page, ask, "a.png", PNG)
        first = Answer.objects.get().storage_key
        with django_capture_on_commit_callbacks(execute=True):
            self.send(page, ask, "b.pdf", b"%PDF-1.7")
        assert not files.exists(first) and files.exists(Answer.objects.get().storage_key)
        assert said(ask)["file"]["type"] == "application/pdf"

    def test_a_file_is_taken_for_a_question_that_asks_for_one_only(self, page, ask):
        form = {"a-text": SimpleUploadedFile("a.png", PNG)}
        page.post(at("answering_keep", ask), form)
        assert not Answer.objects.exists()


class TestWhose:
    @pytest.mark.parametrize("act", ["", "_keep", "_later", "_decline"])
    def test_an_ask_is_found_by_nobody_but_the_person(self, house, ask, as_person, act):
        name = f"answering{act}"
        post = {"a-text": "x", "days": "1"}
        assert as_person(house.artist).post(at(name, ask), post).status_code == 404
        assert as_person(house.lead).post(at(name, ask), post).status_code == 403
        assert not Answer.objects.exists() and Ask.objects.get().state == "open"

    def test_the_list_shows_ones_own(self, house, page, ask, as_person):
        assert "How is it?" in page.get(reverse("asks")).content.decode()
        assert "How is it?" not in as_person(house.artist).get(reverse("asks")).content.decode()

    def test_it_is_read_in_french_where_that_is_read(self, page, ask):
        body = page.get(at("answering", ask), headers={"Accept-Language": "fr"}).content.decode()
        assert "How is it? (fr)" in body


class TestApi:
    def call(self, page, ask, act, body):
        where = reverse(f"api:ask-{act}", args=[ask.pk])
        return page.post(where, body, "application/json")

    def test_asks_are_listed_with_what_they_ask(self, page, ask):
        (row,) = page.get(reverse("api:ask-list")).json()["results"]
        assert row["state"] == "open" and row["definition"]["questions"][0]["kind"] == "scale"

    def test_answers_are_kept_and_sent(self, page, ask):
        told = self.call(page, ask, "answer", {"answers": {"scale": 3, "multiple": ["c1"]}})
        assert told.json()["answers"] == {"scale": 3, "multiple": ["c1"]}
        told = self.call(page, ask, "answer", {"answers": {"single": "c1"}, "send": True})
        assert told.json()["state"] == "answered"

    def test_what_does_not_fit_is_named(self, page, ask):
        told = self.call(page, ask, "answer", {"answers": {"scale": 99, "text": "kept"}})
        assert told.status_code == 422 and list(told.json()["error"]["fields"]) == ["scale"]

    @pytest.mark.parametrize(
        ("body", "code"),
        [
            ({"send": True}, "ask:unfinished"),
            ({"answers": {"nothing": 1}}, "ask:question"),
            ({"answers": {"file": {"name": "x"}}}, "ask:unfit"),
        ],
    )
    def test_errors_have_their_code(self, page, ask, body, code):
        told = self.call(page, ask, "answer", body)
        assert (told.status_code, told.json()["error"]["code"]) == (422, code)

    def test_it_is_put_off_and_declined(self, page, ask):
        assert self.call(page, ask, "later", {"days": 1}).json()["state"] == "snoozed"
        assert self.call(page, ask, "later", {"days": 5}).status_code == 400
        assert self.call(page, ask, "decline", {}).json()["state"] == "declined"

    def test_questionnaires_are_read_by_beta_leads(self, house, ask, page, as_person):
        where = reverse("api:questionnaire-list")
        (row,) = as_person(house.lead).get(where).json()["results"]
        assert row["versions"][0]["definition"]["title"]["en"] == "How is it?"
        assert page.get(where).status_code == 403


def test_an_answer_that_nothing_asks_for_is_refused(house):
    ask = make_ask(make_questionnaire(definition(question("text"))), house.producer, house.studio)
    with pytest.raises(PortalError, match="ask:question"):
        answering.keep(actor=house.producer, ask=ask, said={"other": "x"})
