"""Every setting of the service, read once from the environment (or `.env`) and handed down as an argument."""

import os
from pathlib import Path
from typing import Annotated

from dotenv import dotenv_values
from pydantic import Field
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "SENDWATCH_"
ENV_FILE = ".env"
SECRETS = ("store_url", "register_url", "grafana_token")
"""Settings that may also be given as the path of a file that holds them, in SENDWATCH_<NAME>_FILE."""


def secrets_from_files() -> dict[str, str]:
    """The secrets that the environment, or else `.env`, names a file for."""
    given = {**dotenv_values(ENV_FILE), **{name: value for name, value in os.environ.items() if value}}
    paths = {name: given.get(f"{PREFIX}{name.upper()}_FILE") for name in SECRETS}
    return {name: Path(path).read_text(encoding="utf-8").strip() for name, path in paths.items() if path}


class Settings(BaseSettings):
    """Settings `SENDWATCH_<NAME>`; each is listed with its meaning in `deploy/env.sample`."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=ENV_FILE, env_ignore_empty=True, extra="ignore", frozen=True
    )

    home: Path = Field(
        default=Path("var"), description="Folder of the landing area, the inboxes, the key and SQLite files."
    )
    store_url: str = Field(
        default="", description="Database of the waiting times; default a SQLite file in the home folder."
    )
    register_url: str = Field(
        default="", description="Database of the register; default a SQLite file in the home folder."
    )
    register_key_file: Path | None = Field(
        default=None, description="File of the register's keys; default keys/register.key in home."
    )
    register_terms: Path | None = Field(
        default=None, description="TOML file of what the partnership agreed on, and when sections of the Act began."
    )
    register_anchors: Path | None = Field(
        default=None, description="File of the register's audit anchors; default anchors/register.txt in home."
    )
    register_issuers: Path | None = Field(
        default=None, description="TOML file of whose access tokens the register's API takes; without one, nobody's."
    )
    register_sign_in: Path | None = Field(
        default=None, description="TOML file of the provider that people sign in to the register with."
    )
    register_journal: Path | None = Field(
        default=None, description="File of emergencies that could not be written; default journal/emergencies in home."
    )
    register_demonstration: bool = Field(
        default=False, description="Let anybody sign in to the register as somebody invented: for a demonstration."
    )
    allow_test_nhs_numbers: bool = Field(
        default=False, description="Accept the invented NHS numbers that begin with 999."
    )
    pseudonym_key_file: Path | None = Field(
        default=None, description="File of the pseudonym key; default keys/pseudonym.key in home."
    )
    postcodes: Path | None = Field(
        default=None,
        description="CSV of postcode, lsoa, deprivation decile (postcode,lsoa,imd_decile; local_authority,sub_icb).",
    )
    practices: Path | None = Field(
        default=None, description="CSV of GP practice and its sub-ICB (gp_practice,sub_icb)."
    )
    interventions: Path | None = Field(
        default=None, description="CSV of procedures that stop the four-week clock (refset,code,from,to)."
    )
    organisations: Path | None = Field(
        default=None, description="CSV of sub-ICB, its integrated care board and region (sub_icb,icb,region)."
    )
    landing_days: Annotated[int, Field(ge=1)] = Field(
        default=400, description="Days a received file stays in the inboxes and the landing area."
    )
    quiet_seconds: Annotated[float, Field(ge=0, le=30)] = Field(
        default=1.0, description="Seconds for which an extract must not have changed before it is read."
    )
    metrics_host: str = Field(default="127.0.0.1", description="Address the metrics exporter listens on.")
    metrics_port: int = Field(default=9464, description="Port the metrics exporter listens on.")
    grafana_url: str = Field(default="", description="Address of a Grafana server to publish to; empty: none.")
    grafana_token: str = Field(
        default="", description="Service account token of that Grafana (or SENDWATCH_GRAFANA_TOKEN_FILE)."
    )
    runbook_url: str = Field(default="", description="Address under which the runbooks are published.")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003 - a folder of secrets; we name each file
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """First come, first served: argument, environment, file of a secret, `.env`."""
        secret_files = InitSettingsSource(settings_cls, dict(secrets_from_files()))
        return init_settings, env_settings, secret_files, dotenv_settings

    def database_url(self) -> str:
        """SQLAlchemy URL of the store."""
        return self.store_url or f"sqlite:///{(self.home / 'store.sqlite').absolute()}"

    def register_database_url(self) -> str:
        """SQLAlchemy URL of the register."""
        return self.register_url or f"sqlite:///{(self.home / 'register.sqlite').absolute()}"

    @property
    def register_keys(self) -> Path:
        """Where the register's keys lie; outside the database, always."""
        return self.register_key_file or self.home / "keys" / "register.key"

    @property
    def journal(self) -> Path:
        """Where emergencies are kept that could not be written; outside the database, always."""
        return self.register_journal or self.home / "journal" / "emergencies"

    @property
    def anchors(self) -> Path:
        """Where the anchors of the register's audit lie; outside the database, always."""
        return self.register_anchors or self.home / "anchors" / "register.txt"

    @property
    def landing(self) -> Path:
        """Folder of the unchanged bytes that were received."""
        return self.home / "landing"

    def inbox(self, feed: str) -> Path:
        """Folder where the extracts of one feed arrive."""
        return self.home / "inbox" / feed
