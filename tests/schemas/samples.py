"""Small files of our own making: registers as CSV, and OCR giro files with end records that agree."""

from collections.abc import Mapping, Sequence
from datetime import date

from stdnum.no import fodselsnummer

from schemas.cases import AppealSchema, ApplicationSchema
from schemas.housing import DwellingSchema, LandlordSchema, LeaseSchema
from schemas.registers import Entry, Reading, RegisterSchema, read_register

TODAY = date(2026, 11, 22)
ACCOUNT = "36564131118"


def synthetic_number(born: date, serial: int = 100) -> str:
    """A Tenor-like identity number (month + 80) of the first serial from `serial` on that has check digits."""
    for individual in range(serial, 500):
        digits = f"{born:%d}{born.month + 80}{born:%y}{individual:03d}"
        checks = fodselsnummer.calc_check_digit1(digits) + fodselsnummer.calc_check_digit2(
            digits + fodselsnummer.calc_check_digit1(digits)
        )
        if len(checks) == 2 and checks.isdigit():
            return digits + checks
    raise AssertionError("no number with check digits")


BORN = date(1956, 1, 27)
NUMBER = synthetic_number(BORN)

DWELLING = {
    "Bolig-ID": "B1", "Adresse": "Storgata 3", "Postnr": "9404", "Poststed": "HARSTAD", "Gnr": "60", "Bnr": "555",
    "Snr": "", "Bruksenhetsnr": "H0207", "Boligtype": "Omsorgsbolig", "Antall rom": "2", "Soverom": "1",
    "Bruksareal (m2)": "54,5", "Etasje": "4", "Heis": "Nei", "Rullestol": "Ja", "Egen inngang": "Nei",
    "Disposisjonsform": "Tildeling", "Orgnr utleier": "904755915", "Tjeneste dag": "Ja", "Tjeneste kveld": "Ja",
    "Tjeneste natt": "Nei", "Egnet for barnefamilie": "Nei", "Husleie pr mnd": "6 293,00",
}  # fmt: skip
LANDLORD = {
    "Orgnr": "922542570", "Navn": "Ali Eiendom AS", "E-post": "post@utleier.example.no", "Telefon": "71 05 87 56",
    "Avtaletype": "Tilvisning", "Prosjekt": "Storgata 9", "Antall boliger": "20", "Avtale inngått": "01.03.2018",
    "Lån utbetalt": "01.06.2019", "Varighet (år)": "20",
}  # fmt: skip
APPLICATION = {
    "Søknadsnr": "S1", "Mottatt": "13.05.2026", "Fødselsnr": NUMBER, "Fornavn": "Åse", "Etternavn": "Bråten",
    "Adresse": "Kirkegata 56", "Postnr": "9403", "Poststed": "HARSTAD", "Mobil": "95367782",
    "E-post": "s1@example.no", "Målgruppe": "Vanskeligstilt", "Voksne": "1", "Barn": "0", "Søkt av": "Søker selv",
    "Bosituasjon": "Institusjon", "Ønsket antall rom": "2", "Tjenestebehov": "", "Tolk": "",
    "Folkeregistrert i kommunen": "Ja", "Søknadstype": "Ny", "Status": "Mottatt", "Foreløpig svar sendt": "",
    "Vedtaksdato": "", "Saksbehandler": "saksbehandler@example.no",
}  # fmt: skip
APPEAL = {
    "Søknadsnr": "S1", "Vedtaksdato": "12.09.2026", "Vedtak kom frem": "15.09.2026", "Klage mottatt": "21.09.2026",
    "Status": "Til ny vurdering",
}  # fmt: skip
LEASE = {
    "Kontraktsnr": "K1", "Bolig-ID": "B1", "Fødselsnr": NUMBER, "Leietaker": "Zahra Ali", "Født": "27.01.1956",
    "Fra dato": "01.10.2025", "Til dato": "30.09.2028", "Varighet (mnd)": "36", "Husleie pr mnd": "6 293,00",
    "Forfallsdag": "20", "KID": "00700005", "Sikkerhet": "NAV-garanti", "Sikkerhetsbeløp": "37 758,00",
    "Restanse pr 31.08.2026": "-12,50", "Saksbehandler": "saksbehandler@example.no",
}  # fmt: skip

REGISTERS: dict[str, tuple[type[RegisterSchema], dict[str, str]]] = {
    "boliger": (DwellingSchema, DWELLING),
    "utleiere": (LandlordSchema, LANDLORD),
    "soknader": (ApplicationSchema, APPLICATION),
    "klager": (AppealSchema, APPEAL),
    "leieforhold": (LeaseSchema, LEASE),
}


def csv_of(*rows: Mapping[str, str], encoding: str = "utf-8-sig", end: str = "\r\n") -> bytes:
    """A CSV file of rows that share their columns."""
    lines = [";".join(rows[0]), *(";".join(row.values()) for row in rows)]
    return "".join(line + end for line in lines).encode(encoding)


def read(register: str, *rows: Mapping[str, str], allow_synthetic: bool = True) -> Reading:
    """The rows as a file of that register, read on TODAY; each row is given as what differs from the sample."""
    schema, sample = REGISTERS[register]
    return read_register(
        schema, csv_of(*({**sample, **row} for row in rows)), today=TODAY, allow_synthetic=allow_synthetic
    )


def read_one(register: str, **changes: str) -> Entry:
    """The only row of a file."""
    (entry,) = read(register, changes)
    return entry


def payment_lines(
    number: int, ore: int, kid: str = "00700005", *, day: str = "200926", kind: int = 10, sign: str = "0"
) -> list[str]:
    """The two records of a payment."""
    return [
        f"NY09{kind}30{number:07d}{day}0101464000{sign}{ore:017d}{kid:>25}000000",
        f"NY09{kind}31{number:07d}2714787879158654345{'0' * 6}0{day}59192145400{'0' * 22}"[:80].replace(" ", "0"),
    ]


def assignment(body: Sequence[str], *, count: int, ore: int, number: int = 1, service: str = "0900") -> list[str]:
    """Records between the start and end record of an assignment."""
    start = f"NY{service}20001008566{number:07d}{ACCOUNT}{'0' * 45}"
    end = f"NY{service}88{count:08d}{len(body) + 2:08d}{ore:017d}200926200926200926{'0' * 21}"
    return [start, *body, end]


def transmission(*assignments: Sequence[str], count: int, ore: int, number: int = 17) -> list[str]:
    """Assignments between the start and end record of a transmission."""
    body = [line for one in assignments for line in one]
    start = f"NY00001000008080{number:07d}00010200{'0' * 49}"
    return [start, *body, f"NY000089{count:08d}{len(body) + 2:08d}{ore:017d}220926{'0' * 33}"]


def ocr_of(lines: Sequence[str], end: str = "\r\n") -> bytes:
    """The bytes of an OCR file."""
    return "".join(line + end for line in lines).encode("iso-8859-1")


def payments_file(*amounts: int) -> bytes:
    """A whole OCR file of one assignment with these amounts."""
    body = [line for at, ore in enumerate(amounts, 1) for line in payment_lines(at, ore)]
    total = {"count": len(amounts), "ore": sum(amounts)}
    return ocr_of(transmission(assignment(body, **total), **total))
