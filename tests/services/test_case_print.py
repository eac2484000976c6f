"""The party's print: the whole case as it stands, without what is another's or withheld; logged, never stored."""

from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from letters.case_print import CasePrint
from letters.paper import Sender
from models import AccessEntry, Application, File, FilePart, JournalEntry
from models.applicant import Member, Representative
from models.assessment import Assessment, FactorAnswer, RequirementAnswer
from models.intake import Conflict, Initiator, Paper
from models.mapping import ApprovedNeed, Mapping
from rules.errors import MissingReason, NoNeedToKnow, NotAuthorised, NotFound
from rules.terms import (
    AccessKind,
    Advice,
    JournalKind,
    LetterState,
    PaperState,
    ReasonGroup,
    Relation,
    RepresentativeKind,
    Role,
)
from services import attachments, case_print, journals, persons
from services.actor import Actor
from services.attachments import Arriving
from tests.clockwork import load_rulebook
from tests.factories import NOW, make_appeal, make_applicant, make_application, make_decision, make_office, make_user
from tests.letters.reading import text_of
from tests.makers import make_journal_entry, make_letter

KARI = Actor(id="kari", name="Kari Nordmann", at=NOW, roles=frozenset({Role.CASEWORKER}))
SENDER = Sender(municipality="Eksempel kommune")
DAY = date(2026, 11, 1)


@pytest.fixture(autouse=True)
def rulebook(memory_database: Any) -> None:
    load_rulebook()


def _whole_case(**person: Any) -> Application:
    """A case with something in every part."""
    party = make_applicant(
        **{"first_name": "Ola", "last_name": "Part", "address": "Prøveveien 7", "phone": "99887766"} | person,
        members=[Member(name="Lise Part", relation=Relation.CHILD, born_on=date(2019, 1, 2))],
        representatives=[Representative(kind=RepresentativeKind.GUARDIAN, name="Vera Verge", phone="11223344")],
    )
    case = make_application(
        applicant=party,
        initiator=Initiator(name="Siri Sosionom", organisation="Sykehuset", phone="55667788"),
        reason_group=ReasonGroup.OTHER,
        papers=[Paper(code="income", state=PaperState.WAIVED, waived_because="Kommunen har opplysningen.")],
        mapping=Mapping(health="Trenger rullestol.", rent_now_ore=629_300, accessible_now=False),
        approved_need=ApprovedNeed(rooms=2, step_free=True),
        conflicts=[Conflict(user=make_user().pk, user_name="Inga", because="Søsteren til Inga.", on=DAY)],
        assessment=Assessment(
            requirements=[RequirementAnswer(code="gone", met=True, evidence="Bor på campingplass.")],
            factors=[FactorAnswer(code="gone", level="high", evidence="Har flyttet fem ganger.")],
            best_interest="Barnet trenger ro.", rulebook=1, advice=Advice.GRANT, score=4, facts="{}",
            assessed_on=DAY, at=NOW, by="kari", by_name="Kari Nordmann",
        ),
    )  # fmt: skip
    decision = make_decision(application=case, reasons="Kan ikke skaffe bolig selv.")
    make_appeal(decision=decision, grounds="Boligen er for liten.")
    make_appeal(decision=decision, party=make_applicant(), grounds="Hemmelig for parten.")
    make_letter(application=case, title="Foreløpig svar", state=LetterState.DISPATCHED)
    make_letter(application=case, title="Et utkast", state=LetterState.DRAFT)
    file = Arriving("attest.pdf", BytesIO(b"%PDF-1.7"))
    journals.write(case, JournalKind.CALL, "Ringte om visning.", KARI, nonce="n1", now=NOW, files=[file])
    later = NOW + timedelta(hours=1)
    make_journal_entry(application=case, key="n2", text="Naboen sa noe i fortrolighet.", at=later, by_name="Per")
    return Application.objects.get(pk=case.pk)


def _content(case: Application, monkeypatch: pytest.MonkeyPatch, **withheld: str) -> CasePrint:
    """What is drawn, before it becomes a PDF."""
    seen: list[CasePrint] = []
    drawn = case_print.draw_case_print
    monkeypatch.setattr(case_print, "draw_case_print", lambda content: seen.append(content) or drawn(content))
    case_print.draw(case, KARI, SENDER, withheld=withheld)
    return seen[0]


def _said(printed: CasePrint) -> dict[str, str]:
    """Each section's heading with all that it says."""
    return {
        one.heading: " | ".join(f"{label}: {words}" for label, words in (*one.rows, *one.texts))
        for one in printed.sections
    }


def test_the_whole_case_is_printed_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    case = _whole_case()
    said = _said(_content(case, monkeypatch))
    expected = {
        "Søknaden": f"Søknadsnummer: {case.number}",
        "Deg og husstanden": "Lise Part: Relasjon: Barn; Født: 02.01.2019",
        "Papirer": "Frafalt fordi: Kommunen har opplysningen.",
        "Kartlegging": "Helse og funksjon: Trenger rullestol.",
        "Vurdering": "Har flyttet fem ganger.",
        "Godkjent behov": "Antall rom: 2 | Trinnfri adkomst: Ja",
        "Vedtak 12.09.2026": "Begrunnelse: Kan ikke skaffe bolig selv.",
        "Klage mottatt 01.11.2026": "",
        "Journal": "Telefonsamtale 22.11.2026 kl. 12.00, Kari Nordmann: Ringte om visning.",
        "Hvem som har behandlet saken": "Kari Nordmann: 22.11.2026",
    }
    assert set(said) == set(expected)
    assert [heading for heading, words in expected.items() if words not in said[heading]] == []
    assert "Husleie i dag: 6\N{NO-BREAK SPACE}293,00\N{NO-BREAK SPACE}kr" in said["Kartlegging"]
    assert "Boligen i dag er tilgjengelig for søkeren: Nei" in said["Kartlegging"]
    assert "Husrom" not in said["Hvem som har behandlet saken"]
    assert "high" not in said["Vurdering"]


def test_what_is_internal_or_anothers_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = _content(_whole_case(), monkeypatch)
    everything = " ".join([*_said(printed).values(), *(one.title for one in printed.documents)])
    for secret in ("Søsteren til Inga", "Hemmelig for parten", "11223344", "55667788", "Et utkast"):
        assert secret not in everything, secret
    rows = [row for one in printed.sections if one.heading.startswith("Klage") for row in one.rows]
    assert ("Klager", "En annen part i saken") in rows


def test_where_a_protected_party_lives_is_not_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = _content(_whole_case(protected_address=True), monkeypatch)
    everything = " ".join([*_said(printed).values(), *printed.envelope.addresses])
    assert "Ola" in everything
    assert "Prøveveien" not in everything
    assert "99887766" not in everything


def test_letters_that_were_sent_and_files_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    printed = _content(_whole_case(), monkeypatch)
    assert {(one.title, one.note) for one in printed.documents} == {
        ("Foreløpig svar", "Sendt"),
        ("attest.pdf", "Vedlegg i journalen"),
    }


def test_a_withheld_entry_is_told_of_with_the_reason_and_neither_text_nor_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    printed = _content(_whole_case(), monkeypatch, n1="Av hensyn til andre (§ 19)")
    journal = _said(printed)["Journal"]
    assert "Ringte om visning." not in journal
    assert "Naboen sa noe" in journal
    assert [(one.what, one.because) for one in printed.withheld] == [
        ("Journalnotat 22.11.2026 kl. 12.00", "Av hensyn til andre (§ 19)")
    ]
    assert [one.title for one in printed.documents] == ["Foreløpig svar"]


def test_it_is_logged_with_how_many_were_withheld_and_stored_nowhere() -> None:
    case = _whole_case()
    before = File.objects.count(), FilePart.objects.count()
    drawn = case_print.draw(case, KARI, SENDER, withheld={"n2": "Fortrolig"})
    assert drawn.content.startswith(b"%PDF-")
    logged = AccessEntry.objects.get(kind=AccessKind.PRINTED)
    assert (logged.number, logged.by_name, logged.details) == (case.number, "Kari Nordmann", {"withheld": 1})
    assert (File.objects.count(), FilePart.objects.count()) == before


def test_the_pdf_says_it_to_the_party(tmp_path: Path) -> None:
    text = text_of(case_print.draw(_whole_case(), KARI, SENDER, withheld={"n2": "Fortrolig"}), tmp_path)
    for words in ("Trenger rullestol.", "Ringte om visning.", "Fortrolig", "Vera Verge", "forvaltningsloven § 18"):
        assert words in text, words
    assert "Naboen" not in text


@pytest.mark.parametrize(("withheld", "error"), [({"n1": "  "}, MissingReason), ({"other": "x"}, NotFound)])
def test_a_reason_is_needed_and_only_the_cases_own_entries_can_be_withheld(
    withheld: dict[str, str], error: type[Exception]
) -> None:
    case = _whole_case()
    make_journal_entry(key="other")
    with pytest.raises(error):
        case_print.draw(case, KARI, SENDER, withheld=withheld)
    assert AccessEntry.objects(kind=AccessKind.PRINTED).count() == 0


def test_only_those_who_work_the_case_print_it() -> None:
    case = make_application(office=make_office())
    stranger = replace(KARI, id="per", office=make_office().pk)
    with pytest.raises(NoNeedToKnow):
        case_print.draw(case, stranger, SENDER, withheld={})
    with pytest.raises(NotAuthorised):
        case_print.draw(case, replace(KARI, roles=frozenset({Role.READER})), SENDER, withheld={})
    assert AccessEntry.objects.count() == 0


def test_an_empty_case_of_a_merged_person_goes_to_the_one_they_are_now(monkeypatch: pytest.MonkeyPatch) -> None:
    root, later = make_applicant(first_name="Rot"), make_applicant(first_name="Eldre")
    case = make_application(applicant=later)
    persons.merge(root, later, KARI, why="Samme", versions={root.pk: 1, later.pk: 1})
    printed = _content(Application.objects.get(pk=case.pk), monkeypatch)
    assert printed.envelope.addresses[0].startswith("Rot ")
    assert _said(printed)["Kartlegging"] == _said(printed)["Vurdering"] == _said(printed)["Journal"] == ""
    assert JournalEntry.objects.count() == 0
    assert attachments.facts_of([]) == {}
