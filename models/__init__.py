"""Documents and their named queries; importing this package knows every collection."""

from mongoengine.base.common import _document_registry, get_document

from models import twins
from models.access_entry import AccessEntry
from models.adjustment import Adjustment
from models.agreement import Agreement
from models.appeal import Appeal
from models.applicant import Applicant
from models.application import Application
from models.arrears_case import ArrearsCase
from models.audit import AuditEntry
from models.base import Plain, Record
from models.benefits import Allowance, GuaranteeClaim
from models.bid import Approach, Bid
from models.counter import Counter
from models.decision import Decision
from models.duty import Duty
from models.dwelling import Dwelling
from models.ending import Dispute, Ending
from models.file import File, FilePart
from models.followup import FollowUp
from models.import_run import ImportFault, ImportRun
from models.incident import Incident
from models.inspection import Inspection, Repair
from models.invoicing import Invoicing
from models.job_run import Claim, JobRun
from models.journal import JournalEntry
from models.landlord import Landlord
from models.landlord_side import DwellingProposal, LandlordReport
from models.lease import Lease
from models.ledger import LedgerRow
from models.letter import Letter
from models.mandate import Mandate
from models.meeting import Meeting
from models.message import Message
from models.need_overview import NeedOverview
from models.nomination import Nomination
from models.offer import Offer
from models.office import Office
from models.overview import Overview
from models.partner_access import ApiCalls, ApiKey, IdempotentAnswer, Webhook, WebhookDelivery
from models.payment import Payment
from models.postcode import Postcode
from models.procurement import Procurement
from models.project import Project
from models.referral import Disclosure, Referral, VacancyNotice
from models.rent_change import PriceIndex, RentChange
from models.rulebook import Rulebook
from models.task import Task
from models.throttle import Throttle
from models.unit import Unit
from models.user import User
from models.vacancy import Vacancy

DOCUMENTS: tuple[type[Plain] | type[Record], ...] = (
    AccessEntry,
    Adjustment,
    Agreement,
    Allowance,
    ApiCalls,
    ApiKey,
    Appeal,
    Applicant,
    Application,
    Approach,
    ArrearsCase,
    AuditEntry,
    Bid,
    Claim,
    Counter,
    Decision,
    Disclosure,
    Dispute,
    Duty,
    Dwelling,
    DwellingProposal,
    Ending,
    File,
    FilePart,
    FollowUp,
    GuaranteeClaim,
    IdempotentAnswer,
    ImportFault,
    ImportRun,
    Incident,
    Inspection,
    Invoicing,
    JobRun,
    JournalEntry,
    Landlord,
    LandlordReport,
    Lease,
    LedgerRow,
    Letter,
    Mandate,
    Meeting,
    Message,
    NeedOverview,
    Nomination,
    Offer,
    Office,
    Overview,
    Payment,
    Postcode,
    PriceIndex,
    Procurement,
    Project,
    Referral,
    RentChange,
    Repair,
    Rulebook,
    Task,
    Throttle,
    Unit,
    User,
    Vacancy,
    VacancyNotice,
    Webhook,
    WebhookDelivery,
)

twins.share(get_document(name) for name in tuple(_document_registry))

__all__ = [
    "DOCUMENTS",
    "AccessEntry",
    "Adjustment",
    "Agreement",
    "Allowance",
    "ApiCalls",
    "ApiKey",
    "Appeal",
    "Applicant",
    "Application",
    "Approach",
    "ArrearsCase",
    "AuditEntry",
    "Bid",
    "Claim",
    "Counter",
    "Decision",
    "Disclosure",
    "Dispute",
    "Duty",
    "Dwelling",
    "DwellingProposal",
    "Ending",
    "File",
    "FilePart",
    "FollowUp",
    "GuaranteeClaim",
    "IdempotentAnswer",
    "ImportFault",
    "ImportRun",
    "Incident",
    "Inspection",
    "Invoicing",
    "JobRun",
    "JournalEntry",
    "Landlord",
    "LandlordReport",
    "Lease",
    "LedgerRow",
    "Letter",
    "Mandate",
    "Meeting",
    "Message",
    "NeedOverview",
    "Nomination",
    "Offer",
    "Office",
    "Overview",
    "Payment",
    "Plain",
    "Postcode",
    "PriceIndex",
    "Procurement",
    "Project",
    "Record",
    "Referral",
    "RentChange",
    "Repair",
    "Rulebook",
    "Task",
    "Throttle",
    "Unit",
    "User",
    "Vacancy",
    "VacancyNotice",
    "Webhook",
    "WebhookDelivery",
]
