"""What a rulebook says of keeping a home: rent and index, interest and fees, plans, follow-up, endings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rules import reading
from rules.reading import RulebookInvalid

ACCOUNT_DIGITS = 11


@dataclass(frozen=True)
class Dated:
    """A value that holds from a day until the next one begins: hundredths of a percent, or øre."""

    since: date
    value: int


@dataclass(frozen=True, kw_only=True)
class Keeping:
    """Rent, arrears and the home as one municipality follows them (S002, husll., inkassoloven)."""

    index_months: int
    index_notice_months: int
    market_months: int
    market_notice_months: int
    index_series: str
    accounts: tuple[str, ...]  # those the rent is paid to; empty = any that the bank reports
    interest: bool
    interest_rates: tuple[Dated, ...]  # hundredths of a percent a year
    reminder_fees: tuple[Dated, ...]  # øre
    most_fees: int
    contact_tries: int
    plan_grace_days: int
    plan_most_months: int
    pause_most_months: int
    allowance_days: int
    guarantee_days: int
    first_visit_days: int
    visit_months: int
    home_talk_months: int
    inspection_months: int
    inspection_notice_days: int
    map_days: int
    measure_days: int
    repair_days: int
    notice_months: int
    room_notice_months: int
    protest_months: int
    sue_months: int
    settlement_days: int
    goods_days: int

    def reminder_fee_on(self, day: date) -> int:
        """The fee for a reminder sent on the day, in øre; 0 before the first."""
        return value_on(self.reminder_fees, day)


def value_on(values: Sequence[Dated], day: date) -> int:
    """The value that holds on the day; 0 before the first."""
    return max((one for one in values if one.since <= day), key=lambda one: one.since, default=Dated(day, 0)).value


COUNTS = {  # field of Keeping → its place in the rulebook
    "most_fees": "collection.most_fees",
    "plan_grace_days": "collection.plan_grace_days",
    "allowance_days": "collection.allowance_days",
    "guarantee_days": "collection.guarantee_days",
    "first_visit_days": "keeping.first_visit_days",
    "map_days": "keeping.map_days",
    "measure_days": "keeping.measure_days",
    "repair_days": "keeping.repair_days",
    "inspection_notice_days": "keeping.inspection_notice_days",
    "settlement_days": "ending.settlement_days",
    "goods_days": "ending.goods_days",
    "index_notice_months": "rent.index_notice_months",
    "market_notice_months": "rent.market_notice_months",
}
POSITIVE = {
    "index_months": "rent.index_months",
    "market_months": "rent.market_months",
    "contact_tries": "collection.contact_tries",
    "plan_most_months": "collection.plan_most_months",
    "pause_most_months": "collection.pause_most_months",
    "visit_months": "keeping.visit_months",
    "home_talk_months": "keeping.home_talk_months",
    "inspection_months": "keeping.inspection_months",
    "notice_months": "ending.notice_months",
    "room_notice_months": "ending.room_notice_months",
    "protest_months": "ending.protest_months",
    "sue_months": "ending.sue_months",
}
PATHS = COUNTS | POSITIVE


def read(content: Mapping[str, Any]) -> Keeping:
    """Read these parts of one version's data; raises RulebookInvalid."""
    return Keeping(
        index_series=reading.text(content, "rent.index_series", longest=40),
        accounts=_accounts(content),
        interest=bool(reading.value(content, "collection.interest", bool)),
        interest_rates=_dated(content, "interest_rates"),
        reminder_fees=_dated(content, "reminder_fees"),
        **{name: reading.count(content, path) for name, path in COUNTS.items()},
        **{name: reading.positive(content, path) for name, path in POSITIVE.items()},
    )


def _accounts(content: Mapping[str, Any]) -> tuple[str, ...]:
    """Norwegian account numbers, eleven digits with their check digit (NETS)."""
    held = reading.value(content, "rent.accounts", list)
    found = tuple(reading.text(content, f"rent.accounts.{at}") for at in range(len(held)))
    for at, number in enumerate(found):
        if len(number) != ACCOUNT_DIGITS or not number.isascii() or not number.isdigit():
            raise RulebookInvalid(f"rent.accounts.{at}", "no_account")
        if number in found[:at]:
            raise RulebookInvalid(f"rent.accounts.{at}", "twice")
    return found


def _dated(content: Mapping[str, Any], table: str) -> tuple[Dated, ...]:
    found: list[Dated] = []
    for path in reading.paths(content, table):
        written = reading.text(content, f"{path}.since")
        try:
            since = date.fromisoformat(written)
        except ValueError:
            raise RulebookInvalid(f"{path}.since", "no_day") from None
        if found and since <= found[-1].since:
            raise RulebookInvalid(f"{path}.since", "earlier_than_before")
        found.append(Dated(since, reading.count(content, f"{path}.value")))
    return tuple(found)
