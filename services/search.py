"""The one search box: case, contract, dwelling and application numbers, names, addresses, exact identity numbers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bson import ObjectId

from models import Applicant, Application, Dwelling, Landlord, Lease, Record, Vacancy
from rules import names
from rules.terms import AccessKind, Role
from services import audit, merged
from services.actor import Actor

MOST = 20  # hits of each kind; whoever gets more must write more
SHORTEST = 2
IDENTITY = re.compile(r"^\d{6} ?\d{5}$")
NUMBERS: Sequence[tuple[type[Record], str]] = (
    (Application, "application_number"),
    (Application, "archive_case_number"),
    (Lease, "contract_number"),
    (Dwelling, "dwelling_number"),
    (Vacancy, "vacancy_number"),
    (Landlord, "organisation_number"),
)
LETTERS = "SKB"  # applications, contracts, dwellings
LETTERED = re.compile(r"^([A-Za-zÆØÅæøå]{1,3}) (\d+)$")
LEAST_BARE = 4  # digits of a case number without its letter: fewer fit too much
PHONE = re.compile(r"^(?:\+47|0047)?(\d{8})$")
KID_SIGNS = range(5, 26)
EVERYONE = tuple(Role)


@dataclass(frozen=True)
class Hit:
    """One record that the words fit; `protected` persons are shown without an address."""

    kind: str
    id: ObjectId
    number: str
    title: str
    detail: str = ""
    protected: bool = False


def find(text: str, actor: Actor, *, sees_protected: bool = False) -> list[Hit]:
    """Everything that the words fit, at most 20 of a kind; a search by identity number is logged.

    An address search never finds a person with a protected address for one who may not see it.
    """
    actor.require(*EVERYONE, what="search")
    term = " ".join(text.split())
    if IDENTITY.fullmatch(term):
        return _by_identity(term.replace(" ", ""), actor)
    if len(term) < SHORTEST:
        return []
    digits = term.replace(" ", "")
    hits = [
        *_by_number(term),
        *_by_kid(digits),
        *_by_phone(digits, sees_protected),
        *_people(term),
        *_dwellings(term),
        *_people_at(term, sees_protected),
        *_landlords(term),
    ]
    return list({(hit.kind, hit.id): hit for hit in hits}.values())


def _by_identity(number: str, actor: Actor) -> list[Hit]:
    found = merged.roots_of(Applicant.objects(identity_number=number).order_by("pk").limit(MOST))
    person = found[0].pk if found else None
    audit.record_access(actor, AccessKind.SEARCHED, "applicant", person=person, count=len(found))
    return [hit for applicant in found for hit in _person_and_cases(applicant)]


def _person_and_cases(applicant: Applicant) -> Iterator[Hit]:
    yield _person(applicant)
    ids = merged.ids_of(applicant.pk)
    for application in Application.objects(applicant__in=ids).order_by("-received_on", "pk").limit(MOST):
        yield _numbered(application)
    for lease in Lease.objects(tenant__in=ids).order_by("-starts_on", "pk").limit(MOST):
        yield _numbered(lease)


def _by_number(term: str) -> Iterator[Hit]:
    for number in _as_numbers(term.upper()):
        prefix = {"$regex": "^" + re.escape(number)}
        for kind, field in NUMBERS:
            for record in kind.objects(__raw__={field: prefix}).order_by(field, "pk").limit(MOST).no_dereference():
                yield _numbered(record)


def _as_numbers(term: str) -> Sequence[str]:
    """The term as it may stand in a number: «K 7007» is K7007, and digits alone may lack their letter."""
    if term.isdigit() and len(term) >= LEAST_BARE:
        return [term, *(f"{letter}{term}" for letter in LETTERS)]
    return [LETTERED.sub(r"\1\2", term)]


def _by_kid(digits: str) -> Iterator[Hit]:
    if digits.isdigit() and len(digits) in KID_SIGNS:
        for lease in Lease.objects(kid=digits).limit(MOST).no_dereference():
            yield _numbered(lease)


def _by_phone(digits: str, sees_protected: bool) -> Iterator[Hit]:
    """The people who have the number; one with a protected address is found by nobody but those who may see it."""
    found = PHONE.fullmatch(digits)
    if not found:
        return
    fitting: dict[str, Any] = {"merged": False, "phone": {"$in": [found[1], f"+47{found[1]}"]}}
    if not sees_protected:
        fitting["protected_address"] = False
    for applicant in Applicant.objects(__raw__=fitting).order_by("sort_name", "pk").limit(MOST):
        yield _person(applicant)


def _people(term: str) -> Iterator[Hit]:
    """Persons of that name; under a name that a merged record carries, the one they are now."""
    fitting = _words_like("name_words", term)
    for applicant in Applicant.objects(__raw__=fitting).order_by("sort_name", "pk").limit(MOST):
        yield _person(merged.root_of(applicant), known_as=applicant.name if applicant.merged else "")


def _people_at(term: str, sees_protected: bool) -> Iterator[Hit]:
    fitting: dict[str, Any] = {"merged": False, "address": {"$regex": "^" + re.escape(term), "$options": "i"}}
    if not sees_protected:
        fitting["protected_address"] = False
    for applicant in Applicant.objects(__raw__=fitting).order_by("sort_name", "pk").limit(MOST):
        yield _person(applicant)


def _dwellings(term: str) -> Iterator[Hit]:
    fitting = _words_like("address_words", term)
    for dwelling in Dwelling.objects(__raw__=fitting).order_by("address_key", "pk").limit(MOST).no_dereference():
        yield _numbered(dwelling)


def _landlords(term: str) -> Iterator[Hit]:
    fitting = {"sort_name": {"$regex": "^" + re.escape(names.sort_key(term))}}
    for landlord in Landlord.objects(__raw__=fitting).order_by("sort_name", "pk").limit(MOST):
        yield _numbered(landlord)


def _words_like(field: str, term: str) -> dict[str, Any]:
    """Every word of the term must begin a word of the field; the operator form, since literals fail on some servers."""
    return {"$and": [{field: {"$regex": "^" + re.escape(word)}} for word in names.words(term)] or [{"_id": None}]}


def _person(applicant: Applicant, *, known_as: str = "") -> Hit:
    born = f"født {applicant.born_on:%d.%m.%Y}" if applicant.born_on else ""
    also = f"også registrert som {known_as}" if known_as and known_as != applicant.name else ""
    detail = ", ".join(word for word in (born, also) if word)
    return Hit("applicant", applicant.pk, "", applicant.name, detail, applicant.protected_address)


def _numbered(record: Any) -> Hit:
    kind = audit.collection(record)
    titles = {"dwelling": "address", "landlord": "name"}
    title = getattr(record, titles[kind]) if kind in titles else record.number
    state = getattr(record, "state", None)
    return Hit(kind, record.pk, record.number, title, state.label if state else "")
