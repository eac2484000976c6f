"""What befalls a household beside its rent: a complaint, an application for bostøtte, the settlement after moving."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from bson import ObjectId

from models import Allowance, Ending, Incident, Lease
from rules.terms import (
    AllowanceState,
    ContactChannel,
    EndingState,
    IncidentKind,
    IncidentOutcome,
    IncidentState,
    Role,
)
from services import arrears, benefits, endings, incidents, records
from services.actor import Actor
from tests.simulation import almanac
from tests.simulation.habits import Resident
from tests.simulation.paper import SENDER

Acting = Callable[[Role], Actor]
GRANTED_ORE = 300_000
SETTLED_AFTER = timedelta(days=20)  # from moving out


def complaint(one: Resident, acting: Acting, first: date, day: date) -> None:
    """The neighbours complain; the household is heard, warned in writing, and it gets quiet."""
    came = one.marks.get("complained on")
    if came is None:
        if day >= almanac.month_on(first, one.trouble) + timedelta(days=10):
            _complain(one, acting(Role.CASEWORKER), day)
        return
    incident: Any = records.get(Incident, one.marks["incident"])
    clerk = acting(Role.CASEWORKER)
    if incident.state is IncidentState.RECEIVED and day >= came + timedelta(days=5):
        incidents.map_out(
            incident, clerk, heard="Hadde besøk.", mapped="To fester på en uke.", version=incident.version, today=day
        )
    elif incident.state is IncidentState.MAPPED and day >= came + timedelta(days=9):
        words = incidents.Warned(lease=one.lease, happened="Bråk om natten.", expected="Ro etter klokken 23.")
        draft = incidents.draw_warning(incident, words, clerk, SENDER, version=incident.version, today=day)
        incidents.warn(incident, words, clerk, SENDER, letter=draft.pk, version=incident.version, today=day)
    elif incident.state is IncidentState.FOLLOWED_UP and day >= came + timedelta(days=40):
        incidents.close(
            incident, clerk, outcome=IncidentOutcome.SETTLED, why="Det er rolig.", version=incident.version, today=day
        )


def _complain(one: Resident, clerk: Actor, day: date) -> None:
    lease = records.get(Lease, one.lease)
    told = incidents.Told(
        kinds=[IncidentKind.NOISE], dwellings=[records.reference(lease, "dwelling")],
        happened_on=day - timedelta(days=1), received_on=day, channel=ContactChannel.TELEPHONE, what="Høy musikk.",
    )  # fmt: skip
    incident = incidents.register(told, clerk, leases=[lease.pk], identity=ObjectId(), today=day)
    one.marks |= {"complained on": day, "incident": incident.pk}


def allowance(one: Resident, acting: Acting, first: date, day: date) -> None:
    """Bostøtte is applied for, granted after a while, and paid to the municipality where rent is overdue."""
    applied = one.marks.get("applied on")
    consultant = acting(Role.HOUSING_CONSULTANT)
    if applied is None:
        if day >= almanac.month_on(first, one.trouble):
            lease = records.get(Lease, one.lease)
            one.marks["allowance"] = benefits.apply(lease, consultant, applied_on=day, today=day)
            one.marks["applied on"] = day
        return
    held: Any = records.get(Allowance, one.marks["allowance"])
    if held.state is AllowanceState.APPLIED and day >= applied + timedelta(days=75):
        benefits.grant(held, consultant, amount_ore=GRANTED_ORE, answered_on=day, version=held.version, today=day)
    elif held.state is AllowanceState.GRANTED and held.transport_on is None and arrears.open_case(one.lease):
        why = "Leien er ikke betalt."
        benefits.transport(held, consultant, since=almanac.month_on(day), why=why, version=held.version)
        one.marks["transported"] = True


def settlement(one: Resident, acting: Acting, day: date) -> None:
    """What is left is settled with whoever has moved."""
    out = one.sheet.ended_on
    if out is None or day < out + SETTLED_AFTER or one.marks.get("settled"):
        return
    ending: Any = endings.open_of(one.lease)
    economy = acting(Role.ECONOMY)
    how: dict[str, Any] = {"release": None, "version": ending.version, "today": day}
    letter = endings.draw_settlement(ending, economy, SENDER, **how)
    endings.settle(ending, economy, SENDER, letter=letter.pk, **how)
    one.marks["settled"] = True


def told(one: Resident) -> Iterator[str]:
    """Which of these stories the house knows to have come to their end with the household."""
    if one.habit == "complaint" and (incident := Incident.objects(leases=one.lease).no_dereference().first()):
        warned = any(measure.done_on is not None for measure in incident.measures)
        if warned and incident.state is IncidentState.CLOSED:
            yield "warned"
    if one.habit == "allowance" and Allowance.objects(lease=one.lease, transport_on__ne=None).first():
        yield "allowance paid to the municipality"
    if one.sheet.ended_on and Ending.objects(lease=one.lease, state__in=[EndingState.SETTLED]).first():
        yield "settled"
