"""Makes a certificate authority and one certificate for the names given, into the folder given."""

import datetime
import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

folder, *names = sys.argv[1:]
now = datetime.datetime.now(datetime.timezone.utc)


def key():
    return ec.generate_private_key(ec.SECP256R1())


def named(common_name):
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])


def certificate(subject, subject_key, issuer, issuer_key, extensions):
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(subject_key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(issuer_key, hashes.SHA256())


def write(name, pem):
    (pathlib.Path(folder) / name).write_bytes(pem)


authority_key, server_key = key(), key()
authority = named("Certificate authority of the test")
ca = certificate(authority, authority_key, authority, authority_key, [(x509.BasicConstraints(True, None), True)])
alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
server = certificate(named("server"), server_key, authority, authority_key, [(alternatives, False), (usage, False)])

write("ca.pem", ca.public_bytes(serialization.Encoding.PEM))
write("server.pem", server.public_bytes(serialization.Encoding.PEM))
write(
    "server.key",
    server_key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ),
)
