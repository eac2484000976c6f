"""After the petition: a day is set, the petition is taken back, or the tenant is evicted (tvangsfullbyrdelsesloven)."""

from datetime import date

from models import ArrearsCase
from rules import keeping_states, states
from rules.errors import InvalidRecord, MissingReason
from rules.terms import ArrearsEnd, ArrearsState, ArrearsStep
from services import dispatch, records
from services.actor import Actor
from services.arrears import common
from services.arrears.keeping import CALM
from services.effects import Owed


def set_date(case: ArrearsCase, actor: Actor, *, on: date, version: int, today: date) -> bool:
    """Note the day that the enforcement officer has set for the eviction, or another day; the same = nothing.

    Raises NotAuthorised, NoNeedToKnow, InvalidRecord (before the petition), TransitionRefused, StaleState.
    """
    common.opened(case, actor, "arrears.set_date", version)
    if case.state is ArrearsState.DATE_SET and case.eviction_on == on:
        return False
    if case.state is not ArrearsState.DATE_SET:
        states.check(keeping_states.ARREARS, case.state, ArrearsState.DATE_SET)
    if on < today or (case.petitioned_on is not None and on <= case.petitioned_on):
        raise InvalidRecord("arrears_case", {"on": "past"})
    values = {"state": ArrearsState.DATE_SET, "eviction_on": on}
    return records.change(
        case, actor, values=values, action="eviction_dated", version=version, owed=common.owed_after(case)
    )


def take_back(case: ArrearsCase, actor: Actor, *, why: str, version: int) -> bool:
    """Note that the petition was taken back, or the day was called off: the case is followed up as before.

    Raises NotAuthorised, NoNeedToKnow, MissingReason, TransitionRefused, StaleState.
    """
    common.opened(case, actor, "arrears.take_back", version)
    if not why.strip():
        raise MissingReason("arrears.take_back")
    if case.state not in common.PETITION_STATES:
        states.check(keeping_states.ARREARS, case.state, case.state)
    states.check(keeping_states.ARREARS, case.state, ArrearsState.OPEN)
    values = {"state": ArrearsState.OPEN, "petitioned_on": None, "eviction_on": None}
    unsent = [one.letter for one in case.steps if one.step is ArrearsStep.PETITION and one.letter and not one.sent_on]
    return records.change(
        case, actor, values=values, action="petition_taken_back", why=why.strip(), version=version,
        owed=[*map(dispatch.owed_recall, unsent), *common.owed_after(case)],
    )  # fmt: skip


def note_evicted(case: ArrearsCase, actor: Actor, *, on: date, version: int, today: date) -> bool:
    """Note that the enforcement officer has evicted the tenant: the case ends, and the tenancy with it.

    What is still owed is followed up in a case of its own. Raises NotAuthorised, NoNeedToKnow, InvalidRecord (a day to
    come, or before the petition), TransitionRefused, StaleState.
    """
    common.opened(case, actor, "arrears.evicted", version)
    if case.state is not ArrearsState.DATE_SET:
        states.check(keeping_states.ARREARS, case.state, case.state)
    states.check(keeping_states.ARREARS, case.state, ArrearsState.CLOSED)
    if on > today:
        raise InvalidRecord("arrears_case", {"on": "future"})
    if case.petitioned_on is not None and on < case.petitioned_on:
        raise InvalidRecord("arrears_case", {"on": "before_petition"})
    values = CALM | {
        "state": ArrearsState.CLOSED, "end": ArrearsEnd.EVICTED, "closed_on": on, "eviction_on": on, "asked": [],
    }  # fmt: skip
    owed = [
        Owed(common.RECALL_EFFECT, f"{common.RECALL_EFFECT}:{case.pk}:{case.version + 1}"),
        Owed(common.APPROVAL_TASK, f"{common.APPROVAL_TASK}:{case.pk}:{case.version + 1}"),
        Owed(common.EVICT_EFFECT, f"{common.EVICT_EFFECT}:{case.pk}", {"case": str(case.pk), "on": on.isoformat()}),
        *common.owed_after(case),
    ]
    return records.change(case, actor, values=values, action="evicted", version=version, owed=owed)
