"""«Venteliste»: granted households in the order of need, with why each stands where it stands. It reads only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bson import ObjectId
from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from admin import desk as desks
from admin import formats, presenting
from admin.own_page import OwnPage
from admin.people import current_actor
from admin.routes import expose
from admin.views.columns import term_badge
from models import Applicant, Application, Office
from rules import priority
from rules.policy import Policy
from rules.terms import DwellingType, HousingSituation, PrioritySort
from services import records, rulebooks, waiting_list
from services.waiting_list import Row, Wanted

TIE = "HUSROM_TIE"  # the key that equals are shuffled under, made at the start
ROOMS = range(1, 11)
YES_NO = (("ja", "Ja"), ("nei", "Nei"))
NEEDS = {
    "trinnfri": ("step_free", "Trinnfri adkomst"),
    "heis": ("lift", "Heis eller bakkeplan"),
    "dag": ("services_day", "Tjenester dag"),
    "kveld": ("services_evening", "Tjenester kveld"),
    "natt": ("services_night", "Tjenester natt"),
}
PERSON = ("first_name", "last_name", "protected_address")


@dataclass(frozen=True)
class Choice:
    """One filter: its name in the address, its label, its choices, what stands in it, and whether that can be used."""

    key: str
    label: str
    options: tuple[tuple[str, str], ...]
    value: str

    @property
    def wrong(self) -> bool:
        return bool(self.value) and self.value not in dict(self.options)

    @property
    def chosen(self) -> str | None:
        return self.value if self.value and not self.wrong else None


@dataclass(frozen=True)
class Line:
    """A row as the page shows it."""

    place: int
    shared: bool
    number: str
    url: str | None
    person: Markup
    need: tuple[str, ...]
    parts: tuple[tuple[str, str, bool], ...]  # label, what was found, whether it decides against the row above
    against: str
    marks: tuple[Markup, ...]
    reviewed: str


def prepare(app: Flask, secret: str) -> None:
    """Make the key that equals are shuffled under, from the application's secret."""
    app.config[TIE] = priority.tie_key(secret.encode(), waiting_list.ALL)


class WaitingList(OwnPage):
    """The list as it is today."""

    def __init__(self) -> None:
        super().__init__(name="Venteliste", endpoint="waiting_list", url="venteliste", category=desks.CASES)

    @expose("/")
    def index(self) -> ResponseReturnValue:
        offices = list(Office.objects(active=True).only("name").order_by("name", "pk"))
        choices = _choices(request.args, offices)
        wrong = [one.label for one in choices if one.wrong]
        policy = rulebooks.current(formats.today()).policy
        number = request.args.get("side", 1, type=int)
        wanted = None if wrong else _wanted({one.key: one.chosen for one in choices})
        page = waiting_list.page(wanted, policy, current_app.config[TIE], number) if wanted else waiting_list.EMPTY
        made: str = self.render(
            "admin/cases/waiting_list.html", choices=choices, wrong=wrong, page=page, lines=self._lines(page.rows),
            on=[one for one in choices if one.chosen], criteria=[one.label for one in policy.priority],
            situations=_situations(policy),
            kept={one.key: one.chosen for one in choices if one.chosen},
        )  # fmt: skip
        return made

    def _lines(self, rows: tuple[Row, ...]) -> list[Line]:
        ids = {records.reference(row.application, "applicant") for row in rows}
        named = {one.pk: one for one in Applicant.objects(pk__in=list(ids)).only(*PERSON).no_dereference()}
        lines: list[Line] = []
        shut_above = False
        for row in rows:
            line = self._line(row, named.get(records.reference(row.application, "applicant")))
            shut = _is_disqualified(row.application)
            if shut:
                line = replace(line, need=(), parts=(), marks=(), reviewed="", against="Du er inhabil i saken.")
            elif shut_above and row.behind is not None:
                line = replace(line, against="Bak raden over")  # what tells them apart would tell of that household
            lines.append(line)
            shut_above = shut
        return lines

    def _line(self, row: Row, person: Applicant | None) -> Line:
        case = row.application
        behind = row.behind[0] if row.behind else None
        return Line(
            place=row.rank,
            shared=row.shared,
            number=case.number,
            url=self.desk.page_url(case),
            person=presenting.html(self.desk, Application._fields["applicant"], person),
            need=tuple(_need(case)),
            parts=tuple((part.label, part.found, part is behind) for part in row.parts),
            against=_against(row),
            marks=tuple(_marks(case)),
            reviewed=formats.day(case.need_reviewed_on) if case.need_reviewed_on else "",
        )


def _is_disqualified(case: Any) -> bool:
    """Whether the person at the screen is disqualified in the case (fvl. § 6)."""
    return current_actor().id in {str(one.user) for one in case.conflicts}


def _against(row: Row) -> str:
    """What tells the household from the one above it."""
    if row.first:
        return ""
    if row.behind is None:
        return "Likt med raden over"
    mine, theirs = row.behind
    return f"Bak fordi: {formats.inside(mine.label)} ({formats.inside(mine.found)} mot {formats.inside(theirs.found)})"


def _need(case: Any) -> list[str]:
    need = case.approved_need
    kind = waiting_list.dwelling_type(case)
    found = [kind.label] if kind else []
    if need is None:
        return found
    found += [f"{need.rooms} rom"] if need.rooms else []
    return [*found, *(label for name, label in NEEDS.values() if getattr(need, name))]


def _marks(case: Any) -> list[Markup]:
    found = []
    if case.kept_by is not None:
        found.append(term_badge("Plass beholdt mens klagen behandles", "waiting"))
    if case.assessment_stale:
        found.append(term_badge("Må vurderes på nytt", "waiting"))
    return found


def _choices(args: Mapping[str, str], offices: list[Office]) -> list[Choice]:
    def choice(key: str, label: str, options: Any) -> Choice:
        return Choice(key, label, tuple(options), args.get(key, "").strip())

    return [
        choice("rom", "Antall rom", [(str(number), f"{number} rom") for number in ROOMS]),
        choice("bolig", "Boligtype", [(one.value, one.label) for one in DwellingType]),
        *(choice(key, label, YES_NO) for key, (_, label) in NEEDS.items()),
        choice("kontor", "Kontor", [(str(one.pk), one.name) for one in offices]),
    ]


def _wanted(chosen: Mapping[str, str | None]) -> Wanted:
    def read(key: str, as_what: Callable[[str], Any]) -> Any:
        value = chosen[key]
        return None if value is None else as_what(value)

    return Wanted(
        rooms=read("rom", int),
        dwelling_type=read("bolig", DwellingType),
        office=read("kontor", ObjectId),
        **{name: read(key, lambda said: said == "ja") for key, (name, _) in NEEDS.items()},
    )


def _situations(policy: Policy) -> list[str]:
    """The housing situations in the order that they count, those that count alike in one line."""
    orders = (one.order for one in policy.priority if one.sort is PrioritySort.SITUATION)
    return [", ".join(one.label for one in HousingSituation if one in group) for group in next(orders, ())]
