"""DAG files say when and whom to call, and nothing else: what may stand in them is checked without Airflow."""

import ast
from pathlib import Path

import pytest

from diis.feeds import FEEDS
from sendwatch.dag_settings import HOUSEKEEPING_CRON, REFRESH_CRON, TASK_DEFAULTS
from sendwatch.run.service import CHECKOUT

FILES = sorted((CHECKOUT / "dags").glob("*.py"))
LONGEST = 80
ALLOWED_IMPORTS = {"airflow.sdk", "diis.feeds", "sendwatch.dag_settings", "sendwatch.usecases"}
LOGIC = (ast.If, ast.IfExp, ast.While, ast.Try, ast.Match, ast.Lambda, ast.ListComp, ast.DictComp, ast.GeneratorExp)
CRONS = {feed.name: feed.cron for feed in FEEDS} | {"refresh": REFRESH_CRON, "housekeeping": HOUSEKEEPING_CRON}


def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"))


def imports(file: Path) -> set[str]:
    nodes = list(ast.walk(tree(file)))
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return plain | {str(node.module) for node in nodes if isinstance(node, ast.ImportFrom)}


def tasks(file: Path) -> list[ast.FunctionDef]:
    functions = [node for node in tree(file).body if isinstance(node, ast.FunctionDef)]
    return [function for function in functions if function.decorator_list]


def test_there_is_a_dag_file_for_each_kind() -> None:
    assert [file.name for file in FILES] == ["extract_pulls.py", "housekeeping.py", "waits_refresh.py"]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_dag_file_is_short(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) < LONGEST


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_dag_file_imports_airflow_its_settings_and_the_use_cases_only(file: Path) -> None:
    assert imports(file) <= ALLOWED_IMPORTS


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_the_use_cases_are_not_loaded_when_airflow_reads_the_file(file: Path) -> None:
    at_the_top = {str(node.module) for node in tree(file).body if isinstance(node, ast.ImportFrom)}
    assert "sendwatch.usecases" in imports(file) - at_the_top


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_dag_file_decides_nothing(file: Path) -> None:
    assert not [ast.unparse(node) for node in ast.walk(tree(file)) if isinstance(node, LOGIC)]


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_task_is_one_call_of_one_use_case(file: Path) -> None:
    assert tasks(file)
    for task in tasks(file):
        fetch, answer = task.body
        assert isinstance(fetch, ast.ImportFrom)
        assert isinstance(answer, ast.Return)
        assert isinstance(answer.value, ast.Call)
        assert ast.unparse(answer.value.func) == fetch.names[0].name


@pytest.mark.parametrize("name", CRONS)
def test_no_timer_strikes_in_the_hours_that_a_clock_change_skips_or_repeats(name: str) -> None:
    minute, hour, *rest = CRONS[name].split()
    first_hour = int(hour.partition("-")[0])
    assert rest == ["*", "*", "*"]
    assert minute.isdigit()
    assert first_hour >= 3


def test_a_failed_task_is_tried_again_less_and_less_often_and_never_runs_for_ever() -> None:
    assert TASK_DEFAULTS["retries"] >= 2
    assert TASK_DEFAULTS["retry_exponential_backoff"] > 1
    assert TASK_DEFAULTS["max_retry_delay"] > TASK_DEFAULTS["retry_delay"]
    assert TASK_DEFAULTS["execution_timeout"].total_seconds() > 0
