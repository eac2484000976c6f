"""Sends what is in the outbox: one connection for the batch; what cannot be sent now waits, longer each time."""

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING

from jobs.context import Context, Counts
from jobs.mail import SmtpCarrier
from jobs.runner import for_each
from services import outbox
from services.mails import ServerAway
from services.outbox import Outcome

if TYPE_CHECKING:
    from models import Message

NO_SERVER = "HUSROM_SMTP_URL er ikke satt, så ingen e-post sendes. I køen: {count}."


def run(context: Context) -> Counts:
    """Send the mails whose time has come; `waiting` are kept for later, `refused` have become tasks."""
    server = context.settings.smtp
    if server is None:
        return Counts(note=NO_SERVER.format(count=outbox.waiting()))
    due = outbox.due(context.clock())
    if not due:
        return Counts()
    batch = _Batch(context)
    try:
        with SmtpCarrier(server, context.settings.mail_from) as carrier:
            counts = for_each(context, due, partial(batch.deliver, carrier=carrier), stop_on=ServerAway)
    except ServerAway as away:
        for message in due[batch.tried :]:
            outbox.postpone(message, away.why, context.clock())
        return batch.counts(len(due), error=f"{away.why} E-posten venter i køen.")
    return batch.counts(len(due), failed=counts.failed)


class _Batch:
    """What became of the mails of one connection."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.tried = 0
        self.outcomes: Counter[Outcome] = Counter()

    def deliver(self, message: "Message", *, carrier: SmtpCarrier) -> None:
        self.tried += 1
        self.outcomes[outbox.deliver(message, carrier, self.context.actor)] += 1

    def counts(self, selected: int, *, failed: int = 0, error: str | None = None) -> Counts:
        """Mails that are neither sent, refused, failed nor somebody else's wait in the queue."""
        sent, refused, taken = (self.outcomes[some] for some in (Outcome.SENT, Outcome.REFUSED, Outcome.TAKEN))
        waiting = selected - sent - refused - taken - failed
        return Counts(selected, sent, failed, {"waiting": waiting, "refused": refused, "taken": taken}, error)
