"""The answer to an offer made unasked: bokmål and nynorsk, with and without a call that is open (S000)."""

from datetime import date
from pathlib import Path

import pytest

from letters import approach_answer
from letters.approach_answer import ApproachAnswer, OpenCall
from letters.paper import Envelope
from tests.casework import SENDER
from tests.letters.reading import text_of

CALL = OpenCall(
    title="Små boliger i sentrum", number="F2026-001", channels="Doffin", published_on=date(2026, 10, 1),
    bids_by=date(2026, 12, 20),
)  # fmt: skip


def told(language: str, call: OpenCall | None, folder: Path) -> str:
    envelope = Envelope(
        sender=SENDER, addresses=("Prøve Eiendom AS\nSjøgata 2\n9405 HARSTAD",), case_number="HV2026-001",
        archive_number=None, day=date(2026, 11, 23), language=language, caseworker="Eivind Eiendom",
        own_reference=True, exempt="",
    )  # fmt: skip
    answer = ApproachAnswer(
        envelope=envelope, received_on=date(2026, 11, 20), where="kommunens nettsider", call=call, note="Lykke til."
    )
    return " ".join(text_of(approach_answer.draw(answer), folder).split())


@pytest.mark.parametrize(
    ("language", "call", "words"),
    [
        ("nb", None, ("Kommunen lyser alltid ut behovet først", "blir det kunngjort her: kommunens nettsider")),
        ("nb", CALL, ("Små boliger i sentrum (F2026-001)", "innen 20. desember 2026", "Utlysingen står i: Doffin")),
        ("nn", None, ("førespurnaden vi fekk 20. november 2026", "kunngjort her: kommunens nettsider")),
        ("nn", CALL, ("må de sende eit tilbod", "innan 20. desember 2026")),
    ],
)
def test_the_letter_says_that_the_need_is_announced_first_and_where(
    language: str, call: OpenCall | None, words: tuple[str, ...], tmp_path: Path
) -> None:
    text = told(language, call, tmp_path)
    for one in (*words, "Prøve Eiendom AS", "HV2026-001", "Lykke til."):
        assert one in text, one
    assert "Unntatt" not in text
