"""Certificates for servers of the tests: for a name, for a time, signed by themselves; and a port that speaks TLS."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

HERE = "127.0.0.1"


def write_certificate(path: Path, names: x509.GeneralName, days: tuple[int, int] = (-1, 1)) -> Path:
    """Write a certificate with its key, valid from so many days before or after today until so many."""
    key = ec.generate_private_key(ec.SECP256R1())
    own_name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, HERE)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(own_name)
        .issuer_name(own_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + timedelta(days=days[0]))
        .not_valid_after(now + timedelta(days=days[1]))
        .add_extension(x509.SubjectAlternativeName([names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    written = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(written + made.public_bytes(serialization.Encoding.PEM))
    return path


def of_this_machine() -> x509.GeneralName:
    """The name under which the tests call their servers."""
    return x509.IPAddress(ip_address(HERE))


def of_another() -> x509.GeneralName:
    """Another server's name."""
    return x509.DNSName("mail.example.gov")


@contextmanager
def a_tls_port(certificate: Path, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3, says: bytes = b"") -> Iterator[int]:
    """Run a port that is encrypted from the first byte, and says so much to whoever gets through; yield its number."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    context.maximum_version = newest
    with socket.create_server((HERE, 0)) as listening:

        def answer() -> None:
            with suppress(OSError):
                while True:
                    line, _ = listening.accept()
                    with suppress(OSError), context.wrap_socket(line, server_side=True) as encrypted:
                        encrypted.sendall(says)
                        encrypted.recv(1000)

        thread = Thread(target=answer, daemon=True)
        thread.start()
        try:
            yield listening.getsockname()[1]
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            thread.join(timeout=5)
