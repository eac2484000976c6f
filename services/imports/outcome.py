"""What became of a file's rows: counted, refused with reasons, found with other values."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rules.terms import ImportCount
from services.imports.files import Told

MOST_KEPT = 10_000  # lines told in memory; beyond them a run's stored faults hold the rest


@dataclass(frozen=True)
class Line:
    """A line of the file with the (column, reason) pairs that are told of it; never the values.

    `held` = column → (field, what the house holds), to be shown before anything is stored; it is stored nowhere.
    """

    line: int
    told: tuple[tuple[str, str], ...]
    held: Mapping[str, tuple[str, Any]] = field(default_factory=dict, repr=False)


@dataclass
class Outcome:
    """The counts of one walk through a file, its refused rows and its differences."""

    counts: Counter[ImportCount] = field(default_factory=Counter)
    refused: list[Line] = field(default_factory=list)
    differing: list[Line] = field(default_factory=list)
    overwritten: list[Line] = field(default_factory=list)  # by a preview alone: what would be
    skipped: dict[str, int] = field(default_factory=dict)  # payments: what was left out, by its bokmål term

    def refuse(self, line: int, told: Sequence[tuple[str, str]]) -> Line:
        """Count a refused row and keep its reasons."""
        return self._keep(ImportCount.REFUSED, self.refused, line, told)

    def differ(
        self, line: int, told: Sequence[tuple[str, str]], held: Mapping[str, tuple[str, Any]] | None = None
    ) -> Line:
        """Count a row that stands with other values and keep which."""
        return self._keep(ImportCount.DIFFERENT, self.differing, line, told, held)

    def overwrite(self, line: int, told: Sequence[tuple[str, str]], held: Mapping[str, tuple[str, Any]]) -> Line:
        """Count a row whose other values are written over and keep which."""
        return self._keep(ImportCount.UPDATED, self.overwritten, line, told, held)

    def _keep(
        self,
        count: ImportCount,
        kept: list[Line],
        line: int,
        told: Sequence[tuple[str, str]],
        held: Mapping[str, tuple[str, Any]] | None = None,
    ) -> Line:
        found = Line(line, tuple(told), held or {})
        self.counts[count] += 1
        if len(kept) < MOST_KEPT:
            kept.append(found)
        return found

    @property
    def told(self) -> Told:
        """The refused lines as the list of faults wants them."""
        return {line.line: line.told for line in self.refused}

    def stored_counts(self) -> dict[str, int]:
        """The counts as a run carries them."""
        return {count.value: number for count, number in self.counts.items()}
