"""Sends what landlords' addresses are to be told; an address that fails once keeps its other messages for later."""

from collections import Counter
from typing import TYPE_CHECKING

from jobs.context import Context, Counts
from jobs.https import PostCarrier
from jobs.runner import for_each
from services import webhooks
from services.webhooks import Outcome

if TYPE_CHECKING:
    from models import WebhookDelivery


def run(context: Context) -> Counts:
    """Send the messages whose time has come; `waiting` are tried again later, `given_up` are not."""
    due = webhooks.due(context.clock())
    if not due:
        return Counts()
    batch = _Batch(context)
    counts = for_each(context, due, batch.deliver)
    numbers = {outcome.value: batch.outcomes[outcome] for outcome in Outcome if outcome is not Outcome.DELIVERED}
    done = batch.outcomes[Outcome.DELIVERED]
    return Counts(counts.selected, done, counts.failed, {**numbers, "left": batch.left})


class _Batch:
    """What became of one round's messages, and which addresses have failed in it."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.carrier = PostCarrier()
        self.outcomes: Counter[Outcome] = Counter()
        self.failed: set[object] = set()
        self.left = 0

    def deliver(self, delivery: "WebhookDelivery") -> None:
        """Send it, unless its address has failed in this round: a dead one must not hold up the others."""
        address = webhooks.address_of(delivery)
        if address in self.failed:
            self.left += 1
            return
        outcome = webhooks.deliver(delivery, self.carrier, self.context.actor)
        self.outcomes[outcome] += 1
        if outcome in (Outcome.WAITING, Outcome.GIVEN_UP):
            self.failed.add(address)
