"""What a decision letter costs against the bare drawing of the same page by typst."""

import tomllib
from datetime import date
from itertools import count
from pathlib import Path

from typst import Compiler

from bench.results import Result
from bench.timing import in_turn
from letters import decision_letter, letterhead, pdf
from letters.decision_letter import DecisionLetter
from letters.paper import Envelope, Sender
from letters.words import speaker
from rules.terms import AppealBody, ApplicationKind, DecisionOutcome, LegalBasis, RequirementResult

LETTERS = 25  # a round; each with a number of its own, since typst remembers what it has drawn
SLOWEST = 1.3
RULEBOOK = Path(__file__).resolve().parent.parent / "config" / "rulebook.toml"
REASONS = "Kontrakten er sagt opp, og husstanden har ikke funnet en bolig på det private markedet.\n\n" * 3


def compare() -> Result:
    """Decision letters from stored facts, against typst given the finished data."""
    texts = tomllib.loads(RULEBOOK.read_text(encoding="utf-8"))["letters"]["nb"]
    numbers = count(1)
    inputs = _inputs(_letter(0, texts))
    compiler = Compiler(pdf.TEMPLATES / "letter.typ", root=pdf.TEMPLATES, ignore_system_fonts=True)

    def ours() -> None:
        for _ in range(LETTERS):
            decision_letter.draw(_letter(next(numbers), texts))

    def bare() -> None:
        for _ in range(LETTERS):
            given = {"data": inputs.replace(_number(0), _number(next(numbers)))}
            compiler.compile(format="pdf", sys_inputs=given, pdf_standards=pdf.STANDARDS)

    seconds, yardstick = in_turn(ours, bare)
    per_letter = 1000 / LETTERS
    return Result(
        what="vedtaksbrev som PDF/A mot ren typst",
        ours=seconds * per_letter,
        yardstick=yardstick * per_letter,
        unit="ms",
        limit=SLOWEST,
        rows=LETTERS,
    )


def _number(number: int) -> str:
    return f"S2026{number:03d}"


def _inputs(letter: DecisionLetter) -> str:
    """The very data that our own drawing hands to typst."""
    data = letterhead.data_of(letter.envelope, list(decision_letter.blocks_of(letter, speaker("nb"))))
    return pdf.inputs(title="Vedtak", language="nb", day=letter.envelope.day, data=data)["data"]


def _letter(number: int, texts: dict[str, str]) -> DecisionLetter:
    envelope = Envelope(
        sender=Sender(municipality="Eksempel kommune", phone="70 00 00 00", email="bolig@kommune.test"),
        addresses=("Åse Prøve\nPrøveveien 1\n9405 HARSTAD",),
        case_number=_number(number),
        archive_number="26/01234",
        day=date(2026, 11, 22),
        language="nb",
        caseworker="Sara Saksbehandler",
    )
    return DecisionLetter(
        envelope=envelope,
        outcome=DecisionOutcome.GRANTED,
        kind=ApplicationKind.NEW,
        basis=LegalBasis.LOCAL_GUIDELINES,
        appeal_body=AppealBody.APPEALS_BOARD,
        appeal_weeks=3,
        reasons=REASONS,
        weighed=REASONS,
        texts=texts,
        dwelling_type="Leilighet",
        need=("3 rom", "trinnfri adkomst"),
        lease_months=36,
        on_list=True,
        musts=(("Fylt 18 år", RequirementResult.MET), ("Folkeregistrert i kommunen", RequirementResult.MET)),
        views="Jeg vil bo nær skolen.",
    )
