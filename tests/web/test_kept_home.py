"""Two households in arrears on the running web server: a home that is kept, and a petition that is lawful (S002)."""

from datetime import date
from pathlib import Path

import pytest

from models import Allowance, FollowUp, Task
from rules.arrears import ArrearsReason
from rules.terms import (
    AllowanceState,
    ArrearsEnd,
    ArrearsState,
    LeaseState,
    LetterKind,
    PlanState,
    TaskKind,
    TaskState,
)
from tests.keepers import make_index
from tests.web import keeping_work as work
from tests.web import petition_work
from tests.web.case_work import Handed
from tests.web.keeping_town import (
    Town,
    case_of,
    in_house,
    lease_of,
    letters_of,
    nothing_wrong,
    tells_of_nobody,
    tenancy,
    town,
)

pytestmark = pytest.mark.story

__all__ = ["nothing_wrong", "town"]
RENT = 812_345
FEE = 3_500
SECRET = "Mistet jobben i desember, og er redd for å åpne brev."


def tasks(home: Handed, kind: TaskKind) -> int:
    return int(Task.objects(subject_id=str(home.id), kind=kind, state=TaskState.OPEN).count())


# --- A home that is kept ---------------------------------------------------------------------------------------------


def test_a_home_is_kept(town: Town, tmp_path: Path) -> None:
    home = tenancy(
        town, "Amina", "Prøvesen", "10000011", RENT, date(2026, 1, 1), rent_set_on=date(2026, 1, 1),
        rent_index_month="2025-12",
    )  # fmt: skip
    town.morning(date(2027, 1, 1))
    missed(town, home)
    looked_into(town, home, tmp_path)
    talked_with(town, home)
    reminded(town, home)
    agreed(town, home)
    helped(town, home, tmp_path)
    broken(town, home)
    paid(town, home, tmp_path)
    adjusted(town, home)
    assert lease_of(home).state is LeaseState.OCCUPYING
    assert letters_of(home) == ["reminder", "payment_plan", "rent_change"]
    tells_of_nobody(home)
    town.nothing_left()


def missed(town: Town, home: Handed) -> None:
    """The morning after the due day the case is there by itself, and on the start page."""
    town.morning(date(2027, 1, 20))
    assert case_of(home) is None
    town.morning(date(2027, 1, 21))
    kari = town.kari
    kari.go("")
    kari.sees(home.name, "Leien er ikke betalt.")
    kari.look("hjem-01-forsiden")
    work.find_case(kari, home)
    kari.sees("Leien er nettopp forfalt")
    assert tasks(home, TaskKind.ARREARS) == 1
    assert case_of(home).due_ore == RENT


def looked_into(town: Town, home: Handed, folder: Path) -> None:
    """A payment with a slip in its KID: the case says look there first, and economy places it."""
    town.morning(date(2027, 1, 26))
    work.bank_file(town.oda, folder, "januar", ("10000012", 300_000))
    town.morning(date(2027, 1, 27))
    work.open_case(town.kari, home)
    town.kari.sees("En innbetaling uten plass kan være denne leien.")
    town.kari.look("hjem-02-uten-plass")
    work.place(town.oda, home, "3 000,00")
    assert case_of(home).due_ore == RENT - 300_000


def talked_with(town: Town, home: Handed) -> None:
    """Household and NAV first; then whether there is housing allowance."""
    kari = town.kari
    town.morning(date(2027, 1, 28))
    work.open_case(kari, home)
    work.contact(kari, "Noter kontakt med husstanden", SECRET, who="Amina")
    work.contact(kari, "Noter kontakt med NAV", "NAV kaller inn til samtale om økonomisk råd.", who="Vakttelefonen")
    kari.sees("Ingen vet om husstanden har bostøtte.")
    work.open_lease(kari, home)
    kari.press("Noter at bostøtte er søkt")
    kari.fill({"Søkt": "28.01.2027"})
    kari.press("Noter søknaden")
    kari.sees("Søknaden om bostøtte er notert.")
    work.open_case(kari, home)
    work.check(kari, "Husbanken svarer i februar. Resten av leien må avtales nå.")


def reminded(town: Town, home: Handed) -> None:
    """A reminder with its fee: nothing was sent before somebody looked at it."""
    town.morning(date(2027, 2, 1))
    town.morning(date(2027, 2, 4))
    assert (letters_of(home), in_house(home)) == ([], 0)
    text = work.letter(town.kari, home, "Purring", "hjem-03-purring")
    for said in ("Amina Prøvesen", "5 158,45 kroner", "10000011"):
        assert said in text, said
    assert (letters_of(home), in_house(home)) == ([], 1)
    work.post(town.kari, home, "Purring")
    assert letters_of(home) == ["reminder"]


def agreed(town: Town, home: Handed) -> None:
    """What is left is paid down in two parts."""
    town.morning(date(2027, 2, 8))
    work.open_case(town.kari, home)
    text = work.agree_plan(town.kari, date(2027, 2, 25), 2, "hjem-04-avtale")
    for said in ("5 123,45", "25. februar 2027", "25. mars 2027"):
        assert said in text, said
    town.kari.sees("Nedbetalingsavtale")
    town.kari.look("hjem-04-avtalen")
    work.post(town.kari, home, LetterKind.PAYMENT_PLAN.label)
    assert case_of(home).state is ArrearsState.PLAN


def helped(town: Town, home: Handed, folder: Path) -> None:
    """A visit; the new rent is paid; the allowance is granted."""
    kari = town.kari
    town.morning(date(2027, 2, 16))
    work.open_lease(kari, home)
    work.hold_visit(kari, home, "Amina har fått timer hos en ny arbeidsgiver. Barna trives.")
    town.morning(date(2027, 2, 23))
    work.bank_file(town.oda, folder, "februar", ("10000011", RENT))
    work.open_lease(kari, home)
    work.grant_allowance(kari, home, "2 150", "22.02.2027")
    assert Allowance.objects.get(lease=home.id).state is AllowanceState.GRANTED
    assert FollowUp.objects(lease=home.id).count() == 1


def broken(town: Town, home: Handed) -> None:
    """An instalment is not paid: the night finds it, people talk again, and the case waits."""
    kari = town.kari
    town.morning(date(2027, 3, 1))
    assert case_of(home).state is ArrearsState.PLAN
    town.morning(date(2027, 3, 4))
    case = case_of(home)
    assert (case.state, case.plans[-1].state) == (ArrearsState.OPEN, PlanState.BROKEN)
    assert tasks(home, TaskKind.PAYMENT_PLAN) == 1
    kari.go("")
    kari.sees("Nedbetalingsavtale")
    work.open_case(kari, home)
    kari.look("hjem-05-brutt")
    work.contact(kari, "Noter kontakt med husstanden", "Lønnen kommer 12. mars. Da betales alt.", who="Amina")
    work.pause(kari, date(2027, 3, 19), "Venter på den første lønnen.")
    assert case_of(home).next_reason is ArrearsReason.PAUSED


def paid(town: Town, home: Handed, folder: Path) -> None:
    """All is paid: the night after the bank's file the case closes by itself."""
    town.morning(date(2027, 3, 12))
    work.bank_file(town.oda, folder, "mars", ("10000011", RENT - 300_000 + FEE))
    town.morning(date(2027, 3, 15))
    case = case_of(home)
    assert (case.state, case.end) == (ArrearsState.CLOSED, ArrearsEnd.PAID)
    assert tasks(home, TaskKind.ARREARS) + tasks(home, TaskKind.PAYMENT_PLAN) == 0
    work.open_case(town.kari, home)
    town.kari.sees("Betalt")
    town.kari.look("hjem-06-betalt")


def adjusted(town: Town, home: Handed) -> None:
    """The home is kept, and its rent follows the index as the law lets it."""
    for month in ("2025-12", *(f"2026-{number:02d}" for number in range(1, 13)), "2027-01"):
        make_index(month, 13_000)
    work.enter_index(town.oda, "02.2027", "133,9")
    text = work.index_rent(town.kari, home, "02.2027", "hjem-07-indeks")
    assert "§ 4-2" in text
    work.post(town.kari, home, LetterKind.RENT_CHANGE.label)
    work.open_lease(town.kari, home)
    town.kari.look("hjem-07-leieforholdet")


# --- A petition that is lawful ----------------------------------------------------------------------------------------


def test_a_petition_is_lawful(town: Town) -> None:
    home = tenancy(
        town, "Bernt", "Testmann", "20000022", petition_work.RENT, date(2027, 4, 1), child_born=date(2017, 5, 3)
    )  # fmt: skip
    town.morning(date(2027, 4, 1))
    petition_work.tried(town, home)
    petition_work.asked_to_pay(town, home)
    petition_work.warned(town, home)
    petition_work.petitioned(town, home)
    petition_work.kept_secret(town, home)
    petition_work.evicted(town, home)
    tells_of_nobody(home)
    town.nothing_left()
