"""A night in which nothing has happened writes nothing about arrears, however long a debt has stood."""

from datetime import date, timedelta

import pytest

from models import ArrearsCase, AuditEntry, Task
from rules.arrears import CONTACTS
from rules.terms import ContactChannel, RowKind
from services import arrears
from tests.clockwork import book, load_rulebook, run_job
from tests.factories import ACTOR, make_lease
from wiring import register_effects

OLD = date(2026, 11, 22)


@pytest.mark.parametrize("days", [1, 30])
def test_the_same_advice_the_next_night_is_not_written_again(days: int) -> None:
    load_rulebook()
    register_effects()
    lease = make_lease()
    book(lease, RowKind.CHARGE, 800_000, OLD.replace(day=1), due_on=OLD - timedelta(days=days))
    run_job("arrears", OLD)
    for step in CONTACTS if days > 1 else ():  # from then on somebody is to ask about housing allowance, today
        case = ArrearsCase.objects.get()
        arrears.note_contact(
            case, ACTOR, step=step, on=OLD, channel=ContactChannel.TELEPHONE, spoke_with="Leietakeren", said="Straks.",
            reached=True, version=case.version, today=OLD,
        )  # fmt: skip
    before = standing()
    for night in range(1, 4):
        run_job("arrears", OLD + timedelta(days=night))
    assert standing() == before


def standing() -> tuple[list[int], list[int], int]:
    cases, tasks = ArrearsCase.objects.order_by("id"), Task.objects.order_by("key")
    return [one.version for one in cases], [one.version for one in tasks], AuditEntry.objects.count()
