"""The compose file keeps to its schema, refers only to what is there, and gives no service more than it needs."""

import json
import re
from itertools import chain
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sendwatch.settings import PREFIX, SECRETS, Settings
from tests.deploy.composed import (
    COMPOSE_FILE,
    DEPLOY,
    MAIL_FILE,
    compose,
    environment,
    is_volume,
    mounts,
    services,
    stays_up,
    texts,
    variables,
)

SCHEMA = Path(__file__).parent / "schemas" / "compose-spec.json"
SECRET_NAME = re.compile(r"PASSWORD|SECRET|TOKEN|FERNET|STORE_URL|REGISTER_URL|SQL_ALCHEMY_CONN")
SECRET_PATH = re.compile(r"/run/secrets/(\w+)")
NAMES = sorted(services())
LASTING = sorted(name for name, service in services().items() if stays_up(service))


@pytest.mark.parametrize("file", [COMPOSE_FILE, MAIL_FILE])
def test_the_file_keeps_to_the_schema_of_the_compose_specification(file: Path) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(compose(file))] == []


def test_the_schema_would_find_a_misspelt_key() -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    broken = compose()
    broken["services"]["exporter"]["helthcheck"] = {}
    assert not Draft202012Validator(schema).is_valid(broken)


@pytest.mark.parametrize("name", NAMES)
def test_what_is_mounted_from_the_checkout_exists_and_cannot_be_written(name: str) -> None:
    for mount in services()[name].get("volumes", []):
        source, _, options = mount.partition(":")
        if not is_volume(source):
            assert (DEPLOY / source).exists(), source
            assert options.endswith(":ro"), mount


def test_every_volume_network_and_secret_that_is_used_is_defined_and_the_other_way_round() -> None:
    used = list(services().values())
    volumes = {source for service in used for source in mounts(service).values() if is_volume(source)}
    assert volumes == set(compose()["volumes"])
    assert set(chain.from_iterable(service["networks"] for service in used)) == set(compose()["networks"])
    assert set(chain.from_iterable(service.get("secrets", []) for service in used)) == set(compose()["secrets"])


@pytest.mark.parametrize("name", NAMES)
def test_a_service_is_given_the_secrets_it_reads_and_no_other(name: str) -> None:
    service = services()[name]
    read = [*texts(service), *(path.read_text(encoding="utf-8") for path in _mounted_files(name))]
    assert set(SECRET_PATH.findall("\n".join(read))) == set(service.get("secrets", []))


def _mounted_files(name: str) -> list[Path]:
    paths = (DEPLOY / source for source in mounts(services()[name]).values() if not is_volume(source))
    return [path for path in paths if path.is_file()]


@pytest.mark.parametrize("name", NAMES)
def test_no_password_is_written_in_the_file(name: str) -> None:
    for setting, value in environment(services()[name]).items():
        if SECRET_NAME.search(setting) and not setting.endswith("PASSWORDS_FILE"):
            assert setting.endswith(("_FILE", "_CMD")), setting
            assert SECRET_PATH.search(value), setting
    assert not any(re.search(r"://[^/@\s]+:[^/@\s]+@", text) for text in texts(services()[name]))


def test_only_four_screens_can_be_reached_and_only_from_this_machine() -> None:
    published = {name: service["ports"] for name, service in services().items() if "ports" in service}
    assert set(published) == {"airflow-api-server", "prometheus", "grafana", "register"}
    assert all(port.startswith("127.0.0.1:") for port in chain.from_iterable(published.values()))


def test_what_touches_the_database_has_no_way_out_of_the_machine_but_a_published_screen() -> None:
    assert compose()["networks"]["database"]["internal"]
    assert compose()["networks"]["metrics"]["internal"]
    both = {name for name, service in services().items() if {"database", "people"} <= set(service["networks"])}
    assert both == {"airflow-api-server", "register"}


@pytest.mark.parametrize("name", NAMES)
def test_a_service_cannot_gain_rights_or_change_its_image(name: str) -> None:
    service = services()[name]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True


@pytest.mark.parametrize("name", NAMES)
def test_no_service_runs_as_root(name: str) -> None:
    assert services()[name].get("user", "image's own") not in ("root", "0", "0:0")
    own_user = {"prom/prometheus", "grafana/grafana"}  # these images set a user of their own
    assert "user" in services()[name] or services()[name]["image"].split(":")[0] in own_user


@pytest.mark.parametrize("name", NAMES)
def test_every_image_has_a_version_and_ours_have_a_recipe(name: str) -> None:
    service = services()[name]
    assert re.fullmatch(r"[a-z/-]+:v?\d+(\.\d+)+(-[a-z]+)?", service["image"])
    if service["image"].startswith("sendwatch"):
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()
    else:
        assert "build" not in service


@pytest.mark.parametrize("name", LASTING)
def test_what_stays_up_is_asked_for_its_health_and_has_a_limit(name: str) -> None:
    assert services()[name]["healthcheck"]["test"][0] == "CMD"
    assert re.fullmatch(r"\d+[mg]", services()[name]["mem_limit"])


def test_a_service_waits_for_health_where_there_is_a_check_and_for_success_where_it_runs_once() -> None:
    for service in services().values():
        for other, wanted in service.get("depends_on", {}).items():
            expected = "service_healthy" if stays_up(services()[other]) else "service_completed_successfully"
            assert wanted == {"condition": expected}


@pytest.mark.parametrize(
    ("service", "role"),
    [
        ("store-migrate", "store_owner"),
        ("airflow-scheduler", "store_writer"),
        ("sendwatch", "store_writer"),
        ("exporter", "metrics_reader"),
        ("register", "waits_reader"),
    ],
)
def test_each_service_comes_to_the_store_in_its_own_role(service: str, role: str) -> None:
    assert environment(services()[service])["SENDWATCH_STORE_URL_FILE"] == f"/run/secrets/{role}_url"


@pytest.mark.parametrize(
    ("service", "role"),
    [("register-migrate", "register_owner"), ("register", "register_writer"), ("register-command", "register_writer")],
)
def test_each_service_comes_to_the_register_in_its_own_role(service: str, role: str) -> None:
    assert environment(services()[service])["SENDWATCH_REGISTER_URL_FILE"] == f"/run/secrets/{role}_url"


OF_THE_REGISTER = {"register-migrate", "register", "register-command"}


@pytest.mark.parametrize("name", sorted(set(NAMES) - OF_THE_REGISTER))
def test_no_other_service_is_given_the_register_its_key_or_its_anchors(name: str) -> None:
    """ASVS 13.2.2; trust, 5.2: no DAG and no metric holds a credential of the register."""
    service = services()[name]
    assert not [setting for setting in service.get("environment", {}) if "_REGISTER_" in setting]
    assert not {"register-key", "anchors"} & set(mounts(service).values())
    makes_the_roles = name == "database-roles"
    assert bool([one for one in service.get("secrets", []) if one.startswith("register")]) is makes_the_roles


def test_who_serves_the_register_cannot_change_its_keys_or_come_to_its_anchors() -> None:
    assert sorted(services()["register"]["volumes"]) == [
        "./register:/etc/sendwatch-register:ro",
        "key:/var/lib/sendwatch-key:ro",
        "register-journal:/var/lib/sendwatch-journal",
        "register-key:/var/lib/sendwatch-register-key:ro",
    ]


def test_the_exporter_holds_neither_the_key_nor_received_files() -> None:
    assert mounts(services()["exporter"]) == {}


def test_every_setting_given_to_a_container_is_one_that_the_service_knows() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {f"{PREFIX}{name.upper()}_FILE" for name in SECRETS}
    ours = (service for service in services().values() if service["image"].startswith("sendwatch"))
    given = {name for service in ours for name in service.get("environment", {}) if name.startswith(PREFIX)}
    assert given
    assert given <= known


def test_every_airflow_option_is_one_that_this_airflow_knows(airflow_options: dict[str, dict[str, bool]]) -> None:
    given = {name for service in services().values() for name in environment(service) if name.startswith("AIRFLOW__")}
    assert given
    for name in given:
        _, section, option = name.lower().split("__")
        sensitive = airflow_options[section]
        assert option in sensitive or (option.endswith("_cmd") and sensitive[option.removesuffix("_cmd")]), name


def test_every_variable_of_the_file_has_a_default() -> None:
    assert variables()
    assert all(variables().values())


def test_the_mail_file_adds_only_to_services_and_folders_that_are_there() -> None:
    added = compose(MAIL_FILE)["services"]
    assert set(added) <= set(services())
    folders = {str(Path(path).parent) for path in mounts(services()["grafana"])}
    for path, source in mounts(added["grafana"]).items():
        assert (DEPLOY / source).is_file()
        assert str(Path(path).parent) in folders


def test_without_an_address_the_mail_file_does_not_start() -> None:
    assert set(variables(MAIL_FILE).values()) == {None}
    assert MAIL_FILE.read_text(encoding="utf-8").count(":?") == len(variables(MAIL_FILE))
