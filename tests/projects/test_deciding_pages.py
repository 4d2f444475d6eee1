"""Correcting and signing on the pages and over the API."""

import pytest
from django.urls import reverse

from tests.world import make_candidate

SPLIT = {"op": "split", "frame": 10}


@pytest.fixture
def candidate(world):
    """One that nobody has decided on yet."""
    return make_candidate(world.ours.version, world.visitor("artist"))


class TestThePages:
    def address(self, candidate, name="candidate_decide"):
        return reverse(name, args=[candidate.pk])

    def test_a_director_signs_on_the_page(self, world, as_person, candidate):
        form = {"verdict": "approved", "revision": 0, "reason": ""}
        director = as_person(world.visitor("director"))
        page = director.post(self.address(candidate), form, follow=True)
        assert "Signed: approved by Ours-director." in page.text
        assert candidate.decision.person == world.visitor("director")

    @pytest.mark.parametrize("kind", ["artist", "reviewer", "beta_lead", "admin"])
    def test_nobody_else_signs(self, world, as_person, candidate, kind):
        form = {"verdict": "approved", "revision": 0}
        answer = as_person(world.visitor(kind)).post(self.address(candidate), form)
        assert answer.status_code == 403 and candidate.decision is None

    def test_a_director_of_another_studio_cannot_find_it(self, world, as_person, candidate):
        form = {"verdict": "approved", "revision": 0}
        director = as_person(world.theirs.people["director"])
        assert director.post(self.address(candidate), form).status_code == 404

    @pytest.mark.parametrize(
        ("form", "status"),
        [
            ({}, 400),
            ({"verdict": "maybe", "revision": 0}, 400),
            ({"verdict": "approved", "revision": "x"}, 400),
            ({"verdict": "approved", "revision": 9}, 302),
            ({"verdict": "rejected", "revision": 0}, 302),
        ],
    )
    def test_a_wrong_form_signs_nothing(self, world, as_person, candidate, form, status):
        producer = as_person(world.visitor("producer"))
        assert producer.post(self.address(candidate), form).status_code == status
        assert candidate.decision is None

    def test_a_page_from_before_overturns_nobodys_word(self, world, as_person, candidate):
        producer = as_person(world.visitor("producer"))
        producer.post(self.address(candidate), {"verdict": "approved", "revision": 0, "seen": ""})
        late = {"verdict": "rejected", "revision": 0, "seen": "", "reason": "Shot 2 <is> short."}
        page = as_person(world.visitor("director")).post(self.address(candidate), late, follow=True)
        assert "Ours-producer approved this 0 s ago. Nothing was signed." in page.text
        assert "<q>Shot 2 &lt;is&gt; short.</q>" in page.text
        assert page.text.count("short.</textarea>") == 2  # not as the remark of an approval
        assert candidate.decision.verdict == "approved" and candidate.decisions.count() == 1

    def test_what_could_not_be_signed_is_told_once(self, world, as_person, candidate):
        director = as_person(world.visitor("director"))
        form = {"verdict": "approved", "revision": 9, "reason": "Fine by me."}
        assert "Fine by me." in director.post(self.address(candidate), form, follow=True).text
        assert "Fine by me." not in director.get(candidate.get_absolute_url()).text

    @pytest.mark.parametrize(
        ("reason", "wrong"),
        [
            ("x" * 2001, "Shorten it to 2000 characters: there are 2001."),
            ("  ", "Say why in a few words."),
        ],
    )
    def test_a_reason_that_will_not_do_is_marked_and_kept(
        self, world, as_person, candidate, reason, wrong
    ):
        form = {"verdict": "changes", "revision": 0, "reason": reason}
        director = as_person(world.visitor("director"))
        page = director.post(self.address(candidate), form, follow=True).text
        assert f'<ul class="errorlist" id="why-c-wrong"><li>{wrong}</li>' in page
        assert 'id="changes" data-opens-itself' in page and f"{reason}</textarea>" in page
        assert page.count("aria-invalid") == 1 and candidate.decision is None

    @pytest.mark.parametrize("seen", [{}, {"seen": None}])
    def test_the_api_overturns_nobodys_word_unseen(self, world, as_person, candidate, seen):
        director = as_person(world.visitor("director"))
        address = f"/api/v1/candidates/{candidate.pk}/decisions/"
        made = director.post(address, {"verdict": "approved", "revision": 0}, "application/json")
        late = {"verdict": "rejected", "revision": 0, "reason": "No."}
        answer = director.post(address, {**late, **seen}, "application/json")
        assert (answer.status_code, answer.json()["error"]["code"]) == (409, "decision:stale")
        known = {**late, "seen": made.json()["id"]}
        assert director.post(address, known, "application/json").status_code == 201

    def test_the_page_says_which_decision_it_shows(self, world, as_person, candidate):
        director = as_person(world.visitor("director"))
        assert 'data-seen=""' in director.get(candidate.get_absolute_url()).text
        director.post(self.address(candidate), {"verdict": "approved", "revision": 0})
        page = director.get(candidate.get_absolute_url()).text
        assert page.count(f'name="seen" value="{candidate.decision.pk}"') == 3
        assert f'data-seen="{candidate.decision.pk}"' in page

    def test_the_api_signs_and_lists(self, world, as_person, candidate):
        director = as_person(world.visitor("director"))
        address = f"/api/v1/candidates/{candidate.pk}/decisions/"
        body = {"verdict": "rejected", "reason": "Wrong film.", "revision": 0}
        made = director.post(address, body, "application/json")
        assert made.status_code == 201 and made.json()["person_name"] == "Ours-director"
        assert [row["verdict"] for row in director.get(address).json()] == ["rejected"]

    def test_the_api_corrects(self, world, as_person, candidate):
        artist = as_person(world.visitor("artist"))
        address = f"/api/v1/candidates/{candidate.pk}/revisions/"
        made = artist.post(address, {"base": 0, "edit": SPLIT}, "application/json")
        assert made.status_code == 201
        body = made.json()
        assert (body["number"], body["made_by"], body["can_edit"]) == (1, "Ours-artist", True)
        assert body == artist.get(f"{address}latest/").json()
        again = artist.post(address, {"base": 0, "edit": SPLIT}, "application/json")
        assert (again.status_code, again.json()["error"]["code"]) == (409, "revision:stale")

    @pytest.mark.parametrize("edit", [{}, {"op": "x"}, {"op": "split", "frame": "a"}, [], None])
    def test_the_api_refuses_what_is_no_edit(self, world, as_person, candidate, edit):
        artist = as_person(world.visitor("artist"))
        address = f"/api/v1/candidates/{candidate.pk}/revisions/"
        assert (
            artist.post(address, {"base": 0, "edit": edit}, "application/json").status_code == 400
        )

    def test_a_reviewer_looks_and_cannot_correct(self, world, as_person, candidate):
        reviewer = as_person(world.visitor("reviewer"))
        latest = reviewer.get(f"/api/v1/candidates/{candidate.pk}/revisions/latest/").json()
        assert latest["can_edit"] is False and len(latest["shots"]) == 3
        assert reviewer.get(candidate.get_absolute_url()).status_code == 200
