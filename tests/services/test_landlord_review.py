"""What must not slip through about landlords: steps out of turn, effects that come late, who is counted."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from models import Dwelling, Landlord, Lease, Referral
from rules import needs
from rules.errors import HusromError, NoAgreement, TransitionRefused
from rules.referrals import LIVE
from rules.terms import AgreementState, EndReason, LeaseState, NeedTerm, NoticeState, ReferralState, RejectionReason
from services import agreements, landlord_leases, notices, quotas, records, referrals, rulebooks
from services.needs import counting
from tests import factories
from tests.agreeing import BY, cooperation, fresh, paid_out, registered, sign, signed
from tests.agreeing import TODAY as DAY
from tests.casework import NOW, TODAY, acting, house
from tests.landlord_side import signed as leased
from tests.letting_offers import consultant, waiting
from tests.partners import make_leased_out
from tests.referring import landlord_of, notice_of, refer, referred, reported, taken

__all__ = ["house"]  # a fixture, used here
pytestmark = pytest.mark.usefixtures("house")


def broken(agreement: Any) -> Any:
    agreements.breach(agreement, BY, on=DAY, what="Leier ut i det åpne.", version=agreement.version, today=DAY)
    return fresh(agreement)


def register(agreement: Any, reference: str = "99/1") -> bool:
    told = {"on": date(2026, 9, 12), "title_reference": reference, "version": agreement.version}
    return agreements.register_title(agreement, BY, today=DAY, **told)


def pay(agreement: Any) -> bool:
    return agreements.pay_out(agreement, BY, on=date(2026, 10, 2), version=agreement.version, today=DAY)


def take_back(agreement: Any) -> bool:
    return agreements.take_back(agreement, BY, why="Feil.", version=agreement.version, today=DAY)


# --- Steps out of turn ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("step", [register, pay, take_back])
@pytest.mark.parametrize("stood", [signed, registered, paid_out])
def test_a_broken_agreement_is_mended_or_ended_and_takes_no_other_step(stood: Any, step: Any) -> None:
    agreement = stood()
    if stood is not paid_out:
        cooperation(agreement)
    held = broken(agreement)
    with pytest.raises(HusromError):
        step(held)
    found = fresh(held)
    assert (found.state, found.breach) == (AgreementState.BREACHED, "Leier ut i det åpne.")


def test_a_paid_out_agreement_is_not_registered_anew_out_of_force() -> None:
    agreement = paid_out()
    with pytest.raises(TransitionRefused):
        register(agreement)
    assert fresh(agreement).state is AgreementState.IN_FORCE


def test_an_agreement_is_signed_once_and_corrected_after_that() -> None:
    held = cooperation(signed())
    before = broken(held)
    with pytest.raises(TransitionRefused):
        sign(before, on=DAY)
    assert fresh(held).state is before.state


def test_a_signature_is_not_moved_to_a_day_outside_the_authority() -> None:
    agreement = signed()
    mandate = fresh(agreement).mandate
    records.change(mandate, factories.ACTOR, values={"valid_until": agreement.signed_on})
    with pytest.raises(HusromError):
        agreements.correct(
            fresh(agreement), BY, values={"signed_on": agreement.signed_on + timedelta(days=1)}, why="Feil dag.",
            version=fresh(agreement).version, today=DAY,
        )  # fmt: skip
    assert fresh(agreement).signed_on == agreement.signed_on


# --- Referrals --------------------------------------------------------------------------------------------------------


def test_a_home_given_back_late_is_not_taken_from_the_next_household() -> None:
    first = referred()
    owed = quotas.owed_release(first, first.project.pk, first.notice.pk)
    referrals.withdraw(first, acting(consultant()), why="Syk.", version=first.version, now=NOW)
    second = referred(notice_of(first))
    quotas.release_by_effect(fresh(first), owed.pending(NOW), factories.ACTOR)
    assert [one.referral for one in taken(second)] == [second.pk]


def test_an_agreement_broken_in_the_instant_of_a_referral_opens_none(monkeypatch: pytest.MonkeyPatch) -> None:
    notice = reported()
    real = quotas.reserve

    def reserve(*args: Any, **values: Any) -> bool:
        held = fresh(notice.agreement)
        records.change(held, factories.ACTOR, values={"state": AgreementState.BREACHED})
        return real(*args, **values)

    monkeypatch.setattr(quotas, "reserve", reserve)
    with pytest.raises(NoAgreement):
        refer(notice)
    assert (Referral.objects.count(), taken(notice), fresh(notice).state) == (0, [], NoticeState.REPORTED)


def test_nobody_is_referred_to_a_home_that_was_moved_to_another_project() -> None:
    notice = reported()
    other = factories.make_project(landlord=notice.landlord, homes=10)
    home = records.get(Dwelling, notice.dwelling.pk)
    records.change(home, factories.ACTOR, values={"project": other.pk})
    with pytest.raises(NoAgreement):
        refer(notice)
    assert taken(notice) == []


STEPS = ("refer", "reject", "withdraw", "expire", "lease", "end", "late")


@settings(max_examples=10, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 2)), min_size=8, max_size=16))
def test_what_is_held_is_what_stands_whatever_happens_in_turn(steps: list[tuple[str, int]]) -> None:
    landlord = Landlord.objects.first() or factories.make_landlord()
    home, project, _ = make_leased_out(landlord=landlord)
    records.change(project, factories.ACTOR, values={"homes": 5})
    like = {"project": project, "landlord": landlord, "disposal": home.disposal}
    homes = [home, *(factories.make_dwelling(**like) for _ in range(2))]
    for step, which in steps:
        with suppress(HusromError):
            take(step, fresh(homes[which]), project)
        held = fresh(project).reservations
        live = Referral.objects(project=project, state__in=list(LIVE)).no_dereference().scalar("dwelling")
        running = Lease.objects(dwelling__in=[one.pk for one in homes], state=LeaseState.OCCUPYING)
        stands = {getattr(one, "id", one) for one in (*live, *running.no_dereference().scalar("dwelling"))}
        assert sorted(one.dwelling for one in held) == sorted(stands)
        assert len(held) <= 2


def take(step: str, home: Any, project: Any) -> None:
    notice = notices.open_of(home.pk)
    if step == "refer":
        refer(notice or reported(dwelling=home))
        return
    held = Referral.objects(dwelling=home).order_by("-id").first()
    if held is None:
        return
    lease = landlord_leases.lease_of(held.pk)
    if step == "reject":
        told = {"reason": RejectionReason.TOO_MANY, "note": "", "version": held.version, "now": NOW}
        referrals.reject(held, landlord_of(held), **told)
    elif step == "withdraw":
        referrals.withdraw(held, acting(consultant()), why="Syk.", version=held.version, now=NOW)
    elif step == "expire":
        referrals.expire(held, factories.ACTOR, today=held.valid_to + timedelta(days=1))
    elif step == "lease":
        referrals.accept(held, landlord_of(held), version=held.version, now=NOW)
        leased(fresh(held))
    elif step == "end" and lease is not None:
        told = {"ended_on": lease.starts_on, "reason": EndReason.TENANT_NOTICE, "version": lease.version}
        landlord_leases.report_end(lease, landlord_of(lease), today=max(TODAY, lease.starts_on), **told)
    elif step == "late":  # every home of the referrals that fell is given back once more
        for one in Referral.objects(dwelling=home, state__nin=[*LIVE, ReferralState.LEASE_SIGNED]):
            owed = quotas.owed_release(one, project.pk, one.notice.pk)
            quotas.release_by_effect(one, owed.pending(NOW), factories.ACTOR)


# --- The need ---------------------------------------------------------------------------------------------------------


def leaving(today: date = TODAY) -> int:
    return needs.whole(counting.count(today, rulebooks.current(today).partnering), NeedTerm.SHORT).leaving


ENDS = {"state": LeaseState.OCCUPYING, "ends_on": TODAY + timedelta(days=30)}


def test_a_person_who_waits_under_a_merged_record_counts_once() -> None:
    waits = waiting()
    newer = factories.make_applicant()
    records.change(newer, factories.ACTOR, values={"merged_into": waits.applicant.pk})
    factories.make_lease(tenant=newer, **ENDS)
    assert leaving() == 0


def test_a_lease_that_became_open_ended_is_no_need() -> None:
    day = TODAY - timedelta(days=200)
    factories.make_lease(state=LeaseState.OCCUPYING, ends_on=day, open_ended_on=day + timedelta(days=90))
    assert leaving() == 0


def test_a_household_with_a_contract_for_its_next_home_is_not_without_one() -> None:
    old = factories.make_lease(**ENDS)
    factories.make_lease(tenant=old.tenant, state=LeaseState.UPCOMING, starts_on=TODAY + timedelta(days=9))
    assert leaving() == 0
