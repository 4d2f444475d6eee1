"""Open notes that come along to a new version: the job, its rows, and what a person does."""

import json

import pytest

from portal.errors import PortalError
from portal.models import AuditEvent
from projects import carrying, noting, placing
from projects.carrying import carry_on, moved_drawing, to_carry
from projects.media.refusal import Refused
from projects.models import Asset, Carrying, Note, Placement, State, Version
from projects.note_files import import_notes, threads
from projects.standing import left_behind, standing_on
from projects.tasks import carrying as carrying_task
from projects.tasks import ingest as ingest_task
from tests.world import make_note, make_placement, make_version

ARROW = [{"kind": "arrow", "colour": "amber", "points": [[0.1, 0.2], [0.5, 0.5]]}]
SAME = {"scale": [1.0, 1.0], "offset": [0.0, 0.0]}


@pytest.fixture
def house(world):
    world.ours.later = make_version(
        world.ours.project, world.visitor("artist"), asset=world.ours.asset
    )
    return world.ours


@pytest.fixture
def told(monkeypatch):
    """What the child would find: everything ten frames later, unless a test says otherwise."""
    answer = {"places": None, "picture": SAME, "asked": []}

    def confined(task, arguments, **how):
        answer["asked"].append(arguments["spans"])
        how["heard"]("match", 0.9)
        how["tick"]()
        spans = arguments["spans"]
        places = answer["places"] or [found(start + 10, end + 10) for start, end in spans]
        return {"places": places[: len(spans)], "picture": answer["picture"], "shots": [1, 1]}

    monkeypatch.setattr(carrying, "confined", confined)
    return answer


def found(start=0, end=0, **fields):
    given = {"confidence": 0.9, "exact": True, "shortened": False, "reason": ""}
    return {"start": start, "end": end, **given, **fields}


def carried(house, version=None, source=None):
    job = Carrying.ask(version or house.later, source or house.version)
    carrying_task(*job.message)
    return Carrying.objects.get(pk=job.pk)


def test_an_open_note_comes_along_and_stays_where_it_was(house, told):
    job = carried(house)
    row = Placement.objects.get()
    assert (job.state, row.state, row.start, row.end) == ("READY", "placed", 22, 34)
    assert (row.source, row.source_start, row.drawing) == (house.version, 12, house.note.drawing)
    house.note.refresh_from_db()
    assert (house.note.version, house.note.start) == (house.version, 12)
    assert [note.start for note in standing_on(house.later)] == [22]
    facts = AuditEvent.objects.get(verb="notes:carried").facts
    assert (facts["placed"], facts["refused"], facts["source"]) == (1, 0, 1)


def test_what_is_resolved_or_deleted_stays_behind(house, told):
    house.note.resolve(actor=house.people["artist"])
    stone = make_note(house.version, house.people["artist"])
    noting.reply(actor=house.people["director"], note=stone, text="No.")
    stone.delete_by(house.people["artist"], manages=False)
    assert to_carry(house.version) == []
    assert carried(house).state == "READY" and told["asked"] == []
    assert not Placement.objects.exists()


def test_twice_doubles_nothing_and_takes_what_is_new(house, told):
    carried(house)
    make_note(house.version, house.people["artist"], start=40, end=41)
    told["places"] = [found(5, 6), found(50, 51)]
    assert carried(house).attempt == 2
    assert sorted(Placement.objects.values_list("start", flat=True)) == [5, 50]


def test_a_refusal_keeps_its_reason_and_is_told_on_the_page(house, told, as_person):
    told["places"] = [found(reason="trimmed")]
    carried(house)
    [row] = left_behind(house.later)
    assert (row.reason, row.start, standing_on(house.later)) == ("trimmed", None, [])
    page = as_person(house.people["artist"]).get(f"/assets/{house.asset.pk}/?version=2")
    text = page.content.decode()
    assert "0 of 1 open notes came along" in text and "these frames were cut off" in text
    assert f"?version=1&amp;note={house.note.pk}" in text and "Carry notes again" in text


def test_the_page_says_how_many_came_along(house, told, as_person):
    make_note(house.version, house.people["artist"], start=40, end=41)
    told["places"] = [found(5, 6), found(reason="gone")]
    carried(house)
    text = as_person(house.people["reviewer"]).get(f"/assets/{house.asset.pk}/").content.decode()
    assert "1 of 2 open notes came along." in text and "1 has no place here:" in text
    assert "Notes of earlier versions" not in (
        as_person(house.people["reviewer"])
        .get(f"/assets/{house.asset.pk}/?version=1")
        .content.decode()
    )


def test_work_under_way_shows_its_progress(house, as_person):
    Carrying.ask(house.later, house.version)
    text = as_person(house.people["artist"]).get(f"/assets/{house.asset.pk}/").content.decode()
    assert 'data-topic="carrying:' in text and "Carry notes again" not in text


def test_version_three_follows_two_follows_one(house, told):
    carried(house)
    third = make_version(house.project, house.people["artist"], asset=house.asset)
    make_note(house.later, house.people["artist"], start=70, end=71)
    carried(house, third, house.later)
    rows = third.placements.order_by("start")
    assert [(row.start, row.source.number, row.source_start) for row in rows] == [
        (32, 2, 22),
        (80, 2, 70),
    ]
    assert house.project.notes.filter(parent=None, resolved_at=None).count() == 2


def test_what_was_left_behind_once_is_told_of_again_and_carried_from_before(house, told):
    third = make_version(house.project, house.people["artist"], asset=house.asset)
    told["places"] = [found(reason="gone")]
    carried(house)
    carried(house, third, house.later)
    [row] = left_behind(third)
    assert (row.reason, row.source.number, row.source_start) == ("not_before", 1, 12)
    told["places"] = [found(20, 21)]
    carried(house, third, house.version)
    assert third.placements.get().start == 20


def test_what_stands_by_one_way_is_not_moved_by_another(house, told):
    carried(house)
    third = make_version(house.project, house.people["artist"], asset=house.asset)
    carried(house, third, house.later)
    told["places"] = [found(77, 78)]
    carried(house, third, house.version)
    assert third.placements.get().start == 32


@pytest.mark.parametrize(
    ("place", "remarks"),
    [
        (found(5, 6, exact=False), ["about"]),
        (found(5, 6, shortened=True), ["shortened"]),
        (found(5, 6), []),
    ],
)
def test_doubts_are_kept_with_the_place(house, told, place, remarks):
    told["places"] = [place]
    carried(house)
    assert Placement.objects.get().remarks == remarks


def test_a_picture_of_another_shape_leaves_the_drawing(house, told):
    told["picture"] = None
    carried(house)
    row = Placement.objects.get()
    assert (row.drawing, row.remarks) == ([], ["undrawn"])


def test_a_drawing_moves_with_the_bars_and_never_leaves_the_frame():
    moved = moved_drawing(ARROW, {"scale": [1.0, 0.5], "offset": [0.0, 0.25]})
    assert moved[0]["points"] == [[0.1, 0.35], [0.5, 0.5]] and moved[0]["kind"] == "arrow"
    assert moved_drawing(ARROW, {"scale": [3.0, 1.0], "offset": [0.0, 0.0]}) == []


def test_a_hand_is_never_undone_by_a_worker(house, told):
    actor = house.people["reviewer"]
    placing.place(actor=actor, note=house.note, version=house.later, start=3, end=5)
    carried(house)
    row = Placement.objects.get()
    assert (row.start, row.end, row.person_name) == (3, 5, "Ours-reviewer")
    placing.drop(actor=actor, note=house.note, version=house.later)
    carried(house)
    row.refresh_from_db()
    assert (row.state, standing_on(house.later)) == ("dropped", [])
    assert [one.note for one in left_behind(house.later)] == [house.note]
    placing.place(actor=actor, note=house.note, version=house.later, start=4, end=5)
    assert [note.start for note in standing_on(house.later)] == [4]
    verbs = AuditEvent.objects.filter(verb__startswith="note:").values_list("verb", flat=True)
    assert sorted(verbs) == ["note:dropped", "note:placed", "note:placed"]


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (4, 4), (95, 97)])
def test_by_hand_only_within_the_film(house, start, end):
    with pytest.raises(PortalError) as refused:
        placing.place(
            actor=house.people["artist"], note=house.note, version=house.later, start=start, end=end
        )
    assert refused.value.code == "invalid" and not Placement.objects.exists()


def test_a_note_deleted_meanwhile_does_not_keep_the_others(house, told, monkeypatch):
    other = make_note(house.version, house.people["artist"], start=40, end=41)
    stone = make_note(house.version, house.people["artist"], start=50, end=51)
    noting.reply(actor=house.people["director"], note=stone, text="No.")
    moved = carrying.confined

    def deleting(*asked, **how):
        for gone in (house.note, stone):
            Note.objects.get(pk=gone.pk).delete_by(house.people["artist"], manages=False)
        return moved(*asked, **how)

    monkeypatch.setattr(carrying, "confined", deleting)
    assert carried(house).state == "READY"
    assert [(row.note, row.start) for row in Placement.objects.all()] == [(other, 50)]


def test_a_note_that_is_gone_is_not_placed(house):
    late = Note.objects.get(pk=house.note.pk)
    house.note.delete_by(house.people["artist"], manages=False)
    given = {"actor": house.people["artist"], "note": late, "version": house.later}
    for act, more in ((placing.place, {"start": 1, "end": 2}), (placing.drop, {})):
        with pytest.raises(PortalError) as refused:
            act(**given, **more)
        assert refused.value.code == "note:gone"


def test_by_hand_only_on_a_later_version_of_the_same_film(house):
    other = make_version(house.project, house.people["artist"], name="other.mp4")
    for version in (house.version, other):
        with pytest.raises(PortalError) as refused:
            placing.place(
                actor=house.people["artist"], note=house.note, version=version, start=1, end=2
            )
        assert refused.value.code == "placement:order"


def test_a_reply_has_no_place_of_its_own(house):
    reply = noting.reply(actor=house.people["artist"], note=house.note, text="Yes.")
    with pytest.raises(PortalError) as refused:
        placing.drop(actor=house.people["artist"], note=reply, version=house.later)
    assert refused.value.code == "note:no_thread"


def test_by_hand_a_drawing_comes_along_to_the_same_shape_only(house):
    def placed():
        given = {"actor": house.people["artist"], "note": house.note, "version": house.later}
        return placing.place(start=1, end=2, **given)

    assert placed().drawing == house.note.drawing
    house.later.facts["width"] = 240
    house.later.save()
    assert (placed().drawing, placed().remarks) == ([], ["undrawn"])


def test_resolved_anywhere_it_is_resolved_everywhere(house, told):
    carried(house)
    [note] = standing_on(house.later)
    note.resolve(actor=house.people["artist"])
    assert [one.resolved_at is None for one in threads(house.version)] == [False]
    assert to_carry(house.later) == []


def test_a_deleted_note_takes_its_places_along(house, told):
    carried(house)
    house.note.delete_by(house.people["artist"], manages=False)
    assert not Placement.objects.exists() and standing_on(house.later) == []


def test_who_has_the_new_version_open_hears_of_changes(
    house, told, monkeypatch, django_capture_on_commit_callbacks
):
    carried(house)
    said = []
    monkeypatch.setattr("projects.models.notes.publish", lambda groups, news: said.extend(groups))
    with django_capture_on_commit_callbacks(execute=True):
        noting.reply(actor=house.people["director"], note=house.note, text="Mended.")
    assert set(said) == {f"version.{house.version.pk}", f"version.{house.later.pk}"}


def test_files_of_the_new_version_hold_what_came_along(house, told, as_person):
    carried(house)
    client = as_person(house.people["director"])
    table = client.get(f"/api/v1/versions/{house.later.pk}/notes/csv/").content.decode()
    assert "The hand is soft." in table and "22" in table
    again = import_notes(
        actor=house.people["artist"], version=house.later, file_name="a.csv", content=table
    )
    assert (again.made, again.known) == (0, 1)
    page = client.get(f"/versions/{house.later.pk}/notes/").content.decode()
    assert "Frame 22" in page and "carried from version 1, frame 12" in page.lower()


def pictured(house, size, **fields):
    """The two versions of a picture."""
    Asset.objects.filter(pk=house.asset.pk).update(kind="image")
    Version.objects.filter(asset=house.asset).update(frames=1, rate_num=None, rate_den=None)
    Note.objects.filter(pk=house.note.pk).update(start=0, end=1)
    house.later.renditions.filter(role="proxy").delete()
    house.later.refresh_from_db()
    house.later.facts |= {"width": size[0], "height": size[1], **fields}
    house.later.save()


@pytest.mark.parametrize(
    ("size", "state", "reason"),
    [((320, 180), "placed", ""), ((640, 360), "refused", "size")],
)
def test_a_picture_keeps_its_notes_while_it_keeps_its_size(house, told, size, state, reason):
    pictured(house, size)
    carried(house)
    row = Placement.objects.get()
    assert (row.state, row.reason, told["asked"]) == (state, reason, [])
    assert row.drawing == (house.note.drawing if state == "placed" else [])


def test_another_length_is_told_of(house, told):
    pictured(house, (320, 180), duration="9/1")
    carried(house)
    assert Placement.objects.get().reason == "length"


def test_a_refused_film_is_told_and_can_be_tried_again(house, monkeypatch, as_person):
    def refusing(*_args, **_how):
        raise Refused("media:no_frames", "no frame could be decoded")

    monkeypatch.setattr(carrying, "confined", refusing)
    job = carried(house)
    assert (job.state, job.error_code) == ("FAILED", "media:no_frames")
    assert not Placement.objects.exists()
    client = as_person(house.people["artist"])
    assert (
        job.event()["error"]["message"] in client.get(f"/assets/{house.asset.pk}/").content.decode()
    )
    answer = client.post(f"/versions/{house.later.pk}/carry/", {"source": "1"})
    assert answer.status_code == 302
    job.refresh_from_db()
    assert (job.state, job.error_code, job.forgiven) == ("QUEUED", "", 1)


def test_what_is_under_way_is_not_begun_anew(house):
    job = Carrying.ask(house.later, house.version)
    claimed = Carrying.claim(job.pk)
    again = Carrying.ask(house.later, house.version)
    again.refresh_from_db()
    assert (again.pk, again.state, again.attempt) == (job.pk, "RUNNING", claimed.attempt)


def test_a_cancelled_carrying_writes_nothing(house, told, monkeypatch):
    job = Carrying.ask(house.later, house.version)

    def closing(*_args, **_how):
        Carrying.objects.get(pk=job.pk).close(State.CANCELLED)
        return {"places": [found(1, 2)], "picture": SAME}

    monkeypatch.setattr(carrying, "confined", closing)
    carrying_task(*job.message)
    job.refresh_from_db()
    assert job.state == "CANCELLED" and not Placement.objects.exists()


@pytest.mark.parametrize("number", ["2", "9", "x", "²", "9" * 30])
def test_only_an_earlier_version_is_carried_from(house, as_person, number):
    client = as_person(house.people["artist"])
    answer = client.post(f"/versions/{house.later.pk}/carry/", {"source": number}, follow=True)
    assert "from an earlier version of the same asset" in answer.content.decode()
    assert not Carrying.objects.exists()


def test_versions_that_are_not_examined_are_waited_for(house):
    house.version.ingest.state = State.RUNNING
    with pytest.raises(PortalError) as refused:
        Carrying.ask(house.later, house.version)
    assert refused.value.code == "carrying:not_ready"


def test_a_new_version_is_followed_by_itself_only_where_notes_wait(house):
    assert carry_on(house.version) is None
    job = carry_on(house.later)
    assert (job.version, job.source, job.state) == (house.later, house.version, "QUEUED")
    house.note.resolve(actor=house.people["artist"])
    third = make_version(house.project, house.people["artist"], asset=house.asset)
    assert carry_on(third) is None


def test_examining_a_new_version_begins_it(house, monkeypatch):
    monkeypatch.setattr(
        "projects.ingesting._examined",
        lambda job, source, folder, pieces: {"kind": "film", "facts": {"kind": "film"}, "made": []},
    )
    monkeypatch.setattr("projects.ingesting.piecework.pieces_of", lambda job, source, folder: [])
    monkeypatch.setattr("projects.ingesting.Facts.from_dict", lambda facts: _Facts())
    house.later.ingest.__class__.objects.filter(pk=house.later.ingest.pk).update(state="QUEUED")
    ingest_task(*house.later.ingest.message)
    assert Carrying.objects.get().version == house.later


class _Facts:
    frames, rate = 96, None

    def as_dict(self):
        return {"kind": "film"}


def test_the_trash_ends_it_and_taken_back_it_goes_on(house):
    job = Carrying.ask(house.later, house.version)
    house.asset.delete_by(house.people["artist"])
    job.refresh_from_db()
    assert job.state == "CANCELLED"
    assert not Carrying.objects.visible_to(house.people["artist"]).exists()
    house.asset.take_back(actor=house.people["producer"])
    job.refresh_from_db()
    assert job.state == "QUEUED"


def api(client, method, path, body=None):
    given = {"data": json.dumps(body), "content_type": "application/json"} if body else {}
    return getattr(client, method)(f"/api/v1/{path}", **given)


def test_over_the_api_notes_are_found_where_they_stand(house, told, as_person):
    carried(house)
    client = as_person(house.people["reviewer"])
    assert api(client, "get", f"notes/?version={house.later.pk}").json()["results"] == []
    [note] = api(client, "get", f"notes/?standing_on={house.later.pk}").json()["results"]
    [place] = note["placements"]
    assert (note["start"], place["start"], place["source_number"]) == (12, 22, 1)
    assert api(client, "get", "notes/?standing_on=x").status_code == 400


def test_over_the_api_a_note_is_placed_and_left_out(house, as_person):
    client = as_person(house.people["reviewer"])
    path, later = f"notes/{house.note.pk}", str(house.later.pk)
    placed = api(client, "post", f"{path}/place/", {"version": later, "start": 7})
    assert (placed.status_code, placed.json()["end"]) == (200, 8)
    left = api(client, "post", f"{path}/drop/", {"version": later})
    assert (left.json()["state"], left.json()["start"]) == ("dropped", None)
    theirs = api(client, "post", f"{path}/place/", {"version": str(house.version.pk), "start": 7})
    assert theirs.json()["error"]["code"] == "placement:order"


def test_over_the_api_notes_are_carried_from_a_chosen_version(house, as_person):
    make_placement(house.note, house.later)
    client = as_person(house.people["artist"])
    asked = api(client, "post", f"versions/{house.later.pk}/carry/", {"source": 1})
    assert (asked.status_code, asked.json()["state"]) == (200, "QUEUED")
    [row] = api(client, "get", f"carryings/?version={house.later.pk}").json()["results"]
    assert row["source"] == str(house.version.pk)
    none = api(client, "post", f"versions/{house.version.pk}/carry/", {"source": 1})
    assert none.json()["error"]["code"] == "carrying:order"


def test_a_sequence_is_followed_by_its_pictures_as_a_film_is(house, told):
    Asset.objects.filter(pk=house.asset.pk).update(kind="sequence")
    make_note(house.version, house.people["artist"])
    assert carried(house).state == State.READY
    assert told["asked"] and house.later.placements.filter(state="placed").exists()


def test_a_film_that_becomes_a_still_is_no_failure(house, told):
    """The kind is the newest version's; what each version has to show is its own."""
    house.later.renditions.filter(role="proxy").delete()
    make_note(house.version, house.people["artist"])
    job = carried(house)
    assert job.state == State.READY and told["asked"] == []
