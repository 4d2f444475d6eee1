"""The page "Measures": what it may be made of, how it is drawn, what it says."""

import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from feedback.estimates.power import More
from feedback.estimates.slices import By
from feedback.measured import Arm, Design
from feedback.measures.chart import chart, said
from feedback.measures.figures import bounded, bounded_points, points
from feedback.measures.page import page
from feedback.measures.telling import items_of, told
from feedback.periods import week_of
from feedback.savings import NotYet, Saving, Why, saving
from feedback.statistics import Interval
from tests.feedback.estimates.test_sentences import BASIS, SAVED
from tests.feedback.measuring import drawn_items, item

LATE = week_of(datetime(2027, 6, 1, tzinfo=UTC))
THAT_WEEK = week_of(datetime(2027, 4, 2, tzinfo=UTC))
REFUSED = NotYet(Why.WIDE, More(items=60), BASIS, SAVED)


def people(many, **given):
    return [item(id=f"{given}{n}", person=f"p{n}", **given) for n in range(many)]


class TestWhatMayBeTold:
    def test_four_people_are_in_no_figure(self):
        seen = told(people(4), until=LATE)
        assert seen.items == [] and seen.waiting == 4 and not any(seen.parts.values())
        assert not seen.arms and not seen.felt

    def test_small_studios_are_told_together_and_not_apart(self):
        rows = [*people(3, studio="a"), *people(3, studio="b"), *people(6, studio="c")]
        seen = told(rows, until=LATE)
        assert len(seen.items) == 12 and seen.waiting == 0
        assert list(seen.parts[By.STUDIO]) == ["c"]

    def test_all_parts_are_made_of_whole_leaves(self):
        """So that what remains of any part less another is five people or nobody."""
        rows = drawn_items(studios=8)
        seen = told(rows, until=LATE)
        for parts in seen.parts.values():
            for some in map(items_of, parts.values()):
                rest = {i.id for i in seen.items} - {i.id for i in some}
                left = {(i.studio, i.person) for i in seen.items if i.id in rest}
                assert len({(i.studio, i.person) for i in some}) >= 5 and (
                    not left or len(left) >= 5
                )

    def test_this_week_is_not_told_yet(self):
        assert told(people(9), until=THAT_WEEK).items == []
        assert len(told(people(9), until=THAT_WEEK + 1).items) == 9

    def test_what_is_not_done_is_in_no_slice_and_waits_for_nobody(self):
        seen = told([*people(6), item(done=None)], until=LATE)
        assert len(seen.items) == 7 and seen.waiting == 0
        parts = [
            leaf for some in seen.parts.values() for leaves in some.values() for leaf in leaves
        ]
        assert parts and all(i.done for leaf in parts for i in leaf.items)

    def test_what_four_people_felt_is_told_by_nobody(self):
        rows = people(6, felt=0.2)
        few = [replace(row, felt=0.9 if n < 4 else None) for n, row in enumerate(rows)]
        assert {row.felt for row in told(few, until=LATE).items} == {None}
        assert {row.felt for row in told(rows, until=LATE).items} == {0.2}

    @pytest.mark.parametrize(("by_hand", "arms"), [(4, {Arm.ASSISTED}), (5, {*Arm} - {Arm.FREE})])
    def test_an_arm_of_few_people_is_not_told_apart(self, by_hand, arms):
        rows = people(5, arm=Arm.ASSISTED)
        rows += [replace(r, id=f"x{r.id}", arm=Arm.BY_HAND) for r in people(by_hand)]
        seen = told(rows, until=LATE)
        assert len(seen.items) == len(rows) and {row.arm for row in items_of(seen.arms)} == arms

    def test_no_figure_of_a_design_rests_on_fewer_than_five_of_its_people(self):
        """Five people of two designs are told in neither: a figure is of one design."""
        rows = [*people(4, studio="a"), *people(3, studio="b", design=Design.FREE)]
        assert told(rows, until=LATE).items == []
        assert len(told([*rows, *people(1, studio="c")], until=LATE).items) == 5

    @pytest.mark.parametrize("given", [{"hours_working": 0.0}, {"left_out": "currencies"}])
    def test_items_that_count_for_nothing_hide_nobody(self, given):
        idle = [
            replace(row, id=f"x{row.id}", person=f"x{row.person}", **given) for row in people(4)
        ]
        seen = told([*people(1), *idle], until=LATE)
        assert seen.leaves == [] and seen.waiting == 1 and len(seen.items) == 4

    def test_people_whose_items_can_be_read_by_themselves_hide_nobody(self):
        rows = [*people(4, studio="a", known=True), *people(2, studio="b")]
        assert told(rows, until=LATE).leaves == []
        assert len(told([*rows, *people(3, studio="c")], until=LATE).items) == 9

    def test_a_tool_stands_beside_work_by_hand_in_its_own_stages(self):
        used = people(5, arm=Arm.ASSISTED, tools=("stills",))
        here = [replace(row, id=f"h{row.id}") for row in people(5)]
        there = [replace(row, id=f"t{row.id}", stage="roto") for row in people(5)]
        parts = told([*used, *here, *there], until=LATE).parts[By.TOOL]
        assert {item.id for item in items_of(parts["stills"])} == {
            item.id for item in [*used, *here]
        }

    def test_a_tool_that_four_people_used_is_told_apart_by_nothing(self):
        used = people(4, arm=Arm.ASSISTED, tools=("stills",))
        other = people(2, arm=Arm.ASSISTED, tools=("clean_plate",))
        seen = told([*used, *[replace(row, id=f"o{row.id}") for row in other]], until=LATE)
        assert seen.parts[By.TOOL] == {}

    def test_weeks_are_named_by_their_monday(self):
        assert list(told(people(6), until=LATE).parts[By.PERIOD]) == ["2027-03-29"]

    def test_one_person_of_the_same_name_in_two_studios_is_two(self):
        rows = [*people(3, studio="a"), *people(2, studio="b")]
        assert len(told(rows, until=LATE).items) == 5


class TestTheDrawing:
    def test_everything_lies_within_and_in_order(self):
        drawn = chart([("All", SAVED), ("Not yet", REFUSED)], 0.3)
        mark = drawn.lines[0].mark
        assert 0 <= drawn.zero <= mark.low < mark.x < mark.high <= drawn.target <= 100
        assert drawn.ticks[0].x == 0 and drawn.ticks[-1].x == 100
        assert 3 <= len(drawn.ticks) <= 8 and not mark.cut

    def test_what_is_not_answerable_yet_has_no_mark_and_no_figure(self):
        line = chart([("North", REFUSED)], 0.3).lines[0]
        assert line.mark is None and line.cells == []
        assert line.said == "Not answerable yet: About 60 more items are needed."

    def test_an_interval_beyond_the_edge_is_cut(self):
        drawn = chart([("Odd", replace(SAVED, low=-7.0))], 0.3)
        assert drawn.lines[0].mark.cut and drawn.lines[0].mark.low == 0
        assert drawn.lines[0].cells[1] == "−700"

    def test_the_words_for_those_who_do_not_see_it_say_every_row(self):
        drawn = chart([("North", SAVED), ("South", REFUSED)], 0.3)
        told = drawn.alt.replace("\N{NO-BREAK SPACE}", " ")
        assert told == f"North: 18 % (6 % … 29 %). South: {said(REFUSED)}"

    def test_it_is_a_drawing_with_a_table_behind_it(self):
        html = render_to_string(
            "feedback/_intervals.html",
            {"chart": chart([("North & Co", SAVED), ("South", REFUSED)], 0.3), "title": "Studio"},
        )
        tree = ET.fromstring(f"<page>{html}</page>")
        svg = tree.find("svg")
        assert svg.get("role") == "group" and svg.get("aria-label").startswith(
            "Studio. North & Co: 18"
        )
        assert len(svg.findall("circle")) == 1
        cells = [[td.text for td in tr.findall("td")] for tr in tree.iter("tr")][1:]
        assert "Not answerable yet: About" not in "".join(svg.itertext())
        assert cells[0] == ["North & Co", "18", "6", "29", "3", "37", "37", "6"]
        assert cells[1] == ["South", said(REFUSED), "37", "37", "6"]

    def test_numbers_of_a_drawing_are_not_written_the_french_way(self):
        with override("fr"):
            html = render_to_string(
                "feedback/_intervals.html", {"chart": chart([("A", SAVED)], 0.3), "title": "A"}
            )
        assert (
            'x1="0,' not in html and f'cx="{chart([("A", SAVED)], 0.3).lines[0].mark.x}%"' in html
        )


class TestFigures:
    @pytest.mark.parametrize(
        ("found", "printed"),
        [
            (Interval(3, 2, 4.5, 9), "3 (2–4.5)"),
            (Interval(1234.5, 999.9, 2000, 9), "1234 (1000–2000)"),
            (None, "–"),
        ],
    )
    def test_an_interval_in_a_cell(self, found, printed):
        assert bounded(found) == printed

    def test_shares_in_a_cell(self):
        assert bounded_points(Interval(0.821, 0.7, 0.9, 9)) == "82 (70–90)"
        assert bounded_points(None) == "–" and points(-0.2) == "−20"


def at(what, of):
    return f"/{what}/{of}"


class TestThePage:
    def test_the_answer_comes_first_and_is_that_of_the_told_items(self):
        rows = drawn_items(cohort="first")
        seen = page(rows, until=LATE)
        assert seen.sentences[0].startswith("Saving ")
        found = saving(told(rows, until=LATE).items, Design.RANDOMISED)
        assert isinstance(found, Saving) and f"{found.basis.items} items" in seen.sentences[0]
        assert seen.design == Design.RANDOMISED and len(seen.designs.lines) == 1
        assert [took.items for took in seen.took] == [120, 120]

    def test_studios_are_named_where_names_are_given(self):
        seen = page(drawn_items(), until=LATE, names={"s1": "North"})
        (by_studio,) = [part for part in seen.slices if part.by == By.STUDIO]
        assert [line.label for line in by_studio.chart.lines][:2] == ["s0", "North"]

    def test_what_does_not_count_is_said(self):
        rows = [replace(i, done=None) if i.person == "p3" else i for i in drawn_items()]
        assert ("not finished", 48, "/left/not_done") in [
            (str(words), many, href)
            for words, many, href in page(rows, until=LATE, opening=at).left
        ]

    def test_every_figure_says_where_its_rows_are(self):
        rows = [replace(item, felt=0.1) for item in drawn_items(cohort="first")]
        seen = page(rows, until=LATE, opening=at)
        assert (seen.rows, seen.felt) == ("/design/randomised", "/felt/randomised")
        assert [line.href for line in seen.designs.lines] == ["/design/randomised"]
        (by_studio,) = [part for part in seen.slices if part.by == By.STUDIO]
        assert [line.href for line in by_studio.chart.lines][:2] == ["/studio/s0", "/studio/s1"]
        assert [took.href for took in seen.took] == ["/arm/assisted", "/arm/by_hand"]

    def test_one_tool_alone_is_a_slice(self):
        tools = {Arm.ASSISTED: ("shot_breakdown",), Arm.BY_HAND: ()}
        seen = page([replace(i, tools=tools[i.arm]) for i in drawn_items()], until=LATE)
        (by_tool,) = [part for part in seen.slices if part.by == By.TOOL]
        assert [line.label for line in by_tool.chart.lines] == ["Shot breakdown"]
        assert by_tool.chart.lines[0].mark

    def test_bids_of_few_people_tip_nothing(self):
        """The tipping point is a figure of one arm."""
        rows = [replace(item, bid_hours=9.0) for item in drawn_items(studios=1)]
        assert "The bids would have" in " ".join(page(rows, until=LATE).sentences)
        few = [replace(i, bid_hours=None) if i.person == "p3" else i for i in rows]
        assert "The bids would have" not in " ".join(page(few, until=LATE).sentences)

    def test_fewer_than_five_people_who_can_be_compared_answer_nothing(self):
        rows = [item for item in drawn_items(each=80) if item.person != "p4"]
        found = saving([i for i in rows if i.studio == "s0"], Design.RANDOMISED)
        assert isinstance(found, NotYet) and found.why == Why.FEW_HANDS

    def test_with_nothing_it_is_not_answerable_yet(self):
        seen = page([], until=LATE)
        assert seen.design is None and seen.designs is None and seen.slices == []
        assert seen.sentences == ["Not answerable yet: no work item can be told."]

    def test_a_choice_never_stands_above_a_draw(self):
        free = drawn_items(0.6, design=Design.FREE, assigned=Arm.FREE, seed=3)
        assert page([*free, *drawn_items()], until=LATE).design == Design.RANDOMISED
