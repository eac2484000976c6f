"""Error pages in bokmål: what is wrong, why, and what to do next. They read nothing from the database."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog
from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from mongoengine.errors import OperationError
from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError
from werkzeug.exceptions import HTTPException

from admin import wording
from rules.errors import AddressShielded, HomeShielded, HusromError, NoNeedToKnow, NotAuthorised, NotFound

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Failure:
    """What a page says."""

    what: str
    why: str
    do: str


FAILURES = {
    400: Failure(
        "Siden kunne ikke lese det du sendte",
        "Noe i skjemaet eller adressen mangler eller har feil form. Ingenting er lagret.",
        "Gå tilbake, last siden på nytt og prøv en gang til.",
    ),
    401: Failure(
        "Du er logget ut",
        "Du har ikke brukt Husrom på en stund. Ingenting av det du sendte er lagret.",
        "Gå til forsiden, logg inn, og gjør det en gang til.",
    ),
    403: Failure(
        "Du har ikke tilgang til denne siden",
        "Rollen din gir ikke adgang til den.",
        "Trenger du den i arbeidet ditt, be en administrator om riktig rolle.",
    ),
    404: Failure(
        "Siden finnes ikke",
        "Adressen er feil, eller det du leter etter er slått sammen med noe annet eller skjult for deg.",
        "Søk det opp fra forsiden.",
    ),
    405: Failure(
        "Siden kan ikke åpnes på denne måten",
        "Adressen tar bare imot et skjema som sendes inn.",
        "Gå til forsiden, og bruk knappen der du vil gjøre endringen.",
    ),
    413: Failure(
        "Filen er for stor",
        "Det er en grense for hvor mye som kan sendes i én omgang. Ingenting er lagret.",
        "Gjør filen mindre, eller send færre om gangen. Er det en importfil, kan en administrator lese den inn med en "
        "kommando.",
    ),
    429: Failure(
        "For mange forsøk",
        "Husrom har fått for mange forespørsler fra deg på kort tid.",
        "Vent noen minutter, og prøv igjen.",
    ),
    500: Failure(
        "Noe gikk galt hos oss",
        "Husrom støtte på en feil som ikke skulle skje. Det du gjorde nå, er kanskje ikke lagret.",
        "Gå tilbake og se om det ble lagret. Skjer det igjen, si fra til en administrator og oppgi klokkeslettet.",
    ),
    503: Failure(
        "Databasen svarer ikke",
        "Husrom får ikke kontakt med databasen akkurat nå. Ingenting av det du sendte er lagret.",
        "Vent et minutt, og last siden på nytt. Varer det, si fra til driften.",
    ),
}
CSRF = Failure(
    "Skjemaet er for gammelt",
    "Skjemaet ble åpnet i en økt som er avsluttet, eller det kom fra et annet sted. Ingenting er lagret.",
    "Gå til forsiden, åpne skjemaet på nytt, og lagre.",
)
MOST_WRITTEN = 200_000  # bytes of a form: what is longer is a file
SECRETS = frozenset({"csrf_token", "q", "old", "new", "again", "password"})


def register(app: Flask) -> None:
    """Answer every failure outside the partner API with a page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(CSRFError, lambda _error: (_page(CSRF, 400, written()), 400))
    app.register_error_handler(HusromError, _refusal)
    app.register_error_handler(PyMongoError, _database)
    app.register_error_handler(OperationError, _database)
    app.register_error_handler(500, _http)


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if request.path.startswith("/api/") or code < 400:
        return error.get_response()
    failure = FAILURES.get(code, FAILURES[500 if code >= 500 else 400])
    return _page(failure, code, written() if code == 401 else ()), code


CODES: dict[type[HusromError], int] = {
    NotFound: 404, NotAuthorised: 403, NoNeedToKnow: 403, AddressShielded: 403, HomeShielded: 403,
}  # fmt: skip


def _refusal(error: HusromError) -> ResponseReturnValue:
    code = CODES.get(type(error), 409)
    words = Failure("Dette kan ikke gjøres", wording.explain(error), "Gå tilbake til siden du kom fra.")
    return _page(words, code), code


def _database(error: Exception) -> ResponseReturnValue:
    cause = error if isinstance(error, PyMongoError) else error.__cause__ or error.__context__
    away = isinstance(cause, ConnectionFailure | ExecutionTimeout) or bool(getattr(cause, "timeout", False))
    log.error("database failure", away=away, kind=type(error).__name__)
    code = 503 if away else 500
    return _page(FAILURES[code], code), code


def written() -> list[str]:
    """The texts of the form that was sent, to be copied: the browser does not keep them, and we store none of them.

    Only what came from a page of ours, so that nobody else can put words on this one; no numbers, no passwords.
    """
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if not ours or request.method != "POST" or (request.content_length or 0) > MOST_WRITTEN:
        return []
    texts = (value.strip() for name, value in request.form.items(multi=True) if name not in SECRETS)
    return list(dict.fromkeys(text for text in texts if " " in text and any(sign.isalpha() for sign in text)))


def _page(failure: Failure, code: int, texts: Sequence[str] = ()) -> str:
    return render_template("error.html", failure=failure, code=code, texts=texts)
