"""Where a letter stands, seen from the office: still here, on its way, or back again."""

from rules.terms import LetterState

UNSENT = frozenset({LetterState.DRAFT, LetterState.RELEASED})
NOT_OUT = UNSENT | {LetterState.RETURNED}  # it lies in the office: never sent, or come back
ON_ITS_WAY = frozenset({LetterState.DISPATCHED, LetterState.ARRIVED})
TO_SEND = frozenset({LetterState.RELEASED, LetterState.RETURNED})
