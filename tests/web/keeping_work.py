"""What is done about a household's rent, as people do it; each begins on the page where a person would stand."""

from datetime import date
from pathlib import Path

from admin import formats
from models import Allowance, FollowUp
from tests.schemas.camt_samples import camt
from tests.web import case_decided
from tests.web.case_work import Handed
from tests.web.keeping_town import case_of
from tests.web.office_at_work import Seat

# --- The arrears case ------------------------------------------------------------------------------------------------


def find_case(seat: Seat, home: Handed) -> None:
    """Find the household's arrears case by the contract in the list, and open it."""
    seat.go(f"restansesaker/?search={home.number}")
    seat.press(case_of(home).case_number)


def open_case(seat: Seat, home: Handed) -> None:
    """Back to the household's arrears case."""
    seat.go(f"restansesaker/vis/?id={case_of(home).pk}")


def contact(seat: Seat, button: str, said: str, *, who: str = "", reached: bool = True) -> None:
    """Note a call, or an attempt at one, by the button that the case advises."""
    seat.next_step(button)
    seat.choose({"Hvordan": "Telefon", "Fikk du kontakt?": "Ja" if reached else "Nei"})
    seat.fill({"Snakket med": who, "Hva ble sagt?": said})
    seat.press("Lagre")
    seat.sees("Kontakten er notert.", said)


def check(seat: Seat, said: str) -> None:
    """Look into what the debt rests on, as the case advises."""
    seat.next_step("Noter kontroll")
    seat.fill({"Hva fant du?": said})
    seat.press("Lagre")
    seat.sees("Kontrollen er notert.", said)


def letter(seat: Seat, home: Handed, step: str, name: str = "", to: str = "") -> str:
    """Draw the letter that the case advises, look at it, and put it on the dispatch list; its text where named."""
    open_case(seat, home)
    seat.next_step(f"Send {step[:1].lower()}{step[1:]}")
    if to:
        seat.fill({to: "Prøvekontoret\nTorget 1\n9405 Harstad"})
    seat.press("Se over brevet")
    seat.sees("Ingenting er lagret, og ingen får brevet, før du bekrefter.")
    text = seat.pdf("Åpne brevet i et eget vindu", name) if name else ""
    seat.press("Send brevet")
    seat.sees("Brevet er klart til utsending.")
    return text


def post(seat: Seat, home: Handed, kind: str) -> None:
    """Post the letter, and note that it is sent."""
    case_decided.send_letter(seat, home, kind)


def ask_approval(seat: Seat, home: Handed, step: str, best_interest: str, picture: str = "") -> None:
    """Ask a leader to approve a step toward eviction; `picture` = try first without a word on the children."""
    open_case(seat, home)
    seat.next_step(f"Be om godkjenning av «{step}»")
    seat.fill({"Hvorfor er dette nødvendig?": "Husstanden og NAV er kontaktet, og ingen avtale er mulig."})
    if picture:
        seat.press("Be om godkjenning")
        seat.sees("Skriv hva som er best for barna.")
        seat.look(picture)
    seat.fill({"Hva er best for barna?": best_interest})
    seat.press("Be om godkjenning")
    seat.sees("Enhetslederen har fått en oppgave om å godkjenne steget.")


def approve(seat: Seat, home: Handed, step: str, best_interest: str, picture: str = "") -> None:
    """The leader reads what is best for the children, and approves."""
    open_case(seat, home)
    seat.sees(best_interest)
    seat.next_step(f"Godkjenn «{step}»")
    seat.fill({"Begrunnelse": "Alt mildere er prøvd. NAV er varslet."})
    if picture:
        seat.look(picture)
    seat.press("Godkjenn steget")
    seat.sees("Steget er godkjent.")


def agree_plan(seat: Seat, first_on: date, count: int, name: str) -> str:
    """Agree how the debt is paid down, on the case's page; the letter's text."""
    seat.press("Lag nedbetalingsavtale")
    seat.fill({"Første avdrag": formats.day(first_on), "Antall avdrag": str(count)})
    seat.press("Se avdragene og brevet")
    text = seat.pdf("Åpne brevet i et eget vindu", name)
    seat.press("Inngå avtalen og send brevet")
    seat.sees("Avtalen er inngått, og brevet er klart til utsending.")
    return text


def pause(seat: Seat, until: date, why: str) -> None:
    """Give the household time, from the case's page."""
    seat.press("Gi utsettelse")
    seat.fill({"Til og med": formats.day(until), "Hvorfor?": why})
    seat.press("Gi utsettelse")
    seat.sees("Utsettelsen er notert.")


# --- Money -----------------------------------------------------------------------------------------------------------


def bank_file(seat: Seat, folder: Path, number: str, *payments: tuple[str, int]) -> None:
    """Read today's camt.054 file in."""
    path = folder / f"{number}.xml"
    today = formats.today()
    path.write_bytes(camt(*payments, number=number, first=today.toordinal(), day=f"{today:%Y-%m-%d}"))
    seat.go("import/")
    seat.input("Innbetalinger").check()
    seat.page.set_input_files("#fil", str(path))
    seat.press("Forhåndsvis")
    seat.sees("Ingenting er lagret ennå.")
    seat.press("Les inn")
    seat.sees("Hele filen er lest inn.")


def place(seat: Seat, home: Handed, amount: str) -> None:
    """Put the payment without a match on the lease that the queue suggests."""
    seat.go("innbetalinger/?flt_state=unmatched")
    seat.page.get_by_role("row").filter(has_text=amount).get_by_role("link").first.click()
    seat.sees("Ett siffer i KID er annerledes", home.number)
    seat.next_step("Plasser")
    seat.page.locator("ul.choices li", has_text=home.number).get_by_role("radio").check()
    seat.fill({"Hvorfor hører innbetalingen hjemme her?": "Leietakeren har vist kvitteringen."})
    seat.press("Plasser innbetalingen")
    seat.sees("Innbetalingen er ført på leieforholdet.")


# --- The lease -------------------------------------------------------------------------------------------------------


def open_lease(seat: Seat, home: Handed) -> None:
    """Find the lease by its contract, and open it."""
    seat.go(f"leieforhold/?search={home.number}")
    seat.press(home.number)


def index_rent(seat: Seat, home: Handed, month: str, name: str) -> str:
    """Follow the index from the first lawful day: draft, look at the letter, notify; the letter's text."""
    open_lease(seat, home)
    seat.press("Indeksreguler husleien")
    seat.fill({"Ny indeks, måned": month})
    seat.press("Lag utkast")
    seat.sees("Utkastet er laget.")
    seat.next_step("Se over brevet og varsle")
    text = seat.pdf("Åpne brevet i et eget vindu", name)
    seat.press("Varsle leietakeren")
    seat.sees("Leietakeren er varslet.")
    return text


def hold_visit(seat: Seat, home: Handed, note: str) -> None:
    """From the lease to its follow-up plan: note the visit that is planned."""
    plan = FollowUp.objects.get(lease=home.id)
    seat.page.locator(f"a[href*='{plan.pk}']").first.click()
    seat.next_step("Før besøk")
    seat.fill({"Notat": note})
    seat.press("Lagre")
    seat.sees("Det er ført.", note)


def grant_allowance(seat: Seat, home: Handed, amount: str, on: str) -> None:
    """From the lease to its allowance: note what was granted."""
    held = Allowance.objects.get(lease=home.id)
    seat.page.locator(f"a[href*='{held.pk}']").first.click()
    seat.next_step("Innvilget")
    seat.fill({"Beløp per måned": amount, "Vedtaket kom": on})
    seat.press("Noter innvilgelsen")
    seat.sees("Bostøtten er notert som innvilget.")


def enter_index(seat: Seat, month: str, value: str) -> None:
    """The statistics' number of a month."""
    seat.go("konsumprisindeks/")
    seat.press("Ny måned")
    seat.fill({"Måned": month, "Verdi": value})
    seat.press("Lagre")
    seat.sees("Tallet er lagret.")
