"""Makers of records about keeping a home: rent changes, arrears, benefits, complaints, inspections, endings."""

from datetime import date
from itertools import count
from typing import Any

from bson import ObjectId

from models import (
    Adjustment,
    Allowance,
    ArrearsCase,
    Dispute,
    Ending,
    FollowUp,
    GuaranteeClaim,
    Incident,
    Inspection,
    Lease,
    PriceIndex,
    RentChange,
    Repair,
)
from models.arrears_case import Approval, Instalment, Pause, Plan, TakenStep
from models.ending import DisputeEvent
from models.followup import FollowUpItem
from models.incident import Complainant, Measure
from models.inspection import Room
from models.rent_change import NewLine
from rules.terms import (
    AllowanceState,
    ArrearsStep,
    ContactChannel,
    DisputeForum,
    DisputeSubject,
    EndingGround,
    FollowUpKind,
    HomeRoad,
    IncidentKind,
    InspectionKind,
    InspectionState,
    LeaseEnd,
    MeasureKind,
    Party,
    PlanState,
    RentChangeKind,
    RentLineKind,
    RoomStandard,
    RowKind,
    Security,
)
from services import records
from tests import factories

BY = "Bodil Boligkonsulent"
_numbers = count(1)


def _made(document: Any) -> Any:
    records.create(document, factories.ACTOR)
    return document


def of_lease(lease: Lease) -> dict[str, Any]:
    """What every record of a lease carries of it."""
    return {
        "lease": lease.pk,
        "contract_number": lease.contract_number,
        "tenant": records.reference(lease, "tenant"),
        "office": records.reference(lease, "office"),
    }


def _with_lease(values: dict[str, Any]) -> dict[str, Any]:
    lease = values.pop("lease", None) or factories.make_lease()
    return of_lease(lease) | values


def make_arrears_case(**values: Any) -> ArrearsCase:
    """An open case about rent that fell due on 20 October."""
    defaults = {
        "case_number": f"R2026-{next(_numbers):04d}",
        "opened_on": date(2026, 10, 21),
        "oldest_due": date(2026, 10, 20),
        "owed_ore": 629_300,
    }
    return _made(ArrearsCase(**defaults | _with_lease(values)))


def make_plan(**values: Any) -> Plan:
    defaults = {
        "id": ObjectId(),
        "agreed_on": date(2026, 11, 2),
        "debt_ore": 600_000,
        "instalments": [
            Instalment(due_on=date(2026, 11, 20), amount_ore=300_000),
            Instalment(due_on=date(2026, 12, 20), amount_ore=300_000),
        ],
        "by_name": BY,
    }
    return Plan(**defaults | values)


def make_rent_change(**values: Any) -> RentChange:
    defaults = {
        "kind": RentChangeKind.INDEX,
        "lines": [NewLine(line="1", kind=RentLineKind.BASE, old_ore=800_000, new_ore=824_000)],
        "old_ore": 800_000,
        "new_ore": 824_000,
        "series": "KPI 2015=100",
        "base_month": "2025-10",
        "base_value": 13_500,
        "new_month": "2026-10",
        "new_value": 13_905,
        "effective_from": date(2027, 1, 1),
        "rulebook": 1,
        "by_name": BY,
    }
    return _made(RentChange(**defaults | _with_lease(values)))


def make_index(month: str = "2026-10", value: int = 13_905, series: str = "KPI 2015=100", **values: Any) -> PriceIndex:
    defaults = {"key": f"{series}:{month}", "series": series, "month": month, "value": value, "source": "SSB"}
    return _made(PriceIndex(**defaults | values))


def make_adjustment(**values: Any) -> Adjustment:
    defaults = {
        "key": f"credit:{next(_numbers)}",
        "kind": RowKind.CREDIT,
        "amount_ore": -120_000,
        "booked_on": date(2026, 11, 20),
        "why": "Leieforholdet sluttet midt i måneden.",
        "by_name": BY,
    }
    return _made(Adjustment(**defaults | _with_lease(values)))


def make_allowance(**values: Any) -> Allowance:
    defaults = {"applied_on": date(2026, 11, 3), "by_name": BY}
    return _made(Allowance(**defaults | _with_lease(values)))


def make_guarantee_claim(**values: Any) -> GuaranteeClaim:
    defaults = {
        "security": Security.NAV_GUARANTEE,
        "claimed_ore": 1_200_000,
        "claimed_on": date(2026, 11, 10),
        "reasons": "To måneders husleie er ikke betalt.",
        "by_name": BY,
    }
    return _made(GuaranteeClaim(**defaults | _with_lease(values)))


def make_incident(**values: Any) -> Incident:
    """A complaint about noise from one home."""
    lease = values.pop("lease", None) or factories.make_lease()
    defaults = {
        "incident_number": f"H2026-{next(_numbers):04d}",
        "kinds": [IncidentKind.NOISE],
        "dwellings": [records.reference(lease, "dwelling")],
        "leases": [lease.pk],
        "office": records.reference(lease, "office"),
        "happened_on": date(2026, 11, 14),
        "received_on": date(2026, 11, 16),
        "channel": ContactChannel.TELEPHONE,
        "what": "Høy musikk flere netter på rad.",
        "by_name": BY,
    }
    return _made(Incident(**defaults | values))


def make_inspection(**values: Any) -> Inspection:
    lease = values.pop("lease", None) or factories.make_lease()
    defaults = {
        "inspection_number": f"I2026-{next(_numbers):04d}",
        "kind": InspectionKind.PERIODIC,
        "dwelling": records.reference(lease, "dwelling"),
        "lease": lease.pk,
        "office": records.reference(lease, "office"),
        "planned_on": date(2026, 12, 1),
        "by_name": BY,
    }
    return _made(Inspection(**defaults | values))


def make_repair(**values: Any) -> Repair:
    dwelling = values.pop("dwelling", None) or factories.make_dwelling()
    defaults = {
        "repair_number": f"U2026-{next(_numbers):04d}",
        "dwelling": dwelling,
        "what": "Kranen på badet lekker.",
        "reported_on": date(2026, 11, 18),
        "due_on": date(2026, 12, 18),
        "by_name": BY,
    }
    return _made(Repair(**defaults | values))


def make_followup(**values: Any) -> FollowUp:
    defaults = {"started_on": date(2026, 11, 1), "by_name": BY}
    return _made(FollowUp(**defaults | _with_lease(values)))


def make_ending(**values: Any) -> Ending:
    """A tenant's notice."""
    defaults = {
        "ending_number": f"A2026-{next(_numbers):04d}",
        "reason": LeaseEnd.TENANT_NOTICE,
        "by_party": Party.TENANT,
        "given_on": date(2026, 11, 12),
        "ends_on": date(2027, 2, 28),
        "rulebook": 1,
        "by_name": BY,
    }
    return _made(Ending(**defaults | _with_lease(values)))


def make_dispute(**values: Any) -> Dispute:
    defaults = {
        "dispute_number": f"HT2026-{next(_numbers):04d}",
        "subjects": [DisputeSubject.RENT],
        "forum": DisputeForum.TRIBUNAL,
        "brought_by": Party.TENANT,
        "brought_on": date(2026, 11, 5),
        "by_name": BY,
    }
    return _made(Dispute(**defaults | _with_lease(values)))


def furnish_keeping(lease: Lease, user: Any) -> dict[type[Any], Any]:
    """One of each, well filled in, on one lease."""
    approval = Approval(
        id=ObjectId(), step=ArrearsStep.EVICTION_NOTICE, reasons="Husstanden svarer ikke.", on=date(2026, 11, 20),
        best_interest="Barnet blir boende på skolekretsen.", by=str(user.pk), by_name=user.name,
    )  # fmt: skip
    step = TakenStep(
        id=ObjectId(), step=ArrearsStep.CONTACT_HOUSEHOLD, on=date(2026, 10, 28), channel=ContactChannel.TELEPHONE,
        spoke_with="Leietakeren", said="Betaler når lønnen kommer.", owed_ore=629_300, by=str(user.pk),
        by_name=user.name,
    )  # fmt: skip
    pause = Pause(
        id=ObjectId(), reason="Venter på svar fra NAV.", since=date(2026, 11, 2), until=date(2026, 11, 16), by_name=BY
    )
    broken = make_plan(state=PlanState.BROKEN, ended_on=date(2026, 11, 26), missed_on=date(2026, 11, 20))
    talk = FollowUpItem(
        id=ObjectId(), kind=FollowUpKind.HOME_OWNERSHIP, due_on=date(2026, 11, 10), held_on=date(2026, 11, 10),
        interpreter="Tigrinja", note="Vil gjerne eie.", road=HomeRoad.START_LOAN, by_name=BY,
    )  # fmt: skip
    measure = Measure(
        id=ObjectId(), kind=MeasureKind.TALK, due_on=date(2026, 11, 30), what="Snakke sammen.", by_name=BY
    )
    complainant = Complainant(id=ObjectId(), name="Nabo Naboesen", address="Samagata 12 A", phone="90000001")
    room = Room(
        id=ObjectId(), name="Bad", standard=RoomStandard.NEEDS_REPAIR, note="Sprukket flis.", charge_ore=150_000,
        charge_why="Knust vask.",
    )  # fmt: skip
    return {
        ArrearsCase: make_arrears_case(
            lease=lease, caseworker=user, steps=[step], approvals=[approval], pauses=[pause], plans=[broken],
            children=True, nav_opt_out_on=date(2026, 11, 3),
        ),
        RentChange: make_rent_change(lease=lease, reasons="Årlig regulering."),
        PriceIndex: make_index(),
        Adjustment: make_adjustment(lease=lease),
        Allowance: make_allowance(
            lease=lease, state=AllowanceState.GRANTED, amount_ore=310_000, first_month="2026-11",
            answered_on=date(2026, 11, 15), transport_on=date(2026, 11, 20), transport_why="Restanse.", note="Ny sats.",
        ),
        GuaranteeClaim: make_guarantee_claim(lease=lease, answer_by=date(2026, 12, 10)),
        Incident: make_incident(
            lease=lease, caseworker=user, complainants=[complainant], measures=[measure], heard="Beklager.",
            mapped="To fester.", mapped_on=date(2026, 11, 18),
        ),
        Inspection: make_inspection(
            lease=lease, caseworker=user, kind=InspectionKind.MOVE_OUT, state=InspectionState.HELD, rooms=[room],
            planned_on=date(2026, 11, 19), held_on=date(2026, 11, 19), present="Leietaker og forvalter", keys_back=2,
            remarks="Ryddig.", tenant_says="Vasken var sprukket fra før.",
        ),
        Repair: make_repair(dwelling=lease.dwelling, lease=lease, room="Bad"),
        FollowUp: make_followup(lease=lease, caseworker=user, items=[talk], goals="Bli boende."),
        Ending: make_ending(
            lease=lease, caseworker=user, reason=LeaseEnd.LANDLORD_NOTICE, by_party=Party.LANDLORD,
            grounds=[EndingGround.UNPAID_RENT], reasons="Husleien er ikke betalt.", protest_by=date(2026, 12, 14),
            protest="Uenig.", left_goods="Sykkel i kjelleren.",
        ),
        Dispute: make_dispute(
            lease=lease, caseworker=user, about="Husleien.", next_on=date(2026, 12, 8),
            events=[DisputeEvent(on=date(2026, 11, 5), what="Klagen kom.", by_name=BY)],
        ),
    }  # fmt: skip
