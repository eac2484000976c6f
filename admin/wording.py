"""Refusals in bokmål: what is wrong, why, where, and what to do next. Services raise names; the words are here."""

import re
from collections.abc import Iterable
from functools import singledispatch

from flask import has_request_context
from flask_login import current_user

from rules import errors
from rules.deadlines import OSLO

# Collections as people say them: (one, definite)
RECORDS = {
    "agreement": ("avtale", "avtalen"),
    "appeal": ("klage", "klagen"),
    "applicant": ("person", "personen"),
    "application": ("søknad", "søknaden"),
    "decision": ("vedtak", "vedtaket"),
    "dwelling": ("bolig", "boligen"),
    "file": ("fil", "filen"),
    "import_run": ("import", "importen"),
    "journal_entry": ("journalnotat", "journalnotatet"),
    "landlord": ("utleier", "utleieren"),
    "lease": ("leieforhold", "leieforholdet"),
    "ledger_row": ("postering", "posteringen"),
    "letter": ("brev", "brevet"),
    "meeting": ("møte", "møtet"),
    "counter": ("nummerserie", "nummerserien"),
    "message": ("e-post", "e-posten"),
    "office": ("kontor", "kontoret"),
    "payment": ("innbetaling", "innbetalingen"),
    "postcode": ("postnummer", "postnummeret"),
    "project": ("prosjekt", "prosjektet"),
    "rulebook": ("regelbok", "regelboken"),
    "task": ("oppgave", "oppgaven"),
    "unit": ("enhet", "enheten"),
    "user": ("bruker", "brukeren"),
}

ACTIONS = {
    "created": "Registrert",
    "edited": "Endret",
    "restored": "Satt tilbake",
    "imported": "Importert",
    "updated": "Oppdatert",
    "opened": "Åpnet",
    "reopened": "Åpnet på nytt",
    "settled": "Ordnet av seg selv",
    "done": "Utført",
    "handed_over": "Overført",
    "told": "Nevnt i en påminnelse",
    "taken_up": "Tatt opp til behandling",
    "preliminary_reply": "Foreløpig svar notert",
    "assigned": "Gitt til saksbehandler",
    "archive_case": "Saksnummer i arkivet notert",
    "reason_group": "Hovedårsak notert",
    "withdrawn": "Trukket",
    "placed": "Plassert",
    "password_set": "Nytt passord satt",
    "effect_dropped": "Oppfølging droppet",
    "proposed": "Forslag til vedtak laget",
    "redrawn": "Brevet laget på nytt",
    "proposal_dropped": "Forslag trukket",
    "decided": "Vedtak fattet",
    "undone": "Vedtak angret",
    "decided_by_body": "Klageinstansens vedtak ført",
    "sent_back": "Sendt tilbake av klageinstansen",
    "place_kept": "Plassen på ventelisten beholdt",
    "place_released": "Plassen på ventelisten ikke lenger holdt av",
    "letter_moved": "Brevets datoer ført",
    "drawn": "Laget",
    "released": "Klar til utsending",
    "voided": "Forkastet",
    "dispatched": "Sendt",
    "arrived": "Kommet fram",
    "returned": "Kom i retur",
}

# What services find wrong with one value, by its code
PROBLEMS = {
    "future": "Datoen er fram i tid.",
    "before_received": "Datoen er før søknaden ble mottatt.",
    "before_start": "Fraværet kan ikke ta slutt før det begynner. Skriv en senere dato, eller rett første dag.",
    "inactive": "Brukeren kan ikke logge inn lenger. Velg en annen.",
    "may_not_work": "Rollene til denne brukeren gir ikke adgang til det som skal overføres. Velg en annen.",
    "missing": "Velg minst én rolle.",
    "no_lease": "Søknaden sier ikke hvilket leieforhold den gjelder. Rett søknaden først.",
    "missing_value": "Fyll ut dette feltet.",
    "own_access": "Du kan ikke ta administratortilgangen fra deg selv. Be en annen administrator gjøre det.",
    "own_deputy": "Ingen kan være sin egen stedfortreder. Velg en annen.",
    "same_person": "Velg en annen enn den oppgavene står på nå.",
}

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
    return (
        f"Fant ikke {the_record(error.document)} {error.identity}. Den kan være slått sammen med en annen, "
        "eller du har ikke tilgang. Søk den opp på nytt."
    )


@explain.register
def _(error: errors.AlreadyExists) -> str:
    return (
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
