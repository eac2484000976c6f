"""A petition for eviction as people come to it: tried, asked to pay, warned, approved, sent (domain 3.2)."""

from datetime import date

from models import ArrearsCase, Ending, LedgerRow, Letter, Vacancy
from rules.arrears import ArrearsReason
from rules.terms import (
    ArrearsEnd,
    ArrearsState,
    ArrearsStep,
    Copy,
    EndingState,
    LeaseState,
    LetterKind,
)
from tests.web import keeping_work as work
from tests.web.case_work import Handed
from tests.web.keeping_town import (
    Town,
    case_of,
    lease_of,
    letters_of,
)

RENT = 734_567
OWED = 4 * RENT + 2 * 3_500  # April to July, and the fees of two letters
BEST = "Barnet går i fjerde klasse ved Prøveskolen, og bør få bo i skolekretsen."
SAID = "Ringte to ganger, ingen tok telefonen."
NOTICE, SOCIAL, PETITION = (
    one.label for one in (ArrearsStep.EVICTION_NOTICE, ArrearsStep.SOCIAL_NOTICE, ArrearsStep.PETITION)
)


def tried(town: Town, home: Handed) -> None:
    """Two tries on two days; NAV; and what the debt rests on."""
    kari, again = town.kari, "Noter kontakt med husstanden"
    town.morning(date(2027, 4, 28))
    work.open_case(kari, home)
    work.contact(kari, again, SAID, reached=False)
    kari.sees("Forrige forsøk nådde ingen.")
    town.morning(date(2027, 4, 29))
    work.open_case(kari, home)
    work.contact(kari, again, "La igjen beskjed i døren.", reached=False)
    work.contact(kari, "Noter kontakt med NAV", "NAV kjenner familien og prøver selv.", who="Veilederen")
    work.check(kari, "Husstanden har ikke søkt bostøtte. NAV hjelper dem med det.")


def asked_to_pay(town: Town, home: Handed) -> None:
    """Reminder, warning and demand, each when the one before it has run its time."""
    kari = town.kari
    town.morning(date(2027, 5, 1))
    for day, step in ((5, "Purring"), (25, "Inkassovarsel")):
        town.morning(date(2027, 5, day))
        work.letter(kari, home, step)
        work.post(kari, home, step)
    town.morning(date(2027, 6, 1))
    town.morning(date(2027, 6, 15))
    text = work.letter(kari, home, "Betalingsoppfordring", "fravikelse-oppfordring")
    for said in ("inkassoloven § 10", "2. juli 2027", "14 761,34"):
        assert said in text, said
    work.post(kari, home, "Betalingsoppfordring")


def warned(town: Town, home: Handed) -> None:
    """Toward eviction nothing goes without a leader, and with children not without what is best for them."""
    kari, unni = town.kari, town.unni
    town.morning(date(2027, 7, 1))
    town.morning(date(2027, 7, 6))
    work.ask_approval(kari, home, NOTICE, BEST, "fravikelse-01-uten-barna")
    assert case_of(home).next_reason is ArrearsReason.APPROVAL_WAITS
    unni.go("")
    unni.sees(case_of(home).case_number)
    work.approve(unni, home, NOTICE, BEST, "fravikelse-02-godkjenn")
    work.letter(kari, home, NOTICE)
    work.post(kari, home, LetterKind.EVICTION_NOTICE.label)
    work.ask_approval(kari, home, SOCIAL, BEST)
    work.approve(unni, home, SOCIAL, BEST)
    work.letter(kari, home, SOCIAL, to="NAV-kontorets navn og adresse")
    work.post(kari, home, LetterKind.SOCIAL_NOTICE.label)
    copies = [one.copy for one in Letter.objects.get(lease=home.id, letter_kind=LetterKind.SOCIAL_NOTICE).addressees]
    assert copies == [Copy.NAV, Copy.PARTY]


def petitioned(town: Town, home: Handed) -> None:
    """Too early is refused with the day; on that day it is approved, drawn, looked at, and sent."""
    kari, unni = town.kari, town.unni
    town.morning(date(2027, 7, 12))
    kari.go(f"restansesaker/steg/?id={case_of(home).pk}&steg=petition")
    kari.sees("kan tidligst sendes 24.07.2027")
    town.morning(date(2027, 7, 26))
    work.ask_approval(kari, home, PETITION, BEST)
    work.approve(unni, home, PETITION, BEST)
    text = work.letter(kari, home, PETITION, "fravikelse-begjaering", to="Namsmannens navn og adresse")
    for said in ("§ 13-2", "29 452,68"):
        assert said in text, said
    work.post(kari, home, LetterKind.PETITION.label)
    work.open_case(kari, home)
    kari.sees("Begjæring sendt", "29 452,68 kr")
    kari.look("fravikelse-03-sendt")
    case = case_of(home)
    assert (case.state, case.due_ore) == (ArrearsState.PETITIONED, OWED)
    assert sum(row.amount_ore for row in LedgerRow.objects(lease=home.id)) == OWED
    assert letters_of(home) == [
        "reminder", "collection_warning", "payment_demand", "eviction_notice", "social_notice", "petition",
    ]  # fmt: skip


def kept_secret(town: Town, home: Handed) -> None:
    """A caseworker of another office learns nothing of what was said, and opens no letter."""
    siri, case = town.siri, case_of(home)
    siri.go(f"restansesaker/vis/?id={case.pk}")
    shown = siri.page.content()
    assert [words for words in (SAID, BEST, "NAV kjenner familien") if words in shown] == []
    letter = Letter.objects(lease=home.id).first()
    for path in (f"restansesaker/steg/?id={case.pk}&steg=petition", f"brev/pdf/?id={letter.pk}"):
        assert siri.page.request.get(f"{siri.url}/admin/{path}").status == 403, path


def evicted(town: Town, home: Handed) -> None:
    """The officer's day comes: the case, the tenancy and its end, and the dwelling is vacant."""
    kari, case = town.kari, case_of(home)
    work.open_case(kari, home)
    kari.next_step("Noter dagen for fravikelse")
    kari.fill({"Dag for fravikelse": "16.08.2027"})
    kari.press("Lagre dagen")
    town.morning(date(2027, 8, 16))
    work.open_case(kari, home)
    kari.press("Noter fravikelse")
    kari.press("Noter at leietakeren er fraveket")
    kari.sees("Fravikelsen er notert.")
    assert ArrearsCase.objects.get(pk=case.pk).end is ArrearsEnd.EVICTED
    ending = Ending.objects.get(lease=home.id)
    assert (ending.state, lease_of(home).state) == (EndingState.MOVED_OUT, LeaseState.ENDED)
    assert Vacancy.objects(lease=home.id).count() == 1
    kari.go(f"avslutninger/vis/?id={ending.pk}")
    kari.look("fravikelse-04-avslutningen")
