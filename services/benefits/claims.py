"""A claim on what secures a lease: its bounds, looked at as a letter to the guarantor, made."""

from dataclasses import dataclass
from datetime import date, datetime

from bson import ObjectId

from letters import guarantee_letter
from letters.guarantee_letter import GuaranteeLetter
from letters.paper import Drawn, Sender
from models import Applicant, Ending, GuaranteeClaim, Lease, Letter
from models.letter import Addressee
from rules import benefits, rent
from rules.benefits import GuaranteeFacts
from rules.deadlines import answer_deadline, oslo_date
from rules.errors import InvalidRecord, NoSecurity
from rules.rulebook import Rules
from rules.terms import Copy, EndingState, GuaranteeState, LetterKind, RentLineKind, Security
from services import accounts, dispatch, lease_letters, records, rulebooks
from services.actor import Actor
from services.benefits import common
from services.effects import Owed

KIND = LetterKind.GUARANTEE_CLAIM
TASK_EFFECT = "guarantee_task"
LEAST_LINES = 2  # a name and at least where it is


@dataclass(frozen=True)
class Wanted:
    """What is claimed: øre, why, and of whom (name, street and town, a line each)."""

    amount_ore: int
    reasons: str
    guarantor: str


@dataclass(frozen=True)
class Ground:
    """What a claim rests on: the lease, what bounds the claim, the rulebook in force, the day."""

    lease: Lease
    facts: GuaranteeFacts
    rules: Rules
    today: date

    @property
    def answer_by(self) -> date:
        return answer_deadline(self.today, self.rules.keeping.guarantee_days)


def ground_of(lease: Lease, actor: Actor, today: date) -> Ground:
    """What may be claimed of the lease's security, ended leases too.

    Raises NotAuthorised, NoNeedToKnow, NoSecurity (none, or without its amount).
    """
    common.require(lease, actor, "guarantee.claim", also=())
    if lease.security is None or not lease.security_ore:
        raise NoSecurity(lease.number)
    rows = accounts.rows_of([lease.pk], today)[lease.pk]
    paid = GuaranteeClaim.objects(lease=lease.pk, state__in=[GuaranteeState.PAID]).only("paid_ore").no_dereference()
    facts = GuaranteeFacts(
        lease.security_ore,
        sum(claim.paid_ore or 0 for claim in paid) + _settled(lease),
        sum(item.open_ore for item in rent.settle(rows).items if item.due_on <= today),
        _monthly(lease, today),
    )
    return Ground(lease, facts, rulebooks.current(today), today)


def _settled(lease: Lease) -> int:
    """What the final settlement has kept of a deposit or given back: nothing of that is left."""
    if lease.security is not Security.DEPOSIT:
        return 0
    over = Ending.objects(lease=lease.pk, state__in=[EndingState.SETTLED]).only("settlement").no_dereference()
    return sum(one.settlement.kept_ore + one.settlement.returned_ore for one in over if one.settlement is not None)


def _monthly(lease: Lease, today: date) -> int:
    """The rent that six months are counted of: not electricity, which is paid beside it; an ended lease's last."""
    lines = [
        rent.RentLine(one.id, one.amount_ore, one.valid_from, one.valid_until)
        for one in lease.rent_lines
        if one.kind is not RentLineKind.POWER
    ]
    return rent.rent_on(lines, min(max(today, lease.starts_on), lease.ended_on or date.max))


def draw(lease: Lease, actor: Actor, sender: Sender, *, wanted: Wanted, version: int, now: datetime) -> Letter:
    """Draw the claim as a draft, to be looked at; nothing is claimed before claim().

    Raises as claim(), UndrawableText.
    """
    records.check_version(lease, version)
    ground = _checked(lease, actor, wanted, oslo_date(now))
    person, drawn = _draw(ground, sender, wanted)
    return lease_letters.keep_draft(
        lease, person, KIND, drawn, actor, about=ObjectId(lease.pk), today=ground.today, to=_to(wanted)
    )


def claim(
    lease: Lease, actor: Actor, sender: Sender, *, wanted: Wanted, letter: ObjectId, version: int, now: datetime
) -> ObjectId:
    """Claim what secures the lease, with the letter that was looked at; returns the claim's id.

    Raises NotAuthorised, NoNeedToKnow, NoSecurity, GuaranteeTooHigh, InvalidRecord, LetterDiffers, StaleState,
    AlreadyExists (one waits for its answer).
    """
    records.check_version(lease, version)
    ground = _checked(lease, actor, wanted, oslo_date(now))
    _person, drawn = _draw(ground, sender, wanted)
    seen = lease_letters.seen(lease, letter, KIND, drawn, about=ObjectId(lease.pk), today=ground.today)
    made = GuaranteeClaim(
        id=ObjectId(),
        **common.of_lease(lease),
        security=lease.security,
        claimed_ore=wanted.amount_ore,
        claimed_on=ground.today,
        answer_by=ground.answer_by,
        guarantor=wanted.guarantor.strip(),
        reasons=wanted.reasons.strip(),
        letter=ObjectId(seen.pk),
        by_name=actor.name,
    )
    owed = [dispatch.owed_release(ObjectId(seen.pk)), Owed(TASK_EFFECT, f"{TASK_EFFECT}:{made.pk}:1")]
    records.create(made, actor, action="guarantee_claimed", owed=owed)
    return ObjectId(made.pk)


def _checked(lease: Lease, actor: Actor, wanted: Wanted, today: date) -> Ground:
    ground = ground_of(lease, actor, today)
    problems = {} if wanted.reasons.strip() else {"reasons": "missing_value"}
    if len(_lines(wanted)) < LEAST_LINES:
        problems["guarantor"] = "no_receiver"
    if problems:
        raise InvalidRecord("guarantee_claim", problems)
    benefits.check_claim(lease.number, wanted.amount_ore, ground.facts)
    return ground


def _lines(wanted: Wanted) -> list[str]:
    return [line.strip() for line in wanted.guarantor.splitlines() if line.strip()]


def _to(wanted: Wanted) -> list[Addressee]:
    return [Addressee(copy=Copy.GUARANTOR, address="\n".join(_lines(wanted)))]


def _draw(ground: Ground, sender: Sender, wanted: Wanted) -> tuple[Applicant, Drawn]:
    lease = ground.lease
    if lease.security is None:
        raise NoSecurity(lease.number)
    person: Applicant = records.get(Applicant, records.reference(lease, "tenant"))
    told = GuaranteeLetter(
        envelope=dispatch.lease_envelope(lease, person, sender, ground.today, to=_to(wanted)),
        security=lease.security,
        tenant=person.name,
        security_ore=ground.facts.security_ore,
        claimed_ore=wanted.amount_ore,
        owed_ore=ground.facts.owed_ore,
        reasons=wanted.reasons.strip(),
        answer_by=ground.answer_by,
        starts_on=lease.starts_on,
        ended_on=lease.ended_on,
    )
    return person, guarantee_letter.draw(told)
