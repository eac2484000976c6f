"""What the steps of an agreement share: who takes them, its days for the rules, what each change owes, its paper."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, BinaryIO

from bson import ObjectId

from models import Agreement, File, Landlord, Procurement
from models.base import Record
from rules import agreements as rules
from rules import partner_states, states
from rules.agreements import Dates
from rules.errors import InvalidRecord, NotFound, TransitionRefused
from rules.terms import AccessKind, AgreementKind, AgreementState, FileKind, NoticeCode, PartnerEvent, Role
from services import attachments, audit, files, records, rulebooks, webhooks
from services.actor import Actor
from services.attachments import Arriving
from services.effects import Owed

FOLLOWERS = (Role.HOUSING_CONSULTANT, Role.DEPARTMENT_HEAD, Role.PROPERTY)
"""Who makes agreements with landlords and follows them up (S000)."""


def owed_event(document: Record, agreement: Agreement) -> Owed:
    """What a change of an agreement or of its duties owes the landlord. Call it before the change is made."""
    landlord = records.reference(agreement, "landlord")
    return webhooks.owed(document, PartnerEvent.AGREEMENT_CHANGED, landlord, "agreements", agreement.number)


def mail_number(agreement: Agreement) -> str:
    """Kind and organisation number: people name an agreement by its project, and that is often an address."""
    landlord = Landlord.objects(pk=records.reference(agreement, "landlord")).only("organisation_number").first()
    return f"{agreement.kind.label} {landlord.organisation_number}" if landlord else str(agreement.kind.label)


def check_move(agreement: Agreement, new: AgreementState, *of: AgreementState) -> None:
    """Refuse a move that the table does not know, or that the step does not make from there: `of` are those it does.

    The table also lets a breach be mended, and what was noted by mistake be taken back, each by its own step.
    Raises TransitionRefused.
    """
    states.check(partner_states.AGREEMENT, agreement.state, new)
    if of and agreement.state not in of:
        raise TransitionRefused("agreement", agreement.state.value, new.value)


def refuse(document: str, problems: dict[str, str]) -> None:
    """Raises InvalidRecord where there is any problem (field → code)."""
    if problems:
        raise InvalidRecord(document, problems)


def dates_of(agreement: Agreement, **others: Any) -> Dates:
    """The agreement's days, some of them as they are to be."""
    held = {
        "signed_on": agreement.signed_on,
        "registered_on": agreement.registered_on,
        "paid_out_on": agreement.loan_paid_out_on,
    }
    return Dates(**held | others, chosen_on=_chosen_on(agreement), registers=agreement.import_run is None)


def noticed(agreement: Agreement, told: Mapping[str, Any], today: date) -> list[NoticeCode]:
    """The agreement's notices as it is to be told: what is unusual is told, and is no hindrance."""
    found = {
        NoticeCode.AGREEMENT_TERM_UNUSUAL: rules.is_unusual(
            agreement.kind, told.get("years"), rulebooks.current(today).partnering
        ),
        NoticeCode.COOP_SHARES_MANY: _many_shares(agreement, told),
    }
    return [code for code in NoticeCode if found.get(code, code in agreement.notices)]


def _many_shares(agreement: Agreement, told: Mapping[str, Any]) -> bool:
    """With the shares that other agreements with the same borettslag give (index `agreement_coop`)."""
    number, shares, total = (told.get(name) for name in ("coop_organisation_number", "coop_shares", "coop_total"))
    if agreement.kind is not AgreementKind.COOP or not (number and shares and total):
        return False
    others = Agreement.objects(coop_organisation_number=number, pk__ne=agreement.pk).only("state", "coop_shares")
    held = sum(one.coop_shares or 0 for one in others if one.state is not AgreementState.ENDED)
    return rules.holds_many_shares(held + shares, total)


def _chosen_on(agreement: Agreement) -> Any:
    procurement = records.reference(agreement, "procurement")
    found = Procurement.objects(pk=procurement).only("choice").first() if procurement else None
    return found.choice.on if found is not None and found.choice is not None else None


def cooperation_of(agreement: Agreement) -> Agreement | None:
    """The signed cooperation agreement for the same project (index `agreement_project`)."""
    project = records.reference(agreement, "project")
    if project is None:
        return None
    wanted = Agreement.objects(
        project=project, kind=AgreementKind.COOPERATION, state__in=list(rules.STANDING),
        landlord=records.reference(agreement, "landlord"),
    )  # fmt: skip
    found: Agreement | None = wanted.no_dereference().order_by("kind", "id").first()
    return found


def keep_paper(arriving: Sequence[Arriving], nonce: str, actor: Actor) -> ObjectId | None:
    """Store the agreement as it was signed, before the write that names it; a form sent twice stores it once.

    Raises FileRefused, and InvalidRecord where there are several.
    """
    sounds = attachments.look_through(arriving)
    if len(sounds) > 1:
        raise InvalidRecord("agreement", {"files": "one_file"})
    for sound, identity in zip(sounds, attachments.identities(sounds, nonce), strict=True):
        stored = files.store(identity, FileKind.AGREEMENT, sound.name, sound.media_type, sound.source, actor)
        return ObjectId(stored.pk)
    return None


def open_file(agreement: Agreement, actor: Actor) -> tuple[File, BinaryIO]:
    """The agreement as it was signed, and its bytes; the fetching is logged. Raises NotFound."""
    file = files.find(agreement.file) if agreement.file else None
    if file is None:
        raise NotFound("file", agreement.number)
    source = files.open_stored(file.pk)
    audit.record_access(actor, AccessKind.FETCHED, "file", document_id=str(file.pk), number=None, person=None)
    return file, source
