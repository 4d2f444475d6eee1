"""The drill tries what it says: every door and every reference, counts what proves something."""

from uuid import uuid4

import httpx
import pytest
from rest_framework import serializers

from portal.drills import tenants
from portal.drills.tenants import doors, judging, nesting, people, rows, tries
from portal.drills.tenants.judging import Tally
from portal.drills.tenants.tries import Try
from portal.live.topics import TOPICS, WITHOUT_IDENT
from portal.possessions import tenant_models
from projects.api.hierarchy import ShotViewSet
from tests.contract.routes import routes

KINDS = [m._meta.model_name for m in tenant_models()]
MORE = ["trash", "apitoken", "usersession", "studio", "user"]
INTEGERS = {"membership", "notification", "usersession", "acceptance"}


def some(side: int) -> dict[str, list[str]]:
    return {
        kind: [str(side * 10**15 + n) if kind in INTEGERS else str(uuid4()) for n in range(3)]
        for kind in [*KINDS, *MORE]
    }


OUR_IDS, IDS = some(1), some(2)
THEIRS = {"mark": "markx", "name": "Northlight Pictures", "ids": IDS}
SECRETS = {"closed": "/closed/a:b:c/", "part": "/uploads/parts/a:b:d"}
SECRETS |= {"personal_hash": "2" * 64}
OUR_SECRETS = {"closed": "/closed/e:f:g/", "part": "/uploads/parts/e:f:h"}
TOLD = {
    people.OURS: {"mark": "marky", "name": people.OURS, "ids": OUR_IDS, **OUR_SECRETS},
    people.THEIRS: {**THEIRS, **SECRETS, "invitation_hash": "0" * 64, "token_hash": "1" * 64},
    "lead": "lead@example.org",
    "crossed": "/closed/x:y:z/",
}
PLAN = tenants.plan_of(TOLD)


def test_every_route_of_the_portal_is_a_door():
    known = {route.view for route in routes() if route.gate}
    assert known <= {getattr(door.view, "cls", door.view) for door in doors.doors()}


def test_every_address_with_an_identifier_names_a_kind_or_says_why_not():
    named = [door for door in doors.doors() if door.names]
    kinds = {door.name: door.kind for door in named if door.name not in doors.WITHOUT}
    assert set(kinds.values()) <= {*KINDS, *MORE}
    assert {"invitation", "webhookendpoint", "export", "closeout", "acceptance"} < {*kinds.values()}
    stale = {*doors.PAGES, *doors.WITHOUT} - {door.name for door in named}
    assert stale == set()


@pytest.mark.parametrize("kind", sorted({door.kind for door in doors.doors()} - {""}))
def test_each_kind_is_tried_at_its_own_doors(kind):
    ids = set(IDS[kind])
    assert [asked for asked, _control in PLAN if asked.kind == "guessed" and asked.ident in ids]


def test_a_page_is_tried_with_both_methods_and_an_api_route_with_its_own():
    run, shot = IDS["run"][0], IDS["shot"]
    found = {(t.method, t.address) for t, _control in PLAN if t.kind == "guessed"}
    assert {("GET", f"/runs/{run}/"), ("POST", f"/runs/{run}/")} <= found
    methods = {m for m, a in found if a in [f"/api/v1/shots/{pk}/" for pk in shot]}
    assert methods == {"GET", "PATCH", "DELETE"}


def test_each_way_of_ending_a_row_meets_another_row():
    ended = [
        t.ident
        for t, _control in PLAN
        if t.kind == "guessed" and not t.reads and t.rank[0] > 1 and "/invitations/" in t.address
    ]
    assert len(ended) == 2 and len(set(ended)) == 2


def test_the_owner_creates_before_changing_and_deletes_what_is_inside_first():
    order = sorted((t for t, _c in PLAN if not t.reads), key=lambda asked: asked.rank)
    deleted = [t.address.split("/")[-3] for t in order if t.method == "DELETE"]
    assert deleted.index("shots") < deleted.index("scenes") < deleted.index("episodes")
    assert {t.method for t in order[-5:]} == {"DELETE"} and order[0].method == "POST"


def test_lists_are_filtered_by_every_field_they_offer_and_ordered():
    asked = {t.address for t, _control in PLAN if t.kind in ("filtered", "ordered", "exported")}
    for field in ShotViewSet.filterset_fields:
        assert any(a.startswith(f"/api/v1/shots/?{field}=") for a in asked), field
    studio = IDS["studio"][0]
    for page in ("projects", "studio/audit", "studio/audit/export", "studio/webhooks"):
        assert f"/{page}/?studio={studio}" in asked
    assert f"/api/v1/jobs/?topic=export:{IDS['export'][0]}" in asked
    assert "/api/v1/shots/?ordering=studio" in asked


def test_who_reads_by_right_is_no_intruder_there():
    spared = {t.address: t.by_right for t, _control in PLAN if t.by_right}
    assert spared["/feedback/answers/"] == ("beta_lead", "admin")
    assert spared["/api/v1/audit/"] == ("admin",)
    assert not [a for a in spared if not a.startswith(("/admin/", *tries.BY_RIGHT))]


def test_every_reference_is_swapped_alone_and_its_owner_sends_only_theirs():
    theirs = {pk for found in IDS.values() for pk in found}
    ours = {pk for found in OUR_IDS.values() for pk in found}
    pairs = [(t, control) for t, control in PLAN if t.kind == "nested"]
    assert len(pairs) > 40
    for asked, control in pairs:
        body = str(asked.body)
        assert sum(pk in f"{body} {asked.address}" for pk in theirs) == 1, asked
        assert not any(pk in f"{control.body} {control.address}" for pk in ours), control


def test_every_reference_that_the_api_takes_is_among_the_bodies():
    """Read from the serializers: a new reference has to be tried, too."""
    tried = {
        (route.split("/")[0], name) for (_m, route), body in nesting.BODIES.items() for name in body
    }
    taken = {
        (door.pattern.split("/")[3], name)
        for door in doors.doors()
        if {"create", "partial_update"} & set(getattr(door.view, "actions", {}).values())
        for name in references(door.view.cls.serializer_class())
    }
    assert len(taken) > 12
    assert sorted(taken - tried) == []


def references(serializer) -> list[str]:
    found = []
    for name, field in serializer.fields.items():
        child = getattr(field, "child_relation", field)
        related = isinstance(child, serializers.PrimaryKeyRelatedField)
        studio = isinstance(field, serializers.UUIDField) and name != "id"
        if (related or studio) and not field.read_only:
            found.append(name)
    return found


def test_signed_addresses_are_tampered_with():
    linked = [t.address for t, _control in PLAN if t.kind == "linked"]
    assert "/closed/a:b:c/" not in linked and len(set(linked)) == 3
    sent = [t for t, _control in PLAN if t.kind == "uploaded to"]
    assert len(sent) == 2 and SECRETS["part"] not in {t.address for t in sent}


def test_every_topic_with_an_identifier_is_listened_to():
    of_the_programme = {"report"}
    assert set(tenants.TOPICS) == set(TOPICS) - WITHOUT_IDENT - of_the_programme


def answer(status, text="", **headers):
    return httpx.Response(status, text=text, headers=headers)


def judged(asked, given, who="our producer"):
    tally = Tally()
    tally.judge(who, asked, given, THEIRS, asked)
    return tally


ROW = Try("guessed", "GET", f"/runs/{IDS['run'][0]}/", IDS["run"][0])
POST = Try("guessed", "POST", f"/runs/{IDS['run'][0]}/cancel/", IDS["run"][0])
LIST = Try("listed", "GET", "/runs/", plain=True)
FORM = Try("nested", "POST", "/projects/new/", "x")


@pytest.mark.parametrize(
    ("asked", "given", "how"),
    [
        (ROW, answer(200), "opened"),
        (POST, answer(302, location="/runs/"), "opened"),
        (POST, answer(200), "opened"),
        (FORM, answer(302, location="/projects/1/"), "opened"),
        (LIST, answer(200, "the name is markx"), "markx"),
        (LIST, answer(200, "Northlight Pictures"), "Northlight"),
        (ROW, answer(404, f"see {IDS['asset'][0]}"), "told"),
        (ROW, answer(500), "failed"),
    ],
)
def test_a_leak_is_what_opens_tells_or_fails(asked, given, how):
    tally = judged(asked, given)
    assert len(tally.leaks) == 1 and how in tally.leaks[0]
    assert not tally.kept_out and tally.tried == 1


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        (ROW, answer(404)),
        (POST, answer(403)),
        (LIST, answer(200, "an empty list")),
        (FORM, answer(200, "the form again")),
        (ROW, answer(404, IDS["run"][0])),  # what one asked with is no news
        (Try("admin", "GET", "/admin/x/"), answer(302, location="/admin/login/?next=/")),
        (Try("linked", "GET", "/closed/x/"), answer(410)),
    ],
)
def test_a_refusal_is_kept_out_and_counts_when_the_owner_gets_through(asked, given):
    tally = judged(asked, given)
    assert not tally.leaks and not tally.shut
    assert tally.counted().total() == 0  # nobody has asked the owner yet
    tally.owners[asked.key] = False
    assert tally.counted().total() == 0 and tally.unproved == [asked.key]
    tally.owners[asked.key] = True
    assert tally.counted() == {asked.kind: 1} and tally.unproved == []


@pytest.mark.parametrize(
    "given",
    [answer(401), answer(302, location="/accounts/login/?next=/"), answer(400), answer(405)],
)
def test_who_never_came_to_the_lookup_proves_nothing(given):
    tally = judged(ROW, given)
    tally.owners[ROW.key] = True
    assert not tally.leaks and tally.counted().total() == 0


def test_being_shut_out_is_told():
    assert judged(ROW, answer(302, location="/agreements/")).shut


@pytest.mark.parametrize(
    ("asked", "given", "gets"),
    [
        (ROW, answer(200), True),
        (POST, answer(302, location="/runs/"), True),
        (POST, answer(409), True),
        (ROW, answer(404), False),
        (ROW, answer(403), False),
        (ROW, answer(302, location="/accounts/2fa/"), False),
        (POST, answer(302, location="/accounts/sessions/"), True),
        (FORM, answer(200), False),
        (FORM, answer(400), False),
        (FORM, answer(302, location="/projects/1/"), True),
    ],
)
def test_the_owner_gets_through(asked, given, gets):
    assert judging.through(asked, given) is gets


def test_the_programmes_people_may_know_the_studios_name():
    assert not judged(LIST, answer(200, "Northlight Pictures"), who="admin").leaks


def test_a_changed_table_is_named():
    assert rows.changed({"a": "1", "b": "2"}, {"a": "1", "b": "3"}) == [
        "b: rows of the other studio changed"
    ]


def test_administrators_read_by_right_what_studios_tell_them_and_no_more():
    from portal.drills.tenants.tries import right_to

    assert right_to("/") == ("admin",)
    assert right_to("/notifications/") == right_to("/reports/") == ("beta_lead", "admin")
    assert right_to("/projects/") == right_to("/assets/") == ()
