"""What is proposed, decided and recomputed, in the words of a page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from admin import formats, wording
from letters.layout import plural
from models import Application
from models.deciding import DecisionEntry, Proposal
from rules.eligibility import Verdict
from rules.terms import Advice, DecidingBody, DecisionOutcome, LegalBasis, LetterState, RequirementResult
from services import decisions
from services.decisions import Case

Line = tuple[str, str]
SENT = {
    LetterState.DRAFT: "Brevet er ikke klart til utsending ennå.",
    LetterState.RELEASED: "Brevet er klart til utsending.",
    LetterState.DISPATCHED: "Brevet er sendt.",
    LetterState.ARRIVED: "Brevet er kommet fram.",
    LetterState.RETURNED: "Brevet kom i retur.",
    LetterState.VOID: "Brevet er trukket tilbake.",
}
POINTS = {Advice.GRANT: DecisionOutcome.GRANTED.value, Advice.REFUSE: DecisionOutcome.REFUSED.value}
TONES = {
    RequirementResult.MET: "good",
    RequirementResult.EXEMPT: "good",
    RequirementResult.NOT_MET: "bad",
    RequirementResult.UNANSWERED: "waiting",
}


@dataclass(frozen=True)
class AdviceShown:
    """What stands beside the form: the advice and what it rests on, the party's own views, what to mind."""

    pointed: str  # the outcome that the rulebook points to, for the page's script; empty where it points nowhere
    advice: str
    score: int
    musts: tuple[tuple[str, str, str], ...]  # label, result, tone
    factors: tuple[tuple[str, str, int], ...]  # label, level, points
    barred: str
    views: str
    best_interest: str
    children_heard: str
    warnings: tuple[str, ...]
    beyond: bool  # a grant would be a swap beyond the usual


def advice(case: Case) -> AdviceShown:
    """The advice on a case as it stands."""
    application, verdict = case.application, case.verdict
    mapping, assessment = application.mapping, application.assessment
    return AdviceShown(
        pointed=POINTS.get(verdict.advice, ""),
        advice=verdict.advice.label,
        score=verdict.score,
        musts=tuple((one.requirement.label, one.result.label, TONES[one.result]) for one in verdict.requirements),
        factors=tuple(_factors(verdict)),
        barred={True: "Ja", False: "Nei", None: "Ikke besvart"}[verdict.barred],
        views=(mapping.wishes if mapping else None) or "",
        best_interest=(assessment.best_interest if assessment else None) or "",
        children_heard=(mapping.children_heard if mapping else None) or "",
        warnings=tuple(_warnings(case)),
        beyond=_beyond(case),
    )


def _factors(verdict: Verdict) -> Iterator[tuple[str, str, int]]:
    for one in verdict.factors:
        yield one.factor.label, one.level.label if one.level else "Ikke besvart", one.points


def _warnings(case: Case) -> Iterator[str]:
    if _beyond(case):
        numbers = wording.listed(one.application_number for one in decisions.earlier_swaps(case))
        yield (
            f"Søkeren har fått innvilget bytte før ({numbers}). Normalt innvilges bytte én gang. "
            "Innvilges det igjen, må du skrive hvorfor."
        )
    if case.application.assessment_stale:
        yield "Opplysningene eller regelboken er endret siden vurderingen. Vurder saken på nytt først."
    if case.application.assessment is None:
        yield (
            "Saken er ikke vurdert. Den kan avvises, eller avgjøres på et annet rettsgrunnlag. "
            "Innvilgelse og avslag etter retningslinjene må vurderes først."
        )


def _beyond(case: Case) -> bool:
    return decisions.beyond_usual(case, DecisionOutcome.GRANTED, LegalBasis.LOCAL_GUIDELINES)


def proposal(held: Proposal, appeal_weeks: int) -> list[Line]:
    """What is proposed, line by line."""
    lines = [
        ("Utfall", held.outcome.label),
        ("Rettsgrunnlag", held.basis.label),
        ("Avgjøres av", held.body.label),
        ("Klageinstans", held.appeal_body.label),
        ("Klagefrist", f"{plural(appeal_weeks, 'uke', 'uker')} fra brevet kommer fram"),
    ]
    if held.dwelling_type is not None:
        lines.append(("Boligtype", held.dwelling_type.label))
    if held.lease_months is not None:
        lines.append(("Leietid", plural(held.lease_months, "måned", "måneder")))
    if held.need is not None:
        lines.append(("Godkjent behov", ", ".join(decisions.need_in_words(held.need)) or formats.NOTHING))
    if held.appeal is not None:
        lines.append(("Svar på klage", "Ja. Vedtaket det er klaget på, endres."))
    lines.append(("Foreslått", f"{formats.day(held.on)} av {held.by_name}"))
    return lines


def standing(application: Application, letters: dict[Any, Any]) -> list[str]:
    """What the case's page says of its proposal and of the decisions that stand; letters by id."""
    found = []
    held = application.proposal
    if held is not None:
        where = "står på dagsorden for utvalget" if application.meeting else f"avgjøres av {_body(held.body)}"
        found.append(
            f"Forslag til vedtak ({held.outcome.inside}) er lagt fram av {held.by_name} "
            f"{formats.day(held.on)}, og {where}."
        )
    made_here = [(one, one.proposal) for one in application.decisions if one.open]
    return [*found, *(_decided(one, letters.get(said.letter)) for one, said in made_here if said is not None)]


def _body(body: DecidingBody) -> str:
    return "husfordelingsutvalget" if body is DecidingBody.COMMITTEE else "en beslutter"


def _decided(entry: DecisionEntry, letter: Any) -> str:
    by = wording.listed(entry.decided_by_names)
    told = f" {SENT[letter.state]}" if letter is not None else ""
    basis = entry.basis.inside
    return f"{entry.outcome.label} {formats.day(entry.decided_on)} etter {basis}, avgjort av {by}.{told}"


def in_place_of(entries: Sequence[DecisionEntry], decision: Any) -> tuple[str, DecisionEntry | None]:
    """Whether a decision still holds where another has to do with it, and that other one."""
    entry = next((one for one in entries if one.id == decision), None)
    if entry is None or entry.undone_on is not None:
        return "", None
    if not entry.open:
        later = next((one for one in entries if one.proposal is not None and one.proposal.replaces == decision), None)
        if later is None and not any(one.open for one in entries):
            return "Vedtaket gjelder ikke lenger.", None  # taken back, or sent back by the body
        return "Vedtaket gjelder ikke lenger. Et nyere vedtak gjelder i stedet.", later
    before = entry.proposal.replaces if entry.proposal is not None else None
    earlier = next((one for one in entries if before is not None and one.id == before), None)
    return ("Vedtaket kom i stedet for et tidligere vedtak.", earlier) if earlier is not None else ("", None)


def days_left(until: date | None, today: date) -> str:
    """What a prior notice still waits for."""
    if until is None:
        return "Varselet er ikke sendt, eller det er ikke kommet fram. Vedtaket kan ikke trekkes tilbake ennå."
    if until >= today:
        return f"Søkeren kan svare på varselet til og med {formats.day(until)}. Vedtaket kan trekkes tilbake etter det."
    return f"Fristen for å svare på varselet gikk ut {formats.day(until)}."


def letter_of(entries: Sequence[DecisionEntry]) -> list[Any]:
    """The ids of the letters of these decisions."""
    return [one.proposal.letter for one in entries if one.proposal is not None]
