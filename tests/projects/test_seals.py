"""The certificate that signs: a test chain made once, the operator's, and what is warned of."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.urls import reverse

from projects import seals
from projects.media.credentials.chains import trial_chain
from projects.media.refusal import Refused


@pytest.fixture
def folder(tmp_path, settings):
    settings.C2PA_TEST_FOLDER = str(tmp_path / "c2pa")
    return tmp_path / "c2pa"


@pytest.fixture
def operators(tmp_path, settings):
    """Puts a chain of the operator's in its place, lapsing in so many days."""

    def put(days=400, name="Studio Norte"):
        made = trial_chain(days=days, name=name)
        (tmp_path / "chain.pem").write_text(made.chain)
        (tmp_path / "key.pem").write_text(made.key)
        settings.C2PA_CERTIFICATE = str(tmp_path / "chain.pem")
        settings.C2PA_PRIVATE_KEY = str(tmp_path / "key.pem")
        return made

    return put


def test_a_test_chain_is_made_once_and_its_key_is_nobody_elses(folder):
    first = seals.seal()
    assert first.is_test and seals.seal() == first
    assert os.stat(folder / "key.pem").st_mode & 0o077 == 0
    assert [path.name for path in folder.parent.iterdir() if path.is_dir()] == ["c2pa"]


def test_of_two_processes_that_begin_together_one_wins(folder):
    seals._make_trial(folder)
    first = (folder / "key.pem").read_text()
    seals._make_trial(folder)
    assert (folder / "key.pem").read_text() == first
    assert len(list(folder.parent.glob("tmp*"))) == 0


def test_the_operators_certificate_signs_where_it_is_named(folder, operators, settings):
    made = operators()
    settings.C2PA_TIMESTAMP_URL = "http://time.example"
    found = seals.seal()
    assert (found.chain, found.key) == (made.chain, made.key)
    assert found.timestamp_url == "http://time.example" and not folder.exists()
    assert made.anchors in seals.anchors()
    assert list(seals.warnings()) == []


def test_one_that_is_replaced_is_read_anew(operators):
    first = operators().chain
    assert seals.seal().chain == first
    second = operators(days=30).chain
    os.utime(seals.settings.C2PA_CERTIFICATE, ns=(1, 1))
    assert seals.seal().chain == second != first


@pytest.mark.parametrize("missing", ["C2PA_CERTIFICATE", "C2PA_PRIVATE_KEY"])
def test_one_without_the_other_does_not_sign(operators, settings, missing):
    operators()
    setattr(settings, missing, "")
    with pytest.raises(Refused, match="belong together"):
        seals.seal()


def test_further_roots_are_trusted(folder, settings, tmp_path):
    other = trial_chain(days=3, name="Another house")
    (tmp_path / "roots.pem").write_text(other.anchors)
    settings.C2PA_TRUST_ANCHORS = str(tmp_path / "roots.pem")
    assert other.anchors in seals.anchors() and seals.seal().anchors in seals.anchors()


def test_what_is_wrong_is_warned_of_in_sentences(folder, operators, settings):
    [said] = seals.warnings()
    assert "test certificate" in said
    operators(days=10)
    [said] = seals.warnings()
    assert "lapses in 9 days" in said
    settings.C2PA_TRUST_ANCHORS = "/nowhere/roots.pem"
    assert "C2PA_TRUST_ANCHORS" in list(seals.warnings())[1]
    Path(settings.C2PA_PRIVATE_KEY).unlink()
    [said] = seals.warnings()
    assert "cannot be signed" in said and "key.pem cannot be read" in said


def test_a_deployment_with_a_test_certificate_is_warned_by_the_check(folder):
    found = [one for one in run_checks(include_deployment_checks=True) if one.id == "projects.W001"]
    assert len(found) == 1 and "test certificate" in found[0].msg
    quiet = [one for one in run_checks() if one.id == "projects.W001"]
    assert quiet == []


def test_administrators_read_it_on_their_first_page(world, as_person, folder, operators):
    client = as_person(world.admin)
    assert "test certificate" in client.get(reverse("admin:index")).content.decode()
    operators()
    assert "certificate" not in client.get(reverse("admin:index")).content.decode()


def test_the_test_chain_outlives_a_beta(folder):
    from django.utils import timezone

    assert seals.seal().lapses - timezone.now() > timedelta(days=3000)
