"""Arrears on their way up the ladder, made through the real services: a debtor, contacts, letters sent, approvals."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from letters import arrears_letters
from letters.arrears_letters import ArrearsLetter
from letters.paper import Drawn
from models import ArrearsCase, Lease, Letter
from rules.terms import AllowanceState, ArrearsStep, ContactChannel, Role, RowKind
from services import arrears, dispatch, records, rulebooks
from services.actor import Actor
from services.arrears import Round
from tests.casework import SENDER, acting, worker
from tests.clockwork import book
from tests.factories import make_lease, make_office
from tests.keepers import make_allowance

DUE = date(2026, 9, 21)
STEP = ArrearsStep
LADDER = (STEP.REMINDER, STEP.COLLECTION_WARNING, STEP.PAYMENT_DEMAND, STEP.EVICTION_NOTICE, STEP.SOCIAL_NOTICE)
TO = "NAV Eksempel\nPostboks 1\n9405 HARSTAD"


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


def quick_letter(told: ArrearsLetter) -> Drawn:
    """A letter without its looks: the same bytes for the same words, as a real one."""
    return Drawn(told.step.label, told.envelope.language, f"%PDF-1.7 quick {told!r}".encode())


@pytest.fixture
def quick_letters(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(arrears_letters, "draw", quick_letter)
    return


def actor_of(case: Any, day: date, *roles: Role) -> Actor:
    """Somebody of the lease's office, on a day."""
    office = records.reference(case, "office")
    return acting(worker(*(roles or (Role.HOUSING_CONSULTANT,)), office=office), noon(day))


def debtor(due: date = DUE, *, ore: int = 800_000, allowance: bool = True, **values: Any) -> Lease:
    """A lease with an eviction clause whose rent fell due, and was not paid; its allowance is known."""
    given = {"office": values.pop("office", None) or make_office(), "eviction_clause": True} | values
    lease = make_lease(**given)
    if allowance:
        make_allowance(lease=lease, state=AllowanceState.GRANTED, applied_on=date(2026, 1, 5))
    book(lease, RowKind.CHARGE, ore, due.replace(day=1), due_on=due)
    return records.get(Lease, lease.pk)


def pay(lease: Lease, ore: int, on: date) -> None:
    """Money comes in; what follows from it is the job's or the effect's to do."""
    book(lease, RowKind.PAYMENT, -ore, on)


def look(lease: Lease, day: date) -> Any:
    """What the nightly job does with one lease; returns its open case, or None."""
    arrears.attend(records.get(Lease, lease.pk), Actor.system(noon(day)), Round(day, rulebooks.current(day)))
    return arrears.open_case(lease.pk)


def opened(lease: Lease | None = None, day: date = DUE + timedelta(days=1), **values: Any) -> Any:
    """The case of a debtor, opened the day after the rent fell due."""
    return look(lease or debtor(**values), day)


def fresh(case: Any) -> Any:
    return records.get(ArrearsCase, case.pk)


def contact(case: Any, day: date, step: ArrearsStep = STEP.CONTACT_HOUSEHOLD, **values: Any) -> Any:
    told: dict[str, Any] = {
        "step": step, "on": day, "channel": ContactChannel.TELEPHONE, "spoke_with": "Åse", "said": "Betaler fredag.",
        "reached": True, "version": case.version, "today": day,
    }  # fmt: skip
    arrears.note_contact(case, values.pop("by", None) or actor_of(case, day), **told | values)
    return fresh(case)


def contacted(case: Any, day: date) -> Any:
    """Household and NAV both."""
    return contact(contact(case, day), day, STEP.CONTACT_NAV)


def take(case: Any, step: ArrearsStep, day: date, *, by: Actor | None = None, **values: Any) -> Any:
    """The letter of a step drawn, looked at and put on the dispatch list."""
    actor = by or actor_of(case, day)
    to = TO if step in arrears.OTHERS else ""
    told: dict[str, Any] = {"step": step, "to": to, "version": case.version, "today": day} | values
    letter = arrears.draw_step(case, actor, SENDER, **told)
    arrears.take_step(case, actor, SENDER, letter=letter.pk, **told)
    return fresh(case)


def letter_of(case: Any, step: ArrearsStep) -> Any:
    """The letter of a step as it was last taken."""
    return records.get(Letter, [one for one in case.steps if one.step is step][-1].letter)


def send(case: Any, step: ArrearsStep, day: date) -> Any:
    """The letter posted."""
    letter = letter_of(case, step)
    dispatch.dispatch(letter, actor_of(case, day), on=day, today=day, version=letter.version)
    return fresh(case)


def sent(case: Any, step: ArrearsStep, day: date, **values: Any) -> Any:
    return send(take(case, step, day, **values), step, day)


def asked(case: Any, step: ArrearsStep, day: date, *, by: Actor | None = None, **values: Any) -> Any:
    if case.children is None:
        arrears.note_household(
            case, actor_of(case, day), children=False, nav_opt_out_on=None, version=case.version, today=day
        )
        case = fresh(case)
    told: dict[str, Any] = {"step": step, "reasons": "Alt annet er prøvd.", "version": case.version, "today": day}
    arrears.ask(case, by or actor_of(case, day), **told | values)
    return fresh(case)


def approved(case: Any, step: ArrearsStep, day: date, **values: Any) -> Any:
    """Asked for by a consultant, approved by the unit leader."""
    case = asked(case, step, day)
    told: dict[str, Any] = {"asked": case.asked[-1].id, "reasons": "Enig.", "version": case.version, "today": day}
    arrears.approve(case, actor_of(case, day, Role.UNIT_LEADER), **told | values)
    return fresh(case)


def after(case: Any, step: ArrearsStep) -> date:
    """The day after the time that the step's letter gives."""
    last = [one for one in case.steps if one.step is step][-1].deadline
    assert last is not None
    return last + timedelta(days=1)


def climbed(case: Any, upto: ArrearsStep, start: date | None = None) -> tuple[Any, date]:
    """The case with every letter up to the step sent, and the day it may go on."""
    day = start or max(case.oldest_due + timedelta(days=14), case.opened_on)
    case = contacted(case, day)
    for step in LADDER:
        if step in (STEP.EVICTION_NOTICE, STEP.SOCIAL_NOTICE):
            case = approved(case, step, day)
        case = sent(case, step, day)
        if step is not STEP.EVICTION_NOTICE:
            day = after(case, step)
        if step is upto:
            break
    return case, day


def petitioned(case: Any) -> tuple[Any, date]:
    """The whole ladder, to the petition."""
    case, day = climbed(case, STEP.SOCIAL_NOTICE)
    case = approved(case, STEP.PETITION, day)
    return sent(case, STEP.PETITION, day), day
