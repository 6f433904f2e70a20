"""Fetching over a real TLS connection on loopback: one address, no redirect, bounded size and time."""

import ssl
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from dsr.auth.fetching import FetchFailed, HttpsFetch

ANSWER = b'{"keys": []}'


class Answers(BaseHTTPRequestHandler):
    """Answers by path, and keeps what was asked."""

    asked: list[str]
    leave: Event

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response({"/moved": 302, "/gone": 404, "/broken": 500, "/other": 203}.get(self.path, 200))
        if self.path == "/moved":
            self.send_header("Location", "/keys")
        self.end_headers()
        if self.path == "/silent":
            self.leave.wait(10)
        elif self.path == "/drips":
            while not self.leave.wait(0.05):
                self.wfile.write(b" ")
        else:
            self.wfile.write(b" " * 300_000 if self.path == "/long" else ANSWER)

    def log_message(self, *_args: object) -> None:
        """Into the test's output it does not go."""


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of loopback with its key, made for this run."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "loopback")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    signed = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    path = tmp_path_factory.mktemp("tls") / "loopback.pem"
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, plain) + signed.public_bytes(encoding)
    )
    return path


@pytest.fixture
def at(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """A server of the answers; gives the address of a path."""
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setattr(Answers, "asked", [], raising=False)
    monkeypatch.setattr(Answers, "leave", Event(), raising=False)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield lambda path: f"https://127.0.0.1:{server.server_address[1]}{path}"
    Answers.leave.set()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate))


def test_a_key_set_is_fetched(at: Callable[[str], str], trusting: ssl.SSLContext) -> None:
    assert HttpsFetch(trusting)(at("/keys")) == ANSWER
    assert Answers.asked == ["/keys"]


@pytest.mark.parametrize("path", ["/moved", "/gone", "/broken", "/other", "/long"])
def test_what_is_not_the_answer_is_none(at: Callable[[str], str], trusting: ssl.SSLContext, path: str) -> None:
    """Above all no redirect is followed: `/keys` is never asked."""
    with pytest.raises(FetchFailed) as failed:
        HttpsFetch(trusting)(at(path))
    assert Answers.asked == [path]
    assert "127.0.0.1" not in str(failed.value)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("path", ["/silent", "/drips"])
def test_who_is_slow_is_left(at: Callable[[str], str], trusting: ssl.SSLContext, path: str) -> None:
    with pytest.raises(FetchFailed):
        HttpsFetch(trusting, longest_seconds=0.3)(at(path))


def test_a_certificate_that_nobody_vouches_for_is_refused(at: Callable[[str], str]) -> None:
    with pytest.raises(FetchFailed):
        HttpsFetch()(at("/keys"))
    assert Answers.asked == []


def test_nothing_but_https_is_spoken(tmp_path: Path) -> None:
    keys = tmp_path / "keys.json"
    keys.write_bytes(ANSWER)
    for url in (keys.as_uri(), "http://127.0.0.1:9/keys", "ftp://127.0.0.1/keys", "data:,{}", "keys", ""):
        with pytest.raises(FetchFailed):
            HttpsFetch()(url)


def test_nobody_at_home_is_told_as_such() -> None:
    with pytest.raises(FetchFailed):
        HttpsFetch(longest_seconds=1)("https://127.0.0.1:9/keys")
