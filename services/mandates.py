"""How many homes are agreed on by an authority to sign: uses on the mandate, which owns its ceiling (design 3.5, S000).

The write that signs an agreement is the push of its use; a second one for the same agreement counts nothing twice, and
one beyond the ceiling is refused, whichever came first.
"""

from dataclasses import replace
from datetime import date

from bson import ObjectId

from models import Mandate
from models.mandate import MandateUse
from rules import procurement
from rules.errors import CeilingReached, MandateInvalid
from rules.procurement import Authority
from rules.terms import AgreementKind, MandateState
from services import records
from services.actor import Actor
from services.again import again
from services.effects import Owed


def authority_of(mandate: Mandate) -> Authority:
    """The mandate as the rules ask of it."""
    return Authority(
        decided_on=mandate.decided_on,
        withdrawn=mandate.state is MandateState.WITHDRAWN,
        valid_until=mandate.valid_until,
        kinds=frozenset(mandate.kinds),
    )


def require_valid(mandate: Mandate, kind: AgreementKind | None, today: date) -> None:
    """Refuse a mandate that covers no agreement of the kind (None = any) on the day. Raises MandateInvalid."""
    lack = procurement.authority_lacks(authority_of(mandate), kind, today)
    if lack is not None:
        raise MandateInvalid(mandate.number, lack.value)


def require_days(mandate: Mandate, day: date) -> None:
    """Refuse a day before the decision or after the last one, withdrawn since or not. Raises MandateInvalid."""
    lack = procurement.authority_lacks(replace(authority_of(mandate), withdrawn=False), None, day)
    if lack is not None:
        raise MandateInvalid(mandate.number, lack.value)


def free(mandate: Mandate) -> int:
    """How many homes may still be agreed on."""
    return max(mandate.ceiling - mandate.used, 0)


def use(
    mandate: Mandate,
    agreement_id: ObjectId,
    homes: int,
    actor: Actor,
    *,
    kind: AgreementKind,
    seen: int,
    today: date,
    owed: tuple[Owed, ...] = (),
) -> bool:
    """Count an agreement's homes against the ceiling: the write that decides its signing. The same again = nothing.

    `seen` is the version of the draft that is signed; a use of an earlier one is overtaken.
    Raises MandateInvalid (withdrawn, past its day, other kinds), CeilingReached, StaleState.
    """

    def count() -> bool:
        held: Mandate = records.get(Mandate, mandate.pk)
        if is_used(held, agreement_id, seen):
            return False
        require_valid(held, kind, today)
        others = [one for one in held.uses if one.id != agreement_id]
        used = sum(one.homes for one in others)
        if used + homes > held.ceiling:
            raise CeilingReached(held.number, held.ceiling, used, homes)
        values = {"uses": [*others, MandateUse(id=agreement_id, homes=homes, seen=seen, on=today)]}
        return records.change(held, actor, values=values, action="mandate_used", owed=owed)

    return again(count)


def is_used(mandate: Mandate, agreement_id: ObjectId, seen: int) -> bool:
    """Whether that version of the agreement's draft counts against the ceiling."""
    return any(one.id == agreement_id and one.seen == seen for one in mandate.uses)


def give_back(mandate: Mandate, agreement_id: ObjectId, before: int, actor: Actor) -> bool:
    """Count the agreement's homes no more, as it was never signed or is over. Given back before = nothing.

    `before`: a signing of that version or later keeps its own use. Raises StaleState.
    """

    def uncount() -> bool:
        held: Mandate = records.get(Mandate, mandate.pk)
        left = [one for one in held.uses if one.id != agreement_id or one.seen >= before]
        return records.change(held, actor, values={"uses": left}, action="mandate_given_back")

    return again(uncount)
