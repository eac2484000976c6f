"""One walk through a register's file: each row alone, what is right stored chunk by chunk, what is wrong told."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rules.errors import AlreadyExists, InvalidRecord, StaleState, TransitionRefused
from rules.terms import ImportCount
from services import effects
from services.batches import batched
from services.imports.books import Beside, Book, Change, RowRefused, readable
from services.imports.files import Entry, Problem, RegisterFile
from services.imports.outcome import Line, Outcome

ROWS_AT_ONCE = 200
OTHER_VALUES = "Står med en annen verdi i Husrom, og er ikke endret. Er filen riktig, velg å skrive over."
OTHER_STATE = "Saken er kommet lenger i Husrom, og statusen i filen fører ikke dit fra. Endre den i Husrom."
WRITTEN_OVER = "Blir skrevet over med verdien i filen."
MEANWHILE = "En annen endret det samme mens filen ble lest. Les filen på nytt."
NOT_STORABLE = "Verdien kan ikke lagres. Se etter at den er rimelig."


@dataclass(frozen=True)
class Step:
    """A chunk is done: how many rows so far, and what is told of the chunk's lines."""

    done: int
    refused: list[Line]
    differing: list[Line]


class Walk:
    """Reads a register by its book. `store` False = a preview: nothing is written."""

    def __init__(self, file: RegisterFile, book: Book, *, store: bool, overwrite: bool) -> None:
        self.outcome = Outcome()
        self.outcome.counts[ImportCount.BLANK] = file.blank
        self.outcome.counts[ImportCount.REPEATED] = file.repeated
        self._file = file
        self._book = book
        self._store = store
        self._overwrite = overwrite
        self._resumed = False
        self._lines: dict[Any, int] = {}  # key → the line that has it
        self._step = Step(0, [], [])

    def steps(self, *, resumed: bool = False) -> Iterator[Step]:
        """Walk, chunk by chunk; `resumed` = what stands from this run was stored by it before it was cut off."""
        self._resumed = resumed
        for entries in batched(self._file, ROWS_AT_ONCE):
            self._step = Step(self._step.done + len(entries), [], [])
            self._chunk(entries)
            yield self._step
        if self._store:
            self._book.finish()

    def _chunk(self, entries: Sequence[Entry]) -> None:
        self._book.look_up([entry.facts for entry in entries])
        right = [entry for entry in entries if self._passes(entry)]
        standing = {entry.line: self._book.find(entry.facts) for entry in right}
        new = [entry for entry in right if standing[entry.line] is None]
        stored = {entry.line for entry in (self._add(new) if self._store else new)}
        for entry in right:
            found = standing[entry.line]
            if found is not None or entry.line in stored:
                self._meet(entry, found)

    def _passes(self, entry: Entry) -> bool:
        problems = self._book.problems(entry.facts)
        faults = [*entry.faults, *(self._fault(entry, problem) for problem in problems)]
        if not faults:
            first = self._lines.setdefault(self._book.key(entry.facts), entry.line)
            if first == entry.line:
                self._book.accept(entry.facts, entry.line)
                return True
            reason = f"Linje {first} har det samme, men med andre verdier. Behold den ene."
            faults = [self._fault(entry, Problem(self._book.key_field, reason))]
        self._tell(self.outcome.refuse, self._step.refused, entry, faults)
        return False

    def _fault(self, entry: Entry, problem: Problem) -> Any:
        field = self._book.told_as.get(problem.field, problem.field)
        return entry.fault(self._file.columns.get(field, ""), problem.reason)

    def _in_order(self, names: Sequence[str]) -> list[str]:
        """The fields of these names as the file has them, in its order, each once."""
        told = {self._book.told_as.get(name, name) for name in names}
        return [field for field in self._file.columns if field in told]

    def _tell(self, count: Callable[..., Line], told: list[Line], entry: Entry, faults: Sequence[Any]) -> None:
        told.append(count(entry.line, [(fault.column, fault.reason) for fault in faults]))

    def _refuse(self, entry: Entry, problems: Sequence[Problem]) -> None:
        faults = [self._fault(entry, problem) for problem in problems]
        self._tell(self.outcome.refuse, self._step.refused, entry, faults)

    def _add(self, entries: Sequence[Entry]) -> list[Entry]:
        """Store new rows in bulk; returns those that went in."""
        entries = list(self._grounded(entries))
        made = {id(record): (entry, record) for entry in entries for record in [self._book.build(entry.facts)]}
        for record, problems in self._kept_out([record for _, record in made.values()]):
            entry, _ = made.pop(id(record))
            self._refuse(entry, problems)
        return [entry for entry, _ in made.values()]

    def _grounded(self, entries: Sequence[Entry]) -> Iterator[Entry]:
        """Make what the rows stand on; yields those that stand."""
        try:
            self._book.ground([entry.facts for entry in entries])
        except InvalidRecord as error:
            if len(entries) == 1:
                self._refuse(entries[0], _reasons(error))
            else:  # nothing of the bulk was stored: one by one, to know which it is
                for entry in entries:
                    yield from self._grounded([entry])
        else:
            yield from entries

    def _kept_out(self, new: Sequence[Any]) -> Iterator[tuple[Any, list[Problem]]]:
        try:
            for record, error in self._book.store(new):
                yield record, _reasons(error)
        except InvalidRecord as error:
            if len(new) == 1:
                yield new[0], _reasons(error)
            else:  # nothing of the bulk was stored: one by one, to know which it is
                for record in new:
                    yield from self._kept_out([record])

    def _meet(self, entry: Entry, found: Any | None) -> None:
        """Compare a row with what stands: its own record (None = new), and those that it tells of beside."""
        ours = found is None or (self._resumed and getattr(found, "import_run", None) == self._book.run)
        if found is not None and ours and self._store:
            effects.run(found, self._book.actor)  # what was cut off between the record and what it owed
        other = self._book.differing(entry.facts, found) if found is not None else {}
        sides = list(self._book.beside(entry.facts, found))
        names = [*other, *(name for side in sides for name in side.differs)]
        if names and self._overwrite:
            self._overwritten(entry, found, other, sides)
        elif names:
            told = self._compared(entry, names, OTHER_VALUES)
            self._step.differing.append(self.outcome.differ(entry.line, told, self._held(entry, found, other, sides)))
        if found is None or (ours and not names):
            self.outcome.counts[ImportCount.NEW] += 1
        elif not names:
            self.outcome.counts[ImportCount.UNCHANGED] += 1
        if self._store:
            self._fill(entry, sides)

    def _compared(self, entry: Entry, names: Sequence[str], reason: str) -> list[tuple[str, str]]:
        faults = [self._fault(entry, Problem(name, reason)) for name in self._in_order(names)]
        return [(fault.column, fault.reason) for fault in faults]

    def _held(
        self, entry: Entry, found: Any | None, other: Mapping[str, Any], sides: Sequence[Beside]
    ) -> dict[str, tuple[str, Any]]:
        """What the house holds in the fields that differ, by column; for a preview alone."""
        if self._store:
            return {}
        held = {} if found is None else readable(found, self._book.held(found, other))
        for side in sides:
            held |= readable(side.record, {name: getattr(side.record, name) for name in side.differs})
        return {self._fault(entry, Problem(name, "")).column: (name, value) for name, value in held.items()}

    def _overwritten(self, entry: Entry, found: Any | None, other: dict[str, Any], sides: Sequence[Beside]) -> None:
        try:
            changes = [(side.record, Change(side.differs)) for side in sides if side.differs]
            if other:
                changes = [(found, self._book.change(entry.facts, found, other)), *changes]
            for record, change in changes if self._store else ():
                self._book.write(record, change, action="updated")
        except (RowRefused, TransitionRefused, AlreadyExists, StaleState, InvalidRecord) as error:
            self._refuse(entry, _reasons(error))
        else:
            names = [*other, *(name for side in sides for name in side.differs)]
            told = [] if self._store else self._compared(entry, names, WRITTEN_OVER)
            self.outcome.overwrite(entry.line, told, self._held(entry, found, other, sides))

    def _fill(self, entry: Entry, sides: Sequence[Beside]) -> None:
        for side in sides:
            try:
                if side.fills:
                    self._book.write(side.record, Change(side.fills), action="imported")
            except (StaleState, InvalidRecord, AlreadyExists) as error:  # the row itself is in
                faults = [self._fault(entry, problem) for problem in _reasons(error)]
                self._tell(self.outcome.differ, self._step.differing, entry, faults)


def _reasons(error: Exception) -> list[Problem]:
    """A refusal of the house as what is wrong with the row."""
    match error:
        case RowRefused(problems=problems):
            return list(problems)
        case TransitionRefused():
            return [Problem("state", OTHER_STATE)]
        case InvalidRecord(problems=invalid):
            return [Problem(name, NOT_STORABLE) for name in invalid]
        case AlreadyExists(fields=fields):
            return [Problem(name, MEANWHILE) for name in fields] or [Problem("", MEANWHILE)]
    return [Problem("", MEANWHILE)]
