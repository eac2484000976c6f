"""Documents and their named queries; importing this package knows every collection."""

from models.access_entry import AccessEntry
from models.agreement import Agreement
from models.appeal import Appeal
from models.applicant import Applicant
from models.application import Application
from models.audit import AuditEntry
from models.base import Plain, Record
from models.counter import Counter
from models.decision import Decision
from models.dwelling import Dwelling
from models.file import File, FilePart
from models.import_run import ImportFault, ImportRun
from models.job_run import Claim, JobRun
from models.journal import JournalEntry
from models.landlord import Landlord
from models.lease import Lease
from models.ledger import LedgerRow
from models.letter import Letter
from models.meeting import Meeting
from models.message import Message
from models.nomination import Nomination
from models.offer import Offer
from models.office import Office
from models.overview import Overview
from models.payment import Payment
from models.postcode import Postcode
from models.project import Project
from models.rulebook import Rulebook
from models.task import Task
from models.throttle import Throttle
from models.unit import Unit
from models.user import User
from models.vacancy import Vacancy

DOCUMENTS: tuple[type[Plain] | type[Record], ...] = (
    AccessEntry,
    Agreement,
    Appeal,
    Applicant,
    Application,
    AuditEntry,
    Claim,
    Counter,
    Decision,
    Dwelling,
    File,
    FilePart,
    ImportFault,
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
    Throttle,
    Unit,
    User,
    Vacancy,
)

__all__ = [
    "DOCUMENTS",
    "AccessEntry",
    "Agreement",
    "Appeal",
    "Applicant",
    "Application",
    "AuditEntry",
    "Claim",
    "Counter",
    "Decision",
    "Dwelling",
    "File",
    "FilePart",
    "ImportFault",
    "ImportRun",
    "JobRun",
    "JournalEntry",
    "Landlord",
    "Lease",
    "LedgerRow",
    "Letter",
    "Meeting",
    "Message",
    "Nomination",
    "Offer",
    "Office",
    "Overview",
    "Payment",
    "Plain",
    "Postcode",
    "Project",
    "Record",
    "Rulebook",
    "Task",
    "Throttle",
    "Unit",
    "User",
    "Vacancy",
]
