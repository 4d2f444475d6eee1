"""What search finds: by which words, in which order, for whom, and by which index."""

import pytest
from django.db import connection
from django.utils import timezone

from portal.finding.kinds import named
from portal.finding.seeking import seek
from portal.tenancy import acting_as, closed, in_studio, seeking
from projects.models import Asset, IndexCard, Note, Project, Scene, Shot
from tests.world import make_note, make_version, person


def found(user, words, **how):
    """Titles by kind, as somebody's request would find them."""
    with acting_as(user):
        answer = seek(user, words, **how)
    return {g.kind.name: [hit.found.title for hit in g.hits] for g in answer.groups}


@pytest.fixture
def film(world):
    """A project of ours with names as film people give them."""
    project = Project.objects.create(
        studio=world.ours.studio, name="L'Été à la plage", code="ETE", description="Un long métrage"
    )
    scene = Scene.objects.create(project=project, code="12A", name="Le café")
    Shot.objects.bulk_create(
        Shot(project=project, studio=project.studio, scene=scene, code=f"sq010_sh{n:04}")
        for n in (40, 50, 400)
    )
    Asset.objects.create(project=project, name="A003_C012_0412AB.mov")
    return project


@pytest.mark.parametrize(
    ("words", "kind", "title"),
    [
        ("sq010_sh0040", "shot", "sq010_sh0040"),
        ("SH40", "shot", "sq010_sh0040"),
        ("0050", "shot", "sq010_sh0050"),
        ("sq010 50", "shot", "sq010_sh0050"),
        ("a003", "asset", "A003_C012_0412AB.mov"),
        ("C012_0412", "asset", "A003_C012_0412AB.mov"),
        ("12a", "scene", "12A Le café"),
        ("cafe", "scene", "12A Le café"),
        ("ete plage", "project", "ETE · L'Été à la plage"),
        ("ÉTÉ", "project", "ETE · L'Été à la plage"),
        ("metrages", "project", "ETE · L'Été à la plage"),
    ],
)
def test_a_part_of_a_name_finds_it(world, film, words, kind, title):
    assert title in found(world.ours.people["artist"], words)[kind]


def test_the_name_itself_comes_before_names_that_begin_so(world, film):
    assert found(world.ours.people["artist"], "sh40")["shot"] == ["sq010_sh0040", "sq010_sh0400"]


def test_words_of_prose_are_found_by_their_stem_in_both_languages(world):
    artist = world.ours.people["artist"]
    make_note(world.ours.version, artist, text="The grading is too green; l'étalonnage aussi.")
    for words in ("grades", "étalonnages", "GREEN too"):
        assert len(found(artist, words)["note"]) == 1


def test_a_note_leads_to_its_frame_and_an_answer_to_that_of_its_note(world):
    artist = world.ours.people["artist"]
    note = make_note(world.ours.version, artist, text="zebra")
    Note.objects.create(
        project=note.project, version=note.version, parent=note, text="zebra too", person_name="x"
    )
    with acting_as(artist):
        (group,) = seek(artist, "zebra").groups
    assert {hit.found.url for hit in group.hits} == {note.get_absolute_url()}
    assert group.hits[0].found.where[-1] == note.version.asset.name


def test_a_typing_error_is_answered_by_what_begins_alike_and_says_so(world, film):
    artist = world.ours.people["artist"]
    with acting_as(artist):
        answer = seek(artist, "plagge")
    assert answer.loosely and answer.groups[0].hits[0].found.title == "ETE · L'Été à la plage"


@pytest.mark.parametrize(
    "words", ["", "  ", "'", "\\", "!&|:*()", "\0", "x" * 5000, "a' | 'b", "%"]
)
def test_whatever_is_typed_is_answered(world, words):
    assert isinstance(found(world.ours.people["artist"], words), dict)


class TestKept:
    def test_a_card_follows_its_row(self, world, film):
        shot = Shot.objects.get(code="sq010_sh0400")
        Shot.objects.filter(pk=shot.pk).update(code="renamed_7")
        artist = world.ours.people["artist"]
        assert found(artist, "renamed")["shot"] == ["renamed_7"]
        assert "shot" not in found(artist, "sh0400")
        shot.delete()
        assert "shot" not in found(artist, "renamed")

    def test_what_lies_in_the_trash_is_not_found_nor_are_its_notes(self, world):
        artist = world.ours.people["artist"]
        version = make_version(world.ours.project, artist, name="quagga.mov")
        make_note(version, artist, text="quagga")
        assert set(found(artist, "quagga")) == {"asset", "note"}
        version.asset.delete_by(artist)
        assert found(artist, "quagga") == {}
        version.asset.take_back(actor=artist)
        assert set(found(artist, "quagga")) == {"asset", "note"}

    def test_a_deleted_note_is_not_found(self, world):
        artist = world.ours.people["artist"]
        note = make_note(world.ours.version, artist, text="quagga")
        Note.objects.filter(pk=note.pk).update(deleted_at=timezone.now())
        assert found(artist, "quagga") == {}

    def test_a_word_of_four_thousand_letters_is_no_trouble(self, world):
        make_note(world.ours.version, world.ours.people["artist"], text="a" * 4000)
        assert found(world.ours.people["artist"], "a" * 50)["note"]

    def test_a_change_of_something_else_leaves_the_card_alone(self, world, film):
        before = IndexCard.objects.get(kind="p", row=film.pk).pk
        Project.objects.filter(pk=film.pk).update(allow_downloads=True)
        assert IndexCard.objects.get(kind="p", row=film.pk).pk == before


class TestForWhom:
    def test_another_studio_finds_nothing_and_counts_nothing(self, world, film):
        theirs = world.theirs.people["producer"]
        for words in ("sq010", "plage", "A003_C012_0412AB", "plagge"):
            assert found(theirs, words) == {}

    def test_a_reviewer_finds_what_was_granted(self, world, film):
        reviewer = world.ours.people["reviewer"]
        assert found(reviewer, "sq010") == {}
        assert found(reviewer, "PRJ_0010") == {"shot": ["PRJ_0010"]}
        assert found(world.ours.people["ungranted"], "PRJ_0010") == {}

    def test_naming_a_project_opens_none(self, world, film):
        theirs = world.theirs.people["producer"]
        assert found(theirs, "sq010", project=film.pk) == {}
        ours = world.ours.people["artist"]
        assert found(ours, "sq010", project=world.ours.project.pk) == {}
        assert len(found(ours, "sq010", project=film.pk)["shot"]) == 3

    def test_somebody_of_no_studio_finds_nothing(self, world, film):
        assert found(world.beta_lead, "sq010") == {}
        assert found(person("nobody"), "sq010") == {}

    def test_without_the_first_fence_the_second_holds(self, world, film):
        with in_studio(world.theirs.studio), seeking("pcsanct sq010"):
            assert not IndexCard.objects.exists()
        with in_studio(world.ours.studio), seeking("pcsanct sq010"):
            assert IndexCard.objects.count() == 3
        with closed(), seeking("pcsanct sq010"):
            assert not IndexCard.objects.exists()


def test_the_index_is_used_behind_the_fence(world, film):
    """A condition of the statement would not be looked up there: the policy's is."""
    with in_studio(world.ours.studio), seeking("s sq010"), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        plan = IndexCard.objects.all()[:50].explain()
    assert "Bitmap Index Scan on card_lexemes" in plan and "Index Cond: (lexemes @@" in plan


def test_one_kind_shows_more_of_it_and_says_that_there_are_others(world, film):
    artist = world.ours.people["artist"]
    with acting_as(artist):
        (group,) = seek(artist, "sq010", kind=named("shot"), most=2).groups
    assert len(group.hits) == 2 and group.more
