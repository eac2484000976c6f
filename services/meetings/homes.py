"""Vacant dwellings on the agenda of a meeting, where the committee chooses the household (S001).

As with the cases (`services.meetings.agenda`): `vacancy.meeting` says which meeting, set and cleared by a guarded write
on the vacancy, and the meeting's list follows whoever changes that field (`effects.registry.follow`). Nothing is
lost when a meeting is closed: what nobody was chosen for is taken off its agenda first, one guarded write each, so that
a choice made at the same instant either stands in the minutes or is refused.
"""

from collections.abc import Iterator
from typing import Any

from bson import ObjectId

from models import Meeting, Vacancy
from models.base import Effect, Record
from models.meeting import HomeItem
from rules.errors import AlreadyOnAgenda, MissingReason, NotForCommittee, StaleState, TransitionRefused
from rules.terms import ChoosingBody, ItemOutcome, MeetingState, VacancyState
from services import effects, records, vacancy_steps
from services.actor import Actor
from services.meetings.planning import AROUND_TABLE, SECRETARIES
from services.sitting import AWAITED, check_awaited, check_open

HOME_EFFECT = "meeting_home"
WAITS = (VacancyState.PROPOSED, VacancyState.AGREED)
MOST_TRIES = 5


# --- Dwellings to choose from -------------------------------------------------------------------------------------


def waits(vacancy: Vacancy) -> bool:
    """Whether the committee is to choose next: straight after the recommendation, or after the unit's answer."""
    before = VacancyState.AGREED if vacancy.with_services else VacancyState.PROPOSED
    return vacancy.body is ChoosingBody.COMMITTEE and vacancy.state is before


def ready_homes() -> Iterator[Vacancy]:
    """Dwellings that wait for the committee and stand on no agenda, the first reported first (`vacancy_state`)."""
    wanted = {
        "state": {"$in": [one.value for one in WAITS]},
        "body": ChoosingBody.COMMITTEE.value,
        "meeting": {"$exists": False},
    }
    found = Vacancy.objects(__raw__=wanted).exclude("history", "pending").no_dereference()
    yield from (one for one in found.order_by("reported_on", "id") if waits(one))


def homes_of(meeting: Meeting) -> list[Vacancy]:
    """The dwellings that wait for the meeting, whether or not its list has them yet (`vacancy_meeting`)."""
    return list(Vacancy.objects(meeting=meeting.pk).no_dereference().order_by("id"))


def home_item(meeting: Meeting, vacancy: ObjectId) -> HomeItem | None:
    """The meeting's item of a dwelling."""
    return next((one for one in meeting.homes if one.vacancy == vacancy), None)


# --- On and off ---------------------------------------------------------------------------------------------------


def set_home_on_agenda(meeting: Meeting, vacancy: Vacancy, actor: Actor, *, version: int) -> bool:
    """Put a dwelling with a recommendation on the agenda of a meeting; `version` is the vacancy's.

    Raises NotAuthorised, StaleState, NotForCommittee, AlreadyOnAgenda, TransitionRefused (the meeting is over).
    """
    actor.require(*SECRETARIES, what="meeting.set_on_agenda")
    records.check_version(vacancy, version)
    if not waits(vacancy):
        raise NotForCommittee(vacancy.number)
    if vacancy.meeting == meeting.pk:
        return False
    if vacancy.meeting is not None:
        other = Meeting.objects(pk=vacancy.meeting).only("meeting_number").first()
        raise AlreadyOnAgenda(vacancy.number, other.meeting_number if other else "")
    check_awaited(meeting)
    owed = [vacancy_steps.owed(vacancy, vacancy.pk)]
    records.change(vacancy, actor, values={"meeting": meeting.pk}, action="on_agenda", version=version, owed=owed)
    vacancy.reload()
    if vacancy.meeting != meeting.pk:  # the meeting was closed or cancelled while we did it
        meeting.reload()
        check_awaited(meeting)
    return True


def take_home_off(vacancy: Vacancy, actor: Actor, *, version: int) -> bool:
    """Take a dwelling off the agenda before the meeting begins.

    Raises NotAuthorised, StaleState, TransitionRefused (in a meeting that goes on it is postponed, with a reason).
    """
    actor.require(*AROUND_TABLE, what="meeting.take_off")
    records.check_version(vacancy, version)
    if vacancy.meeting is None:
        return False
    if Meeting.objects(pk=vacancy.meeting, state=MeetingState.OPEN).only("pk").first() is not None:
        raise TransitionRefused("meeting", MeetingState.OPEN.value, MeetingState.PLANNED.value)
    return off(vacancy, actor, action="off_agenda")


def postpone_home(meeting: Meeting, vacancy: Vacancy, actor: Actor, *, why: str, version: int) -> bool:
    """Leave the dwelling for another meeting; why stands in the minutes.

    Raises NotAuthorised, MissingReason, TransitionRefused, StaleState.
    """
    actor.require(*AROUND_TABLE, what="meeting.postpone")
    if not why.strip():
        raise MissingReason("meeting.postpone")
    check_open(meeting)
    if version != vacancy.version or vacancy.meeting != meeting.pk:
        raise records.stale(vacancy, version)
    return off(vacancy, actor, action="postponed", why=why.strip())


def off(vacancy: Vacancy, actor: Actor, *, action: str, why: str = "") -> bool:
    """The guarded write that takes a dwelling off its agenda."""
    owed = [vacancy_steps.owed(vacancy, vacancy.pk)]
    return records.change(vacancy, actor, values={"meeting": None}, action=action, why=why, owed=owed)


def leave(meeting: Meeting, actor: Actor) -> None:
    """Before a meeting is closed: pay what its dwellings owe it, and leave those that nobody was chosen for.

    The meeting is read anew. Raises StaleState where others keep changing them.
    """
    for one in meeting.homes:
        vacancy = Vacancy.objects(pk=one.vacancy).no_dereference().first() if one.outcome is None else None
        if vacancy is not None and vacancy.pending:
            effects.run(vacancy, actor)
    for _ in range(MOST_TRIES):
        left = homes_of(meeting)
        for vacancy in left:
            _leave(vacancy, actor)
        if not left:
            break
    meeting.reload()


def _leave(vacancy: Vacancy, actor: Actor) -> None:
    try:
        off(vacancy, actor, action="postponed")
    except StaleState:  # chosen or postponed at the same instant: looked at again
        return


# --- The list follows ---------------------------------------------------------------------------------------------


def keep_home(document: Record, _effect: Effect, actor: Actor) -> None:
    """Make the agendas that name a vacancy say what the vacancy says (a command effect; index `meeting_state`)."""
    held = Vacancy.objects(pk=document.pk).only("meeting").first()
    named = Meeting.objects(state__in=list(AWAITED), homes__vacancy=document.pk).only("pk").order_by("id")
    wanted = {one.pk for one in named} | ({held.meeting} if held and held.meeting else set())
    for meeting in sorted(wanted):
        keep(meeting, document.pk, actor)


def keep(meeting: ObjectId, vacancy: ObjectId, actor: Actor) -> bool:
    """The same for one meeting. The order of the two reads makes it safe: the meeting first, its version the guard."""
    held: Any = Meeting.objects(pk=meeting).no_dereference().first()
    home: Any = Vacancy.objects(pk=vacancy).no_dereference().first()
    if held is None or home is None:
        return False
    if held.state not in AWAITED:
        return home.meeting == held.pk and off(home, actor, action="off_agenda")
    wanted = _wanted(held, home, actor)
    items = [wanted if one.vacancy == home.pk else one for one in held.homes]
    if wanted is not None and home_item(held, home.pk) is None:
        items.append(wanted)
    values = {"homes": [one for one in items if one is not None]}
    return records.change(held, actor, values=values, action="items_kept")


def _wanted(meeting: Meeting, vacancy: Vacancy, actor: Actor) -> HomeItem | None:
    """What the item should be; None for a dwelling that was taken off before the meeting began."""
    held = home_item(meeting, vacancy.pk)
    found = HomeItem(
        vacancy=vacancy.pk,
        vacancy_number=vacancy.number,
        added_by_name=held.added_by_name if held else actor.name,
    )
    if vacancy.meeting == meeting.pk:
        return found
    made = chosen_in(vacancy, meeting.pk)
    if made is not None:
        found.outcome, found.allocation = ItemOutcome.DECIDED, made.id
        return found
    if meeting.state is not MeetingState.OPEN or held is None:
        return None
    last = next((one for one in reversed(vacancy.history) if "meeting" in one.changes), None)
    found.outcome, found.note = ItemOutcome.POSTPONED, last.why if last else None
    return found


def chosen_in(vacancy: Vacancy, meeting: ObjectId) -> Any:
    """The allocation made in the meeting, also one that has come to nothing since; not one that was undone."""
    fallen = (one for one in reversed(vacancy.earlier) if one.offer is not None or one.left)
    every = (vacancy.allocation, *fallen) if vacancy.allocation else fallen
    return next((one for one in every if one.meeting == meeting), None)
