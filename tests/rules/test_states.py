"""One transition table per document; what is not listed is refused."""

from enum import Enum
from typing import Any

import pytest

from rules import states
from rules.errors import TransitionRefused
from rules.states import Transitions, check
from rules.terms import AppealState, ApplicationState, LeaseState, MessageState, TaskState

TABLES = [table for table in vars(states).values() if isinstance(table, Transitions)]
PARTIAL = (states.DISMISSAL, states.HOUSING, states.RESTORED_LETTER)  # a way or two beside the document's own table
WHOLE = [table for table in TABLES if table not in PARTIAL]
APPLICATION, APPEAL = ApplicationState, AppealState


def all_states(table: Transitions[Any]) -> type[Enum]:
    return type(next(iter(table.pairs))[0])


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.document)
def test_what_is_not_listed_is_refused_with_the_document_and_both_states(table: Transitions[Any]) -> None:
    members = list(all_states(table))
    refused = [(old, new) for old in members for new in members if (old, new) not in table.pairs]
    assert all((state, state) in refused for state in members), "the same state again is no transition"
    for old, new in refused:
        with pytest.raises(TransitionRefused) as refusal:
            check(table, old, new)
        assert (refusal.value.document, refusal.value.old, refusal.value.new) == (table.document, old.value, new.value)


@pytest.mark.parametrize("table", WHOLE, ids=lambda table: table.document)
def test_every_state_but_the_first_can_be_reached(table: Transitions[Any]) -> None:
    first, *others = all_states(table)
    reached, queue = {first}, [first]
    while queue:
        queue.extend(targets := {new for old, new in table.pairs if old is queue[0]} - reached)
        reached |= targets
        queue.pop(0)
    assert reached == {first, *others}


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        pytest.param(states.APPLICATION, APPLICATION.IN_ASSESSMENT, APPLICATION.WAITING, id="a grant: on the list"),
        pytest.param(states.APPLICATION, APPLICATION.IN_ASSESSMENT, APPLICATION.HOUSED, id="a granted extension"),
        pytest.param(states.APPLICATION, APPLICATION.WAITING, APPLICATION.HOUSED, id="a signed lease"),
        pytest.param(states.APPLICATION, APPLICATION.REFUSED, APPLICATION.WAITING, id="changed on appeal"),
        pytest.param(
            states.APPLICATION, APPLICATION.DISMISSED, APPLICATION.WAITING, id="a dismissal changed on appeal"
        ),
        pytest.param(states.APPEAL, APPEAL.UNDER_REASSESSMENT, APPEAL.FORWARDED, id="not changed: forwarded"),
        pytest.param(states.LEASE, LeaseState.UPCOMING, LeaseState.OCCUPYING, id="keys handed over"),
        pytest.param(states.TASK, TaskState.SETTLED, TaskState.OPEN, id="what was settled has come back"),
        pytest.param(states.MESSAGE, MessageState.SENDING, MessageState.QUEUED, id="server away: tried again"),
    ],
)
def test_allowed(table: Transitions[Any], old: Any, new: Any) -> None:
    check(table, old, new)


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        pytest.param(states.APPLICATION, APPLICATION.RECEIVED, APPLICATION.WAITING, id="granted without assessment"),
        pytest.param(states.APPLICATION, APPLICATION.RECEIVED, APPLICATION.REFUSED, id="refused without assessment"),
        pytest.param(states.APPLICATION, APPLICATION.WITHDRAWN, APPLICATION.IN_ASSESSMENT, id="withdrawn stays so"),
        pytest.param(states.APPEAL, APPEAL.RECEIVED, APPEAL.FORWARDED, id="forwarded without our own reassessment"),
        pytest.param(states.APPEAL, APPEAL.UNDER_REASSESSMENT, APPEAL.UPHELD, id="we cannot uphold it (SOM-2024-1706)"),
        pytest.param(states.APPEAL, APPEAL.UPHELD, APPEAL.RECEIVED, id="no second appeal (fvl. § 28)"),
        pytest.param(states.LEASE, LeaseState.ENDED, LeaseState.OCCUPYING, id="an ended lease stays ended"),
        pytest.param(states.MESSAGE, MessageState.SENT, MessageState.QUEUED, id="sent is sent"),
    ],
)
def test_refused(table: Transitions[Any], old: Any, new: Any) -> None:
    with pytest.raises(TransitionRefused):
        check(table, old, new)
