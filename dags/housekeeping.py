"""Keep no received file longer than its retention allows."""

from airflow.sdk import DAG, CronTriggerTimetable, task

from sendwatch.dag_settings import HOUSEKEEPING, HOUSEKEEPING_CRON, STARTS_AT, TASK_DEFAULTS

DOC = """
### Delete received files that are past their retention

Raw files hold NHS numbers, so the inboxes and the landing folder keep them for `SENDWATCH_LANDING_DAYS` days and no
longer; only a list that is held for a person stays landed until it is released or replaced. What was loaded from them
stays, in pseudonymised form, with the ledger that says which file it came from. The task returns how many arrivals and
inbox entries it deleted. Running it twice, at once or late changes nothing.

#### Runbook: the task is red
1. Files are being kept longer than was agreed: mend it within a day, and tell information governance if you cannot.
2. Read the last line of the task's log; most often a folder is not writable for Airflow's user.
3. Give that user the home folder, which `sendwatch doctor` names, and all in it; then clear the task here.
"""


@task
def clear() -> int:
    from sendwatch.usecases import clear_landing  # here, so that reading this file loads no SQLAlchemy

    return clear_landing()


with DAG(
    dag_id=HOUSEKEEPING,
    description="Delete received files that are past their retention.",
    schedule=CronTriggerTimetable(HOUSEKEEPING_CRON, timezone="UTC"),
    start_date=STARTS_AT,
    catchup=False,
    max_active_runs=1,
    default_args=TASK_DEFAULTS,
    tags={"housekeeping"},
    doc_md=DOC,
):
    clear()
