"""Makers of records with sensible defaults; every person is made up. `store=False` gives the record unstored."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any, TypeVar

from models import (
    Agreement,
    Appeal,
    Applicant,
    Application,
    Decision,
    Dwelling,
    Landlord,
    Lease,
    Nomination,
    Offer,
    Office,
    Project,
    Record,
    Task,
    Unit,
    User,
    Vacancy,
)
from models.lease import RentLine
from rules.terms import (
    AgreementKind,
    AgreementState,
    AppealBody,
    AppealState,
    ApplicationKind,
    ApplicationState,
    AppliedBy,
    ChoosingBody,
    DecisionOutcome,
    Disposal,
    DwellingType,
    HousingSituation,
    LeaseState,
    LegalBasis,
    OfferChannel,
    RentLineKind,
    Role,
    TargetGroup,
    TaskKind,
    TenantStatus,
    VacancyCause,
)
from services import records
from services.actor import Actor

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
ACTOR = Actor.system(NOW)
_numbers = count(1)
R = TypeVar("R", bound=Record)


def _made(document: R, store: bool) -> R:
    if store:
        records.create(document, ACTOR)
    return document


def make_office(*, store: bool = True, **values: Any) -> Office:
    return _made(Office(**{"name": f"Boligkontor {next(_numbers)}"} | values), store)


def make_user(*, store: bool = True, **values: Any) -> User:
    number = next(_numbers)
    defaults = {"email": f"bruker{number}@kommune.test", "name": f"Bruker {number}", "roles": [Role.CASEWORKER]}
    return _made(User(**defaults | values), store)


def make_unit(*, store: bool = True, **values: Any) -> Unit:
    return _made(Unit(**{"name": f"Enhet {next(_numbers)}"} | values), store)


def make_applicant(*, store: bool = True, **values: Any) -> Applicant:
    number = next(_numbers)
    defaults = {
        "first_name": "Åse",
        "last_name": f"Prøve{number}",
        "address": "Prøveveien 1",
        "postcode": "9405",
        "place": "HARSTAD",
    }
    return _made(Applicant(**defaults | values), store)


def make_application(*, store: bool = True, **values: Any) -> Application:
    defaults = {
        "application_number": f"S2026{next(_numbers):03d}",
        "kind": ApplicationKind.NEW,
        "state": ApplicationState.RECEIVED,
        "received_on": date(2026, 11, 2),
        "target_group": TargetGroup.DISADVANTAGED,
        "applied_by": AppliedBy.APPLICANT,
        "situation": HousingSituation.NO_DWELLING,
        "adults": 1,
        "tenant_status": TenantStatus.NEW,
    }
    values.setdefault("applicant", None)
    values["applicant"] = values["applicant"] or make_applicant()
    return _made(Application(**defaults | values), store)


def make_landlord(*, store: bool = True, **values: Any) -> Landlord:
    defaults = {"organisation_number": "922542570", "name": "Prøve Eiendom AS"}
    return _made(Landlord(**defaults | values), store)


def make_project(*, store: bool = True, **values: Any) -> Project:
    landlord = values.pop("landlord", None) or make_landlord()
    defaults = {"landlord": landlord, "name": f"Prosjekt {next(_numbers)}", "homes": 20}
    return _made(Project(**defaults | values), store)


def make_agreement(*, store: bool = True, **values: Any) -> Agreement:
    landlord = values.pop("landlord", None) or make_landlord()
    defaults = {
        "agreement_number": f"Tilvisning {next(_numbers)}",
        "landlord": landlord,
        "kind": AgreementKind.REFERRAL,
        "state": AgreementState.IN_FORCE,
        "homes": 20,
        "signed_on": date(2018, 3, 1),
        "ends_on": date(2039, 6, 1),
        "years": 20,
    }
    return _made(Agreement(**defaults | values), store)


def make_dwelling(*, store: bool = True, **values: Any) -> Dwelling:
    number = next(_numbers)
    defaults = {
        "dwelling_number": f"B{1000 + number}",
        "address": f"Storgata {number}",
        "postcode": "9405",
        "place": "HARSTAD",
        "kind": DwellingType.FLAT,
        "rooms": 2,
        "disposal": Disposal.OWNED,
        "rent_ore": 800_000,
    }
    return _made(Dwelling(**defaults | values), store)


def make_lease(*, store: bool = True, rent_ore: int = 800_000, **values: Any) -> Lease:
    number = next(_numbers)
    starts_on = values.get("starts_on", date(2026, 1, 1))
    defaults = {
        "contract_number": f"K{5000 + number}",
        "state": LeaseState.OCCUPYING,
        "starts_on": starts_on,
        "ends_on": date(2028, 12, 31),
        "kid": f"{number:08d}",
        "rent_lines": [RentLine(id="1", kind=RentLineKind.BASE, amount_ore=rent_ore, valid_from=starts_on)],
    }
    values["dwelling"] = values.get("dwelling") or make_dwelling()
    values["tenant"] = values.get("tenant") or make_applicant()
    return _made(Lease(**defaults | values), store)


def make_vacancy(*, store: bool = True, **values: Any) -> Vacancy:
    """A vacancy of an ordinary dwelling, just reported."""
    dwelling = values.pop("dwelling", None) or make_dwelling()
    defaults = {
        "vacancy_number": f"L2026-{next(_numbers):04d}",
        "dwelling": dwelling,
        "dwelling_number": dwelling.dwelling_number,
        "cause": VacancyCause.TENANT_NOTICE,
        "body": ChoosingBody.CONSULTANTS,
        "rulebook": 1,
        "known_on": date(2026, 11, 20),
        "reported_on": date(2026, 11, 20),
        "reported_by_name": "Bruker",
        "rent_ore": dwelling.rent_ore,
    }
    return _made(Vacancy(**defaults | values), store)


def make_nomination(*, store: bool = True, **values: Any) -> Nomination:
    vacancy = values.pop("vacancy", None) or make_vacancy(with_services=True)
    application = values.pop("application", None) or make_application(state=ApplicationState.WAITING)
    defaults = {
        "vacancy": vacancy,
        "vacancy_number": vacancy.vacancy_number,
        "application": application,
        "application_number": application.application_number,
        "applicant": records.reference(application, "applicant"),
        "office": records.reference(application, "office") or make_office().pk,
        "why": "Boligen passer",
        "rulebook": 1,
        "put_up_on": date(2026, 11, 21),
        "put_up_by_name": "Bruker",
    }
    return _made(Nomination(**defaults | values), store)


def make_offer(*, store: bool = True, **values: Any) -> Offer:
    vacancy = values.pop("vacancy", None) or make_vacancy()
    application = values.pop("application", None) or make_application(state=ApplicationState.WAITING)
    defaults = {
        "offer_number": f"T2026-{next(_numbers):04d}",
        "vacancy": vacancy,
        "vacancy_number": vacancy.vacancy_number,
        "allocation": vacancy.allocation.id if vacancy.allocation else vacancy.pk,
        "dwelling": records.reference(vacancy, "dwelling"),
        "application": application,
        "application_number": application.application_number,
        "applicant": records.reference(application, "applicant"),
        "channel": OfferChannel.TELEPHONE,
        "offered_on": date(2026, 11, 21),
        "answer_by": date(2026, 11, 28),
    }
    return _made(Offer(**defaults | values), store)


def make_decision(*, store: bool = True, **values: Any) -> Decision:
    application = values.pop("application", None) or make_application(state=ApplicationState.REFUSED)
    defaults = {
        "application": application,
        "application_number": application.application_number,
        "outcome": DecisionOutcome.REFUSED,
        "basis": LegalBasis.LOCAL_GUIDELINES,
        "appeal_body": AppealBody.APPEALS_BOARD,
        "decided_on": date(2026, 9, 12),
        "at": NOW,
    }
    return _made(Decision(**defaults | values), store)


def make_appeal(*, store: bool = True, **values: Any) -> Appeal:
    decision = values.pop("decision", None) or make_decision()
    application = decision.application
    defaults = {
        "application": application,
        "application_number": application.application_number,
        "decision": decision,
        "party": application.applicant,
        "state": AppealState.UNDER_REASSESSMENT,
        "received_on": date(2026, 11, 1),
        "appeal_body": AppealBody.APPEALS_BOARD,
    }
    return _made(Appeal(**defaults | values), store)


def make_task(*, store: bool = True, **values: Any) -> Task:
    number = next(_numbers)
    defaults = {
        "key": f"task:manual:{number}",
        "kind": TaskKind.MANUAL,
        "subject_kind": "application",
        "subject_id": str(number),
        "subject_number": f"S{number}",
        "text": "Se på saken",
        "opened_on": date(2026, 11, 22),
    }
    return _made(Task(**defaults | values), store)
