"""Every named query finds the same with and without its indexes, and none of them reads a whole collection."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pymongo
import pytest
from bson import ObjectId
from pymongo.monitoring import CommandListener, CommandStartedEvent

from models import DOCUMENTS, Applicant, Application, Invoicing, Lease, LedgerRow, Letter, Message, Payment, Record
from models.appeal import Telling
from models.assessment import Assessment
from models.deciding import DecisionEntry, Proposal
from models.followup import FollowUpItem
from models.incident import Measure
from models.inspection import Room
from models.lease import Account
from models.letter import Addressee
from models.mapping import ApprovedNeed
from models.offer import Judgement
from models.procurement import Announcement
from rules.deadlines import Month
from rules.rulebook import Rules
from rules.terms import (
    Advice,
    AgreementKind,
    AgreementState,
    AllowanceState,
    AppealState,
    ApplicationKind,
    ApplicationState,
    ArrearsState,
    ChoosingBody,
    Copy,
    DecisionOutcome,
    DeliveryState,
    DisputeState,
    DwellingState,
    DwellingType,
    EndingState,
    FollowUpKind,
    GuaranteeState,
    IncidentState,
    InspectionKind,
    InspectionState,
    LeaseState,
    LegalBasis,
    LetterKind,
    LetterState,
    MeasureKind,
    MessageKind,
    MessageState,
    NeedState,
    NominationState,
    NoticeState,
    OfferState,
    PaymentSource,
    PaymentState,
    QueueCause,
    ReferralState,
    RefusalReason,
    RentChangeState,
    RentCollector,
    RepairState,
    ReportKind,
    Role,
    RoomStandard,
    RowKind,
    Security,
    TaskKind,
    VacancyState,
)
from services import (
    accounts,
    agreements,
    allocations,
    applications,
    arrears,
    assessments,
    audit,
    benefits,
    candidates,
    case_print,
    decisions,
    disclosures,
    effects,
    endings,
    expiries,
    followups,
    incidents,
    inspections,
    invoicing,
    job_runs,
    journals,
    landlord_leases,
    leases,
    ledger,
    meetings,
    merged,
    need_to_know,
    needs,
    next_steps,
    offers,
    outbox,
    overview,
    partner,
    pending_appeals,
    persons,
    plans,
    procured,
    procurements,
    proposals,
    quotas,
    records,
    referrals,
    rents,
    rulebook_changes,
    rulebooks,
    search,
    securities,
    slow_cases,
    tasks,
    users,
    vacancies,
    vacancy_steps,
    void_figures,
    waiting_list,
    webhooks,
)
from services import notices as home_notices
from services.actor import Actor
from services.applications import notices, papers, people
from services.effects import Owed
from services.leases.contract import free_number
from services.leases.record import standing
from services.leases.taking_over import follower_of
from services.ledger import givebacks, received, reconciliation
from services.ledger.rented import followed, taken_over
from services.referrals.telling import has_called
from services.rents import Choice
from services.waiting_list import Wanted
from tests import casework, keepers, letting_leases, letting_offers, makers, partners, telling
from tests import factories as make
from tests.conftest import ROOT

NOW = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 22)
LATER = date(2030, 1, 1)
SYSTEM = Actor.system(NOW)
WORKER = Actor(id="u", name="Kari", at=NOW, roles=frozenset({Role.CASEWORKER}))

pytestmark = pytest.mark.usefixtures("app")


class Finds(CommandListener):
    """The `find` commands that reach the server."""

    def __init__(self) -> None:
        self.sent: list[dict[str, Any]] = []

    def started(self, event: CommandStartedEvent) -> None:
        if event.command_name == "find":
            self.sent.append(dict(event.command))

    def succeeded(self, event: Any) -> None: ...

    def failed(self, event: Any) -> None: ...


@pytest.fixture(autouse=True)
def finds(settings: Any) -> Iterator[Finds]:
    """Listens to the application's client, which is made anew with the listener on it."""
    from models import connection

    listener = Finds()
    pymongo.monitoring.register(listener)
    connection.connect(settings.mongodb_uri)
    yield listener
    pymongo.monitoring._LISTENERS.command_listeners.remove(listener)


class World:
    """A small municipality with something for every query to find, and as much that it must not find."""

    def __init__(self) -> None:
        rulebooks.load_first((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8"), SYSTEM)
        self.rules: Rules = rulebooks.current(TODAY)
        self._later_rulebook()
        self.user = make.make_user(demo=True)
        self.deputy = make.make_user()
        self.user = make.make_user(away_from=date(2026, 11, 1), deputy=self.deputy)
        self.landlord = make.make_landlord(name="Åsland Bolig AS")
        self.leases = [self._lease(n) for n in range(6)]
        accounts.refresh([lease.pk for lease in self.leases])
        for n, state in enumerate(ApplicationState):
            make.make_application(
                application_number=f"S20260{n:02d}", state=state, received_on=date(2026, 9, 1 + n), caseworker=self.user
            )
        self.application = make.make_application(applicant=make.make_applicant(first_name="Åse", last_name="Østby"))
        self.applicant = self.application.applicant
        make.make_applicant(merged=True, merged_into=self.applicant.pk)
        make.make_applicant(first_name="Siv", last_name="Dobbel", phone="99887766")
        for kind in (LetterKind.SLOW_NOTICE, LetterKind.DECISION):
            self._letter(kind)
        self._granted()
        self._assessed_and_waiting()
        journals.write(self.application, journals.JournalKind.NOTE, "Notat", WORKER, nonce="n1", now=NOW)
        self._committee()
        self._vacant()
        for state in (AppealState.UNDER_REASSESSMENT, AppealState.FORWARDED):
            make.make_appeal(state=state, caseworker=self.user)
        for day in (date(2026, 11, 3), date(2026, 11, 20)):
            due = Telling(kind=LetterKind.APPEAL_FORWARDED, by=day)
            make.make_appeal(state=AppealState.FORWARDED, forwarded_on=day, tellings=[due])
        for state in AgreementState:
            make.make_agreement(landlord=self.landlord, state=state, ends_on=date(2027, 1, 1))
        for n, kind in enumerate(TaskKind):
            make.make_task(kind=kind, assignee=self.user if n % 2 else None, role=Role.ECONOMY, due_on=TODAY)
        for state in MessageState:
            self._message(state)
        for state in (PaymentState.UNMATCHED, PaymentState.PLACED):
            payment = Payment(key=state.value, source=PaymentSource.OCR, amount_ore=100, booked_on=TODAY, state=state)
            records.create(payment, SYSTEM)
        self._vacant_homes()
        self._offered()
        self._leased()
        self._nominated()
        self._paid_for()
        self._banked()
        self._ended()
        self._partnered()
        effects.registry.command("never", _fail)
        records.change(self.leases[0], SYSTEM, values={"eviction_clause": True}, owed=[Owed("never", "n")])

    def _partnered(self) -> None:
        """Two landlords with one of everything that the partner API shows."""
        for number in ("974760673", "991825827"):
            self.partner = make.make_landlord(organisation_number=number)
            project = make.make_project(landlord=self.partner)
            agreement = make.make_agreement(landlord=self.partner, project=project)
            case = make.make_application(state=ApplicationState.WAITING)
            made = {
                kind.__name__: one
                for kind, one in partners.furnish_partners(self.partner, project, agreement, case).items()
            }
            self.partnered = made
            make.make_lease(
                landlord=self.partner, rent_collected_by=RentCollector.LANDLORD, state=LeaseState.UPCOMING,
                referral=made["Referral"].pk, starts_on=TODAY,
            )  # fmt: skip
        for state in (ReferralState.REJECTED, ReferralState.EXPIRED):
            partners.make_referral(state=state, notice=self.partnered["VacancyNotice"])
        other = make.make_dwelling(landlord=self.partner, project=project)
        partners.make_notice(dwelling=other, agreement=agreement, state=NoticeState.REPORTED)
        call = Announcement(
            text="Vi trenger boliger.", qualities="Nær buss.", kind=AgreementKind.REFERRAL, channels="Doffin",
            published_on=TODAY, bids_by=TODAY, by_name="Kari",
        )  # fmt: skip
        records.change(self.partnered["Procurement"], SYSTEM, values={"announcement": call})
        self.called = self.partnered["Procurement"]
        partners.make_approach(procurement=self.called)
        self.warned = partners.make_report(lease=self.leases[0], landlord=self.partner, told_as=[ObjectId()])
        settled = {"state": NeedState.SETTLED, "on": date(2026, 1, 1)}
        partners.make_need_overview(**settled)
        self.next_need = partners.make_need_overview(on=date(2026, 11, 1))
        self.right = make.make_agreement(landlord=self.partner, project=make.make_project(landlord=self.partner))
        held = {"landlord": self.partner, "project": self.right.project}
        make.make_agreement(kind=AgreementKind.COOPERATION, state=AgreementState.SIGNED, **held)
        make.make_lease(dwelling=make.make_dwelling(**held), starts_on=date(2020, 1, 1), state=LeaseState.OCCUPYING)

    def _ended(self) -> None:
        """Ends in every state, disputes open and closed, a lease long past its term."""
        for state in EndingState:
            keepers.make_ending(state=state, sue_by=date(2026, 11, 1))
        lease = make.make_lease(starts_on=date(2024, 1, 1), ends_on=date(2026, 6, 30))
        self.ending = keepers.make_ending(lease=lease, state=EndingState.PROTESTED, sue_by=date(2027, 3, 1))
        keepers.make_inspection(lease=lease, kind=InspectionKind.MOVE_OUT)
        sent = Measure(
            id=ObjectId(), kind=MeasureKind.WARNING, due_on=TODAY, done_on=TODAY, what="Advarsel.", by_name="Kari"
        )
        keepers.make_incident(lease=lease, measures=[sent])
        for state in DisputeState:
            keepers.make_dispute(lease=lease, state=state, next_on=TODAY)

    def _vacant_homes(self) -> None:
        """In every state, vacated before, in and after the year that the figures are of; offers in and out of it."""
        for n, state in enumerate(VacancyState):
            ended = state in (VacancyState.LET, VacancyState.CANCELLED)
            for year in (2025, 2026, 2027):
                make.make_vacancy(
                    vacancy_number=f"L{year}-{n}", state=state, unit=make.make_unit(name=f"Enhet {year}-{n}"),
                    vacated_on=date(year, 3, 1), closed_on=date(year, 6, 1) if ended else None,
                    let_on=date(year, 6, 1) if state is VacancyState.LET else None,
                )  # fmt: skip
        for n, state in enumerate(OfferState):
            for year in (2025, 2026):
                reason = RefusalReason.SIZE if state is OfferState.DECLINED else None
                make.make_offer(state=state, offered_on=date(year, 12 - n, 1 + n), reason=reason)

    def _later_rulebook(self) -> None:
        later = rulebooks.copy(1, "Senere", SYSTEM)
        rulebooks.publish(later, TODAY + timedelta(days=1), SYSTEM, version=1, today=TODAY)
        self.draft = rulebooks.copy(2, "Utkast", SYSTEM)
        decided = make.make_application(application_number="S2025999", state=ApplicationState.REFUSED)
        self.decided = make.make_decision(application=decided).number

    def _assessed_and_waiting(self) -> None:
        held = {"rulebook": 1, "score": 0, "facts": "-", "assessed_on": TODAY, "at": NOW, "by": "1", "by_name": "Sara"}
        identity = ObjectId()
        shared = {"id": identity, "basis": LegalBasis.LOCAL_GUIDELINES, "outcome": DecisionOutcome.GRANTED}
        proposal = Proposal(
            **shared, body="committee", appeal_body="appeals_board", dwelling_type=DwellingType.FLAT, reasons="r",
            weighed="w", rulebook=1, letter=ObjectId(), letter_sha256="0", on=TODAY, by="1", by_name="Sara",
        )  # fmt: skip
        make.make_application(
            application_number="S2026900", state=ApplicationState.WAITING,
            approved_need=ApprovedNeed(rooms=3, lift=True), assessment=Assessment(advice=Advice.GRANT, **held),
            factor_levels={"stability": "pressing"},
            decisions=[DecisionEntry(**shared, decided_on=TODAY, proposal=proposal)],
        )  # fmt: skip

    def _banked(self) -> None:
        """What a bank file left: rows, a reversal that waits, and a month that was taken out for the economy system."""
        held = {"lease": self.leases[0], "booked_on": TODAY, "run": "run:banked", "at": NOW}
        LedgerRow(key="charge:banked", kind=RowKind.CHARGE, amount_ore=9_000, period="2026-11", **held).save()
        LedgerRow(key="payment:banked", kind=RowKind.PAYMENT, amount_ore=-4_321, **held).save()
        back = Payment(key="back", source=PaymentSource.CAMT, amount_ore=-100, booked_on=TODAY, kid="00700999",
                       cause=QueueCause.UNKNOWN_REVERSAL, import_run="run:banked")  # fmt: skip
        records.create(back, SYSTEM)
        Invoicing(key="invoicing:2026-11:1", period="2026-11", number=1, file=ObjectId(), sha256="0", rows=1,
                  sum_ore=9_000, by="1", by_name="Oda", at=NOW).save()  # fmt: skip

    def _paid_for(self) -> None:
        """A plan that runs and one that does not, allowances and guarantee claims in each state."""
        for n, state in enumerate((ArrearsState.PLAN, ArrearsState.OPEN, ArrearsState.CLOSED)):
            keepers.make_arrears_case(lease=self.leases[n], state=state, plans=[keepers.make_plan()])
        for n, allowance in enumerate(AllowanceState):
            keepers.make_allowance(lease=self.leases[n], state=allowance)
        records.change(self.leases[2], SYSTEM, values={"security": Security.DEPOSIT, "security_ore": 900_000})
        for n, claim in enumerate(GuaranteeState):
            keepers.make_guarantee_claim(lease=self.leases[n % 3], state=claim, paid_ore=100 if n == 1 else None)

    def _lease(self, n: int) -> Any:
        state = [LeaseState.OCCUPYING, LeaseState.ENDED][n % 2]
        lease = make.make_lease(
            state=state, ends_on=date(2026, 12, 1) + timedelta(days=100 * n), kid=f"700{n}", account=Account(),
            caseworker=self.user,
        )  # fmt: skip
        for m, due in enumerate((date(2026, 10, 20), date(2026, 12, 21))):
            LedgerRow(
                key=f"charge:{n}:{m}", lease=lease, kind=RowKind.CHARGE, amount_ore=100, booked_on=due.replace(day=1),
                due_on=due, period=f"2026-{due.month}", run=f"run:{n}", at=NOW,
            ).save(force_insert=True)  # fmt: skip
        return lease

    def _committee(self) -> None:
        members, secretary = casework.members(), casework.acting(casework.worker())
        self.meeting = meetings.plan(TODAY, "09:00", "Rådhuset", members[0], members, secretary, now=NOW)
        on_agenda = casework.proposed(now=NOW - timedelta(days=1))
        meetings.set_on_agenda(self.meeting, on_agenda, secretary, version=on_agenda.version)
        casework.proposed(now=NOW)
        for n, on in enumerate((self.meeting.pk, None)):
            make.make_vacancy(
                state=VacancyState.PROPOSED, body=ChoosingBody.COMMITTEE, meeting=on, vacancy_number=f"L1999-{n}"
            )
        make.make_vacancy(state=VacancyState.PROPOSED, body=ChoosingBody.CONSULTANTS)
        make.make_user(roles=[Role.DEPARTMENT_HEAD])

    def _vacant(self) -> None:
        """A dwelling that is lived in and reported vacant, one let again, and the task of the first."""
        self.vacancy = make.make_vacancy(dwelling=self.leases[0].dwelling, lease=self.leases[0])
        make.make_vacancy(state=VacancyState.LET, dwelling=self.leases[0].dwelling)
        self.given = letting_offers.allocated()
        found = vacancy_steps.finding(self.vacancy, TODAY, self.rules)
        assert found is not None
        tasks.flag(found, SYSTEM, TODAY)
        self._told_of()
        self._followed_up()
        self._looked_after()
        self._rented()

    def _rented(self) -> None:
        """A change of rent in every state, and the index they go by."""
        self.index = keepers.make_index("2026-10", 13_905)
        keepers.make_index("2025-10", 13_500)
        for state in RentChangeState:
            keepers.make_rent_change(lease=make.make_lease(), state=state, effective_from=TODAY)
        self.changing = keepers.make_rent_change(lease=make.make_lease(), state=RentChangeState.DRAFT)
        keepers.make_rent_change(lease=self.leases[0], state=RentChangeState.IN_FORCE)
        records.change(make.make_lease(), SYSTEM, values={"state": LeaseState.ENDED, "ended_on": TODAY})

    def _offered(self) -> None:
        """One person's offers in every state, answered and not, before, on and after their day; a signed lease."""
        case = self.application
        for n, state in enumerate(OfferState):
            for late in (True, False):
                if late and state is OfferState.ACCEPTED:
                    continue  # one at a time
                day = date(2026, 11, 18) if late else date(2026, 11, 24)
                self.offer = make.make_offer(
                    application=case, state=state, answer_by=day, offer_number=f"T1999-{n}{late}", offered_on=TODAY
                )
        judged = Judgement(
            justified=False, reasons="x", until=date(2027, 1, 1), rulebook=1, on=TODAY, by="1", by_name="Kari"
        )
        self.open_offer = make.make_offer(application=case, answer_by=date(2027, 1, 1))
        self.judged = make.make_offer(application=case, state=OfferState.DECLINED, judgement=judged)
        make.make_lease(state=LeaseState.UPCOMING, signed_on=TODAY, starts_on=date(2027, 1, 1))
        make.make_lease(state=LeaseState.UPCOMING, starts_on=date(2027, 1, 1))

    def matched(self) -> candidates.Match:
        """A dwelling that is lived in and vacant against all who wait."""
        return candidates.match(self.vacancy, self.rules, today=TODAY, tie=b"t" * 32)

    def _nominated(self) -> None:
        """An office's candidate, and another's that is taken back; households that wait and do not suit, and do."""
        self.nominated = make.make_nomination()
        make.make_nomination(vacancy=self.nominated.vacancy, state=NominationState.WITHDRAWN)
        for rooms, children in ((2, 0), (2, 1), (9, 0)):
            make.make_application(
                state=ApplicationState.WAITING, children=children, approved_need=ApprovedNeed(rooms=rooms)
            )
        tenant = make.make_application(applicant=self.leases[0].tenant, state=ApplicationState.WAITING)
        make.make_offer(application=tenant, state=OfferState.ACCEPTED)

    def _leased(self) -> None:
        """A lease with its granted extension, one whose extension is signed, charged past its end; a swap signed."""
        self.extended, self.held = letting_leases.extended(kid="23456789012")
        self.followed = make.make_lease(kid="34567890124", ended_on=date(2026, 8, 31), rent_ore=100)
        make.make_lease(
            state=LeaseState.UPCOMING, follows=self.followed.pk, starts_on=TODAY, dwelling=self.followed.dwelling,
            tenant=self.followed.tenant, kid="45678901236",
        )  # fmt: skip
        makers.make_row(lease=self.followed)
        left = make.make_vacancy(dwelling=self.held.dwelling, lease=self.held)
        case = make.make_application(kind=ApplicationKind.SWAP, lease=self.held.pk, state=ApplicationState.HOUSED)
        self.swapped = make.make_lease(
            state=LeaseState.UPCOMING, application=case.pk, dwelling=left.dwelling, kid="56789012348"
        )

    def _told_of(self) -> None:
        """Dwellings with services, their unit's answer given and not, and overviews sent before and after today."""
        make.make_user(office=make.make_office())
        unit = telling.leader_and_unit()[1]
        self.answered = telling.with_services(unit, answered=True)
        telling.with_services(unit)
        for n, day in enumerate((date(2026, 11, 2), date(2026, 11, 20), date(2026, 12, 1))):
            makers.make_overview(self.answered, sent_on=day, told_sha256=str(n))

    def _followed_up(self) -> None:
        """Complaints open and closed with a warning posted, plans that are due and not, a lease without one."""
        lease = self.leases[0]
        given = {"id": ObjectId(), "kind": MeasureKind.WARNING, "lease": lease.pk, "due_on": TODAY, "by_name": "Kari"}
        self.complaint = keepers.make_incident(lease=lease, act_by=TODAY, measures=[Measure(**given, done_on=TODAY)])
        keepers.make_incident(lease=lease, state=IncidentState.CLOSED)
        keepers.make_incident()
        for due_on in (TODAY, date(2027, 3, 1)):
            item = FollowUpItem(id=ObjectId(), kind=FollowUpKind.VISIT, due_on=due_on, by_name="Kari")
            keepers.make_followup(items=[item])

    def _looked_after(self) -> None:
        """Homes due to be inspected and not, inspections in every state before and after today, repairs likewise."""
        lease = self.lived_in = make.make_lease(starts_on=date(2019, 5, 1))
        room = [Room(id=ObjectId(), name="Bad", standard=RoomStandard.GOOD)]
        for state in InspectionState:
            for n, kind in enumerate(InspectionKind):
                on, claimed = TODAY + timedelta(days=30 * n - 30), {}
                if state is InspectionState.SIGNED and kind is InspectionKind.MOVE_OUT:
                    claimed = {"claim_stands": True, "claim_ore": 100}
                if state is InspectionState.HELD and kind is InspectionKind.MOVE_OUT:
                    continue  # one open of a kind at a time
                held = state not in (InspectionState.PLANNED, InspectionState.CANCELLED)
                values = {"held_on": on, "rooms": room} if held else {}
                if state is InspectionState.HELD:
                    values["lease"] = make.make_lease()
                self.inspection = keepers.make_inspection(
                    **{"lease": lease, "kind": kind, "state": state, "planned_on": on} | values | claimed
                )
        for n, state in enumerate(RepairState):
            keepers.make_repair(state=state, due_on=TODAY + timedelta(days=n % 2 * 40 - 20))
            keepers.make_repair(state=state, due_on=TODAY + timedelta(days=40))

    def _granted(self) -> None:
        """A grant with its prior notice, and an earlier swap of the same person."""
        self.granted = ObjectId()
        self._letter(LetterKind.PRIOR_NOTICE, about=self.granted, state=LetterState.RELEASED)
        entry = DecisionEntry(
            id=ObjectId(), basis=LegalBasis.LOCAL_GUIDELINES, outcome=DecisionOutcome.GRANTED, decided_on=TODAY
        )
        swap = {"kind": ApplicationKind.SWAP, "state": ApplicationState.HOUSED, "decisions": [entry]}
        make.make_application(applicant=self.applicant, **swap)

    def _letter(self, kind: LetterKind, **values: Any) -> None:
        to = [Addressee(copy=Copy.PARTY, address="Åse Østby")]
        letter = Letter(
            letter_kind=kind, application=self.application, application_number="S1", applicant=self.applicant,
            title="Brev", addressees=to, file=ObjectId(), sha256="0", drawn_on=TODAY, by_name="Kari",
            **values,
        )  # fmt: skip
        records.create(letter, SYSTEM)

    def _message(self, state: MessageState) -> None:
        Message(
            key=f"m-{state.value}", kind=MessageKind.DIGEST, state=state, to="a@kommune.test", subject="s", text="t",
            html="h", message_id="i", queued_at=NOW, next_at=NOW, claimed_until=NOW - timedelta(minutes=1),
        ).save(force_insert=True)  # fmt: skip


def _double() -> Applicant:
    return Applicant(first_name="Siv", last_name="Dobbel", phone="99887766", identity_number="17859012345")


def _fail(*_: Any) -> None:
    raise OSError


def seen(found: Any) -> list[str]:
    """What a landlord is shown, by the record's id."""
    return [str(one.key) for one in found]


Query = Callable[[World], Any]
QUERIES: dict[str, Query] = {
    "partner.dwellings": lambda w: seen(partner.dwellings(w.partner.pk, limit=5)),
    "partner.dwellings after": lambda w: seen(partner.dwellings(w.partner.pk, after=ObjectId(bytes(12)), limit=5)),
    "partner.dwellings by state": lambda w: seen(
        partner.dwellings(w.partner.pk, after=ObjectId(bytes(12)), limit=5, state=DwellingState.ACTIVE)
    ),
    "partner.dwelling": lambda w: partner.dwelling(w.partner.pk, w.partnered["VacancyNotice"].dwelling_number).number,
    "partner.proposals": lambda w: seen(partner.proposals(w.partner.pk, after=ObjectId(bytes(12)), limit=5)),
    "partner.proposal": lambda w: partner.proposal(w.partner.pk, w.partnered["DwellingProposal"].number).number,
    "partner.notices": lambda w: seen(partner.notices(w.partner.pk, after=ObjectId(bytes(12)), limit=5)),
    "partner.notices by state": lambda w: seen(
        partner.notices(w.partner.pk, after=ObjectId(bytes(12)), limit=5, state=NoticeState.REFERRED)
    ),
    "partner.notice": lambda w: partner.notice(w.partner.pk, w.partnered["VacancyNotice"].number).number,
    "partner.referrals": lambda w: partner.referrals(w.partner.pk, after=ObjectId(bytes(12)), limit=5),
    "partner.referrals by state": lambda w: partner.referrals(
        w.partner.pk, after=ObjectId(bytes(12)), limit=5, state=ReferralState.REFERRED
    ),
    "partner.referral": lambda w: partner.referral(w.partner.pk, w.partnered["Referral"].number),
    "partner.leases": lambda w: seen(partner.leases(w.partner.pk, TODAY, after=ObjectId(bytes(12)), limit=5)),
    "partner.lease": lambda w: partner.lease(w.partner.pk, w.partnered["LandlordReport"].lease.number, TODAY).number,
    "partner.reports": lambda w: seen(
        partner.reports(w.partnered["LandlordReport"].lease, after=ObjectId(bytes(12)), limit=5)
    ),
    "partner.agreements": lambda w: seen(partner.agreements(w.partner.pk, after=ObjectId(bytes(12)), limit=5)),
    "partner.agreements by kind": lambda w: seen(
        partner.agreements(w.partner.pk, after=ObjectId(bytes(12)), limit=5, kind=AgreementKind.REFERRAL)
    ),
    "partner.duties": lambda w: seen(
        partner.duties(w.partner.pk, w.partnered["Duty"].agreement_number, after=ObjectId(bytes(12)), limit=5)
    ),
    "partner.project_named": lambda w: partner.project_named(
        w.partner.pk, w.partnered["DwellingProposal"].project.name
    ),
    "partner.webhooks": lambda w: seen(partner.webhooks(w.partner.pk, after=ObjectId(bytes(12)), limit=5)),
    "partner.deliveries": lambda w: [one.id for one in partner.deliveries(w.partnered["Webhook"], limit=5)],
    "partner.deliveries by state": lambda w: [
        one.id for one in partner.deliveries(w.partnered["Webhook"], limit=5, state=DeliveryState.QUEUED)
    ],
    "incidents.waiting": lambda w: list(incidents.waiting()),
    "incidents.open_on": lambda w: incidents.open_on(w.leases[0].pk),
    "incidents.warnings_of": lambda w: incidents.warnings_of(w.leases[0].pk),
    "incidents.leases_at": lambda w: incidents.leases_at([w.leases[0].dwelling.pk], TODAY),
    "inspections.to_tend": lambda w: list(inspections.to_tend(TODAY, w.rules)),
    "procurements.findings.running": lambda w: list(procurements.findings.running()),
    "procured.facts_of": lambda w: procured.facts_of(w.partnered["Procurement"], TODAY),
    "procurements.unanswered": lambda w: list(procurements.unanswered()),
    "procurements.bids_of": lambda w: procurements.bids_of(w.partnered["Procurement"]),
    "procurements.open_calls": lambda w: procurements.open_calls(TODAY),
    "procurements.last_channels": lambda w: procurements.last_channels(),
    "needs.before": lambda w: needs.before(w.next_need),
    "needs.tenure.leases": lambda w: [one["_id"] for one in needs.tenure.leases()],
    "needs.tenure.agreements": lambda w: [one["_id"] for one in needs.tenure.agreements()],
    "inspections.due_leases": lambda w: list(inspections.due_leases(TODAY, w.rules)),
    "inspections.late_repairs": lambda w: list(inspections.late_repairs(TODAY)),
    "inspections.move_in_of": lambda w: inspections.move_in_of(w.inspection),
    "inspections.move_out_of": lambda w: inspections.move_out_of(w.lived_in.pk),
    "inspections.claim_of": lambda w: inspections.claim_of(w.lived_in.pk),
    "inspections of a planned lease": lambda w: inspections.is_planned(w.lived_in),
    "followups.due": lambda w: list(followups.due(TODAY)),
    "followups.without_plan": lambda w: list(followups.without_plan()),
    "arrears.overdue": lambda w: list(arrears.overdue(TODAY)),
    "arrears.open_cases": lambda w: [one.pk for one in arrears.open_cases()],
    "arrears.open_case": lambda w: arrears.open_case(w.leases[0].pk),
    "arrears.cleared": lambda w: [one.pk for one in arrears.cleared(set())],
    "arrears.read_queue": lambda w: arrears.read_queue(),
    "arrears.finding": lambda w: [arrears.finding(one, TODAY) for one in arrears.overdue(TODAY)],
    "expiries.leases": lambda w: list(expiries.leases(TODAY, 6)),
    "expiries.run_over": lambda w: list(expiries.run_over(TODAY, w.rules.lease_expiry)),
    "endings.open_of": lambda w: endings.open_of(w.ending.lease.pk),
    "endings.open_ones": lambda w: list(endings.open_ones()),
    "endings.open_disputes": lambda w: list(endings.open_disputes()),
    "endings.past_suit": lambda w: list(endings.past_suit(TODAY)),
    "endings.inspection_of": lambda w: endings.inspection_of(w.ending.lease.pk),
    "endings.warned_on": lambda w: endings.warned_on(w.ending.lease.pk),
    "endings.facts_of": lambda w: _plain(vars(endings.facts_of(w.ending.lease, w.rules.lease_expiry))),
    "endings.work_out": lambda w: vars(endings.work_out(w.ending.lease, None)),
    "expiries.agreements": lambda w: list(expiries.agreements(TODAY, 6)),
    "agreements.due": lambda w: list(agreements.due(TODAY, 30)),
    "agreements.in_force": lambda w: list(agreements.in_force()),
    "agreements.cooperation_of": lambda w: agreements.cooperation_of(w.right),
    "agreements.unused_finding": lambda w: agreements.unused_finding(w.right, TODAY, w.rules),
    "quotas.agreement_of": lambda w: quotas.agreement_of(w.right.project.pk, "B1"),
    "quotas.right_of": lambda w: quotas.right_of(w.right.project.pk),
    "quotas.lived_in": lambda w: quotas.lived_in(w.right.project.pk, TODAY),
    "procurements.printing.approaches_to": lambda w: list(procurements.printing.approaches_to(w.called)),
    "landlord_leases.promised": lambda w: landlord_leases.promised(w.warned.lease, w.warned.told_as[0], SYSTEM),
    "quotas.leases_in": lambda w: list(quotas.leases_in(w.right.project.pk)),
    "next_steps.open_cases": lambda w: list(next_steps.open_cases()),
    "applications.find_open": lambda w: applications.find_open([w.applicant.pk], ApplicationKind.NEW),
    "applications.people.ids_of": lambda w: people.ids_of(w.applicant),
    "papers.drafts": lambda w: list(papers.drafts(w.application, [LetterKind.SLOW_NOTICE])),
    "papers.unsent": lambda w: list(papers.unsent(w.application)),
    "papers.has_letter": lambda w: papers.has_letter(w.application, LetterKind.SLOW_NOTICE),
    "notices.answered": lambda w: notices.answered(w.application),
    "slow_cases.unanswered": lambda w: list(slow_cases.unanswered(TODAY, w.rules.slow)),
    "pending_appeals.received": lambda w: list(pending_appeals.received(TODAY)),
    "pending_appeals.forwarded": lambda w: list(pending_appeals.forwarded()),
    "pending_appeals.untold": lambda w: list(pending_appeals.untold()),
    "pending_appeals.waiting": lambda w: list(pending_appeals.waiting(TODAY)),
    "vacancies.standing": lambda w: vacancies.standing(w.leases[0].dwelling.pk),
    "vacancies.unpromised": lambda w: list(vacancies.unpromised()),
    "vacancies.last_sent": lambda w: vacancies.last_sent(TODAY),
    "vacancies.last_answered": lambda w: str(vacancies.last_answered(w.answered.unit.pk)),
    "vacancies.recipients": lambda w: vacancies.recipients(TODAY),
    "vacancies.draft_overview": lambda w: [home.vacancy for home in vacancies.draft_overview().homes],
    "vacancies.living_in": lambda w: vacancies.living_in(w.leases[0].dwelling.pk),
    "vacancy_steps.open_vacancies": lambda w: list(vacancy_steps.open_vacancies()),
    "vacancy_steps.flagged": lambda w: sorted(vacancy_steps.flagged()),
    "tasks.assigned": lambda w: list(tasks.assigned()),
    "overview.tasks_of": lambda w: overview.tasks_of([w.user.pk]),
    "overview.unassigned": lambda w: overview.unassigned([Role.ECONOMY], None),
    "overview.stood_in_for": lambda w: overview.stood_in_for(w.deputy.pk, TODAY),
    "overview.open_cases": lambda w: sorted(overview.open_cases(Application, [w.user.pk], "received_on")),
    "overview.applications_by_state": lambda w: overview.applications_by_state(),
    "overview.without_caseworker": lambda w: overview.without_caseworker(None),
    "overview.arrears_by_age": lambda w: overview.arrears_by_age(TODAY),
    "overview.leases_ending": lambda w: overview.leases_ending(TODAY, 6),
    "overview.unmatched_payments": lambda w: overview.unmatched_payments(5),
    "meetings.ready_cases": lambda w: list(meetings.ready_cases()),
    "meetings.open_for_cases": lambda w: list(meetings.open_for_cases()),
    "meetings.awaited": lambda w: list(meetings.awaited()),
    "meetings.cases_of": lambda w: meetings.cases_of(w.meeting),
    "meetings.ready_homes": lambda w: list(meetings.ready_homes()),
    "meetings.homes_of": lambda w: meetings.homes_of(w.meeting),
    "allocations.department_heads": lambda w: allocations.department_heads(),
    "meetings.candidates": lambda w: meetings.candidates(),
    "meetings.outdated": lambda w: sorted(meetings.outdated(w.meeting, meetings.cases_of(w.meeting), TODAY)),
    "outbox.due": lambda w: outbox.due(NOW),
    "webhooks.due": lambda w: [one.key for one in webhooks.due(NOW)],
    "webhooks.standing": lambda w: [one.pk for one in webhooks.standing(w.partner.pk)],
    "job_runs.latest": lambda w: job_runs.latest("arrears"),
    "accounts.rows_of": lambda w: {
        lease: sorted(row.key for row in rows)
        for lease, rows in accounts.rows_of([lease.pk for lease in w.leases], until=TODAY).items()
    },
    "ledger.leases_of": lambda w: sorted(ledger.leases_of("run:1")),
    "ledger.waiting_reversals": lambda w: list(givebacks.waiting_reversals({"00700999"})),
    "ledger.received.in_queue": lambda w: received.in_queue(["back", "placed"]),
    "ledger.received.written_by": lambda w: received.written_by(["charge:banked"]),
    "reconciliation.of_run": lambda w: reconciliation.of_run("run:banked", []).rows.ore,
    "reconciliation.booked_by": lambda w: reconciliation.booked_by("run:banked"),
    "reconciliation.queued_by": lambda w: reconciliation.queued_by("run:banked"),
    "reconciliation.of_month": lambda w: reconciliation.of_month(Month(2026, 11)).closing_ore,
    "invoicing.lines": lambda w: list(invoicing.lines(Month(2026, 11))),
    "invoicing.latest": lambda w: invoicing.latest(Month(2026, 11)),
    "invoicing.taken_out": lambda w: invoicing.taken_out(Month(2026, 1), 5),
    "ledger.Spare": lambda w: givebacks.Spare.of([(w.leases[0].pk, 4_321)]).take(w.leases[0].pk, 4_321),
    "ledger.leases_by_kid": lambda w: ledger.leases_by_kid(["7000", "7001", "none"]),
    "need_to_know.among": lambda w: sorted(need_to_know.among([w.application.pk], WORKER)),
    "persons.ids_of": lambda w: persons.ids_of(w.applicant.pk),
    "persons.under": lambda w: persons.under(w.applicant),
    "persons.find_duplicates": lambda w: [one.person for one in persons.find_duplicates(_double())],
    "case_print.entries_of": lambda w: case_print.entries_of(w.application, WORKER),
    "journals.read": lambda w: journals.read(w.application, WORKER),
    "rulebooks.find_current": lambda w: rulebooks.find_current(TODAY),
    "rulebooks.find_upcoming": lambda w: rulebooks.find_upcoming(TODAY),
    "rulebooks.get": lambda w: rulebooks.get(2),
    "rulebook_changes.begins_on": lambda w: rulebook_changes.begins_on(TODAY + timedelta(days=1)),
    "rulebook_changes.impact": lambda w: rulebook_changes.impact(w.draft, TODAY).waiting,
    "decisions.named": lambda w: decisions.named(w.decided),
    "decisions.given_notice": lambda w: decisions.given_notice(w.application, w.granted),
    "decisions.earlier_swaps": lambda w: decisions.earlier_swaps(decisions.case_of(w.application, NOW)),
    "allocations.given_to": lambda w: [one.number for one in allocations.given_to(w.given.allocation.application)],
    "allocations.live_nominations": lambda w: list(allocations.live_nominations(w.nominated.vacancy)),
    "allocations.standing": lambda w: sorted(allocations.standing(w.vacancy, TODAY).numbers.values()),
    "allocations.works_all": lambda w: allocations.works_all([w.application.pk], WORKER),
    "offers.past_answer": lambda w: list(offers.past_answer(TODAY)),
    "offers.waiting": lambda w: list(offers.waiting(TODAY)),
    "offers.unjudged": lambda w: list(offers.unjudged()),
    "offers.accepted_by": lambda w: offers.accepted_by(w.applicant.pk),
    "offers.open_others": lambda w: offers.open_others(w.judged),
    "offers.refusals_of": lambda w: [one.offer for one in offers.refusals_of(w.applicant.pk)],
    "offers.live_of": lambda w: offers.live_of(records.reference(w.open_offer, "vacancy")),
    "leases.extension_of": lambda w: leases.extension_of(w.held),
    "landlord_leases.due_to_begin": lambda w: list(landlord_leases.due_to_begin(TODAY)),
    "landlord_leases.waiting": lambda w: list(landlord_leases.waiting(TODAY)),
    "landlord_leases.of_lease": lambda w: landlord_leases.of_lease(
        records.reference(w.partnered["LandlordReport"], "lease"), ReportKind.ARREARS
    ),
    "landlord_leases.lease_of": lambda w: landlord_leases.lease_of(w.partnered["Referral"].pk),
    "proposals.waiting": lambda w: list(proposals.waiting()),
    "notices.past_answer": lambda w: list(home_notices.past_answer(LATER)),
    "notices.waiting": lambda w: list(home_notices.waiting()),
    "notices.open_of": lambda w: home_notices.open_of(w.partnered["VacancyNotice"].dwelling.pk),
    "referrals.live_of": lambda w: referrals.live_of(w.partnered["Referral"].application.pk),
    "candidates.referred": lambda w: list(candidates.referred([w.partnered["Referral"].application.pk]).items()),
    "leases.standing_in": lambda w: list(leases.standing_in(w.held.dwelling.pk)),
    "leases.given_up_by": lambda w: [leases.given_up_by(w.held)],
    "referrals.past_valid": lambda w: list(referrals.past_valid(LATER)),
    "referrals.live": lambda w: list(referrals.live()),
    "referrals.unjudged": lambda w: list(referrals.unjudged()),
    "referrals.fallen": lambda w: list(referrals.fallen(TODAY)),
    "referrals.has_called": lambda w: [
        has_called(w.partnered["ApiCalls"].landlord.pk, day) for day in (TODAY, date(2027, 6, 1))
    ],
    "referrals.case_of": lambda w: referrals.case_of(w.partnered["Referral"].applicant),
    "disclosures.of_person": lambda w: list(disclosures.of_person(w.partnered["Disclosure"].person.pk)),
    "leases.due_to_take_over": lambda w: list(leases.due_to_take_over(TODAY)),
    "leases.earlier_short": lambda w: [leases.earlier_short(leases.from_extension(w.extended, NOW)), "short"],
    "leases.vacancy_of": lambda w: leases.vacancy_of(w.swapped),
    "leases.swap_vacancy": lambda w: leases.swap_vacancy(w.swapped),
    "rents.due": lambda w: [change.pk for change in rents.due(TODAY)],
    "rents.drafts": lambda w: [change.pk for change in rents.drafts()],
    "rents.changes_of": lambda w: [change.pk for change in rents.changes_of(w.leases[0].pk)],
    "rents.open_of": lambda w: rents.open_of(w.changing.lease.pk),
    "rents.table": lambda w: dict(rents.table("KPI 2015=100").values),
    "rents.used_by": lambda w: rents.used_by(w.index),
    "rents.plan_round": lambda w: [
        (one.lease.contract_number, one.obstacle)
        for one in rents.plan_round(Choice(new_month="2026-10", effective_from=date(2027, 1, 1)), SYSTEM, TODAY)
    ],
    "ledger.followed": lambda w: followed(w.followed.pk),
    "ledger.books": lambda w: ledger.charged_after(w.followed.pk, date(2026, 1, 1)),
    "audit.changed_since": lambda w: audit.changed_since(Lease, NOW - timedelta(days=1), ledger.RENT_FIELDS),
    "leases.charged_after": lambda w: leases.charged_after(w.followed),
    "leases.follower_of": lambda w: follower_of(w.followed),
    "leases.standing": lambda w: str(standing(leases.from_extension(w.extended, NOW))),
    "leases.free_number": lambda w: free_number(TODAY)[:6],
    "ledger.taken_over": lambda w: sorted(map(str, taken_over(TODAY))),
    "plans.planned": lambda w: list(plans.planned()),
    "plans.open_case": lambda w: plans.open_case(w.leases[0].pk),
    "benefits.allowance_of": lambda w: benefits.allowance_of(w.leases[0].pk),
    "benefits.unanswered": lambda w: list(benefits.unanswered()),
    "benefits.awaited": lambda w: list(benefits.awaited()),
    "benefits.ground_of": lambda w: benefits.ground_of(w.leases[2], SYSTEM, TODAY).facts.left_ore,
    "securities.awaited": lambda w: list(securities.awaited()),
    "users.find_by_email": lambda w: users.find_by_email(w.user.email),
    "assessments.open_assessed": lambda w: list(assessments.open_assessed()),
    "waiting_list.households": lambda w: sorted(map(str, waiting_list.households(Wanted()))),
    "waiting_list.households by need": lambda w: waiting_list.households(Wanted(rooms=3, lift=True, step_free=False)),
    "waiting_list.households by kind": lambda w: waiting_list.households(Wanted(dwelling_type=DwellingType.FLAT)),
    "candidates.match": lambda w: w.matched().fits,
    "candidates.match the others": lambda w: w.matched().excluded,
    "candidates.fits_page": lambda w: [
        row.application.number for row in candidates.fits_page(w.matched(), w.rules.policy).rows
    ],
    "candidates.live_of": lambda w: candidates.live_of(w.nominated.vacancy.pk, w.nominated.office.pk),
    "candidates.of_vacancy": lambda w: list(candidates.of_vacancy(w.nominated.vacancy.pk)),
    "candidates.of_household": lambda w: list(candidates.of_household(w.nominated.application.pk)),
    "merged.roots": lambda w: merged.roots(),
    "void_figures.touching": lambda w: void_figures.touching(void_figures.year(2026)),
    "void_figures.offered": lambda w: list(void_figures.offered(void_figures.year(2026))),
    "void_figures.figures": lambda w: [
        one.number for one in void_figures.figures(void_figures.year(2026), TODAY).empty
    ],
    "void_figures.now": lambda w: void_figures.now(TODAY),
    "effects.due": lambda w: list(effects.due(NOW + timedelta(hours=1))),
    "search by name": lambda w: search.find("åse øst", WORKER),
    "search by number": lambda w: search.find("S2026", WORKER),
    "search by address": lambda w: search.find("storgata", WORKER),
    "search by landlord": lambda w: search.find("åsland", WORKER),
}
EMPTY_HERE = {"job_runs.latest"}  # found empty on purpose: runs have their own tests


@pytest.mark.own_database
def test_indexes_change_no_answer() -> None:
    world = World()
    with_indexes = {name: _plain(query(world)) for name, query in QUERIES.items()}
    for kind in DOCUMENTS:
        kind._get_collection().drop_indexes()
    without = {name: _plain(query(world)) for name, query in QUERIES.items()}
    assert with_indexes == without
    assert {name for name, found in with_indexes.items() if not found} == EMPTY_HERE


def test_no_named_query_reads_a_whole_collection(finds: Finds) -> None:
    """The embedded server does not explain itself truly, so this asks of each filter: does an index begin with it?"""
    world = World()
    walks = []
    for name, query in QUERIES.items():
        finds.sent.clear()
        query(world)
        walks += [(name, find["find"], sorted(find["filter"])) for find in finds.sent if not _indexed(find)]
    assert walks == []


def _indexed(find: dict[str, Any]) -> bool:
    kind = next(kind for kind in DOCUMENTS if kind._get_collection_name() == find["find"])
    wanted = {name for part in (find["filter"], *find["filter"].get("$and", ())) for name in part} - {"$and"}
    return "_id" in wanted or any(
        spec["fields"][0][0] in wanted and set(spec.get("partialFilterExpression", ())) <= wanted
        for spec in kind._meta["index_specs"]
    )


def _plain(found: Any) -> Any:
    """Comparable and without what a run changes: records by their id, in the order they came."""
    if isinstance(found, Record) or hasattr(found, "pk"):
        return str(found.pk)
    if isinstance(found, dict):
        return {str(key): _plain(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_plain(item) for item in found]
    return found
