"""Every failure under /api/ as a problem document (RFC 9457), in bokmål or English by Accept-Language."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog
from flask import Flask, Response, current_app, request
from mongoengine.errors import OperationError
from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError
from werkzeug.exceptions import HTTPException

from api import problem_words
from rules.errors import HusromError, InvalidRecord
from schemas.partner import faults
from schemas.partner.faults import Fault

log = structlog.get_logger(__name__)

BASE = "/api/"
PAGES = "/api/v1/problems"
MEDIA_TYPE = "application/problem+json"
NORWEGIAN, ENGLISH = "nb", "en"
CALLED = {"viewing": "viewing_at", "rejection_note": "note"}  # what records call otherwise than landlords do
BY_STATUS = {
    400: "bad-request", 401: "not-signed-in", 403: "scope-missing", 404: "not-found", 405: "method-not-allowed",
    406: "not-acceptable", 413: "too-large", 415: "not-json", 428: "if-match-missing", 429: "too-many-calls",
}  # fmt: skip


@dataclass(frozen=True)
class FieldProblem:
    """What is wrong with one field of what was sent; the field as a path: `home.rooms`, `events.0`."""

    field: str
    problem: Fault


@dataclass(eq=False)
class Problem(Exception):
    """A refusal of the door itself, by its name in `problem_words.PROBLEMS`."""

    slug: str
    errors: tuple[FieldProblem, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def register(app: Flask, base_url: str) -> None:
    """Answer all that fails under /api/ with a problem document; pages keep their own answers.

    Call it after `admin.register`: it goes in front of the handlers that stand on the application.
    """
    app.config["HUSROM_PROBLEM_PAGES"] = f"{base_url}{PAGES}"
    app.register_error_handler(Problem, answer)
    for handlers in app.error_handler_spec[None].values():
        for kind, page in list(handlers.items()):
            if kind is not Problem:
                handlers[kind] = _by_path(page)


def _by_path(page: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def either(error: Exception) -> Any:
        return answer(error) if request.path.startswith(BASE) else page(error)

    return either


def answer(error: Exception) -> Response:
    """The problem document of the error; what is no refusal is logged, and told of as our fault."""
    if isinstance(error, Problem):
        return document(error.slug, errors=error.errors, headers=error.headers)
    if isinstance(error, HusromError):
        slug = problem_words.slug_of(error)
        later = {"Retry-After": "30"} if problem_words.PROBLEMS[slug].status == 503 else {}
        return document(slug, errors=_fields(error), headers=later)
    if isinstance(error, HTTPException):
        return _http(error)
    away = _away(error)
    log.error("partner call failed", away=away, kind=type(error).__name__)
    return document("database-away" if away else "our-fault", headers={"Retry-After": "30"} if away else {})


def _away(error: Exception) -> bool:
    cause = error.__cause__ or error.__context__ or error if isinstance(error, OperationError) else error
    timeout = isinstance(cause, PyMongoError) and bool(getattr(cause, "timeout", False))
    return timeout or isinstance(cause, ConnectionFailure | ExecutionTimeout)


def _http(error: HTTPException) -> Response:
    code = error.code or 500
    if code < 400:
        return Response(error.get_response().get_data(), code, error.get_headers())
    slug = BY_STATUS.get(code, "our-fault" if code >= 500 else "bad-request")
    allowed = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After")}
    return document(slug, headers=allowed)


def _fields(error: HusromError) -> tuple[FieldProblem, ...]:
    if not isinstance(error, InvalidRecord):
        return ()
    return tuple(FieldProblem(CALLED.get(name, name), faults.known(code)) for name, code in error.problems.items())


def document(slug: str, *, errors: tuple[FieldProblem, ...] = (), headers: Mapping[str, str] | None = None) -> Response:
    """The answer that tells of one problem, in the caller's language."""
    problem, spoken = problem_words.PROBLEMS[slug], language()
    words = problem.words(english=spoken == ENGLISH)
    body: dict[str, Any] = {
        "type": f"{current_app.config['HUSROM_PROBLEM_PAGES']}/{slug}",
        "title": words.title,
        "status": problem.status,
        "detail": words.detail,
    }
    if errors:
        body["errors"] = [{"field": one.field, "problem": one.problem.text(spoken)} for one in errors]
    response = Response(json.dumps(body, ensure_ascii=False), problem.status, mimetype=MEDIA_TYPE)
    response.headers["Content-Language"] = spoken
    response.headers.extend(headers or {})
    return response


def language() -> str:
    """`en` where the caller would rather have English than Norwegian, else `nb`."""
    asked = list(request.accept_languages)
    rest = max((weight for name, weight in asked if name == "*"), default=0)
    told = {_spoken(name): weight for name, weight in reversed(asked)}  # the best last, so that it stands
    norwegian = max(told.get(name, rest) for name in ("nb", "no", "nn"))
    return ENGLISH if told.get(ENGLISH, rest) > norwegian else NORWEGIAN


def _spoken(name: str) -> str:
    """The language of a tag, whichever country's: `en` of `en-GB`."""
    return name.replace("_", "-").partition("-")[0].lower()
