"""Fjordvik's procurements: one gone through from need to agreement last year, and one that waits for its choice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bson import ObjectId

from demo import bids
from models import Agreement, Bid, Landlord, Mandate, NeedOverview, Procurement, User
from models.procurement import SizeWanted
from rules.terms import AgreementKind, MandateBody, Phase
from services import agreements, procurements, records
from services.actor import Actor
from services.agreements import Wanted as WantedAgreement
from services.procurements import announcing, authority, phasing, results, starting
from services.procurements.starting import Leading

KINDS = (AgreementKind.REFERRAL, AgreementKind.ALLOCATION)
TEXT = (
    "Fjordvik kommune trenger flere utleieboliger og inviterer utleiere og utbyggere til å tilby boliger med "
    "tilvisningsavtale. Utleieren eier og leier ut boligene; kommunen kan vise husstander til inntil 40 prosent av dem."
)
QUALITIES = "Små boliger med god planløsning, nær buss og tjenester. Trinnfri adkomst til noen av dem."
NOTED = {
    "housing_bank": "Regionkontoret er orientert, og vi er enige om omfanget.",
    "trained": "Boligkontoret og eiendom har gjennomgått veilederen sammen.",
}

NEEDS = (430, 90, 0)  # days ago that the need was settled


@dataclass(frozen=True)
class _Work:
    """Who does it, on what, and how many days before today each thing was done."""

    by: Actor
    day: date
    needs: Mapping[int, NeedOverview]  # by how many days ago each was settled
    mandate: Mandate

    def need_before(self, days: int) -> NeedOverview:
        """The latest overview that stood so many days ago."""
        return self.needs[min(one for one in self.needs if one >= days)]

    def ago(self, days: int) -> date:
        return self.day - timedelta(days=days)


def add(people: Mapping[str, User], at: datetime, day: date) -> None:
    """The one that is finished first, then the one that bids are to be chosen in."""
    user = people["boligkonsulent"]
    office = records.reference(user, "office")
    by = Actor(id=str(user.pk), name=user.name, at=at, roles=frozenset(user.roles), office=office)
    decided = authority.Decided(
        body=MandateBody.COUNCIL, decided_on=day - timedelta(days=460), case_number=f"{day.year - 1}/118",
        delegated_to="Kommunalsjef for helse og mestring", ceiling=60, kinds=KINDS,
    )  # fmt: skip
    needs = {days: bids.settle_need(people, at, day - timedelta(days=days)) for days in NEEDS}
    work = _Work(by, day, needs, authority.register(decided, by, today=day))
    landlord = Landlord.objects.order_by("organisation_number").first()
    if landlord is not None:
        _finished(work, user, landlord)
    _running(work, user, people["eiendom"])


def _finished(work: _Work, leader: User, landlord: Landlord) -> None:
    """Gone through: two phases the first spring, an agreement in the autumn."""
    held = _announced(work, leader, "Boliger ved havna", begun=440, called=400, bids_by=360)
    _confirm(work, held, (Phase.ANCHORING, 410), (Phase.NEED, 359))
    bid = procurements.register_bid(
        _fresh(held), work.by, landlord=landlord, received_on=work.ago(370), today=work.day, identity=ObjectId(),
        values={"project_name": "Havnekvartalet", "address": "Havnegata 12", "mix": [SizeWanted(rooms=2, homes=10)],
                "rent_ore_m2": 150_000},
    )  # fmt: skip
    held = _fresh(held)
    scores = {one.code: (4, "Svarer godt på det utlysingen ba om.") for one in held.criteria}
    procurements.score_bid(bid, work.by, scores=scores, version=bid.version)
    procurements.choose(
        held, work.by, chosen=[bid.pk], reasons="Eneste tilbud, med gode boliger der behovet er størst.",
        version=held.version, today=work.ago(340),
    )  # fmt: skip
    _confirm(work, held, (Phase.CHOICE, 335))
    wanted = WantedAgreement(project_name="Havnekvartalet", homes=10, years=20, responsible=leader.pk)
    bid = records.get(Bid, bid.pk)
    agreement = agreements.draft_from_bid(bid, AgreementKind.REFERRAL, wanted, work.by, today=work.day)
    agreements.sign(
        agreement, work.by, signed_on=work.ago(300), files=(), nonce="", version=agreement.version, today=work.day
    )
    _realise(work, records.get(Agreement, agreement.pk))
    _confirm(work, held, (Phase.AGREEMENT, 230), (Phase.OPERATION, 200))


def _realise(work: _Work, agreement: Agreement) -> None:
    """Registered on the property, its cooperation agreement signed, then the loan paid out."""
    agreements.register_title(
        agreement, work.by, on=work.ago(280), title_reference="61/118", version=agreement.version, today=work.day
    )
    together = WantedAgreement(project=agreement.project)
    made = agreements.draft(agreement.landlord, AgreementKind.COOPERATION, together, work.by, today=work.day)
    agreements.sign(made, work.by, signed_on=work.ago(270), files=(), nonce="", version=made.version, today=work.day)
    held = records.get(Agreement, agreement.pk)
    agreements.pay_out(
        held, work.by, on=work.ago(235), husbank_reference="HB-2041", version=held.version, today=work.day
    )


def _running(work: _Work, leader: User, responsible: User) -> None:
    """The last day for bids is past, and the phase is soon to be done."""
    held = _announced(work, leader, "Små boliger i sentrum", begun=120, called=70, bids_by=12)
    _confirm(work, held, (Phase.ANCHORING, 75), (Phase.NEED, 11))
    held = _fresh(held)
    phasing.plan(
        held, Phase.CHOICE, work.by, responsible=responsible, begun_on=work.ago(11),
        due_on=work.day + timedelta(days=10), notes="Eiendom ser på planløsning og uteområder.", version=held.version,
        today=work.day,
    )  # fmt: skip


def _announced(work: _Work, leader: User, title: str, *, begun: int, called: int, bids_by: int) -> Procurement:
    """Begun, its first phase standing, and the need announced."""
    held = starting.start(
        work.by, title=title, leading=Leading(leader=leader), started_on=work.ago(begun), today=work.day
    )
    for code, what in NOTED.items():
        held = _fresh(held)
        results.note(
            held, code, work.by, on=work.ago(begun - 20), what=what, version=held.version, today=work.day
        )  # fmt: skip
    held = _fresh(held)
    results.rest_on_overview(held, work.need_before(called), work.by, version=held.version, today=work.day)
    held = _fresh(held)
    results.rest_on_mandate(held, work.mandate, work.by, version=held.version, today=work.day)
    held = _fresh(held)
    call = announcing.Wanted(
        text=TEXT, qualities=QUALITIES, kind=AgreementKind.REFERRAL,
        mix=[announcing.Size(rooms=2, homes=12, least_m2=40.0, accessible=4), announcing.Size(rooms=3, homes=4)],
        channels="Doffin, kommunens nettsider og lokalavisen", published_on=work.ago(called),
        meeting_on=work.ago(called - 14), bids_by=work.ago(bids_by),
    )  # fmt: skip
    announcing.announce(held, call, work.by, version=held.version, today=work.day)
    return _fresh(held)


def _confirm(work: _Work, held: Procurement, *phases: tuple[Phase, int]) -> None:
    for phase, days in phases:
        held = _fresh(held)
        phasing.finish(
            held, phase, work.by, on=work.ago(days), next_due_on=None, version=held.version, today=work.day
        )  # fmt: skip


def _fresh(held: Procurement) -> Procurement:
    found: Procurement = records.get(Procurement, held.pk)
    return found
