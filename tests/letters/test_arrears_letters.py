"""The letters of the ladder: what is owed, by when, where help is, and who is told what, in both forms of Norwegian."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from letters import arrears_letters
from letters.arrears_letters import ArrearsLetter, Debt, Sent
from letters.tenant_mails import letter_has_come
from rules.terms import ArrearsStep, RowKind
from tests.letters.reading import text_of
from tests.letters.samples import envelope

STEP = ArrearsStep


def told(step: ArrearsStep, language: str = "nb", **values: Any) -> ArrearsLetter:
    given: dict[str, Any] = {
        "envelope": envelope(language, case_number="K5001", of_lease=True, archive_number=None),
        "step": step,
        "debts": (Debt(date(2026, 9, 21), RowKind.CHARGE, 800_000), Debt(date(2026, 10, 20), RowKind.FEE, 3500)),
        "owed_ore": 803_500, "fee_ore": 0, "pay_by": date(2026, 12, 11), "kid": "0012345678",
        "account": "12345678903", "tenant": "Åse Ærlig", "home": "Storgata 12, 9405 Østvik",
        "sent": (Sent("Inkassovarsel", date(2026, 10, 27)),), "grounds": ("Leien er ikke betalt (§ 13-2)",),
    }  # fmt: skip
    return ArrearsLetter(**given | values)


SAYS = [
    (told(STEP.REMINDER, fee_ore=3500), ("Påminnelse om husleie", "21.09.2026", "8 000 kroner",
                                         "Gebyr for dette brevet", "8 070 kroner", "11. desember 2026",
                                         "0012345678", "1234.56.78903",
                                         "nedbetalingsavtale", "NAV", "gjeldsrådgivning", "Bostøtte")),
    (told(STEP.REMINDER, "nn"), ("Påminning om husleige", "Betal innan", "nedbetalingsavtale", "Bustøtte")),
    (told(STEP.COLLECTION_WARNING), ("Inkassovarsel", "inkassoloven § 9", "Er du uenig i kravet?",
                                      "minst 14 dager på deg fra dette brevet ble sendt")),
    (told(STEP.COLLECTION_WARNING, "nn"), ("inkassolova § 9", "Er du usamd i kravet?")),
    (told(STEP.PAYMENT_DEMAND), ("Betalingsoppfordring", "inkassoloven § 10", "kostnadene", "Er du uenig i kravet?")),
    (told(STEP.PAYMENT_DEMAND, "nn"), ("Betalingsoppmoding", "inkassolova § 10")),
    (told(STEP.EVICTION_NOTICE), ("§ 4-18", "namsmannen", "§ 9-11", "Vil du ikke at NAV får varsel")),
    (told(STEP.EVICTION_NOTICE, opted_out=True), ("Du har sagt at NAV ikke skal få varsel",)),
    (told(STEP.EVICTION_NOTICE, "nn"), ("§ 4-18", "fråviking", "Vil du ikkje at NAV får varsel",
                                       "minst 14 dagar på deg")),
    (told(STEP.SOCIAL_NOTICE), ("husleieloven § 9-11", "minst to uker", "Åse Ærlig", "Storgata 12", "kopi")),
    (told(STEP.SOCIAL_NOTICE, "nn"), ("husleigelova § 9-11", "minst to veker")),
    (told(STEP.PETITION), ("Begjæring om fravikelse", "Tvangsgrunnlag", "§ 13-2", "Inkassovarsel: 27. oktober 2026",
                           "avverget")),
    (told(STEP.PETITION, "nn"), ("Krav om fråviking", "avverja")),
    (told(STEP.PETITION, home=None), ("Adressen er beskyttet",)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("letter", "words"),
    [pytest.param(*row, id=f"{row[0].step.value} {row[0].envelope.language} {at}") for at, row in enumerate(SAYS)],
)
def test_what_a_letter_says(letter: ArrearsLetter, words: tuple[str, ...], tmp_path: Path) -> None:
    said = text_of(arrears_letters.draw(letter), tmp_path).replace("\N{NO-BREAK SPACE}", " ")
    for word in words:
        assert word in said


def test_a_letter_without_account_or_fee_tells_of_none(tmp_path: Path) -> None:
    said = text_of(arrears_letters.draw(replace(told(STEP.REMINDER), account=None)), tmp_path)
    assert "Til konto" not in said
    assert "Gebyr for dette brevet" not in said


@pytest.mark.parametrize(
    ("language", "phone", "words"),
    [
        ("nb", "70 00 00 00", ("Du har fått et brev fra Østvik kommune", "Ring oss på 70 00 00 00")),
        ("nn", None, ("Du har fått eit brev frå Østvik kommune", "Ta kontakt")),
    ],
)
def test_a_mail_says_only_that_a_letter_has_come(language: str, phone: str | None, words: tuple[str, ...]) -> None:
    mail = letter_has_come("Østvik kommune", phone, language)
    for word in words:
        assert word in f"{mail.subject} {mail.text}"
        assert word in f"{mail.subject} {mail.html}"
