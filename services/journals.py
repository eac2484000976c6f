"""The housing journal: entries are added, never changed; each opening is logged."""

from datetime import datetime

from models import Application, JournalEntry
from rules.errors import AlreadyExists, MissingReason
from rules.terms import AccessKind, JournalKind, Role
from services import audit, records
from services.actor import Actor
from services.effects import insert_once

READERS = (
    Role.CASEWORKER,
    Role.HOUSING_CONSULTANT,
    Role.UNIT_LEADER,
    Role.COMMITTEE_MEMBER,
    Role.DECIDER,
    Role.DEPARTMENT_HEAD,
)


def write(
    application: Application,
    kind: JournalKind,
    text: str,
    actor: Actor,
    *,
    nonce: str,
    now: datetime,
    corrects: str | None = None,
) -> str:
    """Add an entry to the case; `nonce` is the form's, so that a form sent twice writes once. Returns its key.

    Raises NotAuthorised, MissingReason (no text), AlreadyExists (the nonce has written something else).
    """
    actor.require(*READERS, what="journal.write")
    if not text.strip():
        raise MissingReason("journal.write")
    entry = JournalEntry(
        key=nonce,
        applicant=records.reference(application, "applicant"),
        application=application,
        kind=kind,
        text=text.strip(),
        corrects=corrects,
        at=now,
        by=actor.id,
        by_name=actor.name,
    )
    insert_once(entry)
    stored = JournalEntry.objects(pk=nonce).no_dereference().first()
    if stored is None or _said(stored) != _said(entry):
        raise AlreadyExists("journal_entry", ("key",))
    return nonce


def _said(entry: JournalEntry) -> tuple[object, ...]:
    """What makes two entries the same one sent twice."""
    return records.reference(entry, "application"), entry.kind, entry.text, entry.corrects, entry.by


def read(application: Application, actor: Actor) -> list[JournalEntry]:
    """The case's entries, newest first; the opening is logged. Raises NotAuthorised."""
    actor.require(*READERS, what="journal.read")
    entries = list(JournalEntry.objects(application=application).order_by("-at", "key").no_dereference())
    audit.record_access(
        actor,
        AccessKind.OPENED,
        "journal_entry",
        number=application.number,
        person=records.reference(application, "applicant"),
        count=len(entries),
    )
    return entries
