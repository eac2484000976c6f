"""What a lease's page tells of its rent, its account and its tasks."""

from typing import Any

from markupsafe import Markup
from mongoengine import QuerySet

from admin import formats
from admin.presenting import html
from admin.views.related import Section, section
from admin.views.screen import Screen
from models import LedgerRow, Task
from rules import rent
from services import accounts


def rent_now(lease: Any) -> int:
    """What the lease's rent lines come to a month today, in øre; its first rent where it has not begun."""
    lines = [rent.RentLine(line.id, line.amount_ore, line.valid_from, line.valid_until) for line in lease.rent_lines]
    return rent.rent_on(lines, max(formats.today(), lease.starts_on))


def overdue(lease: Any) -> rent.Overdue:
    """What is past due on the lease's account today."""
    return rent.owed(accounts.of(lease), formats.today())


def days(count: int) -> str:
    """So many days, in words."""
    return "1 dag" if count == 1 else f"{count} dager"


def tasks_section(screen: Screen, found: QuerySet) -> Section | None:
    """The tasks about a lease."""
    return section(screen.desk, "Oppgaver", Task, found, ("kind", "text", "urgency", "state", "due_on"),
                   empty="Ingen oppgaver gjelder dette leieforholdet.")  # fmt: skip


def account_section(screen: Screen, lease: Any) -> Section:
    """What is open on the account, oldest first, and what it comes to."""
    account = accounts.of(lease)
    owed = rent.owed(account, formats.today())
    rows = tuple(
        (
            Markup("{}").format(formats.day(item.due_on)),
            Markup("{}").format(item.kind.label),
            html(screen.desk, LedgerRow.amount_ore, item.open_ore),
        )
        for item in account.items
    )
    words = [f"Saldo: {formats.kroner(account.balance_ore)}."]
    if account.credit_ore:
        words.append(f"Til gode: {formats.kroner(account.credit_ore)}.")
    if owed.owed_ore and owed.oldest_due:
        words.append(
            f"Forfalt: {formats.kroner(owed.owed_ore)}, det eldste {formats.day(owed.oldest_due)} "
            f"({days(owed.days)} siden)."
        )
    titles = (("Forfall", ""), ("Krav", ""), ("Ubetalt", "num"))
    return Section("Konto", titles, rows, "Alt er betalt.", foot=" ".join(words))
