"""Transition tables of what keeps a home, or ends it: arrears, rent, complaints, inspections, endings."""

from rules.states import table
from rules.terms import (
    AllowanceState,
    ArrearsState,
    DisputeState,
    EndingState,
    FollowUpState,
    GuaranteeState,
    IncidentState,
    InspectionState,
    PlanState,
    RentChangeState,
    RepairState,
)

_ARREARS = ArrearsState
ARREARS = table(
    "arrears_case",
    {
        _ARREARS.OPEN: {_ARREARS.PLAN, _ARREARS.PETITIONED, _ARREARS.CLOSED},
        _ARREARS.PLAN: {_ARREARS.OPEN, _ARREARS.CLOSED},
        # A petition that is taken back, or averted by a plan, leaves the case where a person follows it up.
        _ARREARS.PETITIONED: {_ARREARS.DATE_SET, _ARREARS.OPEN, _ARREARS.PLAN, _ARREARS.CLOSED},
        _ARREARS.DATE_SET: {_ARREARS.PETITIONED, _ARREARS.OPEN, _ARREARS.PLAN, _ARREARS.CLOSED},
    },
)

PLAN = table(
    "payment_plan",
    {PlanState.RUNNING: {PlanState.KEPT, PlanState.BROKEN, PlanState.CANCELLED}},
)

_RENT = RentChangeState
RENT_CHANGE = table(
    "rent_change",
    {
        _RENT.DRAFT: {_RENT.NOTIFIED, _RENT.CANCELLED},
        _RENT.NOTIFIED: {_RENT.IN_FORCE, _RENT.DISPUTED, _RENT.CANCELLED},
        _RENT.DISPUTED: {_RENT.NOTIFIED, _RENT.IN_FORCE, _RENT.CANCELLED},
        _RENT.IN_FORCE: {_RENT.DISPUTED},
    },
)

_ALLOWANCE = AllowanceState
ALLOWANCE = table(
    "allowance",
    {
        _ALLOWANCE.APPLIED: {_ALLOWANCE.GRANTED, _ALLOWANCE.REFUSED, _ALLOWANCE.ENDED},
        _ALLOWANCE.GRANTED: {_ALLOWANCE.ENDED},
    },
)

_GUARANTEE = GuaranteeState
GUARANTEE = table(
    "guarantee_claim",
    {_GUARANTEE.CLAIMED: {_GUARANTEE.PAID, _GUARANTEE.REFUSED, _GUARANTEE.WITHDRAWN}},
)

_INCIDENT = IncidentState
INCIDENT = table(
    "incident",
    {
        _INCIDENT.RECEIVED: {_INCIDENT.MAPPED, _INCIDENT.FOLLOWED_UP, _INCIDENT.CLOSED},
        _INCIDENT.MAPPED: {_INCIDENT.FOLLOWED_UP, _INCIDENT.CLOSED},
        _INCIDENT.FOLLOWED_UP: {_INCIDENT.CLOSED},
        # It begins again: from the mapping where the tenant was never heard.
        _INCIDENT.CLOSED: {_INCIDENT.RECEIVED, _INCIDENT.MAPPED},
    },
)

_INSPECTION = InspectionState
INSPECTION = table(
    "inspection",
    {
        _INSPECTION.PLANNED: {_INSPECTION.HELD, _INSPECTION.CANCELLED},
        # One begun by mistake is called off; one that is signed stands.
        _INSPECTION.HELD: {_INSPECTION.SIGNED, _INSPECTION.CANCELLED},
    },
)

_REPAIR = RepairState
REPAIR = table(
    "repair",
    {
        _REPAIR.REPORTED: {_REPAIR.ORDERED, _REPAIR.DONE, _REPAIR.DROPPED},
        _REPAIR.ORDERED: {_REPAIR.DONE, _REPAIR.DROPPED},
    },
)

FOLLOW_UP = table(
    "followup",
    {FollowUpState.ACTIVE: {FollowUpState.ENDED}, FollowUpState.ENDED: {FollowUpState.ACTIVE}},
)

_ENDING = EndingState
# A notice that is protested falls where nobody sues in time (husll. § 9-8); one that is taken back falls too.
ENDING = table(
    "ending",
    {
        _ENDING.PROPOSED: {_ENDING.NOTIFIED, _ENDING.MOVED_OUT, _ENDING.FALLEN},
        _ENDING.NOTIFIED: {_ENDING.PROTESTED, _ENDING.MOVED_OUT, _ENDING.FALLEN},
        _ENDING.PROTESTED: {_ENDING.SUED, _ENDING.NOTIFIED, _ENDING.MOVED_OUT, _ENDING.FALLEN},
        _ENDING.SUED: {_ENDING.NOTIFIED, _ENDING.MOVED_OUT, _ENDING.FALLEN},
        _ENDING.MOVED_OUT: {_ENDING.SETTLED},
        _ENDING.FALLEN: {_ENDING.SUED},  # a suit that was brought in time, and noted after the night
    },
)

DISPUTE = table(
    "dispute",
    {DisputeState.OPEN: {DisputeState.SETTLED, DisputeState.DECIDED, DisputeState.WITHDRAWN}},
)
