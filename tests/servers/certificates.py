"""An authority of the test, and what it has signed for localhost."""

import datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)


class Certificates:
    """Paths of the authority, of a certificate for localhost with its key, and of a client's with its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.authority = folder / "authority.pem"
        self.certificate, self.key = folder / "server.pem", folder / "server.key"
        self.client_certificate, self.client_key = folder / "client.pem", folder / "client.key"
        self._name = _named("Authority of a test")
        self._signing = ec.generate_private_key(ec.SECP256R1())
        self.authority.write_bytes(_pem(self._sign("Authority of a test", self._signing, authority=True)))
        self._issue("localhost", self.certificate, self.key)
        self._issue("client", self.client_certificate, self.client_key)

    def _issue(self, name: str, certificate: Path, key: Path) -> None:
        private = ec.generate_private_key(ec.SECP256R1())
        certificate.write_bytes(_pem(self._sign(name, private, authority=False)))
        key.write_bytes(
            private.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
        )

    def _sign(self, name: str, private: ec.EllipticCurvePrivateKey, *, authority: bool) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        draft = x509.CertificateBuilder(self._name, _named(name), private.public_key())
        draft = draft.serial_number(x509.random_serial_number()).not_valid_before(now - DAY)
        draft = draft.not_valid_after(now + DAY)
        draft = draft.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        if name == "localhost":
            names = [x509.DNSName(name)]  # and not the address, so that a wrong name can be tried
            draft = draft.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return draft.sign(self._signing, hashes.SHA256())


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
