"""Makers of what is only ever added (entries, rows, runs, mails), and of one office with a little of everything."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from bson import ObjectId
from mongoengine import EnumField, ReferenceField

from models import (
    AccessEntry,
    Agreement,
    Appeal,
    Applicant,
    Application,
    AuditEntry,
    Decision,
    Dwelling,
    File,
    ImportRun,
    JobRun,
    JournalEntry,
    Landlord,
    Lease,
    LedgerRow,
    Letter,
    Meeting,
    Message,
    Nomination,
    Offer,
    Office,
    Overview,
    Payment,
    Postcode,
    Project,
    Rulebook,
    Task,
    Unit,
    User,
    Vacancy,
)
from models.applicant import Member, Representative
from models.landlord import Contact
from models.lease import RentLine
from models.letter import Addressee
from models.mapping import ApprovedNeed, Mapping
from models.meeting import AgendaItem, Attendance
from models.nomination import Checked
from models.offer import Appointment, Judgement
from rules.terms import (
    AccessKind,
    ApplicationState,
    AppointmentKind,
    Copy,
    FileKind,
    ImportKind,
    ImportState,
    JobState,
    JournalKind,
    LeaseState,
    LetterKind,
    LetterState,
    MessageKind,
    MessageState,
    NoticeCode,
    OfferChannel,
    OfferState,
    PaymentSource,
    RefusalReason,
    Relation,
    RentLineKind,
    RepresentativeKind,
    Role,
    RowKind,
    TaskKind,
    Urgency,
    VacancyCause,
)
from services import accounts, records, rulebooks
from tests import factories, keepers, partners
from tests.conftest import NOON, ROOT

_numbers = count(1)


def _stored(document: Any) -> Any:
    return document.save(force_insert=True)


def make_journal_entry(*, application: Application | None = None, **values: Any) -> JournalEntry:
    case = application or factories.make_application()
    defaults = {
        "key": f"{next(_numbers):032x}",
        "applicant": case.applicant,
        "application": case,
        "kind": JournalKind.CALL,
        "text": "Søkeren ringte og fortalte at leiekontrakten er sagt opp.",
        "at": NOON - timedelta(minutes=next(_numbers)),
        "by": "1",
        "by_name": "Sara Saksbehandler",
    }
    return _stored(JournalEntry(**defaults | values))


def make_letter(*, application: Application | None = None, **values: Any) -> Letter:
    """A letter on the dispatch list, its PDF stored."""
    case = application or factories.make_application()
    title = "Foreløpig svar på søknaden din om kommunal bolig"
    defaults = {
        "letter_kind": LetterKind.PRELIMINARY_REPLY,
        "state": LetterState.RELEASED,
        "application": case,
        "application_number": case.application_number,
        "applicant": case.applicant,
        "title": title,
        "addressees": [Addressee(copy=Copy.PARTY, address="Åse Prøve\nPrøveveien 1\n9405 HARSTAD")],
        "file": make_file(kind=FileKind.LETTER, name=f"{title}.pdf", media_type="application/pdf").pk,
        "sha256": "0" * 64,
        "drawn_on": date(2026, 11, 20),
        "released_on": date(2026, 11, 20),
        "by_name": "Sara Saksbehandler",
    }
    letter = Letter(**defaults | values)
    records.create(letter, factories.ACTOR)
    return letter


def make_meeting(*, application: Application | None = None, chair: User | None = None, **values: Any) -> Meeting:
    """A planned meeting with one case on its agenda."""
    case, leads = application or factories.make_application(), chair or factories.make_user()
    item = AgendaItem(application=case.pk, application_number=case.application_number, added_by_name=leads.name)
    defaults = {
        "meeting_number": f"HU 2026/{next(_numbers)}",
        "held_on": date(2026, 11, 30),
        "starts_at": "09:00",
        "place": "Rådhuset",
        "chair": leads,
        "members": [Attendance(user=leads.pk, name=leads.name, agency="Boligkontoret")],
        "items": [item],
    }
    meeting = Meeting(**defaults | values)
    records.create(meeting, factories.ACTOR, action="planned")
    return meeting


def make_overview(vacancy: Vacancy, **values: Any) -> Overview:
    """An overview that told of one vacancy."""
    number = f"OV2026-{next(_numbers):04d}"
    defaults = {
        "overview_number": number,
        "sent_on": date(2026, 11, 20),
        "sent_by_name": "Bjørn Boligkonsulent",
        "vacancies": [vacancy.pk],
        "vacancy_numbers": [vacancy.vacancy_number],
        "told_sha256": "0" * 64,
        "file": make_file(kind=FileKind.OVERVIEW, name=f"{number}.pdf", media_type="application/pdf").pk,
        "sha256": "0" * 64,
    }
    overview = Overview(**defaults | values)
    records.create(overview, factories.ACTOR, action="overview_sent")
    return overview


def make_row(*, lease: Lease | None = None, **values: Any) -> LedgerRow:
    defaults = {
        "key": f"row:{next(_numbers)}",
        "lease": lease or factories.make_lease(),
        "kind": RowKind.CHARGE,
        "amount_ore": 629_300,
        "booked_on": date(2026, 9, 1),
        "due_on": date(2026, 9, 21),
        "period": "2026-09",
        "at": NOON,
    }
    return _stored(LedgerRow(**defaults | values))


def make_payment(**values: Any) -> Payment:
    number = next(_numbers)
    defaults = {
        "key": f"payment:{number}",
        "source": PaymentSource.OCR,
        "amount_ore": 629_300,
        "booked_on": date(2026, 11, 18),
        "kid": f"{number:08d}",
        "account": "12345678903",
        "reference": "123456789",
    }
    payment = Payment(**defaults | values)
    records.create(payment, factories.ACTOR)
    return payment


def make_message(**values: Any) -> Message:
    user = values.pop("recipient", None) or factories.make_user()
    defaults = {
        "key": f"digest:{next(_numbers)}",
        "kind": MessageKind.DIGEST,
        "to": user.email,
        "recipient": user,
        "subject": "Husrom: 3 saker trenger deg",
        "text": "S2026001 venter på svar.\nSe den i Husrom.",
        "html": "<p>S2026001</p>",
        "message_id": f"<{next(_numbers)}@kommune.test>",
        "queued_at": NOON,
        "next_at": NOON,
    }
    return _stored(Message(**defaults | values))


def make_job_run(**values: Any) -> JobRun:
    day = date(2026, 11, 22) - timedelta(days=next(_numbers))
    defaults = {
        "key": f"arrears:{day.isoformat()}",
        "job": "arrears",
        "period": day.isoformat(),
        "day": day,
        "state": JobState.DONE,
        "holder": "vert:1",
        "started_at": NOON,
        "lease_until": NOON,
        "finished_at": NOON + timedelta(seconds=3),
        "counts": {"selected": 12, "done": 11, "failed": 1},
    }
    return _stored(JobRun(**defaults | values))


def make_import_run(**values: Any) -> ImportRun:
    number = next(_numbers)
    defaults = {
        "key": f"dwellings:{number}",
        "kind": ImportKind.DWELLINGS,
        "state": ImportState.DONE,
        "name": "boliger.csv",
        "sha256": f"{number:064x}",
        "day": date(2026, 11, 22),
        "by": "1",
        "by_name": "Astrid Administrator",
        "started_at": NOON,
        "beat_at": NOON,
        "finished_at": NOON + timedelta(seconds=8),
        "total": 303,
        "done": 303,
        "counts": {"new": 298, "refused": 3, "repeated": 2},
    }
    return _stored(ImportRun(**defaults | values))


def make_file(**values: Any) -> File:
    defaults = {
        "kind": FileKind.IMPORT_SOURCE,
        "name": "boliger.csv",
        "media_type": "text/csv",
        "size": 48_213,
        "sha256": "0" * 64,
        "by": "1",
        "by_name": "Astrid Administrator",
        "at": NOON,
    }
    return _stored(File(**defaults | values))


def make_postcode(**values: Any) -> Postcode:
    defaults = {
        "code": f"{9000 + next(_numbers)}",
        "place": "PRØVESTAD",
        "municipality_number": "5503",
        "municipality": "PRØVE",
        "category": "G",
    }
    return _stored(Postcode(**defaults | values))


def make_access_entry(**values: Any) -> AccessEntry:
    defaults = {
        "kind": AccessKind.OPENED,
        "document": "applicant",
        "person": values.pop("person", None) or factories.make_applicant(),
        "at": NOON,
        "by": "1",
        "by_name": "Sara Saksbehandler",
    }
    return _stored(AccessEntry(**defaults | values))


def make_rulebook() -> Rulebook:
    rulebooks.load_first((ROOT / "config" / "rulebook.toml").read_text(encoding="utf-8"), factories.ACTOR)
    return Rulebook.objects.get()


def furnish() -> dict[type[Any], Any]:
    """One office with a record of every kind, well filled in and tied together; by document."""
    office, user = _staff()
    landlord, project = _landlord()
    agreement = factories.make_agreement(
        landlord=landlord, project=project, agreement_number="Tilvisning 1", notices=[NoticeCode.PROCUREMENT_MISSING]
    )
    unit = factories.make_unit(name="Nordlia bofellesskap", leader=user, phone="77001122")
    dwelling = _dwelling(landlord, project, unit)
    person = _person()
    case, decision, appeal = _case(person, user, office)
    lease = _lease(dwelling, person, user)
    vacancy = _vacancy(dwelling, unit, lease, user)
    task = factories.make_task(
        kind=TaskKind.SLOW_CASE, subject_id=str(case.pk), subject_number=case.number, assignee=user, office=office,
        urgency=Urgency.URGENT, due_on=date(2026, 11, 2), text="Saken har ligget over en måned uten svar.",
    )  # fmt: skip
    exported = make_access_entry(
        kind=AccessKind.EXPORTED,
        person=person,
        count=120,
        details={"format": "csv", "columns": ["name", "born_on"], "filters": ["Beskyttet adresse: Nei"]},
    )
    return {
        Applicant: person,
        Application: case,
        Decision: decision,
        Appeal: appeal,
        Meeting: make_meeting(application=case, chair=user),
        Letter: make_letter(application=case),
        JournalEntry: make_journal_entry(application=case),
        Dwelling: dwelling,
        Unit: unit,
        Lease: lease,
        Vacancy: vacancy,
        Nomination: make_candidate(vacancy, case),
        Offer: make_refused_offer(vacancy, case, user),
        Overview: make_overview(vacancy, recipients=[user.pk]),
        LedgerRow: LedgerRow.objects.order_by("-booked_on").first(),
        Payment: make_payment(kid=lease.kid[:-1] + "9", amount_ore=629_300),
        Landlord: landlord,
        Agreement: agreement,
        Project: project,
        Task: task,
        User: user,
        Office: office,
        Rulebook: make_rulebook(),
        Postcode: make_postcode(code="9405", place="HARSTAD", municipality="HARSTAD"),
        JobRun: make_job_run(),
        ImportRun: make_import_run(),
        Message: make_message(recipient=user, state=MessageState.REFUSED, error="Serveren avviste adressen.", tries=1),
        File: make_file(),
        AuditEntry: AuditEntry.objects(document="application", action="edited").first(),
        AccessEntry: exported,
        **keepers.furnish_keeping(lease, user),
        **partners.furnish_partners(landlord, project, agreement, case),
    }


def make_candidate(vacancy: Vacancy, case: Application) -> Nomination:
    """An office's candidate with its checklist, summed up by a consultant."""
    said = {"need": "Må ut av boligen før jul.", "services": "Tilsyn morgen og kveld.", "access": "Går uten hjelp."}
    return factories.make_nomination(
        vacancy=vacancy, application=case, why="Personalet er der når det trengs.", summary="Har ventet på tjenester.",
        checklist=[Checked(code=code, answer=answer, applies=code != "access") for code, answer in said.items()],
        summarised_by="1", summarised_by_name="Bjørn Boligkonsulent", summarised_on=date(2026, 11, 22),
    )  # fmt: skip


def make_refused_offer(vacancy: Vacancy, case: Application, user: User) -> Offer:
    """An offer that was declined, met about, and judged."""
    judged = Judgement(
        justified=False, heard_on=date(2026, 11, 20), heard="Ville bo nærmere skolen.", reasons="Boligen passet.",
        until=date(2027, 5, 21), rulebook=1, on=date(2026, 11, 21), by=str(user.pk), by_name=user.name,
    )  # fmt: skip
    viewing = Appointment(
        id="1", kind=AppointmentKind.VIEWING, starts_at=datetime(2026, 11, 18, 12, tzinfo=UTC), minutes=30,
        place="Bolig B1001", staff=[user.pk], told=OfferChannel.TELEPHONE, by=user.pk, link="https://husrom.test/t",
    )  # fmt: skip
    return factories.make_offer(
        vacancy=vacancy, application=case, consultant=user, office=user.office, state=OfferState.DECLINED,
        said="Fortalte om boligen.", answered_on=date(2026, 11, 19), answer_noted_by_name=user.name,
        reason=RefusalReason.LOCATION, reason_said="For langt unna.", hearing_due=date(2026, 12, 3), judgement=judged,
        appointments=[viewing], offered_on=date(2026, 11, 16), answer_by=date(2026, 11, 23),
    )  # fmt: skip


def _vacancy(dwelling: Dwelling, unit: Unit, lease: Lease, user: User) -> Vacancy:
    """A dwelling that is vacated and being prepared, reported late."""
    return factories.make_vacancy(
        dwelling=dwelling, unit=unit, lease=lease, consultant=user, cause=VacancyCause.NURSING_HOME, with_services=True,
        known_on=date(2026, 10, 28), reported_on=date(2026, 11, 2), free_from=date(2026, 11, 5),
        vacated_on=date(2026, 11, 6), preparation_on=date(2026, 11, 9), note="Nytt bad i 2024.",
    )  # fmt: skip


def _staff() -> tuple[Office, User]:
    office = factories.make_office(name="Boligkontoret", email="bolig@kommune.test", phone="77001100")
    deputy = factories.make_user(name="Bjørn Boligkonsulent", roles=[Role.HOUSING_CONSULTANT], office=office)
    user = factories.make_user(
        name="Sara Saksbehandler", office=office, deputy=deputy, away_from=date(2026, 11, 20),
        away_until=date(2026, 11, 30),
    )  # fmt: skip
    return office, user


def _landlord() -> tuple[Landlord, Project]:
    landlord = factories.make_landlord(
        bank_account="12345678903", phone="77123456", email="post@prove-eiendom.test", address="Havnegata 2",
        postcode="9405", place="HARSTAD", contacts=[Contact(name="Per Drift", role="Driftsleder", phone="91234567")],
    )  # fmt: skip
    return landlord, factories.make_project(landlord=landlord, name="Samagata 12", homes=20)


def _dwelling(landlord: Landlord, project: Project, unit: Unit) -> Dwelling:
    return factories.make_dwelling(
        dwelling_number="B1001", address="Samagata 12 B", landlord=landlord, project=project, unit=unit, floor=3,
        unit_number="H0201", area_m2=54.5, lift=True, balcony=True, wheelchair=True, farm_number=61, title_number=1204,
        built_year=1985, environment="Rolig bakgård med lekeplass.", services_day=True, energy_label="C",
        rent_ore=629_300, notices=[NoticeCode.FLOOR_DIFFERS, NoticeCode.LANDLORD_UNEXPECTED],
    )  # fmt: skip


def _person() -> Applicant:
    return factories.make_applicant(
        first_name="Åse", last_name="Østby", born_on=date(1984, 5, 3), phone="41234567", email="aase@eksempel.test",
        identity_number="03858412349", interpreter="Tigrinja", notices=[NoticeCode.NAME_DIFFERS],
        members=[Member(name="Lille Østby", relation=Relation.CHILD, born_on=date(2018, 1, 2), custody_percent=50)],
        representatives=[Representative(kind=RepresentativeKind.GUARDIAN, name="Vera Verge", phone="90000000")],
    )  # fmt: skip


def _case(person: Applicant, user: User, office: Office) -> tuple[Application, Decision, Appeal]:
    case = factories.make_application(
        application_number="S2026001", applicant=person, caseworker=user, office=office, children=1, rooms_wanted=3,
        notices=[NoticeCode.NOT_RESIDENT],
    )  # fmt: skip
    mapping = Mapping(rooms_now=1, rent_now_ore=629_350, health="Trenger heis.\nBruker rullestol.", payment_plan=True)
    values = {"mapping": mapping, "approved_need": ApprovedNeed(rooms=3, lift=True), "adults": 2}
    records.change(case, factories.ACTOR, values=values, why="Ny opplysning fra søkeren")
    refused = factories.make_application(applicant=person, state=ApplicationState.REFUSED, caseworker=user)
    decision = factories.make_decision(
        application=refused, reasons="Husstanden kan skaffe bolig på det private markedet.",
        appeal_deadline=date(2026, 10, 5),
    )  # fmt: skip
    appeal = factories.make_appeal(
        decision=decision, caseworker=user, grounds="Boligen i dag er fuktig.", reassess_by=date(2026, 11, 22),
        notices=[NoticeCode.LATE_APPEAL],
    )  # fmt: skip
    make_journal_entry(application=case, kind=JournalKind.HOME_VISIT)
    return case, decision, appeal


def _lease(dwelling: Dwelling, person: Applicant, user: User) -> Lease:
    begun = date(2024, 1, 1)
    lease = factories.make_lease(
        contract_number="K5001", dwelling=dwelling, tenant=person, caseworker=user, starts_on=begun,
        ends_on=date(2026, 12, 31), notices=[NoticeCode.SECURITY_MISSING],
        rent_lines=[
            RentLine(id="1", kind=RentLineKind.BASE, amount_ore=600_000, valid_from=begun),
            RentLine(id="2", kind=RentLineKind.POWER, amount_ore=29_300, valid_from=begun),
        ],
    )  # fmt: skip
    factories.make_lease(dwelling=dwelling, starts_on=date(2022, 1, 1), state=LeaseState.ENDED)
    make_row(lease=lease)
    make_row(
        lease=lease, kind=RowKind.PAYMENT, amount_ore=-629_300, booked_on=date(2026, 9, 18), due_on=None, period=None
    )
    for month, due in ((10, 20), (11, 20)):
        make_row(lease=lease, booked_on=date(2026, month, 1), due_on=date(2026, month, due), period=f"2026-{month}")
    accounts.refresh([lease.pk])
    return lease.reload()


def multiply(furnished: dict[type[Any], Any], rows: int) -> None:
    """Make `rows` of each kind out of the furnished ones, each tied to records of its own; written in bulk."""
    ids = {
        model: [_identity(model, record, number) for number in range(1, rows)] for model, record in furnished.items()
    }
    for model, record in furnished.items():
        plain = record.to_mongo().to_dict()
        copies = [_copy(model, plain, number, ids) for number in range(1, rows)]
        model._get_collection().insert_many(copies)


def _identity(model: type[Any], record: Any, number: int) -> Any:
    if model is Postcode:
        return f"{1000 + number}"
    return ObjectId() if isinstance(record.pk, ObjectId) else f"{record.pk}:{number}"


def _copy(model: type[Any], plain: dict[str, Any], number: int, ids: dict[type[Any], list[Any]]) -> dict[str, Any]:
    copy = {**plain, "_id": ids[model][number - 1]}
    copy.pop("identity_number", None)
    unique = {name for spec in model._meta["index_specs"] if spec.get("unique") for name, _ in spec["fields"]}
    for name, field in model._fields.items():
        if isinstance(field, ReferenceField) and field.document_type in ids and name in copy:
            copy[name] = ids[field.document_type][number - 1]
        elif name in unique and name in copy and not isinstance(field, EnumField):
            copy[name] = copy[name] + number if isinstance(copy[name], int) else f"{copy[name]}-{number}"
    return copy
