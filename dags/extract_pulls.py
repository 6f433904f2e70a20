"""One DAG per feed: pull every extract that waits in its inbox. A new feed is a row in `diis/feeds.py`."""

from airflow.sdk import DAG, Asset, CronTriggerTimetable, task

from diis.feeds import FEEDS, Feed
from sendwatch.dag_settings import LOADED_LISTS, STARTS_AT, TASK_DEFAULTS, pull_dag_id

DOC = """
### {feed.about}

**Sent by** {feed.owner} ({feed.provider}), layout `{feed.layout}`.
**Late** when the newest list we hold is more than {feed.late_after_days} days old.

Each run pulls every extract in the inbox folder `{feed.name}`, oldest census date first, and then starts the refresh
of the waits. It returns the numbers of the loads it made and nothing else. Running it twice, at once or late changes
nothing. A list that is refused turns the task `refusals` red once, when it is new; the others are loaded all the same.

#### Runbook: the task is red
1. Read the last line of the task's log.
2. `refusals` names new refused lists there: `sendwatch check` gives the reasons, by line and column. Send them to
   {feed.owner} and ask for the list again. There is nothing to clear: the next run is green.
3. `pull`: `sendwatch doctor` says whether the store, the folders and the key are in order.
4. When it is put right, clear the task here; `sendwatch pull --feed {feed.name}` is the same work from a terminal.

A list that is held for a person does not turn the task red: an alert says so, `sendwatch quarantine list` shows it.
"""


@task(outlets=[Asset(LOADED_LISTS)])
def pull(feed_name: str) -> list[int]:
    from sendwatch.usecases import pull_feed  # here, so that reading this file loads no pandas and no SQLAlchemy

    return pull_feed(feed_name)


@task(retries=0)  # a refusal stays one
def refusals(loads: list[int]) -> int:
    from sendwatch.usecases import fail_for_refusals  # as above

    return fail_for_refusals(loads)


def pull_dag(feed: Feed) -> None:
    with DAG(
        dag_id=pull_dag_id(feed),
        description=feed.about,
        schedule=CronTriggerTimetable(feed.cron, timezone="UTC"),
        start_date=STARTS_AT,
        catchup=False,
        max_active_runs=1,
        default_args={**TASK_DEFAULTS, "owner": feed.owner},
        tags={"pull", feed.provider, feed.layout, feed.pathway or "published"},
        doc_md=DOC.format(feed=feed),
    ):
        refusals(pull(feed.name))  # type: ignore[arg-type]  # a promise of the loads, until it has run


for row in FEEDS:
    pull_dag(row)
