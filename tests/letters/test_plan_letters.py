"""What the payment plan and the claim on a guarantee say, in both forms of Norwegian."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from letters import guarantee_letter, plan_letter
from letters.guarantee_letter import GuaranteeLetter
from letters.paper import Drawn
from letters.plan_letter import PlanLetter
from rules.terms import Security
from tests.letters.reading import text_of
from tests.letters.samples import envelope


def plan(language: str, **values: Any) -> Drawn:
    given: dict[str, Any] = {
        "envelope": envelope(language, case_number="K5001", of_lease=True), "debt_ore": 629_350,
        "instalments": ((date(2026, 12, 20), 314_600), (date(2027, 1, 20), 314_750)), "monthly_ore": 800_000,
        "kid": "12345678903", "grace_days": 5,
    }  # fmt: skip
    return plan_letter.draw(PlanLetter(**given | values))


def guarantee(language: str, **values: Any) -> Drawn:
    given: dict[str, Any] = {
        "envelope": envelope(language, case_number="K5001", of_lease=True, addresses=("NAV Østvik\nStorgata 1",)),
        "security": Security.NAV_GUARANTEE, "tenant": "Åse Ærlig", "security_ore": 2_400_000, "claimed_ore": 500_000,
        "owed_ore": 629_350, "reasons": "Oktober er ikke betalt.", "answer_by": date(2026, 12, 28),
        "starts_on": date(2023, 12, 1), "ended_on": None,
    }  # fmt: skip
    return guarantee_letter.draw(GuaranteeLetter(**given | values))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param("nb", ("6 293,50 kroner", "20. desember 2026", "3 146 kroner", "3 147,50 kroner",
                            "8 000 kroner per måned", "KID 12345678903", "5 dager", "tar vi kontakt", "K5001"),
                     id="bokmål"),
        pytest.param("nn", ("6 293,50 kroner", "8 000 kroner per månad", "5 dagar", "tek vi kontakt",
                            "kvart sitt eksemplar"), id="nynorsk"),
    ],
)  # fmt: skip
def test_a_plan_says_what_is_paid_when_and_what_happens_if_not(
    language: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    text = text_of(plan(language), tmp_path)
    assert [words for words in said if words not in text] == []


def test_a_plan_after_the_tenancy_speaks_of_no_rent(tmp_path: Path) -> None:
    text = text_of(plan("nb", monthly_ore=0, kid=None, grace_days=1), tmp_path)
    assert "per måned" not in text
    assert "Er et avdrag ikke betalt 1 dag etter forfall" in text
    assert "KID" not in text


@pytest.mark.parametrize(
    ("language", "said"),
    [
        pytest.param("nb", ("NAV Østvik", "Vi krever 5 000 kroner", "Garanti fra NAV, 24 000 kroner", "Åse Ærlig",
                            "Oktober er ikke betalt.", "innen 28. desember 2026", "§§ 3-5 og 3-6",
                            "fra 1. desember 2023"), id="bokmål"),
        pytest.param("nn", ("Vi krev 5 000 kroner", "Garanti frå NAV", "innan 28. desember 2026", "Leigetakar"),
                     id="nynorsk"),
    ],
)  # fmt: skip
def test_a_claim_says_what_is_claimed_of_which_security_and_why(
    language: str, said: tuple[str, ...], tmp_path: Path
) -> None:
    text = text_of(guarantee(language), tmp_path)
    assert [words for words in said if words not in text] == []


def test_a_claim_after_the_tenancy_tells_how_long_it_lasted(tmp_path: Path) -> None:
    text = text_of(guarantee("nb", ended_on=date(2026, 10, 31), security=Security.DEPOSIT), tmp_path)
    assert "1. desember 2023 – 31. oktober 2026" in text
    assert "Depositum" in text
