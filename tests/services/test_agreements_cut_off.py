"""Steps of agreements that are cut off half way, meet in one instant, or put days right: nothing is left hanging."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from models import Agreement, Mandate, Procurement
from models.procurement import Result
from rules.errors import (
    CooperationMissing,
    HusromError,
    InvalidRecord,
    PhasesUnfinished,
    SigningUsed,
    StaleState,
)
from rules.terms import AgreementState, DataFault, Disposal, LeaseState
from services import agreements, effects, maintenance, procurements, records
from services.agreements import dates, resting
from tests import factories
from tests.agreeing import (
    BY,
    CHOSEN,
    NOW,
    SIGNED,
    TODAY,
    chosen_bid,
    cooperation,
    drafted,
    fresh,
    paid_out,
    registered,
    sign,
    signed,
    used,
)
from tests.casework import house
from tests.services.test_agreements_lawful import correct, end, grow, take_back

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

STATE = AgreementState
Cut = Callable[[], None]


def mandate_of(agreement: Any) -> Any:
    return records.get(Mandate, records.reference(fresh(agreement.procurement), "mandate"))


def finish(agreement: Any) -> None:
    """The night's work on what the authority owes."""
    effects.run(mandate_of(agreement), BY)


@pytest.fixture
def cut_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], object]:
    """Do something, and die before its effects."""

    def do(work: Callable[[], object]) -> object:
        with monkeypatch.context() as cut:
            cut.setattr(effects, "run", lambda *_: False)
            return work()

    return do


# --- Signing ----------------------------------------------------------------------------------------------------------


def test_a_draft_that_is_dropped_while_it_is_signed_takes_nothing_of_the_ceiling(cut_off: Any) -> None:
    draft = drafted(chosen_bid(homes=10, ceiling=10))
    cut_off(lambda: sign(draft))
    end(draft)
    finish(draft)
    assert (fresh(draft).state, used(draft), fresh(draft.procurement).signing) == (STATE.ENDED, 0, [])


def test_a_project_that_has_shrunk_under_a_draft_is_not_agreed_on(cut_off: Any) -> None:
    draft = drafted(chosen_bid(homes=12))
    grow(draft.project, 3)
    with pytest.raises(InvalidRecord) as refused:
        sign(fresh(draft))
    assert refused.value.problems == {"homes": "more_than_project"}
    grow(draft.project, 12)
    cut_off(lambda: sign(fresh(draft)))
    grow(draft.project, 3)  # between the use of the ceiling and what follows from it
    finish(draft)
    assert (fresh(draft).state, used(draft)) == (STATE.DRAFT, 0)


def test_a_project_that_shrinks_in_the_instant_of_the_signing_has_what_is_agreed_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft, real = drafted(chosen_bid(homes=12)), records.change

    def late(document: Any, *args: Any, **told: Any) -> bool:
        if told.get("action") == "project_edited":  # all is asked, nothing is written yet
            monkeypatch.setattr(records, "change", real)
            sign(fresh(draft))
        return real(document, *args, **told)

    monkeypatch.setattr(records, "change", late)
    with pytest.raises(InvalidRecord) as refused:
        grow(draft.project, 3)
    assert refused.value.problems == {"homes": "fewer_than_agreed"}
    assert (fresh(draft).state, fresh(draft.project).homes) == (STATE.SIGNED, 12)


def test_a_choice_is_let_go_of_though_the_process_died_as_it_was_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = drafted(chosen_bid())

    def die(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as cut:
        cut.setattr(resting, "let_go", die)
        with pytest.raises(KeyboardInterrupt):
            sign(draft)
    take_back(draft)
    finish(draft)
    held = fresh(draft.procurement)
    assert held.signing == []
    assert procurements.take_choice_back(held, BY, why="Feil i poengene.", version=held.version)


def test_a_signing_that_is_under_way_is_not_told_again_as_of_another_day(cut_off: Any) -> None:
    draft = drafted(chosen_bid(homes=10, ceiling=10))
    cut_off(lambda: sign(draft))
    with pytest.raises(StaleState):
        cut_off(lambda: sign(fresh(draft), on=SIGNED + timedelta(days=3), nonce="n9"))
    finish(draft)
    assert fresh(draft).signed_on == SIGNED


# --- The cooperation agreement ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("go", [end, take_back])
def test_no_loan_is_noted_paid_out_on_a_cooperation_agreement_that_goes_in_the_same_instant(
    monkeypatch: pytest.MonkeyPatch, go: Callable[[Any], object]
) -> None:
    right = registered()
    beside, real = cooperation(right), dates.cooperation_of

    def seen(agreement: Any) -> Any:
        found = real(agreement)
        go(beside)
        return found

    monkeypatch.setattr(dates, "cooperation_of", seen)
    held = fresh(right)
    with pytest.raises(CooperationMissing):
        agreements.pay_out(held, BY, on=TODAY, version=held.version, today=TODAY)
    assert (fresh(right).state, fresh(right).loan_paid_out_on) == (STATE.REGISTERED, None)


def test_a_cooperation_agreement_that_ends_after_it_was_looked_at_takes_the_pay_out_with_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = registered()
    beside, real = cooperation(right), records.change

    def late(document: Any, *args: Any, **told: Any) -> bool:
        if told.get("action") == "agreement_ended":
            monkeypatch.setattr(records, "change", real)
            held = fresh(right)
            agreements.pay_out(held, BY, on=TODAY, version=held.version, today=TODAY)
        return real(document, *args, **told)

    monkeypatch.setattr(records, "change", late)
    assert end(beside)
    assert (fresh(right).state, fresh(right).loan_paid_out_on, fresh(beside).state) == (
        STATE.REGISTERED, None, STATE.ENDED,
    )  # fmt: skip


def test_a_right_in_force_on_a_cooperation_agreement_that_is_over_is_told() -> None:
    right = paid_out()
    Agreement.objects(pk=right.cooperation).update(set__state=STATE.ENDED)
    assert DataFault.IN_FORCE_TOO_SOON in {one.fault for one in maintenance.check_data(NOW).troubles}


# --- Days put right ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2020, 1, 1)], ids=["after the pay-out", "before the phases"])
def test_a_cooperation_agreements_day_is_put_right_within_what_rests_on_it(day: date) -> None:
    beside = records.get(Agreement, paid_out().cooperation)
    with pytest.raises(HusromError) as refused:
        correct(beside, signed_on=day)
    assert isinstance(refused.value, InvalidRecord | PhasesUnfinished)


def test_the_day_of_signing_is_put_right_to_one_on_which_the_phases_stood() -> None:
    bid = chosen_bid()
    procurement: Procurement = records.get(Procurement, records.reference(bid, "procurement"))
    trained = CHOSEN + timedelta(days=5)
    results = [
        Result(code=one.code, on=trained if one.code == "trained" else one.on, what=one.what, by_name=one.by_name)
        for one in procurement.results
    ]
    records.change(procurement, BY, values={"results": results})
    draft = drafted(bid)
    sign(draft)
    with pytest.raises(PhasesUnfinished):
        correct(draft, signed_on=trained - timedelta(days=1))
    assert correct(draft, signed_on=trained)


def test_the_day_of_signing_is_not_put_right_to_after_the_breach() -> None:
    agreement = signed()
    told = {"on": date(2026, 9, 5), "what": "Leier ut til andre.", "version": agreement.version, "today": TODAY}
    agreements.breach(agreement, BY, **told)
    with pytest.raises(InvalidRecord) as refused:
        correct(agreement, signed_on=date(2026, 10, 1))
    assert refused.value.problems == {"signed_on": "after_breach"}


def test_a_day_put_right_does_not_make_homes_that_were_lived_in_unlived_in() -> None:
    agreement = signed(chosen_bid(homes=10, ceiling=10))
    home = factories.make_dwelling(
        landlord=agreement.landlord, project=agreement.project, disposal=Disposal.REFERRAL
    )  # fmt: skip
    factories.make_lease(
        dwelling=home, landlord=agreement.landlord, starts_on=SIGNED, state=LeaseState.ENDED,
        ended_on=SIGNED + timedelta(days=19),
    )  # fmt: skip
    correct(agreement, signed_on=SIGNED + timedelta(days=30))
    with pytest.raises(SigningUsed):
        take_back(agreement)
    end(agreement)
    assert used(agreement) == 10


@pytest.mark.parametrize("years", [15, None])
def test_what_is_put_right_of_an_older_right_leaves_its_years_alone(years: int | None) -> None:
    project = factories.make_project()
    held = factories.make_agreement(
        import_run="x", project=project, landlord=project.landlord, years=years, signed_on=date(2015, 1, 1)
    )
    assert correct(held, husbank_reference="HB 77")
    assert fresh(held).years == years
