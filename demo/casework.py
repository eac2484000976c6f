"""Cases on their way through Husrom: mapped, assessed, proposed, on the agenda of the committee's next meeting."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from models import Application, User
from models.mapping import ApprovedNeed
from models.mapping import Mapping as Needs
from rules.deadlines import OSLO, next_working_day, oslo_date
from rules.rulebook import Rules
from rules.terms import ApplicationKind, ApplicationState, DecisionOutcome, DwellingType, LegalBasis, RequirementSort
from services import applications, assessments, decisions, meetings, records, rulebooks
from services.actor import Actor
from services.assessments import Answers, Choice, Must
from services.decisions import Draft

MAPPED, ASSESSED, PROPOSED = 12, 9, 6  # how many of the cases have come so far
ON_AGENDA = 3
LISTED = 10  # waiting households whose factors are answered

WISHES = (
    "Jeg ønsker meg en rolig leilighet i første etasje, nær bussen.",
    "Vi vil at barna skal kunne fortsette på samme skole.",
    "Jeg ønsker å bo for meg selv, men ikke langt fra søsteren min.",
)
LEVELS = (
    {"stability": "pressing", "living_skills": "alone", "refused_offers": "none", "breaches": "none"},
    {"stability": "particular", "living_skills": "with_services", "refused_offers": "none", "breaches": "settled"},
    {"stability": "ordinary", "living_skills": "alone", "refused_offers": "once", "breaches": "none"},
)
REASONS = (
    "Husstanden er uten egen bolig og har prøvd å leie privat uten å lykkes. Vilkårene i retningslinjene er oppfylt.",
    "Dagens bolig er for liten og lar seg ikke tilpasse. Husstanden kan ikke skaffe seg noe bedre på egen hånd.",
)
BY_ACT = (
    "Husstanden er i fare for å miste boligen og klarer ikke å ordne det på egen hånd. Hjelpen er råd og følge på "
    "visninger, hjelp til å søke bostøtte og startlån, og kontakt med utleieren om å få bli boende så lenge."
)
REFUSED = "Husstanden har en bolig som er egnet, og inntekt til å leie på det private markedet."


@dataclass(frozen=True)
class Desk:
    """Who works, for which municipality, by which rulebook, and on which day."""

    caseworker: Actor
    municipality: str
    rules: Rules
    day: date

    @property
    def now(self) -> datetime:
        """Ten in the morning of the day."""
        return datetime.combine(self.day, time(10), OSLO).astimezone(UTC)


def add(people: Mapping[str, User], at: datetime, day: date, municipality: str) -> None:
    """Bring some cases forward as the office would; none is decided, so the registers' figures stand."""
    desk = Desk(_as(people["saksbehandler"], at), municipality, rulebooks.current(day), day)
    wanted = Application.objects(state=ApplicationState.IN_ASSESSMENT, kind=ApplicationKind.NEW)
    mine = [case for case in wanted.order_by("-received_on", "id") if case.caseworker.email.startswith("saksbehandler")]
    proposed = []
    for at_, case in enumerate(mine[:MAPPED]):
        _map(desk, case, at_)
        if at_ < ASSESSED:
            _assess(desk, case, at_)
        if at_ < PROPOSED:
            _propose(desk, case, at_)
            proposed.append(case)
    _call_meeting(desk, people, proposed[:ON_AGENDA])
    waiting = Application.objects(on_list=True).order_by("-received_on", "id")
    for at_, case in enumerate(list(waiting)[:LISTED]):
        theirs = replace(desk, caseworker=_as(case.caseworker, at))
        _assess(theirs, records.get(Application, case.pk), at_)


def _as(user: User, at: datetime) -> Actor:
    return Actor(
        id=str(user.pk), name=user.name, roles=frozenset(user.roles), at=at, office=records.reference(user, "office")
    )


def _map(desk: Desk, case: Application, at: int) -> None:
    needs = Needs(
        rooms_now=1 + at % 2,
        unsuitable_because="Boligen i dag er for liten, og leiekontrakten går ut.",
        need_because="Har ikke råd til depositum, og får ikke leie privat.",
        income_year_ore=28_000_000 + at * 900_000,
        rent_now_ore=950_000,
        own_attempts="Har vært på seks visninger de siste to månedene.",
        children_heard="Barna vil helst bli boende i bydelen." if case.children else None,
        wishes=WISHES[at % len(WISHES)],
    )
    assessments.map_needs(case, needs, desk.caseworker, version=case.version, today=desk.day)


def _assess(desk: Desk, case: Application, at: int) -> None:
    refused = at % 3 == 2 and case.state is ApplicationState.IN_ASSESSMENT
    policy = desk.rules.policy
    answered = [one for one in policy.requirements if one.sort is RequirementSort.ANSWERED]
    levels = LEVELS[at % len(LEVELS)]
    answers = Answers(
        rulebook=desk.rules.number,
        requirements={one.code: Must(not refused, "Se kartleggingen og papirene i saken.") for one in answered},
        factors={code: Choice(level, "Samtale med søkeren.") for code, level in levels.items() if policy.factor(code)},
        barred=False,
        best_interest="Barna er best tjent med å bli boende i samme skolekrets." if case.children else "",
    )
    assessments.answer(case, answers, desk.caseworker, version=case.version, now=desk.now)


def _propose(desk: Desk, case: Application, at: int) -> None:
    refused = at % 3 == 2
    by_act = at == PROPOSED - 2  # one for the decider, by another law
    no_home = refused or by_act
    written = Draft(
        outcome=DecisionOutcome.REFUSED if refused else DecisionOutcome.GRANTED,
        basis=LegalBasis.HOUSING_SOCIAL_ACT if by_act else LegalBasis.LOCAL_GUIDELINES,
        reasons=BY_ACT if by_act else REFUSED if refused else REASONS[at % len(REASONS)],
        weighed="Behovet for en stabil bosituasjon, boevnen og hva husstanden selv ønsker.",
        override="Søkeren er bosatt i kommunen etter at søknaden kom inn." if not case.resident else "",
        dwelling_type=None if no_home else DwellingType.FLAT,
        lease_months=None if no_home else desk.rules.policy.lease_months,
        need=None if no_home else ApprovedNeed(rooms=2 + (case.children > 0), lift=at % 2 == 0),
    )
    sender = applications.sender_of(case, desk.municipality)
    decisions.propose(case, written, desk.caseworker, sender, version=case.version, now=desk.now)


def _call_meeting(desk: Desk, people: Mapping[str, User], cases: list[Application]) -> None:
    held_on = next_working_day(max(desk.day, oslo_date(desk.caseworker.at)) + timedelta(days=2))
    members = [people["utvalg1"], people["utvalg2"]]
    meeting = meetings.plan(
        held_on, "10:00", "Møterom Fyret, rådhuset", members[0], members[1:], desk.caseworker, now=desk.now
    )
    for case in cases:
        fresh = records.get(Application, case.pk)
        meetings.set_on_agenda(meeting, fresh, desk.caseworker, version=fresh.version)
        meeting = records.get(type(meeting), meeting.pk)
