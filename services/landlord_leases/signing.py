"""A landlord reports the lease that it has signed with a referred household: one lease for each referral."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date

from bson import ObjectId

from models import Application, Lease, Referral, VacancyNotice
from models.base import Effect, Record
from models.lease import RentLine
from models.referral import LIVE_REFERRAL
from rules import identifiers, landlord_leases, partner_states, states
from rules.deadlines import oslo_date
from rules.errors import AlreadyExists, ContractStands, ReferralOver, StillLivedIn, TransitionRefused
from rules.landlord_leases import Signed
from rules.terms import (
    LeaseState,
    NoticeCode,
    ReferralState,
    RentCollector,
    RentLineKind,
    ReportDoubt,
    ReportKind,
    Security,
)
from services import applications, effects, followups, leases, need_to_know, numbers, records, rulebooks
from services.actor import Actor
from services.effects import Owed
from services.landlord_leases import common, reports

LEASED_EFFECT = "referral_leased"  # services.referrals: the referral and its notice follow, where it still stands
STANDS_EFFECT = "landlord_lease_stands"
FIRST_LINE = "1"
TOLD = {ReportDoubt.SHORT_TERM: NoticeCode.SHORT_TERM, ReportDoubt.SECURITY_HIGH: NoticeCode.SECURITY_HIGH}
STANDING = (ReferralState.LEASE_SIGNED, ReferralState.ENDED)


def sign(
    referral: Referral,
    actor: Actor,
    *,
    reference: str,
    signed_on: date,
    starts_on: date,
    ends_on: date | None,
    rent_ore: int,
    security: Security | None,
    security_ore: int | None,
    version: int,
    today: date,
    identity: ObjectId | None = None,
) -> Lease:
    """Store the lease that the landlord and the household have signed; told again = the stored one.

    `identity` is the id it is to have, amounts are øre. What may be unlawful is stored as doubts with the report of it:
    the lease is signed all the same. Raises NotAuthorised, NoNeedToKnow, InvalidRecord, ReferralOver,
    TransitionRefused (not accepted yet), HomeLet, ContractStands, StillLivedIn, StaleState.
    """
    actor.require_party(records.reference(referral, "landlord"), *common.KEEPERS, what="landlord_lease.sign")
    case: Application = records.get(Application, records.reference(referral, "application"))
    if actor.landlord is None:
        need_to_know.require(case, actor)
    notice = _notice_of(referral)
    signed = Signed(
        signed_on=signed_on, starts_on=starts_on, ends_on=ends_on, rent_ore=rent_ore,
        noticed_ore=notice.rent_ore, free_from=notice.available_from, security_ore=security_ore or 0,
        has_security=security is not None,
    )  # fmt: skip
    lease = _new(referral, case, signed, security, reference, today, identity)
    if (held := _told_before(lease)) is not None:
        return held
    if Lease.objects(pk=lease.pk, referral=None).only("pk").first() is not None:
        lease.pk = ObjectId()  # the one of that id never took effect: a new lease is signed, if told by the same call
    _check(referral, signed, version, today)
    common.refuse_overlap(lease.dwelling, (starts_on, ends_on), today, lease.pk)
    doubts = landlord_leases.doubts_of_signed(signed, rulebooks.current(today).partnering.lease_months)
    lease.notices = [TOLD[doubt] for doubt in doubts if doubt in TOLD]
    return _store(lease, referral, actor, _owed(lease, doubts, actor, today), today)


def _check(referral: Referral, signed: Signed, version: int, today: date) -> None:
    if referral.state not in LIVE_REFERRAL:
        raise ReferralOver(referral.number, referral.state.value, referral.valid_to)
    records.check_version(referral, version)
    states.check(partner_states.REFERRAL, referral.state, ReferralState.LEASE_SIGNED)
    landlord_leases.check_signed(signed, referral.referred_on, today)


def _new(
    referral: Referral, case: Application, signed: Signed, security: Security | None, reference: str, today: date,
    identity: ObjectId | None,
) -> Lease:  # fmt: skip
    begun = signed.starts_on <= today
    return Lease(
        id=identity or ObjectId(),
        dwelling=records.reference(referral, "dwelling"),
        tenant=records.reference(referral, "applicant"),
        landlord=records.reference(referral, "landlord"),
        state=LeaseState.OCCUPYING if begun else LeaseState.UPCOMING,
        starts_on=signed.starts_on,
        ends_on=signed.ends_on,
        rent_lines=[
            RentLine(id=FIRST_LINE, kind=RentLineKind.BASE, amount_ore=signed.rent_ore, valid_from=signed.starts_on)
        ],
        rent_set_on=signed.starts_on,
        market_set_on=signed.starts_on,
        rent_collected_by=RentCollector.LANDLORD,
        security=security,
        security_ore=signed.security_ore or None,
        application=case.pk,
        referral=referral.pk,
        landlord_reference=reference.strip() or None,
        signed_on=signed.signed_on,
        caseworker=records.reference(case, "caseworker"),
        office=records.reference(case, "office"),
    )


def _told_before(lease: Lease) -> Lease | None:
    """The stored lease where the same was told before: under the same id, or of the referral with the same facts."""
    found = Lease.objects(pk=lease.pk, referral=lease.referral).no_dereference().first() or lease_of(lease.referral)
    if found is None or found.pk == lease.pk:
        return found
    facts = ("starts_on", "ends_on", "signed_on", "security", "security_ore", "landlord_reference")
    same = all(records.same(getattr(found, name), getattr(lease, name)) for name in facts)
    return found if same and found.rent_lines[0].amount_ore == lease.rent_lines[0].amount_ore else None


def lease_of(referral: ObjectId) -> Lease | None:
    """The lease that a referral led to (index `lease_referral`)."""
    found: Lease | None = Lease.objects(referral__in=[referral]).no_dereference().first()
    return found


def _store(lease: Lease, referral: Referral, actor: Actor, owed: Sequence[Owed], today: date) -> Lease:
    year = oslo_date(actor.at).year
    lease.contract_number, lease.kid = _free_number(year)
    lease.signed_with_name = actor.name
    try:
        records.create(lease, actor, action="lease_reported", owed=owed)
    except AlreadyExists:
        if (held := _told_before(lease)) is not None:
            return held
        raise _in_the_way(lease, referral) from None
    stored: Lease = records.get(Lease, lease.pk)
    if stored.state is LeaseState.ENDED:  # another lease took its days, or the referral fell, in the same instant
        common.refuse_overlap(records.reference(lease, "dwelling"), (lease.starts_on, lease.ends_on), today, lease.pk)
        now: Referral = records.get(Referral, referral.pk)
        if now.state in LIVE_REFERRAL:  # the other one has fallen as well: whoever tells it again may have the home
            raise records.stale(now, referral.version)
        raise ReferralOver(now.number, now.state.value, now.valid_to)
    return stored


def _in_the_way(lease: Lease, referral: Referral) -> Exception:
    """Which lease keeps this one out: the referral's own, or one of the dwelling."""
    if lease_of(referral.pk) is not None:
        return ReferralOver(referral.number, ReferralState.LEASE_SIGNED.value, referral.valid_to)
    home = records.reference(lease, "dwelling")
    other: Lease | None = Lease.objects(dwelling=home, state=lease.state).no_dereference().first()
    if other is None:
        return records.stale(lease, lease.version)
    if other.state is LeaseState.OCCUPYING:
        return StillLivedIn(other.contract_number)
    return ContractStands(other.contract_number, other.signed_with_name or other.history[0].by_name)


def _owed(lease: Lease, doubts: Sequence[ReportDoubt], actor: Actor, today: date) -> list[Owed]:
    """The referral follows first: where it has fallen in the same instant, the lease never took effect."""
    told = reports.owed(
        ObjectId(), ReportKind.SIGNED, actor, today, line=FIRST_LINE, doubts=common.codes(doubts),
        ends=lease.ends_on.isoformat() if lease.ends_on else "", referral=str(lease.referral),
    )  # fmt: skip
    found = [
        _by_new(lease, STANDS_EFFECT, referral=str(lease.referral)),
        _by_new(lease, applications.HOUSED_EFFECT, application=str(lease.application)),
        told,
    ]
    return [*found, _by_new(lease, followups.FOLLOW_EFFECT)] if lease.state is LeaseState.OCCUPYING else found


def _by_new(lease: Lease, kind: str, /, **args: str) -> Owed:
    return Owed(kind, f"{kind}:{lease.pk}:1", args)


def stands_by_effect(document: Record, effect: Effect, actor: Actor) -> None:
    """Let the referral follow; a lease that lost its home or its referral in the same instant never took effect.

    A command effect. Each of two leases with a day in common is stored before it looks for the other, so that at least
    one sees it. One that falls gives up its referral, which may lead to another lease while it stands.
    """
    today = oslo_date(actor.at)
    lease: Lease = records.get(Lease, document.pk)
    if lease.referral is None:
        return
    home = records.reference(lease, "dwelling")
    if leases.in_the_way(home, lease.starts_on, lease.ends_on, today, besides=lease.pk) is not None:
        _fall(lease, actor, today)
        return
    follow = Effect(key=effect.key, kind=LEASED_EFFECT, args=dict(effect.args), next_at=effect.next_at)
    with suppress(TransitionRefused):  # it has fallen
        effects.registry.carry_out(document, follow, actor)
    referral: Referral = records.get(Referral, lease.referral)
    if referral.state not in STANDING:
        _fall(lease, actor, today)


def _fall(lease: Lease, actor: Actor, today: date) -> None:
    if lease.state is not LeaseState.ENDED:
        leases.withdraw(lease, actor, why="", version=lease.version, today=today, gives_up="referral")


def _free_number(year: int) -> tuple[str, str]:
    """The next contract number of landlords' leases with a payment reference that nobody is asked to use."""
    while True:
        running = numbers.next_in(f"landlord_contract:{year}")
        number, kid = f"KU{year}-{running:04d}", identifiers.issue_kid(f"8{year % 100:02d}{running:0>6}")
        if Lease.objects(contract_number=number).only("pk").first() is None and (
            Lease.objects(kid=kid).only("pk").first() is None
        ):
            return number, kid


def _notice_of(referral: Referral) -> VacancyNotice:
    found: VacancyNotice = records.get(VacancyNotice, records.reference(referral, "notice"))
    return found
