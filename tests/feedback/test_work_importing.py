"""A breakdown is shown first, taken over once, and never touches what is locked."""

import pytest

from feedback.models import Bid, WorkItem
from feedback.work import bidding, importing
from portal.errors import PortalError
from projects.models import Shot
from tests.feedback.measured_work import bid_of, make_crew, make_item

pytestmark = pytest.mark.django_db
HEAD = "code,title,shot,stage,complexity,hours,rate,currency\n"


@pytest.fixture
def crew():
    return make_crew()


def shown(crew, text, name="bids.csv"):
    return importing.preview(
        project=crew.project, name=name, content=(HEAD + text).encode(), currency="USD"
    )


def take(crew, text):
    rows = shown(crew, text)
    seal = importing.sealed(
        actor=crew.producer,
        project=crew.project,
        name="bids.csv",
        lines=[row.line for row in rows],
    )
    return importing.take_over(actor=crew.producer, project=crew.project, seal=seal)


def test_a_preview_writes_nothing(crew):
    [row] = shown(crew, "A1,Hair,,roto,small,8,50,EUR")
    assert (row.effect, row.effect_label) == ("new", "new")
    assert not WorkItem.objects.exists() and not Bid.objects.exists()


def test_rows_become_items_with_bids_and_their_shots(crew):
    shot = Shot.objects.create(project=crew.project, code="S010")
    counts = take(crew, "A1,Hair,S010,roto,small,8,50,EUR\nA2,,S999,comp,large,,,\n")
    assert counts["new"] == 2
    first, second = WorkItem.objects.order_by("code")
    assert (first.shot, second.shot, first.title) == (shot, None, "Hair")
    assert str(bid_of(first)) == "8.00 h × 50.00 EUR"
    assert bid_of(first).source == "bids.csv, 2" and not Bid.objects.filter(item=second).exists()


def test_the_same_file_twice_changes_nothing(crew):
    text = "A1,Hair,,roto,small,8,50,EUR\n"
    take(crew, text)
    before = bid_of(WorkItem.objects.get()).entered_at
    assert [row.effect for row in shown(crew, text)] == ["same"]
    assert take(crew, text)["same"] == 1
    assert WorkItem.objects.count() == 1
    assert bid_of(WorkItem.objects.get()).entered_at == before


def test_a_bid_that_is_not_locked_is_said_anew(crew):
    take(crew, "A1,Hair,,roto,small,8,50,EUR\n")
    assert take(crew, "A1,Hair,,roto,small,9,50,EUR\n")["changed"] == 1
    assert bid_of(WorkItem.objects.get()).hours == 9


def test_a_locked_bid_stays_and_the_row_says_so(crew):
    take(crew, "A1,Hair,,roto,small,8,50,EUR\n")
    bidding.lock(actor=crew.producer, project=crew.project)
    [row] = shown(crew, "A1,Hair,,roto,small,80,50,EUR\n")
    assert row.effect_label == "locked: left as it is"
    assert take(crew, "A1,Hair,,roto,small,80,50,EUR\n")["locked"] == 1
    assert bid_of(WorkItem.objects.get()).hours == 8


def test_what_was_locked_between_preview_and_import_stays_too(crew):
    take(crew, "A1,Hair,,roto,small,8,50,EUR\n")
    rows = shown(crew, "A1,Hair,,roto,small,80,50,EUR\n")
    lines = [row.line for row in rows]
    said = {"actor": crew.producer, "project": crew.project}
    seal = importing.sealed(**said, name="b.csv", lines=lines)
    bidding.lock(actor=crew.producer, project=crew.project)
    assert importing.take_over(**said, seal=seal)["locked"] == 1


def test_wrong_rows_are_left_out_and_the_others_taken(crew):
    counts = take(crew, "A1,,,roto,small,8,50,EUR\nA2,,,juggling,small,8,50,EUR\n")
    assert counts["new"] == 1 and WorkItem.objects.get().code == "A1"


def test_a_preview_is_good_for_its_person_and_project_alone(crew):
    other = make_crew()
    lines = [row.line for row in shown(crew, "A1,,,roto,small,8,50,EUR")]
    seal = importing.sealed(actor=crew.producer, project=crew.project, name="b", lines=lines)
    for actor, project in (
        (crew.director, crew.project),
        (crew.producer, other.project),
        (other.producer, other.project),
    ):
        with pytest.raises(PortalError, match="work:preview"):
            importing.take_over(actor=actor, project=project, seal=seal)
    with pytest.raises(PortalError, match="work:preview"):
        importing.take_over(actor=crew.producer, project=crew.project, seal=seal[:-2] + "xx")


def test_a_file_that_cannot_be_read_is_an_error_in_words(crew):
    with pytest.raises(PortalError, match="work:file") as error:
        importing.preview(project=crew.project, name="a", content=b"\0\0", currency="USD")
    assert "neither CSV nor XLSX" in error.value.sentence or "neither" in str(error.value.as_dict())


def test_a_preview_of_thousand_rows_asks_few_queries(crew, django_assert_max_num_queries):
    make_item(crew)
    text = "".join(f"B{n},,,roto,small,8,50,EUR\n" for n in range(900))
    with django_assert_max_num_queries(2):
        assert len(shown(crew, text)) == 900
