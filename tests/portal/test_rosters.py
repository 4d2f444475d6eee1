"""A CSV of studios: the good rows are invited, the bad ones are told with line and reason."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile

from portal.errors import PortalError
from portal.models import Cohort, Invitation, Studio
from portal.rosters import LIMIT_BYTES, LIMIT_ROWS, import_roster, rehearse_roster

GOOD = "studio,email,name,role\nNew House,ada@new.example,Ada,\nNew House,bo@new.example,,artist\n"


def of(text, world, **more):
    content = text if isinstance(text, bytes) else text.encode()
    return import_roster(content, actor=world.admin, **more)


def test_good_rows_are_invited_into_their_studio(world):
    outcome = of(GOOD, world)
    assert outcome.invited == [(2, "ada@new.example"), (3, "bo@new.example")]
    rows = Invitation.objects.filter(studio__name="New House")
    found = {row.email: (row.name, row.role, row.invited_by) for row in rows}
    assert found == {
        "ada@new.example": ("Ada", "producer", world.admin),
        "bo@new.example": ("", "artist", world.admin),
    }
    assert len(mail.outbox) == 2


def test_a_broken_row_does_not_stand_in_the_way_of_its_mended_copy(world):
    text = "studio,email,role\nNew House,ada@new.example,boss\nNew House,ada@new.example,\n"
    outcome = of(text, world)
    assert outcome.invited == [(3, "ada@new.example")]
    assert [line for line, _reason in outcome.refused] == [2]


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("comma", [",", ";", "\t"])
def test_marks_commas_and_semicolons_are_understood(world, mark, comma):
    text = f"Studio{comma}EMAIL\r\nMaison d'été{comma}é@exemple.example\r\n"
    text = text.replace("é@", "e@")
    assert of(mark + text.encode(), world).invited == [(2, "e@exemple.example")]
    assert Studio.objects.filter(name="Maison d'été").exists()


def test_bad_rows_are_told_and_the_good_ones_kept(world):
    member = world.visitor("artist").email
    text = (
        "studio,email,role\nA,ada@a.example,\n,bo@a.example,\nA,nobody,\nA,cy@a.example,king\n"
        f"A,ADA@a.example,\nOurs,{member},\n\nB,di@b.example,reviewer\n"
    )
    outcome = of(text, world)
    assert [line for line, _email in outcome.invited] == [2, 9]
    assert [line for line, _reason in outcome.refused] == [3, 4, 5, 6, 7]
    reasons = [reason for _line, reason in outcome.refused]
    for part, said in zip(
        ["missing", "like name@", "king", "earlier", "member"], reasons, strict=True
    ):
        assert part in said


def test_importing_again_invites_nobody_twice(world):
    of(GOOD, world)
    outcome = of(GOOD, world)
    assert outcome.invited == [] and len(outcome.refused) == 2
    assert len(mail.outbox) == 2


def test_a_full_cohort_refuses_the_studio_and_leaves_nothing_of_it(world):
    cohort = Cohort.objects.create(
        name="Small", capacity=1, opens_on="2026-01-01", closes_on="2036-01-01"
    )
    text = "studio,email\nA,a@a.example\nB,b@b.example\n"
    outcome = of(text, world, cohort=cohort)
    assert outcome.invited == [(2, "a@a.example")]
    assert "has all of its 1 studios" in outcome.refused[0][1]
    assert not Studio.objects.filter(name="B").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"name,mail\nA,b\n",
        b"studio,email,email\nA,b@c.example,d@c.example\n",
        b"studio,email\n\xff\xfe,a@b.example\n",
        b"studio,email\nA\x00,a@b.example\n",
        b"x" * (LIMIT_BYTES + 1),
    ],
)
def test_a_file_that_is_no_roster_invites_nobody(world, content):
    with pytest.raises(PortalError, match="roster:unreadable"):
        of(content, world)
    assert not mail.outbox


@pytest.mark.parametrize("kind", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_called_by_its_name_and_what_to_do_is_said(world, kind):
    with pytest.raises(PortalError, match="roster:unreadable") as refused:
        of(GOOD.encode(kind), world)
    told = refused.value.as_dict()
    assert "UTF-16" in told["message"] and "CSV (UTF-8)" in told["todo"]


def test_the_admin_imports_and_sees_both_lists(world, as_person):
    admin = as_person(world.admin)
    address = "/admin/portal/invitation/import/"
    assert address in admin.get("/admin/portal/invitation/").text
    assert admin.get(address).status_code == 200
    content = b"studio,email\nA,a@a.example\nA,broken\n"
    page = admin.post(address, {"file": SimpleUploadedFile("a.csv", content)}).text
    assert "1 person would be invited" in page and "line 3" in page and "a new studio" in page
    assert not mail.outbox and not Studio.objects.filter(name="A").exists()
    held = page.split('name="held" value="')[1].split('"')[0]
    page = admin.post(address, {"held": held, "sure": "1"}).text
    assert "1 invited" in page and "line 3" in page
    assert len(mail.outbox) == 1 and Studio.objects.get(name="A").invitations.count() == 1


@pytest.mark.parametrize("sent", [{}, {"held": "not base64"}, {"held": "é", "sure": "1"}])
def test_without_a_file_the_page_says_so(world, as_person, sent):
    page = as_person(world.admin).post("/admin/portal/invitation/import/", sent)
    assert page.status_code == 200 and "Choose the CSV file." in page.text


def test_a_rehearsal_tells_what_an_import_does_and_leaves_nothing(world):
    before = Invitation.objects.count()
    text = GOOD + "New House,ada@new.example,,\nOurs,broken,\n"
    told = rehearse_roster(text.encode(), actor=world.admin)
    assert Invitation.objects.count() == before and not mail.outbox
    done = of(text, world)
    assert told == done and len(done.refused) == 2
    assert done.into == {2: "Producer of New House, a new studio", 3: "Artist of New House"}


def test_nobody_else_imports(world, as_person):
    for kind in ("producer", "beta_lead"):
        answer = as_person(world.visitor(kind)).get("/admin/portal/invitation/import/")
        assert answer.status_code == 302


@pytest.mark.parametrize(
    "text",
    [
        GOOD + "New House,more@new.example,,\n" * LIMIT_ROWS,
        GOOD + 'New House,"half,a,quote\n',
    ],
)
def test_of_a_file_that_is_not_taken_whole_nobody_is_invited(world, text):
    with pytest.raises(PortalError, match="roster:unreadable"):
        of(text, world)
    assert not Studio.objects.filter(name="New House").exists() and not mail.outbox
