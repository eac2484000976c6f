"""What a letter of the ladder rests on: the case, the debt, the tenant, the rulebook; and the letter drawn from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from letters import arrears_letters
from letters.arrears_letters import ArrearsLetter, Debt, Sent
from letters.paper import Drawn, Sender
from models import Applicant, ArrearsCase, Dwelling, Lease
from models.letter import Addressee
from rules import arrears_steps, eviction
from rules.arrears import ArrearsFacts
from rules.arrears_steps import LETTERS
from rules.errors import InvalidRecord
from rules.lease_terms import ExpiryLimits, ExpiryStage, expiry_stage
from rules.rent import Overdue
from rules.rulebook import Rules
from rules.terms import ArrearsStep, Copy, LetterKind
from services import accounts, dispatch, records, rulebooks
from services.actor import Actor
from services.arrears import common, reading
from services.arrears.reading import Round

OTHERS = {ArrearsStep.SOCIAL_NOTICE: Copy.NAV, ArrearsStep.PETITION: Copy.ENFORCEMENT}
MOST_LINES = 5
LONGEST = 400


@dataclass(frozen=True)
class Ground:
    """A letter about to be drawn: whose, about which debt, by which rulebook; its fee and the last day to pay."""

    case: ArrearsCase
    lease: Lease
    person: Applicant
    rules: Rules
    facts: ArrearsFacts
    owed: Overdue
    step: ArrearsStep
    fee_ore: int
    pay_by: date | None

    @property
    def kind(self) -> LetterKind:
        """The letter's kind is called as the step is."""
        return LetterKind(self.step.value)


def ground_of(case: ArrearsCase, step: ArrearsStep, actor: Actor, today: date, *, fee: bool = True) -> Ground:
    """What a letter of the step would rest on, where it may be sent today; `fee` = it bears one where it may.

    Raises NotAuthorised, NoNeedToKnow, TransitionRefused, InvalidRecord (no letter), StepHeld, StepTaken,
    StepTooEarly, StepApprovalMissing.
    """
    lease = common.opened(case, actor, f"arrears.{step.value}", case.version)
    if step not in LETTERS:
        raise InvalidRecord("arrears_case", {"step": "missing_value"})
    now = Round(today, rulebooks.current(today))
    facts = reading.facts_of(lease, case, now)
    keeping = now.rules.keeping
    arrears_steps.check_step(facts, step, now.rules.ladder, most_reminders=max(keeping.most_fees, 1))
    oldest = facts.oldest_due or today
    borne = reading.fees_borne(lease, oldest)
    may = arrears_steps.fee_ore(facts, step, fee=keeping.reminder_fee_on(today), taken=borne, most=keeping.most_fees)
    return Ground(
        case=case,
        lease=lease,
        person=common.person_of(case),
        rules=now.rules,
        facts=facts,
        owed=reading.owed_by(lease, today),
        step=step,
        fee_ore=may if fee else 0,
        pay_by=arrears_steps.printed_deadline(today, step, now.rules.ladder, now.rules.posting_days),
    )


def addressees(ground: Ground, to: str) -> list[Addressee]:
    """Who gets the letter: the tenant, or NAV with a copy to the tenant, or the enforcement officer.

    `to` is the other's name and address, a line each. Raises InvalidRecord where it is missing or too long.
    """
    tenant = dispatch.addressees(ground.person, ground.facts.today)
    copy = OTHERS.get(ground.step)
    if copy is None:
        return tenant
    lines = [line.strip() for line in to.splitlines() if line.strip()]
    if not lines or len(lines) > MOST_LINES or len(to) > LONGEST:
        raise InvalidRecord("arrears_case", {"to": "no_receiver"})
    other = Addressee(copy=copy, address="\n".join(lines))
    return [other, *tenant] if ground.step is ArrearsStep.SOCIAL_NOTICE else [other]


def draw(ground: Ground, to: Sequence[Addressee], sender: Sender) -> Drawn:
    """The letter as PDF. Raises UndrawableText."""
    written = [one if one.copy in OTHERS.values() else _shielded(one, ground.person) for one in to]
    today = ground.facts.today
    envelope = dispatch.lease_envelope(ground.lease, ground.person, sender, today, to=written)
    items = [item for item in accounts.of(ground.lease).items if item.due_on < today]
    keeping = ground.rules.keeping
    return arrears_letters.draw(
        ArrearsLetter(
            envelope=envelope,
            step=ground.step,
            debts=tuple(Debt(item.due_on, item.kind, item.open_ore) for item in items),
            owed_ore=ground.owed.owed_ore,
            fee_ore=ground.fee_ore,
            pay_by=ground.pay_by,
            kid=ground.lease.kid,
            account=keeping.accounts[0] if keeping.accounts else None,
            tenant=ground.person.name,
            home=_home(ground),
            sent=tuple(_sent(ground)),
            grounds=tuple(one.label for one in _grounds(ground)),
            opted_out=ground.facts.nav_opt_out,
            interest=keeping.interest,
        )
    )


def _shielded(to: Addressee, person: Applicant) -> Addressee:
    """Where a protected party lives stands in no letter; the whole address is on its page."""
    if not person.protected_address:
        return to
    return Addressee(copy=to.copy, address=to.address.splitlines()[0])


def _home(ground: Ground) -> str | None:
    """Where the tenant lives, for those who must know; nobody's letter tells it of a protected tenant."""
    if ground.person.protected_address:
        return None
    home = Dwelling.objects(pk=records.reference(ground.lease, "dwelling")).no_dereference().first()
    if home is None:
        return None
    return ", ".join(part for part in (home.address, " ".join(p for p in (home.postcode, home.place) if p)) if part)


def _sent(ground: Ground) -> list[Sent]:
    """The letters about this debt that were sent before."""
    oldest = ground.facts.oldest_due
    return [
        Sent(one.step.label, one.sent_on)
        for one in ground.case.steps
        if one.sent_on is not None and one.step in LETTERS and (oldest is None or one.on >= oldest)
    ]


def _grounds(ground: Ground) -> list[eviction.EvictionGround]:
    lease = ground.lease
    return eviction.grounds(
        clause=lease.eviction_clause,
        rent=ground.facts.rent,
        ends_on=lease.ends_on,
        open_ended=_runs_on(lease, ground.facts.today, ground.rules.lease_expiry),
        today=ground.facts.today,
    )


def _runs_on(lease: Lease, today: date, limits: ExpiryLimits) -> bool:
    """Whether a lease past its end runs on as open-ended (husll. § 9-2)."""
    demanded = lease.move_out_demanded_on is not None
    return expiry_stage(lease.ends_on, today, limits, demand_sent=demanded) is ExpiryStage.OPEN_ENDED
