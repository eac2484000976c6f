"""Changes of rent from draft to force: index, going rent, charges, corrections; and the price index."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from jobs import rent_run
from letters.paper import Sender
from models import Lease, LedgerRow, Letter, PriceIndex, RentChange
from rules.errors import (
    IndexHole,
    IndexMonthMissing,
    InvalidRecord,
    MissingReason,
    MonthCharged,
    NoNeedToKnow,
    NotAuthorised,
    RentChangeOutdated,
    RentChangeStands,
    RentFixingUnknown,
    RentTooEarly,
    RentUnchanged,
    TransitionRefused,
)
from rules.rent_changes import IndexObstacle, NewAmount
from rules.terms import LeaseState, LetterState, RentChangeKind, RentChangeState, RentLineKind, Role
from services import dispatch, ledger, records, rents
from services.actor import Actor
from services.rents import Choice, batch, indexes
from tests.casework import acting, worker
from tests.clockwork import load_rulebook, make_context, run_job
from tests.factories import ACTOR, NOW, make_lease, make_office
from tests.keepers import make_index
from wiring import register_effects

TODAY = date(2026, 11, 22)
JANUARY = date(2027, 1, 1)
SENDER = Sender(municipality="Storvik kommune")
K, S = RentChangeKind, RentChangeState


@pytest.fixture(autouse=True)
def house() -> None:
    load_rulebook()
    register_effects()


def economy() -> Actor:
    return Actor(id="e", name="Øk Onomi", at=NOW, roles=frozenset({Role.ECONOMY}))


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def prices(**values: int) -> None:
    for month, value in (values or {"2025-01": 13_000, "2026-10": 13_390}).items():
        make_index(month, value)


def leased(**values: Any) -> Lease:
    return make_lease(starts_on=date(2025, 1, 1), **{"rent_set_on": date(2025, 1, 1), **values})


def drafted(lease: Lease, **values: Any) -> RentChange:
    asked = {"new_month": "2026-10", "effective_from": JANUARY, "today": TODAY} | values
    return rents.draft_index(fresh(lease), economy(), **asked)


def charges(lease: Lease, ore: int = 120_000, **values: Any) -> RentChange:
    held = fresh(lease)
    asked: dict[str, Any] = {
        "kind": K.CHARGES, "amounts": [NewAmount(None, RentLineKind.POWER, 0, ore)], "effective_from": JANUARY,
        "reasons": "Strømmen er dyrere.", "version": held.version, "today": TODAY,
    }  # fmt: skip
    return rents.draft_by_hand(held, economy(), **asked | values)


def notified(change: RentChange, today: date = TODAY) -> Any:
    held = fresh(change)
    rents.notify(held, economy(), SENDER, letter=None, version=held.version, today=today)
    return fresh(change)


def sent(change: RentChange, on: date = TODAY) -> Any:
    letter = records.get(Letter, fresh(change).letter)
    values = {"state": LetterState.DISPATCHED, "dispatched_on": on}
    owed = dispatch.moving.owed_telling(letter, LetterState.DISPATCHED)
    records.change(letter, ACTOR, values=values, action="dispatched", owed=owed)
    return fresh(change)


# --- The index -------------------------------------------------------------------------------------------------------


def test_an_index_adjustment_is_drafted_noticed_sent_and_in_force_on_its_day() -> None:
    prices()
    lease = leased()
    change = drafted(lease)
    assert (change.state, change.old_ore, change.new_ore) == (S.DRAFT, 800_000, 824_000)
    assert (change.base_month, change.base_value, change.new_value) == ("2025-01", 13_000, 13_390)
    change = notified(change)
    letter = records.get(Letter, change.letter)
    assert (change.state, letter.state, fresh(lease).rent_lines[0].valid_until) == (
        S.NOTIFIED,
        LetterState.RELEASED,
        None,
    )
    assert sent(change).notified_on == TODAY
    assert run_job("rent_changes", JANUARY - timedelta(days=1)).selected == 0
    assert run_job("rent_changes", JANUARY).done == 1
    held = fresh(lease)
    assert [(line.amount_ore, line.valid_from, line.valid_until) for line in held.rent_lines] == [
        (800_000, date(2025, 1, 1), date(2026, 12, 31)), (824_000, JANUARY, None),
    ]  # fmt: skip
    assert (held.rent_set_on, held.rent_index_month, held.market_set_on) == (JANUARY, "2026-10", None)
    assert (fresh(change).state, fresh(change).pending, held.pending) == (S.IN_FORCE, [], [])
    assert run_job("rent_changes", JANUARY).selected == 0


def test_a_letter_that_goes_out_late_moves_the_day() -> None:
    prices()
    change = sent(notified(drafted(leased())), on=date(2026, 12, 2))
    assert (change.notified_on, change.effective_from) == (date(2026, 12, 2), date(2027, 2, 1))
    assert change.history[-1].action == "rent_postponed"
    assert run_job("rent_changes", JANUARY).selected == 0
    assert run_job("rent_changes", date(2027, 2, 1)).done == 1


def test_one_whose_letter_lies_waits_and_the_rent_run_charges_the_old_rent() -> None:
    prices()
    lease = leased()
    change = notified(drafted(lease))
    run_job("rent_changes", JANUARY)
    assert fresh(change).state is S.NOTIFIED
    list(ledger.charge_month(2027, 1, ACTOR, today=JANUARY))
    assert [row.amount_ore for row in LedgerRow.objects(lease=lease.pk)] == [800_000]


def test_a_month_that_is_charged_ahead_is_charged_by_the_rent_that_will_hold() -> None:
    prices()
    lease = leased()
    sent(notified(drafted(lease)))
    rent_run.run(replace(make_context(date(2026, 12, 20)), period="2027-01"))
    assert [row.amount_ore for row in LedgerRow.objects(lease=lease.pk, period="2027-01")] == [824_000]


@pytest.mark.parametrize(
    ("values", "asked", "error"),
    [
        pytest.param({}, {"effective_from": date(2026, 12, 1)}, RentTooEarly, id="no month's notice"),
        pytest.param({"rent_set_on": date(2026, 2, 1)}, {}, RentTooEarly, id="not a year"),
        pytest.param({}, {"new_month": "2026-11"}, IndexMonthMissing, id="no such month yet"),
        pytest.param({"rent_index_month": "2024-12"}, {}, IndexMonthMissing, id="no month to go from"),
        pytest.param(
            {"rent_set_on": None, "imported": True}, {}, RentFixingUnknown, id="nobody has recorded when it was fixed"
        ),
    ],
)
def test_when_the_index_is_refused(values: dict[str, Any], asked: dict[str, Any], error: type[Exception]) -> None:
    prices()
    lease = leased(**values)
    with pytest.raises(error):
        drafted(lease, **asked)
    assert RentChange.objects.count() == 0


def test_one_change_is_under_way_at_a_time() -> None:
    prices()
    lease = leased()
    change = drafted(lease)
    with pytest.raises(RentChangeStands):
        charges(lease)
    assert rents.cancel(fresh(change), economy(), why="Feil.", version=change.version) is True
    assert charges(lease).state is S.DRAFT


def test_a_leaders_round_leaves_the_drafts_of_other_offices_alone() -> None:
    prices()
    mine, theirs = make_office(), make_office()
    changes = [drafted(leased(office=office)) for office in (theirs, mine)]
    leader = acting(worker(Role.UNIT_LEADER, office=mine))
    assert [one.pk for one in rents.own_drafts(leader)] == [changes[1].pk]
    assert rents.cancel_drafts(leader, why="Avlyst.").done == 1
    assert [fresh(one).state for one in changes] == [S.DRAFT, S.CANCELLED]
    assert rents.notify_some(leader, {None: SENDER}, TODAY).left == 0


def test_a_round_is_drafted_and_noticed_once_and_tells_why_not() -> None:
    prices()
    first, second = leased(), leased(rent_set_on=date(2026, 6, 1))
    third = leased(rent_set_on=None, imported=True)
    choice = Choice(new_month="2026-10", effective_from=JANUARY)
    found = {one.lease.pk: one.obstacle for one in rents.plan_round(choice, economy(), TODAY)}
    assert found == {first.pk: None, second.pk: IndexObstacle.TOO_SOON, third.pk: IndexObstacle.NOT_RECORDED}
    assert [rents.draft_many(choice, economy(), TODAY).done for _ in range(2)] == [1, 0]
    done = rents.notify_some(economy(), {None: SENDER}, TODAY)
    assert (done.done, done.left, rents.notify_some(economy(), {None: SENDER}, TODAY).done) == (1, 0, 0)
    assert Letter.objects(state=LetterState.RELEASED).count() == 1
    wide = Choice(new_month="2026-10", effective_from=JANUARY, unrecorded=True, most=1_00)
    planned = {one.lease.pk: one for one in rents.plan_round(wide, economy(), TODAY)}
    assert planned[third.pk].new_ore == 808_000


def test_a_round_takes_some_leases_for_each_press_and_tells_how_many_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    prices()
    for _ in range(3):
        leased()
    monkeypatch.setattr(batch, "DRAFTS_AT_ONCE", 2)
    choice = Choice(new_month="2026-10", effective_from=JANUARY)
    pressed = [rents.draft_many(choice, economy(), TODAY) for _ in range(3)]
    assert [(one.done, one.left) for one in pressed] == [(2, 1), (1, 0), (0, 0)]
    taken_back = [rents.cancel_drafts(economy(), why="Avlyst.") for _ in range(3)]
    assert [(one.done, one.left) for one in taken_back] == [(2, 1), (1, 0), (0, 0)]


def test_a_round_for_a_day_that_no_notice_reaches_is_refused_once_and_tries_no_lease(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    prices()
    for _ in range(3):
        leased()
    tried: list[Any] = []
    monkeypatch.setattr(batch.drafting, "draft_by_table", lambda *told, **_: tried.append(told))
    early = Choice(new_month="2026-10", effective_from=date(2026, 12, 31))
    for step in (rents.plan_round, rents.draft_many):
        with pytest.raises(RentTooEarly) as refusal:
            step(early, economy(), TODAY)
        assert (refusal.value.earliest, refusal.value.why) == (JANUARY, "notice")
    assert tried == []


def test_a_round_reads_the_index_once_whatever_the_number_of_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    prices()
    for _ in range(3):
        leased()
    read, table = [], indexes.table
    monkeypatch.setattr(indexes, "table", lambda series: read.append(series) or table(series))
    assert rents.draft_many(Choice(new_month="2026-10", effective_from=JANUARY), economy(), TODAY).done == 3
    assert len(read) == 1


def test_a_round_leaves_a_month_that_an_opening_balance_covers_alone() -> None:
    prices()
    lease = leased(ledger_from=date(2027, 1, 31))
    done = rents.draft_many(Choice(new_month="2026-10", effective_from=JANUARY), economy(), TODAY)
    assert (done.done, done.left) == (0, 0)
    assert [(number, type(why)) for number, why in done.refused] == [(lease.contract_number, MonthCharged)]


def test_a_round_is_for_those_who_run_it_and_for_their_own_leases() -> None:
    prices()
    leased(office=make_office())
    with pytest.raises(NotAuthorised):
        rents.plan_round(Choice(new_month="2026-10", effective_from=JANUARY), _with(Role.CASEWORKER), TODAY)
    leader = rents.plan_round(Choice(new_month="2026-10", effective_from=JANUARY), _with(Role.UNIT_LEADER), TODAY)
    assert leader == []


def _with(role: Role) -> Actor:
    return Actor(id="x", name="X", at=NOW, roles=frozenset({role}))


# --- By hand ---------------------------------------------------------------------------------------------------------


def test_charges_are_changed_without_a_notice_of_a_month_and_fix_no_rent() -> None:
    lease = leased()
    change = notified(charges(lease))
    assert run_job("rent_changes", JANUARY).done == 1
    held = fresh(lease)
    assert [(line.kind, line.amount_ore) for line in held.rent_lines] == [
        (RentLineKind.BASE, 800_000), (RentLineKind.POWER, 120_000),
    ]  # fmt: skip
    assert (held.rent_set_on, fresh(change).new_ore) == (date(2025, 1, 1), 920_000)


def test_a_change_of_charges_leaves_the_rent_itself_alone() -> None:
    lease = leased()
    with pytest.raises(RentUnchanged):
        charges(lease, amounts=[NewAmount("1", RentLineKind.BASE, 800_000, 1)])


def test_a_month_that_is_charged_changes_by_a_correction_which_settles_the_difference() -> None:
    lease = leased()
    for month in (9, 10, 11):
        list(ledger.charge_month(2026, month, ACTOR, today=TODAY))
    back = date(2026, 10, 1)
    with pytest.raises(MonthCharged) as refused:
        charges(lease, kind=K.AGREED, effective_from=back)
    assert refused.value.free_from == date(2026, 12, 1)
    wrong = [NewAmount("1", RentLineKind.BASE, 800_000, 700_000)]
    change = charges(lease, kind=K.CORRECTION, effective_from=back, amounts=wrong)
    assert notified(change).state is S.IN_FORCE
    assert fresh(lease).account.balance_ore == 800_000 + 2 * 700_000
    assert fresh(lease).rent_set_on == date(2025, 1, 1)


def test_a_line_that_was_wrong_from_the_first_day_is_set_right_from_it() -> None:
    lease = leased()
    list(ledger.charge_month(2026, 11, ACTOR, today=TODAY))
    wrong = [NewAmount("1", RentLineKind.BASE, 800_000, 900_000)]
    notified(charges(lease, kind=K.CORRECTION, effective_from=date(2025, 1, 1), amounts=wrong))
    assert [line.valid_until for line in fresh(lease).rent_lines] == [date(2024, 12, 31), None]
    assert fresh(lease).account.balance_ore == 900_000


def test_what_a_change_needs() -> None:
    lease = leased(office=make_office())
    held = fresh(lease)
    with pytest.raises(MissingReason):
        charges(lease, reasons=" ")
    asked: dict[str, Any] = {
        "kind": K.CHARGES, "amounts": [], "effective_from": JANUARY, "reasons": "x", "version": held.version,
        "today": TODAY,
    }  # fmt: skip
    with pytest.raises(NotAuthorised):
        rents.draft_by_hand(held, _with(Role.CASEWORKER), **asked)
    with pytest.raises(NoNeedToKnow):
        rents.draft_by_hand(held, _with(Role.UNIT_LEADER), **asked)
    with pytest.raises(NotAuthorised):
        rents.draft_by_hand(held, _with(Role.HOUSING_CONSULTANT), **asked | {"kind": K.CORRECTION})


def test_a_change_made_from_other_lines_than_the_leases_is_refused_at_the_notice() -> None:
    lease = leased()
    change = charges(lease, kind=K.AGREED, amounts=[NewAmount("1", RentLineKind.BASE, 800_000, 810_000)])
    Lease._get_collection().update_one({"_id": lease.pk}, {"$set": {"rent_lines.0.amount_ore": 805_000}})
    with pytest.raises(RentChangeOutdated):
        notified(change)


def test_a_lease_that_ends_before_the_day_needs_no_new_rent() -> None:
    lease = leased()
    change = notified(charges(lease))
    held = fresh(lease)
    records.change(held, ACTOR, values={"state": LeaseState.ENDED, "ended_on": date(2026, 12, 31)})
    run_job("rent_changes", JANUARY)
    assert fresh(change).state is S.CANCELLED
    assert len(fresh(lease).rent_lines) == 1
    assert records.get(Letter, change.letter).state is LetterState.VOID  # nobody is told of what will not be


def test_a_cancelled_change_takes_its_letter_back() -> None:
    change = notified(charges(leased()))
    rents.cancel(change, economy(), why="Feil beløp.", version=change.version)
    assert records.get(Letter, change.letter).state is LetterState.VOID
    assert rents.cancel(fresh(change), economy(), why="x", version=1) is False


# --- Going rent ------------------------------------------------------------------------------------------------------


def market(lease: Lease, **values: Any) -> RentChange:
    held = fresh(lease)
    asked: dict[str, Any] = {
        "new_ore": 950_000, "improvements_ore": 20_000, "reasons": "Tre like boliger i Storgata.",
        "effective_from": date(2028, 3, 1), "version": held.version, "today": date(2027, 8, 1),
    }  # fmt: skip
    return rents.draft_market(held, economy(), **asked | values)


def test_going_rent_is_demanded_disputed_and_settled() -> None:
    lease = leased(rent_set_on=None)
    with pytest.raises(RentTooEarly):
        market(lease, today=TODAY)
    change = notified(market(lease), date(2027, 8, 1))
    assert (change.new_ore, change.demanded_on) == (930_000, date(2027, 8, 1))
    change = sent(change, date(2027, 8, 3))
    rents.dispute(change, economy(), why="For høyt.", version=change.version)
    assert run_job("rent_changes", date(2028, 3, 1)).selected == 0
    change = fresh(change)
    with pytest.raises(TransitionRefused):
        rents.dispute(notified(charges(leased())), economy(), why="x", version=2)
    list(ledger.charge_month(2028, 3, ACTOR, today=date(2028, 3, 1)))
    rents.settle(change, economy(), new_ore=900_000, why="HTU.", version=change.version, today=date(2028, 4, 10))
    assert fresh(change).state is S.IN_FORCE
    held = fresh(lease)
    assert (held.rent_lines[-1].amount_ore, held.market_set_on) == (900_000, date(2028, 3, 1))
    assert sum(row.amount_ore for row in LedgerRow.objects(lease=lease.pk, period="2028-03")) == 900_000


# --- The price index -------------------------------------------------------------------------------------------------


def enter(month: str, value: int = 13_000, series: str = "KPI 2015=100") -> PriceIndex:
    return rents.enter(economy(), series=series, month=month, value=value, source="SSB tabell 03013")


def test_a_month_is_entered_once_and_leaves_no_hole() -> None:
    enter("2026-08")
    enter("2026-09")
    with pytest.raises(IndexHole) as refused:
        enter("2026-11")
    assert refused.value.month == "2026-10"
    enter("2026-11", series="KPI 2025=100")
    assert rents.next_month("KPI 2015=100") == "2026-10"
    for month, value in (("2026-13", 13_000), ("2026-10", 5)):
        with pytest.raises(InvalidRecord):
            enter(month, value)


def test_a_value_is_corrected_with_a_reason() -> None:
    entry = enter("2026-08")
    with pytest.raises(MissingReason):
        rents.correct(entry, economy(), value=13_100, source="SSB", why="", version=1)
    assert rents.correct(entry, economy(), value=13_100, source="SSB", why="Tastefeil.", version=1) is True
    assert rents.table("KPI 2015=100").value("2026-08") == 13_100


def test_the_fixing_that_came_before_husrom_is_recorded() -> None:
    lease = leased(rent_set_on=None)
    held = fresh(lease)
    with pytest.raises(InvalidRecord):
        rents.record_fixing(
            held, economy(), set_on=date(2024, 1, 1), index_month=None, why="x", version=held.version, today=TODAY
        )
    rents.record_fixing(
        held, economy(), set_on=date(2025, 7, 1), index_month="2025-05", why="Brevet.", version=held.version,
        today=TODAY,
    )  # fmt: skip
    assert rents.fixing_of(fresh(lease)).month == "2025-05"
