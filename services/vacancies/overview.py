"""The overview of vacant dwellings with services: looked at, drawn, sent to the offices' caseworkers (S004 step 3)."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from letters import vacancy_overview as paper
from letters.paper import Sender
from letters.vacancy_overview import Service, VacantHome
from models import Dwelling, Office, Overview, Unit, User, Vacancy
from models.base import Effect, Record
from models.vacancy import LIVE
from models.vacancy_parts import ServiceProfile
from rules.deadlines import oslo_date
from rules.errors import AlreadyExists, HusromError, NobodyToTell, NothingNew, NothingToTell, OverviewOutdated
from rules.terms import FileKind, Role, StaffMail, VacancyState
from services import deputies, files, numbers, records, rulebooks, staff_mail, vacancy_steps
from services.actor import Actor
from services.batches import batched
from services.effects import Owed
from services.vacancies.reading import CONSULTANTS

EFFECT = "overview_told"
SERIES = "OV"
PDF = "application/pdf"
UNPROMISED = tuple(state for state in LIVE if state is not VacancyState.ALLOCATED)


@dataclass(frozen=True)
class LeftOut:
    """A vacancy that the overview does not tell of yet: its unit has not answered, or was never asked."""

    vacancy: Vacancy
    asked_on: date | None


@dataclass(frozen=True)
class Draft:
    """The overview as it would be sent now; `told` is what tells whether another says the same."""

    vacancies: tuple[Vacancy, ...]
    homes: tuple[VacantHome, ...]
    left_out: tuple[LeftOut, ...]
    told: str


# --- Looking ------------------------------------------------------------------------------------------------------


def draft_overview() -> Draft:
    """What there is to tell of: vacancies with services that are nobody's yet, by unit and dwelling."""
    found = list(unpromised())
    told = [one for one in found if one.profile is not None and one.profile.answered_on is not None]
    left_out = [one for one in found if one not in told]
    homes = _by_id(Dwelling, (records.reference(one, "dwelling") for one in told))
    units = _by_id(Unit, (records.reference(one, "unit") for one in told))
    leaders = _by_id(User, (records.reference(one, "leader") for one in units.values()))
    pairs = []
    for vacancy in told:
        unit = units.get(records.reference(vacancy, "unit"))
        leader = leaders.get(records.reference(unit, "leader")) if unit else None
        pairs.append((vacancy, _home(vacancy, homes[records.reference(vacancy, "dwelling")], unit, leader)))
    pairs.sort(key=lambda pair: (pair[1].unit or "", pair[1].dwelling, pair[1].vacancy))
    shown = tuple(home for _, home in pairs)
    return Draft(
        vacancies=tuple(vacancy for vacancy, _ in pairs),
        homes=shown,
        left_out=tuple(LeftOut(one, one.profile.asked_on if one.profile else None) for one in left_out),
        told=paper.fingerprint(shown),
    )


def unpromised() -> Iterable[Vacancy]:
    """Vacancies with services that are allocated to nobody, oldest first (index `vacancy_state`)."""
    every = Vacancy.objects(state__in=UNPROMISED, with_services=True).exclude("history", "pending")
    return every.no_dereference().order_by("reported_on", "id")  # type: ignore[no-any-return]


def last_sent(today: date) -> Overview | None:
    """The overview that was sent last (index `overview_sent`)."""
    sent = Overview.objects(sent_on__lt=today + timedelta(days=1)).exclude("history", "pending")
    found: Overview | None = sent.order_by("-sent_on", "-id").first()
    return found


def recipients(today: date) -> list[User]:
    """The caseworkers of offices in use, each once; who is away is stood in for. By name (index `user_active`)."""
    everyone = {user.pk: user for user in User.objects(active=True).no_dereference().order_by("name", "id")}
    people = [user for user in everyone.values() if Role.CASEWORKER in user.roles]
    offices = _by_id(Office, (records.reference(user, "office") for user in people))
    open_offices = {identity for identity, office in offices.items() if office.active}

    def read(identity: Any) -> User | None:
        return everyone.get(identity) or deputies.user(identity)

    called = (user for user in people if records.reference(user, "office") in open_offices)
    there = (deputies.present(user, today, read) for user in called)
    return list({user.pk: user for user in there if user is not None}.values())


# --- Sending ------------------------------------------------------------------------------------------------------


def send_overview(actor: Actor, sender: Sender, *, told: str, now: datetime) -> Overview:
    """Draw and store the overview, then send it to every caseworker; `told` is what the actor looked at.

    What is sent has not changed by one letter until the rulebook's days are over: the same is not sent again before.
    Raises NotAuthorised, NothingToTell, OverviewOutdated, NothingNew, NobodyToTell, UndrawableText.
    """
    actor.require(*CONSULTANTS, what="overview.send")
    today, draft = oslo_date(now), draft_overview()
    if not draft.homes:
        raise NothingToTell
    if draft.told != told:
        raise OverviewOutdated
    before = said_already(told, today)
    if before is not None:
        raise NothingNew(before.number, before.sent_by_name, again_on(before, today))
    to = recipients(today)
    if not to:
        raise NobodyToTell
    overview = _draw(draft, sender, actor, today)
    overview.recipients = [user.pk for user in to]
    _store(overview, actor)
    return overview


def said_already(told: str, today: date) -> Overview | None:
    """The last overview, where it says the same and is not old yet."""
    last = last_sent(today)
    return last if last is not None and last.told_sha256 == told and today < again_on(last, today) else None


def again_on(last: Overview, today: date) -> date:
    """From which day the same overview counts as old, and is sent once more."""
    return last.sent_on + timedelta(days=rulebooks.current(today).letting.overview_days)


def open_overview(overview: Overview) -> bytes:
    """The PDF as it was sent; no person stands in it, so that nobody's opening is logged. Raises NotFound."""
    with files.open_stored(overview.file) as source:
        return source.read()


def told_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Note on a vacancy that the offices know of it (a command effect); the first day stands: steps count from it."""
    overview: Any = document
    vacancy: Vacancy = records.get(Vacancy, ObjectId(effect.args["vacancy"]))
    if vacancy.overview_on is None:
        records.change(
            vacancy,
            actor,
            values={"overview_on": overview.sent_on},
            action="overview_sent",
            owed=[vacancy_steps.owed(vacancy, vacancy.pk)],
        )


def _draw(draft: Draft, sender: Sender, actor: Actor, today: date) -> Overview:
    number = numbers.label(SERIES, today.year)
    drawn = paper.draw_overview(paper.OverviewLetter(sender=sender, number=number, day=today, homes=draft.homes))
    name = f"Ledige boliger med tjenester {number}.pdf"
    file = files.store(ObjectId(), FileKind.OVERVIEW, name, PDF, io.BytesIO(drawn.content), actor)
    return Overview(
        id=ObjectId(),
        overview_number=number,
        sent_on=today,
        sent_by_name=actor.name,
        vacancies=[one.pk for one in draft.vacancies],
        vacancy_numbers=[one.number for one in draft.vacancies],
        told_sha256=draft.told,
        file=file.pk,
        sha256=file.sha256,
    )


def _store(overview: Overview, actor: Actor) -> None:
    try:
        records.create(overview, actor, action="overview_sent", owed=_owed(overview))
    except HusromError as error:
        files.discard(overview.file)
        twin = Overview.objects(sent_on=overview.sent_on, told_sha256=overview.told_sha256).first()
        if isinstance(error, AlreadyExists) and twin is not None:
            raise NothingNew(twin.number, twin.sent_by_name, again_on(twin, overview.sent_on)) from error
        raise


def _owed(overview: Overview) -> list[Owed]:
    marks = [Owed(EFFECT, f"{EFFECT}:{overview.pk}:{one}", {"vacancy": str(one)}) for one in overview.vacancies]
    mails = [
        staff_mail.owed(overview, StaffMail.OVERVIEW, one, files=[overview.file], new=True)
        for one in overview.recipients
    ]
    return [*marks, *mails]


def _by_id(kind: type[Record], ids: Iterable[Any]) -> Mapping[Any, Any]:
    wanted = sorted({one for one in ids if one is not None})
    found: dict[Any, Any] = {}
    for some in batched(wanted):
        every = kind.objects(pk__in=some).exclude("history", "pending").no_dereference()
        found |= {one.pk: one for one in every.order_by("pk")}
    return found


def _home(vacancy: Vacancy, home: Any, unit: Any, leader: Any) -> VacantHome:
    profile: Any = vacancy.profile or ServiceProfile()
    return VacantHome(
        vacancy=vacancy.number,
        dwelling=home.dwelling_number,
        place=home.place,
        unit=unit.name if unit else None,
        **{name: getattr(home, name) for name in OF_HOME},
        **{name: getattr(vacancy, name) for name in OF_VACANCY},
        day=Service(there=profile.day, what=profile.day_what),
        evening=Service(there=profile.evening, what=profile.evening_what),
        night=Service(there=profile.night, what=profile.night_what),
        meals=Service(there=profile.shared_meals, what=profile.meals_what),
        activities=profile.activities,
        staffing=profile.staffing,
        contact_name=profile.contact_name or (leader.name if leader else None),
        contact_phone=profile.contact_phone or (unit.phone if unit else None),
    )


OF_HOME = (
    "kind", "rooms", "bedrooms", "area_m2", "floor", "lift", "wheelchair", "accessible_unit", "universal_design",
    "own_entrance",
)  # fmt: skip
OF_VACANCY = ("state", "stage", "free_from", "vacated_on", "preparation_on", "ready_on")
