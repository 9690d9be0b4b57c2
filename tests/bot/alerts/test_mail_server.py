"""The mail server: e-mail and its password go only where the certificate is good."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot.alerts.mail_server import MailServer, looks_like_an_address
from tests.bot.alerts.mailbox import Mailbox


def certificate(folder: Path) -> Path:
    """Of 127.0.0.1, signed by itself, with its key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mail.test")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    plain = serialization.NoEncryption()
    file = folder / "mail.pem"
    file.write_bytes(
        made.public_bytes(pem) + key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain),
    )
    return file


@asynccontextmanager
async def secure_mailbox(file: Path, security: str) -> AsyncIterator[Mailbox]:
    smtp = pytest.importorskip("aiosmtpd.smtp", reason="`make test-setup` installs it")
    mailbox = Mailbox()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)

    def signs_in(_server: Any, _session: Any, _envelope: Any, _mechanism: str, data: Any) -> Any:
        good = (data.login, data.password) == (b"desk", b"secret")
        return smtp.AuthResult(success=good, handled=good)

    def talks() -> Any:
        if security == "tls":
            return smtp.SMTP(
                mailbox, hostname="mail.test", authenticator=signs_in, auth_required=True, auth_require_tls=False
            )
        return smtp.SMTP(
            mailbox,
            hostname="mail.test",
            tls_context=context,
            require_starttls=True,
            authenticator=signs_in,
            auth_required=True,
        )

    loop = asyncio.get_running_loop()
    running = await loop.create_server(talks, "127.0.0.1", 0, ssl=context if security == "tls" else None)
    async with running:
        port = running.sockets[0].getsockname()[1]
        mailbox.server = MailServer("127.0.0.1", port, security, "desk@example.org", "desk", "secret")
        yield mailbox


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
async def test_mail_goes_out_over_tls_to_whom_the_certificate_is_of(tmp_path: Path, security: str) -> None:
    file = certificate(tmp_path)
    async with secure_mailbox(file, security) as mailbox:
        knows = replace(mailbox.server, trusts=lambda: ssl.create_default_context(cafile=file))
        with pytest.raises(OSError, match="CERTIFICATE_VERIFY_FAILED"):
            await asyncio.to_thread(mailbox.server.send, "lee@council.example", "A subject", "The words")
        assert mailbox.came == []
        await asyncio.to_thread(knows.send, "lee@council.example", "A subject", "The words")
        [message] = mailbox.came
        assert (message["From"], message["To"], message["Subject"]) == (
            "desk@example.org",
            "lee@council.example",
            "A subject",
        )
        with pytest.raises(OSError, match="Authentication"):
            await asyncio.to_thread(replace(knows, password="wrong").send, "lee@council.example", "A", "B")


async def test_a_server_that_is_not_there_is_an_error_that_says_nothing_of_whom_it_was_for() -> None:
    server = MailServer("127.0.0.1", 1, "none", "desk@example.org")
    with pytest.raises(OSError, match="refused") as caught:
        await asyncio.to_thread(server.send, "lee@council.example", "A subject", "The words")
    assert "lee" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("lee@council.example", True),
        ("lee.o'hara+desk@sub.council.gov.uk", True),
        ("lee@localhost", True),
        ("", False),
        ("lee", False),
        ("@council.example", False),
        ("lee@council.example,mia@council.example", False),
        ("lee@council.example\n", False),
        ("Lee <lee@council.example>", False),
        (f"{'l' * 250}@b.example", False),
    ],
)
def test_an_address_is_one_and_ends_no_line(text: str, good: bool) -> None:
    assert looks_like_an_address(text) is good
