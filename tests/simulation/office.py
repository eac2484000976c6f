"""The officers of the simulation: they do through the services what the house recommends, and nothing else."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from models import ArrearsCase, Lease, Letter, Payment, User
from models.arrears_case import OPEN
from rules.arrears import CONTACTS, ArrearsReason
from rules.terms import ArrearsStep, ContactChannel, LeaseEnd, LetterKind, LetterState, PaymentState, Role
from services import arrears, dispatch, endings, ledger, plans, records, rulebooks
from services.actor import Actor
from tests.factories import make_office, make_user
from tests.simulation import almanac, troubles
from tests.simulation.habits import Resident
from tests.simulation.paper import SENDER

STAFF = (Role.CASEWORKER, Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.ECONOMY, Role.PROPERTY)
PLANNED = ("plan kept", "plan broken")
PARTS = 4
ENDS = {"moves": LeaseEnd.TENANT_NOTICE, "dies": LeaseEnd.DEATH}
WORTH_A_LOOK = (
    ArrearsReason.UNMATCHED_PAYMENT, ArrearsReason.LEASE_ENDED, ArrearsReason.LEASE_EXPIRED, ArrearsReason.ONLY_FEES,
    ArrearsReason.ALLOWANCE_UNKNOWN, ArrearsReason.ALLOWANCE_APPLIED,
)  # fmt: skip
OTHERS = {
    ArrearsStep.SOCIAL_NOTICE: "NAV Eksempel\nRådhusgata 1\n9405 HARSTAD",
    ArrearsStep.PETITION: "Namsmannen i Eksempel\nTinggata 1\n9405 HARSTAD",
}
WITH_FEE = (LetterKind.REMINDER, LetterKind.COLLECTION_WARNING)
FEE_ORE, MOST_FEES, DAYS_TO_PAY = 3_500, 2, 14  # as the default rulebook has it; for one debt


def _open_cases() -> list[dict[str, Any]]:
    """The open cases, as far as it takes to see whether there is something to do today."""
    wanted = {"state": {"$in": [state.value for state in OPEN]}}
    found = ArrearsCase._get_collection().find(wanted, {"lease": 1, "next_step": 1, "next_on": 1})
    return list(found.sort([("opened_on", 1), ("_id", 1)]))


class Office:
    """One housing office with a worker of each sort."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._first = clock().date()
        self._staff: dict[Role, User] = {}
        self.waiting: list[tuple[date, Resident, int]] = []  # payments without a match: when they are looked into
        self.grace_days = self.posting_days = 0

    def found(self) -> Any:
        """Open the office; returns its id."""
        kontor = make_office()
        for role in STAFF:
            self._staff[role] = make_user(email=f"{role.value}@kommune.test", roles=[role], office=kontor)
        rules = rulebooks.current(self._clock().date())
        self.grace_days, self.posting_days = rules.keeping.plan_grace_days, rules.posting_days
        return kontor

    def acting(self, role: Role) -> Actor:
        """Somebody of that role, now."""
        user = self._staff[role]
        office = records.reference(user, "office")
        return Actor(id=str(user.pk), name=user.name, at=self._clock(), roles=frozenset(user.roles), office=office)

    def place(self, one: Resident, ore: int, day: date) -> None:
        """Put a payment without a match on the lease that it belongs to."""
        payment = Payment.objects(state=PaymentState.UNMATCHED, amount_ore=ore).order_by("booked_on", "key").first()
        lease = records.get(Lease, one.lease)
        ledger.place(payment, lease, self.acting(Role.ECONOMY), version=payment.version, why="Beløpet stemmer")
        one.sheet.pay(day, ore)

    def promised(self, one: Resident, day: date) -> Iterator[int]:
        """What the household has promised to pay today beside its rent, and what it pays once it can again."""
        yield from one.marks.get("promises", {}).get(day, ())
        if one.marks.get("pays all on") == day and (ore := one.sheet.owed(day + timedelta(days=1))):
            yield ore

    def work(self, day: date, residents: Sequence[Resident]) -> None:
        """A day's work: what the house recommends in each case of arrears, plans with those who ask, the post."""
        by_lease = {one.lease: one for one in residents}
        for found in _open_cases():
            one = by_lease[found["lease"]]
            if one.habit in PLANNED and self._wants_plan(one, day):
                self._agree(records.get(ArrearsCase, found["_id"]), one, day)
            elif "next_step" in found and ("next_on" not in found or found["next_on"].date() <= day):
                self._follow(records.get(ArrearsCase, found["_id"]), one, day)
        for one in residents:
            self._see_to(one, day)
        self._post(day, by_lease)

    def _see_to(self, one: Resident, day: date) -> None:
        """What befalls the household beside its rent."""
        if one.habit in ENDS:
            self._ending(one, day)
            troubles.settlement(one, self.acting, day)
        elif one.habit == "complaint":
            troubles.complaint(one, self.acting, self._first, day)
        elif one.habit == "allowance" and not one.marks.get("transported"):
            troubles.allowance(one, self.acting, self._first, day)

    # --- Arrears ------------------------------------------------------------------------------------------------------

    def _follow(self, case: ArrearsCase, one: Resident, day: date) -> None:
        """The one step that is recommended today."""
        if case.next_step is ArrearsStep.CHECK_DATA:
            self._check(case, day)
        elif case.next_step in CONTACTS:
            arrears.note_contact(
                case, self.acting(Role.HOUSING_CONSULTANT), step=case.next_step, on=day,
                channel=ContactChannel.TELEPHONE, spoke_with="Leietakeren", said="Betaler når det går.", reached=True,
                version=case.version, today=day,
            )  # fmt: skip
        elif one.habit == "petition":
            self._climb(case, one, day)

    def _check(self, case: ArrearsCase, day: date) -> None:
        if case.next_reason in WORTH_A_LOOK:
            actor = self.acting(Role.HOUSING_CONSULTANT)
            arrears.note_check(case, actor, said="Grunnlaget stemmer.", version=case.version, today=day)

    def _climb(self, case: ArrearsCase, one: Resident, day: date) -> None:
        """The letter of the step, with a leader's leave where it takes one."""
        step, consultant = case.next_step, self.acting(Role.HOUSING_CONSULTANT)
        assert step is not None
        if case.children is None:
            arrears.note_household(
                case, consultant, children=False, nav_opt_out_on=None, version=case.version, today=day
            )
            case.reload()
        if case.next_reason is ArrearsReason.APPROVAL_NEEDED:
            arrears.ask(case, consultant, step=step, reasons="Betaler ikke.", version=case.version, today=day)
            case.reload()
            arrears.approve(
                case, self.acting(Role.UNIT_LEADER), asked=case.asked[0].id, reasons="Alt annet er prøvd.",
                version=case.version, today=day,
            )  # fmt: skip
            case.reload()
        how: dict[str, Any] = {"step": step, "to": OTHERS.get(step, ""), "version": case.version, "today": day}
        letter = arrears.draw_step(case, consultant, SENDER, **how)
        arrears.take_step(case, consultant, SENDER, letter=letter.pk, **how)
        if step is ArrearsStep.PETITION and one.number % 2 == 0:
            one.marks["pays all on"] = day + timedelta(days=20)

    def _post(self, day: date, by_lease: Mapping[Any, Resident]) -> None:
        """Every letter that is ready goes out."""
        for letter in Letter.objects(state=LetterState.RELEASED).order_by("id"):
            dispatch.dispatch(letter, self.acting(Role.HOUSING_CONSULTANT), on=day, today=day, version=letter.version)
            one = by_lease[records.reference(letter, "lease")]
            sent: list[date] = one.marks.setdefault("fees", [])
            oldest = one.sheet.oldest() or day
            if letter.letter_kind in WITH_FEE and len([on for on in sent if on >= oldest]) < MOST_FEES:
                sent.append(day)
                arrives = almanac.working_day(day + timedelta(days=self.posting_days))
                one.sheet.fee(FEE_ORE, almanac.working_day(arrives + timedelta(days=DAYS_TO_PAY)))

    # --- Plans --------------------------------------------------------------------------------------------------------

    def _wants_plan(self, one: Resident, day: date) -> bool:
        month = almanac.month_on(self._first, one.trouble + 1)
        return one.sheet.plan is None and day >= month + timedelta(days=25)

    def _agree(self, case: ArrearsCase, one: Resident, day: date) -> None:
        """Four instalments from the next month's fifth on; who breaks the plan pays the first alone."""
        first_on = almanac.month_on(day) + timedelta(days=4)
        actor, terms = self.acting(Role.HOUSING_CONSULTANT), plans.Terms(first_on, count=PARTS)
        how: dict[str, Any] = {"terms": terms, "version": case.version, "now": self._clock()}
        letter = plans.draw(case, actor, SENDER, **how)
        plans.agree(case, actor, SENDER, letter=letter.pk, **how)
        debt = one.sheet.owed(day)
        each = debt // PARTS // 100 * 100
        amounts = [each] * (PARTS - 1) + [debt - each * (PARTS - 1)]
        parts = [(almanac.same_day(first_on, at), ore) for at, ore in enumerate(amounts)]
        one.sheet.agree(day, parts)
        kept = parts if one.habit == "plan kept" else parts[:1]
        one.marks["promises"] = {on: (ore,) for on, ore in kept}
        if one.habit == "plan broken":
            one.marks["pays all on"] = parts[1][0] + timedelta(days=45)

    # --- Endings ------------------------------------------------------------------------------------------------------

    def _ending(self, one: Resident, day: date) -> None:
        """Who moves gives notice and is out in the middle of a month; so is the home of whoever dies."""
        reason = ENDS[one.habit]
        if day < almanac.month_on(self._first, one.trouble + 2):
            return
        actor, lease = self.acting(Role.HOUSING_CONSULTANT), records.get(Lease, one.lease)
        if "out on" not in one.marks:
            out = almanac.month_on(day, 2) + timedelta(days=9 + one.number % 9)
            told = endings.Told(reason=reason, given_on=day, agreed_on=out)
            endings.register(lease, told, actor, version=lease.version, today=day)
            one.marks["out on"] = out
        elif one.sheet.ended_on is None and day >= one.marks["out on"]:
            ending = endings.open_of(lease.pk)
            assert ending is not None
            out = one.marks["out on"]
            endings.move_out(ending, actor, on=out, keys_back_on=day, version=ending.version, today=day)
            one.sheet.end(out, day)
