"""Bank files: payments booked chunk by chunk; a transmission is taken in once, and only of our own accounts."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from models import ImportRun
from rules.errors import HusromError, NotFound, OtherAccounts
from rules.terms import ImportCount, ImportState
from services import ledger, rulebooks
from services.imports.files import Order, PaymentFile
from services.imports.outcome import Outcome
from services.imports.walk import Step
from services.ledger import Placed, Received


@dataclass(eq=False)
class TransmissionDiffers(HusromError):
    """A transmission of that number to that account was read before with other content; nothing is read."""

    number: str
    account: str
    name: str  # of the file that was read before
    read_at: datetime


def require_ours(file: PaymentFile, order: Order) -> None:
    """Refuse a file of which any account is not one that the rent is paid to, where the rulebook names those.

    Raises OtherAccounts.
    """
    try:
        ours = rulebooks.current(order.today).keeping.accounts
    except NotFound:
        return
    others = {account for sent in file.transmissions for account in sent.accounts} - set(ours)
    if ours and others:
        raise OtherAccounts(tuple(sorted(others)), ours)


def marks(file: PaymentFile) -> list[str]:
    """What the file's run is known by: account and number of each transmission, and the same with its digest."""
    found = []
    for sent in file.transmissions:
        for account in sent.accounts:
            found += [f"{account}:{sent.number}", f"{account}:{sent.number}:{sent.sha256}"]
    return found


def find_read(file: PaymentFile, own: str) -> ImportRun | None:
    """Another run than `own` that has read all of the file's transmissions; raises TransmissionDiffers.

    Whoever imports has stored the marks of its own run first, so of two at the same instant at most one goes on.
    """
    wanted = marks(file)
    live = [ImportState.RUNNING, ImportState.DONE]
    for other in ImportRun.objects(transmissions__in=wanted, key__ne=own, state__in=live).order_by("started_at", "key"):
        for sent, digest in zip(wanted[::2], wanted[1::2], strict=True):
            if sent in other.transmissions and digest not in other.transmissions:
                account, number = sent.split(":")
                raise TransmissionDiffers(number, account, other.name, other.started_at)
        if other.state is ImportState.DONE and set(wanted) <= set(other.transmissions):
            found: ImportRun = other
            return found
    return None


class PaymentWalk:
    """Books a file's payments. `run` None = a preview: nothing is written."""

    def __init__(self, file: PaymentFile, order: Order, run: str | None) -> None:
        self.outcome = Outcome(skipped=dict(file.skipped))
        self._file = file
        self._order = order
        self._run = run
        self._intake = ledger.Intake(run)

    def steps(self, *, resumed: bool = False) -> Iterator[Step]:
        """Walk, chunk by chunk; a resumed one finds its payments known."""
        intake = self._intake = ledger.Intake(self._run, self._order.today, resumed=resumed)
        done = 0
        for chunk in self._file.payments():
            received = [_received(payment) for payment in chunk.payments]
            placed = intake.receive(received, self._order.acting) if self._run else intake.foresee(received)
            self._count(placed, received)
            refused = [self.outcome.refuse(fault.line, [(fault.column, fault.reason)]) for fault in chunk.faults]
            done += len(received) + len(refused)
            yield Step(done, refused, [])
        if self._run:
            for _ in ledger.settle(self._run):
                yield Step(done, [], [])  # a sign of life

    def statement(self) -> list[dict[str, Any]]:
        """What each part of the file said, and what its payments became: numbers and øre, for the reconciliation."""
        found = []
        for part in self._file.told:
            tally = asdict(self._intake.tallies[part.account, part.part])
            taken = sum(tally[what] for what in ("booked", "queued", "known"))
            told = {"account": part.account, "part": part.part, "told": part.payments, "told_ore": part.sum_ore}
            found.append({**told, **tally, "refused": part.payments - taken})
        return found

    def _count(self, placed: Placed, received: Sequence[Received]) -> None:
        self.outcome.counts.update(
            {
                ImportCount.MATCHED: placed.matched,
                ImportCount.UNMATCHED: placed.unmatched,
                ImportCount.KNOWN: placed.known,
                ImportCount.SUM_ORE: sum(payment.amount_ore for payment in received),
            }
        )


def _received(payment: Any) -> Received:
    return Received(
        key=payment.key,
        kid=payment.kid or "",
        amount_ore=payment.amount_ore,
        booked_on=payment.booked_on,
        account=payment.account,
        reference=payment.archive_reference,
        source=payment.source,
        part=payment.part,
        cause=payment.cause,
    )
