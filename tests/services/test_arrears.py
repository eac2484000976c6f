"""Arrears cases: opened and closed by themselves, steps taken by people, leaders before eviction (domain 3.2)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId

from letters import arrears_letters
from letters.arrears_letters import ArrearsLetter
from models import Adjustment, ArrearsCase, LedgerRow, Letter, Message, Task
from models.applicant import Member
from models.arrears_case import Pause
from rules.arrears import ArrearsReason
from rules.errors import (
    AlreadyUndone,
    ApproverAsked,
    BestInterestMissing,
    ChildrenUnanswered,
    InvalidRecord,
    LetterDiffers,
    MissingReason,
    NoNeedToKnow,
    NotAuthorised,
    StaleState,
    StepApprovalMissing,
    StepGone,
    StepHeld,
    StepTaken,
    StepTooEarly,
    TransitionRefused,
)
from rules.eviction import EvictionGround
from rules.terms import (
    ArrearsEnd,
    ArrearsState,
    Copy,
    LeaseState,
    LetterState,
    Relation,
    Role,
    RowKind,
    TaskKind,
    TaskState,
    Urgency,
)
from services import arrears, dispatch, effects, ledger, plans, records, rulebooks
from services.actor import Actor
from tests.arrears_cases import (
    DUE,
    STEP,
    TO,
    actor_of,
    after,
    approved,
    asked,
    climbed,
    contact,
    contacted,
    debtor,
    fresh,
    letter_of,
    look,
    noon,
    opened,
    pay,
    petitioned,
    quick_letter,
    quick_letters,
    send,
    sent,
    take,
)
from tests.casework import SENDER, acting, house, worker
from tests.clockwork import book, run_job
from tests.factories import ACTOR, make_applicant, make_office
from tests.keepers import make_allowance
from tests.makers import make_payment

__all__ = ["house", "quick_letters"]  # fixtures, used here
pytestmark = pytest.mark.usefixtures("house", "quick_letters")

DAY = timedelta(days=1)
OPENED = DUE + DAY
FOURTEEN = DUE + timedelta(days=14)


def cases() -> list[tuple[ArrearsState, ArrearsEnd | None]]:
    return [(one.state, one.end) for one in ArrearsCase.objects.order_by("case_number")]


def tasks_of(kind: TaskKind = TaskKind.ARREARS) -> list[Task]:
    return list(Task.objects(kind=kind, state=TaskState.OPEN).order_by("key"))


# --- Opening and closing ---------------------------------------------------------------------------------------------


def test_a_case_opens_on_the_first_overdue_day_and_once() -> None:
    lease = debtor()
    assert look(lease, DUE) is None
    case = look(lease, OPENED)
    assert (case.case_number, case.oldest_due, case.owed_ore) == ("R2026-0001", DUE, 800_000)
    assert (case.next_step, case.next_reason) == (STEP.CHECK_DATA, ArrearsReason.FRESH)
    before = fresh(case).to_mongo()
    run_job("arrears", OPENED)
    assert fresh(case).to_mongo() == before
    assert ArrearsCase.objects.count() == 1


def test_it_closes_when_nothing_is_overdue_and_a_new_debt_has_a_new_case() -> None:
    lease = debtor()
    run_job("arrears", OPENED)
    pay(lease, 800_000, OPENED)
    run_job("arrears", OPENED + DAY)
    assert cases() == [(ArrearsState.CLOSED, ArrearsEnd.PAID)]
    assert tasks_of() == []
    book(lease, RowKind.CHARGE, 800_000, date(2026, 10, 1), due_on=date(2026, 10, 20))
    run_job("arrears", date(2026, 10, 21))
    assert [one.case_number for one in ArrearsCase.objects.order_by("case_number")] == ["R2026-0001", "R2026-0002"]
    assert cases()[1] == (ArrearsState.OPEN, None)


def test_a_credit_that_covers_the_debt_closes_it_at_once() -> None:
    lease = debtor()
    opened(lease)
    ledger.book(lease, Actor.system(noon(OPENED)), kind=RowKind.CREDIT, amount_ore=800_000, key="credit:1",
                why="Feil", today=OPENED)  # fmt: skip
    assert cases() == [(ArrearsState.CLOSED, ArrearsEnd.PAID)]


def test_a_write_off_is_told_as_one() -> None:
    lease = debtor()
    opened(lease)
    ledger.book(lease, Actor.system(noon(OPENED)), kind=RowKind.WRITE_OFF, amount_ore=800_000, key="off:1",
                why="Ettergitt", today=OPENED)  # fmt: skip
    assert cases() == [(ArrearsState.CLOSED, ArrearsEnd.WRITTEN_OFF)]


def test_the_debt_is_followed_up_after_the_tenancy() -> None:
    lease = debtor(state=LeaseState.ENDED, ended_on=date(2026, 9, 30))
    case = opened(lease)
    assert (case.next_step, case.next_reason) == (STEP.CHECK_DATA, ArrearsReason.LEASE_ENDED)
    arrears.note_check(case, actor_of(case, date(2026, 10, 1)), said="Ny adresse funnet.", version=case.version,
                       today=date(2026, 10, 1))  # fmt: skip
    case = look(lease, date(2026, 10, 5))
    assert case.next_step is STEP.CONTACT_HOUSEHOLD


def test_the_register_tells_of_children_and_never_that_there_are_none() -> None:
    child = Member(name="Barn", relation=Relation.CHILD, born_on=date(2015, 1, 1))
    grown = Member(name="Voksen", relation=Relation.CHILD, born_on=date(2000, 1, 1))
    assert opened(debtor(tenant=make_applicant(members=[child]))).children is True
    assert opened(debtor(tenant=make_applicant(members=[grown]))).children is None


@pytest.mark.parametrize(
    ("payment", "reason"),
    [
        ({"kid": "00000000"}, ArrearsReason.FRESH),
        ({"slip": True, "amount_ore": 5}, ArrearsReason.UNMATCHED_PAYMENT),
        ({"amount_ore": 800_000, "booked_on": DUE}, ArrearsReason.UNMATCHED_PAYMENT),
        ({"amount_ore": 800_000, "booked_on": DUE - DAY}, ArrearsReason.FRESH),
    ],
)
def test_a_payment_without_a_place_near_the_debt_is_looked_at_first(
    payment: dict[str, Any], reason: ArrearsReason
) -> None:
    lease = debtor(kid="12345678")
    given = {"kid": "99999999", "amount_ore": 1, "booked_on": OPENED} | payment
    if given.pop("slip", False):
        given["kid"] = "12345679"
    make_payment(**given)
    assert opened(lease).next_reason is reason


def test_an_allowance_that_nobody_knows_of_holds_back_a_reminder_not_a_call() -> None:
    lease = debtor(allowance=False)
    case = look(lease, FOURTEEN)
    assert case.next_step is STEP.CONTACT_HOUSEHOLD
    case = contacted(case, FOURTEEN)
    assert fresh(case).next_reason is ArrearsReason.ALLOWANCE_UNKNOWN
    make_allowance(lease=lease, applied_on=FOURTEEN)
    assert look(lease, FOURTEEN).next_reason is ArrearsReason.ALLOWANCE_APPLIED


# --- Contacts and checks ---------------------------------------------------------------------------------------------


def test_a_contact_stands_in_the_case_and_moves_the_advice_on() -> None:
    case = contact(look(debtor(), FOURTEEN), FOURTEEN)
    taken = case.steps[0]
    assert (taken.step, taken.said, taken.reached, taken.owed_ore) == (STEP.CONTACT_HOUSEHOLD, "Betaler fredag.", True,
                                                                       800_000)  # fmt: skip
    assert case.next_step is STEP.CONTACT_NAV
    assert [(task.text, task.due_on) for task in tasks_of()] == [
        ("Leien er ikke betalt. Neste steg: ta kontakt med NAV.", DUE + timedelta(days=7))
    ]


def test_an_attempt_that_reached_nobody_asks_again() -> None:
    case = contact(look(debtor(), FOURTEEN), FOURTEEN, reached=False, spoke_with="")
    assert (case.next_step, case.next_reason) == (STEP.CONTACT_HOUSEHOLD, ArrearsReason.TRY_AGAIN)


@pytest.mark.parametrize(
    ("values", "error"),
    [
        ({"said": "  "}, MissingReason),
        ({"on": FOURTEEN + DAY}, InvalidRecord),
        ({"on": DUE - DAY}, InvalidRecord),
        ({"step": STEP.PETITION}, InvalidRecord),
        ({"version": 1}, StaleState),
    ],
)
def test_a_contact_that_cannot_be(values: dict[str, Any], error: type[Exception]) -> None:
    case = look(debtor(), FOURTEEN)
    with pytest.raises(error):
        contact(case, FOURTEEN, **values)
    assert fresh(case).steps == []


@pytest.mark.parametrize("role", [Role.READER, Role.PROPERTY, Role.COMMITTEE_MEMBER, Role.AUDITOR])
def test_those_without_the_role_note_nothing(role: Role) -> None:
    case = look(debtor(), FOURTEEN)
    with pytest.raises(NotAuthorised):
        contact(case, FOURTEEN, by=actor_of(case, FOURTEEN, role))


def test_another_office_notes_nothing_but_economy_may_note_a_contact() -> None:
    case = look(debtor(), FOURTEEN)
    stranger = acting(worker(Role.HOUSING_CONSULTANT, office=make_office()), noon(FOURTEEN))
    with pytest.raises(NoNeedToKnow):
        contact(case, FOURTEEN, by=stranger)
    economy = acting(worker(Role.ECONOMY, office=make_office()), noon(FOURTEEN))
    case = contact(case, FOURTEEN, by=economy)
    with pytest.raises(NotAuthorised):
        take(contact(case, FOURTEEN, STEP.CONTACT_NAV), STEP.REMINDER, FOURTEEN, by=economy)


# --- Letters ---------------------------------------------------------------------------------------------------------


def test_a_letter_is_a_step_whose_dates_follow_when_it_is_sent() -> None:
    case = take(contacted(look(debtor(), FOURTEEN), FOURTEEN), STEP.REMINDER, FOURTEEN)
    step = case.steps[-1]
    assert (step.sent_on, step.deadline, step.fee_ore) == (None, None, 3500)
    assert letter_of(case, STEP.REMINDER).state is LetterState.RELEASED
    assert case.next_reason is ArrearsReason.LETTER_UNSENT
    case = send(case, STEP.REMINDER, FOURTEEN + DAY)
    step = case.steps[-1]
    assert (step.sent_on, step.deadline) == (date(2026, 10, 6), date(2026, 10, 23))  # there on the 9th, fourteen days


def test_the_fee_is_booked_when_the_letter_is_sent_and_once() -> None:
    lease = debtor()
    case = take(contacted(look(lease, FOURTEEN), FOURTEEN), STEP.REMINDER, FOURTEEN)
    assert LedgerRow.objects(kind=RowKind.FEE).count() == 0
    case = send(case, STEP.REMINDER, FOURTEEN)
    letter = letter_of(case, STEP.REMINDER)
    dispatch.note_arrival(letter, actor_of(case, FOURTEEN), on=FOURTEEN, today=FOURTEEN, version=letter.version)
    row = LedgerRow.objects(kind=RowKind.FEE).get()
    assert (row.key, row.amount_ore, row.due_on) == (f"fee:{case.pk}:{case.steps[-1].id}", 3500,
                                                     date(2026, 10, 22))  # fmt: skip
    assert fresh(case).steps[-1].deadline == date(2026, 10, 19)  # it came sooner than presumed


def test_no_fee_before_fourteen_days_no_third_one_and_none_where_it_is_let_off() -> None:
    lease = debtor()
    early = DUE + timedelta(days=13)
    case = sent(contacted(look(lease, early), early), STEP.REMINDER, early)
    assert case.steps[-1].fee_ore == 0
    case = sent(case, STEP.REMINDER, after(case, STEP.REMINDER))
    day = after(case, STEP.REMINDER)
    assert case.steps[-1].fee_ore == 3500
    case = sent(case, STEP.COLLECTION_WARNING, day, fee=False)
    assert case.steps[-1].fee_ore == 0
    assert Adjustment.objects(kind=RowKind.FEE).count() == 1


def test_a_letter_that_comes_back_gives_no_time() -> None:
    case = sent(contacted(look(debtor(), FOURTEEN), FOURTEEN), STEP.REMINDER, FOURTEEN)
    letter = letter_of(case, STEP.REMINDER)
    dispatch.note_return(letter, actor_of(case, FOURTEEN), on=FOURTEEN, why="Ukjent", today=FOURTEEN,
                         version=letter.version)  # fmt: skip
    step = fresh(case).steps[-1]
    assert (step.sent_on, step.deadline) == (None, None)
    with pytest.raises(StepTooEarly):
        take(fresh(case), STEP.COLLECTION_WARNING, DUE + timedelta(days=60))


def test_steps_are_neither_skipped_nor_taken_twice() -> None:
    case = look(debtor(), FOURTEEN)
    with pytest.raises(StepTooEarly) as early:
        take(case, STEP.REMINDER, FOURTEEN)
    assert early.value.missing == STEP.CONTACT_HOUSEHOLD.value
    case, day = climbed(case, STEP.COLLECTION_WARNING)
    with pytest.raises(StepTaken):
        take(case, STEP.COLLECTION_WARNING, day)
    with pytest.raises(StepTooEarly):
        take(case, STEP.PAYMENT_DEMAND, day - DAY)
    take(case, STEP.PAYMENT_DEMAND, day)


def test_only_the_letter_that_was_looked_at_is_sent() -> None:
    lease = debtor()
    case = contacted(look(lease, FOURTEEN), FOURTEEN)
    actor = actor_of(case, FOURTEEN)
    told: dict[str, Any] = {"step": STEP.REMINDER, "version": case.version, "today": FOURTEEN}
    letter = arrears.draw_step(case, actor, SENDER, **told)
    book(lease, RowKind.PAYMENT, -300_000, FOURTEEN)  # the debt is another than the letter says
    with pytest.raises(LetterDiffers):
        arrears.take_step(fresh(case), actor, SENDER, letter=letter.pk, **told)
    assert letter_of_state(letter.pk) is LetterState.DRAFT


def letter_of_state(identity: ObjectId) -> LetterState:
    state: LetterState = records.get(Letter, identity).state
    return state


def test_a_step_is_undone_by_whoever_took_it_until_the_letter_is_sent() -> None:
    case = contacted(look(debtor(), FOURTEEN), FOURTEEN)
    mine = actor_of(case, FOURTEEN)
    case = take(case, STEP.REMINDER, FOURTEEN, by=mine)
    step, letter = case.steps[-1], letter_of(case, STEP.REMINDER)
    given: dict[str, Any] = {"step": step.id, "why": "Feil brev", "version": case.version}
    with pytest.raises(StepGone):
        arrears.undo_step(case, actor_of(case, FOURTEEN), **given)
    with pytest.raises(MissingReason):
        arrears.undo_step(case, mine, **given | {"why": " "})
    assert arrears.undo_step(case, mine, **given)
    assert [one.step for one in fresh(case).steps] == [STEP.CONTACT_HOUSEHOLD, STEP.CONTACT_NAV]
    assert letter_of_state(letter.pk) is LetterState.VOID
    again = sent(fresh(case), STEP.REMINDER, FOURTEEN, by=mine)
    with pytest.raises(StepGone):
        arrears.undo_step(again, mine, step=again.steps[-1].id, why="For sent", version=again.version)


def test_a_contact_noted_by_mistake_is_undone_too() -> None:
    case = look(debtor(), FOURTEEN)
    mine = actor_of(case, FOURTEEN)
    case = contact(case, FOURTEEN, by=mine)
    arrears.undo_step(case, mine, step=case.steps[0].id, why="Feil sak", version=case.version)
    assert fresh(case).steps == []
    assert fresh(case).next_step is STEP.CONTACT_HOUSEHOLD


def test_what_is_not_sent_when_the_debt_is_paid_is_never_sent() -> None:
    lease = debtor()
    case = take(contacted(look(lease, FOURTEEN), FOURTEEN), STEP.REMINDER, FOURTEEN)
    pay(lease, 800_000, FOURTEEN)
    run_job("arrears", FOURTEEN + DAY)
    assert (fresh(case).state, fresh(case).end) == (ArrearsState.CLOSED, ArrearsEnd.PAID)
    assert letter_of(case, STEP.REMINDER).state is LetterState.VOID


def test_nothing_harder_while_paused() -> None:
    case = contacted(look(debtor(), FOURTEEN), FOURTEEN)
    pause = Pause(id=ObjectId(), reason="Sykehus", since=FOURTEEN, until=FOURTEEN + DAY, by_name="Bodil")
    records.change(case, ACTOR, values={"pauses": [pause]})
    with pytest.raises(StepHeld):
        take(fresh(case), STEP.REMINDER, FOURTEEN)
    take(fresh(case), STEP.REMINDER, FOURTEEN + 2 * DAY)


# --- The mail --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("person", "mails"),
    [
        ({"email": "ase@example.test"}, 1),
        ({}, 0),
        ({"email": "ase@example.test", "protected_address": True}, 0),
    ],
)
def test_a_mail_only_says_that_a_letter_has_come(person: dict[str, Any], mails: int) -> None:
    lease = debtor(tenant=make_applicant(**person), office=make_office(phone="77 00 00 00"))
    case = sent(contacted(look(lease, FOURTEEN), FOURTEEN), STEP.REMINDER, FOURTEEN)
    letter = letter_of(case, STEP.REMINDER)
    dispatch.note_arrival(letter, actor_of(case, FOURTEEN), on=FOURTEEN, today=FOURTEEN, version=letter.version)
    found = list(Message.objects)
    assert len(found) == mails
    for mail in found:
        said = f"{mail.subject} {mail.text} {mail.html}"
        assert "Du har fått et brev fra Kommunen" in said
        assert "77 00 00 00" in said
        for secret in (lease.tenant.last_name, lease.contract_number, "8 000", "husleie", case.case_number):
            assert secret not in said


# --- Toward eviction -------------------------------------------------------------------------------------------------


def test_a_step_toward_eviction_waits_for_another_persons_approval() -> None:
    case, day = climbed(opened(), STEP.PAYMENT_DEMAND)
    assert look(arrears.lease_of(case), day).next_reason is ArrearsReason.APPROVAL_NEEDED
    with pytest.raises(StepApprovalMissing):
        take(fresh(case), STEP.EVICTION_NOTICE, day)
    leader = actor_of(case, day, Role.UNIT_LEADER)
    case = asked(fresh(case), STEP.EVICTION_NOTICE, day, by=leader)
    assert [(one.subject_number, one.role) for one in tasks_of(TaskKind.APPROVAL)] == [
        (case.case_number, Role.UNIT_LEADER)
    ]
    given: dict[str, Any] = {"asked": case.asked[0].id, "reasons": "Enig.", "version": case.version, "today": day}
    with pytest.raises(ApproverAsked):
        arrears.approve(case, leader, **given)
    with pytest.raises(NotAuthorised):
        arrears.approve(case, actor_of(case, day), **given)
    arrears.approve(case, actor_of(case, day, Role.DEPARTMENT_HEAD), **given)
    assert tasks_of(TaskKind.APPROVAL) == []
    case = take(fresh(case), STEP.EVICTION_NOTICE, day)
    assert case.steps[-1].approval == case.approvals[0].id


def test_a_leader_may_say_no_and_the_question_may_be_asked_again() -> None:
    case, day = climbed(opened(), STEP.PAYMENT_DEMAND)
    case = asked(case, STEP.EVICTION_NOTICE, day)
    with pytest.raises(StepTaken):
        asked(case, STEP.EVICTION_NOTICE, day)
    leader = actor_of(case, day, Role.UNIT_LEADER)
    arrears.refuse(case, leader, asked=case.asked[0].id, reasons="Snakk med dem først.", version=case.version)
    assert (fresh(case).asked, fresh(case).approvals) == ([], [])
    asked(fresh(case), STEP.EVICTION_NOTICE, day)


def test_with_children_what_is_best_for_them_is_written_first() -> None:
    case, day = climbed(opened(), STEP.PAYMENT_DEMAND)
    actor = actor_of(case, day)
    given: dict[str, Any] = {"step": STEP.EVICTION_NOTICE, "reasons": "Alt er prøvd.", "today": day}
    with pytest.raises(ChildrenUnanswered):
        arrears.ask(case, actor, **given, version=case.version)
    arrears.note_household(case, actor, children=True, nav_opt_out_on=None, version=case.version, today=day)
    case = fresh(case)
    with pytest.raises(BestInterestMissing):
        arrears.ask(case, actor, **given, version=case.version)
    arrears.ask(case, actor, **given, best_interest="Barna går på skole her.", version=case.version)
    case = fresh(case)
    arrears.approve(case, actor_of(case, day, Role.UNIT_LEADER), asked=case.asked[0].id, reasons="Enig.",
                    version=case.version, today=day)  # fmt: skip
    assert fresh(case).approvals[0].best_interest == "Barna går på skole her."


def test_without_the_leases_clause_nothing_toward_eviction() -> None:
    case, day = climbed(opened(debtor(eviction_clause=False)), STEP.PAYMENT_DEMAND)
    assert look(arrears.lease_of(case), max(day, DUE + timedelta(days=58))).next_reason is ArrearsReason.NO_CLAUSE
    with pytest.raises(StepHeld):
        asked(fresh(case), STEP.EVICTION_NOTICE, day)


def test_the_notice_to_nav_goes_to_the_tenant_at_the_same_time() -> None:
    case, day = climbed(opened(), STEP.EVICTION_NOTICE)
    with pytest.raises(InvalidRecord):
        take(approved(case, STEP.SOCIAL_NOTICE, day), STEP.SOCIAL_NOTICE, day, to=" ")
    case = take(fresh(case), STEP.SOCIAL_NOTICE, day)
    letter = letter_of(case, STEP.SOCIAL_NOTICE)
    assert [one.copy for one in letter.addressees] == [Copy.NAV, Copy.PARTY]
    assert letter.addressees[0].address == TO


def test_a_tenant_who_opts_out_stops_the_notice_but_not_the_ladder() -> None:
    case, day = climbed(opened(), STEP.EVICTION_NOTICE)
    arrears.note_household(case, actor_of(case, day), children=False, nav_opt_out_on=day, version=case.version,
                           today=day)  # fmt: skip
    with pytest.raises(StepHeld):
        take(fresh(case), STEP.SOCIAL_NOTICE, day)
    later = after(fresh(case), STEP.EVICTION_NOTICE)
    case = approved(fresh(case), STEP.PETITION, later)
    assert take(case, STEP.PETITION, later).state is ArrearsState.PETITIONED


def test_no_petition_before_both_notices_have_run() -> None:
    case, day = climbed(opened(), STEP.SOCIAL_NOTICE)
    case = approved(case, STEP.PETITION, day - DAY)
    with pytest.raises(StepTooEarly) as early:
        take(case, STEP.PETITION, day - DAY)
    assert early.value.from_day == day
    assert take(fresh(case), STEP.PETITION, day).petitioned_on == day


def test_the_petition_goes_to_the_enforcement_officer_alone() -> None:
    case, _ = petitioned(opened())
    assert [one.copy for one in letter_of(case, STEP.PETITION).addressees] == [Copy.ENFORCEMENT]
    assert case.next_reason is ArrearsReason.PETITIONED


@pytest.mark.parametrize(
    ("months", "grounds"),
    [
        pytest.param(3, [EvictionGround.UNPAID_RENT], id="run on as open-ended: its end is no ground"),
        pytest.param(36, [EvictionGround.UNPAID_RENT, EvictionGround.EXPIRED], id="not run on: ended is one too"),
    ],
)
def test_whether_a_lease_has_run_on_is_by_the_rulebooks_months(
    months: int, grounds: list[EvictionGround], monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[ArrearsLetter] = []
    monkeypatch.setattr(arrears_letters, "draw", lambda letter: drawn.append(letter) or quick_letter(letter))
    rules = rulebooks.current(DUE)
    other = replace(rules, lease_expiry=replace(rules.lease_expiry, open_ended_months=months))
    monkeypatch.setattr(rulebooks, "current", lambda _day: other)
    petitioned(opened(debtor(ends_on=DUE - timedelta(days=120))))
    assert drawn[-1].grounds == tuple(one.label for one in grounds)


def test_a_day_is_set_and_money_averts_it_all() -> None:
    lease = debtor()
    case, day = petitioned(opened(lease))
    on = day + timedelta(days=20)
    assert arrears.set_date(case, actor_of(case, day), on=on, version=case.version, today=day)
    case = fresh(case)
    assert (case.state, case.next_on) == (ArrearsState.DATE_SET, on)
    pay(lease, 900_000, day)
    run_job("arrears", day + DAY)
    case = fresh(case)
    assert (case.state, case.end, case.urgency_level) == (ArrearsState.CLOSED, ArrearsEnd.AVERTED, 0)
    assert [one.urgency for one in tasks_of(TaskKind.WITHDRAW_PETITION)] == [Urgency.CRITICAL]


def test_a_petition_that_is_taken_back_is_none() -> None:
    case, day = petitioned(opened())
    with pytest.raises(MissingReason):
        arrears.take_back(case, actor_of(case, day), why="", version=case.version)
    arrears.take_back(case, actor_of(case, day), why="Avtale inngått.", version=case.version)
    case = fresh(case)
    assert (case.state, case.petitioned_on) == (ArrearsState.OPEN, None)
    with pytest.raises(TransitionRefused):
        arrears.take_back(case, actor_of(case, day), why="Igjen", version=case.version)
    with pytest.raises(StepApprovalMissing):  # the old approval was used
        take(case, STEP.PETITION, day)


def test_an_eviction_ends_the_case_and_what_is_owed_has_a_case_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, Any]] = []
    monkeypatch.setitem(effects.registry._commands, "evict", lambda _doc, effect, _actor: told.append(effect.args))
    case, day = petitioned(opened())
    with pytest.raises(TransitionRefused):
        arrears.note_evicted(case, actor_of(case, day), on=day, version=case.version, today=day)
    arrears.set_date(case, actor_of(case, day), on=day + DAY, version=case.version, today=day)
    case = fresh(case)
    actor = actor_of(case, day + DAY)
    arrears.note_evicted(case, actor, on=day + DAY, version=case.version, today=day + DAY)
    assert told == [{"case": str(case.pk), "on": (day + DAY).isoformat()}]
    assert (fresh(case).end, fresh(case).closed_on) == (ArrearsEnd.EVICTED, day + DAY)
    assert cases()[1:] == [(ArrearsState.OPEN, None)]


def test_the_whole_ladder_bears_two_fees_and_each_step_tells_its_dates() -> None:
    case, day = petitioned(opened())
    assert [one.step for one in case.steps] == [STEP.CONTACT_HOUSEHOLD, STEP.CONTACT_NAV, STEP.REMINDER,
                                                STEP.COLLECTION_WARNING, STEP.PAYMENT_DEMAND, STEP.EVICTION_NOTICE,
                                                STEP.SOCIAL_NOTICE, STEP.PETITION]  # fmt: skip
    assert Adjustment.objects(kind=RowKind.FEE).count() == 2
    assert all(one.sent_on for one in case.steps[2:])
    assert case.petitioned_on == day


# --- What falls away ------------------------------------------------------------------------------------------------


def test_an_approval_given_before_anybody_knew_of_children_holds_no_more() -> None:
    case, day = climbed(opened(), STEP.PAYMENT_DEMAND)
    case = approved(case, STEP.EVICTION_NOTICE, day)  # nobody knew of children
    actor = actor_of(case, day)
    arrears.note_household(case, actor, children=True, nav_opt_out_on=None, version=case.version, today=day)
    with pytest.raises(StepApprovalMissing):
        take(fresh(case), STEP.EVICTION_NOTICE, day)
    case = asked(fresh(case), STEP.EVICTION_NOTICE, day, best_interest="Barna går på skole her.")
    arrears.approve(case, actor_of(case, day, Role.UNIT_LEADER), asked=case.asked[0].id, reasons="Enig.",
                    version=case.version, today=day)  # fmt: skip
    assert take(fresh(case), STEP.EVICTION_NOTICE, day).steps[-1].step is STEP.EVICTION_NOTICE


def test_a_letter_of_the_ladder_goes_with_its_step_and_is_not_thrown_away_alone() -> None:
    case = take(contacted(look(debtor(), FOURTEEN), FOURTEEN), STEP.REMINDER, FOURTEEN)
    letter = letter_of(case, STEP.REMINDER)
    with pytest.raises(TransitionRefused):
        dispatch.discard(letter, actor_of(case, FOURTEEN), why="Feil", version=letter.version)


def test_a_petition_that_is_taken_back_before_it_is_posted_is_never_posted() -> None:
    case, day = climbed(opened(), STEP.SOCIAL_NOTICE)
    case = take(approved(case, STEP.PETITION, day), STEP.PETITION, day)
    arrears.take_back(case, actor_of(case, day), why="Avtale inngått.", version=case.version)
    assert letter_of(fresh(case), STEP.PETITION).state is LetterState.VOID


def agree_plan(case: Any, day: date) -> Any:
    terms = plans.Terms(day + timedelta(days=20), count=2)
    actor = actor_of(case, day)
    letter = plans.draw(case, actor, SENDER, terms=terms, version=case.version, now=noon(day))
    plans.agree(case, actor, SENDER, terms=terms, letter=letter.pk, version=case.version, now=noon(day))
    return fresh(case)


def test_a_plan_keeps_back_what_is_not_posted_and_the_step_is_taken_anew_when_it_breaks() -> None:
    case = contacted(look(debtor(), FOURTEEN), FOURTEEN)
    case = sent(case, STEP.REMINDER, FOURTEEN)
    day = after(case, STEP.REMINDER)
    case = take(case, STEP.COLLECTION_WARNING, day)
    letter = letter_of(case, STEP.COLLECTION_WARNING)
    case = agree_plan(case, day)
    assert (case.state, letter_of_state(letter.pk)) == (ArrearsState.PLAN, LetterState.VOID)
    assert [one.step for one in case.steps][-1] is STEP.REMINDER
    plans.cancel(case, actor_of(case, day), plan=case.plans[0].id, why="Brutt", version=case.version, today=day)
    assert letter_of_state(case.plans[0].letter) is LetterState.VOID
    assert take(fresh(case), STEP.COLLECTION_WARNING, day).steps[-1].step is STEP.COLLECTION_WARNING


def test_a_plan_after_the_petition_asks_a_person_to_take_the_petition_back() -> None:
    case, day = petitioned(opened())
    case = agree_plan(case, day)
    assert [one.subject_id for one in tasks_of(TaskKind.WITHDRAW_PETITION)] == [str(case.pk)]
    assert (case.state, case.petitioned_on) == (ArrearsState.PLAN, None)


def test_an_undo_that_is_cut_off_gives_the_fee_back_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    case = contacted(look(debtor(), FOURTEEN), FOURTEEN)
    mine = actor_of(case, FOURTEEN)
    case = sent(case, STEP.REMINDER, FOURTEEN, by=mine)
    letter = letter_of(case, STEP.REMINDER)
    dispatch.note_return(letter, mine, on=FOURTEEN, why="Ukjent", today=FOURTEEN, version=letter.version)
    fee = Adjustment.objects.get(kind=RowKind.FEE)
    book_once = ledger.book
    monkeypatch.setattr(ledger, "book", lambda *_, **__: (_ for _ in ()).throw(OSError))
    arrears.undo_step(fresh(case), mine, step=case.steps[-1].id, why="Feil adresse", version=fresh(case).version)
    monkeypatch.setattr(ledger, "book", book_once)
    run_job("finish_effects", FOURTEEN + DAY)
    assert Adjustment.objects(pk=f"back:{fee.key}").first() is not None
    assert STEP.REMINDER not in {one.step for one in fresh(case).steps}
    economist = actor_of(case, FOURTEEN, Role.ECONOMY)
    with pytest.raises(AlreadyUndone):
        ledger.undo(fee, economist, why="Feil", today=FOURTEEN)


def test_an_eviction_leaves_no_question_to_a_leader() -> None:
    case, day = petitioned(opened())
    arrears.set_date(case, actor_of(case, day), on=day + DAY, version=case.version, today=day)
    case = asked(fresh(case), STEP.EVICTION_NOTICE, day)
    actor = actor_of(case, day + DAY)
    arrears.note_evicted(case, actor, on=day + DAY, version=case.version, today=day + DAY)
    assert tasks_of(TaskKind.APPROVAL) == []
