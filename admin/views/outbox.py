"""The outbox: mails that wait, are sent, or were refused."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.desk import ADMINISTRATION
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.columns import Column
from admin.views.screen import Screen
from models import Message
from rules.errors import StaleState
from rules.terms import MessageState
from services import mails, outbox


class Messages(Screen):
    """Mails, newest first."""

    name_one, name_many, category_name = "e-post", "E-poster", ADMINISTRATION
    hint = "E-poster Husrom har skrevet. Ingen av dem nevner navn eller adresser."
    label_fields = ("subject", "queued_at")
    column_labels = {"to": "E-postadresse"}
    own_columns = {
        "attached": Column(
            label="Vedlegg", needs=("attachments",), value=lambda mail: ", ".join(mails.attached(mail)), wide=True
        )
    }
    column_list = ("queued_at", "recipient", "to", "subject", "state", "tries", "sent_at", "error")
    column_filters = ("state", "kind", "queued_at", "recipient")
    column_searchable_list = ("^to",)
    column_sortable_list = ("queued_at", "state", "to")
    column_default_sort = [("queued_at", True)]
    details_groups = (
        ("E-posten", ("kind", "recipient", "to", "subject")),
        ("Utsending", ("state", "queued_at", "sent_at", "tries", "next_at", "error")),
        ("Innhold", ("text", "attached")),
    )
    quiet = frozenset({"sent_at", "error", "attached"})

    def label(self, document: Any) -> str:
        return f"{document.subject} {formats.moment(document.queued_at)}"

    def fact_class(self, name: str) -> str:
        return "wide" if name in ("text", "error") else super().fact_class(name)

    def version_of(self, document: Any) -> int:
        """Mails carry no version; the number of tries tells whether someone was here since."""
        return int(document.tries)

    def acts(self, document: Any) -> Sequence[Act]:
        may = document.state is MessageState.REFUSED and self.may("requeue")
        confirm = "Legge e-posten i køen igjen? Sjekk først at adressen er riktig."
        return [self.press("Send på nytt", "requeue", document, confirm=confirm, main=True)] if may else []

    @expose("/i-ko/", "POST")
    def requeue(self) -> ResponseReturnValue:
        """Put a refused mail back in the queue."""
        message: Message = self.requested()
        done = "E-posten ligger i køen og sendes om kort tid."
        return self.settle(message, lambda: outbox.requeue(self._as_seen(message), current_actor()), done)

    def _as_seen(self, message: Any) -> Any:
        """The mail, refused where it has been tried since the page was opened."""
        if message.tries != self.seen():
            raise StaleState("message", message.subject)
        return message
