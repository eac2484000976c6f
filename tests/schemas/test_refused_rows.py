"""What is impossible in a row is refused, each fault by column and reason; what is unwise goes in."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from schemas.registers import read_register
from tests.schemas.samples import APPLICATION, DWELLING, LEASE, NUMBER, REGISTERS, TODAY, read, read_one


def told(register: str, **changes: str) -> list[tuple[str, str]]:
    """Column and reason of each fault of the sample row with these changes."""
    return [(fault.column, fault.reason) for fault in read_one(register, **changes).faults]


OPTIONAL = {
    "boliger": {"Gnr", "Bnr", "Snr", "Bruksenhetsnr", "Soverom", "Bruksareal (m2)", "Etasje", "Orgnr utleier"},
    "utleiere": {"E-post", "Telefon", "Lån utbetalt"},
    "soknader": {
        "Mobil", "E-post", "Ønsket antall rom", "Tjenestebehov", "Tolk", "Foreløpig svar sendt", "Vedtaksdato",
    },
    "klager": set(),
    "leieforhold": {"Til dato", "Varighet (mnd)", "Sikkerhet", "Sikkerhetsbeløp", "Restanse pr 31.08.2026"},
}  # fmt: skip


@pytest.mark.parametrize(
    ("register", "column"), [(name, column) for name in REGISTERS for column in REGISTERS[name][1]]
)
def test_only_some_columns_may_be_empty(register: str, column: str) -> None:
    missing = [(column, "Mangler. Feltet må fylles ut.")]
    assert told(register, **{column: ""}) == ([] if column in OPTIONAL[register] else missing)


def test_an_empty_opening_balance_is_nothing_owed() -> None:
    assert read_one("leieforhold", **{"Restanse pr 31.08.2026": ""}).record.opening_ore == 0


def test_only_the_homeless_need_no_address() -> None:
    nowhere = {"Adresse": "", "Postnr": "", "Poststed": ""}
    assert read_one("soknader", Bosituasjon="Uten egen bolig", **nowhere).record.address is None
    assert [column for column, _ in told("soknader", **nowhere)] == ["Adresse", "Postnr", "Poststed"]


AHEAD = "Datoen er fram i tid"


@pytest.mark.parametrize(
    ("register", "column", "value", "reason"),
    [
        ("boliger", "Bruksenhetsnr", "X999", "Bruksenhetsnummeret må være H, U, K eller L"),
        ("boliger", "Boligtype", "Slott", "Ukjent boligtype. Gyldige ord: Leilighet, Hybel, Enebolig, Rekkehus"),
        ("boliger", "Disposisjonsform", "Leid", "Ukjent disposisjonsform. Gyldige ord: Eid, Borettslag, Sameie"),
        ("boliger", "Husleie pr mnd", "-1,00", "Beløpet kan ikke være negativt."),
        ("boliger", "Husleie pr mnd", "gratis", "Beløpet kan ikke leses."),
        ("boliger", "Postnr", "940", "Postnummeret må ha fire sifre."),
        ("boliger", "Antall rom", "0", "Tallet må være fra 1 til 20."),
        ("boliger", "Bruksareal (m2)", "2001", "Arealet må være over 0"),
        ("boliger", "Etasje", "61", "Tallet må være fra -5 til 60."),
        ("boliger", "Heis", "Kanskje", "Skriv Ja eller Nei."),
        ("boliger", "Orgnr utleier", "123456789", "Kontrollsifferet i organisasjonsnummeret stemmer ikke."),
        ("boliger", "Bolig-ID", "B" * 31, "Teksten er for lang"),
        ("utleiere", "Orgnr", "92254257", "Organisasjonsnummeret må ha 9 sifre."),
        ("utleiere", "Avtaletype", "Samarbeid", "Ukjent avtaletype. Gyldige ord: Tilvisning, Tildeling."),
        ("utleiere", "Antall boliger", "-1", "Tallet må være fra 1"),
        ("utleiere", "Avtale inngått", "23.11.2026", AHEAD),
        ("utleiere", "E-post", "a@b", "E-postadressen er ikke gyldig."),
        ("utleiere", "Telefon", "12", "Telefonnummeret kan ikke leses."),
        ("soknader", "Mottatt", "31.02.2026", "Datoen finnes ikke (31.02.2026)."),
        ("soknader", "Mottatt", "23.11.2026", AHEAD),
        ("soknader", "Fødselsnr", "12345678901", "Kontrollsifferet i fødselsnummeret stemmer ikke."),
        ("soknader", "Fødselsnr", "1234567890", "Fødselsnummeret må ha 11 sifre"),
        ("soknader", "Fødselsnr", "1234567890A", "Fødselsnummeret kan bare ha sifre."),
        ("soknader", "Målgruppe", "Ukjent gruppe", "Ukjent målgruppe."),
        ("soknader", "Voksne", "0", "Tallet må være fra 1"),
        ("soknader", "Barn", "-1", "Tallet må være fra 0"),
        ("soknader", "Søkt av", "Naboen", "Ukjent søker."),
        ("soknader", "Bosituasjon", "Eier bolig", "Ukjent bosituasjon."),
        ("soknader", "Tjenestebehov", "Natt", "Ukjent tjeneste."),
        ("soknader", "Tolk", "Volapukisk", "Ukjent språk."),
        ("soknader", "Søknadstype", "Klage", "Ukjent søknadstype. Gyldige ord: Ny, Forlengelse, Bytte."),
        ("soknader", "Status", "Ferdig", "Ukjent status. Gyldige ord: Mottatt, Under behandling, Innvilget, Avslag"),
        ("soknader", "Foreløpig svar sendt", "12.05.2026", "Foreløpig svar kan ikke være fra før søknaden ble mottatt"),
        ("soknader", "Foreløpig svar sendt", "23.11.2026", AHEAD),
        ("soknader", "Vedtaksdato", "12.05.2026", "Vedtaket kan ikke være fra før søknaden ble mottatt"),
        ("soknader", "Vedtaksdato", "23.11.2026", AHEAD),
        ("soknader", "Saksbehandler", "Kari", "E-postadressen er ikke gyldig."),
        ("klager", "Vedtak kom frem", "11.09.2026", "Datoen er før vedtaksdatoen (12.09.2026)."),
        ("klager", "Klage mottatt", "11.09.2026", "Datoen er før vedtaksdatoen (12.09.2026)."),
        ("klager", "Klage mottatt", "23.11.2026", AHEAD),
        ("klager", "Status", "Avgjort", "Ukjent status. Gyldige ord: Til ny vurdering, Oversendt klagenemnda."),
        ("leieforhold", "Fødselsnr", "25928940733", "Kontrollsifferet i fødselsnummeret stemmer ikke."),
        ("leieforhold", "Født", "28.01.1956", "Fødselsdatoen stemmer ikke med fødselsnummeret."),
        ("leieforhold", "Til dato", "30.09.2025", "Leieforholdet slutter før det begynner (01.10.2025)."),
        ("leieforhold", "Husleie pr mnd", "-100,00", "Beløpet kan ikke være negativt."),
        ("leieforhold", "Forfallsdag", "32", "Tallet må være fra 1 til 31."),
        ("leieforhold", "KID", "0070000A", "KID kan bare ha sifre"),
        ("leieforhold", "KID", "7", "KID må ha fra 2 til 25 tegn."),
        ("leieforhold", "Sikkerhet", "Kausjon", "Ukjent sikkerhet. Gyldige ord: NAV-garanti, Depositum."),
        ("leieforhold", "Sikkerhetsbeløp", "-1", "Beløpet kan ikke være negativt."),
        ("leieforhold", "Restanse pr 31.08.2026", "mye", "Beløpet kan ikke leses."),
    ],
)
def test_what_is_impossible_is_refused(register: str, column: str, value: str, reason: str) -> None:
    entry = read_one(register, **{column: value})
    assert entry.record is None
    (fault,) = entry.faults
    assert (fault.line, fault.column, fault.value) == (2, column, value)
    assert fault.reason.startswith(reason)


@pytest.mark.parametrize(
    ("register", "changes"),
    [
        ("boliger", {"Bruksenhetsnr": "H0101", "Etasje": "7"}),
        ("boliger", {"Orgnr utleier": ""}),
        ("boliger", {"Soverom": "5"}),
        ("soknader", {"Folkeregistrert i kommunen": "Nei"}),
        ("soknader", {"Vedtaksdato": "14.05.2026"}),
        ("soknader", {"Vedtaksdato": "13.05.2026", "Foreløpig svar sendt": "13.05.2026"}),
        ("klager", {"Vedtak kom frem": "12.09.2026", "Klage mottatt": "12.09.2026"}),
        ("soknader", {"Mottatt": "22.11.2026"}),
        ("klager", {"Vedtaksdato": "21.11.2026", "Vedtak kom frem": "24.11.2026", "Klage mottatt": "22.11.2026"}),
        ("leieforhold", {"Til dato": "02.10.2025", "Varighet (mnd)": "60"}),
        ("leieforhold", {"Til dato": "01.10.2025"}),
        ("leieforhold", {"Sikkerhet": "", "Sikkerhetsbeløp": ""}),
        ("leieforhold", {"Sikkerhetsbeløp": "1 000 000"}),
        ("leieforhold", {"Fra dato": "01.01.2027"}),
        ("leieforhold", {"Husleie pr mnd": "0"}),
    ],
)
def test_what_is_unwise_or_unlawful_goes_in(register: str, changes: dict[str, str]) -> None:
    assert told(register, **changes) == []


@pytest.mark.parametrize("status", ["Innvilget", "Avslag"])
def test_what_is_decided_has_a_day(status: str) -> None:
    assert told("soknader", Status=status) == [("Vedtaksdato", f"Mangler. Status {status} krever vedtaksdato.")]


@pytest.mark.parametrize("register", ["soknader", "leieforhold"])
def test_synthetic_persons_only_where_allowed(register: str) -> None:
    (entry,) = read(register, {}, allow_synthetic=False)
    assert [(fault.column, fault.value) for fault in entry.faults] == [("Fødselsnr", NUMBER)]
    assert "syntetisk" in entry.faults[0].reason


def test_all_faults_of_a_row_are_told_in_the_order_of_its_columns() -> None:
    wrong = {"Adresse": "", "Boligtype": "Slott", "Antall rom": "0", "Husleie pr mnd": "-1,00"}
    assert [column for column, _ in told("boliger", **wrong)] == list(wrong)


def test_columns_that_gainsay_each_other_are_told_beside_other_faults() -> None:
    wrong = {"Til dato": "01.01.2025", "Forfallsdag": "0"}
    assert [column for column, _ in told("leieforhold", **wrong)] == list(wrong)


def test_a_row_of_the_wrong_length_has_one_fault() -> None:
    text = ";".join(DWELLING) + "\nB1;Storgata\n" + ";".join(DWELLING.values()) + ";x;y\n"
    schema, _ = REGISTERS["boliger"]
    whole = text + ";".join(DWELLING.values())
    first, second, third = read_register(schema, whole.encode(), today=TODAY)
    assert [fault.reason for fault in first.faults] == ["Raden har 2 kolonner, men skal ha 23."]
    assert [(fault.reason, fault.value) for fault in second.faults] == [
        ("Raden har 25 kolonner, men skal ha 23.", "x;y")
    ]
    assert third.record is not None


@settings(max_examples=60, deadline=None, derandomize=True, database=None)
@given(
    st.sampled_from([("soknader", APPLICATION), ("leieforhold", LEASE), ("boliger", DWELLING)]),
    st.data(),
)
def test_whatever_stands_in_a_cell_is_a_value_or_a_fault(
    sample: tuple[str, dict[str, str]], data: st.DataObject
) -> None:
    register, row = sample
    column = data.draw(st.sampled_from(sorted(row)))
    cell = data.draw(
        st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='";\ufffd'), max_size=30)
    )
    if column == "Restanse pr 31.08.2026" or cell.strip() != cell:
        return
    entry = read_one(register, **{column: cell})
    assert (entry.record is None) == bool(entry.faults)
