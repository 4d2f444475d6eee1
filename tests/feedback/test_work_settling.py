"""Bids come first, the portal settles the rest, and nobody is told before work begins."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from feedback.measured import Arm, Design
from feedback.models import Assignment, Block, Departure, OptIn, Step, WorkItem
from feedback.work import bidding, doing, settling
from feedback.work.checking import check_draws
from feedback.work.drawing import commitment, draw
from portal.errors import PortalError
from portal.models import AuditEvent
from tests.feedback.measured_work import (
    begun,
    bid_of,
    finished,
    fresh,
    make_crew,
    make_item,
    ready,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def crew():
    return make_crew()


@pytest.fixture
def drawn(crew):
    """The studio agreed to the draw."""
    settling.agree(actor=crew.producer, studio=crew.studio)
    return crew


def refused(sql, *values):
    with (
        pytest.raises(IntegrityError, match=r"never rewritten|only after"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, values)
    return True


class TestBids:
    def test_a_bid_is_said_anew_until_it_is_locked(self, crew):
        item = make_item(crew)
        said = {"rate": Decimal(60), "currency": "EUR"}
        bidding.enter_bid(actor=crew.producer, item=item, hours=Decimal(9), **said)
        assert str(bid_of(item)) == "9.00 h × 60.00 EUR"
        bidding.lock(actor=crew.producer, project=crew.project)
        with pytest.raises(PortalError, match="work:locked"):
            bidding.enter_bid(actor=crew.producer, item=item, hours=Decimal(1), **said)
        assert bid_of(item).hours == 9

    def test_the_database_refuses_to_change_a_locked_bid(self, crew):
        bid = bid_of(ready(crew))
        assert refused("update feedback_bid set hours = 1 where id = %s", bid.pk)
        assert refused("update feedback_bid set locked_at = null where id = %s", bid.pk)

    def test_nothing_is_settled_without_a_locked_bid(self, crew):
        item = make_item(crew)
        with pytest.raises(IntegrityError, match="only after"), transaction.atomic():
            settled_too_early(item)
        with pytest.raises(PortalError, match="work:not_ready"):
            doing.begin(actor=crew.artist, item=item)

    def test_what_has_no_bid_stays_planned(self, crew):
        bare, whole = make_item(crew, bid=""), make_item(crew)
        assert bidding.lock(actor=crew.producer, project=crew.project) == 1
        assert (fresh(bare).state, fresh(whole).state) == ("planned", "ready")
        assert list(bidding.without_bid(crew.project)) == [bare]
        with pytest.raises(PortalError, match="work:nothing_to_lock"):
            bidding.lock(actor=crew.producer, project=crew.project)

    def test_a_code_is_planned_once(self, crew):
        item = make_item(crew)
        fields = {"code": item.code, "stage": "roto", "stratum": "small"}
        with pytest.raises(PortalError, match="work:code"):
            bidding.plan(actor=crew.producer, project=crew.project, fields=fields)


class TestTheDraw:
    def test_agreeing_names_the_producer_and_is_noted_once(self, crew):
        first = settling.agree(actor=crew.producer, studio=crew.studio)
        assert settling.agree(actor=crew.producer, studio=crew.studio) == first
        assert (first.person_name, settling.agreed(crew.studio)) == (str(crew.producer), first)
        assert AuditEvent.objects.filter(verb="work:draw_agreed").count() == 1

    def test_items_fill_the_places_of_a_block_in_the_order_of_their_codes(self, drawn):
        items = [make_item(drawn) for _n in range(9)]
        bidding.lock(actor=drawn.producer, project=drawn.project)
        blocks = list(Block.objects.order_by("number"))
        places = [(a.block.number, a.place) for a in in_order(items)]
        wanted = [(b.number, n) for b in blocks for n in range(b.size)]
        assert places == wanted[:9] and len(blocks) >= 2

    def test_each_complexity_has_blocks_of_its_own(self, drawn):
        for stratum in ("small", "large"):
            make_item(drawn, stratum=stratum)
        bidding.lock(actor=drawn.producer, project=drawn.project)
        assert {b.stratum for b in Block.objects.all()} == {"small", "large"}

    def test_another_studio_has_blocks_of_its_own(self, drawn):
        other = make_crew()
        settling.agree(actor=other.producer, studio=other.studio)
        ready(drawn), ready(other)
        assert Block.objects.values("studio").distinct().count() == 2

    def test_no_row_tells_the_arm_before_work_begins(self, drawn):
        item = ready(drawn)
        assert (item.assigned, item.arm) == ("", "")
        block = item.assignment.block
        assert block.seed == "" and block.commitment == commitment(block.secret)

    def test_whoever_begins_is_told_what_was_drawn(self, drawn):
        item = begun(drawn, choice="")
        place, block = item.assignment.place, item.assignment.block
        assert item.assigned == item.arm == draw(block.secret)[place]

    def test_the_choice_of_a_person_counts_for_nothing_where_it_was_drawn(self, drawn):
        items = [begun(drawn, choice="assisted") for _n in range(12)]
        assert {item.assigned for item in items} == {"assisted", "by_hand"}
        assert all(item.arm == item.assigned for item in items)

    def test_the_seed_is_told_when_all_of_the_block_has_begun(self, drawn):
        size = ready(drawn).assignment.block.size
        for _n in range(size - 1):
            ready(drawn)
        first, *rest = WorkItem.objects.order_by("code")
        for item in rest:
            doing.begin(actor=drawn.artist, item=item)
        block = Block.objects.get(number=1)
        assert block.seed == ""
        doing.begin(actor=drawn.artist, item=first)
        block.refresh_from_db()
        assert block.seed == block.secret and block.told_at

    def test_a_dropped_item_does_not_keep_the_seed_back(self, drawn):
        size = ready(drawn).assignment.block.size
        for _n in range(size - 1):
            ready(drawn)
        first, *rest = WorkItem.objects.order_by("code")
        for item in rest:
            doing.begin(actor=drawn.artist, item=item)
        doing.drop(actor=drawn.producer, item=first, why="Cut from the film.")
        assert Block.objects.get(number=1).seed
        assert (fresh(first).arm, fresh(first).state) == ("", "dropped")

    def test_withdrawing_holds_for_later_items_only(self, drawn):
        early = ready(drawn)
        settling.withdraw(actor=drawn.producer, studio=drawn.studio)
        late = ready(drawn)
        assert early.assignment.design == Design.RANDOMISED
        assert late.assignment.design == Design.FREE
        row = OptIn.objects.get()
        assert row.withdrawn_at and row.withdrawn_by_name == str(drawn.producer)
        with pytest.raises(PortalError, match="work:not_agreed"):
            settling.withdraw(actor=drawn.producer, studio=drawn.studio)

    def test_a_block_that_was_open_takes_no_more_after_agreeing_again(self, drawn):
        early = ready(drawn)
        settling.withdraw(actor=drawn.producer, studio=drawn.studio)
        settling.agree(actor=drawn.producer, studio=drawn.studio)
        assert ready(drawn).assignment.block != early.assignment.block

    def test_rows_of_the_draw_are_never_rewritten(self, drawn):
        item = begun(drawn, choice="")
        block = item.assignment.block_id
        assert refused("update feedback_assignment set place = 5 where item_id = %s", item.pk)
        assert refused("update feedback_block set secret = 'x' where id = %s", block)
        assert refused("update feedback_workitem set assigned = 'free' where id = %s", item.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            Block.objects.filter(pk=block).update(seed="another")


class TestTheCheck:
    def test_every_told_arm_is_computed_anew(self, drawn):
        for _n in range(5):
            begun(drawn, choice="")
        checked = check_draws(Block.objects.all())
        assert sum(one.told for one in checked) == 5
        assert all(one.holds for one in checked)

    def test_an_arm_that_differs_is_found(self, drawn):
        item = begun(drawn, choice="")
        other = "by_hand" if item.assigned == "assisted" else "assisted"
        with connection.cursor() as cursor:  # as an intruder with the database's owner would
            cursor.execute("set constraints all immediate")
            cursor.execute("alter table feedback_workitem disable trigger stands")
            WorkItem.objects.filter(pk=item.pk).update(assigned=other)
            cursor.execute("alter table feedback_workitem enable trigger stands")
        [one] = check_draws(Block.objects.all())
        assert (one.wrong, one.holds) == (1, False)

    def test_a_seed_that_was_not_committed_to_is_found(self, drawn):
        ready(drawn)
        block = Block.objects.get()
        block.secret = "f" * 32
        assert not check_draws([block])[0].sealed

    def test_it_asks_two_queries_however_many_blocks(self, drawn, django_assert_num_queries):
        for _n in range(12):
            begun(drawn, choice="")
        with django_assert_num_queries(2):
            check_draws(Block.objects.all())


class TestTheStart:
    def day(self, days):
        return timezone.localdate() + timedelta(days=days)

    def test_work_before_the_day_is_by_hand_and_after_it_assisted(self, crew):
        settling.start_assistance(actor=crew.producer, project=crew.project, on=self.day(3))
        assignment = ready(crew).assignment
        assert assignment.design == Design.STEPPED
        assert settling.assigned_arm(assignment, self.day(2)) == Arm.BY_HAND
        assert settling.assigned_arm(assignment, self.day(3)) == Arm.ASSISTED
        item = doing.begin(actor=crew.artist, item=assignment.item)
        assert (item.assigned, item.arm) == ("by_hand", "by_hand")

    @pytest.mark.parametrize("days", [0, -1])
    def test_the_day_is_set_in_advance(self, crew, days):
        with pytest.raises(PortalError, match="work:step_past"):
            settling.start_assistance(actor=crew.producer, project=crew.project, on=self.day(days))
        assert not Step.objects.exists()

    def test_it_may_be_moved_until_an_item_is_settled_by_it(self, crew):
        for days in (3, 5):
            settling.start_assistance(actor=crew.producer, project=crew.project, on=self.day(days))
        assert Step.objects.get().starts_on == self.day(5)
        ready(crew)
        with pytest.raises(PortalError, match="work:step_used"):
            settling.start_assistance(actor=crew.producer, project=crew.project, on=self.day(9))

    def test_the_draw_goes_before_the_day(self, crew):
        settling.start_assistance(actor=crew.producer, project=crew.project, on=self.day(3))
        settling.agree(actor=crew.producer, studio=crew.studio)
        assert ready(crew).assignment.design == Design.RANDOMISED


class TestDoing:
    def test_a_free_item_wants_a_choice(self, crew):
        item = ready(crew)
        with pytest.raises(PortalError, match="work:choose"):
            doing.begin(actor=crew.artist, item=item)
        assert doing.begin(actor=crew.artist, item=item, choice="by_hand").arm == "by_hand"

    def test_an_item_is_begun_once_and_by_whom_it_is_for(self, crew):
        item = ready(crew, person=crew.director)
        with pytest.raises(PortalError, match="work:others"):
            doing.begin(actor=crew.artist, item=item, choice="assisted")
        doing.begin(actor=crew.director, item=item, choice="assisted")
        with pytest.raises(PortalError, match="work:begun"):
            doing.begin(actor=crew.director, item=item, choice="assisted")

    def test_going_on_otherwise_keeps_the_assignment_and_the_reason(self, crew):
        item = begun(crew, "assisted")
        doing.depart(actor=crew.artist, item=item, reason="The plate was too soft.")
        assert (fresh(item).assigned, fresh(item).arm) == ("free", "by_hand")
        row = Departure.objects.get()
        assert (row.before, row.after, row.reason) == (
            "assisted",
            "by_hand",
            "The plate was too soft.",
        )
        assert refused("update feedback_departure set reason = 'x' where id = %s", row.pk)
        assert AuditEvent.objects.filter(verb="work:departed").exists()

    def test_only_whoever_is_at_it_finishes_or_departs(self, crew):
        item = begun(crew)
        for verb, more in ((doing.finish, {}), (doing.depart, {"reason": "x"})):
            with pytest.raises(PortalError, match="work:not_yours_now"):
                verb(actor=crew.director, item=item, **more)

    def test_approving_wants_something_done(self, crew):
        item = begun(crew)
        with pytest.raises(PortalError, match="work:not_done"):
            doing.approve(actor=crew.director, item=item)
        doing.finish(actor=crew.artist, item=item)
        assert doing.approve(actor=crew.director, item=item).was_approved()
        with pytest.raises(PortalError, match="work:over"):
            doing.drop(actor=crew.producer, item=item, why="x")

    def test_the_arm_is_told_to_others_only_when_it_is_done(self, crew):
        item = begun(crew)
        assert item.tells_arm(crew.artist) and not item.tells_arm(crew.producer)
        doing.finish(actor=crew.artist, item=item)
        assert fresh(item).tells_arm(crew.producer)


class TestFelt:
    def test_it_is_said_once_by_whoever_did_it_and_never_rewritten(self, crew):
        item = finished(crew)
        said = doing.say_felt(actor=crew.artist, item=item, saving=Decimal("0.3"))
        with pytest.raises(PortalError, match="work:felt_once"):
            doing.say_felt(actor=crew.artist, item=item, saving=None)
        assert refused("update feedback_felt set saving = 0.9 where id = %s", said.pk)

    def test_it_is_asked_of_nobody_else_not_before_the_end_and_not_by_hand(self, crew):
        done, open_, hand = finished(crew), begun(crew), finished(crew, "by_hand")
        for item, who in ((done, crew.director), (open_, crew.artist), (hand, crew.artist)):
            with pytest.raises(PortalError, match="work:not_asked"):
                doing.say_felt(actor=who, item=item, saving=None)


def settled_too_early(item):
    said = {"bid": bid_of(item), "design": Design.FREE}
    Assignment.objects.create(project=item.project, item=item, **said)
    connection.check_constraints()  # as at the end of the transaction


def in_order(items):
    return Assignment.objects.select_related("block").filter(item__in=items).order_by("item__code")
