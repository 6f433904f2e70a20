"""Refresh the waits after a pull, and on a timer in case Airflow lost the hint."""

from airflow.sdk import DAG, Asset, AssetOrTimeSchedule, CronTriggerTimetable, task

from sendwatch.dag_settings import LOADED_LISTS, REFRESH_CRON, STARTS_AT, TASK_DEFAULTS, WAITS_REFRESH

DOC = """
### Work out the waits of every load that has none yet

Starts when a pull DAG has finished, and each hour from 03:10 to 23:10 UTC as a safety net: Airflow may drop or double
an asset event, so the event is a hint and each run takes every load not yet refreshed. It returns the numbers of the
loads it refreshed. Running it twice, at once or late changes nothing.

#### Runbook: the task is red
1. The dashboards keep the last good figures and show their census date; nobody sees half a refresh.
2. Read the last line of the task's log: it says what is wrong and what to do.
3. `sendwatch doctor` says whether the store is in order; then clear the task here.
"""


@task
def refresh() -> list[int]:
    from sendwatch.usecases import refresh_waits  # here, so that reading this file loads no SQLAlchemy

    return refresh_waits()


with DAG(
    dag_id=WAITS_REFRESH,
    description="Work out the waits of every load that has none yet.",
    schedule=AssetOrTimeSchedule(
        assets=Asset(LOADED_LISTS), timetable=CronTriggerTimetable(REFRESH_CRON, timezone="UTC")
    ),
    start_date=STARTS_AT,
    catchup=False,
    max_active_runs=2,  # with one, Airflow drops the hints that come while it runs (apache/airflow#56050)
    default_args=TASK_DEFAULTS,
    tags={"refresh", "waits"},
    doc_md=DOC,
):
    refresh()
