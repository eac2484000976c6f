"""The digest: one mail a day to a caseworker about what falls due, most urgent first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from urllib.parse import quote

from letters.layout import Letter, long_date, plural, render
from letters.task_texts import when
from rules.flags import Flag, most_urgent_first

# The short address of a task's record, by its collection, and whether the number that people know stands in it.
SHORT: Mapping[str, tuple[str, bool]] = {
    "lease": ("leieforhold", True),
    "application": ("soknad", True),
    "appeal": ("klage", True),
    "vacancy": ("ledig", True),
    "offer": ("tilbud", True),
    "arrears_case": ("restanse", True),
    "overview": ("oversikt", True),
    "incident": ("hendelse", True),
    "followup": ("oppfolging", True),
    "inspection": ("befaring", True),
    "repair": ("utbedring", True),
    "ending": ("avslutning", True),
    "dispute": ("tvist", True),
    "procurement": ("framskaffelse", True),
    "approach": ("henvendelse", True),
    "vacancy_notice": ("utleiermelding", True),
    "referral": ("tilvisning", True),
    "dwelling_proposal": ("boligforslag", True),
    "landlord_report": ("melding", True),
    "duty": ("plikt", False),
    "api_key": ("nokkel", False),
    "webhook": ("varsling", False),
    "agreement": ("avtale", False),  # its number is the project's name, which may be an address
}


@dataclass(frozen=True, kw_only=True)
class Item(Flag):
    """One line of the digest; `path` leads to the record, `covering` = it is a colleague's who is away."""

    text: str
    path: str
    covering: bool = False


@dataclass(frozen=True)
class Line:
    """One line as it is written."""

    number: str
    kind: str
    text: str
    when: str
    link: str
    covering: bool


def path_of(subject_kind: str, subject_id: str, subject_number: str, task: str) -> str:
    """The short address of a task's record, or of the task itself where the record has no page."""
    if subject_kind not in SHORT:
        return f"/til/oppgave/{quote(task)}"
    kind, by_number = SHORT[subject_kind]
    return f"/til/{kind}/{quote(subject_number if by_number else subject_id)}"


def digest(items: Iterable[Item], today: date, base_url: str) -> Letter:
    """Case number, what, when and link of each item, under the urgency's heading; no name, address or reason."""
    ordered = most_urgent_first(items)
    groups = [
        (urgency, [_line(item, today, base_url) for item in some])
        for urgency, some in groupby(ordered, key=lambda item: item.urgency)
    ]
    return render(
        "digest",
        _subject(ordered, today),
        groups=groups,
        count=plural(len(ordered), "sak", "saker"),
        today=today,
        home=f"{base_url}/admin/",
        covering=any(item.covering for item in ordered),
    )


def _subject(items: Sequence[Item], today: date) -> str:
    return f"Husrom: {plural(len(items), 'sak', 'saker')} å følge opp {long_date(today)}"


def _line(item: Item, today: date, base_url: str) -> Line:
    return Line(
        number=item.subject,
        kind=item.kind.label,
        text=item.text,
        when=when(item.kind, item.day, today),
        link=f"{base_url}{item.path}",
        covering=item.covering,
    )
