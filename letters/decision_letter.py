"""The decision letter (vedtaksbrev): conclusion, grounds, what follows, the right to appeal (fvl. §§ 24, 25, 27)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from letters import blocks, closing, decision_words
from letters.blocks import Block
from letters.labels import label
from letters.letterhead import letter as put_together
from letters.paper import Drawn, Envelope
from letters.words import BASIS, RESULT, Both, Say, speaker
from rules.terms import AppealBody, ApplicationKind, DecisionOutcome, LegalBasis, RequirementResult


@dataclass(frozen=True, kw_only=True)
class DecisionLetter:
    """All that a decision letter says, from stored facts alone.

    `need` are the approved need in a few words each, `musts` label and result of each requirement, `views` the
    applicant's own words, `best_interest` what is best for the children (Grunnloven § 104), `texts` the rulebook's
    paragraphs in the letter's language.
    """

    envelope: Envelope
    outcome: DecisionOutcome
    kind: ApplicationKind
    basis: LegalBasis
    appeal_body: AppealBody
    appeal_weeks: int
    reasons: str
    weighed: str
    texts: Mapping[str, str]
    dwelling_type: str | None = None
    need: tuple[str, ...] = ()
    lease_months: int | None = None
    on_list: bool = False
    musts: tuple[tuple[str, RequirementResult], ...] = ()
    best_interest: str | None = None
    views: str | None = None
    by_appeal: bool = False


def draw(letter: DecisionLetter) -> Drawn:
    """The letter as PDF: conclusion, what is granted, grounds, what may end it, other help, the right to appeal.

    Raises UndrawableText.
    """
    say = speaker(letter.envelope.language)
    title = say(decision_words.title(letter.outcome, letter.kind, letter.basis, letter.by_appeal))
    return put_together(letter.envelope, title, list(blocks_of(letter, say)))


def blocks_of(letter: DecisionLetter, say: Say) -> Iterator[Block]:
    """The letter's parts in order."""
    granted = letter.outcome is DecisionOutcome.GRANTED
    yield from _conclusion(letter, say)
    if granted:
        yield from _granted(letter, say)
    yield from _grounds(letter, say)
    if granted:
        yield blocks.heading(say(Both("Når vedtaket kan falle bort", "Når vedtaket kan falle bort")))
        yield blocks.text(_text(letter, "lapse", say))
    else:
        yield blocks.heading(say(Both("Annen hjelp du kan få", "Anna hjelp du kan få")))
        yield blocks.text(_text(letter, "guidance", say))
    yield from closing.appeal(letter.texts, letter.appeal_body, letter.appeal_weeks, say)
    yield from closing.questions(letter.envelope, say, _text(letter, "contact", say))


def _text(letter: DecisionLetter, code: str, say: Say) -> str:
    return closing.filled(letter.texts[code], letter.appeal_body, letter.appeal_weeks, say)


def _conclusion(letter: DecisionLetter, say: Say) -> Iterator[Block]:
    if letter.by_appeal:
        yield blocks.text(say(decision_words.BY_APPEAL))
    code = decision_words.text_of(letter.outcome, letter.kind, letter.basis)
    own = decision_words.conclusion(letter.outcome, letter.kind, letter.basis)
    yield blocks.text(_text(letter, code, say) if code else say(own))


def _granted(letter: DecisionLetter, say: Say) -> Iterator[Block]:
    found = []
    if letter.on_list:
        home = label(letter.dwelling_type, say) if letter.dwelling_type else None
        found.append(blocks.text(say(decision_words.place(home, [label(one, say) for one in letter.need]))))
    if letter.lease_months:
        time = decision_words.lease_time(letter.lease_months, say)
        found.append(blocks.facts([(say(Both("Leietid", "Leigetid")), time)]))
    if found:
        yield blocks.heading(say(Both("Dette har du fått innvilget", "Dette har du fått innvilga")))
        yield from found
    if letter.on_list:
        yield blocks.heading(say(Both("Du står på venteliste", "Du står på venteliste")))
        yield blocks.text(_text(letter, "waiting_list", say))


def _grounds(letter: DecisionLetter, say: Say) -> Iterator[Block]:
    """The rules, the facts, the main considerations, and the party's own view (fvl. § 25)."""
    yield blocks.heading(say(Both("Hvorfor vi har bestemt dette", "Kvifor vi har bestemt dette")))
    rules = Both(
        f"Vi har avgjort saken etter {BASIS[letter.basis].nb}.", f"Vi har avgjort saka etter {BASIS[letter.basis].nn}."
    )
    yield blocks.text(say(rules))
    if letter.musts:
        head = [say(Both("Vilkår", "Vilkår")), say(Both("Vår vurdering", "Vår vurdering"))]
        yield blocks.table(head, [(label(must, say), say(RESULT[result])) for must, result in letter.musts], (3, 1))
    yield blocks.part(say(Both("Begrunnelse", "Grunngiving")))
    yield blocks.text(letter.reasons)
    if letter.weighed.strip():
        yield blocks.part(say(Both("Dette har vi lagt vekt på", "Dette har vi lagt vekt på")))
        yield blocks.text(letter.weighed)
    if letter.best_interest and letter.best_interest.strip():
        yield blocks.part(say(Both("Hva som er best for barna", "Kva som er best for barna")))
        yield blocks.text(letter.best_interest)
    if letter.views and letter.views.strip():
        yield blocks.part(say(Both("Dette har du selv sagt", "Dette har du sjølv sagt")))
        yield blocks.quote(letter.views)
