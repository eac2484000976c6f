"""Leases between a landlord and a household that was referred to it: signed, begun, reported of, ended (domain 4.3).

What a landlord tells of a tenant's arrears is personal data that the municipality may take in and use: it is needed for
a task in the public interest, to keep people housed who are at a disadvantage (GDPR art. 6(1)(e); which act gives the
ground, the municipality settles), and the agreement with the landlord names it. It tells of a sum and a day, never why
(forvaltningsloven § 13 b: no more than the task needs).
"""

from services.landlord_leases.arrears import report_arrears
from services.landlord_leases.beginning import begin, due_to_begin
from services.landlord_leases.common import KEEPERS, doubts_of
from services.landlord_leases.ending import report_end
from services.landlord_leases.handling import FOLLOW_EFFECT, follow_by_effect, handle
from services.landlord_leases.rent import report_rent
from services.landlord_leases.reports import REPORT_EFFECT, make_by_effect, of_lease, promised
from services.landlord_leases.signing import (
    STANDS_EFFECT,
    lease_of,
    sign,
    stands_by_effect,
)
from services.landlord_leases.tending import KEEP_EFFECT, finding, keep_by_effect, waiting
from services.landlord_leases.term import TERM_EFFECT, report_term, term_stands_by_effect

__all__ = [
    "FOLLOW_EFFECT",
    "KEEPERS",
    "KEEP_EFFECT",
    "REPORT_EFFECT",
    "STANDS_EFFECT",
    "TERM_EFFECT",
    "begin",
    "doubts_of",
    "due_to_begin",
    "finding",
    "follow_by_effect",
    "handle",
    "keep_by_effect",
    "lease_of",
    "make_by_effect",
    "of_lease",
    "promised",
    "report_arrears",
    "report_end",
    "report_rent",
    "report_term",
    "sign",
    "stands_by_effect",
    "term_stands_by_effect",
    "waiting",
]
