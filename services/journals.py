"""The housing journal: entries are added, never changed, by those who work the case; each opening is logged."""

from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from models import Application, File, JournalEntry
from rules.errors import AlreadyExists, MissingReason
from rules.terms import AccessKind, JournalKind, Role
from services import attachments, audit, need_to_know, records
from services.actor import Actor
from services.attachments import Arriving
from services.effects import insert_once

READERS = (
    Role.CASEWORKER,
    Role.HOUSING_CONSULTANT,
    Role.UNIT_LEADER,
    Role.COMMITTEE_MEMBER,
    Role.DECIDER,
    Role.DEPARTMENT_HEAD,
)


def require(application: Application, actor: Actor, *, what: str = "journal.read") -> None:
    """Let those pass who work the case in a role that has journals. Raises NotAuthorised, NoNeedToKnow."""
    actor.require(*READERS, what=what)
    need_to_know.require(application, actor)


def write(
    application: Application,
    kind: JournalKind,
    text: str,
    actor: Actor,
    *,
    nonce: str,
    now: datetime,
    corrects: str | None = None,
    files: Sequence[Arriving] = (),
) -> str:
    """Add an entry to the case; `nonce` is the form's, so that a form sent twice writes once. Returns its key.

    The files are stored first and named by the entry: an entry never misses one.
    Raises NotAuthorised, NoNeedToKnow, MissingReason (no text), FileRefused, AlreadyExists (the nonce has written
    something else).
    """
    require(application, actor, what="journal.write")
    if not text.strip():
        raise MissingReason("journal.write")
    sounds = attachments.look_through(files)
    entry = JournalEntry(
        key=nonce,
        applicant=records.reference(application, "applicant"),
        application=application,
        kind=kind,
        text=text.strip(),
        corrects=corrects,
        files=attachments.identities(sounds, nonce),
        at=now,
        by=actor.id,
        by_name=actor.name,
    )
    if not _stands(entry):
        attachments.keep(sounds, nonce, actor)
        insert_once(entry)
        _stands(entry)  # another may have come in between with the same nonce
    return nonce


def _stands(entry: JournalEntry) -> bool:
    """Whether the very same entry is written; raises AlreadyExists where its nonce has written something else."""
    stored = JournalEntry.objects(pk=entry.key).no_dereference().first()
    if stored is not None and _said(stored) != _said(entry):
        raise AlreadyExists("journal_entry", ("key",))
    return stored is not None


def _said(entry: JournalEntry) -> tuple[object, ...]:
    """What makes two entries the same one sent twice."""
    case = records.reference(entry, "application")
    return case, entry.kind, entry.text, entry.corrects, entry.by, list(entry.files)


def read(application: Application, actor: Actor) -> list[JournalEntry]:
    """The case's entries, newest first; the opening is logged. Raises NotAuthorised, NoNeedToKnow."""
    require(application, actor)
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


def fetch(application: Application, identity: str, actor: Actor) -> tuple[File, BinaryIO]:
    """A file attached to the case's journal; the fetching is logged.

    Raises NotAuthorised, NoNeedToKnow, NotFound (also for a file of another case).
    """
    require(application, actor)
    entries = JournalEntry.objects(application=application).only("files").no_dereference()
    named = {file for entry in entries for file in entry.files}
    person = records.reference(application, "applicant")
    return attachments.fetch(identity, named, actor, number=application.number, person=person)
