"""The applications of Fjordvik, in every state that a register tells of, and the appeals against its refusals."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from random import Random
from typing import Any, NamedTuple

from demo.leases import CASEWORKERS
from demo.people import Person
from demo.words import LANGUAGES, PLACES, STREETS
from rules.deadlines import add_months
from rules.terms import (
    AppealState,
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    DecisionOutcome,
    HousingSituation,
    ServiceNeed,
    TargetGroup,
)
from schemas.cases import SITUATIONS, AppealRow, ApplicationRow

NEW, EXTENSION, SWAP = ApplicationKind.NEW, ApplicationKind.EXTENSION, ApplicationKind.SWAP
RECEIVED, IN_ASSESSMENT = ApplicationState.RECEIVED, ApplicationState.IN_ASSESSMENT
GRANTED, REFUSED = DecisionOutcome.GRANTED, DecisionOutcome.REFUSED


@dataclass(frozen=True, kw_only=True)
class Case:
    """What an application's time line and outcome are to be."""

    kind: ApplicationKind
    state: ApplicationState
    received_on: date
    replied_on: date | None = None
    outcome: DecisionOutcome | None = None
    decided_on: date | None = None


class Complaint(NamedTuple):
    """An appeal: days since it came, days it came after the decision reached the party, and where it stands."""

    age: int
    after_arrival: int
    state: AppealState


# Our own reassessment is due after 21 days: on each side of the week before it, of the day itself, and past it.
COMPLAINTS = (
    Complaint(3, 8, AppealState.UNDER_REASSESSMENT),
    Complaint(13, 12, AppealState.UNDER_REASSESSMENT),
    Complaint(16, 5, AppealState.UNDER_REASSESSMENT),
    Complaint(21, 15, AppealState.UNDER_REASSESSMENT),
    Complaint(30, 9, AppealState.UNDER_REASSESSMENT),
    Complaint(6, 40, AppealState.UNDER_REASSESSMENT),  # too late
    Complaint(28, 10, AppealState.FORWARDED),
    Complaint(45, 17, AppealState.FORWARDED),
)
POSTING = 3  # days from decision to arrival


def cases(day: date) -> list[Case]:
    """Eighty cases: received, in assessment, granted, refused (the first ones are appealed), withdrawn."""
    found = [*_open(day, RECEIVED, 22), *_open(day, IN_ASSESSMENT, 28)]
    kinds = [NEW] * 10 + [EXTENSION] * 4 + [SWAP] * 2
    for at, kind in enumerate(kinds):
        state = ApplicationState.HOUSED if kind is EXTENSION else ApplicationState.WAITING
        decided = day - timedelta(days=4 + 13 * at)
        found.append(_decided(kind, state, GRANTED, decided))
    appealed = [day - timedelta(days=one.age + one.after_arrival + POSTING) for one in COMPLAINTS]
    refused = [*appealed, day - timedelta(days=6), day - timedelta(days=190)]
    found += [_decided(NEW, ApplicationState.REFUSED, REFUSED, decided) for decided in refused]
    withdrawn = ApplicationState.WITHDRAWN
    found += [Case(kind=NEW, state=withdrawn, received_on=day - timedelta(days=30 + 25 * k)) for k in range(4)]
    return found


def _open(day: date, state: ApplicationState, count: int) -> Iterator[Case]:
    """Cases without decision: fresh ones, some on each side of a month and of two, some answered meanwhile."""
    one, two, after = add_months(day, -1), add_months(day, -2), timedelta(days=1)
    limits = [day, one, one + after, one - after, two, two - after]
    ages = [*limits, *(day - timedelta(days=2 + 3 * k) for k in range(count - len(limits)))]
    kinds = cycle([NEW] * 9 + [EXTENSION])
    for at, received in enumerate(ages):
        replied = received + timedelta(days=24) if at % 4 == 3 else None
        if replied and replied > day:
            replied = None
        yield Case(kind=next(kinds), state=state, received_on=received, replied_on=replied)


def _decided(kind: ApplicationKind, state: ApplicationState, outcome: DecisionOutcome, on: date) -> Case:
    received = on - timedelta(days=26)
    return Case(kind=kind, state=state, received_on=received, outcome=outcome, decided_on=on)


CASES = len(cases(date(2026, 1, 1)))  # for each step of the scale


@dataclass(frozen=True)
class Home:
    """Where an applicant lives now."""

    address: str
    postcode: str
    place: str


def make_applications(
    rng: Random, day: date, people: Sequence[Person], tenants: Sequence[tuple[Person, Home]], scale: int
) -> tuple[ApplicationRow, ...]:
    """Eighty applications for each step of the scale; extensions and swaps are the tenants', the rest others'."""
    asking, living, caseworkers = iter(people), iter(tenants), cycle(CASEWORKERS)
    applications = []
    for at, case in enumerate(cases(day) * scale):
        person, home = (next(asking), None) if case.kind is NEW else next(living)
        applications.append(_application(rng, at, case, person, home, next(caseworkers)))
    return tuple(applications)


def _application(
    rng: Random, at: int, case: Case, person: Person, home: Home | None, caseworker: str
) -> ApplicationRow:
    number = f"S{case.received_on.year}{1001 + at}"
    situation = rng.choice(SITUATIONS) if home is None else HousingSituation.AT_RISK
    if home is None and situation is not HousingSituation.NO_DWELLING:
        place = rng.choice(PLACES)
        home = Home(f"{rng.choice(STREETS)} {rng.randint(100, 199)}", place.postcode, place.name)
    return ApplicationRow(
        application_number=number,
        received_on=case.received_on,
        **_who(person, home),
        email=f"{number.lower()}@fjordvik.example" if rng.random() < 0.8 else None,
        target_group=rng.choices(tuple(TargetGroup), (7, 3, 1))[0],
        adults=rng.choice((1, 1, 1, 2)),
        children=rng.choice((0, 0, 0, 1, 2, 3)),
        applied_by=rng.choices(tuple(AppliedBy), (8, 2, 3, 1, 1))[0],
        situation=situation,
        rooms_wanted=rng.choice((None, 1, 2, 2, 3, 4)),
        service_need=rng.choice((None, None, *ServiceNeed)),
        interpreter=rng.choice((None, None, None, None, rng.choice(LANGUAGES))),
        resident=rng.random() < 0.95,
        kind=case.kind,
        state=case.state,
        outcome=case.outcome,
        preliminary_reply_on=case.replied_on,
        decided_on=case.decided_on,
        caseworker=caseworker,
    )


def _who(person: Person, home: Home | None) -> dict[str, Any]:
    return {
        "identity_number": person.identity_number,
        "identity_kind": person.identity_kind,
        "born_on": person.born_on,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "phone": person.phone,
        "address": home.address if home else None,
        "postcode": home.postcode if home else None,
        "place": home.place if home else None,
    }


def make_appeals(day: date, applications: Sequence[ApplicationRow]) -> tuple[AppealRow, ...]:
    """Eight appeals for each step of the scale, against the refusals that were laid out for them."""
    appeals = []
    for start in range(0, len(applications), CASES):
        refused = [one for one in applications[start : start + CASES] if one.outcome is REFUSED]
        for one, complaint in zip(refused, COMPLAINTS, strict=False):
            received = day - timedelta(days=complaint.age)
            assert one.decided_on is not None  # noqa: S101 - a refusal has its day
            appeals.append(
                AppealRow(
                    application=one.application_number,
                    decided_on=one.decided_on,
                    notice_arrived_on=received - timedelta(days=complaint.after_arrival),
                    received_on=received,
                    state=complaint.state,
                )
            )
    return tuple(appeals)
