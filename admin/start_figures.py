"""Figures of the start page, to look at rather than read: tables whose rows carry a bar, and each opens its list."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask import render_template
from markupsafe import Markup

from admin import formats, links
from admin.desk import Desk
from admin.doors import ACCOUNT_READERS, roles
from admin.home import Line, Panel
from admin.seat import Seat
from models import Application, Lease, Payment, Vacancy
from rules.terms import LeaseState, PaymentState, RentCollector, Role
from services import overview, void_figures
from services.overview import Aged, Ending
from services.void_figures import Now

MONTHS_AHEAD = 7  # the present month and six more
FEW = 5
LETTERS = roles(Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.PROPERTY)
STAGE_TONES = ("soft", "bad", "wait", "new", "active")  # from notice to reserved


@dataclass(frozen=True)
class Bar:
    """One row: its words, how many, an amount if it has one, its list, how long the bar is (0–100), and its colour."""

    label: str
    count: int
    url: str | None
    tone: str
    amount: str = ""
    length: int = 0


def open_applications(seat: Seat) -> Panel | None:
    """Open applications by state."""
    if not seat.may_read(Application):
        return None
    tones = ("new", "active", "wait")
    bars = [
        Bar(state.label, count, links.list_url(seat.desk, Application, state=str(state.value)), tone)
        for (state, count), tone in zip(overview.applications_by_state().items(), tones, strict=True)
    ]
    return _figure("Åpne søknader", bars, "Status", "Søknader", "Ingen søknader er åpne.")


def arrears(seat: Seat) -> Panel | None:
    """Overdue rent by the age of the oldest debt, for those who may see accounts."""
    if not (seat.may_read(Lease) and seat.actor.roles & ACCOUNT_READERS):
        return None
    aged = overview.arrears_by_age(seat.today)
    bars = [_aged(seat, one, tone) for one, tone in zip(aged, ("soft", "wait", "warm", "bad"), strict=True)]
    return _figure("Restanser etter alder", bars, "Eldste krav", "Leieforhold", "Ingen skylder husleie.", "Skyldig")


def ending_leases(seat: Seat) -> Panel | None:
    """Leases past their end and those that end in the coming months."""
    if not seat.may_read(Lease):
        return None
    bars = [_ending(seat.desk, one) for one in overview.leases_ending(seat.today, MONTHS_AHEAD)]
    return _figure("Leiekontrakter som utløper", bars, "Når", "Leieforhold", "Ingen utløper det neste halvåret.")


def unmatched_payments(seat: Seat) -> Panel | None:
    """Payments that a person must place."""
    if not seat.may_read(Payment):
        return None
    count, first = overview.unmatched_payments(FEW)
    return Panel(
        heading="Innbetalinger uten treff",
        count=count,
        lines=[_payment(seat.desk, payment) for payment in first],
        url=links.list_url(seat.desk, Payment, state=str(PaymentState.UNMATCHED.value)) if count > FEW else None,
        empty="Alle innbetalinger er ført på et leieforhold.",
    )


def vacant_homes(seat: Seat) -> Panel | None:
    """Homes reported vacant, by where they stand, and what they cost, for those whose work it is to let them."""
    if not (seat.may_read(Vacancy) and seat.actor.roles & LETTERS):
        return None
    stages = void_figures.now(seat.today)
    bars = [_stage(seat.desk, one, tone) for one, tone in zip(stages, STAGE_TONES, strict=True)]
    days, loss = sum(one.days for one in stages), sum(one.loss_ore for one in stages)
    month = formats.MONTHS[seat.today.month - 1]
    lead = (
        f"{formats.number(days)} tomme {'dag' if days == 1 else 'dager'} til nå, "
        f"{whole_kroner(loss)} i tapt leie hittil i {month}."
    )
    none = "Ingen boliger er meldt ledige."
    return _figure("Ledige boliger", bars, "Boligen er", "Boliger", none, "Tapt denne måneden", lead)


PANELS = (vacant_homes, arrears, unmatched_payments, ending_leases, open_applications)


def _aged(seat: Seat, aged: Aged, tone: str) -> Bar:
    label = f"{aged.first_day}–{aged.last_day} dager" if aged.last_day else f"Over {aged.first_day - 1} dager"
    span = {"forfalt__til": formats.day(seat.today - timedelta(days=aged.first_day))}
    if aged.last_day:
        span["forfalt__fra"] = formats.day(seat.today - timedelta(days=aged.last_day))
    ours = str(RentCollector.MUNICIPALITY.value)
    url = links.list_url(seat.desk, Lease, rent_collected_by=ours, **span)
    return Bar(label, aged.leases, url, tone, whole_kroner(aged.owed_ore))


def _stage(desk: Desk, one: Now, tone: str) -> Bar:
    url = links.list_url(desk, Vacancy, apen="ja", stage=str(one.stage.value))
    return Bar(one.stage.label, one.homes, url, tone, whole_kroner(one.loss_ore))


def _ending(desk: Desk, ending: Ending) -> Bar:
    until = formats.day(ending.last)
    state = str(LeaseState.OCCUPYING.value)
    if ending.first is None:
        return Bar("Utløpt", ending.leases, links.list_url(desk, Lease, state=state, ends_on__til=until), "bad")
    first = formats.day(ending.first)
    url = links.list_url(desk, Lease, state=state, ends_on__fra=first, ends_on__til=until)
    return Bar(f"{formats.MONTHS[ending.last.month - 1].capitalize()} {ending.last.year}", ending.leases, url, "active")


def _payment(desk: Desk, payment: Payment) -> Line:
    words = f"{formats.kroner(payment.amount_ore)}, {f'KID {payment.kid}' if payment.kid else 'uten KID'}"
    return Line(words, desk.page_url(payment) or "", f"betalt {formats.day(payment.booked_on)}")


def whole_kroner(ore: int) -> str:
    """An amount to look at: nobody counts the øre of a sum of arrears."""
    return f"{formats.number((ore + 50) // 100)}{formats.NO_BREAK}kr"


def _figure(
    heading: str, bars: Sequence[Bar], what: str, counted: str, empty: str, amount: str = "", lead: str = ""
) -> Panel:
    most = max((bar.count for bar in bars), default=0)
    if not most:
        return Panel(heading=heading, count=0, empty=empty)
    drawn = [Bar(bar.label, bar.count, bar.url, bar.tone, bar.amount, round(100 * bar.count / most)) for bar in bars]
    html = render_template(
        "admin/start/bars.html", heading=heading, bars=drawn, what=what, counted=counted, amount=amount, lead=lead
    )
    return Panel(heading=heading, count=sum(bar.count for bar in bars), body=Markup(html))  # noqa: S704 - a template
