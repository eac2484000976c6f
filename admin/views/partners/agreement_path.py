"""The way of an agreement on its page: signed, registered, paid out, over; and what comes next."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from admin import formats
from admin.views.keeping.ending_path import Mark
from rules import agreements as rules
from rules.terms import AgreementState

NEXT = {
    "sign": "Undertegn avtalen, og før at den er inngått",
    "register": "Få rettigheten tinglyst på eiendommen",
    "cooperate": "Inngå en samarbeidsavtale om drift, som må være på plass før lånet betales ut",
    "pay_out": "Vent på at Husbanken betaler ut lånet, og før dagen",
    "mend": "Få misligholdet rettet, eller avslutt avtalen",
}


def next_of(agreement: Any, cooperation: Any) -> str | None:
    """The code of the next step of the agreement; None where it runs or is over."""
    if agreement.state is AgreementState.DRAFT:
        return "sign"
    if agreement.state is AgreementState.BREACHED:
        return "mend"
    if agreement.kind not in rules.RIGHTS:
        return None
    if agreement.state is AgreementState.SIGNED:
        return "register"
    if agreement.state is AgreementState.REGISTERED:
        return "pay_out" if cooperation is not None else "cooperate"
    return None


def marks(agreement: Any, cooperation: Any, today: date) -> list[Mark]:
    """The stops of the way, the first that is not done marked as the one where it stands."""
    found = list(_marks(agreement, cooperation, today))
    if agreement.state is not AgreementState.ENDED:
        at = next((at for at, mark in enumerate(found) if mark.tone == "ahead"), None)
        if at is not None:
            found[at] = Mark(found[at].label, found[at].when, found[at].note, "now")
    return found


def _marks(agreement: Any, cooperation: Any, today: date) -> Iterator[Mark]:
    over = agreement.state is AgreementState.ENDED
    procured = agreement.kind in rules.RIGHTS
    whole = procured and agreement.import_run is None and not over
    yield _day("Inngått", agreement.signed_on, agreement.signed_by_name or "")
    if agreement.registered_on or whole:
        yield _day("Tinglyst", agreement.registered_on, agreement.title_reference or "")
    if whole:
        signed = cooperation.signed_on if cooperation is not None else None
        yield _day("Samarbeidsavtale", signed, "" if signed else "Må til før utbetaling")
    if agreement.loan_paid_out_on or whole:
        yield _day("Lån utbetalt", agreement.loan_paid_out_on, "" if agreement.loan_paid_out_on else "Da løper tiden")
    if agreement.breached_on is not None:
        yield Mark("Misligholdt", formats.day(agreement.breached_on), "", "late")
    if over:
        yield Mark("Avsluttet", formats.day(agreement.ended_on), "", "done")
        return
    late = agreement.ends_on is not None and agreement.ends_on < today
    yield Mark(
        "Utløper", formats.day(agreement.ends_on) if agreement.ends_on else "", _term(agreement),
        "late" if late else "end",
    )  # fmt: skip


def _term(agreement: Any) -> str:
    return f"{agreement.years} år" if agreement.years else ""


def _day(label: str, on: date | None, note: str) -> Mark:
    return Mark(label, formats.day(on) if on else "", note, "done" if on else "ahead")
