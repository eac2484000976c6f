"""The bytes of a letter about an inspection, for those who look after the home; each opening is logged."""

from typing import BinaryIO

from models import Inspection, Letter
from rules.errors import NotFound
from rules.terms import AccessKind, LetterKind
from services import audit, files, records
from services.actor import Actor
from services.inspections.common import refuse_shielded, require


def open_notice(inspection: Inspection, letter: Letter, actor: Actor, *, sees_protected: bool = False) -> BinaryIO:
    """A letter of the inspection; one drawn before its tenant was protected bears the address.

    Raises NotAuthorised, NoNeedToKnow, HomeShielded, NotFound (another record's letter).
    """
    require(records.reference(inspection, "lease"), actor, "inspection.notice")
    if letter.about != inspection.pk or letter.letter_kind is not LetterKind.INSPECTION_NOTICE:
        raise NotFound("letter", inspection.number)
    if not letter.protected:
        refuse_shielded(inspection, sees_protected)
    content = files.open_stored(letter.file)
    audit.record_access(
        actor,
        AccessKind.FETCHED,
        "letter",
        document_id=str(letter.pk),
        number=letter.number,
        person=records.reference(letter, "applicant"),
    )
    return content
