"""The ledger: charges, openings and payments, each row once under its own key (design 3.6)."""

from services.ledger.adjustments import ADJUSTMENT_EFFECT, SIGNS, book, build_adjustment, owed_review
from services.ledger.by_hand import credit, undo, undone, write_off
from services.ledger.charges import (
    CHARGE_EFFECT,
    MonthTooFar,
    charge_by_effect,
    charge_month,
)
from services.ledger.corrections import CREDIT_EFFECT, RENT_FIELDS, charged_after, correct, correct_by_effect
from services.ledger.intake import Intake, leases_of, receive, settle
from services.ledger.manual import register
from services.ledger.placing import REVIEW_EFFECT, ROW_EFFECT, build_row, give_back, place
from services.ledger.received import Placed, Received, Tally, leases_by_kid
from services.ledger.rented import covered_until, followed, last_charged, last_day
from services.ledger.reversals import (
    MOVE_EFFECT,
    REVERSED_EFFECT,
    mark_reversed,
    move,
    move_by_effect,
    reversal_of,
    reverse,
)
from services.ledger.rows import (
    OPENING_EFFECT,
    REFRESH_EFFECT,
    build_opening,
    open_many,
    owed_by_opening,
    refresh_account,
    store_rows,
)
from services.ledger.suggestions import suggestions

__all__ = [
    "ADJUSTMENT_EFFECT",
    "CHARGE_EFFECT",
    "CREDIT_EFFECT",
    "MOVE_EFFECT",
    "OPENING_EFFECT",
    "REFRESH_EFFECT",
    "RENT_FIELDS",
    "REVERSED_EFFECT",
    "REVIEW_EFFECT",
    "ROW_EFFECT",
    "SIGNS",
    "Intake",
    "MonthTooFar",
    "Placed",
    "Received",
    "Tally",
    "book",
    "build_adjustment",
    "build_opening",
    "build_row",
    "charge_by_effect",
    "charge_month",
    "charged_after",
    "correct",
    "correct_by_effect",
    "covered_until",
    "credit",
    "followed",
    "give_back",
    "last_charged",
    "last_day",
    "leases_by_kid",
    "leases_of",
    "mark_reversed",
    "move",
    "move_by_effect",
    "open_many",
    "owed_by_opening",
    "owed_review",
    "place",
    "receive",
    "refresh_account",
    "register",
    "reversal_of",
    "reverse",
    "settle",
    "store_rows",
    "suggestions",
    "undo",
    "undone",
    "write_off",
]
