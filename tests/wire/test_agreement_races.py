"""Limits on a real server: the last home of a quota, the last homes under a ceiling, a bid's one agreement."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bson import ObjectId
from flask import Flask

from models import Agreement, Mandate, Procurement, Project
from rules.errors import BidAgreed, CeilingReached, QuotaFull, StaleState
from rules.terms import AgreementKind, AgreementState
from services import effects, procurements, quotas, records, rulebooks
from services.actor import Actor
from tests import factories, partners
from tests.agreeing import BY, NOW, TODAY, chosen_bid, drafted, fresh, sign
from tests.clockwork import load_rulebook
from tests.factories import ACTOR
from tests.wire.racing import outcomes

LATE = Actor.system(NOW + timedelta(minutes=2))


@pytest.fixture(autouse=True)
def house(app: Flask) -> None:
    load_rulebook()


def finish() -> None:
    for _ in range(4):
        for left in effects.due(LATE.at):
            effects.finish(left, LATE)


def reserving(project: Any) -> Callable[[], object]:
    own, rules = fresh(project), rulebooks.current(TODAY)
    wanted = quotas.reservation(ObjectId(), ObjectId(), TODAY, referral=ObjectId())
    return lambda: quotas.reserve(own, wanted, Agreement(kind=AgreementKind.REFERRAL), rules, ACTOR)


def test_the_last_home_of_a_quota_is_taken_once() -> None:
    project = factories.make_project(homes=5)
    reserving(project)()
    results = outcomes([reserving(project) for _ in range(5)])
    assert results.count(True) == 1, results
    assert set(results) <= {True, StaleState, QuotaFull}
    assert len(fresh(project).reservations) == 2
    assert outcomes([reserving(project)]) == [QuotaFull]


def test_leases_counted_and_a_referral_at_the_same_instant_count_both_once() -> None:
    home, project, _ = partners.make_leased_out()
    factories.make_lease(dwelling=home)
    outcomes([reserving(project), *[lambda: quotas.keep_up(project.pk, ACTOR) for _ in range(3)]])
    quotas.keep_up(project.pk, ACTOR)
    held = records.get(Project, project.pk).reservations
    assert len({one.id for one in held}) == len(held)
    assert sum(one.lease is not None for one in held) == 1


def signing(agreement: Any) -> Callable[[], object]:
    own = fresh(agreement)
    return lambda: sign(own)


def test_the_last_homes_under_a_ceiling_are_agreed_on_once() -> None:
    mandate = partners.make_mandate(ceiling=30)
    landlord = factories.make_landlord()
    drafts = [drafted(chosen_bid(mandate=mandate, homes=12, landlord=landlord)) for _ in range(4)]
    results = outcomes([signing(draft) for draft in drafts])
    finish()
    assert results.count(True) == 2, results
    assert set(results) <= {True, CeilingReached, StaleState}
    states = sorted(fresh(draft).state.value for draft in drafts)
    assert states == ["draft", "draft", "signed", "signed"]
    assert records.get(Mandate, mandate.pk).used == 24


def test_an_agreement_signed_by_several_at_the_same_instant_is_signed_once() -> None:
    draft = drafted()
    results = outcomes([signing(draft) for _ in range(4)])
    finish()
    assert results.count(True) == 1, results
    assert set(results) <= {True, False, StaleState}
    assert fresh(draft).state is AgreementState.SIGNED


def test_a_bid_is_drafted_on_once() -> None:
    bid = chosen_bid()
    results = outcomes([lambda: drafted(bid).state for _ in range(4)])
    assert results.count(AgreementState.DRAFT) == 1, results
    assert set(results) == {AgreementState.DRAFT, BidAgreed}
    assert Agreement.objects.count() == 1


def test_a_choice_is_taken_back_or_an_agreement_signed_on_it_and_never_both() -> None:
    landlord, mandate = factories.make_landlord(), partners.make_mandate()
    for _ in range(3):
        draft = drafted(chosen_bid(mandate=mandate, landlord=landlord, homes=5))
        held = records.get(Procurement, records.reference(draft, "procurement"))
        taking = {"why": "Feil i poengene.", "version": held.version}
        outcomes([signing(draft), lambda held=held, taking=taking: procurements.take_choice_back(held, BY, **taking)])
        finish()
        held = fresh(held)
        assert (held.choice is not None) == (fresh(draft).state is AgreementState.SIGNED)
        assert held.signing == []
