"""Landlords' leases and homes on a real server: of two at the same instant one holds, and nothing is half done."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from models import Application, Dwelling, DwellingProposal, LandlordReport, Lease, Project
from rules.errors import HomeLet, HomesFull, ReferralOver, StaleState, TransitionRefused
from rules.terms import ApplicationState, EndReason, LeaseState, ProposalState, ReferralState, ReportKind
from services import effects, landlord_leases, proposals, records, referrals
from services.actor import Actor
from services.landlord_leases import common
from tests import factories
from tests.clockwork import load_rulebook
from tests.landlord_side import NOW, TERMS, TODAY, partner, referred, signed
from tests.partners import make_leased_out
from tests.services.test_proposals import owner, propose
from tests.wire.racing import outcomes

LATE = Actor.system(NOW + timedelta(minutes=2))


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def finish() -> None:
    """Do what `finish_effects` does, until nothing is left."""
    for _ in range(6):
        for left in effects.due(LATE.at):
            effects.finish(left, LATE)


def fresh(record: Any) -> Any:
    return records.get(type(record), record.pk)


def signing(referral: Any, **values: Any) -> Callable[[], object]:
    seen = fresh(referral)
    told = TERMS | {"version": seen.version, "today": TODAY} | values
    return lambda: landlord_leases.sign(seen, partner(records.reference(seen, "landlord")), **told).pk


def test_a_lease_told_of_twice_at_once_is_one() -> None:
    referral, identity = referred(), ObjectId()
    found = outcomes([signing(referral, identity=identity) for _ in range(4)])
    finish()
    assert set(found) == {identity}
    assert (Lease.objects.count(), LandlordReport.objects.count()) == (1, 1)
    assert fresh(referral).state is ReferralState.LEASE_SIGNED


def test_of_two_leases_of_one_referral_one_holds() -> None:
    referral = referred()
    found = outcomes([signing(referral, rent_ore=950_000 + more) for more in (0, 100)])
    finish()
    assert sum(isinstance(one, ObjectId) for one in found) == 1
    assert {one for one in found if isinstance(one, type)} <= {ReferralOver, HomeLet, StaleState}
    assert Lease.objects.count() == 1


def test_a_lease_and_a_withdrawal_at_once_leave_one_of_them() -> None:
    referral = referred()
    seen = fresh(referral)
    case = records.get(Application, records.reference(referral, "application"))
    by = Actor.system(NOW)

    def withdraw() -> object:
        return referrals.withdraw(seen, by, why="Husstanden fikk en annen bolig.", version=seen.version, now=NOW)

    outcomes([signing(referral), withdraw])
    finish()
    referral, lease = fresh(referral), Lease.objects.first()
    held = [one.lease for one in records.get(Project, records.reference(referral, "project")).reservations]
    case = fresh(case)
    if referral.state is ReferralState.LEASE_SIGNED:
        assert (lease.state, case.state, held) == (LeaseState.OCCUPYING, ApplicationState.HOUSED, [lease.pk])
    else:
        assert referral.state is ReferralState.WITHDRAWN
        assert lease is None or (lease.state is LeaseState.ENDED and lease.ended_on < lease.starts_on)
        assert (case.state, held) == (ApplicationState.WAITING, [])
    assert [left.pk for left in effects.due(LATE.at + timedelta(days=9))] == []


@pytest.mark.parametrize("first", ["term", "lease", "either"])
def test_a_longer_term_and_the_next_lease_at_once_never_share_a_day(
    monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    """Both look whether the days are free; the first then does all its work before the other one writes."""
    place = make_leased_out(rent_ore=950_000)
    held = signed(referred(place=place), starts_on=TODAY, ends_on=date(2026, 12, 19))
    referral = referred(place=(place[0], fresh(place[1]), place[2]))
    longer, begins = date(2028, 1, 1), {"starts_on": date(2026, 12, 20), "ends_on": date(2029, 12, 19)}
    by, seen, looked, done = partner(place[1].landlord), fresh(held), threading.Barrier(2), threading.Event()
    once: set[int] = set()
    real, waits = common.refuse_overlap, {True: first == "lease", False: first == "term"}

    def look(home: ObjectId, days: Any, today: date, besides: ObjectId) -> None:
        real(home, days, today, besides)
        if threading.get_ident() not in once:
            once.add(threading.get_ident())
            looked.wait(5)
            if waits[besides == held.pk]:
                done.wait(5)

    def told(work: Callable[[], object]) -> Callable[[], object]:
        def go() -> object:
            try:
                return work()
            finally:
                done.set()

        return go

    def term() -> object:
        return landlord_leases.report_term(seen, by, ends_on=longer, version=seen.version, today=TODAY).kind

    with monkeypatch.context() as watched:
        watched.setattr(common, "refuse_overlap", look)
        found = outcomes([told(term), told(signing(referral, **begins))])
    finish()
    lease = Lease.objects(referral=referral.pk).first()
    assert (lease is None) == (fresh(referral).state is ReferralState.ACCEPTED)
    assert lease is None or fresh(held).ends_on < lease.starts_on
    reports = LandlordReport.objects(lease=held.pk, kind=ReportKind.TERM_CHANGE).count()
    assert reports == (1 if fresh(held).ends_on == longer else 0)
    if not reports and lease is None:  # each saw the other: whoever tells it again has the days
        assert isinstance(outcomes([signing(referral, **begins)])[0], ObjectId)
    assert {one for one in found if isinstance(one, type)} <= {HomeLet, StaleState}


def test_of_two_ends_on_different_days_one_holds_and_one_report_is_made() -> None:
    lease = signed()
    by = partner(records.reference(lease, "landlord"))

    def end(reason: EndReason) -> Callable[[], object]:
        seen = fresh(lease)
        told = {"ended_on": TODAY, "reason": reason, "version": seen.version, "today": TODAY}
        return lambda: landlord_leases.report_end(seen, by, **told).kind

    found = outcomes([end(EndReason.TENANT_NOTICE), end(EndReason.DEATH)])
    finish()
    assert ReportKind.ENDED in found
    assert {one for one in found if isinstance(one, type)} <= {StaleState, TransitionRefused}
    assert LandlordReport.objects(kind=ReportKind.ENDED).count() == 1


def test_warnings_of_one_lease_at_once_are_one_open_report() -> None:
    lease = signed()
    by = partner(records.reference(lease, "landlord"))

    def warn(owed_ore: int) -> Callable[[], object]:
        seen = fresh(lease)
        told = {"owed_ore": owed_ore, "oldest_due": TODAY, "version": seen.version, "today": TODAY}
        return lambda: landlord_leases.report_arrears(seen, by, **told).pk

    found = outcomes([warn(950_000), warn(960_000), warn(970_000)])
    assert len({one for one in found if isinstance(one, ObjectId)}) == 1
    assert LandlordReport.objects(kind=ReportKind.ARREARS).count() == 1


def test_a_proposed_home_is_approved_or_refused_and_registered_at_most_once() -> None:
    proposal = propose()
    by = owner()

    def approve() -> object:
        seen = fresh(proposal)
        return proposals.approve(seen, by, version=proposal.version, today=TODAY)

    def refuse() -> object:
        seen = fresh(proposal)
        return proposals.refuse(seen, by, reasons="Ikke heis.", version=proposal.version, today=TODAY)

    found = outcomes([approve, approve, refuse])
    finish()
    held = records.get(DwellingProposal, proposal.pk)
    assert found.count(True) == 1
    assert Dwelling.objects.count() == (1 if held.state is ProposalState.APPROVED else 0)


def test_the_same_home_proposed_at_once_waits_once() -> None:
    proposal = propose()
    landlord, project = proposal.landlord, proposal.project
    found = outcomes([lambda: propose((landlord, project), unit_number="H0301").pk for _ in range(3)])
    assert sum(isinstance(one, ObjectId) for one in found) == 1
    assert DwellingProposal.objects.count() == 2


def test_of_homes_approved_at_once_no_more_are_registered_than_the_project_has() -> None:
    first = propose()
    landlord, project = first.landlord, first.project
    records.change(fresh(project), factories.ACTOR, values={"homes": 2})
    others = [propose((landlord, project), unit_number=f"H030{at}") for at in range(1, 4)]
    by = owner()

    def approving(proposal: Any) -> Callable[[], object]:
        seen = fresh(proposal)
        return lambda: proposals.approve(seen, by, version=seen.version, today=TODAY)

    found = outcomes([approving(one) for one in (first, *others)])
    finish()
    assert found.count(True) <= 2, found
    assert Dwelling.objects(project=project.pk).count() == found.count(True) > 0
    assert set(found) <= {True, HomesFull, StaleState}
    assert fresh(project).approved_homes == []
