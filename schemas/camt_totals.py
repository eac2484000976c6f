"""The totals that a camt.054 file tells of itself, held against what stands in it."""

from schemas import camt_entries
from schemas.camt_entries import Item
from schemas.camt_walk import Element
from schemas.xml_errors import BrokenAmount, XmlTotalsDiffer

COUNT = "antall poster"
SUM = "sum i øre"


class Totals:
    """What the entries of a notice add up to, against `TxsSummry`."""

    def __init__(self) -> None:
        self._count = {"CRDT": 0, "DBIT": 0}
        self._ore = {"CRDT": 0, "DBIT": 0}

    def add(self, entry: Element) -> None:
        """Count an entry; raises BrokenAmount (also where it says neither in nor out)."""
        side = entry.text("CdtDbtInd")
        if side not in self._count:
            raise BrokenAmount(entry.line)
        self._count[side] += 1
        self._ore[side] += camt_entries.ore(entry.text("Amt"), entry.line)

    def check(self, notice: Element) -> None:
        """Raises XmlTotalsDiffer, BrokenAmount."""
        for name, sides in (("TtlNtries", ("CRDT", "DBIT")), ("TtlCdtNtries", ("CRDT",)), ("TtlDbtNtries", ("DBIT",))):
            path = f"TxsSummry/{name}"
            if count := notice.text(f"{path}/NbOfNtries"):
                _compare(notice, COUNT, _number(count, notice), sum(self._count[side] for side in sides))
            if total := notice.text(f"{path}/Sum"):
                stated = camt_entries.ore(total, notice.line)
                _compare(notice, SUM, stated, sum(self._ore[side] for side in sides))


class Batch:
    """What the transactions of an entry add up to, against the entry's amount and its `Btch`."""

    def __init__(self) -> None:
        self._count = self._ore = 0
        self._foreign = False

    def add(self, item: Item, ore: int, currency: str) -> None:
        """Count one transaction; one that goes the other way than its entry is taken off."""
        own = item.transaction.text("CdtDbtInd") if item.transaction else ""
        against = bool(own) and own != item.entry.text("CdtDbtInd")
        self._count += 1
        self._ore += -ore if against else ore
        self._foreign = self._foreign or currency != camt_entries.OURS

    def check(self, entry: Element) -> None:
        """Raises XmlTotalsDiffer, BrokenAmount."""
        if not self._count:
            return
        if told := entry.texts("NtryDtls/Btch/NbOfTxs"):
            _compare(entry, "antall betalinger", sum(_number(one, entry) for one in told), self._count)
        if not self._foreign:
            _compare(entry, SUM, camt_entries.ore(entry.text("Amt"), entry.line), self._ore)


def _number(text: str, element: Element) -> int:
    if not (text.isascii() and text.isdigit() and len(text) <= 15):
        raise BrokenAmount(element.line)
    return int(text)


def _compare(element: Element, what: str, stated: int, counted: int) -> None:
    if stated != counted:
        raise XmlTotalsDiffer(element.line, what, stated, counted)
