"""The parts of a case as its party may see them; each function reads one part and leaves out what is another's."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from letters.case_print import PrintDocument, PrintSection, Withheld
from letters.layout import short_date
from models import Appeal, Applicant, Application, Decision, File, JournalEntry, Letter
from models.intake import Paper
from models.mapping import ApprovedNeed
from models.mapping import Mapping as NeedsMapping
from rules.policy import Policy
from rules.terms import LetterState
from services import records
from services.actor import SYSTEM
from services.case_print.words import facts, labelled, moment, section

APPLICATION = (
    "application_number", "archive_case_number", "kind", "state", "received_on", "channel", "target_group",
    "applied_by", "consent", "consent_on", "guidance_on", "situation", "adults", "children", "rooms_wanted",
    "service_need", "services_day", "services_evening", "services_night", "resident", "tenant_status", "reason_group",
    "preliminary_reply_on", "mapped_on", "need_reviewed_on", "decided_on",
)  # fmt: skip
PERSON = (
    "first_name", "last_name", "born_on", "resident", "citizenship", "permit", "permit_until", "interpreter",
    "letter_form",
)  # fmt: skip
REACHED = ("address", "postcode", "place", "phone", "email")  # in no print of one whose address is protected
MEMBER = ("relation", "born_on", "custody_percent", "expected_on")
DECISION = (
    "outcome", "basis", "decided_on", "body", "decided_by_name", "dwelling_type", "lease_months", "dispatched_on",
    "arrived_on", "appeal_body", "appeal_deadline", "undone_on", "reasons", "weighed", "override",
)  # fmt: skip
APPEAL = (
    "state", "received_on", "deadline", "in_time", "reinstated", "reassessed_on", "forwarded_on", "appeal_body",
    "body_outcome", "body_decided_on", "deferral_asked_on", "deferred", "grounds", "wanted", "reinstated_because",
    "reassessment", "statement", "deferred_because", "body_reasons",
)  # fmt: skip
LEFT_OUT = (LetterState.DRAFT, LetterState.VOID)
NO_LABEL = "Et punkt som regelboken ikke lenger har"
NO_ANSWER = "et svar som regelboken ikke lenger har"


def of_application(case: Application) -> PrintSection:
    """What was applied for, and how the case stands."""
    asked = case.initiator
    extra = [("Den som søkte", ", ".join(filter(None, (asked.name, asked.organisation))))] if asked else []
    moves = [("Sendt videre", f"{short_date(one.on)}: {one.because}") for one in case.passed_on]
    return section("Søknaden", case, APPLICATION, extra=[*extra, *moves])


def of_person(person: Applicant) -> PrintSection:
    """The party, and who lives with and acts for them."""
    names = PERSON if person.protected_address else (*PERSON, *REACHED)
    members = [(one.name, _line(one, MEMBER)) for one in person.members]
    acting = [(str(one.kind.label), one.name) for one in person.representatives]
    return section("Deg og husstanden", person, names, extra=[*members, *acting])


def of_papers(papers: Sequence[Paper], policy: Policy) -> PrintSection:
    """The checklist as it stands."""
    labels = {rule.code: rule.label for rule in policy.papers}
    names = ("state", "asked_on", "due_on", "received_on", "waived_because")
    rows = tuple((labels.get(paper.code, NO_LABEL), _line(paper, names)) for paper in papers)
    return PrintSection(heading="Papirer", rows=rows)


def of_mapping(mapping: NeedsMapping | None) -> PrintSection:
    """What was mapped."""
    if mapping is None:
        return PrintSection(heading="Kartlegging")
    return section("Kartlegging", mapping, labelled(NeedsMapping))


def of_assessment(case: Application, policy: Policy) -> PrintSection:
    """Each must and factor with its answer and evidence, and what they came to."""
    found = case.assessment
    if found is None:
        return PrintSection(heading="Vurdering")
    musts = {one.code: one.label for one in policy.requirements}
    factors = {one.code: one for one in policy.factors}
    texts = [
        (f"{musts.get(one.code, NO_LABEL)}: {'oppfylt' if one.met else 'ikke oppfylt'}", one.evidence)
        for one in found.requirements
    ]
    for one in found.factors:
        factor = factors.get(one.code)
        level = factor.level(one.level) if factor else None
        texts.append((f"{factor.label if factor else NO_LABEL}: {level.label if level else NO_ANSWER}", one.evidence))
    rows, free = facts(found, ("assessed_on", "by_name", "advice", "score", "barred", "bar_evidence", "best_interest"))
    return PrintSection(heading="Vurdering", rows=tuple(rows), texts=(*texts, *free))


def of_need(need: ApprovedNeed | None) -> Iterator[PrintSection]:
    """The approved need, where there is one."""
    if need is not None:
        yield section("Godkjent behov", need, labelled(ApprovedNeed))


def of_decisions(decisions: Iterable[Decision]) -> Iterator[PrintSection]:
    """Each decision with its reasons."""
    for one in decisions:
        yield section(f"Vedtak {short_date(one.decided_on)}", one, DECISION)


def of_appeals(appeals: Iterable[Appeal], party: Sequence[Any]) -> Iterator[PrintSection]:
    """The party's own appeals; of another's only that there is one."""
    for one in appeals:
        heading = f"Klage mottatt {short_date(one.received_on)}"
        if records.reference(one, "party") in party:
            yield section(heading, one, APPEAL)
        else:
            yield PrintSection(heading=heading, rows=(("Klager", "En annen part i saken"),))


def of_journal(
    entries: Sequence[JournalEntry], withheld: Mapping[str, str]
) -> tuple[PrintSection, tuple[Withheld, ...]]:
    """The entries that are not withheld, oldest first, and what is told of those that are (fvl. § 19)."""
    texts = tuple((entry_title(one), one.text) for one in entries if one.key not in withheld)
    kept = tuple(
        Withheld(what=f"Journalnotat {moment(one.at)}", because=withheld[one.key])
        for one in entries
        if one.key in withheld
    )
    return PrintSection(heading="Journal", texts=texts), kept


def entry_title(entry: JournalEntry) -> str:
    """«Telefonsamtale 22.11.2026 kl. 12.00, Sara Saksbehandler»."""
    return f"{entry.kind.label} {moment(entry.at)}, {entry.by_name}"


def documents(
    letters: Iterable[Letter], entries: Iterable[JournalEntry], papers: Iterable[Paper], files: Mapping[Any, File]
) -> tuple[PrintDocument, ...]:
    """The letters that were sent and the files that are shown, oldest first."""
    found = [
        PrintDocument(day=one.drawn_on, title=one.title, note=str(one.state.label))
        for one in letters
        if one.state not in LEFT_OUT
    ]
    named = [(identity, "Vedlegg i journalen") for entry in entries for identity in entry.files]
    named += [(identity, "Papir til søknaden") for paper in papers for identity in paper.files]
    found += [
        PrintDocument(day=files[identity].at.date(), title=files[identity].name, note=note)
        for identity, note in named
        if identity in files
    ]
    return tuple(sorted(found, key=lambda one: (one.day, one.title)))


def of_people(case: Application, entries: Iterable[JournalEntry]) -> PrintSection:
    """Who has handled the case, with the first and last day they did; the house itself is nobody."""
    days: dict[str, list[date]] = {}
    for name, by, at in (
        *((one.by_name, one.by, one.at) for one in case.history),
        *((one.by_name, one.by, one.at) for one in entries),
    ):
        if by != SYSTEM:
            days.setdefault(name, []).append(at.date())
    rows = tuple((name, _span(min(seen), max(seen))) for name, seen in sorted(days.items()))
    return PrintSection(heading="Hvem som har behandlet saken", rows=rows)


def _span(first: date, last: date) -> str:
    return short_date(first) if first == last else f"{short_date(first)} til {short_date(last)}"


def _line(document: Any, names: Sequence[str]) -> str:
    rows, texts = facts(document, names)
    return "; ".join(f"{label}: {words}" for label, words in (*rows, *texts))
