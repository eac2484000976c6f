"""What others pay toward a home: the state's housing allowance, and claims on what secures a lease (domain 3.3)."""

from services.benefits.allowances import TASK_EFFECT as ALLOWANCE_EFFECT
from services.benefits.allowances import allowance_of, apply, end, end_transport, grant, refuse, transport, unanswered
from services.benefits.allowances import finding as allowance_finding
from services.benefits.allowances import keep_task as keep_allowance_task
from services.benefits.answering import (
    PAID_EFFECT,
    awaited,
    note_paid,
    note_recourse,
    note_refused,
    post_paid,
    withdraw,
)
from services.benefits.answering import finding as claim_finding
from services.benefits.answering import keep_task as keep_claim_task
from services.benefits.claims import TASK_EFFECT as CLAIM_EFFECT
from services.benefits.claims import Ground, Wanted, claim, draw, ground_of
from services.benefits.common import ALSO, KEEPERS

__all__ = [
    "ALLOWANCE_EFFECT",
    "ALSO",
    "CLAIM_EFFECT",
    "KEEPERS",
    "PAID_EFFECT",
    "Ground",
    "Wanted",
    "allowance_finding",
    "allowance_of",
    "apply",
    "awaited",
    "claim",
    "claim_finding",
    "draw",
    "end",
    "end_transport",
    "grant",
    "ground_of",
    "keep_allowance_task",
    "keep_claim_task",
    "note_paid",
    "note_recourse",
    "note_refused",
    "post_paid",
    "refuse",
    "transport",
    "unanswered",
    "withdraw",
]
