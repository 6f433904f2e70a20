"""The application: its routes, each with a rule, and how it answers."""

from fastapi import Depends, FastAPI
from pydantic import BaseModel
from starlette.requests import Request

from dsr.api.access import Public, rules_of
from dsr.api.problems import Problem, answer_problems
from dsr.api.requests import EveryRequest
from dsr.api.service import Service, service_of
from dsr.auth.bearer import hold_to_bearer_rules

_REFUSALS = {
    400: "The request is not one that can be answered.",
    401: "Nobody is let in with this.",
    403: "None of your roles may do this.",
    404: "There is no such person, or none that you may see.",
    409: "Somebody else was first, or a limit is reached; nothing was written.",
    413: "It is too long.",
    422: "It cannot be recorded, or was not understood; nothing was written.",
    503: "The register does not answer at the moment.",
}


class Health(BaseModel):
    """Whether the register answers."""

    status: str


def create_app(service: Service) -> FastAPI:
    """The register's API; raises `RouteWithoutRule` unless every route names its rule."""
    app = FastAPI(
        title="sendwatch: the Dynamic Support Register",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        responses={status: {"model": Problem, "description": words} for status, words in _REFUSALS.items()},
    )
    app.state.service = service
    app.add_api_route("/health", health, dependencies=[Depends(Public())], response_model=Health)
    answer_problems(app)
    hold_to_bearer_rules(app)
    app.add_middleware(EveryRequest)
    rules_of(app)
    return app


def health(request: Request) -> Health:
    """Whether the database answers; nothing of what is in it."""
    with service_of(request).database.reading():
        return Health(status="well")
