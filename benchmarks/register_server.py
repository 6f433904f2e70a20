"""The register's server of a measurement, with an issuer whose keys are in a file."""

import os
import sys
from pathlib import Path
from time import monotonic

import uvicorn
from fastapi import FastAPI

from dsr.api.app import create_app
from dsr.api.service import Service
from dsr.auth.issuers import Issuer
from dsr.auth.key_sets import KeySet
from dsr.auth.tokens import TokenVerifier
from dsr.store.database import RegisterDatabase
from dsr.store.sealing import read_keys
from sendwatch.register.terms import read_terms
from sendwatch.rooms import utc_now
from sendwatch.settings import Settings

ISSUER = Issuer(
    url="https://sign-in.example/benchmark",
    jwks_url="https://sign-in.example/benchmark/keys",
    audience="dsr-api",
    algorithms=frozenset({"RS256"}),
)
KEY_SET_FILE = "BENCHMARK_KEY_SET"


def made() -> FastAPI:
    """The application, by the settings of its environment."""
    settings = Settings()
    key_set = KeySet(ISSUER, lambda _url: Path(os.environ[KEY_SET_FILE]).read_bytes(), monotonic)
    service = Service(
        database=RegisterDatabase(settings.register_database_url()),
        keys=read_keys(settings.register_keys),
        terms=read_terms(settings.register_terms),
        verifier=TokenVerifier([key_set]),
        clock=utc_now,
        demonstration=True,
    )
    return create_app(service)


if __name__ == "__main__":
    uvicorn.run(
        "benchmarks.register_server:made",
        factory=True,
        host="127.0.0.1",
        port=int(sys.argv[1]),
        workers=int(sys.argv[2]),
        access_log=False,
        log_level="warning",
    )
