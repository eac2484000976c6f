"""The five phases of a procurement as a picture: what stands, what lacks, and the one next step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from admin import formats
from admin.views import attached
from admin.views.attached import Listed
from rules import procurement as rules
from rules.partner_policy import WantedResult
from rules.procurement import Facts, Standing
from rules.terms import FileKind, Phase, ProcurementState
from services import attachments, procured

DONE, NOW, LATER, GAP, OFF = "done", "now", "later", "gap", "off"
Link = tuple[str, str]  # words and address


@dataclass(frozen=True, kw_only=True)
class ResultLine:
    """One result: whether it stands, what was noted of it, and what can be done."""

    result: WantedResult
    stands: bool
    lack: str = ""
    told: str = ""  # what stands there
    about: str = ""  # when and by whom
    files: Sequence[tuple[Listed, str | None]] = ()  # with where each is taken away
    links: Sequence[Link] = ()  # to the records it is read from
    acts: Sequence[Link] = ()


@dataclass(frozen=True, kw_only=True)
class PhaseCard:
    """One phase of the picture."""

    phase: Phase
    number: int
    how: str
    state: str
    facts: Sequence[tuple[str, str]] = ()
    late: bool = False
    notes: str = ""
    results: Sequence[ResultLine] = ()
    acts: Sequence[Link] = ()

    @property
    def open(self) -> bool:
        """Whether it is shown unfolded: where the work is."""
        return self.how in (NOW, GAP)


@dataclass(frozen=True, kw_only=True)
class Next:
    """The one next step: what it is, why, and where it is done; no address where somebody or a day is waited for."""

    what: str
    why: str = ""
    label: str = ""
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class Ways:
    """Where the person at the screen may go: addresses by what they do, absent where they may not."""

    results: Mapping[str, Sequence[Link]] = field(default_factory=dict)  # by the code of a result
    records: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    files: Mapping[str, Sequence[tuple[Listed, str | None]]] = field(default_factory=dict)
    phases: Mapping[Phase, Sequence[Link]] = field(default_factory=dict)
    finish: str = ""
    told: Mapping[str, str] = field(default_factory=dict)  # by the code of a result, of records


@dataclass(frozen=True, kw_only=True)
class Picture:
    """All of it."""

    cards: Sequence[PhaseCard]
    next: Next | None
    may_sign: bool
    before_signing: Sequence[str]  # what lacks before an agreement may be signed


def picture(held: Any, facts: Facts, ways: Ways, today: date) -> Picture:
    """The picture of a procurement."""
    finished = procured.finished(held)
    running = held.state is ProcurementState.RUNNING
    now = rules.first_unfinished(finished) if running else None
    cards = [_card(held, phase, facts, ways, now, finished, today) for phase in Phase]
    lacks = [one.label for one in rules.missing(facts, rules.BEFORE_SIGNING)]
    return Picture(
        cards=cards,
        next=_next(facts, ways, now) if now is not None else None,
        may_sign=running and not lacks,
        before_signing=lacks,
    )


def _card(
    held: Any, phase: Phase, facts: Facts, ways: Ways, now: Phase | None, finished: frozenset[Phase], today: date
) -> PhaseCard:
    work, standings = held.work_on(phase), rules.standings(facts, phase)
    required = [one for one in standings if one.result.required]
    standing = sum(one.lack is None for one in required)
    how = _how(phase, now, finished, lacking=standing < len(required), state=held.state)
    late = how == NOW and work.due_on is not None and work.due_on < today
    return PhaseCard(
        phase=phase,
        number=list(Phase).index(phase) + 1,
        how=how,
        state=_state(how, work, standing, len(required)),
        facts=_facts(work, late),
        late=late,
        notes=work.notes or "",
        results=[_line(held, one, ways) for one in standings],
        acts=ways.phases.get(phase, ()),
    )


def _how(phase: Phase, now: Phase | None, finished: frozenset[Phase], *, lacking: bool, state: ProcurementState) -> str:
    if phase in finished:
        return GAP if lacking and state is ProcurementState.RUNNING else DONE
    if phase is now:
        return NOW
    return OFF if state is ProcurementState.CANCELLED else LATER


def _state(how: str, work: Any, standing: int, required: int) -> str:
    if how == DONE:
        return f"Ferdig {formats.day(work.finished_on)}"
    if how == GAP:
        return "Ferdig, men noe står ikke lenger"
    count = f"{standing} av {required} står" if required else "Ingen påkrevde resultater"
    return {NOW: f"Her er vi nå. {count}", LATER: count, OFF: "Avlyst"}[how]


def _facts(work: Any, late: bool) -> list[tuple[str, str]]:
    found = [("Ansvarlig", work.responsible.name if work.responsible else "Ingen")]
    if work.begun_on:
        found.append(("Begynt", formats.day(work.begun_on)))
    if work.finished_on:
        found.append(("Ferdig", f"{formats.day(work.finished_on)}, bekreftet av {work.finished_by_name}"))
    elif work.due_on:
        found.append(("Ferdig innen", f"{formats.day(work.due_on)}{' – over tiden' if late else ''}"))
    return found


def _line(held: Any, one: Standing, ways: Ways) -> ResultLine:
    code = one.result.code
    noted = next((result for result in held.results if result.code == code), None)
    about = f"{formats.day(noted.on)}, notert av {noted.by_name}" if noted else ""
    return ResultLine(
        result=one.result,
        stands=one.lack is None,
        lack=one.lack.label if one.lack else "",
        told=noted.what if noted else ways.told.get(code, ""),
        about=about,
        files=ways.files.get(code, ()),
        links=ways.records.get(code, ()),
        acts=ways.results.get(code, ()),
    )


def _next(facts: Facts, ways: Ways, now: Phase) -> Next:
    """The first required result that lacks, of all phases so far; else the phase is confirmed as finished."""
    lacks = rules.missing(facts, now)
    if not lacks:
        what = f"Alt som er påkrevd i «{now.label}», står"
        return Next(what=what, label="Bekreft at fasen er ferdig" if ways.finish else "", url=ways.finish)
    first = lacks[0]
    acts = ways.results.get(first.code, ())
    label, url = acts[0] if acts else ("", "")
    return Next(what=first.label, why=first.lack.label, label=label, url=url)


def listed_files(result: Any, urls: Any, away: Any) -> list[tuple[Listed, str | None]]:
    """The files of one result, each with where it is taken away."""
    facts = attached_facts(result.files)
    return [
        (one, away(result.code, file) if away else None)
        for file in result.files
        for one in attached.listed([file], facts, urls)
    ]


def attached_facts(files: Sequence[Any]) -> Mapping[Any, Any]:
    """What the files are."""
    return attachments.facts_of(list(files), FileKind.PROCUREMENT)
