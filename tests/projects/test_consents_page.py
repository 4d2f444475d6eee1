"""The pages of performers and consents, and the marking of who is seen."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from portal.models import AuditEvent
from projects.consent_forms import ConsentForm
from projects.consenting import in_quarantine
from projects.home.awaited import awaiting
from projects.models import Character, Consent, CreatorConsultation, Likeness, PerformerLink
from projects.revoking import revoke
from projects.triage import awaited, boards_awaiting
from tests.projects.consents import made_under, make_consent, make_performer
from tests.world import make_candidate, make_pictures, make_version, secret_of


@pytest.fixture
def house(world):
    return world.ours


@pytest.fixture
def producer(house, client):
    client.force_login(house.people["producer"])
    return house.people["producer"]


def filled(**fields):
    now = timezone.now()
    given = {
        **{"kind": "independent_replica", "purposes": ["vfx"], "scenes": "12, 12A", "script": "*"},
        "description": "Her face on the stunt double in the chase.",
        **{"shown_in": ["film"], "territories": "*", "quality": "hd", "providers": ["*"]},
        **{"compensation_days": "1.5", "starts": f"{now:%Y-%m-%d}", "clause": "I allow it."},
        **{"ends": f"{now + timedelta(days=90):%Y-%m-%d}", "signed_by": "Ida Voss"},
        **{"signed_how": "paper", "signed_at": f"{now - timedelta(days=3):%Y-%m-%dT%H:%M}"},
    }
    return {**given, **fields}


def test_the_page_of_people_says_what_is_allowed_until_when(house, producer, client):
    page = client.get(f"/projects/{house.project.pk}/people/").content.decode()
    assert "Ida Voss allows a digital replica made of existing material for every purpose" in page
    assert house.consent.get_absolute_url() in page and "Mara" in page and "Nora Writer" in page


def test_a_performer_a_character_and_a_consultation_are_added(house, producer, client):
    where = f"/projects/{house.project.pk}/people/"
    client.post(where, {"add": "performer", "performer-name": "Bo Lind"})
    bo = house.project.performers.get(name="Bo Lind")
    told = {"add": "character", "character-name": "Rex", "character-performer": str(bo.pk)}
    client.post(where, told)
    assert Character.objects.get(name="Rex").performer == bo
    said = {"creator": "N. Writer", "on": "2026-03-01", "how": "a letter", "said": "Go on."}
    client.post(where, {"add": "consultation"} | {f"consultation-{k}": v for k, v in said.items()})
    row = CreatorConsultation.objects.get(creator="N. Writer")
    assert row.recorded_by == producer and row.said == "Go on."
    verbs = AuditEvent.objects.filter(actor=producer).values_list("verb", flat=True)
    assert {"performer:added", "character:added", "creator:consulted"} <= set(verbs)


def test_the_same_name_twice_and_a_minor_without_a_guardian_are_told(house, producer, client):
    where = f"/projects/{house.project.pk}/people/"
    twice = client.post(where, {"add": "performer", "performer-name": "Ida Voss"})
    assert "There is a performer of this name" in twice.content.decode()
    alone = {"add": "performer", "performer-name": "Kit", "performer-minor": "on"}
    assert "needs a guardian" in client.post(where, alone).content.decode()
    assert house.project.performers.count() == 1


def test_a_consent_is_recorded_as_the_paper_says_it(house, producer, client):
    where = f"/performers/{house.performer.pk}/consents/new/"
    assert client.post(where, filled()).status_code == 302
    made = Consent.objects.get(number=2)
    assert (made.scenes, made.media, made.quality) == (["12", "12A"], ["film"], "hd")
    assert made.recorded_by == producer and not made.biometric
    page = client.get(made.get_absolute_url()).content.decode()
    assert "scenes 12, 12A" in page and "I allow it." in page
    assert "1.5 days of work (estimate)" in page


def test_it_is_bound_to_the_script_by_its_hash(house, producer, client):
    script = make_version(house.project, producer, name="draft.fountain")
    script.asset.kind = "script"
    script.asset.save()
    where = f"/performers/{house.performer.pk}/consents/new/"
    assert client.post(where, filled(script=str(script.pk))).status_code == 302
    assert Consent.objects.get(number=2).script == script.tree_sha256


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"description": "Her face."}, "Say which use"),
        ({"ends": "2020-01-01"}, "ends before it begins"),
        ({"kind": "employment_replica"}, "needs the first day"),
        ({"services_at": f"{timezone.now() - timedelta(days=2):%Y-%m-%dT%H:%M}"}, "48 hours"),
        ({"scenes": " , "}, "Name at least one"),
        ({"signed_at": "2999-01-01T00:00"}, "still to come"),
        ({"purposes": ["war"]}, "war"),
    ],
)
def test_what_a_consent_lacks_is_said_and_nothing_is_recorded(house, fields, said):
    form = ConsentForm(filled(**fields), performer=house.performer)
    assert not form.is_valid()
    assert said in str(form.errors)


def test_before_withdrawing_the_page_says_what_is_touched(house, producer, client):
    made_under(house.consent, house.version)
    page = client.get(house.consent.get_absolute_url()).content.decode()
    assert "What would be touched by withdrawing it" in page
    assert "1 result made under it" in page and "1 approved" in page
    assert "Monday review" in page and "clip.mp4 v1" in page


def test_withdrawn_on_the_page_the_film_is_held_everywhere(house, producer, client):
    made_under(house.consent, house.version)
    told = {"name": "Max Agent", "why": "The part was recast."}
    client.post(f"/consents/{house.consent.pk}/withdraw/", told)
    assert in_quarantine([house.version]) == ("clip.mp4",)
    assert "Max Agent withdrew it" in client.get(house.consent.get_absolute_url()).content.decode()
    proxy, frame = house.version.rendition("proxy"), f"/versions/{house.version.pk}/frames/0.jpg"
    for address in (
        f"/media/renditions/{proxy.pk}/",
        frame,
        f"/versions/{house.version.pk}/original/",
        f"/candidates/{house.candidate.pk}/export/csv/",
    ):
        answer = client.get(address)
        assert answer.status_code == 403, address
        assert "consent 1 of Ida Voss" in answer.content.decode(), address
    for address in (
        f"/assets/{house.asset.pk}/",
        house.candidate.get_absolute_url(),
        house.playlist.get_absolute_url(),
    ):
        page = client.get(address).content.decode()
        assert "Withdrawn. This stands on consent 1 of Ida Voss" in page, address
        assert str(proxy.pk) not in page


def test_nobody_asks_a_tool_about_it_and_nobody_approves_it(house, producer, client):
    made_under(house.consent, house.version)
    house.candidate.decisions.all().delete()
    revoke(consent=house.consent, actor=producer, name="Ida", why="No.")
    asked = client.post(f"/versions/{house.version.pk}/ask/?tool=shot_breakdown", {})
    assert "consent 1 of Ida Voss" in asked.content.decode()
    where = f"/candidates/{house.candidate.pk}/decide/"
    client.post(where, {"verdict": "approved", "revision": 0})
    assert not house.candidate.decisions.exists()
    client.post(where, {"verdict": "rejected", "revision": 0, "reason": "Withdrawn."})
    assert house.candidate.decisions.get().verdict == "rejected"


def test_a_hold_for_a_strike_is_switched_on_and_off(house, producer, client):
    where = f"/consents/{house.consent.pk}/hold/"
    client.post(where, {"on": "on"})
    assert "on hold: strike" in client.get(house.consent.get_absolute_url()).content.decode()
    client.post(where)
    assert not Consent.objects.get(pk=house.consent.pk).strike_hold


def test_a_further_consent_takes_over_on_the_page(house, producer, client):
    made_under(house.consent, house.version)
    revoke(consent=house.consent, actor=producer, name="Ida", why="No.")
    further = make_consent(house.performer, producer, signed_at=timezone.now())
    page = client.get(house.consent.get_absolute_url()).content.decode()
    assert f'value="{further.pk}"' in page
    client.post(f"/consents/{house.consent.pk}/replace/", {"by": str(further.pk)})
    assert in_quarantine([house.version]) == ()
    assert AuditEvent.objects.filter(verb="consent:replaced", actor=producer).exists()


def test_what_is_in_quarantine_waits_for_no_decision(house, producer):
    made = make_candidate(house.version, producer)
    board = make_pictures(house.version, producer, ["0" * 16])
    made_under(house.consent, house.version)
    assert made in awaiting(producer) and board in boards_awaiting(producer)
    revoke(consent=house.consent, actor=producer, name="Ida", why="No.")
    assert made not in awaiting(producer) and board not in boards_awaiting(producer)
    assert awaited(producer, 10) == []


def test_a_consent_that_was_signed_before_is_not_offered_to_take_over(house, producer, client):
    before = make_consent(house.performer, producer, signed_at=timezone.now())
    revoke(consent=house.consent, actor=producer, name="Ida", why="No.")
    page = client.get(house.consent.get_absolute_url()).content.decode()
    assert f'value="{before.pk}"' not in page and "A further consent takes over" not in page


def test_clauses_call_providers_as_people_do(house, producer, client):
    one = make_consent(house.performer, producer, providers=["openai", "compatible"])
    page = client.get(one.get_absolute_url()).content.decode()
    assert "OpenAI, OpenAI-compatible server" in page


def test_who_is_seen_is_said_by_a_person_with_their_name(house, client):
    artist = house.people["artist"]
    client.force_login(artist)
    bo = make_performer(house, "Bo Lind")
    where = f"/versions/{house.version.pk}/people/"
    assert "Ida Voss" in client.get(where).content.decode()
    ida = f"performer-{house.performer.pk}"
    client.post(where, {ida: str(house.consent.pk), f"performer-{bo.pk}": "set"})
    rows = {row.performer: row.consent for row in Likeness.objects.filter(version=house.version)}
    assert rows == {house.performer: house.consent, bo: None}
    assert "Seen here:" in client.get(f"/assets/{house.asset.pk}/").content.decode()
    client.post(where, {"nobody": "on"})
    row = Likeness.objects.get(version=house.version)
    assert row.performer is None and row.said_by == artist


@pytest.mark.parametrize("sent", [{}, {"nobody": "on", "seen": True}])
def test_nothing_or_both_is_no_answer(house, producer, client, sent):
    if sent.pop("seen", False):
        sent[f"performer-{house.performer.pk}"] = "set"
    told = client.post(f"/versions/{house.version.pk}/people/", sent).content.decode()
    assert (
        "Either somebody is seen or nobody is." if sent else "Choose who is seen, or say"
    ) in told
    assert (' id="nobody" name="nobody" checked' in told) == bool(sent)
    assert ('<option value="set" selected>' in told) == bool(sent)
    assert Likeness.objects.get(version=house.version).performer == house.performer


def test_a_personal_link_is_told_once_and_replaces_the_one_before(house, producer, client):
    answer = client.post(f"/performers/{house.performer.pk}/link/")
    address = answer.content.decode().split('id="personal-link">')[1].split("<")[0]
    assert answer["Cache-Control"] == "no-store"
    client.logout()
    path = address[address.index("/allowed/") :]
    assert client.get(path).status_code == 200
    before = client.get(f"/allowed/{secret_of(house.performer_link.pk)}/")
    assert before.status_code == 410 and mail.outbox == []


def test_it_is_mailed_to_the_representative(house, producer, client):
    house.performer.email = "max@example.org"
    house.performer.save()
    client.post(f"/performers/{house.performer.pk}/link/", {"mail": "on"})
    assert mail.outbox[0].to == ["max@example.org"] and "/allowed/" in mail.outbox[0].body


def test_a_lapsing_consent_is_on_home(house, producer, client):
    soon = timezone.now().date() + timedelta(days=9)
    make_consent(house.performer, producer, ends=soon)
    make_consent(house.performer, producer, ends=soon + timedelta(days=99))
    page = client.get("/").content.decode()
    assert f"Consent 2 of Ida Voss lapses on {soon:%Y-%m-%d}" in page
    assert "Consent 3" not in page


def test_others_see_and_do_not_change(house, client):
    client.force_login(house.people["director"])
    page = client.get(f"/projects/{house.project.pk}/people/").content.decode()
    assert "Ida Voss allows" in page and "Add a performer" not in page
    assert "Withdraw consent" not in client.get(house.consent.get_absolute_url()).content.decode()
    assert not PerformerLink.objects.visible_to(house.people["director"]).exists()
