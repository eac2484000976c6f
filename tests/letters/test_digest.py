"""The digest: most urgent first, number, what, when and link, in text and HTML; nothing personal."""

import re
from datetime import date, timedelta

import pytest

from letters.digest import Item, digest, path_of
from letters.task_texts import when
from rules.terms import TaskKind, Urgency

DAY = date(2026, 11, 22)
BASE = "https://husrom.kommune.test"


def item(subject: str, urgency: Urgency = Urgency.SOON, kind: TaskKind = TaskKind.ARREARS, **values: object) -> Item:
    defaults = {"day": date(2026, 10, 20), "text": "Leien er ikke betalt.", "path": "/admin/leieforhold/vis/?id=1"}
    return Item(subject=subject, urgency=urgency, kind=kind, **defaults | values)  # type: ignore[arg-type]


def numbers(text: str) -> list[str]:
    return re.findall(r"[KS]\d{4,}", text)


def test_the_most_urgent_comes_first_under_its_heading() -> None:
    letter = digest([item("K5001"), item("K5002", Urgency.CRITICAL), item("K5003", Urgency.NOTICE)], DAY, BASE)
    assert numbers(letter.text) == numbers(letter.html) == ["K5002", "K5001", "K5003"]
    assert re.findall(r"^[A-ZÆØÅ ]+ \(\d\)$", letter.text, re.MULTILINE) == [
        "KRITISK (1)",
        "SNART (1)",
        "TIL ORIENTERING (1)",
    ]


def test_each_line_says_number_what_when_and_where() -> None:
    letter = digest([item("K5001")], DAY, BASE)
    for part in ("K5001", "Restanse", "Leien er ikke betalt.", "Skulle vært gjort 20.10.2026 (33 dager siden)"):
        assert part in letter.text
        assert part in letter.html
    assert f"{BASE}/admin/leieforhold/vis/?id=1\n" in letter.text
    assert f'href="{BASE}/admin/leieforhold/vis/?id=1"' in letter.html


@pytest.mark.parametrize(
    ("count", "subject"),
    [
        pytest.param(1, "Husrom: 1 sak å følge opp 22. november 2026", id="one"),
        pytest.param(3, "Husrom: 3 saker å følge opp 22. november 2026", id="several"),
    ],
)
def test_the_subject_says_how_many(count: int, subject: str) -> None:
    assert digest([item(f"K500{n}") for n in range(count)], DAY, BASE).subject == subject


def test_what_is_put_into_the_html_is_escaped() -> None:
    assert "<b>" not in digest([item("K1<b>", text="<b>&")], DAY, BASE).html


def test_a_colleagues_line_is_marked_and_the_others_are_not() -> None:
    letter = digest([item("K5001", covering=True), item("K5002")], DAY, BASE)
    assert letter.text.count("(for kollega)") == 2  # the explanation and the line
    assert "kollega" not in digest([item("K5001")], DAY, BASE).text


def test_the_text_has_no_long_runs_of_empty_lines() -> None:
    letter = digest([item("K5001"), item("K5002", Urgency.CRITICAL)], DAY, BASE)
    assert "\n\n\n\n" not in letter.text


@pytest.mark.parametrize(
    ("kind", "days", "words"),
    [
        (TaskKind.ARREARS, -33, "skulle vært gjort 20.10.2026 (33 dager siden)"),
        (TaskKind.ARREARS, -1, "skulle vært gjort 21.11.2026 (1 dag siden)"),
        (TaskKind.EXPIRING_LEASE, 92, "utløper 22.02.2027 (om 92 dager)"),
        (TaskKind.EXPIRING_AGREEMENT, -1, "utløp 21.11.2026 (1 dag siden)"),
        (TaskKind.PENDING_APPEAL, 1, "frist 23.11.2026 (om 1 dag)"),
        (TaskKind.PENDING_APPEAL, 0, "frist 22.11.2026 (i dag)"),
        (TaskKind.SLOW_CASE, -2, "svarfristen var 20.11.2026 (2 dager siden)"),
    ],
)
def test_when_in_words(kind: TaskKind, days: int, words: str) -> None:
    assert when(kind, DAY + timedelta(days=days), DAY) == words


def test_links_lead_to_the_record_or_to_the_task() -> None:
    assert path_of("lease", "65f0", "K5000", "task:arrears:65f0:x") == "/til/leieforhold/K5000"
    assert path_of("agreement", "65f0", "Tilvisning gate 9", "task:x") == "/til/avtale/65f0"
    assert path_of("office", "65f0", "Boligkontoret", "task:manual:1") == "/til/oppgave/task%3Amanual%3A1"
