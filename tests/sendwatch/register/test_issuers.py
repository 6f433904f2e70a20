"""The files that say whom the register believes: what they may say, and that there is nothing by default (F39)."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from dsr.auth.issuers import IssuerUnusable, SubjectClaim
from dsr.auth.provider import ClientMethod
from dsr.rules.terms import TermsUnusable
from dsr.store.faults import KeysUnusable
from sendwatch.register import initialise_register
from sendwatch.register.issuers import read_provider, read_verifier
from sendwatch.register.server import open_service
from sendwatch.settings import Settings

ISSUER = """
[[issuer]]
url = "https://sign-in.example/dorset"
jwks-url = "https://sign-in.example/dorset/keys"
audience = "dsr-api"
algorithms = ["RS256"]
"""
SIGN_IN = """
url = "https://login.example/tenant/v2.0"
client-id = "register"
client-secret-file = "{secret}"
back = "https://register.example/sign-in/done"
"""


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "client.secret"
    file.write_text("invented\n", encoding="utf-8")
    file.chmod(0o600)
    return file


def written(tmp_path: Path, text: str) -> Path:
    file = tmp_path / "told.toml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_provider_is_read_with_all_that_its_sign_ins_must_be(tmp_path: Path, secret: Path) -> None:
    more = """
method = "private_key_jwt"
key-id = "register-1"
assertion-algorithm = "RS512"
scopes = ["openid", "profile"]
algorithms = ["RS256"]
subject = "oid"
tenant = "tenant-1"
acr = ["AAL2", "AAL3"]
amr = ["mfa"]
longest-since-minutes = 60
"""
    client = read_provider(written(tmp_path, SIGN_IN.format(secret=secret) + more))
    assert client is not None
    found = client.provider
    assert (found.secret, found.method, found.key_id) == ("invented", ClientMethod.PRIVATE_KEY, "register-1")
    assert (found.subject, found.tenant, found.scopes) == (SubjectClaim.OID, "tenant-1", ("openid", "profile"))
    assert (found.acr, found.amr) == (frozenset({"AAL2", "AAL3"}), frozenset({"mfa"}))
    assert found.longest_since == timedelta(hours=1)
    assert "invented" not in repr(found)


def test_issuers_of_tokens_are_read_and_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_verifier(written(tmp_path, ISSUER)).knows("https://sign-in.example/dorset")
    assert not read_verifier(None).knows("https://sign-in.example/dorset")
    assert read_provider(None) is None


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("url = ", "not TOML"),
        ("", "lacks url, client-id, client-secret-file, back"),
        (SIGN_IN + 'colour = "red"', "'colour' is none of"),
        (SIGN_IN + "loopback = true", "'loopback' is none of"),
        (SIGN_IN + "acr = []", "'acr' is a list"),
        (SIGN_IN + 'acr = "AAL3"', "'acr' is a list"),
        (SIGN_IN + "longest-since-minutes = 0", "whole number of minutes"),
        (SIGN_IN + 'method = "none"', "'method'"),
        (SIGN_IN + 'subject = "email"', "'subject'"),
        (SIGN_IN + 'subject = "oid"', "tenant"),
        (SIGN_IN + 'scopes = ["profile"]', "openid"),
        (SIGN_IN + 'algorithms = ["HS256"]', "signs with"),
        (SIGN_IN.replace("https://login", "http://login"), "https://"),
        (SIGN_IN.replace("https://register", "http://register"), "https://"),
        (SIGN_IN.replace("/sign-in/done", "/"), "/sign-in/done"),
        (SIGN_IN.replace("{secret}", "{secret}.none"), "no secret by default"),
    ],
)
def test_what_could_let_the_wrong_people_in_is_refused(tmp_path: Path, secret: Path, told: str, why: str) -> None:
    with pytest.raises(IssuerUnusable, match=why):
        read_provider(written(tmp_path, told.format(secret=secret)))


def test_a_secret_that_is_empty_or_that_others_can_read_is_refused(tmp_path: Path, secret: Path) -> None:
    file = written(tmp_path, SIGN_IN.format(secret=secret))
    secret.chmod(0o640)
    with pytest.raises(IssuerUnusable, match="chmod 600"):
        read_provider(file)
    secret.chmod(0o600)
    secret.write_text(" \n", encoding="utf-8")
    with pytest.raises(IssuerUnusable, match="none by default"):
        read_provider(file)


@contextmanager
def changed(settings: Settings, **changes: object) -> Iterator[Settings]:
    initialise_register(settings)
    yield settings.model_copy(update=changes)


def test_f39_the_server_does_not_start_without_what_it_needs(settings: Settings, tmp_path: Path) -> None:
    """There is no key, no secret and no way in by default."""
    tokens = written(tmp_path, ISSUER)
    cases: list[tuple[dict[str, object], type[Exception], str]] = [
        ({}, IssuerUnusable, "Nobody could sign in"),
        ({"register_issuers": tmp_path / "none"}, IssuerUnusable, "There is no file"),
        ({"register_sign_in": tmp_path / "none"}, IssuerUnusable, "There is no file"),
        ({"register_issuers": tokens, "register_key_file": tmp_path / "none"}, KeysUnusable, "no register key"),
        ({"register_issuers": tokens, "register_terms": tmp_path / "none"}, TermsUnusable, "no file of terms"),
    ]
    for changes, fault, why in cases:
        with changed(settings, **changes) as told, pytest.raises(fault, match=why), open_service(told, "127.0.0.1"):
            pass
    with changed(settings, register_issuers=tokens) as told, open_service(told, "0.0.0.0") as service:
        assert not service.demonstration
        assert service.provider is None
