"""Mails that tell a colleague of one thing at once, stored in the outbox under the key of the effect that owes them."""

from collections.abc import Sequence
from dataclasses import dataclass

from bson import ObjectId

from letters.digest import path_of
from letters.staff_mails import notice
from models import DOCUMENTS, User
from models.base import Effect, Record
from rules.terms import MessageKind, StaffMail
from services import audit, outbox, records
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
        """Store the mail once (a command effect); who has left or lacks an account in use gets none."""
        to = User.objects(pk=ObjectId(effect.args["to"]), active=True).no_dereference().first()
        if to is None:
            return
        told = records.get(_kind(effect.args["kind"]), ObjectId(effect.args["id"]))
        path = path_of(effect.args["kind"], str(told.pk), told.number, effect.key)
        letter = notice(StaffMail(effect.args["what"]), told.number, f"{self.base_url}{path}")
        files = [ObjectId(one) for one in effect.args["files"]]
        outbox.queue(effect.key, MessageKind.STAFF, to, letter, domain=self.domain, now=actor.at, attachments=files)


def _kind(collection: str) -> type[Record]:
    found = (one for one in DOCUMENTS if issubclass(one, Record) and audit.collection(one) == collection)
    return next(found)
