"""What an agreement's steps must not be led around: authority, quota, kind, term, cooperation, a crash in between."""

from datetime import timedelta
from typing import Any

import pytest

from models import Agreement, Mandate, Project
from models.procurement import PhaseWork
from rules.errors import (
    AlreadyExists,
    CeilingReached,
    InvalidRecord,
    NotProcured,
    PhaseClosed,
    QuotaTooSmall,
    ReferralsLive,
    RightsNeed,
    RightStands,
    SigningUsed,
    TransitionRefused,
)
from rules.terms import AgreementKind, AgreementState, Disposal, NoticeCode, Phase
from services import agreements, effects, mandates, quotas, records, rulebooks
from services.agreements import Wanted
from tests import factories
from tests.agreeing import (
    BY,
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

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

STATE = AgreementState


def quota(agreement: Any) -> Any:
    project = fresh(agreement.project)
    return quotas.quota_of(project, fresh(agreement), rulebooks.current(TODAY))


def grow(project: Any, homes: int) -> bool:
    held = fresh(project)
    told = {"name": held.name, "homes": homes, "why": "Nytt bygg.", "version": held.version, "today": TODAY}
    return agreements.edit_project(held, BY, **told)


def lived_in(agreement: Any) -> Any:
    """A home under the agreement that somebody has moved into."""
    home = factories.make_dwelling(
        landlord=agreement.landlord, project=agreement.project, disposal=Disposal.REFERRAL
    )  # fmt: skip
    lease = factories.make_lease(dwelling=home, landlord=agreement.landlord, starts_on=SIGNED)
    quotas.keep_up(agreement.project.pk, BY)
    return lease


def end(agreement: Any) -> bool:
    held = fresh(agreement)
    return agreements.end(held, BY, on=TODAY, why="Utleieren trakk seg.", version=held.version, today=TODAY)


def take_back(agreement: Any) -> bool:
    held = fresh(agreement)
    return agreements.take_back(held, BY, why="Ført på feil avtale.", version=held.version, today=TODAY)


# --- Kind, number, term -----------------------------------------------------------------------------------------------


def test_an_agreement_is_of_the_kind_that_was_called() -> None:
    with pytest.raises(InvalidRecord) as refused:
        drafted(chosen_bid(kind=AgreementKind.REFERRAL), kind=AgreementKind.ALLOCATION)
    assert refused.value.problems == {"kind": "other_than_called"}


def test_an_agreement_is_of_no_more_homes_than_were_bid_when_it_is_made_and_when_it_is_edited() -> None:
    bid = chosen_bid(homes=4)
    with pytest.raises(InvalidRecord) as refused:
        drafted(bid, homes=5)
    assert refused.value.problems == {"homes": "more_than_bid"}
    draft = drafted(bid)
    grow(draft.project, 40)
    wanted = Wanted(project=fresh(draft.project), homes=5, years=20)
    with pytest.raises(InvalidRecord):
        agreements.edit(draft, wanted, BY, version=draft.version, today=TODAY)


def test_a_project_that_is_named_is_the_one_that_stands_and_is_no_smaller_than_the_agreement() -> None:
    bid = chosen_bid(homes=12)
    held = factories.make_project(landlord=bid.landlord, name=bid.project_name, homes=2)
    with pytest.raises(InvalidRecord) as refused:
        drafted(bid)
    assert refused.value.problems == {"homes": "more_than_project"}
    assert drafted(bid, homes=2).project == held


@pytest.mark.parametrize(
    ("kind", "years", "problem"),
    [
        (AgreementKind.REFERRAL, 19, "under_term"),
        (AgreementKind.REFERRAL, None, "missing_value"),
        (AgreementKind.ALLOCATION, 20, "under_term"),
        (AgreementKind.ALLOCATION, 29, "under_term"),
    ],
)
def test_a_right_lasts_no_shorter_than_the_regulation_gives_it(kind: Any, years: Any, problem: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        drafted(chosen_bid(kind=kind), kind=kind, years=years)
    assert refused.value.problems == {"years": problem}


def test_a_right_of_an_unusual_term_says_so_until_it_is_put_right() -> None:
    agreement = _signed_for(99)
    assert agreement.notices == [NoticeCode.AGREEMENT_TERM_UNUSUAL]
    for years, problem in ((None, "missing_value"), (1, "under_term")):
        with pytest.raises(InvalidRecord) as refused:
            correct(agreement, years=years)
        assert refused.value.problems == {"years": problem}
    assert correct(agreement, years=20)
    assert fresh(agreement).notices == []


def _signed_for(years: int) -> Any:
    draft = drafted(years=years)
    sign(draft)
    return fresh(draft)


def correct(agreement: Any, **values: Any) -> bool:
    held = fresh(agreement)
    return agreements.correct(held, BY, values=values, why="Skrivefeil.", version=held.version, today=TODAY)


@pytest.mark.parametrize(
    ("shares", "total", "many"), [(4, 40, False), (5, 40, True), (1, 5, False), (2, 9, True), (3, 4, False)]
)
def test_many_of_a_coops_shares_are_told_and_no_hindrance(shares: int, total: int, many: bool) -> None:
    made = coop(coop_shares=shares, coop_total=total)
    assert made.notices == ([NoticeCode.COOP_SHARES_MANY] if many else [])
    assert sign(made)


def test_shares_that_other_agreements_give_count_until_those_are_over() -> None:
    first = coop(coop_shares=3)
    second = coop(first.landlord, coop_shares=2)
    assert second.notices == [NoticeCode.COOP_SHARES_MANY]
    end(first)
    wanted = Wanted(homes=2, coop_shares=2, coop_total=40, coop_organisation_number="922542570", husbank_reference="1")
    held = fresh(second)
    assert agreements.edit(held, wanted, BY, version=held.version, today=TODAY)
    assert fresh(second).notices == []


def coop(landlord: Any = None, **values: Any) -> Any:
    told = {"homes": 2, "coop_shares": 2, "coop_total": 40, "coop_organisation_number": "922542570"} | values
    made = agreements.draft(
        landlord or factories.make_landlord(), AgreementKind.COOP, Wanted(**told), BY, today=TODAY
    )  # fmt: skip
    return fresh(made)


# --- Authority and quota ----------------------------------------------------------------------------------------------


def test_a_project_that_grows_gives_no_right_to_more_than_the_agreement_covers() -> None:
    agreement = paid_out(chosen_bid(homes=10, ceiling=10))
    grow(agreement.project, 500)
    found = quota(agreement)
    assert (found.units, found.limit) == (10, 4)


def test_an_agreement_for_one_home_of_a_large_project_gives_right_to_one() -> None:
    landlord = factories.make_landlord()
    project = factories.make_project(landlord=landlord, homes=100)
    bid = chosen_bid(homes=1, ceiling=1, landlord=landlord)
    wanted = Wanted(project=project, homes=1, years=20)
    draft = agreements.draft_from_bid(bid, AgreementKind.REFERRAL, wanted, BY, today=TODAY)
    sign(draft)
    assert (quota(draft).units, quota(draft).limit) == (1, 1)


def test_a_project_has_no_fewer_homes_than_its_agreement_is_for() -> None:
    agreement = signed(chosen_bid(homes=10))
    with pytest.raises(InvalidRecord) as refused:
        grow(agreement.project, 9)
    assert refused.value.problems == {"homes": "fewer_than_agreed"}
    assert grow(agreement.project, 11)
    assert grow(agreement.project, 10)


def test_a_small_project_with_all_its_homes_taken_does_not_grow_into_a_large_one() -> None:
    project = factories.make_project(homes=4)
    factories.make_agreement(landlord=project.landlord, project=project)
    for _ in range(4):
        factories.make_lease(dwelling=factories.make_dwelling(project=project, landlord=project.landlord))
    quotas.keep_up(project.pk, BY)
    with pytest.raises(QuotaTooSmall):
        grow(project, 5)
    assert grow(project, 10)  # more may lawfully be taken then


def test_a_project_has_one_right_to_its_homes_at_a_time() -> None:
    first = signed(chosen_bid(homes=10))
    bid = chosen_bid(kind=AgreementKind.ALLOCATION, homes=1, landlord=first.landlord)
    second = drafted(bid, kind=AgreementKind.ALLOCATION, project=first.project)
    with pytest.raises(RightStands) as refused:
        sign(second)
    assert (refused.value.number, refused.value.standing) == (second.number, first.number)
    assert used(second) == 0
    assert end(first)
    assert sign(fresh(second))


def test_a_second_right_that_slips_through_in_the_instant_is_dropped_and_counts_nowhere(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = drafted(chosen_bid(homes=10))
    bid = chosen_bid(homes=10, landlord=first.landlord)
    second = drafted(bid, project=first.project)
    with monkeypatch.context() as cut:
        cut.setattr(effects, "run", lambda *_: False)
        sign(second)
    sign(first)
    mandate = records.get(Mandate, records.reference(fresh(second.procurement), "mandate"))
    effects.run(mandate, BY)
    assert (fresh(first).state, fresh(second).state, used(second)) == (STATE.SIGNED, STATE.DRAFT, 0)
    held = fresh(second)
    held.state = STATE.SIGNED
    with pytest.raises(AlreadyExists):
        records.change(fresh(second), BY, values={"state": STATE.SIGNED, "signed_on": SIGNED})


@pytest.mark.parametrize("homes", [10, 12])
def test_a_draft_that_is_edited_and_signed_anew_after_a_crash_counts_what_it_is_signed_for(
    monkeypatch: pytest.MonkeyPatch, homes: int
) -> None:
    draft = drafted(chosen_bid(homes=12, ceiling=40), homes=10)
    with monkeypatch.context() as cut:
        cut.setattr(effects, "run", lambda *_: False)
        sign(draft)
    grow(draft.project, 12)
    held, wanted = fresh(draft), Wanted(project=fresh(draft.project), homes=homes, years=20, husbank_reference="HB 1")
    agreements.edit(held, wanted, BY, version=held.version, today=TODAY)
    sign(fresh(held), nonce="n2")
    mandate = records.get(Mandate, records.reference(fresh(draft.procurement), "mandate"))
    effects.run(mandate, BY)
    signed_now = fresh(draft)
    assert (signed_now.state, signed_now.homes, used(draft)) == (STATE.SIGNED, homes, homes)


def test_the_ceiling_is_not_given_back_once_somebody_has_lived_there_or_the_loan_was_paid() -> None:
    let = signed(chosen_bid(homes=10, ceiling=10))
    lived_in(let)
    end(let)
    assert used(let) == 10
    paid = paid_out(chosen_bid(homes=10, ceiling=10, landlord=let.landlord, project_name="Et annet"))
    take_back(paid)
    end(paid)
    assert used(paid) == 10
    with pytest.raises(CeilingReached):
        sign(drafted(chosen_bid(homes=1, landlord=let.landlord, mandate=_mandate(paid), project_name="Et tredje")))


def _mandate(agreement: Any) -> Any:
    return records.get(Mandate, records.reference(fresh(agreement.procurement), "mandate"))


# --- Breach, cooperation, pay-out -------------------------------------------------------------------------------------


def test_only_what_is_broken_is_mended() -> None:
    draft = drafted()
    Agreement.objects(pk=draft.pk).update(set__signed_on=SIGNED)  # as by an old import
    with pytest.raises(TransitionRefused):
        agreements.mend(fresh(draft), BY, how="Rettet.", version=draft.version)
    unregistered = signed(chosen_bid(landlord=draft.landlord, project_name="Et annet"))
    with pytest.raises(TransitionRefused):
        agreements.mend(unregistered, BY, how="Rettet.", version=unregistered.version)
    assert (fresh(draft).state, fresh(unregistered).state) == (STATE.DRAFT, STATE.SIGNED)


def test_a_cooperation_agreement_belongs_to_a_right_that_is_procured_so_far() -> None:
    landlord = factories.make_landlord()
    made = agreements.draft(
        landlord, AgreementKind.COOPERATION, Wanted(project_name="Nytt", homes=30), BY, today=TODAY
    )  # fmt: skip
    with pytest.raises(NotProcured):
        sign(made)
    draft = drafted(chosen_bid(landlord=landlord, project_name="Et annet"))
    beside = agreements.draft(landlord, AgreementKind.COOPERATION, Wanted(project=draft.project), BY, today=TODAY)
    assert sign(beside)


def test_an_imported_right_may_have_a_cooperation_agreement() -> None:
    imported = factories.make_agreement(import_run="x", project=(project := factories.make_project()),
                                        landlord=project.landlord)  # fmt: skip
    wanted = Wanted(project=imported.project)
    made = agreements.draft(imported.landlord, AgreementKind.COOPERATION, wanted, BY, today=TODAY)
    assert sign(made)


def test_the_loan_is_not_paid_out_before_the_cooperation_agreement() -> None:
    agreement = registered()
    cooperation(agreement, on=TODAY - timedelta(days=3))
    held, early = fresh(agreement), TODAY - timedelta(days=4)
    with pytest.raises(InvalidRecord) as refused:
        agreements.pay_out(held, BY, on=early, version=held.version, today=TODAY)
    assert refused.value.problems == {"loan_paid_out_on": "before_cooperation"}
    assert agreements.pay_out(held, BY, on=TODAY, version=held.version, today=TODAY)
    with pytest.raises(InvalidRecord):
        correct(agreement, loan_paid_out_on=early)


def test_a_cooperation_agreement_stands_as_long_as_the_right_that_rests_on_it() -> None:
    agreement = paid_out()
    beside = records.get(Agreement, agreement.cooperation)
    with pytest.raises(RightsNeed) as refused:
        end(beside)
    assert refused.value.right == agreement.number
    end(agreement)
    assert end(beside)


# --- A signing taken back ---------------------------------------------------------------------------------------------


def test_a_signing_that_was_noted_by_mistake_is_taken_back_and_may_be_made_anew() -> None:
    agreement = signed(chosen_bid(homes=10, ceiling=10))
    assert used(agreement) == 10
    assert take_back(agreement)
    held = fresh(agreement)
    assert (held.state, held.signed_on, held.file, held.ends_on, used(held)) == (STATE.DRAFT, None, None, None, 0)
    assert held.history[-1].why == "Ført på feil avtale."
    assert sign(held, nonce="n2")
    assert (fresh(held).state, used(held)) == (STATE.SIGNED, 10)


def test_a_give_back_that_comes_late_leaves_a_new_signing_its_homes(monkeypatch: pytest.MonkeyPatch) -> None:
    agreement = signed(chosen_bid(homes=10, ceiling=10))
    with monkeypatch.context() as cut:
        cut.setattr(effects, "run", lambda *_: False)
        take_back(agreement)
    sign(fresh(agreement), nonce="n2")
    effects.run(fresh(agreement), BY)
    assert (fresh(agreement).state, used(agreement)) == (STATE.SIGNED, 10)


def test_a_signing_is_not_taken_back_once_something_has_come_of_it() -> None:
    let = signed(chosen_bid(homes=10))
    lived_in(let)
    with pytest.raises(SigningUsed):
        take_back(let)
    referred = signed(chosen_bid(homes=10, landlord=let.landlord, project_name="Et annet"))
    project = records.get(Project, referred.project.pk)
    home = factories.make_dwelling(landlord=let.landlord, project=project, disposal=Disposal.REFERRAL)
    records.change(project, BY, values={"reservations": [_held(home)]})
    with pytest.raises(ReferralsLive):
        take_back(referred)
    confirmed = signed(chosen_bid(homes=10, landlord=let.landlord, project_name="Et tredje"))
    procurement = fresh(confirmed.procurement)
    phases = [PhaseWork(phase=one, finished_on=TODAY) for one in Phase]
    records.change(procurement, BY, values={"phases": phases})
    with pytest.raises(PhaseClosed):
        take_back(confirmed)
    imported = factories.make_agreement(state=STATE.SIGNED, import_run="x", landlord=let.landlord,
                                        project=factories.make_project(landlord=let.landlord))  # fmt: skip
    with pytest.raises(TransitionRefused):
        take_back(imported)


def _held(home: Any) -> Any:
    return quotas.reservation(factories.make_lease().pk, home.pk, TODAY, referral=home.pk)


def test_a_ceiling_counts_each_signing_by_itself() -> None:
    agreement = signed(chosen_bid(homes=10, ceiling=10))
    mandate = _mandate(agreement)
    assert not mandates.give_back(mandate, agreement.pk, mandate.uses[0].seen, BY)
    assert used(agreement) == 10
