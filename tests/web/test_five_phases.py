"""The five phases from «Vi vil» to «Vi følger opp» on the running web server, and every short cut refused (S000)."""

from datetime import date
from typing import Any

import pytest
from playwright.sync_api import expect

from admin import formats
from models import Agreement, Approach, Bid, Duty, Mandate, NeedOverview
from rules.terms import AgreementKind, AgreementState, ApproachState, BidState, ProcurementState
from services import records
from tests.web import procuring_work as work
from tests.web.keeping_town import Town, nothing_wrong, town
from tests.web.office_at_work import Seat
from tests.web.procuring_work import agreement, day, offers_no, open_procurement, procured, refused, stored

pytestmark = pytest.mark.story

__all__ = ["nothing_wrong", "town"]
CALL = {
    "text": "Kommunen trenger boliger.", "qualities": "Nær buss.", "kind": "referral", "channels": "Nettsidene",
    "published_on": "15.02.2027", "bids_by": "15.03.2027", "mix-0-rooms": "2", "mix-0-homes": "12",
    "mix-0-accessible": "4",
}  # fmt: skip
FIRST, LATE, OTHER = "Havblikk", "Bakkekanten", "Fjordgløtt"


def test_the_five_phases_are_walked_and_no_short_cut_holds(town: Town) -> None:
    kari = town.kari
    day(town, date(2027, 1, 4))
    started(kari)
    nothing_before_phase_one(kari)
    approached(kari)
    anchored(town, kari)
    announced(town, kari)
    bids = bids_came(town, kari)
    scored(town, kari, bids)
    chosen(kari, bids)
    held = drafted(kari, bids)
    not_signed_yet(town, kari, held)
    held = signed(town, kari, held)
    realised(town, kari, held)
    followed_up(town, kari)
    printed(kari, bids)
    town.nothing_left()


# --- 1. Vi vil -------------------------------------------------------------------------------------------------------


def started(kari: Seat) -> None:
    """A hired leader is warned of, and needs a reason."""
    kari.go("framskaffelser/")
    kari.press("Start en framskaffelse")
    kari.fill({"Tittel": "Små boliger i sentrum", "Innleid prosjektleder": "Rådgiver AS"})
    kari.sees("Eksternt innleid prosjektleder bør unngås.")
    before = stored()
    kari.press("Start")
    kari.sees("Skriv hvorfor prosjektlederen er leid inn.")
    kari.look("faser-01-leid-inn")
    assert stored() == before
    kari.fill({"Hvorfor prosjektlederen er leid inn": "Ingen i linjen har tid før sommeren."})
    kari.press("Start")
    kari.sees("Framskaffelsen er startet.", "Prosjektlederen er leid inn: Rådgiver AS.", "Ingen avtale kan inngås ennå")
    kari.look("faser-02-startet")


def nothing_before_phase_one(kari: Seat) -> None:
    """No call, no bid, no choice, no phase, no agreement: neither by the page nor by its addresses."""
    held = procured()
    offers_no(kari, "Lys ut behovet", "Registrer tilbud", "Velg tilbud", "Bekreft at fasen", "Lag avtalen")
    lacks = ("Oversikt over boligbehovet", "Husbanken er kontaktet", "Nøkkelpersonene", "delegert fullmakt")
    refused(kari, "framskaffelser/utlys/", *lacks, record=held, **CALL | {"published_on": "04.01.2027"})
    done = {"finished_on": "04.01.2027"}
    refused(kari, "framskaffelser/fase/ferdig/?fase=anchoring", *lacks, record=held, **done)
    for later in ("need", "choice", "agreement", "operation"):
        refused(kari, f"framskaffelser/fase/ferdig/?fase={later}", "Fasene tas i rekkefølge", record=held, **done)
    refused(kari, "framskaffelser/velg/", "Behovet er lyst ut", record=held, chosen="0" * 24, reasons="Den beste.")
    unasked_bid(kari, held)
    refused(kari, "avtaler/ny/", "Velg tilbudet som avtalen bygger på.", **agreement("referral"))
    refused(kari, "avtaler/ny/", "Velg tilbudet som avtalen bygger på.", **agreement("allocation"))


def unasked_bid(kari: Seat, held: Any) -> None:
    """No bid before there is a call to answer."""
    refused(
        kari, "tilbud-fra-utleiere/ny/", "Behovet er lyst ut", procurement=str(held.pk),
        organisation_number="922542570", name="Prøve Eiendom AS", project_name=FIRST, address="Sjøgata 2",
        received_on="04.01.2027",
        **{"mix-0-rooms": "2", "mix-0-homes": "12"},
    )  # fmt: skip


def approached(kari: Seat) -> None:
    """A landlord who asks unasked is answered by letter, and nothing leads from there to an agreement."""
    kari.go("henvendelser/")
    kari.press("Ny henvendelse")
    kari.fill({"Fra": "Prøve Eiendom AS", "E-post": "post@eiendom.test", "Antall boliger": "6",
               "Hva som tilbys": "Seks nye leiligheter i Sjøgata."})  # fmt: skip
    kari.press("Lagre")
    asked = Approach.objects.get()
    kari.sees(asked.approach_number)
    offers_no(kari, "avtale", "tilbud")
    kari.next_step("Svar med brev")
    kari.fill({"Kommunen kunngjør behovet sitt her": "Doffin og kommunens nettsider"})
    kari.look("faser-03-svar")
    kari.press("Lag svarbrevet")
    kari.sees("Svarbrevet er laget, men ikke sendt.")
    kari.look("faser-03-besvart")
    assert "Sjøgata" in asked.what
    text = kari.pdf("Se svarbrevet", "faser-03-svarbrev")
    assert "Doffin og kommunens nettsider" in text
    assert "boligkonsulent" in text
    kari.press("Brevet er sendt")
    kari.sees("Svaret er ført som sendt.")
    asked.reload()
    assert asked.state is ApproachState.ANSWERED
    offers_no(kari, "avtale", "tilbud")
    refused(kari, "avtaler/ny/", "Velg", **agreement("referral", asked))
    assert Agreement.objects.count() == 0


def anchored(town: Town, kari: Seat) -> None:
    """Need, Husbanken, people who know, and the council's authority."""
    open_procurement(kari)
    work.follow(kari, "Oversikt over boligbehovet", "Lag behovsoversikt")
    need(kari)
    day(town, date(2027, 1, 25))
    open_procurement(kari)
    work.note(kari, "Husbanken er kontaktet", "Region nord er orientert, ved Bo Berg.", file="referat.pdf")
    work.note(kari, "Nøkkelpersonene kjenner", "Fire fra boligkontoret var på kurs 20. januar.")
    kari.look("faser-05-fase-1")
    day(town, date(2027, 2, 8))
    open_procurement(kari)
    work.follow(kari, "Vedtak med delegert fullmakt", "Registrer fullmakt")
    before = stored()
    work.mandate(kari, "Kommunedirektøren", "2027/11", 10, date(2027, 2, 4))
    kari.sees("Etter regelboken er det kommunestyret som gir fullmakt.")
    kari.look("faser-06-kommunedirektoren")
    assert stored() == before
    work.mandate(kari, "Kommunestyret", "2027/12", 10, date(2027, 2, 4))
    kari.sees("Fullmakten er registrert.")
    kari.look("faser-06-fullmakt")
    choose_mandate(kari, "Velg fullmakt", Mandate.objects.get().mandate_number)
    work.finish(kari, "Vi vil")


def need(kari: Seat) -> None:
    """Counted, completed with a reason, settled with words, and built on."""
    kari.press("Regn ut behovet")
    kari.sees("Kort sikt")
    held = NeedOverview.objects.get()
    kari.press("Legg til boliger")
    kari.choose({"Sikt": "Kort sikt", "Målgruppe": "Flyktning"})
    kari.input("Område").select_option(index=1)
    kari.fill({"Antall boliger": "6", "Rom": "2", "Begrunnelse": "Bosetting i 2027."})
    kari.press("Legg til")
    kari.sees("Bosetting i 2027.")
    refused(kari, "behovsoversikter/fastsett/", "vurdering", record=held)
    kari.next_step("Skriv vurdering")
    kari.fill({"Vurdering": "Kommunen mangler små boliger nær sentrum."})
    kari.press("Lagre vurderingen")
    open_procurement(kari)
    work.act(kari, "Velg behovsoversikt")
    work.pick(kari, "Behovsoversikt", "BO", held.overview_number)
    kari.press("Lagre")
    kari.sees("Behovsoversikten er ikke fastsatt ennå")
    work.follow(kari, "Oversikt over boligbehovet", f"Åpne {held.overview_number}")
    kari.next_step("Fastsett")
    kari.sees("Oversikten er fastsatt.")
    kari.look("faser-04-behov")
    held.reload()
    refused(kari, "behovsoversikter/vurdering/", "fastsatt", record=held, summary="Noe annet.")


def choose_mandate(kari: Seat, button: str, number: str) -> None:
    """Build on another authority."""
    open_procurement(kari)
    work.act(kari, f"{button}: Vedtak")
    work.pick(kari, "Fullmakt", "FM", number)
    kari.press("Lagre")
    kari.sees("Fullmakten er lagt til grunn.")


# --- 2. Vi trenger ---------------------------------------------------------------------------------------------------


def announced(town: Town, kari: Seat) -> None:
    """The call with its text, days, qualities, mix and sizes."""
    day(town, date(2027, 2, 15))
    open_procurement(kari)
    work.follow(kari, "Behovet er lyst ut", "Lys ut behovet")
    kari.fill({"Utlysingsteksten": "Kommunen trenger boliger som private eier.", "Kvaliteter": "Nær buss og butikk.",
               "Kunngjort i": "Doffin og kommunens nettsider", "Informasjonsmøte": "01.03.2027",
               "Frist for tilbud": "15.03.2027"})  # fmt: skip
    kari.choose({"Avtaletype": "Tilvisning"})
    work.sizes(kari, [(2, 8, 4), (3, 4, 0)])
    kari.look("faser-07-utlysing")
    kari.press("Lagre utlysingen")
    kari.sees("Utlysingen er lagret.")
    work.finish(kari, "Vi trenger")
    kari.look("faser-08-fase-3")


# --- 3. Vi velger ----------------------------------------------------------------------------------------------------


def bids_came(town: Town, kari: Seat) -> dict[str, Any]:
    """Two bids in time and one that is late; none is chosen while others may still come."""
    found = {}
    day(town, date(2027, 3, 8))
    for name, landlord, number in (
        (FIRST, "Havblikk Utleie AS", "922542570"), (OTHER, "Fjord Bolig AS", "974760673"),
    ):  # fmt: skip
        open_procurement(kari)
        work.act(kari, "Registrer tilbud")
        found[name] = work.bid(kari, landlord, number, name, 12)
    open_procurement(kari)
    offers_no(kari, "Velg tilbud", "Bekreft at fasen")
    why = {"chosen": str(found[FIRST].pk), "reasons": "Den beste."}
    refused(kari, "framskaffelser/velg/", "Fristen for å gi tilbud går ut 15.03.2027", record=procured(), **why)
    refused(kari, "avtaler/ny/", "er ikke valgt", **agreement("referral", found[FIRST]))
    day(town, date(2027, 3, 17))
    open_procurement(kari)
    work.act(kari, "Registrer tilbud")
    found[LATE] = work.bid(kari, "Bakke Eiendom AS", "971524960", LATE, 8)
    kari.sees("Tilbudet kom etter fristen.")
    kari.look("faser-09-for-sent")
    offers_no(kari, "Gi poeng")
    refused(kari, "tilbud-fra-utleiere/poeng/", "kom etter fristen 15.03.2027", record=found[LATE], **work.criteria(5))
    return found


def scored(town: Town, kari: Seat, bids: dict[str, Any]) -> None:
    """The late bid is dismissed with its reason, the others get points with theirs; none is chosen before."""
    day(town, date(2027, 3, 22))
    work.points(kari, bids[FIRST], 4, "Fem minutter fra buss.")
    why = {"chosen": str(bids[FIRST].pk), "reasons": "Den beste."}
    waiting = (bids[OTHER].bid_number, bids[LATE].bid_number)
    refused(kari, "framskaffelser/velg/", *waiting, "mangler poeng", record=procured(), **why)
    kari.go(f"tilbud-fra-utleiere/vis/?id={bids[LATE].pk}")
    kari.press("Avvis")
    kari.press("Avvis tilbudet")
    kari.sees("Skriv en begrunnelse.")
    kari.fill({"Begrunnelse": "Kom to dager etter fristen, uten grunn."})
    kari.press("Avvis tilbudet")
    kari.sees("Tilbudet er avvist.")
    work.points(kari, bids[OTHER], 3, "Ti minutter fra buss.")
    open_procurement(kari)
    work.act(kari, "Sammenlign tilbudene")
    kari.look("faser-10-sammenlignet")


def chosen(kari: Seat, bids: dict[str, Any]) -> None:
    """Against the order only with a reason for it."""
    open_procurement(kari)
    refused(
        kari, "framskaffelser/fase/ferdig/?fase=choice", "Utleier er valgt", record=procured(), finished_on="22.03.2027"
    )
    work.follow(kari, "Utleier er valgt", "Velg tilbud")
    before = stored()
    kari.page.get_by_role("checkbox", name=OTHER).check()
    kari.fill({"Begrunnelse for valget": "Størrelsene svarer best til behovet."})
    kari.press("Velg")
    kari.sees(f"{bids[FIRST].bid_number} har flere poeng")
    kari.look("faser-11-mot-rekkefolgen")
    assert stored() == before
    kari.fill({"Hvorfor et tilbud med færre poeng velges": "Havblikk ligger der vi alt har mange boliger."})
    kari.press("Velg")
    kari.sees("Valget er lagret.")
    assert [Bid.objects.get(project_name=name).state for name in (OTHER, FIRST, LATE)] == [
        BidState.CHOSEN, BidState.NOT_CHOSEN, BidState.DISMISSED,
    ]  # fmt: skip
    work.finish(kari, "Vi velger")
    kari.look("faser-12-valgt")


# --- 4. Vi realiserer ------------------------------------------------------------------------------------------------


def drafted(kari: Seat, bids: dict[str, Any]) -> Any:
    """An agreement on the chosen bid, on no other, and only one."""
    refused(kari, "avtaler/ny/", "er ikke valgt", **agreement("referral", bids[FIRST]))
    refused(kari, "avtaler/ny/", "er ikke valgt", **agreement("referral", bids[LATE]))
    work.follow(kari, "Avtale med utleier er inngått", "Lag avtale")
    kari.look("faser-13-ny-avtale")
    kari.press("Lagre")
    held = Agreement.objects.get()
    kari.sees("Neste: Undertegn avtalen")
    refused(kari, "avtaler/ny/", "har alt en avtale", **agreement("referral", bids[OTHER]))
    return held


def not_signed_yet(town: Town, kari: Seat, held: Any) -> None:
    """Not beyond the ceiling, not while a phase lacks, not with a procurement that it has not; not paid out first."""
    day(town, date(2027, 4, 5))
    signing = {"signed_on": "05.04.2027"}
    kari.go(f"avtaler/vis/?id={held.pk}")
    kari.next_step("Avtalen er inngått")
    kari.press("Før som inngått")
    kari.sees("gjelder høyst 10 boliger", "avtalen gjelder 12")
    kari.look("faser-14-over-taket")
    for step, form in (("tinglyst", {"registered_on": "05.04.2027", "title_reference": "12/34"}),
                       ("utbetalt", {"loan_paid_out_on": "05.04.2027"})):  # fmt: skip
        refused(kari, f"avtaler/{step}/", "Ingenting er", record=held, **form)
    kari.go(f"fullmakter/vis/?id={Mandate.objects.get().pk}")
    kari.press("Trekk tilbake")
    kari.fill({"Hvorfor trekkes den tilbake?": "Kommunestyret har utvidet rammen."})
    kari.press("Trekk fullmakten tilbake")
    kari.go(f"avtaler/vis/?id={held.pk}")
    kari.sees("Vedtak med delegert fullmakt til å inngå avtaler")
    offers_no(kari, "Avtalen er inngått")
    kari.look("faser-15-mangler")
    refused(kari, "avtaler/inngatt/", "før resultatene av fase 1–3 står", "delegert fullmakt", record=held, **signing)


def signed(town: Town, kari: Seat, held: Any) -> Any:
    """The council widens its authority, and the agreement is signed by it."""
    day(town, date(2027, 4, 12))
    kari.go("fullmakter/")
    kari.press("Registrer fullmakt")
    work.mandate(kari, "Kommunestyret", "2027/31", 30, date(2027, 4, 8))
    choose_mandate(kari, "Velg en annen", Mandate.objects.get(case_number="2027/31").mandate_number)
    kari.go(f"avtaler/vis/?id={held.pk}")
    kari.next_step("Avtalen er inngått")
    kari.press("Før som inngått")
    kari.sees("Avtalen er inngått.", "Neste: Få rettigheten tinglyst")
    assert Mandate.objects.get(case_number="2027/31").used == 12
    return records.get(Agreement, held.pk)


def realised(town: Town, kari: Seat, held: Any) -> None:
    """Registered on the property and a cooperation agreement, then the loan: never the other way round."""
    day(town, date(2027, 5, 10))
    offers_no(kari, "Lånet er utbetalt")
    paid = {"loan_paid_out_on": "10.05.2027"}
    refused(kari, "avtaler/utbetalt/", "skal være tinglyst på eiendommen før lånet utbetales", record=held, **paid)
    kari.next_step("Rettigheten er tinglyst")
    kari.fill({"Tinglyst": "07.05.2027", "Tinglyst på (gnr./bnr.)": "12/34"})
    kari.press("Før som tinglyst")
    kari.sees("Tinglysingen er ført.")
    offers_no(kari, "Lånet er utbetalt")
    refused(kari, "avtaler/utbetalt/", "samarbeidsavtale med kommunen", record=held, **paid)
    kari.look("faser-16-tinglyst")
    kari.next_step("Lag samarbeidsavtale")
    kari.press("Lagre")
    kari.next_step("Avtalen er inngått")
    kari.press("Før som inngått")
    kari.sees("Avtalen er inngått.")
    assert Agreement.objects.get(kind=AgreementKind.COOPERATION).state is AgreementState.SIGNED
    day(town, date(2027, 6, 1))
    kari.go(f"avtaler/vis/?id={held.pk}")
    kari.next_step("Lånet er utbetalt")
    kari.fill({"Lånet er utbetalt": "01.06.2027", "Husbankens saksnummer": "HB 27/1"})
    kari.press("Før utbetalingen")
    kari.sees("Utbetalingen er ført. Avtalen løper.", formats.day(date(2047, 6, 1)))
    kari.look("faser-17-loper")
    open_procurement(kari)
    work.finish(kari, "Vi realiserer")


# --- 5. Vi følger opp ------------------------------------------------------------------------------------------------


def followed_up(town: Town, kari: Seat) -> None:
    """A duty is reported; then the procurement is gone through, and stands as it was."""
    duty = Duty.objects.order_by("next_on").first()
    day(town, duty.next_on)
    kari.go(f"avtaleplikter/vis/?id={duty.pk}")
    kari.next_step("Før som gjort")
    kari.fill({"Hva ble gjort?": "Møtet er holdt, og husleiene er gått gjennom."})
    kari.press("Før som gjort")
    kari.sees("Møtet er holdt, og husleiene er gått gjennom.")
    kari.look("faser-18-plikt")
    open_procurement(kari)
    work.act(kari, "Noter resultatet: Rutine")
    kari.fill({"Hva er gjort?": "Ledige boliger meldes av utleierens system."})
    kari.press("Lagre resultatet")
    work.finish(kari, "Vi følger opp")
    assert procured().state is ProcurementState.COMPLETED
    kari.look("faser-19-ferdig")
    expect(kari.page.locator(".next-step")).to_have_count(0)
    refused(kari, "framskaffelser/utlys/", "er avsluttet", record=procured(), **CALL)


def printed(kari: Seat, bids: dict[str, Any]) -> None:
    """The whole trail as one file: each result, each score, each reason, and who."""
    text = " ".join(kari.pdf("Skriv ut hele sporet (PDF)", "faser-20-sporet").split())
    for said in (
        "Rådgiver AS", "Ingen i linjen har tid før sommeren.", "Region nord er orientert, ved Bo Berg.",
        "Fire fra boligkontoret var på kurs 20. januar.", "Kommunen mangler små boliger nær sentrum.", "2027/31",
        "Kommunestyret", "Doffin og kommunens nettsider", "Nær buss og butikk.", "Fem minutter fra buss.",
        "Ti minutter fra buss.", "4,00 poeng", "3,00 poeng", "Kom to dager etter fristen, uten grunn.",
        "Størrelsene svarer best til behovet.", "Havblikk ligger der vi alt har mange boliger.", "Fjord Bolig AS",
        "Ledige boliger meldes av utleierens system.", "Kari Konsulent", "tinglyst 07.05.2027",
        *(one.bid_number for one in bids.values()),
    ):  # fmt: skip
        assert said in text, (said, text)
