"""Writing questionnaires: drafts change, what is published does not, and the page says why."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from feedback.models import Questionnaire, QuestionnaireVersion, Trigger
from feedback.questionnaires import building
from feedback.questionnaires.definition import Condition, Words
from portal.errors import PortalError
from portal.models import AuditEvent, Milestone
from tests.asked import definition, make_questionnaire, question


@pytest.fixture
def draft(house):
    row = building.begin(actor=house.lead, name="Fresh")
    asked = definition(question("single", "a"), question("text", "b"))
    building.change(questionnaire=row, by=lambda _was: asked)
    return row


@pytest.fixture
def page(house, as_person):
    return as_person(house.lead)


def keys(row):
    return [q.key for q in row.draft.definition.questions]


class TestVersions:
    def test_the_database_refuses_any_change_of_what_is_published(self, house):
        version = make_questionnaire().published
        rows = QuestionnaireVersion.objects.filter(pk=version.pk)
        for attempt in (
            lambda: rows.update(content={}),
            lambda: rows.update(published_at=None),
            lambda: rows.delete(),
        ):
            with pytest.raises(DatabaseError, match="is not changed"), transaction.atomic():
                attempt()

    def test_publishing_makes_the_draft_what_is_asked(self, house, draft):
        version = building.publish(actor=house.lead, questionnaire=draft)
        assert draft.published == version and draft.draft is None
        assert version.published_by_name == "Lena"
        assert AuditEvent.objects.filter(verb="questionnaire:published").count() == 1

    def test_a_change_after_that_is_a_new_version(self, house, draft):
        building.publish(actor=house.lead, questionnaire=draft)
        with pytest.raises(PortalError, match="questionnaire:published"):
            building.add(questionnaire=draft, what="text")
        second = building.begin_version(actor=house.lead, questionnaire=draft)
        assert second.number == 2 and second.content == draft.published.content
        assert building.begin_version(actor=house.lead, questionnaire=draft) == second

    def test_what_lacks_english_is_not_published(self, house, draft):
        bare = definition(question("text", title=Words(fr="Quoi ?")))
        building.change(questionnaire=draft, by=lambda _was: bare)
        with pytest.raises(PortalError, match="questionnaire:missing"):
            building.publish(actor=house.lead, questionnaire=draft)
        assert draft.published is None

    def test_two_of_one_name_are_refused(self, house, draft):
        with pytest.raises(PortalError, match="questionnaire:name"):
            building.begin(actor=house.lead, name="Fresh")


class TestQuestions:
    def test_questions_are_added_moved_and_taken_away(self, draft):
        assert building.add(questionnaire=draft, what="scale") == "q1"
        building.move(questionnaire=draft, key="q1", way="up")
        assert keys(draft) == ["a", "q1", "b"]
        building.move(questionnaire=draft, key="a", way="away")
        assert keys(draft) == ["q1", "b"]
        building.move(questionnaire=draft, key="q1", way="up")  # at the top already
        assert keys(draft) == ["q1", "b"]

    def test_a_published_scale_moves_and_goes_as_a_whole(self, draft):
        building.add(questionnaire=draft, what="umux_lite")
        building.move(questionnaire=draft, key="umux_lite_2", way="up")
        assert keys(draft) == ["a", "umux_lite_1", "umux_lite_2", "b"]
        building.move(questionnaire=draft, key="umux_lite_1", way="away")
        assert keys(draft) == ["a", "b"]

    def test_the_same_scale_is_not_added_twice(self, draft):
        building.add(questionnaire=draft, what="seq")
        with pytest.raises(PortalError, match="questionnaire:broken"):
            building.add(questionnaire=draft, what="seq")

    @pytest.mark.parametrize("way", ["up", "away"])
    def test_what_another_question_depends_on_stays_before_it(self, draft, way):
        when = {"shown_if": Condition(question="a", values=("c1",))}
        asked = definition(question("single", "a"), question("text", "b", **when))
        building.change(questionnaire=draft, by=lambda _was: asked)
        with pytest.raises(PortalError, match="questionnaire:broken"):
            building.move(questionnaire=draft, key="b" if way == "up" else "a", way=way)
        assert keys(draft) == ["a", "b"]

    def test_sixty_questions_are_enough(self, draft):
        asked = definition(*[question("text", f"t{n}") for n in range(60)])
        building.change(questionnaire=draft, by=lambda _was: asked)
        with pytest.raises(PortalError, match="questionnaire:full"):
            building.add(questionnaire=draft, what="text")

    def test_no_such_kind_and_no_such_question_are_told(self, draft):
        with pytest.raises(PortalError, match="questionnaire:kind"):
            building.add(questionnaire=draft, what="poem")
        with pytest.raises(PortalError, match="questionnaire:question"):
            building.move(questionnaire=draft, key="zz", way="up")


class TestPages:
    def test_one_is_begun_filled_and_published(self, page):
        where = page.post(reverse("questionnaires"), {"name": "Spring"}).url
        row = Questionnaire.objects.get(name="Spring")
        assert "no question yet" in page.get(where).content.decode()
        page.post(reverse("questionnaire_add", args=[row.pk]), {"what": "sus"})
        assert page.post(reverse("questionnaire_publish", args=[row.pk])).url == where
        assert len(row.published.definition.questions) == 10

    def test_a_name_that_is_taken_keeps_the_page(self, page, draft):
        body = page.post(reverse("questionnaires"), {"name": "Fresh"}).content.decode()
        assert "is called Fresh already" in body

    @pytest.mark.parametrize("kind", ["scale", "single", "multiple", "ranking", "matrix", "number",
                                      "money", "text", "file"])  # fmt: skip
    def test_each_kind_is_edited_on_its_page(self, page, draft, kind):
        where = page.post(reverse("questionnaire_add", args=[draft.pk]), {"what": kind}).url
        assert page.get(where).status_code == 200
        form = {
            **{"title_en": "How?", "title_fr": "Comment ?", "required": "on", "if-holds": "is"},
            **{"if-bound_holds": "least", "low": 1, "high": 5, "places": 1, "longest": 99},
            **{"most": 2, "choices_en": "Yes\nNo", "choices_fr": "Oui\nNon", "unit_en": "h"},
            **{"rows_en": "Speed", "rows_fr": "Vitesse", "currencies": "eur usd"},
        }
        answer = page.post(where, form)
        assert answer.status_code == 302, answer.content.decode()
        made = draft.draft.definition.questions[-1]
        assert (made.kind, made.title.fr) == (kind, "Comment ?")
        if kind in ("single", "multiple", "ranking", "matrix"):
            assert [c.words.fr for c in made.choices] == ["Oui", "Non"]
        if kind == "money":
            assert made.currencies == ("EUR", "USD")

    def edit(self, page, draft, key, **form):
        where = reverse("questionnaire_question", args=[draft.pk, key])
        given = {"title_en": "Why?", "longest": 99, "if-holds": "is", "if-bound_holds": "least"}
        return page.post(where, {**given, **form})

    def test_a_condition_is_set_by_answers_of_one_question(self, page, draft):
        self.edit(page, draft, "b", **{"if-answers": ["a=c1", "a=c3"]})
        assert draft.draft.definition.question("b").shown_if.values == ("c1", "c3")
        body = page.get(reverse("questionnaire_question", args=[draft.pk, "b"])).content.decode()
        assert '<option value="a=c1" selected>' in body

    def test_a_condition_is_set_by_a_bound(self, page, draft):
        building.change(
            questionnaire=draft,
            by=lambda d: d.with_questions([question("number", "n"), *d.questions]),
        )
        self.edit(page, draft, "b", **{"if-number": "n", "if-bound": "2.5"})
        when = draft.draft.definition.question("b").shown_if
        assert (when.question, when.holds, when.values) == ("n", "least", ("2.5",))

    def test_answers_of_later_questions_are_not_on_offer(self, page, draft):
        answer = self.edit(page, draft, "a", **{"if-answers": ["b=c1"], "choices_en": "x\ny"})
        assert answer.status_code == 200
        assert "Choose one of the list: “b=c1” is not in it." in answer.content.decode()

    def test_taking_an_answer_that_another_question_needs_is_refused(self, page, draft):
        self.edit(page, draft, "b", **{"if-answers": ["a=c3"]})
        form = {"choices_en": "Yes\nNo", "choices_fr": "Oui\nNon"}
        body = self.edit(page, draft, "a", **form).content.decode()
        assert "cannot have" in body and "Change the question that depends on it" in body
        assert len(draft.draft.definition.question("a").choices) == 3

    def test_a_published_scale_keeps_its_words_and_is_shown_as_a_whole(self, page, draft):
        building.add(questionnaire=draft, what="umux_lite")
        form = {"if-answers": ["a=c1"], "title_en": "Mine"}
        assert self.edit(page, draft, "umux_lite_2", **form).status_code == 302
        items = [q for q in draft.draft.definition.questions if q.instrument]
        assert [q.shown_if.values for q in items] == [("c1",), ("c1",)]
        assert "Mine" not in str(items)

    @pytest.mark.parametrize("language", ["en", "fr"])
    def test_the_preview_is_in_either_language_and_asks_every_question(self, page, language):
        row = make_questionnaire()
        where = reverse("questionnaire_preview", args=[row.pk])
        body = page.get(where, {"language": language}).content.decode()
        assert ("About scale (fr)" in body) == (language == "fr")
        assert body.count('class="field asked"') == len(row.published.definition.questions)

    def test_how_often_is_bounded_and_audited(self, page, draft):
        where = reverse("questionnaire", args=[draft.pk])
        assert (
            page.post(where, {"most_a_week": 9, "rest_days": 1, "days_open": 1}).status_code == 200
        )
        page.post(where, {"most_a_week": 1, "rest_days": 30, "days_open": 7})
        draft.refresh_from_db()
        assert (draft.most_a_week, draft.rest_days, draft.days_open) == (1, 30, 7)
        assert AuditEvent.objects.filter(verb="questionnaire:changed").exists()

    def test_two_who_say_how_often_each_write_what_they_changed(self, page, draft):
        where = reverse("questionnaire", args=[draft.pk])
        shown = {f"initial-{field}": getattr(draft, field) for field in ("rest_days", "days_open")}
        shown["initial-most_a_week"] = draft.most_a_week
        draft.rest_days = draft.rest_days + 1
        draft.save()
        sent = {"most_a_week": 1, "rest_days": shown["initial-rest_days"], "days_open": 30}
        assert page.post(where, {**sent, **shown}).status_code == 302
        mine = draft.rest_days
        draft.refresh_from_db()
        assert (draft.rest_days, draft.days_open) == (mine, 30)
        body = page.post(where, {**sent, **shown, "rest_days": 60}).content.decode()
        assert "Somebody changed this meanwhile" in body and f"“{mine}”" in body


class TestTriggers:
    def post(self, page, row, **form):
        return page.post(reverse("questionnaire_trigger", args=[row.pk]), form)

    def test_each_kind_keeps_what_it_needs_and_nothing_else(self, house, page, draft):
        day = Milestone.objects.create(cohort=house.cohort, name="M", on="2026-05-01")
        given = {"count": 3, "on": "2026-06-01", "milestone": day.pk, "cohort": house.cohort.pk}
        for kind in Trigger.Kind.values:
            assert self.post(page, draft, kind=kind, tool="stills", **given).status_code == 302
        rows = {row.kind: row for row in draft.triggers.all()}
        assert rows["use"].count == 3 and rows["use"].tool == "stills" and rows["use"].on is None
        assert rows["milestone"].milestone == day and rows["milestone"].tool == ""
        assert str(rows["date"].on) == "2026-06-01" and rows["date"].count is None

    @pytest.mark.parametrize("kind", ["use", "milestone", "date", "cohort", "never"])
    def test_what_is_needed_is_asked_for(self, page, draft, kind):
        assert self.post(page, draft, kind=kind).status_code == 200
        assert not Trigger.objects.exists()

    def test_one_is_ended_once_and_stays_to_be_read(self, page, draft):
        self.post(page, draft, kind="decision", roles=["producer"])
        row = Trigger.objects.get()
        for _time in range(2):
            page.post(reverse("trigger_end", args=[row.pk]))
        row.refresh_from_db()
        assert row.ended_at and row.roles == ["producer"]
        assert AuditEvent.objects.filter(verb="questionnaire:untriggered").count() == 1


@pytest.mark.parametrize("name", ["questionnaires", "questionnaire", "questionnaire_results"])
def test_partners_do_not_come_in(house, draft, as_person, name):
    args = [] if name == "questionnaires" else [draft.pk]
    assert as_person(house.producer).get(reverse(name, args=args)).status_code == 403
