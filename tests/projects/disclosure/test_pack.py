"""A pack from rows: all sections, each line with its row, written once and hashed."""

import json
from decimal import Decimal
from io import BytesIO

import pypdfium2
import pytest
from kombu.exceptions import OperationalError

from portal.errors import PortalError
from portal.models import AuditEvent
from portal.storage import files
from portal.tenancy import in_studio
from projects.disclosure import drawing, gathering, making, shot_map
from projects.disclosure.gathering import canonical, gathered, hashed
from projects.disclosure.paper import paper
from projects.disclosure.words import PAPER, labels
from projects.models import Candidate, DisclosurePack, Entry, ResultUse, State
from projects.models.jobs import ACTIVE
from projects.tasks import disclosure, disclosure_paper
from tests.projects.consents import made_under, make_consent, make_performer
from tests.projects.files_made import make_plate
from tests.world import make_edit, make_receipt, make_used


def told(house):
    return gathered(house.project, lambda stage, share: None)


def ask(house):
    return making.ask(actor=house.people["producer"], project=house.project)


def work(pack):
    disclosure(str(pack.studio_id), str(pack.pk))
    return DisclosurePack.objects.get(pk=pack.pk)


def lines(content):
    """Every value that has a row, wherever it stands."""
    if isinstance(content, dict):
        if content.get("row"):
            yield content
        for value in content.values():
            yield from lines(value)
    if isinstance(content, list):
        for value in content:
            yield from lines(value)


def test_every_line_is_linked_to_its_row(house, final, made):
    Candidate.objects.filter(pk=house.candidate.pk).update(kind="script")
    content = told(house)
    rows = list(lines(content))
    assert len(rows) > 15
    for one in rows:
        assert one["row"]["url"].startswith("http") and one["row"]["id"]
    kinds = {one["row"]["model"].removeprefix("projects.") for one in rows}
    assert kinds >= {"run", "candidate", "decision", "consent", "receipt", "entry", "finalcut"}
    assert kinds >= {"resultuse", "writernotice", "creatorconsultation", "version", "project"}


def test_no_line_is_of_another_studio(world, house, final):
    content = json.dumps(told(house))
    theirs = world.theirs
    for row in (theirs.run, theirs.consent, theirs.candidate, theirs.project, theirs.receipt):
        assert str(row.pk) not in content


def test_the_register_has_every_run_with_its_sendings_costs_and_results(house, made):
    Entry.objects.create(
        project=house.project, run=made.run, kind="cost", amount=Decimal("1.5000"), currency="USD"
    )
    make_receipt(made.run)
    content = told(house)
    by = {line["row"]["id"]: line for line in content["register"]}
    assert by.keys() == {str(run.pk) for run in house.project.runs.all()}
    line = by[str(made.run_id)]
    assert (line["tool"], line["sendings"], line["outside"]) == ("stills", 1, True)
    assert [(cost["amount"], cost["currency"]) for cost in line["cost"]] == [("1.5", "USD")]
    [result] = line["results"]
    assert (result["class"], result["decision"]["verdict"]) == ("generated", "approved")
    assert content["totals"]["costs"] == {"USD": "1.75"}
    assert content["totals"]["sendings"] == 2


def test_approved_results_are_listed_until_somebody_says_what_they_are_used_as(house, made):
    assert [one["row"]["id"] for one in told(house)["undecided_use"]] == [str(made.pk)]
    making.say_use(actor=house.people["director"], candidate=made, used_as="unused")
    assert told(house)["undecided_use"] == []


def test_what_is_final_in_no_final_cut_is_told(house, final, made, shot):
    say = {"actor": house.people["director"], "candidate": made, "shots": [house.shot]}
    ResultUse.objects.all().delete()
    Candidate.objects.filter(pk=made.pk).update(number=2)  # under another name than the cut says
    making.say_use(used_as="final", **say)
    [one] = told(house)["unplaced"]
    assert (one["used_as"], one["shot"]) == ("final", "PRJ_0010")
    making.say_use(used_as="temporary", **say)
    assert told(house)["unplaced"] == []


def test_what_is_said_to_be_final_wherever_it_stands_is_found_or_told(house, final, made):
    ResultUse.objects.all().delete()
    making.say_use(actor=house.people["director"], candidate=made, used_as="final")
    assert told(house)["unplaced"] == []  # the cut shows the very file
    plate = make_used(house)
    making.say_use(actor=house.people["director"], candidate=plate, used_as="led_plate")
    assert [one["used_as"] for one in told(house)["unplaced"]] == ["led_plate"]


def test_what_was_final_stays_disclosed_when_it_is_taken_back_or_thrown_away(house, made):
    making.say_use(actor=house.people["director"], candidate=made, used_as="final")
    made.decisions.update(verdict="reopened", reason="Taken back")
    house.asset.throw_away()
    rights, _data, _security, temporary, _talent = told(house)["answers"]
    assert (rights["answer"], temporary["answer"]) == ("unsure", "no")


def test_consents_come_with_their_clauses(house):
    content = told(house)
    [consent] = content["consents"]
    assert consent["performer"] == "Ida Voss"
    names = [clause["clause"] for clause in consent["clauses"]]
    assert {"purposes", "scenes", "territory", "dates", "signature"} <= set(names)
    assert consent["text"] == "I allow this use of my likeness."


def test_inputs_of_which_nobody_said_who_is_seen_are_named(house):
    assert told(house)["nobody_said"] == []
    house.version.likenesses.all().delete()
    [one] = told(house)["nobody_said"]
    assert one["row"]["id"] == str(house.version.pk)


def test_writers_are_told_what_they_were_given(house):
    script = Candidate.objects.get(pk=house.candidate.pk)
    script.kind = "script"
    script.save(update_fields=["kind"])
    [line] = told(house)["writers"]
    assert [(one["writer"], one["agreed"]) for one in line["given"]] == [("Nora", True)]
    assert "Not literary material" in line["label"]


class TestWork:
    def test_it_is_written_once_with_its_hash(self, house, final):
        pack = work(ask(house))
        assert (pack.state, pack.number) == (State.READY, 2)
        assert hashed(pack.content) == pack.sha256
        assert making.must_be_whole(pack) == pack
        assert json.loads(canonical(pack.content)) == pack.content

    def test_a_worker_sees_its_studio_alone(self, house, final):
        pack = ask(house)
        with in_studio(house.studio):
            making.work_on_pack(DisclosurePack.claim(pack.pk))
        assert DisclosurePack.objects.get(pk=pack.pk).is_there

    def test_a_final_cut_that_cannot_be_read_is_said(self, house):
        producer = house.people["producer"]
        edit = make_edit(house, producer, "no list at all")
        making.choose_final(actor=producer, project=house.project, version=edit, episode=None)
        pack = work(ask(house))
        assert (pack.state, pack.error_code) == (State.FAILED, "timeline:unknown")
        assert pack.event()["error"]["todo"]
        with pytest.raises(PortalError, match="pack:not_there"):
            making.must_be_whole(pack)

    def test_a_file_of_several_films_is_no_final_cut(self, house, final, monkeypatch):
        read = {"rate": "24/1", "frames": 0, "films": 3, "shots": [], "warnings": []}
        monkeypatch.setattr(shot_map, "shots_apart", lambda *asked: read)
        pack = work(ask(house))
        assert (pack.state, pack.error_code) == (State.FAILED, "use:several_films")
        assert "3 films" in pack.event()["error"]["message"]

    def test_one_is_made_at_a_time(self, house):
        first = ask(house)
        with pytest.raises(PortalError, match="pack:active"):
            ask(house)
        assert first.state in ACTIVE
        work(first)
        assert ask(house).number == 3

    def test_a_pack_that_somebody_changed_is_never_handed_out(self, house):
        pack = work(ask(house))
        pack.content["totals"]["runs"] += 1
        pack.save(update_fields=["content"])
        with pytest.raises(PortalError, match="pack:changed"):
            making.must_be_whole(DisclosurePack.objects.get(pk=pack.pk))

    def test_names_that_no_database_holds_stop_nothing(self, house):
        producer = house.people["producer"]
        text = '{"OTIO_SCHEMA": "Timeline.1", "name": "a\\u0000b\\ud800", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [{"OTIO_SCHEMA": "Track.1", "kind": "Video", "children": [{"OTIO_SCHEMA": "Clip.1", "name": "x\\u0000", "source_range": {"OTIO_SCHEMA": "TimeRange.1", "start_time": {"OTIO_SCHEMA": "RationalTime.1", "rate": 24, "value": 0}, "duration": {"OTIO_SCHEMA": "RationalTime.1", "rate": 24, "value": 24}}}]}]}}'  # noqa: E501
        edit = make_edit(house, producer, text, name="odd.otio")
        making.choose_final(actor=producer, project=house.project, version=edit, episode=None)
        pack = work(ask(house))
        assert pack.state in (State.READY, State.FAILED) and pack.error_code != "job:unexpected"


class TestSaying:
    def test_only_approved_results_are_used(self, house):
        plate = make_plate(house.version, house.people["artist"])
        with pytest.raises(PortalError, match="use:not_approved"):
            making.say_use(actor=house.people["director"], candidate=plate, used_as="final")

    def test_what_ai_had_no_part_in_is_not_disclosed(self, house):
        with pytest.raises(PortalError, match="use:no_ai"):
            making.say_use(
                actor=house.people["director"], candidate=house.candidate, used_as="final"
            )

    def test_a_shot_of_another_project_is_not_found(self, world, house, made):
        with pytest.raises(PortalError, match="not_found"):
            making.say_use(
                actor=house.people["director"],
                candidate=made,
                used_as="final",
                shots=[world.theirs.shot],
            )

    def test_a_word_for_each_shot_with_the_name_of_who_said_it(self, house, made, shot):
        said = making.say_use(
            actor=house.people["director"],
            candidate=made,
            used_as="led_plate",
            shots=[shot, house.shot],
        )
        assert [use.shot for use in said] == [shot, house.shot]
        assert {use.person_name for use in said} == {str(house.people["director"])}
        assert AuditEvent.objects.filter(verb="disclosure:use").exists()

    def test_only_an_edit_is_the_final_cut(self, house):
        with pytest.raises(PortalError, match="use:no_edit"):
            making.choose_final(
                actor=house.people["producer"],
                project=house.project,
                version=house.version,
                episode=None,
            )

    def test_an_edit_of_another_project_is_not_found(self, world, house):
        theirs = make_edit(world.theirs, world.theirs.people["producer"])
        with pytest.raises(PortalError, match="not_found"):
            making.choose_final(
                actor=house.people["producer"],
                project=house.project,
                version=theirs,
                episode=None,
            )

    def test_a_writer_is_given_what_is_of_a_script(self, house, made):
        given = {"writer": "Nora", "on": "2026-02-01", "agreed": False}
        with pytest.raises(PortalError, match="use:no_script"):
            making.tell_writer(actor=house.people["director"], candidate=made, **given)


class TestSigning:
    def sign(self, house, who="producer", **fields):
        signed = {"sha256": house.pack.sha256, "typed": "Paula P.", "capacity": "producer"}
        return making.sign(actor=house.people[who], pack=house.pack, **{**signed, **fields})

    def test_a_name_is_kept_with_the_hash_of_what_was_seen(self, house):
        made = self.sign(house)
        assert (made.typed, made.sha256) == ("Paula P.", house.pack.sha256)
        event = AuditEvent.objects.get(verb="disclosure:signed")
        assert event.facts["sha256"] == house.pack.sha256

    def test_nobody_signs_twice(self, house):
        self.sign(house)
        with pytest.raises(PortalError, match="pack:signed"):
            self.sign(house)

    def test_what_was_not_seen_is_not_signed(self, house):
        with pytest.raises(PortalError, match="pack:other"):
            self.sign(house, sha256="0" * 64)

    def test_what_is_not_there_is_not_signed(self, house):
        house.pack.state = State.FAILED
        house.pack.save(update_fields=["state"])
        with pytest.raises(PortalError, match="pack:not_there"):
            self.sign(house)


class TestPaper:
    def text(self, data):
        return "\n".join(
            page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(BytesIO(data))
        )

    def test_it_says_what_the_data_say(self, house, final, made):
        pack = work(ask(house))
        data = paper(pack, [])
        text = self.text(data)
        assert data.startswith(b"%PDF-") and b"pdfaid" in data
        for word in (house.project.name, "01:00:01:00", "generated", "Ida Voss", "Nora Writer"):
            assert word in text
        assert pack.sha256 in text.replace("\r\n", "").replace("\n", "")
        assert "Nobody has signed this pack" in text

    def test_signatures_stand_in_it(self, house):
        text = self.text(paper(house.pack, [house.signature]))
        assert "Paul" in text and "director" in text

    def test_the_same_pack_gives_the_same_bytes(self, house, final):
        pack = work(ask(house))
        assert paper(pack, []) == paper(DisclosurePack.objects.get(pk=pack.pk), [])

    def test_nothing_in_the_data_is_read_as_markup(self, house):
        content = {**house.pack.content, "studio": '#panic("x") *bold* $x$ ]'}
        house.pack.content = content
        content["project"] = {**content["project"], "name": '#read("/etc/passwd")'}
        assert '#read("/etc/passwd")' in self.text(paper(house.pack, []))

    def test_a_name_without_a_font_is_a_plain_document_that_says_so(self, house):
        house.signature.typed = "田中\U0001f3ac"
        data = paper(house.pack, [house.signature])
        assert data.startswith(b"%PDF-")
        assert ("stand as boxes" in self.text(data)) == (b"pdfaid" not in data)

    def test_every_word_is_there(self):
        assert all(labels()[name] for name in PAPER)


class TestDrawing:
    """The paper is kept, and never handed out without a signature that was made since."""

    @pytest.fixture
    def pack(self, house):
        return work(ask(house))

    def sign(self, house, pack):
        said = {"typed": "Paula P.", "capacity": "producer", "sha256": pack.sha256}
        return making.sign(actor=house.people["producer"], pack=pack, **said)

    def test_it_is_drawn_with_the_pack_and_kept(self, pack):
        assert files.exists(pack.storage_key) and pack.drawn == 0
        assert pack.storage_key.startswith(pack.storage_prefix)
        assert drawing.drawn(pack) == pack.storage_key

    def test_whoever_is_faster_than_the_worker_has_it_drawn_anew(
        self, house, pack, django_capture_on_commit_callbacks
    ):
        before = pack.storage_key
        self.sign(house, pack)
        with django_capture_on_commit_callbacks(execute=True):
            key = drawing.drawn(pack)
        assert key != before and not files.exists(before)
        with files.open(key) as file:
            assert file.read() == paper(pack, list(pack.signatures.all()))

    def test_the_worker_draws_it_after_a_signature(
        self, house, pack, django_capture_on_commit_callbacks
    ):
        self.sign(house, pack)
        with django_capture_on_commit_callbacks(execute=True):
            disclosure_paper(str(pack.studio_id), str(pack.pk))
        assert DisclosurePack.objects.get(pk=pack.pk).drawn == 1

    def test_what_another_attempt_made_is_not_replaced(self, pack):
        stale = DisclosurePack.objects.get(pk=pack.pk)
        stale.attempt -= 1
        assert drawing.draw(stale) == pack.storage_key
        assert DisclosurePack.objects.get(pk=pack.pk).storage_key == pack.storage_key

    def test_a_slow_drawing_does_not_take_a_signature_away(self, house, pack, monkeypatch):
        self.sign(house, pack)
        key = drawing.draw(pack)
        path = files.path(key)
        assert drawing._keep(pack, path, 0) == key
        assert DisclosurePack.objects.get(pk=pack.pk).drawn == 1

    def test_a_broker_that_is_away_is_no_reason_not_to_sign(
        self, house, pack, monkeypatch, django_capture_on_commit_callbacks
    ):
        def away(*_args, **_kwargs):
            raise OperationalError("gone")

        monkeypatch.setattr(disclosure_paper, "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            assert self.sign(house, pack).pk


def test_results_that_stand_on_no_consent_are_told_to_a_person(house, made, monkeypatch):
    def refuse(candidate):
        raise PortalError("consent:unknown_people")

    monkeypatch.setattr(gathering, "must_cover", refuse)
    talent = told(house)["answers"][-1]
    assert (talent["id"], talent["answer"], talent["escalate"]) == ("talent", "unsure", True)
    assert any(why["row"] and why["row"]["id"] == str(made.pk) for why in talent["because"])


def test_what_stands_on_a_withdrawn_consent_replaces_talent_without_consent(house, made):
    consent = make_consent(make_performer(house), house.people["producer"])
    made_under(consent, house.version, actor=house.people["producer"])
    consent.refresh_from_db()
    type(consent).objects.filter(pk=consent.pk).update(revoked_at="2026-11-01T00:00:00Z")
    talent = told(house)["answers"][-1]
    assert (talent["answer"], talent["escalate"]) == ("yes", True)
