"""The application: its routes, each with a rule, and how it answers."""

import time
from typing import Literal

from fastapi import APIRouter, Depends, FastAPI
from pydantic import BaseModel
from starlette.requests import Request

from dsr.api import (
    accounts,
    actions,
    alike,
    audits,
    cetrs,
    corrections,
    demonstration,
    description,
    emergencies,
    events,
    figures,
    foreseeing,
    key_workers,
    leavers,
    me,
    packs,
    people,
    person,
    referrals,
    sign_in,
    summaries,
    tasks,
    transfers,
    waits,
)
from dsr.api.access import Public, rules_of
from dsr.api.access_problems import answer_access_problems
from dsr.api.problems import answer_problems
from dsr.api.requests import EveryRequest
from dsr.api.service import Service, service_of
from dsr.api.sizes import NotTooLong
from dsr.auth.bearer import hold_to_bearer_rules

ROUTERS: tuple[APIRouter, ...] = (
    people.router,
    referrals.router,
    transfers.router,
    person.router,
    actions.router,
    cetrs.router,
    foreseeing.router,
    corrections.router,
    alike.router,
    tasks.router,
    waits.router,
    packs.router,
    summaries.router,
    key_workers.router,
    leavers.router,
    events.router,
    figures.router,
    audits.router,
    sign_in.router,
    me.router,
    emergencies.router,
    accounts.router,
    description.router,
)
"""The routes, in groups by what they are about."""


_SLOW_SECONDS = 1


class Health(BaseModel):
    """Whether the register answers: well, or slow. Where it does not the answer is 503."""

    status: Literal["well", "slow"]


def create_app(service: Service) -> FastAPI:
    """The register's API; raises `RouteWithoutRule` unless every route names its rule."""
    app = FastAPI(
        title="sendwatch: the Dynamic Support Register",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        responses=description.refusals(),
    )
    app.state.service = service
    app.add_api_route("/health", health, dependencies=[Depends(Public())], response_model=Health)
    for router in (*ROUTERS, *([demonstration.router] if service.demonstration else [])):
        app.include_router(router)
    answer_problems(app)
    answer_access_problems(app)
    hold_to_bearer_rules(app)
    app.add_middleware(NotTooLong)
    app.add_middleware(EveryRequest)
    rules_of(app)
    return app


def health(request: Request) -> Health:
    """Whether the database answers, and soon; nothing of what is in it (F09)."""
    began = time.monotonic()
    service_of(request).database.ask()
    return Health(status="well" if time.monotonic() - began < _SLOW_SECONDS else "slow")
