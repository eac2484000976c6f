"""The parts of a procurement in words, as its print tells them."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from bson import ObjectId

from letters.case_print import PrintSection
from letters.layout import plural, short_date
from letters.procurement_print import BidTold, PhaseTold
from models import Agreement, Approach, Bid, Duty, Mandate, NeedOverview, Procurement
from models.procurement import Announcement, Choice, Result, SizeWanted, Weighted
from rules.partner_policy import WantedResult
from rules.procurement import Facts, standings
from rules.terms import Lack, Phase

STANDS = "Står"
Rows = tuple[tuple[str, str], ...]


def _rows(*pairs: tuple[str, str | None]) -> Rows:
    return tuple((label, words) for label, words in pairs if words)


def _day(day: date | None) -> str | None:
    return short_date(day) if day else None


def _name(person: object) -> str | None:
    return getattr(person, "name", None)


def sizes(mix: Sequence[SizeWanted]) -> str:
    """«10 boliger med 2 rom, minst 45 m², herav 4 tilgjengelige», a line each."""
    return "\n".join(_size(one) for one in mix)


def _size(one: SizeWanted) -> str:
    parts = [f"{plural(one.homes, 'bolig', 'boliger')} med {one.rooms} rom"]
    parts += [f"minst {one.least_m2:g} m²".replace(".", ",")] if one.least_m2 else []
    return ", ".join([*parts, *_accessible(one.accessible)])


def homes(bid: Bid) -> str:
    """«10 boliger, herav 4 tilgjengelige», whatever their sizes."""
    return ", ".join([plural(bid.homes, "bolig", "boliger"), *_accessible(sum(one.accessible for one in bid.mix))])


def _accessible(count: int) -> list[str]:
    return [f"herav {plural(count, 'tilgjengelig', 'tilgjengelige')}"] if count else []


def of_procurement(held: Procurement) -> Rows:
    """The procurement at a glance."""
    return _rows(
        ("Framskaffelse", f"{held.number} {held.title}"),
        ("Status", held.state.label),
        ("Prosjektleder", _name(held.leader)),
        ("Innleid prosjektleder", held.external_leader),
        ("Hvorfor leid inn", held.external_reason),
        ("Begynt", _day(held.started_on)),
        ("Avsluttet", _day(held.closed_on)),
        ("Avlyst fordi", held.closed_because),
    )


def of_phase(held: Procurement, phase: Phase, facts: Facts, files: Mapping[ObjectId, str]) -> PhaseTold:
    """One phase with its results."""
    work = held.work_on(phase)
    noted = {one.code: one for one in held.results}
    finished = f"{short_date(work.finished_on)}, {work.finished_by_name}" if work.finished_on else None
    return PhaseTold(
        title=f"Fase {list(Phase).index(phase) + 1}: {phase.label}",
        rows=_rows(
            ("Ansvarlig", _name(work.responsible)), ("Begynt", _day(work.begun_on)),
            ("Ferdig innen", _day(work.due_on)), ("Ferdig", finished),
        ),
        results=tuple(
            _result(one.result, one.lack, noted.get(one.result.code), files) for one in standings(facts, phase)
        ),
        notes=work.notes or "",
    )  # fmt: skip


def _result(
    wanted: WantedResult, lack: Lack | None, noted: Result | None, files: Mapping[ObjectId, str]
) -> tuple[str, str, str]:  # fmt: skip
    label = wanted.label if wanted.required else f"{wanted.label} (ikke påkrevd)"
    if noted is None:
        return label, lack.label if lack else STANDS, ""
    beside = f" ({_files(noted.files, files)})" if noted.files else ""
    return label, STANDS, f"{short_date(noted.on)}, {noted.by_name}: {noted.what}{beside}"


def _files(held: Sequence[ObjectId], names: Mapping[ObjectId, str]) -> str:
    return ", ".join(names.get(one, "fil") for one in held)


def of_overview(held: NeedOverview | None) -> PrintSection:
    """The overview of the need that it builds on."""
    if held is None:
        return PrintSection(heading="Behovsoversikten")
    rows = _rows(
        ("Behovsoversikt", held.number), ("Per dato", _day(held.on)), ("Status", held.state.label),
        ("Fastsatt", _day(held.settled_on)), ("Fastsatt av", held.settled_by_name),
    )  # fmt: skip
    texts = (("Vurdering", held.summary),) if held.summary else ()
    return PrintSection(heading="Behovsoversikten", rows=rows, texts=texts)


def of_mandate(held: Mandate | None) -> PrintSection:
    """The authority to sign."""
    if held is None:
        return PrintSection(heading="Fullmakten")
    rows = _rows(
        ("Fullmakt", held.number), ("Gitt av", held.body.label), ("Vedtatt", _day(held.decided_on)),
        ("Saksnummer", held.case_number), ("Fullmakt til", held.delegated_to),
        ("Gjelder", ", ".join(one.label for one in held.kinds)), ("Gjelder til og med", _day(held.valid_until)),
        ("Høyeste antall boliger", f"{held.ceiling}, brukt {held.used}"), ("Status", held.state.label),
        ("Trukket tilbake", _day(held.withdrawn_on)),
    )  # fmt: skip
    return PrintSection(heading="Fullmakten", rows=rows)


def of_call(called: Announcement | None, criteria: Sequence[Weighted], heading: str) -> PrintSection:
    """The call, with the criteria as they were announced."""
    if called is None:
        return PrintSection(heading=heading)
    rows = _rows(
        ("Avtaletype", called.kind.label), ("Kunngjort", _day(called.published_on)), ("Kunngjort i", called.channels),
        ("Informasjonsmøte", _day(called.meeting_on)), ("Frist for tilbud", _day(called.bids_by)),
        ("Boliger", sizes(called.mix)),
        ("Kriterier", "\n".join(f"{one.label}: {one.weight} %" for one in criteria)),
        ("Notert av", called.by_name),
    )  # fmt: skip
    texts = (("Utlysingsteksten", called.text), ("Kvaliteter", called.qualities))
    return PrintSection(heading=heading, rows=rows, texts=texts)


def of_choice(choice: Choice | None, bids: Sequence[Bid], heading: str) -> PrintSection:
    """The choice with its reasons."""
    if choice is None:
        return PrintSection(heading=heading)
    named = "\n".join(f"{one.number} {one.project_name}" for one in bids if one.pk in choice.bids)
    rows = _rows(("Valgt", named), ("Dato", _day(choice.on)), ("Valgt av", choice.by_name))
    texts: Rows = (("Begrunnelse", choice.reasons),)
    if choice.against_order:
        texts += (("Hvorfor et tilbud med færre poeng ble valgt", choice.against_order),)
    return PrintSection(heading=heading, rows=rows, texts=texts)


def of_agreements(held: Sequence[Agreement]) -> PrintSection:
    """The agreements that were made."""
    return PrintSection(heading="Avtalene", rows=tuple((one.number, _agreement(one)) for one in held))


def _agreement(one: Agreement) -> str:
    parts = [one.kind.label, one.state.label]
    parts += [plural(one.homes, "bolig", "boliger")] if one.homes else []
    days = (
        ("inngått", one.signed_on), ("tinglyst", one.registered_on), ("lån utbetalt", one.loan_paid_out_on),
        ("utløper", one.ends_on), ("avsluttet", one.ended_on),
    )  # fmt: skip
    return ", ".join([*parts, *(f"{word} {short_date(day)}" for word, day in days if day)])


def of_duties(held: Sequence[Duty]) -> PrintSection:
    """The duties under the agreements, with what was reported of each."""
    rows = tuple((f"{one.agreement_number}: {one.label}", "\n".join(_duty(one))) for one in held)
    return PrintSection(heading="Plikter og rapporter", rows=rows)


def _duty(one: Duty) -> Iterator[str]:
    yield one.party.label
    for report in one.reports:
        yield f"Frist {short_date(report.due_on)}, gjort {short_date(report.done_on)}, {report.by_name}: {report.what}"
    if one.next_on is not None:
        yield f"Neste frist {short_date(one.next_on)}"


def of_approaches(held: Sequence[Approach]) -> PrintSection:
    """What landlords offered unasked and were shown to the call."""
    rows = tuple((f"{one.number} {one.from_name}", _approach(one)) for one in held)
    return PrintSection(heading="Henvendelser som ble vist til utlysingen", rows=rows)


def _approach(one: Approach) -> str:
    answered = f", besvart {short_date(one.answered_on)} av {one.answered_by_name}" if one.answered_on else ""
    return f"Mottatt {short_date(one.received_on)}{answered}: {one.what}"


def of_bid(bid: Bid, held: Procurement, files: Mapping[ObjectId, str]) -> BidTold:
    """A bid with its points and the reasons."""
    labels = {one.code: (one.label, one.weight) for one in held.criteria}
    rows = _rows(
        ("Utleier", _name(bid.landlord)), ("Beliggenhet", bid.address), ("Boliger", sizes(bid.mix)),
        ("Husleie per m² og år", _kroner(bid.rent_ore_m2)), ("Ferdig", _day(bid.ready_on)),
        ("Vedlegg", _files(bid.files, files)), ("Mottatt", _day(bid.received_on)),
        ("Kom etter fristen", (bid.late_reason or "Ja") if bid.late else None),
        ("Status", bid.state.label), ("Avvist fordi", bid.dismissed_because), ("Samlet", _points(bid.total)),
    )  # fmt: skip
    scores = tuple(
        (f"{labels.get(one.code, (one.code, 0))[0]} ({labels.get(one.code, ('', 0))[1]} %)", str(one.points),
         f"{one.why} ({one.by_name})")
        for one in bid.scores
    )  # fmt: skip
    title = f"{bid.number} {bid.project_name}"
    return BidTold(title=title, rows=rows, scores=scores, description=bid.description or "")


def _kroner(ore: int | None) -> str | None:
    return f"{ore / 100:.2f} kr".replace(".", ",") if ore is not None else None


def _points(total: int | None) -> str | None:
    return f"{total / 100:.2f} poeng".replace(".", ",") if total is not None else None
