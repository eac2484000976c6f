"""What a landlord's own system is shown: its own records, in pages, and of a household no more than it may know."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from models import Disclosure, Referral
from rules.errors import NotFound
from rules.terms import (
    AgreementKind,
    AgreementState,
    DisclosedPart,
    Disposal,
    DwellingState,
    LeaseState,
    NoticeState,
    ReferralState,
    WebhookState,
)
from services import partner
from services.actor import Actor
from tests import factories, partners

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 11, tzinfo=UTC)


def other() -> Any:
    return factories.make_landlord(organisation_number="974760673", name="Annen Utleier AS")


def acting(landlord: Any) -> Actor:
    return Actor.partner(landlord.pk, landlord.name, NOW, client="husrom_ab12cd34")


def test_homes_come_in_pages_oldest_first_and_another_landlords_never() -> None:
    landlord, strange = factories.make_landlord(), other()
    mine = [factories.make_dwelling(landlord=landlord, disposal=Disposal.REFERRAL) for _ in range(5)]
    factories.make_dwelling(landlord=strange, disposal=Disposal.REFERRAL)
    first = partner.dwellings(landlord.pk, limit=3)
    second = partner.dwellings(landlord.pk, after=first[-1].key, limit=3)
    assert [one.number for one in first + second] == [one.dwelling_number for one in mine]
    assert partner.dwellings(landlord.pk, limit=3, state=DwellingState.SOLD) == []


@pytest.mark.parametrize("kind", ["dwelling", "notice", "referral", "lease", "agreement", "proposal", "webhook"])
def test_another_landlords_record_is_not_there(kind: str) -> None:
    application = factories.make_application()
    landlord = factories.make_landlord()
    project = factories.make_project(landlord=landlord)
    agreement = factories.make_agreement(landlord=landlord, project=project)
    made = {type(one).__name__: one for one in
            partners.furnish_partners(landlord, project, agreement, application).values()}  # fmt: skip
    made["Agreement"], made["Dwelling"] = agreement, made["VacancyNotice"].dwelling
    made["Lease"] = made["LandlordReport"].lease
    reads = {
        "dwelling": (partner.dwelling, made["Dwelling"].number),
        "notice": (partner.notice, made["VacancyNotice"].number),
        "referral": (partner.referral, made["Referral"].number),
        "lease": (lambda who, number: partner.lease(who, number, TODAY), made["Lease"].number),
        "agreement": (partner.agreement, made["Agreement"].number),
        "proposal": (partner.proposal, made["DwellingProposal"].number),
        "webhook": (partner.get_webhook, str(made["Webhook"].pk)),
    }
    read, number = reads[kind]
    assert read(landlord.pk, number) is not None
    with pytest.raises(NotFound):
        read(other().pk, number)
    with pytest.raises(NotFound):
        read(landlord.pk, "finnes ikke")


@pytest.mark.parametrize("disposal", [Disposal.RENTED_IN, Disposal.OWNED])
def test_a_home_that_the_municipality_lets_on_is_not_told_of(disposal: Disposal) -> None:
    dwelling, _, _ = partners.make_leased_out()
    landlord, number = dwelling.landlord.pk, dwelling.dwelling_number
    assert [home.number for home in partner.dwellings(landlord, limit=5)] == [number]
    dwelling.update(disposal=disposal)
    assert partner.dwellings(landlord, limit=5) == []
    for read in (partner.dwelling, partner.get_dwelling):
        with pytest.raises(NotFound):
            read(landlord, number)


def test_a_household_is_told_of_only_after_it_is_logged(monkeypatch: pytest.MonkeyPatch) -> None:
    referral = partners.make_referral(state=ReferralState.ACCEPTED)
    landlord = factories.Landlord.objects.first()
    found = partner.referrals(landlord.pk, limit=10)

    def away(*_: Any, **__: Any) -> None:
        raise ConnectionError

    monkeypatch.setattr("services.disclosures.log", away)
    with pytest.raises(ConnectionError):
        partner.tell_referrals(found, acting(landlord), NOW)
    monkeypatch.undo()
    assert Disclosure.objects.count() == 0
    (seen,) = partner.tell_referrals(found, acting(landlord), NOW)
    assert seen.number == referral.number
    assert Disclosure.objects(referral=referral.pk).count() == 1


def test_the_name_is_told_from_acceptance_and_not_of_a_person_who_is_shielded_since() -> None:
    referral = partners.make_referral()
    landlord = factories.Landlord.objects.first()
    assert partner.tell_referrals([_read(referral)], acting(landlord), NOW)[0].name is None
    accepted = partners.make_referral(state=ReferralState.ACCEPTED, notice=_another_notice(landlord))
    assert partner.tell_referrals([_read(accepted)], acting(landlord), NOW)[0].name == accepted.applicant.name
    accepted.applicant.update(protected_address=True)
    seen = partner.tell_referrals([_read(accepted)], acting(landlord), NOW)[0]
    assert (seen.name, seen.phone, seen.email) == (None, None, None)


SHIELDED = {"neither": (False, False), "the record": (True, False), "the person": (False, True), "both": (True, True)}


@pytest.mark.parametrize("which", SHIELDED)
def test_what_is_logged_of_a_person_with_two_records_is_what_is_told(which: str) -> None:
    own, now = SHIELDED[which]
    referral = partners.make_referral(state=ReferralState.ACCEPTED)
    root = factories.make_applicant(protected_address=now)
    referral.applicant.update(merged_into=root.pk, merged=True, protected_address=own)
    landlord = factories.Landlord.objects.first()
    (seen,) = partner.tell_referrals([_read(referral)], acting(landlord), NOW)
    (logged,) = Disclosure.objects
    assert (seen.name is not None) is (DisclosedPart.NAME in logged.parts) is (not own and not now)


def _another_notice(landlord: Any) -> Any:
    dwelling, _, agreement = partners.make_leased_out(landlord=landlord)
    return partners.make_notice(dwelling=dwelling, agreement=agreement, state=NoticeState.REFERRED)


def _read(referral: Any) -> Referral:
    found: Referral = Referral.objects(pk=referral.pk).no_dereference().first()
    return found


def test_notices_and_referrals_are_filtered_by_their_state() -> None:
    referral = partners.make_referral(state=ReferralState.ACCEPTED)
    landlord = factories.Landlord.objects.first()
    assert [one.number for one in partner.notices(landlord.pk, limit=9, state=NoticeState.REFERRED)] == [
        referral.notice_number
    ]
    assert partner.notices(landlord.pk, limit=9, state=NoticeState.LET) == []
    assert partner.referrals(landlord.pk, limit=9, state=ReferralState.REFERRED) == []


def test_a_lease_shows_the_rent_of_the_day_and_not_the_tenant() -> None:
    dwelling, _, _ = partners.make_leased_out()
    lease = factories.make_lease(dwelling=dwelling, landlord=dwelling.landlord, rent_ore=900_000)
    seen = partner.lease(dwelling.landlord.pk, lease.number, TODAY)
    assert (seen.rent_ore, seen.dwelling) == (900_000, dwelling.dwelling_number)
    assert lease.tenant.last_name not in str(seen)
    assert partner.leases(dwelling.landlord.pk, TODAY, limit=5, state=LeaseState.ENDED) == []


def test_a_draft_of_an_agreement_is_the_municipalitys_own() -> None:
    landlord = factories.make_landlord()
    draft = factories.make_agreement(landlord=landlord, state=AgreementState.DRAFT)
    signed = factories.make_agreement(landlord=landlord, kind=AgreementKind.ALLOCATION)
    assert [one.number for one in partner.agreements(landlord.pk, limit=5)] == [signed.number]
    assert partner.agreements(landlord.pk, limit=5, state=AgreementState.DRAFT) == []
    assert partner.agreements(landlord.pk, limit=5, kind=AgreementKind.REFERRAL) == []
    with pytest.raises(NotFound):
        partner.agreement(landlord.pk, draft.number)


def test_duties_are_those_of_the_agreement() -> None:
    duty = partners.make_duty()
    partners.make_duty(agreement=factories.make_agreement(landlord=duty.landlord))
    assert [one.label for one in partner.duties(duty.landlord.pk, duty.agreement_number, limit=5)] == [duty.label]


def test_a_removed_address_is_gone_and_a_message_is_found_by_its_public_id() -> None:
    delivery = partners.make_delivery()
    hook = delivery.webhook
    (seen,) = partner.deliveries(hook, limit=5)
    assert partner.get_delivery(hook, seen.id).pk == delivery.pk
    for strange in ("x", "æ", "....", "AAAA", seen.id[:-2]):
        with pytest.raises(NotFound):
            partner.get_delivery(hook, strange)
    hook.update(state=WebhookState.REMOVED)
    with pytest.raises(NotFound):
        partner.get_webhook(hook.landlord.pk, str(hook.pk))
    assert partner.webhooks(hook.landlord.pk, limit=5) == []


def test_reports_are_those_of_the_lease_without_what_was_made_of_them() -> None:
    report = partners.make_report(handled_how="Fulgt opp med NAV.")
    (seen,) = partner.reports(report.lease, limit=5)
    assert seen.number == report.number
    assert "NAV" not in str(seen)
