"""The checklist of papers: asked for by letter, received, waived with a reason (fvl. § 17).

A paper that is asked for names the letter that asks. Until that letter is sent the paper has no `asked_on`: it stands
as asked for, letter not sent. There is one such letter at a time: a new one asks for what the unsent one asked for too.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from bson import ObjectId

from letters import case_letters
from letters.case_letters import MissingPapers
from letters.paper import Sender
from models import Applicant, Application, File, Letter
from models.intake import Paper
from rules.applications import OPEN
from rules.errors import DateBeforeCause, HusromError, InvalidRecord, MissingReason, TransitionRefused
from rules.rulebook import Rules
from rules.terms import LetterKind, LetterState, PaperState
from services import attachments, dispatch, need_to_know, records, rulebooks
from services.actor import Actor
from services.applications import people
from services.applications.handling import allow, change
from services.attachments import Arriving

OUTDATED = "Et papir som regelboken ikke lenger ber om"
SETTLED = frozenset({PaperState.RECEIVED, PaperState.WAIVED})


@dataclass(frozen=True)
class Line:
    """One line of the checklist: what the rulebook calls the paper, and how it stands in the case (None: untouched)."""

    code: str
    label: str
    paper: Paper | None


def checklist(application: Application, rules: Rules) -> list[Line]:
    """The papers that the rulebook asks of such an application, then those noted that it no longer asks for."""
    held = {paper.code: paper for paper in application.papers}
    labels = {rule.code: rule.label for rule in rules.policy.papers}
    asked = [rule.code for rule in rules.policy.papers if rule.asked_of(application.target_group, application.kind)]
    codes = [*asked, *(code for code in held if code not in asked)]
    return [Line(code, labels.get(code, OUTDATED), held.get(code)) for code in codes]


def ask_papers(
    application: Application,
    codes: Collection[str],
    due_on: date,
    actor: Actor,
    sender: Sender,
    *,
    version: int,
    today: date,
    note: str = "",
) -> Letter:
    """Draw the letter that asks for papers, as a draft, and note that they are asked for. Returns the letter.

    Raises NotAuthorised, ConflictOfInterest, InvalidRecord, TransitionRefused (closed), UndrawableText, StaleState.
    """
    lines = _chosen(application, codes, actor, today)
    _check_asked(lines, due_on, today)
    records.check_version(application, version)
    unsent = list(drafts(application, [LetterKind.MISSING_PAPERS]))
    lines = _with_unsent(application, lines, [letter.pk for letter in unsent], today)
    person = people.find(records.reference(application, "applicant"))
    letter = _draw(application, person, lines, due_on, note, actor, sender, today)
    asked = [Paper(code=line.code, state=PaperState.ASKED, due_on=due_on, letter=letter.pk) for line in lines]
    owed = [dispatch.owed_void(old.pk) for old in unsent]
    try:
        values = {"papers": _replaced(application, asked)}
        change(application, actor, values, action="papers_asked", version=version, owed=owed)
    except HusromError:
        dispatch.void(letter, actor)
        raise
    return letter


def _check_asked(lines: Sequence[Line], due_on: date, today: date) -> None:
    if any(line.paper is not None and line.paper.state in SETTLED for line in lines):
        raise InvalidRecord("application", {"papers": "paper_settled"})
    if due_on < today:
        raise InvalidRecord("application", {"due_on": "past"})


def _chosen(application: Application, codes: Collection[str], actor: Actor, today: date) -> list[Line]:
    """The lines of the checklist with these codes. Raises what every step here raises."""
    allow(application, actor, "papers")
    if application.state not in OPEN:
        raise TransitionRefused("application", application.state.value, "papers")
    if not codes:
        raise InvalidRecord("application", {"papers": "no_papers"})
    lines = {line.code: line for line in checklist(application, rulebooks.current(today))}
    if set(codes) - set(lines):
        raise InvalidRecord("application", {"papers": "unknown_paper"})
    return [line for code, line in lines.items() if code in codes]


def drafts(application: Application, kinds: Sequence[LetterKind]) -> Sequence[Letter]:
    """The case's letters of some kinds that nobody has released (index `letter_application`)."""
    wanted = Letter.objects(application=application.pk, state=LetterState.DRAFT, letter_kind__in=list(kinds))
    found: Sequence[Letter] = wanted.no_dereference().order_by("-drawn_on", "id")
    return found


def unsent(application: Application) -> Sequence[Letter]:
    """The case's letters that are approved and have not gone out (index `letter_application`)."""
    wanted = Letter.objects(application=application.pk, state=LetterState.RELEASED)
    found: Sequence[Letter] = wanted.no_dereference().order_by("-drawn_on", "id")
    return found


def has_letter(application: Application, kind: LetterKind) -> bool:
    """Whether a letter of a kind has been drawn in the case, and stands (index `letter_application`)."""
    drawn = Letter.objects(application=application.pk, letter_kind=kind, state__ne=LetterState.VOID)
    return drawn.only("id").first() is not None


def _with_unsent(application: Application, lines: list[Line], unsent: Collection[ObjectId], today: date) -> list[Line]:
    """The lines, and those that an unsent letter asks for: it is thrown away when this one is drawn."""
    chosen = {line.code for line in lines}
    waiting = {paper.code for paper in application.papers if paper.state is PaperState.ASKED and paper.letter in unsent}
    every = checklist(application, rulebooks.current(today))
    return [line for line in every if line.code in chosen | waiting]


def _draw(
    application: Application,
    person: Applicant,
    lines: Sequence[Line],
    due_on: date,
    note: str,
    actor: Actor,
    sender: Sender,
    today: date,
) -> Letter:
    told = MissingPapers(
        envelope=dispatch.envelope(application, person, sender, today),
        kind=application.kind,
        received_on=application.received_on,
        papers=tuple(line.label for line in lines),
        due_on=due_on,
        note=note.strip(),
    )
    drawn = case_letters.draw_missing_papers(told)
    return dispatch.draft(application, person, LetterKind.MISSING_PAPERS, drawn, actor, today=today)


def note_papers_received(
    application: Application,
    codes: Collection[str],
    on: date,
    actor: Actor,
    *,
    version: int,
    today: date,
    files: Sequence[Arriving] = (),
) -> bool:
    """Note that papers have come, asked for or not; `files` are attached to each of them.

    Raises FileRefused, DateBeforeCause, and what ask_papers() raises.
    """
    lines = _chosen(application, codes, actor, today)
    sounds = attachments.look_through(files)
    if on > today:
        raise InvalidRecord("application", {"paper_received_on": "future"})
    if on < application.received_on:
        raise DateBeforeCause("paper_received_on", on, "received_on", application.received_on)
    records.check_version(application, version)
    kept = attachments.keep(sounds, f"papers:{application.pk}:{version}", actor)

    def received(old: Paper) -> Paper:
        return _copy(old, PaperState.RECEIVED, received_on=on, files=[*old.files, *kept])

    values = {"papers": _replaced(application, _each(lines, received))}
    return change(application, actor, values, action="paper_received", version=version)


def waive_papers(
    application: Application, codes: Collection[str], actor: Actor, *, why: str, version: int, today: date
) -> bool:
    """Note that the case is decided without some papers, and why.

    Raises NotAuthorised, ConflictOfInterest, MissingReason, InvalidRecord, TransitionRefused, StaleState.
    """
    lines = _chosen(application, codes, actor, today)
    if not why.strip():
        raise MissingReason("application.waive_papers")

    def waived(old: Paper) -> Paper:
        return _copy(old, PaperState.WAIVED, waived_because=why.strip(), files=old.files)

    values = {"papers": _replaced(application, _each(lines, waived))}
    return change(application, actor, values, action="paper_waived", version=version)


def _copy(old: Paper, state: PaperState, **values: Any) -> Paper:
    """The paper in another state, with when it was asked for and by which letter."""
    return Paper(code=old.code, state=state, asked_on=old.asked_on, due_on=old.due_on, letter=old.letter, **values)


def _each(lines: Sequence[Line], make: Callable[[Paper], Paper]) -> list[Paper]:
    return [make(line.paper or Paper(code=line.code, state=PaperState.ASKED)) for line in lines]


def _replaced(application: Application, papers: Sequence[Paper]) -> list[Paper]:
    new = {paper.code: paper for paper in papers}
    kept = [new.pop(paper.code, paper) for paper in application.papers]
    return [*kept, *new.values()]


def fetch_file(application: Application, identity: str, actor: Actor) -> tuple[File, BinaryIO]:
    """A file attached to one of the case's papers; the fetching is logged.

    Raises NoNeedToKnow, NotFound (also for a file of another case).
    """
    need_to_know.require(application, actor)
    named = {file for paper in application.papers for file in paper.files}
    person = records.reference(application, "applicant")
    return attachments.fetch(identity, named, actor, number=application.number, person=person)


def asked_on(application: Application, letter: Letter) -> list[Paper]:
    """The case's papers as they are once the letter stands as it does: asked for on the day that it went out."""
    sent = letter.state in (LetterState.DISPATCHED, LetterState.ARRIVED)
    day = letter.dispatched_on if sent else None
    return [
        Paper(code=paper.code, state=paper.state, asked_on=day, due_on=paper.due_on, letter=paper.letter,
              files=paper.files)
        if paper.letter == letter.pk and paper.state is PaperState.ASKED
        else paper
        for paper in application.papers
    ]  # fmt: skip
