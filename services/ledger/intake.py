"""A bank file's payments on their way in, chunk by chunk: by KID on the lease, the others in a queue for a person."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from bson import ObjectId

from models import LedgerRow, Payment
from rules.terms import PaymentState, QueueCause
from services import accounts
from services.actor import Actor
from services.batches import batched
from services.ledger import received as of_files
from services.ledger.givebacks import Spare, waiting_reversals
from services.ledger.placing import place_by_rule
from services.ledger.received import Placed, Received, Tally, leases_by_kid, payment_row
from services.ledger.rows import insert_rows

MOST_KIDS = 10_000  # kept from one chunk to the next
BOOKED, QUEUED, KNOWN = "booked", "queued", "known"
KID_KNOWN = "KID-en hører nå til et leieforhold"
PAYMENT_KNOWN = "Innbetalingen som banken trekker tilbake, er nå ført"


class Fate(NamedTuple):
    """What became of a payment: by this walk through the file, and by the run as a whole, for its reconciliation."""

    now: str
    told: str


class Intake:
    """The payments of one file, booked chunk by chunk; `settle` brings the accounts that they touched up to date.

    An account is settled from all its rows, so it is done once, at the end: whoever is killed before that is resumed,
    finds every row in its place, and settles then. Kept in memory: a chunk, and the KIDs of some leases.
    `tallies` tells of each part of the file, for its reconciliation, what the run has made of its payments.
    """

    def __init__(self, run: str | None, today: date | None = None, *, resumed: bool = False) -> None:
        self.tallies: dict[tuple[str, str], Tally] = defaultdict(Tally)
        self._run = run
        self._today = today
        self._resumed = resumed
        self._leases: dict[str, ObjectId] = {}  # by KID
        self._fates: dict[str, Fate] = {}  # of the chunk, by key
        self._spare = Spare()

    def receive(self, payments: Sequence[Received], actor: Actor) -> Placed:
        """Book a chunk: by KID on the lease, unknown ones in the queue; a key that stands already is known."""
        self._fates = {}
        payments = of_files.told_apart(payments)
        matched, others = self._parted(payments)
        waiting = of_files.in_queue([one.key for one in matched])
        for payment in waiting.values():
            fate = self._stood(QUEUED, payment.import_run)
            self._fates[payment.key] = fate._replace(now=BOOKED) if self._place_waiting(payment, actor) else fate
        fresh = [one for one in matched if one.key not in waiting]
        self._book([one for one in fresh if one.amount_ore >= 0], actor)
        backed, unbacked = self._judged([one for one in fresh if one.amount_ore < 0])
        self._book(backed, actor)
        self._queue([*others, *unbacked], actor)
        self._release(matched, actor)
        return self._counted(payments)

    def foresee(self, payments: Sequence[Received]) -> Placed:
        """What `receive` would make of them; nothing is written."""
        self._fates = {}
        payments = of_files.told_apart(payments)
        matched, others = self._parted(payments)
        waiting = of_files.in_queue([one.key for one in matched])
        unmatched = {key for key, one in waiting.items() if one.state is PaymentState.UNMATCHED and one.amount_ore >= 0}
        standing = set(of_files.written_by([one.key for one in payments]))
        fresh = [one for one in matched if one.key not in waiting and one.key not in standing]
        self._spare.add([(self._leases[one.kid], one.amount_ore) for one in fresh if one.amount_ore >= 0])
        backed, unbacked = self._judged([one for one in fresh if one.amount_ore < 0])
        known = standing | set(of_files.in_queue([one.key for one in others]))
        booked = {one.key for one in fresh if one.amount_ore >= 0} | {one.key for one in backed} | unmatched
        self._fates |= {one.key: Fate(QUEUED, QUEUED) for one in [*others, *unbacked] if one.key not in known}
        self._fates |= {key: Fate(BOOKED, BOOKED) for key in booked}
        return self._counted(payments)

    def _parted(self, payments: Sequence[Received]) -> tuple[list[Received], list[Received]]:
        """Those whose lease is known by the KID, and the others; what is doubtful belongs to the others."""
        if len(self._leases) > MOST_KIDS:
            self._leases = {}
        self._leases |= leases_by_kid({payment.kid for payment in payments} - self._leases.keys())
        judged = [self._dated(payment) for payment in payments]
        matched = [one for one in judged if one.kid in self._leases and one.cause is None]
        return matched, [one for one in judged if one.kid not in self._leases or one.cause is not None]

    def _dated(self, payment: Received) -> Received:
        ahead = self._today is not None and payment.booked_on > self._today
        return replace(payment, cause=QueueCause.FUTURE) if ahead else payment

    def _place_waiting(self, payment: Payment, actor: Actor) -> bool:
        """A payment read before its lease was: it leaves the queue for the lease that has its KID now.

        What the bank took back stays until there is a payment for it, however often its file is read.
        """
        if payment.state is not PaymentState.UNMATCHED:
            return False
        lease, back = self._leases[payment.kid or ""], -payment.amount_ore
        if back > 0 and not Spare.of([(lease, back)]).take(lease, back):
            return False
        return place_by_rule(payment, lease, actor, why=KID_KNOWN)

    def _book(self, payments: Sequence[Received], actor: Actor) -> None:
        """Insert their rows."""
        standing = insert_rows([payment_row(one, self._leases[one.kid], actor.at, self._run) for one in payments])
        written = of_files.written_by(list(standing)) if standing else {}
        if standing:  # a row that another run wrote is not met again at the end
            accounts.refresh(self._leases[one.kid] for one in payments)
        for one in payments:
            stood = one.key in standing
            self._fates[one.key] = self._stood(BOOKED, written.get(one.key)) if stood else Fate(BOOKED, BOOKED)

    def _queue(self, payments: Sequence[Received], actor: Actor) -> None:
        new = of_files.queue(payments, actor, self._run)
        self._fates |= dict.fromkeys(new, Fate(QUEUED, QUEUED))
        before = of_files.in_queue([one.key for one in payments if one.key not in new])
        self._fates |= {key: self._stood(QUEUED, payment.import_run) for key, payment in before.items()}

    def _stood(self, what: str, run: str | None) -> Fate:
        """A payment that stood already: known, unless this run itself stored it before it was cut off."""
        own = run is not None and run == self._run
        return Fate(what if own and self._resumed else KNOWN, what if own else KNOWN)

    def _judged(self, payments: Sequence[Received]) -> tuple[list[Received], list[Received]]:
        """What the bank takes back that stands on the lease, and what does not: that waits for a person."""
        standing = of_files.written_by([one.key for one in payments]) if payments else {}
        pairs = [(self._leases[one.kid], -one.amount_ore) for one in payments if one.key not in standing]
        self._spare.learn(pairs)
        backed, unbacked = [], []
        for one in payments:
            if one.key in standing or self._spare.take(self._leases[one.kid], -one.amount_ore):
                backed.append(one)
            else:
                unbacked.append(replace(one, cause=QueueCause.UNKNOWN_REVERSAL))
        return backed, unbacked

    def _release(self, matched: Sequence[Received], actor: Actor) -> None:
        """What the bank took back before the payment itself was read, is placed now: the order of files is nothing."""
        kids = {one.kid for one in matched if self._fates[one.key].now == BOOKED and one.amount_ore >= 0}
        for payment in waiting_reversals(kids) if kids else ():
            lease = self._leases[payment.kid or ""]
            if Spare.of([(lease, -payment.amount_ore)]).take(lease, -payment.amount_ore):
                place_by_rule(payment, lease, actor, why=PAYMENT_KNOWN)

    def _counted(self, payments: Sequence[Received]) -> Placed:
        counts: Counter[str] = Counter()
        for one in payments:
            fate = self._fates.get(one.key, Fate(KNOWN, KNOWN))
            self.tallies[one.account, one.part].count(fate.told, one.amount_ore)
            counts[fate.now] += 1
        return Placed(counts[BOOKED], counts[QUEUED], counts[KNOWN])


def receive(payments: Sequence[Received], actor: Actor, *, run: str | None, today: date | None = None) -> Placed:
    """Book a handful of payments and settle the accounts they touch."""
    placed = Intake(run, today).receive(payments, actor)
    accounts.refresh(leases_by_kid(payment.kid for payment in payments).values())
    return placed


def settle(run: str) -> Iterator[int]:
    """Settle the accounts that a run has written rows on, some at a time; yields how many of them changed."""
    for some in batched(leases_of(run), accounts.ACCOUNTS_AT_ONCE):
        yield accounts.refresh(some)


def leases_of(run: str) -> Iterator[ObjectId]:
    """The leases that a run has written rows on, each once (index `ledger_run`)."""
    rows = [{"$match": {"run": run}}, {"$group": {"_id": "$lease"}}, {"$sort": {"_id": 1}}]  # as they lie on disk
    for found in LedgerRow._get_collection().aggregate(rows, batchSize=accounts.ACCOUNTS_AT_ONCE):
        yield found["_id"]
