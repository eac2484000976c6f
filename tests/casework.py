"""Cases on their way to a decision, made through the real services: assessed, proposed, decided by one decider.

A test module imports the fixture `house` and uses it: effects by name, the rulebook, and letters drawn quickly.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

import pytest

from letters import decision_letter
from letters.paper import Drawn, Sender
from models import Application, Meeting, Office, User
from models.assessment import Assessment, FactorAnswer, RequirementAnswer
from models.mapping import ApprovedNeed, Mapping
from models.meeting import Attendance
from rules import frozen
from rules.deadlines import oslo_date
from rules.decisions import Participant
from rules.terms import ApplicationState, DecisionOutcome, DwellingType, LegalBasis, MeetingState, RequirementSort, Role
from services import assessments, decisions, next_steps, records, rulebooks
from services.actor import Actor
from services.decisions import Draft
from tests.clockwork import load_rulebook
from tests.factories import ACTOR, make_applicant, make_application, make_office, make_user
from wiring import register_effects

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)  # a Monday
TODAY = date(2026, 11, 23)
SENDER = Sender(
    municipality="Eksempel kommune", office="Boligkontoret", phone="77 00 00 00", email="bolig@kommune.test"
)
LEVELS = {"stability": "particular", "living_skills": "alone", "refused_offers": "none", "breaches": "none"}
_drawn = count(1)


def quick_draw(letter: decision_letter.DecisionLetter) -> Drawn:
    """A letter without its looks: every drawing has bytes of its own, as a real one of another day has."""
    content = f"%PDF-1.7 quick {next(_drawn)} {letter.envelope.case_number} {letter.envelope.day}".encode()
    return Drawn(title="Vedtak om kommunal bolig", language=letter.envelope.language, content=content)


@pytest.fixture
def house(memory_database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Effects by name, version 1 of the rulebook, letters drawn quickly."""
    register_effects()
    load_rulebook()
    monkeypatch.setattr(decision_letter, "draw", quick_draw)


# --- Those who work --------------------------------------------------------------------------------------------------


def acting(user: User, now: datetime = NOW) -> Actor:
    """The user as services meet them."""
    office = records.reference(user, "office")
    return Actor(id=str(user.pk), name=user.name, at=now, roles=frozenset(user.roles), office=office)


def worker(*roles: Role, office: Office | None = None, **values: Any) -> User:
    """Somebody with an office; a caseworker where no role is named."""
    return make_user(roles=list(roles or (Role.CASEWORKER,)), office=office or make_office(), **values)


def members(agencies: Sequence[str] = ("Bygg- og eiendomstjenesten", "NAV"), **values: Any) -> list[User]:
    """One member of the committee from each agency named; an agency named twice has two."""
    offices = {agency: make_office(agency=agency) for agency in dict.fromkeys(agencies)}
    return [worker(Role.COMMITTEE_MEMBER, office=offices[agency], **values) for agency in agencies]


# --- Cases -----------------------------------------------------------------------------------------------------------


def assessed(application: Application | None = None, *, met: bool = True, now: datetime = NOW, **values: Any) -> Any:
    """A case under assessment, mapped and with every must and factor answered: the rulebook points to a grant.

    `met=False` answers a must with no: it points to a refusal. `values` are the application's where it is made here.
    """
    case = application or _received(**values)
    today = oslo_date(now)
    rules = rulebooks.current(today)
    answered = [one for one in rules.policy.requirements if one.sort is RequirementSort.ANSWERED]
    answers = [RequirementAnswer(code=one.code, met=met, evidence="Sett på papirene.") for one in answered]
    factors = [FactorAnswer(code=code, level=level, evidence="Samtale.") for code, level in LEVELS.items()]
    held = Assessment(
        requirements=answers, factors=factors, barred=False, rulebook=rules.number, advice="incomplete", score=0,
        facts="-", assessed_on=today, at=now, by="1", by_name="Sara Saksbehandler",
    )  # fmt: skip
    case.assessment, case.factor_levels = held, dict(LEVELS)
    facts = assessments.facts_of(case, case.applicant, today)
    verdict = assessments.verdict_of(case, case.applicant, rules, today)
    held.advice, held.score, held.facts = verdict.advice, verdict.score, frozen.freeze(facts, verdict, rules.number)
    case = records.get(Application, case.pk)
    given = {
        "state": ApplicationState.IN_ASSESSMENT, "mapping": Mapping(rooms_now=1, wishes="Ønsker å bo nær skolen."),
        "mapped_on": today, "assessment": held, "factor_levels": dict(LEVELS), "assessment_stale": False,
    }  # fmt: skip
    records.change(case, ACTOR, values=given, action="assessed", owed=[next_steps.owed(case)])
    return case


def _received(**values: Any) -> Application:
    values.setdefault("applicant", None)
    values["applicant"] = values["applicant"] or make_applicant(born_on=date(1984, 5, 3))
    return make_application(**values)


def draft(outcome: DecisionOutcome = DecisionOutcome.GRANTED, **values: Any) -> Draft:
    """What a caseworker would write; a grant says what is granted."""
    written: dict[str, Any] = {
        "outcome": outcome, "basis": LegalBasis.LOCAL_GUIDELINES, "reasons": "Husstanden fyller vilkårene.",
        "weighed": "Behovet for en stabil bosituasjon.",
    }  # fmt: skip
    if outcome is DecisionOutcome.GRANTED:
        need = ApprovedNeed(rooms=3, lift=True)
        written |= {"dwelling_type": DwellingType.FLAT, "lease_months": 36, "need": need}
    return Draft(**written | values)


def proposed(
    application: Application | None = None,
    *,
    wanted: Draft | None = None,
    by: User | None = None,
    now: datetime = NOW,
    **values: Any,
) -> Any:
    """An assessed case with a proposal and its letter before the deciding body (the committee, by the guidelines)."""
    case = application or assessed(now=now, **values)
    preparer = by or worker(office=case.office)
    decisions.propose(case, wanted or draft(), acting(preparer, now), SENDER, version=case.version, now=now)
    return case


def sitting_with(around: Sequence[User]) -> Meeting:
    """A meeting that has begun, everybody present."""
    called = [Attendance(user=one.pk, name=one.name, agency=one.office.agency, present=True) for one in around]
    meeting = Meeting(
        meeting_number=f"M{next(_drawn)}", held_on=TODAY, starts_at="10:00", place="Møterom 1", chair=around[0].pk,
        state=MeetingState.OPEN, members=called,
    )  # fmt: skip
    records.create(meeting, ACTOR)
    return meeting


def decided(application: Application | None = None, *, now: datetime = NOW, **values: Any) -> Any:
    """A case that two members of the committee have decided as proposed, its letter on the dispatch list."""
    case = application or proposed(now=now, **values)
    around = members()
    sitting = [Participant(str(one.pk), one.name, one.office.agency) for one in around]
    decisions.decide(
        case, acting(worker(Role.COMMITTEE_MEMBER), now), letter=case.proposal.letter, version=case.version, now=now,
        meeting=sitting_with(around).pk, participants=sitting,
    )  # fmt: skip
    return case
