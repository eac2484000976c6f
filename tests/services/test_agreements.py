"""Agreements with landlords: drafted, signed under the ceiling, registered, paid out, corrected, broken, ended."""

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bson import ObjectId

from models import Agreement, Bid, Duty, Mandate, Procurement, Project
from rules.errors import (
    BidAgreed,
    BidNotChosen,
    CeilingReached,
    ChoiceUsed,
    CooperationMissing,
    FileRefused,
    HomesTaken,
    HusromError,
    InvalidRecord,
    MandateInvalid,
    MissingReason,
    NotAuthorised,
    NotProcured,
    NotRegistered,
    PhasesUnfinished,
    QuotaTooSmall,
    ReferralsLive,
    SigningUsed,
    StaleState,
    TransitionRefused,
)
from rules.terms import AgreementKind, AgreementState, BidState, Role
from services import agreements, effects, mandates, procurements, quotas, records
from services.actor import Actor
from services.agreements import Wanted, resting
from services.attachments import Arriving
from tests import factories, partners
from tests.agreeing import (
    BY,
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

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")

READER = Actor(id="2", name="Rita Leser", at=NOW, roles=frozenset({Role.READER}))
PAPER = b"%PDF-1.7 avtale"


def coop(landlord: Any = None, **values: Any) -> Any:
    told = {"homes": 4, "coop_shares": 4, "coop_total": 40, "coop_organisation_number": "922542570"} | values
    landlord = landlord or factories.make_landlord()
    return agreements.draft(landlord, AgreementKind.COOP, Wanted(**told), BY, today=TODAY)


# --- Drafted ----------------------------------------------------------------------------------------------------------


def test_a_draft_on_a_chosen_bid_has_the_bidder_its_project_and_what_it_rests_on() -> None:
    bid = chosen_bid(homes=12)
    draft = drafted(bid)
    assert draft.state is AgreementState.DRAFT
    assert draft.landlord == bid.landlord
    assert (draft.project.name, draft.project.homes) == (bid.project_name, 12)
    assert (draft.procurement, draft.bid, draft.procured) == (bid.procurement, bid.pk, True)
    assert draft.agreement_number == f"Tilvisning {bid.project_name}"
    assert draft.ends_on is None


def test_a_bid_has_one_agreement_at_a_time() -> None:
    bid = chosen_bid()
    first = drafted(bid)
    with pytest.raises(BidAgreed) as refused:
        drafted(bid)
    assert refused.value.agreement == first.agreement_number
    agreements.end(first, BY, on=TODAY, why="Feil antall.", version=first.version, today=TODAY)
    assert drafted(bid).agreement_number == f"{first.agreement_number} (2)"


def test_the_same_form_again_drafts_nothing_new() -> None:
    bid = chosen_bid()
    wanted = Wanted(project_name="Fjordgløtt", homes=12, years=20)
    own = ObjectId()
    made = [
        agreements.draft_from_bid(bid, AgreementKind.REFERRAL, wanted, BY, today=TODAY, identity=own) for _ in range(2)
    ]
    assert made[0].pk == made[1].pk
    assert Agreement.objects.count() == 1


def test_a_bid_that_is_not_chosen_gives_no_agreement() -> None:
    with pytest.raises(BidNotChosen):
        drafted(partners.make_bid())


@pytest.mark.parametrize("kind", [AgreementKind.REFERRAL, AgreementKind.ALLOCATION])
def test_a_right_to_homes_is_never_drafted_beside_a_procurement(kind: AgreementKind) -> None:
    project = factories.make_project()
    with pytest.raises(NotProcured):
        agreements.draft(project.landlord, kind, Wanted(project=project, homes=10, years=20), BY, today=TODAY)


@pytest.mark.parametrize(
    ("values", "field", "code"),
    [
        pytest.param({"homes": None}, "homes", "missing_value", id="how many homes"),
        pytest.param({"coop_shares": None}, "coop_shares", "missing_value", id="how many shares"),
        pytest.param({"coop_total": None}, "coop_total", "missing_value", id="of how many"),
        pytest.param({"coop_shares": 41}, "coop_shares", "more_than_coop", id="more than there are"),
        pytest.param(
            {"coop_organisation_number": "922542571"}, "coop_organisation_number", "not_organisation_number",
            id="a number with another check digit",
        ),
    ],
)  # fmt: skip
def test_a_borettslag_agreement_tells_of_the_borettslag(values: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        coop(**values)
    assert refused.value.problems[field] == code
    assert Agreement.objects.count() == 0


def test_the_project_is_the_landlords_own() -> None:
    project = factories.make_project(landlord=factories.make_landlord(organisation_number="974761076"))
    with pytest.raises(InvalidRecord) as refused:
        drafted(project=project, project_name="")
    assert refused.value.problems == {"project": "other_landlords_project"}


def test_a_draft_is_edited_until_it_is_signed() -> None:
    draft = drafted()
    wanted = Wanted(project=draft.project, homes=10, years=20)
    assert agreements.edit(draft, wanted, BY, version=draft.version, today=TODAY)
    assert not agreements.edit(draft, wanted, BY, version=draft.version, today=TODAY)
    assert sign(draft)
    draft = fresh(draft)
    with pytest.raises(InvalidRecord):
        agreements.edit(draft, Wanted(project=draft.project, homes=8, years=20), BY, version=draft.version, today=TODAY)
    assert fresh(draft).homes == 10


# --- Signed -----------------------------------------------------------------------------------------------------------


def test_signing_counts_the_homes_and_gives_the_usual_duties() -> None:
    agreement = signed()
    assert (agreement.state, agreement.signed_on) == (AgreementState.SIGNED, SIGNED)
    assert (agreement.signed_by_name, agreement.ends_on) == (BY.name, None)
    assert used(agreement) == 12
    duties = {duty.code: duty.next_on for duty in Duty.objects(agreement=agreement)}
    assert duties == dict.fromkeys(("yearly_meeting", "rent_list", "housing_bank_report"), date(2027, 9, 1))


def test_signed_twice_is_signed_once() -> None:
    draft = drafted()
    stale = fresh(draft)
    assert sign(draft)
    assert not sign(fresh(draft))
    with pytest.raises(StaleState):
        sign(stale, on=date(2026, 9, 2))
    assert used(draft) == 12


def test_the_signed_paper_is_kept_and_opened_again() -> None:
    draft = drafted()
    assert sign(draft, files=[Arriving("avtale.pdf", io.BytesIO(PAPER))])
    file, source = agreements.open_file(fresh(draft), BY)
    assert (file.name, source.read()) == ("avtale.pdf", PAPER)


def test_a_file_that_is_no_pdf_signs_nothing() -> None:
    draft = drafted()
    with pytest.raises(FileRefused):
        sign(draft, files=[Arriving("avtale.exe", io.BytesIO(b"MZ"))])
    assert (fresh(draft).state, used(draft)) == (AgreementState.DRAFT, 0)


def test_beyond_the_ceiling_nothing_is_signed() -> None:
    mandate = partners.make_mandate(ceiling=20)
    first = signed(chosen_bid(mandate=mandate, homes=12))
    second = drafted(chosen_bid(mandate=mandate, homes=9, landlord=first.landlord))
    with pytest.raises(CeilingReached) as refused:
        sign(second)
    assert (refused.value.used, refused.value.asked) == (12, 9)
    assert fresh(second).state is AgreementState.DRAFT


def _withdraw(bid: Any, draft: Any) -> None:
    mandate = records.get(Mandate, records.reference(bid.procurement, "mandate"))
    records.change(mandate, factories.ACTOR, values={"valid_until": date(2026, 8, 1)})


def _unnote(bid: Any, draft: Any) -> None:
    records.change(bid.procurement, factories.ACTOR, values={"results": []})


def _unchoose(bid: Any, draft: Any) -> None:
    records.change(records.get(Bid, bid.pk), factories.ACTOR, values={"state": BidState.RECEIVED})


def _unprocure(bid: Any, draft: Any) -> None:
    records.change(draft, factories.ACTOR, values={"procurement": None})


@pytest.mark.parametrize(
    ("spoil", "refusal"),
    [
        pytest.param(_withdraw, (MandateInvalid, PhasesUnfinished), id="the authority had run out"),
        pytest.param(_unnote, PhasesUnfinished, id="a result of phase one is missing"),
        pytest.param(_unchoose, (BidNotChosen, PhasesUnfinished), id="the choice is made anew"),
        pytest.param(_unprocure, NotProcured, id="no procurement"),
    ],
)
def test_no_short_cut_leads_to_a_signature(spoil: Callable[..., None], refusal: Any) -> None:
    bid = chosen_bid()
    draft = drafted(bid)
    spoil(fresh(bid), draft)
    with pytest.raises(refusal):
        sign(fresh(draft))
    assert fresh(draft).state is AgreementState.DRAFT
    assert all(mandate.used == 0 for mandate in Mandate.objects)


@pytest.mark.parametrize(
    ("on", "code"),
    [
        pytest.param(date(2026, 11, 24), "future", id="tomorrow"),
        pytest.param(date(2026, 8, 19), "before_choice", id="the day before the landlord was chosen"),
    ],
)
def test_an_agreement_is_signed_after_the_choice_and_not_in_the_future(on: date, code: str) -> None:
    with pytest.raises(InvalidRecord) as refused:
        sign(drafted(), on=on)
    assert refused.value.problems == {"signed_on": code}


def test_only_those_who_follow_landlords_sign() -> None:
    with pytest.raises(NotAuthorised):
        sign(drafted(), READER)


def test_a_draft_that_is_changed_in_the_same_instant_is_not_signed_and_gives_the_ceiling_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = drafted()
    count = mandates.use

    def use_late(*args: Any, **values: Any) -> bool:
        other = fresh(draft)
        agreements.edit(other, Wanted(project=other.project, homes=8, years=20), BY, version=other.version, today=TODAY)
        return count(*args, **values)

    monkeypatch.setattr(mandates, "use", use_late)
    with pytest.raises(StaleState):
        sign(fresh(draft))
    assert (fresh(draft).state, used(draft)) == (AgreementState.DRAFT, 0)


def test_a_signing_that_a_kill_cut_off_is_finished_with_who_and_when(monkeypatch: pytest.MonkeyPatch) -> None:
    draft = drafted()
    with monkeypatch.context() as cut:
        cut.setattr(effects, "run", lambda *_: False)
        sign(draft)
    assert (fresh(draft).state, used(draft)) == (AgreementState.DRAFT, 12)
    for mandate in Mandate.objects:
        effects.run(mandate, factories.ACTOR)
    done = fresh(draft)
    assert (done.state, done.signed_on, done.signed_by_name) == (AgreementState.SIGNED, SIGNED, BY.name)


def test_other_agreements_are_signed_without_procurement_and_end_by_their_years() -> None:
    made = agreements.draft(
        factories.make_landlord(), AgreementKind.HEAD_LEASE, Wanted(homes=3, years=5), BY, today=TODAY
    )  # fmt: skip
    assert sign(made)
    assert (fresh(made).state, fresh(made).ends_on) == (AgreementState.SIGNED, date(2031, 9, 1))
    assert Mandate.objects.count() == 0


def test_a_borettslag_agreement_is_signed_with_its_shares() -> None:
    made = coop()
    assert sign(made)
    assert (fresh(made).state, fresh(made).coop_shares) == (AgreementState.SIGNED, 4)


# --- Registered and paid out ------------------------------------------------------------------------------------------


def pay_out(agreement: Any, on: date = date(2026, 10, 1)) -> bool:
    return agreements.pay_out(agreement, BY, on=on, version=agreement.version, today=TODAY)


def test_the_clock_starts_as_the_loan_is_paid_out() -> None:
    agreement = paid_out()
    assert (agreement.state, agreement.ends_on) == (AgreementState.IN_FORCE, date(2046, 10, 1))
    assert not pay_out(agreement)
    assert {duty.next_on for duty in Duty.objects(agreement=agreement)} == {date(2027, 10, 1)}


def test_no_loan_is_paid_out_before_the_right_is_registered() -> None:
    agreement = signed()
    cooperation(agreement)
    with pytest.raises(NotRegistered):
        pay_out(agreement)


def test_no_loan_is_paid_out_without_a_signed_cooperation_agreement() -> None:
    agreement = registered()
    agreements.draft(agreement.landlord, AgreementKind.COOPERATION, Wanted(project=agreement.project), BY, today=TODAY)
    with pytest.raises(CooperationMissing):
        pay_out(agreement)
    assert fresh(agreement).ends_on is None


def test_a_head_lease_has_no_loan() -> None:
    made = agreements.draft(
        factories.make_landlord(), AgreementKind.HEAD_LEASE, Wanted(homes=3, years=5), BY, today=TODAY
    )
    sign(made)
    with pytest.raises(TransitionRefused):
        pay_out(fresh(made))


@pytest.mark.parametrize("on", [date(2026, 8, 31), date(2026, 11, 24)])
def test_it_is_registered_after_the_signature_and_not_in_the_future(on: date) -> None:
    agreement = signed()
    with pytest.raises(InvalidRecord):
        agreements.register_title(
            agreement, BY, on=on, title_reference="12/34", version=agreement.version, today=TODAY
        )  # fmt: skip


@pytest.mark.parametrize("reference", ["abc", "", "12", "12/", "12/34/1/2/3", "0/3", "12/34, x", "12-34"])
def test_what_is_no_property_is_not_registered(reference: str) -> None:
    agreement, on = signed(), date(2026, 9, 10)
    with pytest.raises(InvalidRecord) as refused:
        agreements.register_title(
            agreement, BY, on=on, title_reference=reference, version=agreement.version, today=TODAY
        )  # fmt: skip
    assert refused.value.problems == {"title_reference": "not_title" if reference else "missing_value"}


def test_the_property_is_registered_and_put_right_without_the_spaces_it_was_typed_with() -> None:
    agreement, on = signed(), date(2026, 9, 10)
    agreements.register_title(agreement, BY, on=on, title_reference=" 12 / 34", version=agreement.version, today=TODAY)
    held = fresh(agreement)
    assert held.title_reference == "12/34"
    assert not correct(held, title_reference="12/ 34")
    with pytest.raises(InvalidRecord, match="not_title"):
        correct(held, title_reference="abc")
    assert correct(held, title_reference="12/34/0/7,12/35")
    assert fresh(held).title_reference == "12/34/0/7, 12/35"


# --- Put right --------------------------------------------------------------------------------------------------------


def correct(agreement: Any, why: str = "Feil i brevet.", **values: Any) -> bool:
    return agreements.correct(agreement, BY, values=values, why=why, version=agreement.version, today=TODAY)


def test_a_wrong_pay_out_day_is_put_right_with_the_end_of_the_term() -> None:
    agreement = paid_out()
    assert correct(agreement, loan_paid_out_on=date(2026, 10, 15))
    assert fresh(agreement).ends_on == date(2046, 10, 15)
    assert fresh(agreement).history[-1].why == "Feil i brevet."
    assert {duty.next_on for duty in Duty.objects(agreement=agreement)} == {date(2027, 10, 15)}
    assert not correct(fresh(agreement), loan_paid_out_on=date(2026, 10, 15))


def test_a_correction_has_a_reason_and_keeps_the_order_of_the_days() -> None:
    agreement = paid_out()
    with pytest.raises(MissingReason):
        correct(agreement, why=" ", loan_paid_out_on=date(2026, 10, 15))
    with pytest.raises(InvalidRecord) as refused:
        correct(agreement, registered_on=date(2026, 10, 2))
    assert refused.value.problems == {"loan_paid_out_on": "before_registered"}


def test_a_day_that_is_not_noted_is_not_noted_by_a_correction() -> None:
    with pytest.raises(InvalidRecord):
        correct(signed(), loan_paid_out_on=date(2026, 10, 15))


def test_pay_out_and_registration_are_taken_back_in_turn() -> None:
    agreement = paid_out()
    for state, left in ((AgreementState.REGISTERED, date(2026, 9, 10)), (AgreementState.SIGNED, None)):
        agreements.take_back(agreement, BY, why="Ført på feil avtale.", version=agreement.version, today=TODAY)
        agreement = fresh(agreement)
        assert (agreement.state, agreement.registered_on, agreement.ends_on) == (state, left, None)
    with pytest.raises(SigningUsed):
        agreements.take_back(agreement, BY, why="Igjen.", version=agreement.version, today=TODAY)


def test_an_imported_agreement_is_put_right_without_a_registration() -> None:
    agreement = factories.make_agreement(import_run="1", loan_paid_out_on=date(2019, 6, 1))
    assert correct(agreement, loan_paid_out_on=date(2019, 7, 1))
    assert (fresh(agreement).state, fresh(agreement).ends_on) == (AgreementState.IN_FORCE, date(2039, 7, 1))


# --- Broken, mended, ended --------------------------------------------------------------------------------------------


def test_a_breach_that_is_mended_leaves_the_agreement_where_it_stood() -> None:
    agreement = registered()
    agreements.breach(agreement, BY, on=TODAY, what="Leier ut i det åpne.", version=agreement.version, today=TODAY)
    agreement = fresh(agreement)
    assert (agreement.state, agreement.breached_on) == (AgreementState.BREACHED, TODAY)
    agreements.mend(agreement, BY, how="Rettet.", version=agreement.version)
    assert (fresh(agreement).state, fresh(agreement).breach) == (AgreementState.REGISTERED, None)


def end(agreement: Any, why: str = "Utleieren selger.") -> bool:
    return agreements.end(agreement, BY, on=TODAY, why=why, version=agreement.version, today=TODAY)


def test_an_agreement_that_ends_before_a_loan_is_paid_out_gives_the_ceiling_back() -> None:
    agreement = registered()
    assert end(agreement)
    assert not end(fresh(agreement))
    assert (fresh(agreement).state, used(agreement)) == (AgreementState.ENDED, 0)


def test_one_that_was_in_force_has_used_the_authority() -> None:
    agreement = paid_out()
    assert end(agreement)
    assert used(agreement) == 12


def test_an_agreement_ends_with_a_reason() -> None:
    with pytest.raises(MissingReason):
        end(signed(), why="")


def test_an_agreement_does_not_end_under_a_household_on_its_way_in() -> None:
    agreement = paid_out()
    project = records.get(Project, records.reference(agreement, "project"))
    kept = quotas.reservation(ObjectId(), ObjectId(), TODAY, referral=ObjectId())
    records.change(project, factories.ACTOR, values={"reservations": [kept]})
    with pytest.raises(ReferralsLive) as refused:
        end(agreement)
    assert refused.value.count == 1
    assert fresh(agreement).state is AgreementState.IN_FORCE
    quotas.release(project.pk, factories.ACTOR, identity=kept.id)
    assert end(fresh(agreement))


# --- Projects ---------------------------------------------------------------------------------------------------------


def test_a_project_never_has_fewer_homes_than_are_taken() -> None:
    home, project, _ = partners.make_leased_out()
    factories.make_lease(dwelling=home)
    quotas.keep_up(project.pk, factories.ACTOR)
    project = records.get(Project, project.pk)
    with pytest.raises(HomesTaken) as refused:
        agreements.edit_project(project, BY, name=project.name, homes=0, why="", version=project.version, today=TODAY)
    assert refused.value.taken == 1
    told = {"name": "Nytt navn", "homes": 1, "why": "Solgt.", "version": project.version, "today": TODAY}
    assert agreements.edit_project(project, BY, **told)


def test_a_project_never_has_so_few_homes_that_more_are_taken_than_the_agreement_gives_right_to() -> None:
    project = factories.make_project(homes=10)
    factories.make_agreement(landlord=project.landlord, project=project)
    for _ in range(3):
        factories.make_lease(dwelling=factories.make_dwelling(project=project, landlord=project.landlord))
    quotas.keep_up(project.pk, factories.ACTOR)
    project = fresh(project)

    def shrink(homes: int) -> bool:
        told = {"name": project.name, "homes": homes, "why": "Solgt.", "version": project.version, "today": TODAY}
        return agreements.edit_project(project, BY, **told)

    with pytest.raises(QuotaTooSmall) as refused:
        shrink(7)
    assert (refused.value.limit, refused.value.reserved, refused.value.homes) == (2, 3, 7)
    assert fresh(project).homes == 10
    assert shrink(8)
    assert shrink(4)  # under five all may be taken


def _choice_taken_back(held: Procurement) -> object:
    return procurements.take_choice_back(held, BY, why="Feil i poengene.", version=held.version)


def _bid_withdrawn(held: Procurement) -> object:
    bid = records.get(Bid, held.choice.bids[0])
    return procurements.withdraw_bid(bid, BY, why="Landet et annet oppdrag.", version=bid.version)


GROUND_GOES = pytest.mark.parametrize("go", [_choice_taken_back, _bid_withdrawn])


@GROUND_GOES
def test_what_an_agreement_rests_on_may_go_in_the_instant_before_it_is_held_and_stops_the_signing(
    go: Callable[[Procurement], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    draft = drafted()
    hold = resting.hold

    def late(agreement: Any, actor: Any) -> None:
        assert go(records.get(Procurement, records.reference(agreement, "procurement")))
        hold(agreement, actor)

    monkeypatch.setattr(resting, "hold", late)
    with pytest.raises(HusromError):
        sign(draft)
    assert (fresh(draft).state, Mandate.objects.get().used) == (AgreementState.DRAFT, 0)


@GROUND_GOES
def test_what_an_agreement_rests_on_stays_while_it_is_signed(go: Callable[[Procurement], object]) -> None:
    draft = drafted()
    resting.hold(draft, BY)
    held = records.get(Procurement, records.reference(draft, "procurement"))
    with pytest.raises(ChoiceUsed):
        go(held)
    resting.let_go(draft, BY)
    assert go(records.get(Procurement, held.pk))
