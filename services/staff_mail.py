"""Mails that tell a colleague of one thing at once, stored in the outbox under the key of the effect that owes them."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from bson import ObjectId

from letters.digest import path_of
from letters.staff_mails import PAGES, notice
from models import DOCUMENTS
from models.base import Effect, Record
from rules.deadlines import oslo_date
from rules.terms import MessageKind, StaffMail
from services import audit, deputies, outbox, records
from services.actor import Actor
from services.effects import Owed

EFFECT = "staff_mail"


def owed(
    document: Record,
    what: StaffMail,
    to: ObjectId,
    *,
    about: Record | None = None,
    files: Sequence[ObjectId] = (),
    new: bool = False,
) -> Owed:
    """What a change owes a colleague; the mail names `about`, or the changed record itself. `new` = not stored before.

    The record told of needs a short address (`letters.digest.SHORT`, `admin.shortcuts`).
    """
    told = about or document
    version = 1 if new else document.version + 1
    args = {
        "what": what.value,
        "to": str(to),
        "kind": audit.collection(told),
        "id": str(told.pk),
        "files": [str(one) for one in files],
    }
    return Owed(EFFECT, f"mail:{what.value}:{document.pk}:{version}:{to}", args)


@dataclass(frozen=True)
class StaffMailer:
    """Puts the mails in the outbox; told by `app.py` where Husrom is reached and what its Message-IDs end in."""

    base_url: str = "http://localhost:8000"
    domain: str = "husrom.invalid"

    def by_effect(self, _document: Record, effect: Effect, actor: Actor) -> None:
        """Store the mail once (a command effect); who is away or has left is stood in for by the deputy.

        Where neither has an account in use, there is no mail.
        """
        owner = deputies.user(ObjectId(effect.args["to"]))
        to = deputies.present(owner, oslo_date(actor.at))
        if owner is None or to is None:
            return
        what, told = (
            StaffMail(effect.args["what"]),
            records.get(_kind(effect.args["kind"]), ObjectId(effect.args["id"])),
        )
        letter = notice(what, told.number, f"{self.base_url}{_path(what, told, effect)}", covering=to.pk != owner.pk)
        files = [ObjectId(one) for one in effect.args["files"]]
        outbox.queue(effect.key, MessageKind.STAFF, to, letter, domain=self.domain, now=actor.at, attachments=files)


def _path(what: StaffMail, told: Record, effect: Effect) -> str:
    """Where the mail leads: to the page where it is answered, or to the record's own."""
    page = PAGES.get(what)
    return (
        f"/til/{page}/{quote(told.number)}"
        if page
        else path_of(effect.args["kind"], str(told.pk), told.number, effect.key)
    )


def _kind(collection: str) -> type[Record]:
    found = (one for one in DOCUMENTS if issubclass(one, Record) and audit.collection(one) == collection)
    return next(found)
