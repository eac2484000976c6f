"""Leases from the contract meeting to the keys, and their end."""

from services.leases.contract import SIGNERS, ContractDraft, Preview, draw, sign, terms_of
from services.leases.ending import END_EFFECT, charged_after, disputed_rent_by_effect, end, end_as_told, end_by_effect
from services.leases.grounds import (
    Ground,
    earlier_short,
    extension_of,
    first_start,
    from_extension,
    from_offer,
    months_granted,
    no_contract,
    usual_start,
)
from services.leases.keys import KEEPERS, cancel, hand_over_keys, stands_by_effect, swap_vacancy, vacancy_of, withdraw
from services.leases.meeting import left_of_meeting, record_meeting, record_security
from services.leases.overlapping import given_up_by, in_the_way, runs_until, standing_in
from services.leases.paper import open_contract, open_drawn
from services.leases.record import STANDS_EFFECT
from services.leases.taking_over import (
    CANCEL_EFFECT,
    START_EFFECT,
    cancel_by_effect,
    due_to_take_over,
    start_by_effect,
    take_over,
)

__all__ = [
    "CANCEL_EFFECT",
    "END_EFFECT",
    "KEEPERS",
    "SIGNERS",
    "STANDS_EFFECT",
    "START_EFFECT",
    "ContractDraft",
    "Ground",
    "Preview",
    "cancel",
    "cancel_by_effect",
    "charged_after",
    "disputed_rent_by_effect",
    "draw",
    "due_to_take_over",
    "earlier_short",
    "end",
    "end_as_told",
    "end_by_effect",
    "extension_of",
    "first_start",
    "from_extension",
    "from_offer",
    "given_up_by",
    "hand_over_keys",
    "in_the_way",
    "left_of_meeting",
    "months_granted",
    "no_contract",
    "open_contract",
    "open_drawn",
    "record_meeting",
    "record_security",
    "runs_until",
    "sign",
    "standing_in",
    "stands_by_effect",
    "start_by_effect",
    "swap_vacancy",
    "take_over",
    "terms_of",
    "usual_start",
    "vacancy_of",
    "withdraw",
]
