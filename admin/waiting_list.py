"""«Venteliste»: granted households in the order of need, with why each stands where it stands. It reads only."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bson import ObjectId
from flask import Flask, current_app, request
from flask.typing import ResponseReturnValue

from admin import desk as desks
from admin import formats
from admin.own_page import OwnPage
from admin.routes import expose
from admin.waiting_lines import NEEDS, lines_of
from models import Office
from rules import priority
from rules.policy import Policy
from rules.terms import DwellingType, HousingSituation, PrioritySort
from services import rulebooks, waiting_list
from services.waiting_list import Wanted

TIE = "HUSROM_TIE"  # the key that equals are shuffled under, made at the start
ROOMS = range(1, 11)
YES_NO = (("ja", "Ja"), ("nei", "Nei"))


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


def prepare(app: Flask, secret: str) -> None:
    """Make the key that equals are shuffled under, from the application's secret."""
    app.config[TIE] = priority.tie_key(secret.encode(), waiting_list.ALL)


def tie_of(what: Any) -> bytes:
    """The key that the equals of one vacancy are shuffled under, by its id."""
    return priority.tie_key(current_app.config[TIE], str(what))


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
            "admin/cases/waiting_list.html", choices=choices, wrong=wrong, page=page,
            lines=lines_of(self.desk, page.rows), on=[one for one in choices if one.chosen],
            criteria=[one.label for one in policy.priority], situations=_situations(policy),
            kept={one.key: one.chosen for one in choices if one.chosen},
        )  # fmt: skip
        return made


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
