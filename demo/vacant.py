"""Who works with the vacant dwellings of Fjordvik, what they do alike on both roads, and the short one (S001)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from bson import ObjectId

from models import Application, Dwelling, Meeting, User, Vacancy
from rules.deadlines import OSLO
from rules.dwellings import NEEDS_LANDLORD
from rules.rulebook import Rules
from rules.terms import VacancyCause, VacancyStage
from services import allocations, applications, meetings, records, vacancies
from services.actor import Actor

CAUSES = (
    VacancyCause.DEATH, VacancyCause.NURSING_HOME, VacancyCause.TENANT_NOTICE, VacancyCause.OWN_HOME,
    VacancyCause.EXPIRY,
)  # fmt: skip
REASONS = "Står øverst etter prioriteringsnøkkelen blant dem boligen passer for."
# Ordinary dwellings, reported so many days ago, known so many days before that, vacated and ready so many days ago.
SHORT_ROAD = ((95, 0, 90, 70), (48, 6, 40, 12), (30, 0, 26, None), (9, 2, 4, None), (6, 0, 3, 1))
RECOMMENDED_HOMES = 2  # the first of them; the committee's next meeting takes one


@dataclass(frozen=True)
class Office:
    """Who works, for which municipality, by which rulebook, and on which day."""

    people: Mapping[str, User]
    at: datetime
    day: date
    municipality: str
    base_url: str
    rules: Rules

    @property
    def now(self) -> datetime:
        """Eleven in the morning of the day."""
        return datetime.combine(self.day, time(11), OSLO).astimezone(UTC)

    def as_(self, name: str) -> Actor:
        """One of the demo's people as services know them."""
        user = self.people[name]
        office = records.reference(user, "office")
        return Actor(id=str(user.pk), name=user.name, roles=frozenset(user.roles), at=self.at, office=office)

    def sender(self, case: Application) -> Any:
        return applications.sender_of(case, self.municipality)


def ours(lived_in: set[Any], **wanted: Any) -> list[Dwelling]:
    """Dwellings that are ours to let, those that stand empty first."""
    found = Dwelling.objects(disposal__nin=list(NEEDS_LANDLORD), **wanted).order_by("dwelling_number")
    return sorted(found, key=lambda one: (one.pk in lived_in, one.dwelling_number))


def date_stages(office: Office, vacancy: ObjectId, vacated: date, ready: date | None) -> None:
    """Who looks after the dwelling dates its stages."""
    prepared = vacated + timedelta(days=2)
    for stage, on in (
        (VacancyStage.VACATED, vacated),
        (VacancyStage.PREPARATION, prepared),
        (VacancyStage.READY, ready),
    ):
        if on is not None and on <= office.day:
            held = fresh(vacancy)
            vacancies.date_stage(held, stage, on, office.as_("eiendom"), version=held.version, today=office.day)


def recommend(office: Office, vacancy: ObjectId, actor: Actor) -> str:
    """The one who ranks first, so that nobody is passed over; equals need no reason."""
    held = fresh(vacancy)
    places = allocations.standing(held, office.day).places
    best = min(places, key=lambda one: (places[one], one))
    allocations.recommend(
        held, actor, chosen=[ObjectId(best)], reasons=REASONS, version=held.version, today=office.day
    )  # fmt: skip
    return best


# --- Ordinary dwellings -------------------------------------------------------------------------------------------


def short_road(office: Office, lived_in: set[Any]) -> None:
    homes = [one for one in ours(lived_in, unit__exists=False) if one.pk not in lived_in]
    made: list[ObjectId] = []
    for at, (home, days) in enumerate(zip(homes, SHORT_ROAD, strict=False)):
        reported, known, vacated, ready = days
        since = ago(office.day, reported)
        vacancy = vacancies.report(
            home, CAUSES[at % len(CAUSES)], office.as_("eiendom"), known_on=ago(since, known), today=since
        )  # fmt: skip
        date_stages(office, vacancy.pk, ago(office.day, vacated), ago(office.day, ready) if ready is not None else None)
        made.append(vacancy.pk)
    _before_the_committee(office, made[:RECOMMENDED_HOMES])
    if len(made) == len(SHORT_ROAD):
        held = fresh(made[-1])
        vacancies.cancel(
            held, office.as_("eiendom"), why="Boligen skal pusses opp først.", version=held.version, today=office.day
        )  # fmt: skip


def _before_the_committee(office: Office, recommended: Sequence[ObjectId]) -> None:
    """Recommended straight from the waiting list; one is set on the agenda of the next meeting (S001)."""
    for vacancy in recommended:
        recommend(office, vacancy, office.as_("boligkonsulent"))
    meeting = Meeting.objects.order_by("-held_on", "id").first()
    if meeting is not None and recommended:
        held = fresh(recommended[0])
        meetings.set_home_on_agenda(meeting, held, office.as_("boligkonsulent"), version=held.version)


def ago(day: date, days: int) -> date:
    return day - timedelta(days=days)


def fresh(vacancy: ObjectId) -> Any:
    return records.get(Vacancy, vacancy)
