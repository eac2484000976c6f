"""The contract meeting: the lease drawn as PDF and looked at, then signed as it stands (S004 step 11, design 3)."""

import hashlib
import io
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bson import ObjectId

from letters import lease_contract
from letters.lease_contract import LeaseContract
from letters.paper import Drawn, Sender
from models import File, Lease
from rules import identifiers, lease_terms
from rules.errors import AlreadyExists, ContractOutdated, NoContractYet, TenantShielded
from rules.lease_terms import Contract
from rules.terms import FileKind, LeaseState, RentLineKind, Role, Security
from services import files, numbers, records
from services.actor import Actor
from services.leases.grounds import Ground, check_stands, earlier_short, first_start
from services.leases.record import new_lease, owed_by_signing, standing

SIGNERS = (Role.HOUSING_CONSULTANT, Role.UNIT_LEADER, Role.DEPARTMENT_HEAD, Role.PROPERTY)
WEIGHERS = (Role.UNIT_LEADER, Role.DEPARTMENT_HEAD)
PDF = "application/pdf"
NUMBER = re.compile("HK[0-9]{4}-[0-9]{4,6}")


@dataclass(frozen=True, kw_only=True)
class ContractDraft:
    """What is filled in before a lease is drawn: `months` is None where it is open-ended, amounts in øre a month.

    `security_goes_on`: what was received for the lease that is followed secures this one too.
    """

    starts_on: date
    months: int | None
    rent_ore: int
    extras: Mapping[RentLineKind, int] = field(default_factory=dict)
    section_11_1: bool = True
    non_terminable: bool = True
    short_reason: str = ""
    weighty_reason: str = ""
    security: Security | None = None
    security_ore: int | None = None
    security_goes_on: bool = False

    def lines(self) -> Sequence[tuple[RentLineKind, int]]:
        """What is charged each month, the rent itself first."""
        others = [(kind, self.extras[kind]) for kind in RentLineKind if self.extras.get(kind)]
        return [(RentLineKind.BASE, self.rent_ore), *others]


@dataclass(frozen=True)
class Preview:
    """A lease as it was drawn: the number it will have, and the stored file."""

    number: str
    file: ObjectId
    sha256: str


def draw(
    ground: Ground, draft: ContractDraft, actor: Actor, sender: Sender, *, sees_protected: bool = False
) -> Preview:
    """Draw the lease and keep its bytes; nobody is bound by it.

    Raises NotAuthorised, TenantShielded, ContractStands, NoContractYet (what it rests on has fallen), VacancyStands,
    UndrawableText and what rules.lease_terms.check_contract() raises.
    """
    _check(ground, draft, actor, sees_protected)
    number = free_number(ground.today)
    drawn = _drawn(ground, draft, sender, number, actor)
    name = f"Leiekontrakt {number}.pdf"
    stored = files.store(ObjectId(), FileKind.CONTRACT, name, PDF, io.BytesIO(drawn.content), actor)
    return Preview(number, stored.pk, stored.sha256)


def sign(
    ground: Ground,
    draft: ContractDraft,
    actor: Actor,
    sender: Sender,
    *,
    number: str,
    file: ObjectId,
    sees_protected: bool = False,
) -> Lease:
    """Store the lease as it was looked at and signed: from this write on the dwelling is promised to the tenant.

    Raises ContractOutdated (not what was looked at, or looked at on another day), and what draw() raises.
    """
    _check(ground, draft, actor, sees_protected)
    stored = _as_seen(ground, draft, sender, number, file, actor)
    lease = new_lease(ground, terms_of(ground, draft), draft.lines(), number=number, kid=kid_of(number))
    lease.contract, lease.contract_sha256 = stored.pk, stored.sha256
    lease.signed_on, lease.signed_with_name = ground.today, actor.name
    if terms_of(ground, draft).short_again:
        lease.weighty_reason, lease.weighty_by, lease.weighty_by_name = draft.weighty_reason, actor.id, actor.name
    if draft.security_goes_on and ground.follows is not None and draft.security is not None:
        lease.security_received_on = ground.follows.security_received_on
    _refuse_fallen(ground)  # drawing takes its time
    try:
        records.create(lease, actor, action="signed", owed=owed_by_signing(lease, ground))
    except AlreadyExists as error:
        raise standing(ground) or ContractOutdated(ground.number) from error
    if records.get(Lease, lease.pk).state is LeaseState.ENDED:  # the household said no in the same instant
        raise NoContractYet(ground.application.number)
    return lease


def _as_seen(ground: Ground, draft: ContractDraft, sender: Sender, number: str, file: ObjectId, actor: Actor) -> File:
    """The stored file, which must hold what the draft comes to today. The number is one that draw() gave out."""
    if not NUMBER.fullmatch(number):
        raise ContractOutdated(ground.number)
    drawn = _drawn(ground, draft, sender, number, actor)
    stored = files.find(file)
    digest = hashlib.sha256(drawn.content).hexdigest()
    if stored is None or stored.kind is not FileKind.CONTRACT or stored.sha256 != digest:
        raise ContractOutdated(ground.number)
    return stored


def _check(ground: Ground, draft: ContractDraft, actor: Actor, sees_protected: bool) -> None:
    actor.require(*SIGNERS, what="lease.sign")
    if ground.person.protected_address and not sees_protected:
        raise TenantShielded(ground.application.number)
    _refuse_fallen(ground)
    leads = actor.is_system or bool(actor.roles & set(WEIGHERS))
    lease_terms.check_contract(ground.number, terms_of(ground, draft), by_leader=leads, free_from=first_start(ground))


def _refuse_fallen(ground: Ground) -> None:
    """Raise ContractStands where another lease stands in the way, and what check_stands() raises."""
    if (stands := standing(ground)) is not None:
        raise stands
    check_stands(ground)


def terms_of(ground: Ground, draft: ContractDraft) -> Contract:
    """The draft as the rules know it; what fits an open-ended or a long lease not at all is left out."""
    fixed = draft.months is not None
    return Contract(
        starts_on=draft.starts_on,
        months=draft.months,
        rent_ore=draft.rent_ore,
        extras_ore=sum(draft.extras.values()),
        power_ore=draft.extras.get(RentLineKind.POWER, 0),
        section_11_1=draft.section_11_1,
        non_terminable=draft.non_terminable and fixed,
        short_reason=draft.short_reason.strip(),
        weighty_reason=draft.weighty_reason.strip(),
        security=draft.security,
        security_ore=draft.security_ore,
        earlier_short=earlier_short(ground),
    )


def _drawn(ground: Ground, draft: ContractDraft, sender: Sender, number: str, actor: Actor) -> Drawn:
    terms, home, held = terms_of(ground, draft), ground.dwelling, ground.follows
    return lease_contract.draw(
        LeaseContract(
            sender=sender,
            number=number,
            tenant=ground.person.name,
            born_on=ground.person.born_on,
            language=ground.person.letter_form,
            day=ground.today,
            home=home_of(ground),
            kind=home.kind.label,
            terms=terms,
            lines=tuple(draft.lines()),
            due_day=ground.rules.letting.due_day,
            kid=kid_of(number),
            account=next(iter(ground.rules.keeping.accounts), None),
            keys_need_security=ground.rules.letting.security_before_keys,
            weighty_by=actor.name if terms.short_again else None,
            follows=held.contract_number if held is not None else None,
        )
    )


def home_of(ground: Ground) -> lease_contract.Home:
    """The dwelling as the contract describes it."""
    home = ground.dwelling
    place = " ".join(part for part in (home.postcode, home.place) if part)
    extras = ("storage", "parking", "balcony", "furnished")
    return lease_contract.Home(
        number=home.dwelling_number,
        address=f"{home.address}, {place}",
        unit_number=home.unit_number,
        rooms=home.rooms,
        area_m2=home.area_m2,
        extras=tuple(name for name in extras if getattr(home, name)),
        pets=bool(home.pets_allowed),
    )


def free_number(today: date) -> str:
    """The next contract number that neither a lease of ours nor an imported one bears, nor its KID."""
    while True:
        number = numbers.label("HK", today.year, series="contract")
        if not _taken(contract_number=number) and not _taken(kid=kid_of(number)):
            return number


def _taken(**values: str) -> bool:
    return Lease.objects(**values).only("pk").first() is not None


def kid_of(number: str) -> str:
    """The payment reference of a contract number: year and running number under their MOD10 digit (NETS)."""
    year, running = number.removeprefix("HK").split("-")
    return identifiers.issue_kid(f"9{year[-2:]}{running:0>6}")
