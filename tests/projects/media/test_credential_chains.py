"""Certificates: what they say of themselves, and which cannot sign."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import dsa, ec, ed25519, rsa

from projects.media.credentials.chains import trial_chain
from projects.media.credentials.signing import sign
from projects.media.refusal import Refused
from tests.projects.media.credential_files import CLAIM, picture, seal


def test_a_test_chain_says_so_and_when_it_lapses():
    made = trial_chain(days=9)
    assert made.is_test and made.algorithm == "es256"
    left = made.lapses - datetime.now(UTC)
    assert timedelta(days=8) < left <= timedelta(days=9)
    assert "test certificate" in made.signer
    assert not trial_chain(days=9, name="Studio Norte").is_test


@pytest.mark.parametrize(
    ("fault", "says"),
    [
        ({"key": trial_chain(days=1).key}, "not of each other"),
        ({"key": "no key"}, "not PEM"),
        ({"chain": "no chain"}, "not PEM"),
        ({"chain": ""}, "not PEM"),
    ],
)
def test_what_cannot_sign_is_told(tmp_path, fault, says):
    broken = replace(seal(), **fault)
    with pytest.raises(Refused, match=says) as told:
        broken.must_be_whole()
    assert told.value.code == "origin:certificate"
    with pytest.raises(Refused):
        sign(picture(tmp_path / "a.png"), tmp_path / "b.png", CLAIM, [], broken)
    assert not (tmp_path / "b.png").exists()


def test_one_that_has_lapsed_does_not_sign():
    with pytest.raises(Refused, match="not valid today"):
        trial_chain(days=0).must_be_whole()


def _pem(key) -> str:
    form = serialization.PrivateFormat.PKCS8
    none = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, form, none).decode()


@pytest.mark.parametrize(
    ("key", "algorithm"),
    [
        (ec.generate_private_key(ec.SECP384R1()), "es384"),
        (ec.generate_private_key(ec.SECP521R1()), "es512"),
        (ed25519.Ed25519PrivateKey.generate(), "ed25519"),
        (rsa.generate_private_key(65537, 2048), "ps256"),
    ],
)
def test_each_kind_of_key_signs_its_own_way(key, algorithm):
    assert replace(seal(), key=_pem(key)).algorithm == algorithm


def test_a_key_of_no_use_is_told():
    with pytest.raises(Refused, match="no use"):
        assert replace(seal(), key=_pem(dsa.generate_private_key(1024))).algorithm
    with pytest.raises(Refused, match="no use"):
        assert replace(seal(), key=_pem(ec.generate_private_key(ec.SECP256K1()))).algorithm
