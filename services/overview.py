"""What people see first: open tasks most urgent first, whose cases are theirs, and figures to look at. Reads only.

Each function costs a fixed number of queries, and no more rows than what it tells of.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bson import ObjectId

from models import Appeal, Application, ImportRun, JobRun, Lease, Message, Payment, Task, Vacancy
from models.vacancy import LIVE
from rules import appeals, applications
from rules.deadlines import Month, add_months, month_periods
from rules.flags import Flag, most_urgent_first
from rules.terms import (
    ApplicationState,
    ImportCount,
    ImportKind,
    ImportState,
    JobState,
    LeaseState,
    MessageState,
    PaymentState,
    RentCollector,
    Role,
    TaskKind,
    TaskState,
    Urgency,
)
from services.accounts import midnight
from services.deputies import stood_in_for as stood_in_for

HELD_UP = timedelta(hours=1)  # a mail that has waited for longer is worth a look
AGES: tuple[tuple[int, int | None], ...] = ((1, 30), (31, 60), (61, 90), (91, None))  # days since the oldest due date
OPEN_STATES: Mapping[type[Any], frozenset[Any]] = {
    Application: applications.OPEN,
    Lease: frozenset({LeaseState.UPCOMING, LeaseState.OCCUPYING}),
    Appeal: appeals.PENDING,
    Vacancy: frozenset(LIVE),
}


# --- Tasks --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Due(Flag):
    """An open task; `subject` is the number people know the record by, `assignee` None where nobody is named."""

    key: str
    text: str
    subject_kind: str
    subject_id: str
    amount_ore: int | None = None
    role: Role | None = None
    assignee: ObjectId | None = None


def tasks_of(people: Collection[ObjectId]) -> list[Due]:
    """The open tasks of these people, most urgent first (index `task_assignee`)."""
    return _due({"state": TaskState.OPEN.value, "assignee": {"$in": list(people)}})


def unassigned(roles: Collection[Role], office: ObjectId | None) -> list[Due]:
    """Open tasks that wait for one of the roles, in the office or in none, most urgent first (index `task_role`).

    Who belongs to no office sees those of all.
    """
    wanted: dict[str, Any] = {"state": TaskState.OPEN.value, "role": {"$in": [role.value for role in roles]}}
    if office is not None:
        wanted["office"] = {"$in": [office, None]}
    return _due(wanted)


def _due(wanted: Mapping[str, Any]) -> list[Due]:
    found: list[Due] = most_urgent_first(_task(row) for row in Task._get_collection().find(wanted, {"history": 0}))
    return found


def _task(row: Mapping[str, Any]) -> Due:
    return Due(
        kind=TaskKind(row["kind"]),
        subject=row["subject_number"],
        urgency=Urgency(row["urgency"]),
        day=(row.get("due_on") or row["opened_on"]).date(),
        key=row["_id"],
        text=row["text"],
        subject_kind=row["subject_kind"],
        subject_id=row["subject_id"],
        amount_ore=row.get("amount_ore"),
        role=Role(row["role"]) if row.get("role") else None,
        assignee=row.get("assignee"),
    )


# --- Whose cases are whose ----------------------------------------------------------------------------------------


def count_open(kind: type[Any], people: Collection[ObjectId]) -> int:
    """How many open applications, leases, appeals or vacancies these people have."""
    return int(kind._get_collection().count_documents(_open(kind, people)))


def open_cases(kind: type[Any], people: Collection[ObjectId], day: str) -> list[tuple[ObjectId, date | None]]:
    """Ids of those, each with the day in the named field."""
    found = kind._get_collection().find(_open(kind, people), {day: 1})
    return [(row["_id"], row[day].date() if row.get(day) else None) for row in found]


def owner_field(kind: type[Any]) -> str:
    """The field with the person who is responsible for such a case."""
    return "consultant" if kind is Vacancy else "caseworker"


def _open(kind: type[Any], people: Collection[ObjectId]) -> dict[str, Any]:
    states = sorted(state.value for state in OPEN_STATES[kind])
    return {owner_field(kind): {"$in": list(people)}, "state": {"$in": states}}


# --- Figures ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Aged:
    """Leases whose oldest unpaid rent fell due so many days ago, and what they owe in all, in øre."""

    first_day: int
    last_day: int | None
    leases: int = 0
    owed_ore: int = 0


def arrears_by_age(today: date) -> list[Aged]:
    """Overdue leases by the age of their oldest debt; all bands, also empty ones (index `lease_oldest_due`)."""
    wanted = {
        "account.oldest_due": {"$lt": midnight(today)},
        "rent_collected_by": RentCollector.MUNICIPALITY.value,
    }
    counts, sums = Counter[int](), Counter[int]()
    for row in Lease._get_collection().find(wanted, {"account.oldest_due": 1, "account.items": 1}):
        age = (today - row["account"]["oldest_due"].date()).days
        band = next(place for place, (_, last) in enumerate(AGES) if last is None or age <= last)
        counts[band] += 1
        sums[band] += sum(item["open_ore"] for item in row["account"]["items"] if item["due_on"].date() < today)
    return [Aged(first, last, counts[place], sums[place]) for place, (first, last) in enumerate(AGES)]


@dataclass(frozen=True)
class Ending:
    """Leases lived in whose agreed end lies between two days, both included; `first` None = all that is past."""

    first: date | None
    last: date
    leases: int


def leases_ending(today: date, months: int) -> list[Ending]:
    """Leases past their end, then those that end in each month from today on (index `lease_ends`)."""
    after = add_months(Month.of(today).first, months)
    wanted = {"state": LeaseState.OCCUPYING.value, "ends_on": {"$lt": midnight(after)}}
    ends = [row["ends_on"].date() for row in Lease._get_collection().find(wanted, {"ends_on": 1})]
    by_month = Counter(Month.of(end) for end in ends if end >= today)
    past = Ending(None, today - timedelta(days=1), sum(end < today for end in ends))
    return [
        past,
        *(
            Ending(max(month.first, today), month.last, by_month[month])
            for month in month_periods(today, after - timedelta(days=1))
        ),
    ]


def applications_by_state() -> dict[ApplicationState, int]:
    """Open applications by state, in the order of the case (index `application_state`)."""
    order = [state for state in ApplicationState if state in applications.OPEN]
    return {state: int(Application.objects(state=state).count()) for state in order}


def without_caseworker(office: ObjectId | None) -> int:
    """Open applications that nobody has been given, in the office or in all (index `application_caseworker`)."""
    wanted = Application.objects(caseworker=None, state__in=list(applications.OPEN))
    return int((wanted if office is None else wanted.filter(office__in=[office, None])).count())


def unmatched_payments(most: int) -> tuple[int, list[Payment]]:
    """How many payments have no lease, and the oldest of them (index `payment_state`)."""
    wanted = Payment.objects(state=PaymentState.UNMATCHED)
    return int(wanted.count()), list(wanted.order_by("booked_on", "key").limit(most))


# --- The house itself ---------------------------------------------------------------------------------------------


def last_done(jobs: Sequence[str]) -> dict[str, JobRun | None]:
    """Each job's latest run that ended well (index `job_run_job`)."""
    return {job: JobRun.objects(job=job, state=JobState.DONE).order_by("-started_at", "key").first() for job in jobs}


def imports_with_faults() -> list[ImportRun]:
    """Imports with refused rows that nobody has closed, newest first (index `import_state`)."""
    wanted = ImportRun.objects(
        state__in=[ImportState.DONE, ImportState.REFUSED],
        closed_at=None,
        **{f"counts__{ImportCount.REFUSED.value}__gt": 0},
    )
    return list(wanted.order_by("-started_at", "key"))


def held_up_mails(now: datetime) -> int:
    """Mails that have waited in the queue for more than an hour (index `message_state`)."""
    return int(Message.objects(state=MessageState.QUEUED, queued_at__lt=now - HELD_UP).count())


def last_imports() -> dict[ImportKind, ImportRun | None]:
    """The latest finished import of each kind (index `import_kind`)."""
    return {
        kind: ImportRun.objects(kind=kind, state=ImportState.DONE).order_by("-started_at", "key").first()
        for kind in ImportKind
    }


def recent_imports(kinds: Collection[ImportKind], most: int) -> list[ImportRun]:
    """The latest imports of these kinds, whatever became of them (index `import_started`)."""
    return list(ImportRun.objects(kind__in=list(kinds)).order_by("-started_at", "key").limit(most))
