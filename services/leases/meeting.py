"""What is seen to at the contract meeting, and what secures the lease (S004 step 11, S001, husll. §§ 3-5, 3-6)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from models import Dwelling, Lease
from models.lease import ContractPoint
from rules import lease_terms
from rules.errors import InvalidRecord, LandlordsLease, TransitionRefused
from rules.rulebook import Rules
from rules.terms import ContractItem, LeaseState, RentLineKind, Role, Security
from services import records, rulebooks
from services.actor import Actor
from services.leases.contract import SIGNERS
from services.leases.record import monthly_ore, told_terms

HOUSE_RULES = "house_rules"
GUARDIANS = (*SIGNERS, Role.ECONOMY)  # who may note what secures a lease


def record_security(
    lease: Lease,
    actor: Actor,
    *,
    kind: Security | None,
    amount_ore: int | None,
    received_on: date | None,
    version: int,
    today: date,
) -> bool:
    """Note what secures the lease and when it came in; what stood before stays in the history.

    Raises NotAuthorised, TransitionRefused (ended), InvalidRecord, SecurityTooHigh, StaleState.
    """
    actor.require(*GUARDIANS, what="lease.security")
    _check_live(lease, "secured")
    _check_security(kind, amount_ore, received_on, today)
    rent_ore = monthly_ore(lease, *(set(RentLineKind) - {RentLineKind.POWER}))
    lease_terms.check_security(lease.number, rent_ore, amount_ore)
    values: dict[str, Any] = {"security": kind, "security_ore": amount_ore, "security_received_on": received_on}
    values["notices"] = _notices(lease, values, today)
    return records.change(lease, actor, values=values, action="security", version=version)


def _check_security(kind: Security | None, amount_ore: int | None, received_on: date | None, today: date) -> None:
    problems = {}
    if kind is None and (amount_ore or received_on):
        problems["security"] = "missing_value"
    if kind is not None and not amount_ore:
        problems["security_ore"] = "missing_value"
    if received_on is not None and received_on > today:
        problems["security_received_on"] = "future"
    if problems:
        raise InvalidRecord("lease", problems)


def _notices(lease: Lease, values: Mapping[str, Any], today: date) -> list[Any]:
    """The lease's notices as they are with these values; those that its terms do not tell of are kept."""
    changed = Lease(**{name: getattr(lease, name) for name in TOLD} | dict(values))
    home = Dwelling.objects(pk=records.reference(lease, "dwelling")).only("rent_ore").first()
    return list(lease_terms.notices(told_terms(changed, home.rent_ore if home else None), today))


TOLD = ("starts_on", "ends_on", "stated_months", "rent_lines", "short_term_reason")


def record_meeting(
    lease: Lease,
    actor: Actor,
    *,
    outcomes: Mapping[str, ContractItem],
    house_rules_on: date | None,
    interpreter: str = "",
    version: int,
    today: date,
) -> bool:
    """Note what was seen to at the contract meeting: points of the rulebook by code, and the house rules.

    A point noted before keeps who noted it and when. Raises NotAuthorised, TransitionRefused (ended), InvalidRecord
    (a day to come, a point that the rulebook has not), StaleState.
    """
    actor.require(*SIGNERS, what="lease.meeting")
    _check_live(lease, "met")
    known = {point.code for point in rulebooks.current(today).letting.contract_points}
    problems = {code: "unknown" for code in outcomes if code not in known}
    if house_rules_on is not None and house_rules_on > today:
        problems["house_rules_on"] = "future"
    if problems:
        raise InvalidRecord("lease", problems)
    points = [_point(lease, code, outcome, actor, today) for code, outcome in outcomes.items()]
    values = {"points": points, "house_rules_on": house_rules_on, "interpreter": interpreter.strip() or None}
    return records.change(lease, actor, values=values, action="contract_meeting", version=version)


def _point(lease: Lease, code: str, outcome: ContractItem, actor: Actor, today: date) -> ContractPoint:
    held = next((one for one in lease.points if one.code == code and one.outcome is outcome), None)
    return held or ContractPoint(code=code, outcome=outcome, on=today, by_name=actor.name)


def left_of_meeting(lease: Lease, rules: Rules) -> tuple[str, ...]:
    """What is left of the contract meeting, by code; nothing for a contract that was written elsewhere (imported)."""
    if lease.contract is None:
        return ()
    done = {point.code for point in lease.points}
    left = [point.code for point in rules.letting.contract_points if point.code not in done]
    return (*([HOUSE_RULES] if lease.house_rules_on is None else []), *left)


def _check_live(lease: Lease, what: str) -> None:
    if lease.is_landlords:
        raise LandlordsLease(lease.number)
    if lease.state is LeaseState.ENDED:
        raise TransitionRefused("lease", lease.state.value, what)
