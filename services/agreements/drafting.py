"""Drafts of agreements: on a chosen bid of a procurement, or, for those that give no right to homes, by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bson import ObjectId

from models import Agreement, Bid, Landlord, Procurement, Project
from rules import agreements as rules
from rules.errors import AlreadyExists, BidAgreed, BidNotChosen, InvalidRecord, NotProcured
from rules.rulebook import Rules
from rules.terms import AgreementKind, AgreementState, BidState
from services import records, rulebooks
from services.actor import Actor
from services.agreements.common import FOLLOWERS, noticed, refuse
from services.agreements.projects import make_project

MOST_NAMES = 20  # agreements of one kind with one project
EDITABLE = (
    "project", "homes", "years", "responsible", "coop_shares", "coop_total", "coop_organisation_number",
    "husbank_reference",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What the person fills in of a draft; `project_name` makes a project where none is picked."""

    project: Project | None = None
    project_name: str = ""
    homes: int | None = None
    years: int | None = None
    responsible: ObjectId | None = None
    coop_shares: int | None = None
    coop_total: int | None = None
    coop_organisation_number: str | None = None
    husbank_reference: str | None = None


def usual_years(kind: AgreementKind, book: Rules) -> int | None:
    """How long the rulebook lets an agreement of the kind last."""
    return book.partnering.years_of(kind)


def draft_from_bid(
    bid: Bid, kind: AgreementKind, wanted: Wanted, actor: Actor, *, today: date, identity: ObjectId | None = None
) -> Agreement:  # fmt: skip
    """Draft a referral or allocation agreement on a chosen bid; the landlord is the bidder.

    It is of the kind that was called, and of no more homes than were bid (S000). Raises NotAuthorised, BidNotChosen,
    BidAgreed (it has one), InvalidRecord.
    """
    actor.require(*FOLLOWERS, what="agreement.draft")
    if kind not in rules.RIGHTS:
        raise InvalidRecord("agreement", {"kind": "kind_without_bid"})
    bid = records.get(Bid, bid.pk)
    procurement: Procurement = records.get(Procurement, records.reference(bid, "procurement"))
    refuse("agreement", _beside_bid(bid, wanted.homes) | _beside_call(procurement, kind))
    chosen = procurement.choice.bids if procurement.choice else []
    if bid.state is not BidState.CHOSEN or bid.pk not in chosen:
        raise BidNotChosen(bid.bid_number, bid.state.value)
    holder = Agreement.objects(open_bid__in=[bid.pk]).only("agreement_number").first()
    if holder is not None and holder.pk != identity:  # before a project is made for it
        raise BidAgreed(bid.bid_number, holder.agreement_number)
    values = {
        "procurement": procurement.pk,
        "bid": bid.pk,
        "mandate": records.reference(procurement, "mandate"),
        "procured": True,
    }
    try:
        return _draft(
            records.get(Landlord, records.reference(bid, "landlord")), kind, wanted, values, actor, today, identity
        )
    except AlreadyExists:
        holder = Agreement.objects(open_bid__in=[bid.pk]).only("agreement_number").first()
        if holder is None:
            raise
        raise BidAgreed(bid.bid_number, holder.agreement_number) from None


def draft(
    landlord: Landlord, kind: AgreementKind, wanted: Wanted, actor: Actor, *, today: date,
    identity: ObjectId | None = None,
) -> Agreement:  # fmt: skip
    """Draft an agreement that needs no procurement: cooperation, head lease, borettslag.

    Raises NotAuthorised, NotProcured (a right to homes rests on a chosen bid), InvalidRecord.
    """
    actor.require(*FOLLOWERS, what="agreement.draft")
    if kind in rules.RIGHTS:
        raise NotProcured(kind.label)
    return _draft(landlord, kind, wanted, {}, actor, today, identity)


def _draft(
    landlord: Landlord,
    kind: AgreementKind,
    wanted: Wanted,
    values: Mapping[str, Any],
    actor: Actor,
    today: date,
    identity: ObjectId | None,
) -> Agreement:
    told = _told(wanted) | ({"project": _named(landlord, wanted)} if wanted.project is None else {})
    if identity is not None and (found := Agreement.objects(pk=identity).first()) is not None:
        return found  # type: ignore[no-any-return]
    refuse("agreement", _problems(kind, told, landlord, today, named=bool(wanted.project_name)))
    told["notices"] = noticed(Agreement(kind=kind), told, today)
    if told["project"] is None and wanted.project_name:
        told["project"] = make_project(landlord, wanted.project_name, wanted.homes or 1, actor).pk
    name = f"{kind.label} {wanted.project.name if wanted.project else wanted.project_name or landlord.name}"
    return _stored(name, {**told, **values, "landlord": landlord.pk, "kind": kind}, actor, identity)


def _stored(name: str, values: Mapping[str, Any], actor: Actor, identity: ObjectId | None) -> Agreement:
    """Stored under the name that people call it by, numbered where another has it. Raises AlreadyExists (its bid)."""
    for number in range(1, MOST_NAMES):
        label = name if number == 1 else f"{name} ({number})"
        if Agreement.objects(agreement_number=label).only("pk").first() is not None:
            continue
        agreement = Agreement(pk=identity or ObjectId(), agreement_number=label, **values)
        try:
            records.create(agreement, actor, action="agreement_drafted")
        except AlreadyExists as error:
            if error.fields != ("agreement_number",):
                raise
            continue
        return agreement
    raise AlreadyExists("agreement", ("agreement_number",))


def _told(wanted: Wanted) -> dict[str, Any]:
    told = {name: getattr(wanted, name) for name in EDITABLE}
    return told | {"project": wanted.project.pk if wanted.project else None}


def _beside_bid(bid: Bid, homes: int | None) -> dict[str, str]:
    return {"homes": "more_than_bid"} if homes and bid.homes and homes > bid.homes else {}


def _beside_call(procurement: Procurement, kind: AgreementKind) -> dict[str, str]:
    call = procurement.announcement
    return {"kind": "other_than_called"} if call is not None and call.kind is not kind else {}


def _named(landlord: Landlord, wanted: Wanted) -> ObjectId | None:
    """The landlord's project that is called so already."""
    name = wanted.project_name.strip()
    found = Project.objects(landlord=landlord.pk, name=name).only("pk").first() if name else None
    return found.pk if found is not None else None


def _problems(
    kind: AgreementKind, told: Mapping[str, Any], landlord: Any, today: date, *, named: bool = False
) -> dict[str, str]:  # fmt: skip
    problems = rules.term_problems(kind, told["years"], rulebooks.current(today).partnering)
    problems |= rules.draft_problems(
        rules.Draft(
            kind=kind,
            has_project=named or told["project"] is not None,
            homes=told["homes"],
            years=told["years"],
            coop_organisation_number=told["coop_organisation_number"],
            coop_shares=told["coop_shares"],
            coop_total=told["coop_total"],
        )
    )
    project = Project.objects(pk=told["project"]).no_dereference().first() if told["project"] else None
    if project is not None and records.reference(project, "landlord") != landlord.pk:
        problems["project"] = "other_landlords_project"
    elif project is not None and kind in rules.RIGHTS and told["homes"] and told["homes"] > project.homes:
        problems["homes"] = "more_than_project"
    return problems


def edit(agreement: Agreement, wanted: Wanted, actor: Actor, *, version: int, today: date) -> bool:
    """Change a draft; False where nothing differs.

    Raises NotAuthorised, InvalidRecord (also once signed), StaleState.
    """
    actor.require(*FOLLOWERS, what="agreement.draft")
    records.check_version(agreement, version)
    if agreement.state is not AgreementState.DRAFT:
        raise InvalidRecord("agreement", {"homes": "not_draft"})
    told = _told(wanted)
    landlord = records.get(Landlord, records.reference(agreement, "landlord"))
    problems = _problems(agreement.kind, told, landlord, today)
    if agreement.bid is not None:
        problems |= _beside_bid(records.get(Bid, agreement.bid), told["homes"])
    refuse("agreement", problems)
    told["notices"] = noticed(agreement, told, today)
    return records.change(agreement, actor, values=told, action="agreement_edited", version=version)
