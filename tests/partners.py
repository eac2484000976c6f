"""Makers of records about private landlords: procurement, agreements, notices, referrals, their systems."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from models import (
    Agreement,
    ApiCalls,
    ApiKey,
    Approach,
    Bid,
    Disclosure,
    Duty,
    DwellingProposal,
    LandlordReport,
    Mandate,
    NeedOverview,
    Procurement,
    Referral,
    VacancyNotice,
    Webhook,
    WebhookDelivery,
)
from models.landlord_side import ProposedHome
from models.need_overview import NeedLine
from models.procurement import PhaseWork, SizeWanted
from rules.terms import (
    AgreementKind,
    ApplicationState,
    DisclosedPart,
    Disposal,
    DutyParty,
    DwellingType,
    MandateBody,
    NeedTerm,
    NoticeOrigin,
    NoticeState,
    PartnerEvent,
    Phase,
    ReportKind,
    Scope,
    TargetGroup,
)
from services import records
from tests import factories

BY = "Eivind Eiendom"
_numbers = count(1)


def _made(document: Any) -> Any:
    records.create(document, factories.ACTOR)
    return document


def _plain(document: Any) -> Any:
    document.save(force_insert=True)
    return document


def make_mandate(**values: Any) -> Mandate:
    """The council's authority for forty homes."""
    number = next(_numbers)
    defaults = {
        "mandate_number": f"FM2026-{number:03d}",
        "body": MandateBody.COUNCIL,
        "decided_on": date(2026, 3, 12),
        "case_number": f"2026/{number:04d}",
        "delegated_to": "Kommunalsjefen",
        "ceiling": 40,
        "kinds": [AgreementKind.REFERRAL, AgreementKind.ALLOCATION],
        "by_name": BY,
    }
    return _made(Mandate(**defaults | values))


def make_procurement(**values: Any) -> Procurement:
    """One that has just begun."""
    defaults = {
        "procurement_number": f"F2026-{next(_numbers):03d}",
        "title": "Små boliger i sentrum",
        "phases": [PhaseWork(phase=phase) for phase in Phase],
        "rulebook": 1,
        "started_on": date(2026, 4, 1),
    }
    return _made(Procurement(**defaults | values))


def make_bid(**values: Any) -> Bid:
    procurement = values.pop("procurement", None) or make_procurement()
    defaults = {
        "bid_number": f"UT2025-{next(_numbers):03d}",
        "procurement": procurement,
        "procurement_number": procurement.procurement_number,
        "landlord": values.pop("landlord", None) or factories.make_landlord(),
        "project_name": f"Fjordgløtt {next(_numbers)}",
        "address": "Sjøgata 2",
        "mix": [SizeWanted(rooms=2, homes=10)],
        "homes": 10,
        "received_on": date(2026, 6, 1),
        "by_name": BY,
    }
    return _made(Bid(**defaults | values))


def make_approach(**values: Any) -> Approach:
    defaults = {
        "approach_number": f"HV2025-{next(_numbers):03d}",
        "from_name": "Prøve Eiendom AS",
        "received_on": date(2026, 11, 2),
        "what": "Tilbyr seks nye leiligheter.",
        "by_name": BY,
    }
    return _made(Approach(**defaults | values))


def make_need_overview(**values: Any) -> NeedOverview:
    line = NeedLine(
        term=NeedTerm.SHORT, rooms=2, area="HARSTAD", target_group=TargetGroup.DISADVANTAGED, waiting=7, vacant=2
    )
    defaults = {
        "overview_number": f"BO2025-{next(_numbers):03d}",
        "on": date(2026, 11, 1),
        "lines": [line],
        "rulebook": 1,
        "by_name": BY,
    }
    return _made(NeedOverview(**defaults | values))


def make_duty(**values: Any) -> Duty:
    agreement = values.pop("agreement", None) or factories.make_agreement()
    defaults = {
        "agreement": agreement,
        "agreement_number": agreement.agreement_number,
        "landlord": records.reference(agreement, "landlord"),
        "code": f"plikt_{next(_numbers)}",
        "label": "Årlig møte",
        "party": DutyParty.MUNICIPALITY,
        "every_months": 12,
        "next_on": date(2026, 12, 15),
    }
    return _made(Duty(**defaults | values))


def make_leased_out(**values: Any) -> tuple[Any, Any, Any]:
    """A landlord's dwelling with the project and the agreement that it stands under."""
    landlord = values.pop("landlord", None) or factories.make_landlord()
    project = values.pop("project", None) or factories.make_project(landlord=landlord)
    stands = Agreement.objects(right_to__in=[project.pk]).first()  # a project has one right to its homes at a time
    agreement = stands or factories.make_agreement(landlord=landlord, project=project)
    dwelling = factories.make_dwelling(
        **{"landlord": landlord, "project": project, "disposal": Disposal.REFERRAL} | values
    )
    return dwelling, project, agreement


def make_notice(**values: Any) -> VacancyNotice:
    """A notice of a home that a landlord lets by referral, just reported."""
    dwelling = values.pop("dwelling", None)
    if dwelling is None:
        dwelling, project, agreement = make_leased_out()
    else:
        project = dwelling.project
        agreement = values.pop("agreement", None) or factories.make_agreement(
            landlord=dwelling.landlord, project=project
        )
    defaults = {
        "notice_number": f"M2026-{next(_numbers):04d}",
        "landlord": dwelling.landlord,
        "dwelling": dwelling,
        "dwelling_number": dwelling.dwelling_number,
        "project": project,
        "agreement": agreement,
        "origin": NoticeOrigin.API,
        "reported_on": date(2026, 11, 20),
        "reported_by_name": "Prøve Eiendom AS",
        "available_from": date(2026, 12, 1),
        "answer_by": date(2026, 12, 4),
        "rent_ore": dwelling.rent_ore,
    }
    return _made(VacancyNotice(**defaults | values))


def make_referral(**values: Any) -> Referral:
    """A household referred to a notice's home; the reservation on the project is the caller's to make."""
    notice = values.pop("notice", None) or make_notice(state=NoticeState.REFERRED)
    application = values.pop("application", None) or factories.make_application(state=ApplicationState.WAITING)
    defaults = {
        "referral_number": f"TV2026-{next(_numbers):04d}",
        "notice": notice,
        "notice_number": notice.notice_number,
        **{name: records.reference(notice, name) for name in ("landlord", "dwelling", "project", "agreement")},
        "application": application,
        "application_number": application.application_number,
        "applicant": records.reference(application, "applicant"),
        "office": records.reference(application, "office"),
        "referred_on": date(2026, 11, 21),
        "valid_to": date(2026, 12, 5),
        "adults": application.adults,
        "children": application.children,
    }
    return _made(Referral(**defaults | values))


def make_disclosure(**values: Any) -> Disclosure:
    referral = values.pop("referral", None) or make_referral()
    defaults = {
        "landlord": records.reference(referral, "landlord"),
        "referral": referral,
        "referral_number": referral.referral_number,
        "person": records.reference(referral, "applicant"),
        "parts": [DisclosedPart.TOKEN, DisclosedPart.HOUSEHOLD_SIZE],
        "ground": "forvaltningsloven § 13 b",
        "at": datetime(2026, 11, 21, 12, tzinfo=UTC),
        "client": "husrom_ab12cd34",
    }
    return _plain(Disclosure(**defaults | values))


def make_proposal(**values: Any) -> DwellingProposal:
    project = values.pop("project", None) or factories.make_project()
    home = ProposedHome(
        address="Sjøgata 2 B", postcode="9405", kind=DwellingType.FLAT, rooms=2, area_m2=48.0, rent_ore=950_000
    )
    defaults = {
        "proposal_number": f"FB2026-{next(_numbers):04d}",
        "landlord": records.reference(project, "landlord"),
        "project": project,
        "home": home,
        "origin": NoticeOrigin.API,
        "received_on": date(2026, 11, 20),
    }
    return _made(DwellingProposal(**defaults | values))


def make_report(**values: Any) -> LandlordReport:
    lease = values.pop("lease", None)
    if lease is None:
        dwelling, _, _ = make_leased_out()
        lease = factories.make_lease(dwelling=dwelling, landlord=dwelling.landlord)
    defaults = {
        "report_number": f"ME2026-{next(_numbers):04d}",
        "landlord": records.reference(lease, "landlord"),
        "lease": lease,
        "contract_number": lease.contract_number,
        "tenant": records.reference(lease, "tenant"),
        "kind": ReportKind.ARREARS,
        "origin": NoticeOrigin.API,
        "received_on": date(2026, 11, 20),
        "owed_ore": 1_900_000,
        "oldest_due": date(2026, 10, 1),
    }
    return _made(LandlordReport(**defaults | values))


def make_key(**values: Any) -> ApiKey:
    defaults = {
        "prefix": f"husrom_{next(_numbers):08d}",
        "digest": "0" * 64,
        "landlord": values.pop("landlord", None) or factories.make_landlord(),
        "label": "Forvaltningssystemet",
        "scopes": list(Scope),
        "issued_on": date(2026, 11, 1),
        "expires_on": date(2027, 11, 1),
        "by_name": "Anne Administrator",
    }
    return _made(ApiKey(**defaults | values))


def make_calls(**values: Any) -> ApiCalls:
    defaults = {
        "key": f"husrom_{next(_numbers):08d}:2026-11-21T12:referrals.listed:200",
        "landlord": values.pop("landlord", None) or factories.make_landlord(),
        "client": "husrom_00000001",
        "hour": datetime(2026, 11, 21, 12, tzinfo=UTC),
        "operation": "referrals.listed",
        "status": 200,
        "count": 3,
        "last_at": datetime(2026, 11, 21, 12, 30, tzinfo=UTC),
    }
    return _plain(ApiCalls(**defaults | values))


def make_webhook(**values: Any) -> Webhook:
    defaults = {
        "landlord": values.pop("landlord", None) or factories.make_landlord(),
        "url": f"https://utleier.example/husrom/{next(_numbers)}",
        "events": [PartnerEvent.REFERRAL_CREATED],
        "secret": "hemmelig-nok-til-en-prove",
        "made_on": date(2026, 11, 1),
    }
    return _made(Webhook(**defaults | values))


def make_delivery(**values: Any) -> WebhookDelivery:
    hook = values.pop("webhook", None) or make_webhook()
    at = datetime(2026, 11, 21, 12, tzinfo=UTC)
    defaults = {
        "key": f"{hook.pk}:{next(_numbers)}",
        "webhook": hook,
        "landlord": records.reference(hook, "landlord"),
        "event": PartnerEvent.REFERRAL_CREATED,
        "body": "{}",
        "queued_at": at,
        "next_at": at,
        "expires_at": datetime(2026, 12, 21, 12, tzinfo=UTC),
    }
    return _plain(WebhookDelivery(**defaults | values))


def furnish_partners(landlord: Any, project: Any, agreement: Any, application: Any) -> dict[type[Any], Any]:
    """One of each, on one landlord; the household is the application's."""
    procurement = make_procurement()
    home = factories.make_dwelling(landlord=landlord, project=project, disposal=Disposal.REFERRAL)
    notice = make_notice(dwelling=home, agreement=agreement, state=NoticeState.REFERRED)
    referral = make_referral(notice=notice, application=application, why="Boligen passer husstanden.")
    lease = factories.make_lease(dwelling=home, landlord=landlord)
    hook = make_webhook(landlord=landlord)
    return {
        NeedOverview: make_need_overview(),
        Mandate: make_mandate(),
        Procurement: procurement,
        Bid: make_bid(procurement=procurement, landlord=landlord),
        Approach: make_approach(landlord=landlord),
        Duty: make_duty(agreement=agreement),
        VacancyNotice: notice,
        Referral: referral,
        Disclosure: make_disclosure(referral=referral),
        DwellingProposal: make_proposal(project=project),
        LandlordReport: make_report(lease=lease),
        ApiKey: make_key(landlord=landlord),
        ApiCalls: make_calls(landlord=landlord),
        Webhook: hook,
        WebhookDelivery: make_delivery(webhook=hook),
    }
