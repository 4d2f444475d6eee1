"""The pages: the form that says what goes along, a ticket, the board, what was done."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from feedback.models import Release, Ticket, Topic
from feedback.models.sharing import share
from feedback.tickets.reporting import report
from tests.feedback.tickets.pngs import png

SAID = {"kind": "idea", "title": "Bars that end", "severity": "minor", "feature": "uploads"}
DIALOG = {"HX-Request": "true"}


@pytest.fixture
def artist(world, as_person):
    return as_person(world.ours.people["artist"])


@pytest.fixture
def lead(world, as_person):
    return as_person(world.beta_lead)


def post(client, world, **more):
    given = {**SAID, "studio": world.ours.studio.pk, **more}
    return client.post("/tickets/new/", given, headers=more.pop("headers", {}))


class TestWriting:
    def test_every_page_of_a_partner_has_the_button_and_none_of_a_lead(self, artist, lead):
        assert 'data-key="!"' in artist.get("/runs/").text
        assert "ticket-button" not in lead.get("/tickets/").text

    def test_the_form_says_what_goes_along_before_it_goes(self, world, artist):
        asked = {"page": f"/runs/{world.ours.run.pk}/?q=secret", "window": "9 × 9"}
        page = artist.get("/tickets/new/", asked, headers=DIALOG)
        assert f"/runs/{world.ours.run.pk}/?q<" in page.text and "9 × 9" in page.text
        assert str(world.ours.run) in page.text
        told = dict(page.context["told"])
        assert "secret" not in str(told) and "<html" not in page.text

    def test_without_a_script_it_is_the_page_one_came_from(self, world, artist):
        before = f"http://testserver/runs/{world.ours.run.pk}/"
        page = artist.get("/tickets/new/", headers={"Referer": before})
        assert f"/runs/{world.ours.run.pk}/" in str(page.context["told"])
        elsewhere = artist.get("/tickets/new/", headers={"Referer": "https://x.org/runs/"})
        assert "Page" not in dict(elsewhere.context["told"])

    def test_the_likely_feature_is_chosen(self, world, artist):
        page = artist.get("/tickets/new/", {"page": f"/runs/{world.ours.run.pk}/"})
        assert page.context["form"]["feature"].value() == f"tool:{world.ours.run.request.tool}"

    def test_it_is_kept_with_run_browser_and_picture(self, world, artist):
        answer = post(
            artist,
            world,
            page=f"/runs/{world.ours.run.pk}/",
            browser="Firefox",
            picture=SimpleUploadedFile("page.png", png()),
        )
        row = Ticket.objects.get(title="Bars that end")
        assert answer.status_code == 302 and answer.url == row.get_absolute_url()
        assert (row.run, row.browser, row.page_name) == (world.ours.run, "Firefox", "run")
        page = artist.get(answer.url).text
        assert "Firefox" in page and f"/tickets/{row.pk}/picture/" in page

    def test_in_the_dialog_the_answer_is_a_word(self, world, artist):
        given = {**SAID, "studio": world.ours.studio.pk}
        answer = artist.post("/tickets/new/", given, headers=DIALOG)
        assert "is kept" in answer.text and "data-done" in answer.text

    @pytest.mark.parametrize(
        ("more", "said"),
        [
            ({"title": ""}, "Fill this in."),
            ({"title": "x" * 121}, "Shorten it to 120"),
            ({"feature": "nothing"}, "Choose one of the list"),
            ({"kind": "rant"}, "Choose one of the list"),
            ({"text": "x" * 4001}, "Shorten it to 4000"),
        ],
    )
    def test_what_cannot_be_kept_is_said_at_its_field(self, world, artist, more, said):
        answer = post(artist, world, **more)
        assert answer.status_code == 200 and said in answer.text
        assert not Ticket.objects.filter(kind="idea").exists()

    def test_a_picture_that_is_none_is_refused_and_the_words_stay(self, world, artist):
        bad = SimpleUploadedFile("page.png", b"<svg onload=alert(1)>")
        answer = post(artist, world, picture=bad)
        assert "cannot be kept" in answer.text and "Bars that end" in answer.text
        assert not Ticket.objects.filter(kind="idea").exists()

    def test_another_studio_is_no_choice(self, world, artist):
        answer = artist.post("/tickets/new/", {**SAID, "studio": world.theirs.studio.pk})
        assert answer.status_code == 200
        assert not Ticket.objects.filter(kind="idea").exists()

    def test_what_reads_alike_is_shown_while_typing(self, world, artist):
        page = artist.get("/tickets/alike/", {"title": "freezing"})
        assert "Ours freezes" in page.text and "Theirs" not in page.text
        assert "while you type" in artist.get("/tickets/alike/").text


class TestPictures:
    @pytest.fixture
    def row(self, world):
        return report(
            actor=world.ours.people["artist"], studio=world.ours.studio, picture=png(), **SAID
        )

    def status(self, as_person, world, row, kind):
        return as_person(world.visitor(kind)).get(f"/tickets/{row.pk}/picture/").status_code

    @pytest.mark.parametrize(
        ("kind", "status"),
        [("producer", 200), ("reviewer", 404), ("other", 404), ("beta_lead", 200)],
    )
    def test_the_studio_and_beta_leads_open_it(self, world, as_person, row, kind, status):
        assert self.status(as_person, world, row, kind) == status

    def test_no_lead_where_words_are_withheld(self, world, as_person, row):
        share(actor=world.ours.people["producer"], studio=world.ours.studio, words=False, raw=False)
        assert self.status(as_person, world, row, "beta_lead") == 404
        assert self.status(as_person, world, row, "artist") == 200

    def test_it_comes_as_a_picture_and_nothing_else(self, artist, row):
        answer = artist.get(f"/tickets/{row.pk}/picture/")
        assert answer["Content-Type"] == "image/png"
        assert answer["X-Content-Type-Options"] == "nosniff"


class TestMine:
    def test_my_tickets_and_those_of_my_studio_stand_apart(self, world, artist, as_person):
        assert "Ours freezes" in artist.get("/feedback/mine/").text
        assert "Ours freezes" not in artist.get("/feedback/mine/?whose=studio").text
        director = as_person(world.ours.people["director"])
        assert "Ours freezes" not in director.get("/feedback/mine/").text
        assert "Ours freezes" in director.get("/feedback/mine/?whose=studio").text
        assert "Theirs freezes" not in director.get("/feedback/mine/?whose=studio").text

    def test_a_vote_is_pressed_and_taken_back(self, world, as_person):
        client, at = (
            as_person(world.ours.people["director"]),
            f"/topics/{world.ours.topic.pk}/vote/",
        )
        back = {"Referer": "http://testserver/feedback/mine/?whose=studio"}
        assert client.post(at, headers=back).url == "/feedback/mine/?whose=studio"
        assert world.ours.topic.votes.count() == 2
        client.post(at, {"vote": "no"})
        assert world.ours.topic.votes.count() == 1
        assert client.post(at, headers={"Referer": "https://evil.org/x"}).url == "/feedback/mine/"

    def test_another_studio_finds_no_topic_that_is_not_shown(self, world, as_person):
        client = as_person(world.theirs.people["artist"])
        assert client.post(f"/topics/{world.ours.topic.pk}/vote/").status_code == 404


class TestLeads:
    def test_the_board_shows_words_that_are_shared_and_says_what_is_withheld(self, world, lead):
        assert "Ours freezes" in lead.get("/tickets/").text
        share(actor=world.ours.people["producer"], studio=world.ours.studio, words=False, raw=False)
        for at in (
            "/tickets/",
            f"/topics/{world.ours.topic.pk}/",
            f"/tickets/{world.ours.ticket.pk}/",
        ):
            page = lead.get(at).text
            assert "Ours freezes" not in page and "Words withheld by the studio" in page
            assert "Ours-artist" not in page

    def test_the_formula_and_its_weights_stand_on_the_page(self, lead):
        page = lead.get("/tickets/").text
        assert "Impact = people" in page and "4 = 1 × 4 × 1" in page

    def test_a_move_by_the_board_leads_back_to_it(self, world, lead):
        at = f"/topics/{world.ours.topic.pk}/move/"
        assert lead.post(at, {"stage": "planned", "from": "board"}).url == "/tickets/"
        assert lead.post(at, {"stage": "triaged"}).url == f"/topics/{world.ours.topic.pk}/"
        refused = lead.post(at, {"stage": "shipped"})
        assert refused.status_code == 409 and "cannot become" in refused.text

    def test_an_answer_is_published_with_a_headline_alone(self, world, lead, artist):
        at = f"/topics/{world.ours.topic.pk}/answer/"
        refused = lead.post(at, {"answer": "Done.", "publish": "on"})
        assert refused.status_code == 200 and "headline of your own" in refused.text
        assert lead.post(at, {"headline": "Bars", "answer": "Done.", "publish": "on"}).url
        assert "Done." in artist.get(f"/tickets/{world.ours.ticket.pk}/").text

    def test_weights_out_of_the_lists_change_nothing(self, world, lead):
        at = f"/topics/{world.ours.topic.pk}/weigh/"
        lead.post(at, {"severity": "awful"})
        assert Topic.objects.get(pk=world.ours.topic.pk).severity == "major"
        lead.post(at, {"severity": "cosmetic"})
        row = Topic.objects.get(pk=world.ours.topic.pk)
        assert (row.severity, row.feature) == ("cosmetic", "uploads")

    def test_merging_offers_what_reads_alike_and_merges(self, world, lead):
        at = f"/topics/{world.theirs.topic.pk}/merge/"
        assert str(world.ours.topic.pk) in lead.get(at).text
        assert lead.post(at, {"into": "nonsense"}).status_code == 404
        lead.post(at, {"into": world.ours.topic.pk})
        assert Topic.objects.get(pk=world.theirs.topic.pk).into == world.ours.topic

    def test_withheld_words_are_not_looked_through(self, world, lead):
        share(actor=world.ours.people["producer"], studio=world.ours.studio, words=False, raw=False)
        page = lead.get(f"/topics/{world.theirs.topic.pk}/merge/", {"q": "freezes"})
        assert str(world.ours.topic.pk) not in page.text

    def test_asked_and_opened_by_a_producer(self, world, lead, as_person):
        row, producer = world.ours.ticket, as_person(world.ours.people["producer"])
        share(actor=world.ours.people["producer"], studio=world.ours.studio, words=False, raw=False)
        lead.post(f"/tickets/{row.pk}/ask/", {"asked": "Which file?"})
        lead.post(f"/tickets/{row.pk}/ask/", {"asked": ""})
        assert "Which file?" in producer.get(f"/tickets/{row.pk}/").text
        producer.post(f"/tickets/{row.pk}/let/")
        assert "Ours freezes" in lead.get(f"/tickets/{row.pk}/").text

    def test_sending_to_a_tracker_that_is_not_in_use_is_not_found(self, world, lead):
        at = f"/topics/{world.ours.topic.pk}/send/"
        assert lead.post(at, {"tracker": world.ours.issue.tracker_id}).status_code == 404
        assert lead.post(at, {"tracker": "x"}).status_code == 404


class TestReleased:
    def publish(self, world, **fields):
        Topic.objects.filter(pk=world.ours.topic.pk).update(
            headline="Bars that freeze", published_at=timezone.now(), **fields
        )

    def test_what_is_not_published_is_not_there(self, world, as_person):
        Topic.objects.filter(pk=world.ours.topic.pk).update(headline="Bars that freeze")
        page = as_person(world.theirs.people["artist"]).get("/released/").text
        assert "Bars that freeze" not in page and "Nothing has been published yet" in page

    @pytest.mark.parametrize("stage", ["new", "planned", "shipped", "declined"])
    def test_every_studio_reads_it_in_the_teams_words(self, world, as_person, stage):
        self.publish(world, stage=stage, answer="The bar ends now.")
        page = as_person(world.theirs.people["artist"]).get("/released/").text
        assert "Bars that freeze" in page and "The bar ends now." in page
        assert "Ours" not in page
        assert ("Vote for it" in page) == (stage in ("new", "planned"))

    def test_a_release_comes_with_what_was_said_and_only_when_shown(self, world, lead, artist):
        given = {"name": "Week 1", "on": "2026-11-27", "notes": "Bars end."}
        assert lead.post("/releases/", given).url == "/releases/"
        row = Release.objects.get(name="Week 1")
        self.publish(world, stage="shipped", release=row)
        assert "Week 1" not in artist.get("/released/").text
        lead.post(f"/releases/{row.pk}/", {**given, "shown": "on"})
        page = artist.get("/released/").text
        assert "Week 1" in page and "Bars end." in page and page.count("Bars that freeze") == 1

    def test_two_releases_of_one_name_are_refused_at_the_field(self, world, lead):
        answer = lead.post("/releases/", {"name": "Release of Ours", "on": "2026-11-27"})
        assert answer.status_code == 200 and "already exists" in answer.text
