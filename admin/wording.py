"""Refusals in bokmål: what is wrong, why, where, and what to do next. Services raise names; the words are here."""

import re
from collections.abc import Iterable
from functools import singledispatch

from flask import has_request_context
from flask_login import current_user

from admin.vocabulary import ACTIONS, PROBLEMS, RECORDS
from rules import errors
from rules.deadlines import OSLO

# What MongoEngine's validation says, in English, and what it means
VALIDATION = (
    (r"Field is required", "Fyll ut dette feltet."),
    (r"String value is too long", "Teksten er for lang. Kort den ned."),
    (r"String value is too short", "Teksten er for kort."),
    (r"String value did not match", "Verdien har ikke riktig form."),
    (r"Value must be one of", "Velg en av verdiene i listen."),
    (r"(Integer|Float) value is too small", "Tallet er for lite."),
    (r"(Integer|Float) value is too large", "Tallet er for stort."),
    (r"could not be converted|is not a valid (date|ObjectId)|cannot parse", "Verdien er ikke gyldig."),
)
STANDS = {  # what it means that there is one already, where one at a time is all there may be
    "guarantee_claim": (
        "Ingenting er lagret. Sikkerheten er alt krevd, og det kravet er ikke besvart. Noter svaret, eller trekk det, "
        "før du krever på nytt."
    ),
}
IDENTITY = re.compile(r"[0-9a-f]{24}")  # the database's own, which says nothing to a person
INVALID = "Verdien er ikke gyldig. Rett den, og lagre på nytt."


def record(collection: str) -> str:
    """What people call a record of the collection: «søknad»."""
    return RECORDS.get(collection, ("opplysning", "opplysningen"))[0]


def a_record(collection: str) -> str:
    """The same with its article: «en søknad», «et kontor»."""
    return f"{'et' if the_record(collection).endswith('t') else 'en'} {record(collection)}"


def new_record(name: str) -> str:
    """«Ny søknad», «Nytt kontor», from the record's name."""
    neuter = any(one == name and definite.endswith("t") for one, definite in RECORDS.values())
    return f"{'Nytt' if neuter else 'Ny'} {name}"


def the_record(collection: str) -> str:
    """The same, definite: «søknaden»."""
    return RECORDS.get(collection, ("opplysning", "opplysningen"))[1]


def action(code: str) -> str:
    """What was done, as the list of changes says it."""
    return ACTIONS.get(code, "Endret")


def invalid(problem: str) -> str:
    """A problem with one field as a person can mend it; texts that are Norwegian already stand as they are."""
    if problem in PROBLEMS:
        return PROBLEMS[problem]
    for pattern, norwegian in VALIDATION:
        if re.search(pattern, problem, re.IGNORECASE):
            return norwegian
    return problem if re.search(r"[æøåÆØÅ]|\b(er|må|ikke|har|kan)\b", problem) else INVALID


def listed(words: Iterable[str]) -> str:
    """«a, b og c»."""
    every = list(words)
    return every[0] if len(every) == 1 else f"{', '.join(every[:-1])} og {every[-1]}" if every else ""


@singledispatch
def explain(_error: Exception) -> str:
    """The refusal in bokmål; an error nobody has worded says only what is certain."""
    return "Ingenting er lagret. Husrom kunne ikke gjøre dette nå. Prøv på nytt, eller si fra til en administrator."


@explain.register
def _(error: errors.StaleState) -> str:
    me = getattr(current_user, "name", "") if has_request_context() else ""
    names = dict.fromkeys("du selv" if change.by == me else change.by for change in error.changes)
    who = listed(names) or "noen"
    return (
        f"Ingenting er lagret. {who[:1].upper()}{who[1:]} har endret {the_record(error.document)} {error.identity} "
        "etter at du åpnet siden du sendte fra. Se hva som står nå, og gjør det du ville en gang til."
    )


@explain.register
def _(error: errors.TransitionRefused) -> str:
    return (
        f"Ingenting er lagret. {the_record(error.document).capitalize()} står i en tilstand der dette ikke kan gjøres. "
        "Åpne den på nytt og se hva som er neste steg."
    )


@explain.register
def _(_error: errors.MissingReason) -> str:
    return (
        "Ingenting er lagret. Det du gjør må begrunnes (forvaltningsloven § 24). Skriv begrunnelsen, og lagre på nytt."
    )


@explain.register
def _(_error: errors.NotAuthorised) -> str:
    return "Ingenting er lagret. Rollen din gir ikke adgang til dette. Be en leder eller en administrator om hjelp."


@explain.register
def _(error: errors.NotFound) -> str:
    known_as = "" if IDENTITY.fullmatch(error.identity) else f" {error.identity}"
    return (
        f"Fant ikke {the_record(error.document)}{known_as}. Den kan være slått sammen med en annen, "
        "eller du har ikke tilgang. Søk den opp på nytt."
    )


@explain.register
def _(error: errors.AlreadyExists) -> str:
    return STANDS.get(error.document) or (
        f"Ingenting er lagret. Det finnes allerede {a_record(error.document)} med samme verdi. "
        "Søk opp den som finnes, eller rett feltet som er merket."
    )


@explain.register
def _(error: errors.InvalidRecord) -> str:
    reasons = dict.fromkeys(invalid(problem) for problem in error.problems.values())
    return " ".join(["Ingenting er lagret.", *(reasons or [INVALID])])


@explain.register
def _(error: errors.JobRunning) -> str:
    return (
        f"Jobben kjører allerede, startet av {error.holder} kl. {error.since.astimezone(OSLO):%H.%M}. "
        "Vent til den er ferdig, og prøv igjen."
    )
