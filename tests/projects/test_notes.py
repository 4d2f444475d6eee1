"""Notes as rows: where they stand, who is told, who changes them, what stays of them."""

import pytest
from django.db import IntegrityError, transaction

from portal.errors import PortalError
from portal.models import AuditEvent, Mode, Notification, NotificationChoice
from projects import noting
from projects.models import Note
from tests.world import FRAMES, make_note


@pytest.fixture
def house(world):
    return world.ours


def write(house, who="reviewer", **given):
    fields = {"start": 4, "end": 9, "text": "Too dark.", **given}
    return noting.write_note(actor=house.people[who], version=house.version, **fields)


def refused(call, *args, **given):
    with pytest.raises(PortalError) as told:
        call(*args, **given)
    return told.value


def told_of(user):
    return sorted(Notification.objects.filter(user=user).values_list("kind", flat=True))


def test_a_reviewer_writes_and_the_audit_says_where_but_not_what(house):
    note = write(house)
    assert (note.start, note.end, note.person_name) == (4, 9, "Ours-reviewer")
    row = AuditEvent.objects.get(verb="note:written")
    assert row.facts["frame"] == 4 and "dark" not in str(row.facts)
    assert "frame 4" in row.sentence


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (6, 5), (0, FRAMES + 1)])
def test_a_note_stands_within_the_film(house, start, end):
    assert "end" in refused(write, house, start=start, end=end).fields
    assert write(house, start=0, end=FRAMES).end == FRAMES


def test_a_picture_has_one_frame_to_point_at(house):
    house.version.frames = None
    house.version.save()
    assert write(house, start=0, end=1).end == 1
    assert refused(write, house, start=1, end=2).code == "invalid"


def test_words_or_a_drawing_but_something(house):
    box = {"kind": "box", "points": [[0, 0], [0.5, 0.5]]}
    assert write(house, text=" ", drawing=[box]).text == ""
    assert "text" in refused(write, house, text="  ").fields
    assert "text" in refused(write, house, text="x" * 4001).fields


def test_no_more_than_a_page_can_hold(house, monkeypatch):
    monkeypatch.setattr(noting, "NOTES_AT_MOST", 1)
    assert refused(write, house).code == "note:full"
    assert refused(reply, house).code == "note:full"


def reply(house, who="director", **given):
    return noting.reply(
        actor=house.people[who], note=house.note, **{"text": "Mended in v2.", **given}
    )


def test_the_author_hears_of_an_answer_and_nobody_hears_of_their_own(house):
    answer = reply(house)
    assert answer.parent == house.note and answer.start is None
    assert told_of(house.people["artist"]) == ["note.reply"]
    reply(house, "artist")
    assert told_of(house.people["artist"]) == ["note.reply"]


def test_an_answer_to_an_answer_stands_below_the_note(house):
    first = reply(house)
    second = noting.reply(actor=house.people["artist"], note=first, text="Thanks.")
    assert second.parent == house.note


def test_an_author_who_no_longer_sees_the_project_hears_nothing(house):
    house.memberships["artist"].revoke(actor=house.people["producer"])
    reply(house)
    assert told_of(house.people["artist"]) == []


def ids(house, *names):
    return [house.people[name].pk for name in names]


def test_who_is_mentioned_is_told_as_they_chose(house):
    director, artist = house.people["director"], house.people["artist"]
    NotificationChoice.objects.create(user=artist, kind="note.mention", mode=Mode.OFF)
    note = write(house, "producer", mentioned=ids(house, "director", "artist", "director"))
    assert [one["name"] for one in note.mentions] == ["Ours-director", "Ours-artist"]
    modes = {row.user: row.mode for row in Notification.objects.filter(kind="note.mention")}
    assert modes == {director: Mode.AT_ONCE, artist: Mode.OFF}
    row = Notification.objects.get(kind="note.mention", user=director)
    assert row.sentence == "Ours-producer mentions you in a note on clip.mp4 in Ours film."
    assert row.url.endswith(f"?version=1&note={note.pk}")


def test_only_those_who_see_the_project_are_mentioned(world, house):
    outside = [world.theirs.people["producer"].pk, house.people["ungranted"].pk, world.admin.pk]
    for pk in outside:
        assert "mention_ids" in refused(write, house, "producer", mentioned=[pk]).fields
    many = refused(write, house, mentioned=range(21)).fields["mention_ids"]
    assert many == ["At most 20 people are mentioned at once."]


def test_reviewers_do_not_learn_who_else_reviews(house):
    house.project.give_to(house.memberships["ungranted"], actor=None)
    seen = noting.mentionable(house.project, actor=house.people["reviewer"])
    crew = ["Ours-artist", "Ours-director", "Ours-producer"]
    assert [str(person) for person in seen] == [*crew, "Ours-reviewer"]
    all_ = noting.mentionable(house.project, actor=house.people["artist"])
    assert [str(person) for person in all_] == [*crew, "Ours-reviewer", "Ours-ungranted"]


def test_a_change_tells_only_who_is_new(house):
    director = house.people["director"]
    note = write(house, "producer", mentioned=ids(house, "director"))
    noting.edit(
        actor=house.people["producer"],
        note=note,
        manages=True,
        text="Darker still.",
        end=20,
        mentioned=ids(house, "director", "artist"),
    )
    note.refresh_from_db()
    assert (note.text, note.end, note.edited_by_name) == ("Darker still.", 20, "Ours-producer")
    assert told_of(director) == ["note.mention"] == told_of(house.people["artist"])


def test_only_the_author_or_a_producer_changes_it(house):
    director, producer = house.people["director"], house.people["producer"]
    error = refused(noting.edit, actor=director, note=house.note, manages=False, text="x")
    assert (error.code, error.status) == ("note:not_yours", 403)
    assert refused(house.note.delete_by, director, manages=False).code == "note:not_yours"
    assert noting.edit(actor=producer, note=house.note, manages=True, text="x").text == "x"


def test_an_answer_keeps_to_its_place(house):
    answer = reply(house)
    noting.edit(
        actor=house.people["director"], note=answer, manages=False, text="Later.", start=3, end=4
    )
    answer.refresh_from_db()
    assert (answer.text, answer.start) == ("Later.", None)


def test_what_was_answered_leaves_a_stone_and_the_last_answer_takes_it_along(house):
    artist, answer = house.people["artist"], reply(house)
    house.note.delete_by(artist, manages=False)
    stone = Note.objects.get(pk=house.note.pk)
    assert stone.deleted_at and (stone.text, stone.drawing, stone.mentions) == ("", [], [])
    assert refused(stone.delete_by, artist, manages=True).code == "note:gone"
    assert refused(stone.resolve, actor=artist).code == "note:no_thread"
    answer.delete_by(house.people["director"], manages=False)
    assert not Note.objects.filter(version=house.version).exists()
    assert AuditEvent.objects.filter(verb="note:deleted").count() == 2


def test_nobody_answers_below_what_was_deleted(house):
    answer = reply(house)
    house.note.delete_by(house.people["artist"], manages=False)
    stone = Note.objects.get(pk=house.note.pk)
    for below in (stone, answer):
        code = refused(noting.reply, actor=house.people["artist"], note=below, text="And?").code
        assert code == "note:gone"
    assert stone.replies.count() == 1


def test_a_note_nobody_answered_is_gone(house):
    house.note.delete_by(house.people["artist"], manages=False)
    assert not Note.objects.filter(pk=house.note.pk).exists()


@pytest.mark.parametrize(
    "act",
    [
        lambda note, actor: note.delete_by(actor, manages=True),
        lambda note, actor: note.resolve(actor=actor),
        lambda note, actor: noting.reply(actor=actor, note=note, text="Mended."),
        lambda note, actor: noting.edit(actor=actor, note=note, manages=True, text="Softer."),
    ],
    ids=["delete", "resolve", "reply", "edit"],
)
def test_what_somebody_else_has_just_deleted_is_told_to_be_gone(house, act):
    note = write(house)
    Note.objects.get(pk=note.pk).delete_by(house.people["reviewer"], manages=False)
    assert refused(act, note, house.people["producer"]).code == "note:gone"


def test_a_stone_is_not_deleted_or_resolved_by_who_still_sees_the_note(house):
    note, boss = write(house), house.people["producer"]
    noting.reply(actor=boss, note=note, text="Mended.")
    Note.objects.get(pk=note.pk).delete_by(boss, manages=True)
    assert refused(note.delete_by, boss, manages=True).code == "note:gone"
    note = Note.objects.get(pk=note.pk)
    assert refused(note.resolve, actor=boss).code == "note:no_thread"
    assert AuditEvent.objects.filter(verb="note:deleted").count() == 1


def test_resolving_twice_is_once(house):
    director = house.people["director"]
    house.note.resolve(actor=director)
    first = house.note.resolved_at
    Note.objects.get(pk=house.note.pk).resolve(actor=house.people["artist"])
    house.note.refresh_from_db()
    assert (house.note.resolved_at, house.note.resolved_by_name) == (first, "Ours-director")
    house.note.reopen(actor=director)
    assert (house.note.resolved_at, house.note.resolved_by_name) == (None, "")
    verbs = AuditEvent.objects.filter(verb__startswith="note:").values_list("verb", flat=True)
    assert sorted(verbs) == ["note:reopened", "note:resolved"]


def test_an_answer_is_not_resolved(house):
    assert refused(reply(house).resolve, actor=house.people["artist"]).code == "note:no_thread"


@pytest.mark.parametrize("fields", [{"end": 12}, {"start": None}, {"end": None}])
def test_the_database_keeps_frames_and_answers_apart(house, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        make_note(house.version, house.people["artist"], **fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_note(house.version, house.people["artist"], parent=house.note)


def test_notes_of_a_deleted_file_are_not_found_and_news_of_them_do_not_name_it(house):
    producer = house.people["producer"]
    write(house, "artist", mentioned=[producer.pk])
    house.asset.delete_by(producer)
    assert not Note.objects.visible_to(producer).exists()
    assert "clip.mp4" not in Notification.objects.get(kind="note.mention").sentence


def test_watchers_hear_that_something_changed_and_nothing_of_it(
    house, monkeypatch, django_capture_on_commit_callbacks
):
    heard = []
    monkeypatch.setattr("projects.models.notes.publish", lambda *told: heard.append(told))
    with django_capture_on_commit_callbacks(execute=True):
        note = write(house)
        note.resolve(actor=house.people["artist"])
    pk = str(house.version.pk)
    assert heard == [([f"version.{pk}"], {"type": "notes", "version": pk})] * 2
