"""Whether the results of a procurement's phases stand (S000): every result with what it lacks, in order.

No agreement is signed, no need announced and no phase finished before those that the rulebook requires stand.
"""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from rules.deadlines import add_months
from rules.partner_policy import WantedResult
from rules.terms import AgreementKind, Lack, Phase, ResultSort

PHASES = tuple(Phase)
BEFORE_SIGNING = Phase.CHOICE  # S000: no formal cooperation before phases one to three are gone through
EARLIER_WORK_YEARS = 5  # a dialogue may go on for years before the procurement (S000); a day before that is a slip
STROKES = str.maketrans(dict.fromkeys("\\⁄∕-‐‑‒–—―−", "/"))  # as they are typed, and pasted from elsewhere
UNSEEN = "Cf"  # Unicode's format characters: zero-width spaces, soft hyphens
COVERED = (AgreementKind.REFERRAL, AgreementKind.ALLOCATION)  # what is called, and an authority given for


@dataclass(frozen=True, kw_only=True)
class Authority:
    """What is asked of the authority to sign."""

    decided_on: date
    withdrawn: bool
    valid_until: date | None
    kinds: frozenset[AgreementKind]


@dataclass(frozen=True, kw_only=True)
class Call:
    """What is asked of the announcement."""

    kind: AgreementKind
    bids_by: date


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What a procurement has on a day; `overview` is None where none is chosen, else whether it is settled.

    `later`: results that stand now and did not on that day.
    """

    today: date
    wanted: tuple[WantedResult, ...]
    noted: frozenset[str] = frozenset()
    later: frozenset[str] = frozenset()
    overview: bool | None = None
    authority: Authority | None = None
    call: Call | None = None
    received: int = 0  # bids, whatever became of them
    bids: int = 0  # those that take part: neither dismissed nor withdrawn
    unscored: int = 0  # of these, without points for every criterion
    chosen: bool = False
    agreements: int = 0  # made under it, signed or not
    signed: int = 0
    unregistered: int = 0  # of those that are signed and not over, without the right registered on the property
    unpaid: int = 0  # and without the loan paid out


@dataclass(frozen=True)
class Standing:
    """A result with what it lacks; None = it stands."""

    result: WantedResult
    lack: Lack | None


@dataclass(frozen=True)
class Missing:
    """A required result that does not stand."""

    phase: Phase
    code: str
    label: str
    lack: Lack


def case_key(number: str) -> str:
    """A case number as two of them are compared: «2026 / 1», «2026-1», «2026/01» and «2026/1» are one."""
    plain = unicodedata.normalize("NFKC", number).casefold()
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != UNSEEN and not sign.isspace())
    return re.sub(r"(?<!\d)0+(?=\d)", "", seen.translate(STROKES))


def too_early(on: date, started_on: date) -> bool:
    """Whether a result is dated so long before the procurement began that it cannot be work for it."""
    return add_months(on, 12 * EARLIER_WORK_YEARS) < started_on


def upto(phase: Phase) -> tuple[Phase, ...]:
    """The phase with those before it."""
    return PHASES[: PHASES.index(phase) + 1]


def standings(facts: Facts, phase: Phase) -> tuple[Standing, ...]:
    """The results of one phase, in the rulebook's order."""
    return tuple(Standing(one, lack_of(one, facts)) for one in facts.wanted if one.phase is phase)


def missing(facts: Facts, last: Phase) -> tuple[Missing, ...]:
    """The required results that do not stand, of the phases up to and including the last."""
    found = (one for phase in upto(last) for one in standings(facts, phase))
    return tuple(
        Missing(one.result.phase, one.result.code, one.result.label, one.lack)
        for one in found
        if one.lack is not None and one.result.required
    )


def lack_of(result: WantedResult, facts: Facts) -> Lack | None:
    """What the result lacks; None where it stands."""
    if result.code in facts.later:
        return Lack.LATER
    if result.sort is ResultSort.NOTED:
        return None if result.code in facts.noted else Lack.NOT_NOTED
    return {
        ResultSort.NEED_OVERVIEW: _overview,
        ResultSort.MANDATE: _mandate,
        ResultSort.ANNOUNCEMENT: _announcement,
        ResultSort.BIDS: _bids,
        ResultSort.CHOICE: _choice,
        ResultSort.AGREEMENT: _agreement,
        ResultSort.REGISTERED: _registered,
        ResultSort.PAID_OUT: _paid_out,
    }[result.sort](facts)


def _overview(facts: Facts) -> Lack | None:
    if facts.overview is None:
        return Lack.NO_OVERVIEW
    return None if facts.overview else Lack.OVERVIEW_DRAFT


def _mandate(facts: Facts) -> Lack | None:
    if facts.authority is None:
        return Lack.NO_MANDATE
    return authority_lacks(facts.authority, facts.call.kind if facts.call else None, facts.today)


def authority_lacks(authority: Authority, kind: AgreementKind | None, day: date) -> Lack | None:
    """Why no agreement of the kind may be signed by the authority on the day; None = it may. No kind = any."""
    if authority.withdrawn:
        return Lack.MANDATE_WITHDRAWN
    if authority.decided_on > day:
        return Lack.MANDATE_NOT_YET
    if authority.valid_until is not None and authority.valid_until < day:
        return Lack.MANDATE_EXPIRED
    if kind is not None and kind not in authority.kinds:
        return Lack.MANDATE_OTHER_KINDS
    return None


def _announcement(facts: Facts) -> Lack | None:
    return None if facts.call else Lack.NOT_ANNOUNCED


def _bids(facts: Facts) -> Lack | None:
    if facts.call is None:
        return Lack.NOT_ANNOUNCED
    if facts.today <= facts.call.bids_by:
        return Lack.CALL_OPEN
    if not facts.bids:
        return Lack.NO_BIDS
    return Lack.UNSCORED if facts.unscored else None


def _choice(facts: Facts) -> Lack | None:
    return None if facts.chosen else Lack.NOT_CHOSEN


def _agreement(facts: Facts) -> Lack | None:
    return None if facts.signed else Lack.NOT_SIGNED


def _registered(facts: Facts) -> Lack | None:
    return _agreement(facts) or (Lack.NOT_REGISTERED if facts.unregistered else None)


def _paid_out(facts: Facts) -> Lack | None:
    return _agreement(facts) or (Lack.NOT_PAID_OUT if facts.unpaid else None)


def first_unfinished(finished: Collection[Phase]) -> Phase | None:
    """The phase that the procurement has come to; None when all are finished."""
    return next((phase for phase in PHASES if phase not in finished), None)


def rests_on(phase: Phase, finished: Collection[Phase], facts: Facts) -> str | None:
    """What later rests on the phase's results, as a code; None = they may be changed."""
    if phase is Phase.ANCHORING and facts.call is not None:
        return "announcement"
    if phase is Phase.NEED and facts.received:
        return "bids"
    if phase is Phase.CHOICE and facts.agreements:
        return "agreement"
    later: Sequence[Phase] = PHASES[PHASES.index(phase) + 1 :]
    return "later_phase" if any(one in finished for one in later) else None
