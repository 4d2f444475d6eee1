"""Certificates that sign content credentials, and a chain for tests and demonstrations."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from projects.media.refusal import Refused, gettext_noop

#: In the name of every certificate of ours that is for trying only.
TEST = "Last Mile test certificate"
_PEM = serialization.Encoding.PEM
_CURVES = {"secp256r1": "es256", "secp384r1": "es384", "secp521r1": "es512"}


@dataclass(frozen=True)
class Seal:
    """What signs: the chain as PEM, the signer's first, its key, and where time is asked for."""

    chain: str
    key: str
    timestamp_url: str = ""

    @property
    def certificates(self) -> list[x509.Certificate]:
        try:
            return x509.load_pem_x509_certificates(self.chain.encode())
        except ValueError as error:
            raise _wrong(gettext_noop("the certificate is not PEM")) from error

    @property
    def signer(self) -> str:
        """The common name of whoever signs."""
        return common_name(self.certificates[0].subject)

    @property
    def is_test(self) -> bool:
        return any(TEST in common_name(one.subject) for one in self.certificates)

    @property
    def lapses(self) -> datetime:
        """When the first certificate of the chain is no longer valid."""
        return min(one.not_valid_after_utc for one in self.certificates)

    @property
    def anchors(self) -> str:
        """The last of the chain: whoever trusts it trusts what this signs."""
        return self.certificates[-1].public_bytes(_PEM).decode()

    @property
    def algorithm(self) -> str:
        """C2PA's word for how this key signs."""
        key = self._private()
        if isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name in _CURVES:
            return _CURVES[key.curve.name]
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return "ed25519"
        if isinstance(key, rsa.RSAPrivateKey):
            return "ps256"
        raise _wrong(gettext_noop("C2PA has no use for this kind of key"))

    def must_be_whole(self) -> None:
        """Raises `origin:certificate`: not to be read, or the key of another certificate."""
        first, key = self.certificates[0], self._private()
        if first.public_key() != key.public_key():  # type: ignore[attr-defined]
            raise _wrong(gettext_noop("key and certificate are not of each other"))
        if not first.not_valid_before_utc <= datetime.now(UTC) < self.lapses:
            raise _wrong(gettext_noop("the certificate is not valid today"))
        assert self.algorithm

    def _private(self) -> object:
        try:
            return serialization.load_pem_private_key(self.key.encode(), None)
        except (ValueError, TypeError, UnsupportedAlgorithm) as error:
            raise _wrong(gettext_noop("the key is not PEM without a password")) from error


def _wrong(said: str) -> Refused:
    return Refused("origin:certificate", said)


def common_name(name: x509.Name) -> str:
    found = name.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(found[0].value) if found else name.rfc4514_string()


def trial_chain(*, days: int = 365, name: str = TEST) -> Seal:
    """A root and a signer below it, both new, as C2PA asks (EC P-256)."""
    root_key, key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    root_name, own_name = _name(f"{name} (root)"), _name(name)
    root = _certificate(root_name, root_name, root_key, root_key, 10 * days, root=True)
    own = _certificate(own_name, root_name, key, root_key, days, root=False)
    chain = own.public_bytes(_PEM) + root.public_bytes(_PEM)
    secret = key.private_bytes(
        _PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Seal(chain.decode(), secret.decode())


def _name(common: str) -> x509.Name:
    organisation = x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Last Mile")
    return x509.Name([organisation, x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: object, signs: object, days: int, *, root: bool
) -> x509.Certificate:
    now, public = datetime.now(UTC), key.public_key()  # type: ignore[attr-defined]
    authority = signs.public_key()  # type: ignore[attr-defined]
    usage = dict.fromkeys(_USES, False) | (
        {"key_cert_sign": True, "crl_sign": True} if root else {"digital_signature": True}
    )
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=days))
        .add_extension(x509.BasicConstraints(root, None), True)
        .add_extension(x509.KeyUsage(**usage), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority), False)
    )
    if not root:
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION])
        made = made.add_extension(purpose, False)
    return made.sign(signs, hashes.SHA256())  # type: ignore[arg-type]


_USES = (
    "digital_signature",
    "content_commitment",
    "key_encipherment",
    "data_encipherment",
    "key_agreement",
    "key_cert_sign",
    "crl_sign",
    "encipher_only",
    "decipher_only",
)
