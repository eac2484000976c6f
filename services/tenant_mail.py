"""A mail that only says that a letter has come: no name, no address, no amount, no reason (design section 5)."""

from dataclasses import dataclass
from typing import Any

from bson import ObjectId

from letters.tenant_mails import letter_has_come
from models import Applicant, Lease, Letter, Office
from models.base import Effect, Record
from rules.terms import MessageKind
from services import merged, outbox, records
from services.actor import Actor
from services.effects import Owed

EFFECT = "tenant_mail"


def owed(letter: Letter) -> Owed:
    """What a letter on its way owes the tenant; once for each letter, however often it is sent."""
    return Owed(EFFECT, f"{EFFECT}:{letter.pk}:{letter.version}", {"letter": str(letter.pk)})


@dataclass(frozen=True)
class TenantMailer:
    """Puts the mails in the outbox; told by `app.py` who writes and what its Message-IDs end in."""

    municipality: str = "Kommunen"
    domain: str = "husrom.invalid"

    def by_effect(self, _document: Record, effect: Effect, actor: Actor) -> None:
        """Store the mail once, where the tenant has a mail address and no protected one (a command effect)."""
        letter: Letter = records.get(Letter, ObjectId(effect.args["letter"]))
        person = merged.root_of(records.get(Applicant, records.reference(letter, "applicant")))
        if not person.email or person.protected_address or letter.protected:
            return
        written = letter_has_come(self.municipality, _phone(letter), person.letter_form)
        key = f"{EFFECT}:{letter.pk}"
        outbox.queue(key, MessageKind.TENANT, person.email, written, domain=self.domain, now=actor.at)


def _phone(letter: Letter) -> str | None:
    """The office's number, to call back on."""
    held = records.reference(letter, "office")
    if held is None:
        lease: Any = Lease.objects(pk=records.reference(letter, "lease")).only("office").no_dereference().first()
        held = records.reference(lease, "office") if lease else None
    office = Office.objects(pk=held).only("phone").first() if held else None
    return office.phone if office else None
