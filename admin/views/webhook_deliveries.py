"""Messages that were sent, or are to be sent, to landlords' systems."""

from collections.abc import Sequence
from typing import Any

from flask.typing import ResponseReturnValue

from admin import formats
from admin.desk import SYSTEMS
from admin.pages import Act
from admin.people import current_actor
from admin.routes import expose
from admin.views.screen import Screen
from admin.views.webhooks import failure
from rules.errors import StaleState
from rules.terms import DeliveryState
from services import webhooks

SENT = (DeliveryState.DELIVERED, DeliveryState.FAILED)


class WebhookDeliveries(Screen):
    """Messages to landlords' systems, newest first."""

    name_one, name_many, category_name = "sendt varsling", "Sendte varslinger", SYSTEMS
    hint = "Meldinger til utleiernes systemer. De prøves på nytt i omtrent to døgn, og slettes etter 30 dager."
    label_fields = ("event", "queued_at")
    own_columns = {"failed": failure("error")}
    column_labels = {"status": "Svarkode"}
    column_list = ("event", "queued_at", "landlord", "state", "tries", "status", "failed", "delivered_at")
    column_filters = ("state", "queued_at", "landlord", "webhook")
    column_default_sort = [("queued_at", True)]
    picker_order = ("-queued_at", "pk")
    details_groups = (
        ("Meldingen", ("event", "landlord", "webhook", "queued_at")),
        ("Utsending", ("state", "delivered_at", "tries", "status", "failed", "next_at")),
    )
    quiet = frozenset({"delivered_at", "status", "failed"})

    def label(self, document: Any) -> str:
        return f"{document.event.label} {formats.moment(document.queued_at)}"

    def version_of(self, document: Any) -> int:
        """Messages carry no version; the number of tries tells whether someone was here since."""
        return int(document.tries)

    def acts(self, document: Any) -> Sequence[Act]:
        if document.state not in SENT or not self.may("replay"):
            return ()
        delivered = document.state is DeliveryState.DELIVERED
        confirm = (
            "Meldingen er levert. Sende den en gang til? Den har samme nummer som før."
            if delivered
            else "Sende meldingen på nytt?"
        )
        return [self.press("Send på nytt", "replay", document, confirm=confirm, main=not delivered)]

    @expose("/pa-nytt/", "POST")
    def replay(self) -> ResponseReturnValue:
        """Put a message back in the queue."""
        delivery, actor = self.requested(), current_actor()
        done = "Meldingen ligger i køen og sendes innen et minutt."
        return self.settle(delivery, lambda: webhooks.replay(self._as_seen(delivery), actor, now=actor.at), done)

    def _as_seen(self, delivery: Any) -> Any:
        """The message as the person saw it, refused where it has been tried since."""
        if delivery.tries != self.seen():
            raise StaleState("webhook_delivery", delivery.event.label)
        return delivery
