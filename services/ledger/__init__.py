"""The ledger: charges, openings and payments, each row once under its own key (design 3.6)."""

from services.ledger.adjustments import ADJUSTMENT_EFFECT, SIGNS, book, build_adjustment, owed_review
from services.ledger.charges import (
    CHARGE_EFFECT,
    MonthTooFar,
    charge_by_effect,
    charge_month,
    charged_after,
    last_charged,
)
from services.ledger.payments import (
    REVIEW_EFFECT,
    ROW_EFFECT,
    Intake,
    Placed,
    Received,
    build_row,
    leases_by_kid,
    leases_of,
    place,
    receive,
    settle,
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
    "OPENING_EFFECT",
    "REFRESH_EFFECT",
    "REVIEW_EFFECT",
    "ROW_EFFECT",
    "SIGNS",
    "Intake",
    "MonthTooFar",
    "Placed",
    "Received",
    "book",
    "build_adjustment",
    "build_opening",
    "build_row",
    "charge_by_effect",
    "charge_month",
    "charged_after",
    "last_charged",
    "leases_by_kid",
    "leases_of",
    "open_many",
    "owed_by_opening",
    "owed_review",
    "place",
    "receive",
    "refresh_account",
    "settle",
    "store_rows",
    "suggestions",
]
