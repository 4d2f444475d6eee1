"""Figures for beta leads: with n, never of fewer than five, words only where they are shared."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.models import Answer, Ask, Questionnaire, Sharing
from feedback.models.reports import data_cut
from feedback.questionnaires import figures, scores
from feedback.questionnaires.cells import shown_counts
from feedback.questionnaires.instruments import INSTRUMENTS
from feedback.questionnaires.results import reach, results
from feedback.suppression import FEWEST
from portal.models import AuditEvent, Studio
from tests.asked import definition, make_ask, make_questionnaire, question
from tests.world import person


def answered(row, who, studio, said, weeks_ago=6, **fields):
    when = data_cut() - timedelta(weeks=weeks_ago, days=-1)
    ask = make_ask(row, who, studio, answered_at=when, **fields)
    for key, value in said.items():
        Answer.objects.create(ask=ask, question=key, value=value)
    return ask


@pytest.fixture
def crowd(house):
    return [person(f"Voice{n}") for n in range(7)]


class TestSuppression:
    @pytest.mark.parametrize(
        ("counts", "shown"),
        [
            ({"a": 5, "b": 9}, {"a": 5, "b": 9}),
            ({"a": 4, "b": 4, "c": 9}, {"a": None, "b": None, "c": 9}),
            # One alone would be what is left of the total.
            ({"a": 4, "b": 6, "c": 9}, {"a": None, "b": None, "c": 9}),
            ({"a": 0, "b": 9}, {"a": None, "b": None}),
            # That everybody chose one thing is told of everybody.
            ({"a": 0, "b": 0, "c": 7}, {"a": None, "b": None, "c": None}),
            ({"a": 4}, {"a": None}),
        ],
    )
    def test_a_cell_under_five_is_never_shown_nor_to_be_computed(self, counts, shown):
        assert shown_counts(counts) == shown

    def test_of_no_counts_can_a_small_cell_be_told(self):
        for a in range(8):
            for b in range(8):
                told = shown_counts({"a": a, "b": b, "c": 12})
                hidden = [name for name, count in told.items() if count is None]
                assert all(count is None or count >= FEWEST for count in told.values())
                assert len(hidden) != 1
                assert not hidden or sum({"a": a, "b": b, "c": 12}[n] for n in hidden) >= FEWEST


class TestFigures:
    def of(self, kind, values, **fields):
        return figures.figure(question(kind, **fields), values, "en", {})

    @pytest.mark.parametrize(
        ("kind", "value"),
        [("scale", 3), ("single", "c1"), ("number", "5"), ("ranking", ["c1", "c2", "c3"])],
    )
    def test_four_people_are_a_number_and_nothing_else(self, kind, value):
        told = self.of(kind, [value] * 4)
        assert told.few and told.n == 4
        assert not (told.cells or told.means or told.medians)

    def test_a_choice_is_counted_by_its_label(self):
        told = self.of("single", ["c1"] * 6 + ["c2"] * 6 + ["c3"] * 8)
        assert [(c.label, c.count) for c in told.cells] == [("Yes", 6), ("No", 6), ("Perhaps", 8)]
        assert told.cells[2].percent == 40

    def test_of_several_answers_each_tells_who_took_it_and_who_did_not(self):
        values = [["c1", "c2"]] * 6 + [["c1"]] * 6 + [["c3"]] * 1
        told = {c.label: c.count for c in self.of("multiple", values).cells}
        assert told == {"Yes": None, "No": 6, "Perhaps": None}

    def test_a_ranking_is_the_mean_place_the_best_first(self):
        told = self.of("ranking", [["c2", "c1", "c3"]] * 4 + [["c1", "c2", "c3"]])
        assert [(m.label, m.value) for m in told.means] == [
            ("No", 1.2), ("Yes", 1.8), ("Perhaps", 3.0),
        ]  # fmt: skip

    def test_a_number_has_mean_and_median_with_its_unit(self):
        told = self.of("number", ["1", "2", "3", "4", "40"])
        mean, middle = told.means[0], told.medians[0]
        assert (mean.value, middle.value, middle.label) == (10, 3, "hours")
        assert mean.low < 10 < mean.high

    def test_currencies_are_not_mixed_and_each_needs_five(self):
        euros = [{"amount": f"{n}00.00", "currency": "EUR"} for n in range(1, 6)]
        dollars = [{"amount": "1.00", "currency": "USD"}] * 4
        (told,) = self.of("money", euros + dollars).medians
        assert (told.label, told.value, told.n) == ("EUR", 300, 5)

    def test_a_row_of_a_matrix_needs_five_of_its_own(self):
        values = [{"c1": "c1", "c2": "c2"}] * 4 + [{"c1": "c1"}] * 3
        told = self.of("matrix", values)
        assert {c.group for c in told.cells} == {"Speed"} and told.cells[0].n == 7

    def test_csat_is_hidden_where_it_would_tell_of_few(self):
        assert figures.tells_of_few("csat", [[5]] * 6 + [[1]] * 4)
        assert not figures.tells_of_few("csat", [[5]] * 6 + [[1]] * 5)
        assert not figures.tells_of_few("sus", [[5] * 10])


class TestReach:
    def test_every_count_has_its_denominator(self, house, crowd):
        row, now = make_questionnaire(), timezone.now()
        for number, fields in enumerate(
            [
                {}, {"opened_at": now}, {"answered_at": now, "opened_at": now},
                {"declined_at": now}, {"expires_at": now - timedelta(days=1)},
                {"snoozed_until": now + timedelta(days=1)},
                {"expires_at": now - timedelta(days=1), "answered_at": now},
            ]
        ):  # fmt: skip
            make_ask(row, crowd[number], house.studio, **fields)
        told = reach(row.published)
        assert (told.asked, told.opened, told.answered, told.people) == (7, 2, 2, 2)
        assert (told.snoozed, told.declined, told.expired) == (1, 1, 1)
        assert told.rate == scores.share(2, 7)

    def test_where_nobody_was_asked_there_is_no_rate(self, house):
        assert reach(make_questionnaire().published).rate is None


class TestResults:
    def test_a_person_counts_once_by_what_they_sent_first(self, house, crowd):
        row = make_questionnaire(definition(question("scale")))
        for n, who in enumerate(crowd[:5]):
            answered(row, who, house.studio, {"scale": 3 + n % 2})
            answered(row, who, house.studio, {"scale": 1}, weeks_ago=3)
        (figure,) = results(row.published, "en").figures
        assert figure.n == 5 and figure.means[0].value == pytest.approx(3.4)

    def test_drafts_and_other_versions_do_not_count(self, house, crowd):
        row = make_questionnaire(definition(question("scale")))
        for who in crowd[:5]:
            ask = make_ask(row, who, house.studio)
            Answer.objects.create(ask=ask, question="scale", value=7)
        (figure,) = results(row.published, "en").figures
        assert figure.n == 0 and figure.few

    def test_sus_is_scored_of_those_who_answered_it_whole(self, house, crowd):
        row = make_questionnaire(definition(*INSTRUMENTS["sus"].questions()))
        brooke = dict(zip([f"sus_{n}" for n in range(1, 11)], [5, 4, 2, 1, 2, 3, 2, 4, 5, 2],
                          strict=True))  # fmt: skip
        for who in crowd[:4]:
            answered(row, who, house.studio, brooke)
        answered(row, crowd[4], house.studio, {"sus_1": 5})
        (told,) = results(row.published, "en").scored
        assert told.n == 0 and told.score is None
        answered(row, crowd[5], house.studio, brooke)
        found = results(row.published, "en")
        assert (found.scored[0].n, found.scored[0].score.value) == (5, 55)
        # Its items are of the same people, so that the rest is nobody's answer.
        assert {figure.n for figure in found.figures} == {5}

    def test_words_are_read_with_the_studio_unless_it_withholds_them(self, house, crowd):
        row = make_questionnaire(definition(question("text")))
        answered(row, crowd[0], house.studio, {"text": "Faster, if you can."})
        (figure,) = results(row.published, "en").figures
        assert figure.words == [("Small", "Faster, if you can.")]
        Sharing.objects.create(studio=house.studio, words=False, person_name="P")
        (figure,) = results(row.published, "en").figures
        assert figure.words == []


class TestTwoLooks:
    """What one person sends between two looks, or before others join them, changes no figure."""

    @pytest.fixture
    def row(self, house, crowd):
        asked = [question(kind) for kind in ("scale", "single", "money", "matrix", "number")]
        row = make_questionnaire(definition(*asked, *INSTRUMENTS["sus"].questions()))
        for n, who in enumerate(crowd[:6]):
            answered(row, who, house.studio, self.said(2 + n % 2))
        return row

    def said(self, n):
        money = {"amount": f"{n}.00", "currency": "EUR"}
        sus = {f"sus_{item}": n for item in range(1, 11)}
        return {"scale": n, "single": "c1", "money": money, "matrix": {"c1": "c1", "c2": "c2"},
                "number": f"{n}", **sus}  # fmt: skip

    @pytest.mark.parametrize("weeks_ago", [0, 1])
    def test_one_more_answer_changes_how_many_answered_and_nothing_else(
        self, house, crowd, row, weeks_ago
    ):
        first = results(row.published, "en")
        answered(row, crowd[6], house.studio, self.said(5), weeks_ago)
        again = results(row.published, "en")
        assert (again.figures, again.scored) == (first.figures, first.scored)
        assert (first.reach.answered, again.reach.answered) == (6, 7)
        assert all(figure.n == 6 and not figure.few for figure in first.figures)
        assert first.scored[0].score

    def test_whoever_gives_another_currency_waits_for_five_who_do(self, house, crowd, row):
        dollars = {"money": {"amount": "9.00", "currency": "USD"}}
        people = [person(f"Dollar{n}") for n in range(5)]
        for who in people[:4]:
            answered(row, who, house.studio, dollars, weeks_ago=2)
        assert len(self.medians(row)) == 1
        answered(row, people[4], house.studio, dollars, weeks_ago=2)
        assert [one.n for one in self.medians(row)] == [5, 6]

    def medians(self, row):
        told = next(one for one in results(row.published, "en").figures if one.kind == "money")
        return sorted(told.medians, key=lambda one: one.n)


class TestPage:
    def test_a_beta_lead_sees_figures_and_no_person(self, house, crowd, as_person):
        row = make_questionnaire(definition(question("single"), *INSTRUMENTS["nps"].questions()))
        other = Studio.objects.create(name="Second")
        for n, who in enumerate(crowd[:6]):
            where = other if n % 2 else house.studio
            answered(row, who, where, {"single": "c1", "nps_1": 9})
        where = reverse("questionnaire_results", args=[row.pk])
        body = as_person(house.lead).get(where).content.decode()
        assert "6 of 6 asks were answered" in body and "an NPS of fewer than 30" in body
        assert "Voice" not in body
        assert AuditEvent.objects.filter(verb="studios:across").exists()

    @pytest.fixture
    def sent(self, house, crowd):
        """A file of one person, and where it is."""
        row = make_questionnaire(definition(question("file")))
        value = {"name": "Voice0 notes.pdf", "size": 2048, "type": "application/pdf"}
        ask = answered(row, crowd[0], house.studio, {})
        return Answer.objects.create(
            ask=ask, question="file", value=value, storage_key="feedback/x"
        )

    def share(self, house, **what):
        Sharing.objects.create(studio=house.studio, person_name="P", **what)

    def test_a_file_is_opened_where_single_answers_are_shared(self, house, sent, as_person):
        self.share(house, raw=True)
        lead = as_person(house.lead)
        page = lead.get(reverse("questionnaire_results", args=[sent.ask.questionnaire_id]))
        where = reverse("questionnaire_file", args=[sent.pk])
        assert where in page.text and "Open the PDF" in page.text and "Voice0" not in page.text
        answer = lead.get(where)
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
        assert "Voice0" not in answer["Content-Disposition"]
        event = AuditEvent.objects.get(verb="feedback:file_taken")
        assert event.studio_id == house.studio.pk

    @pytest.mark.parametrize("what", [None, {"raw": False}, {"raw": True, "words": False}])
    def test_a_file_that_is_withheld_opens_nothing(self, house, sent, as_person, what):
        if what:
            self.share(house, **what)
        lead = as_person(house.lead)
        page = lead.get(reverse("questionnaire_results", args=[sent.ask.questionnaire_id]))
        where = reverse("questionnaire_file", args=[sent.pk])
        assert where not in page.text and "keep them to those who sent them" in page.text
        assert lead.get(where).status_code == 404
        assert not AuditEvent.objects.filter(verb="feedback:file_taken").exists()

    def test_a_file_of_what_was_not_sent_opens_nothing(self, house, sent, as_person):
        self.share(house, raw=True)
        Ask.objects.filter(pk=sent.ask_id).update(answered_at=None)
        where = reverse("questionnaire_file", args=[sent.pk])
        assert as_person(house.lead).get(where).status_code == 404

    def test_before_anything_is_published_it_says_so(self, house, as_person):
        as_person(house.lead).post(reverse("questionnaires"), {"name": "New"})
        where = reverse("questionnaire_results", args=[Questionnaire.objects.get().pk])
        assert "Nothing is published yet" in as_person(house.lead).get(where).content.decode()

    @pytest.mark.parametrize("version", ["", "1", "9", "x"])
    def test_a_version_that_is_not_there_is_the_newest(self, house, as_person, version):
        row = make_questionnaire()
        where = reverse("questionnaire_results", args=[row.pk])
        assert as_person(house.lead).get(where, {"version": version}).status_code == 200
